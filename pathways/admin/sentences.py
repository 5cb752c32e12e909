"""A case, or everything a training asks, as the sentence it means: for the person who writes the rule."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest

from careers.models import Career
from pathways.conditions import EntryCase, said
from pathways.engine.rules import AnyOf, AtLeast, CanEnter, Case, Certainty, Criterion, LessThan, NoneOf, Rules
from pathways.models.cases import CriterionKind
from pathways.reading import read_rules, threshold_said_by

OPENS = {
    "training": "Ouverte si",
    "route": "Ouverte si",
    "deadline": "S’applique si",
    "funding": "Accordé si",
    "qualifies": "Suffit pour exercer si",
}
UNFINISHED = "une condition à compléter"
TO_EVERYBODY = "ouvert à tout le monde : ce cas n’a aucun critère"


def rules_of(request: HttpRequest, career: Career) -> Rules:
    """The rules of the draft, read once for a page that says them in several places."""
    kept: dict[Any, Rules] = request.__dict__.setdefault("draft_rules", {})
    if career.pk not in kept:
        kept[career.pk] = read_rules(career)
    return kept[career.pk]


def sentence(rules: Rules, owner: str, cases: Iterable[Case]) -> str:
    """« Ouverte si : le bac ; ou : 3 ans de secrétariat médical et le CAP ; peut-être aussi : … »."""
    cases = list(cases)
    sure = [needs(rules, case.criteria) for case in cases if case.certainty is Certainty.ESTABLISHED]
    doubtful = [needs(rules, case.criteria) for case in cases if case.certainty is Certainty.DOUBTFUL]
    ways = [" ; ou : ".join(sure)] if sure else []
    if doubtful:
        ways.append(f"{'peut-être aussi' if sure else 'peut-être'} : {' ; ou : '.join(doubtful)}")
    return f"{OPENS[owner]} : {' ; '.join(ways)}." if ways else "Aucun cas : personne n’y entre."


def needs(rules: Rules, criteria: Iterable[Criterion | None]) -> str:
    """Everything one case asks for."""
    conditions = tuple(_condition(rules, criterion) for criterion in criteria)
    return EntryCase(conditions, is_doubtful=False, caveat="", citations=()).needs or TO_EVERYBODY


def typed_case(rules: Rules, owner: str, criteria: Iterable[Mapping[str, Any]], certainty: str) -> str:
    """The sentence of a case that is being written, from what its form could read."""
    words = needs(rules, map(typed_criterion, criteria))
    maybe = "peut-être : " if certainty == Certainty.DOUBTFUL else ""
    return f"{OPENS[owner]} : {maybe}{words}."


def typed_criterion(given: Mapping[str, Any]) -> Criterion | None:
    """None while something is missing."""
    kind, question = given.get("kind"), given.get("question")
    if kind == CriterionKind.CAN_ENTER:
        trainings = tuple(training.code for training in given.get("trainings") or ())
        return CanEnter(trainings=trainings) if trainings else None
    if question is None:
        return None
    if kind in (CriterionKind.ANY_OF, CriterionKind.NONE_OF):
        options = tuple(option.code for option in given.get("options") or ())
        of_options = AnyOf if kind == CriterionKind.ANY_OF else NoneOf
        return of_options(question=question.code, options=options) if options else None
    bound = AtLeast if kind == CriterionKind.AT_LEAST else LessThan
    threshold, figure = given.get("threshold"), given.get("figure")
    if figure is not None:
        return bound(question=question.code, threshold=threshold_said_by(figure, question.unit))
    return bound(question=question.code, threshold=float(threshold)) if threshold is not None else None


def _condition(rules: Rules, criterion: Criterion | None) -> str:
    """A draft may name what is not there any more, or of another career."""
    if criterion is None:
        return UNFINISHED
    try:
        return said(rules, criterion)
    except (LookupError, ValueError, AttributeError):
        return UNFINISHED
