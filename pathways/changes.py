"""What differs between two versions of the rules, in sentences, and whom it moves from one verdict to another."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from careers.comparing import (
    ELSEWHERE,
    Each,
    Field,
    Kind,
    became,
    choice,
    compare,
    date_in_words,
    order_of,
    said,
    sentences,
    yes_or_no,
)
from careers.document import CareerPart
from careers.parts import Change, Effect, Parts
from pathways import proof_report
from pathways.engine import wording
from pathways.engine.difference import difference
from pathways.engine.rules import (
    Case,
    Criterion,
    Deadline,
    Funding,
    Grant,
    Option,
    Quantity,
    Question,
    Route,
    Rules,
    StartingPoint,
    ToDo,
    Training,
    WitnessCase,
)
from pathways.engine.space import TooLarge
from pathways.models.cases import Certainty
from pathways.models.questions import Change as HowItChanges
from pathways.models.questions import Kind as QuestionKind
from pathways.models.routes import Clock
from pathways.models.witnesses import VerdictChoice

QUESTION = Kind("pathways.question", "Questions", "Nouvelle question.", "Question supprimée.")
OPTION = Kind("pathways.option", "Réponses possibles", "Nouvelle réponse.", "Réponse supprimée.")
TO_DO = Kind("pathways.todo", "Démarches", "Nouvelle démarche.", "Démarche supprimée.")
TRAINING = Kind("pathways.training", "Formations", "Nouvelle formation.", "Formation supprimée.")
ROUTE = Kind("pathways.route", "Voies", "Nouvelle voie.", "Voie supprimée.")
CASE = Kind("pathways.accesscase", "Cas d’accès", "Nouveau cas.", "Cas supprimé.")
DEADLINE = Kind("pathways.deadline", "Délais", "Nouveau délai.", "Délai supprimé.")
FUNDING = Kind("pathways.funding", "Financements", "Nouveau financement.", "Financement supprimé.")
START = Kind("pathways.startingpoint", "Points de départ", "Nouveau point de départ.", "Point de départ supprimé.")
WITNESS = Kind("pathways.witnesscase", "Cas témoins", "Nouveau cas témoin.", "Cas témoin supprimé.")


@dataclass(frozen=True)
class Side:
    """One of the two versions, and how it calls what its codes name."""

    rules: Rules
    career: CareerPart

    def claim(self, code: str) -> str:
        claim = self.career.claims_by_code.get(code)
        return claim.wording if claim else code

    def training(self, code: str) -> str:
        return _named(self.rules.trainings, code)

    def route(self, code: str) -> str:
        return _named(self.rules.routes, code)

    def question(self, code: str) -> str:
        return next((one.short for one in self.rules.questions if one.code == code), code)

    def to_do(self, code: str) -> str:
        return next((one.title for one in self.rules.to_dos if one.code == code), code)

    def option(self, question: str, code: str) -> str:
        found = next((one for one in self.rules.questions if one.code == question), None)
        label = next((one.label for one in found.options if one.code == code), code) if found else code
        return f"{self.question(question)} : {label}"

    def grant(self, grant: Grant) -> str:
        return self.option(grant.question, grant.option)

    def case(self, code: str) -> str:
        found = self.rules.all_cases().get(code)
        return self.criteria(found.criteria) if found else code

    def criteria(self, criteria: Iterable[Criterion]) -> str:
        return wording.both(map(self.criterion, criteria)) or "aucune condition"

    def criteria_with_facts(self, criteria: Iterable[Criterion]) -> str:
        return wording.both(map(self.criterion_with_fact, criteria)) or "aucune condition"

    def criterion(self, criterion: Criterion) -> str:
        """As visitors read it; with its codes, when it names what there is not."""
        try:
            return wording.condition(self.rules, criterion)
        except (KeyError, IndexError, ValueError):
            return repr(criterion)

    def criterion_with_fact(self, criterion: Criterion) -> str:
        figure = getattr(criterion, "figure", "")
        words = self.criterion(criterion)
        return f"{words} (seuil dit par : {self.claim(figure.partition('/')[0])})" if figure else words

    def quantity_with_fact(self, quantity: Quantity) -> str:
        return f"{wording.quantity(quantity)}, d’après : {self.claim(quantity.figure.partition('/')[0])}"

    def answer(self, question: str, value: Any) -> str:
        found = next((one for one in self.rules.questions if one.code == question), None)
        try:
            words = wording.answer(found, value) if found else str(value)
        except (KeyError, ValueError):
            words = str(value)
        return f"{self.question(question)} : {words}"

    def owned_cases(self) -> dict[str, "Owned"]:
        """Every case by its code, with what it opens."""
        found = {case.code: Owned("", "le métier", case) for case in self.rules.qualifies}
        several = (self.rules.trainings, self.rules.routes, self.rules.deadlines, self.rules.fundings)
        for owner in (one for owners in several for one in owners):
            key = f"{type(owner).__name__} {owner.code}"
            found |= {case.code: Owned(key, f"« {owner.name} »", case) for case in owner.cases}
        return found


class Owned(NamedTuple):
    """A case, and the training, route, deadline or funding it opens; or the job itself."""

    owner: str
    opens: str
    case: Case


def rules_changes(before: Parts, after: Parts) -> Iterator[Change]:
    sides = Side(before["rules"], before["career"]), Side(after["rules"], after["career"])
    yield from _questions(*sides)
    yield from _of(TO_DO, "to_dos", _to_do, *sides, name=lambda one: one.title)
    yield from _of(TRAINING, "trainings", _training, *sides)
    yield from _of(ROUTE, "routes", _route, *sides)
    yield from _cases(*sides)
    yield from _of(DEADLINE, "deadlines", _deadline, *sides)
    yield from _of(FUNDING, "fundings", _funding, *sides)
    yield from _starting_points(*sides)
    yield from _of(WITNESS, "witnesses", _witness, *sides)


def rules_effects(before: Parts, after: Parts) -> Iterator[Effect]:
    """Which profiles change verdict on which route, how many, and the cases that did it; who reads other durations."""
    rules: Rules = after["rules"]
    try:
        found = difference(before["rules"], rules)
    except TooLarge as refusal:
        yield Effect(f"Les règles distinguent trop de profils pour dire qui change de verdict : {refusal}.")
        return
    causes = dict.fromkeys(code for move in found.moves for code in move.causes if code in rules.all_cases())
    for line in proof_report.difference_lines(rules, found, before["rules"]):
        named = set(_CODE.findall(line))
        yield Effect(line, tuple(CASE.row(code) for code in causes if code in named))
    yield from _other_durations(before["rules"], rules)


def _other_durations(before: Rules, after: Rules) -> Iterator[Effect]:
    """No verdict moves when a training takes longer, but whoever is shown it reads so."""
    old = {training.code: training for training in before.trainings}
    for training in after.trainings:
        was = old.get(training.code)
        if was is None or (was.hours, was.months) == (training.hours, training.months):
            continue
        routes = [f"« {route.name} »" for route in after.routes if training.code in route.trainings]
        where = f"à qui suit {wording.either(routes)}" if routes else "sur sa page"
        yield Effect(f"« {training.name} » : une autre durée est annoncée {where}.", (TRAINING.row(training.code),))


_CODE = re.compile(r"[\w-]+")


def _of(
    kind: Kind,
    attribute: str,
    told: Callable[[Side, Side, Any, Any], Iterable[str]],
    before: Side,
    after: Side,
    name: Callable[[Any], str] = lambda one: one.name,
) -> Iterator[Change]:
    old, new = ({one.code: one for one in getattr(side.rules, attribute)} for side in (before, after))
    yield from compare(kind, old, new, name=name, told=partial(told, before, after))


def _questions(before: Side, after: Side) -> Iterator[Change]:
    yield from _of(QUESTION, "questions", _question, before, after, name=lambda one: one.wording)
    old, new = (
        {
            (question.code, option.code): (question, option)
            for question in side.rules.questions
            for option in question.options
        }
        for side in (before, after)
    )
    yield from compare(
        OPTION,
        old,
        new,
        name=lambda one: one[1].label,
        told=lambda was, now: _option(was[1], now[1]),
        group=lambda one: f"{OPTION.group} : {one[0].short}",
    )


def _option(old: Option, new: Option) -> Iterator[str]:
    yield from sentences(
        old,
        new,
        {
            "code": ELSEWHERE,
            "label": said("Réponse affichée"),
            "phrase": said("Dans une condition"),
            "hint": said("Aide"),
            "exclusive": said("Exclut les autres réponses", yes_or_no),
        },
    )


def _question(before: Side, after: Side, old: Question, new: Question) -> Iterator[str]:
    yield from sentences(
        old,
        new,
        {
            "code": ELSEWHERE,
            "kind": said("Forme de la réponse", choice(QuestionKind)),
            "wording": said("Question posée"),
            "short": said("Rappel court"),
            "condition": said("Phrase de condition"),
            "change": said("Comment la réponse peut changer", choice(HowItChanges)),
            "why": said("Pourquoi cette question"),
            "hint": said("Aide"),
            "options": ELSEWHERE,
            "unit": said("Unité"),
            "low": said("Au moins", wording.digits),
            "high": said("Au plus", wording.digits),
            "step": said("Pas", wording.digits),
            "may_be_unknown": said("« Je ne sais pas » est possible", yes_or_no),
            "where_to_find": said("Où trouver la réponse"),
            "claims": _claims(before, after),
        },
    )


def _to_do(before: Side, after: Side, old: ToDo, new: ToDo) -> Iterator[str]:
    yield from sentences(
        old,
        new,
        {
            "code": ELSEWHERE,
            "title": said("Démarche"),
            "detail": said("Comment faire"),
            "condition": said("Dans une phrase"),
            "question": Field("Question dont elle dépend", before.question, after.question),
            "needed_for": Each(
                "Nécessaire si la réponse est",
                partial(before.option, old.question),
                partial(after.option, new.question),
            ),
            "grants": Each("Apporte", before.grant, after.grant),
            "claims": _claims(before, after),
        },
    )


def _training(before: Side, after: Side, old: Training, new: Training) -> Iterator[str]:
    yield from sentences(
        old,
        new,
        {
            "code": ELSEWHERE,
            "name": said("Nom"),
            "summary": said("En une ou deux phrases"),
            "cases": ELSEWHERE,
            "level": said("Niveau obtenu"),
            "hours": _quantity("Heures de formation", before, after, old.hours, new.hours),
            "months": _quantity("Durée en mois", before, after, old.months, new.months),
            "rhythm": Field("Rythme", before.claim, after.claim),
            "cost": Field("Coût", before.claim, after.claim),
            "under_way": said("Déjà commencée", yes_or_no),
            "to_dos": Each("Démarche", before.to_do, after.to_do),
            "grants": Each("Apporte", before.grant, after.grant),
            "claims": _claims(before, after),
        },
    )


def _route(before: Side, after: Side, old: Route, new: Route) -> Iterator[str]:
    yield from sentences(
        old,
        new,
        {
            "code": ELSEWHERE,
            "name": said("Nom"),
            "summary": said("En une ou deux phrases"),
            "for_whom": said("Pour qui"),
            "leads_to": said("Mène à"),
            "cases": ELSEWHERE,
            "trainings": Each("Formation", before.training, after.training),
            "to_dos": Each("Démarche", before.to_do, after.to_do),
            "not_needed": Each("Inutile si", before.case, after.case),
            "claims": _claims(before, after),
        },
    )
    yield from order_of("Formations", old.trainings, new.trainings, after.training)


def _cases(before: Side, after: Side) -> Iterator[Change]:
    def told(was: Owned, now: Owned) -> Iterator[str]:
        if was.owner != now.owner:
            yield f"Ouvre {now.opens}, et non plus {was.opens}."
        fields = {
            "code": ELSEWHERE,
            "sentence": said("Phrase pour le visiteur"),
            "criteria": _criteria(before, after, was.case, now.case),
            "certainty": said("Certitude", choice(Certainty)),
            "claims": _claims(before, after),
            "valid_from": said("En vigueur depuis le", date_in_words),
            "valid_until": said("En vigueur jusqu’au", date_in_words),
        }
        yield from sentences(was.case, now.case, fields)

    def about(one: Owned) -> Iterator[str]:
        yield f"Conditions : {after.criteria(one.case.criteria)}."

    yield from compare(
        CASE,
        before.owned_cases(),
        after.owned_cases(),
        name=lambda one: f"{one.case.sentence} ({one.case.code})",
        told=told,
        about=about,
        group=lambda one: f"{CASE.group} : ce qui ouvre {one.opens}",
    )


def _deadline(before: Side, after: Side, old: Deadline, new: Deadline) -> Iterator[str]:
    yield from sentences(
        old,
        new,
        {
            "code": ELSEWHERE,
            "name": said("Nom"),
            "kind": said("Ce qui doit être fait", choice(Clock)),
            "clock": Field("Question qui compte les mois écoulés", before.question, after.question),
            "months": _quantity("Délai", before, after, old.months, new.months),
            "cases": ELSEWHERE,
            "claims": _claims(before, after),
        },
    )


def _funding(before: Side, after: Side, old: Funding, new: Funding) -> Iterator[str]:
    yield from sentences(
        old,
        new,
        {
            "code": ELSEWHERE,
            "name": said("Nom"),
            "detail": said("Ce qu’il paie"),
            "trainings": Each("Formation payée", before.training, after.training),
            "cases": ELSEWHERE,
            "claims": _claims(before, after),
        },
    )


def _starting_points(before: Side, after: Side) -> Iterator[Change]:
    def told(old: StartingPoint, new: StartingPoint) -> Iterator[str]:
        fields = {
            "code": ELSEWHERE,
            "label": said("Phrase affichée"),
            "note": said("Sous la phrase"),
            "question": Field("Question", before.question, after.question),
            "option": Field(
                "Réponse donnée", partial(before.option, old.question), partial(after.option, new.question)
            ),
        }
        yield from sentences(old, new, fields)

    old, new = ({code_of(point): point for point in side.rules.starting_points} for side in (before, after))
    yield from compare(START, old, new, name=lambda one: one.label, told=told)


def code_of(point: StartingPoint) -> str:
    """Its code; one made from what it answers, in documents older than codes."""
    return point.code or f"depart-{point.question}-{point.option}"


def _witness(before: Side, after: Side, old: WitnessCase, new: WitnessCase) -> Iterator[str]:
    yield from sentences(
        old,
        new,
        {
            "code": ELSEWHERE,
            "name": said("La personne"),
            "note": said("Ce que le cas montre"),
            "answers": ELSEWHERE,
            "verdicts": ELSEWHERE,
        },
    )
    for code in dict.fromkeys((*old.answers, *new.answers)):
        if old.answers.get(code) != new.answers.get(code):
            was, now = (
                side.answer(code, witness.answers[code]) if code in witness.answers else ""
                for side, witness in ((before, old), (after, new))
            )
            yield became("Réponse", was, now)
    for code in dict.fromkeys((*old.verdicts, *new.verdicts)):
        if old.verdicts.get(code) != new.verdicts.get(code):
            was, now = (choice(VerdictChoice)(one.verdicts.get(code, "")) for one in (old, new))
            yield became(f"Verdict attendu pour « {after.route(code)} »", was, now)


def _claims(before: Side, after: Side) -> Each:
    return Each("Fait à l’appui", before.claim, after.claim)


def _quantity(label: str, before: Side, after: Side, old: Quantity | None, new: Quantity | None) -> Field:
    """A number; with the fact that says it, where it is another fact."""
    if old and new and old.figure == new.figure:
        return said(label, wording.quantity)
    return Field(label, before.quantity_with_fact, after.quantity_with_fact)


def _criteria(before: Side, after: Side, old: Case, new: Case) -> Field:
    """As visitors read them; with the facts that say the thresholds, where nothing else tells them apart."""
    if before.criteria(old.criteria) != after.criteria(new.criteria):
        return Field("Conditions", before.criteria, after.criteria)
    return Field("Conditions", before.criteria_with_facts, after.criteria_with_facts)


def _named(owners: Iterable[Training | Route], code: str) -> str:
    return next((owner.name for owner in owners if owner.code == code), code)
