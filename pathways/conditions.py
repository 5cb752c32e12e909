"""What a route asks for, in words made from its own rules."""

from collections.abc import Iterable
from dataclasses import dataclass

from careers.citations import Citation, Citations
from careers.document import CareerPart
from pathways.engine import wording
from pathways.engine.rules import CanEnter, Case, Certainty, Criterion, Route, Rules


@dataclass(frozen=True)
class EntryCase:
    """One way in: everything it asks for, as infinitives, and how sure we are of it."""

    conditions: tuple[str, ...]
    is_doubtful: bool
    caveat: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class Entry:
    """The ways into a training, or into a route by itself: any one of them is enough."""

    name: str
    anchor: str
    cases: tuple[EntryCase, ...]


def entries(rules: Rules, career: CareerPart, route: Route, citations: Citations) -> tuple[Entry, ...]:
    """The entries one after the other: the route's own, then each of its trainings."""
    found = [Entry(route.name, "entree", _cases(rules, career, route.cases, citations))] if route.cases else []
    for code in route.trainings:
        training = rules.training(code)
        found.append(Entry(training.name, f"entree-{code}", _cases(rules, career, training.cases, citations)))
    return tuple(found)


def _cases(rules: Rules, career: CareerPart, cases: Iterable[Case], citations: Citations) -> tuple[EntryCase, ...]:
    ordered = sorted(cases, key=lambda case: case.certainty is Certainty.DOUBTFUL)
    return tuple(
        EntryCase(
            conditions=tuple(_said(rules, criterion) for criterion in case.criteria),
            is_doubtful=case.certainty is Certainty.DOUBTFUL,
            caveat=case.sentence if case.certainty is Certainty.DOUBTFUL else "",
            citations=citations.cite(sources_of(career, case.claims), "conditions"),
        )
        for case in ordered
    )


def _said(rules: Rules, criterion: Criterion) -> str:
    text = wording.condition(rules, criterion)
    if isinstance(criterion, CanEnter) and len(criterion.trainings) == 1:
        return f"remplir les conditions de cette formation : {rules.training(criterion.trainings[0]).name}"
    return text


def sources_of(career: CareerPart, claims: Iterable[str]) -> list[str]:
    """The weightiest source of each of these claims, each once."""
    found = (career.claims_by_code[code].sources[:1] for code in claims if code in career.claims_by_code)
    return list(dict.fromkeys(source for sources in found for source in sources))
