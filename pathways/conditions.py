"""What a route asks for, in words made from its own rules."""

from collections.abc import Iterable
from dataclasses import dataclass

from careers.citations import Citation, Citations
from careers.document import CareerPart
from pathways.engine import wording
from pathways.engine.rules import CanEnter, Case, Certainty, Criterion, Route, Rules, ToDo, Training


@dataclass(frozen=True)
class EntryCase:
    """One way in: everything it asks for, as infinitives, and how sure we are of it."""

    conditions: tuple[str, ...]
    is_doubtful: bool
    caveat: str
    citations: tuple[Citation, ...]

    @property
    def needs(self) -> str:
        """After "il vous faut": "le bac", "3 ans d'expérience et le CAP"."""
        return wording.both(condition.removeprefix("avoir ").removeprefix("remplir ") for condition in self.conditions)


@dataclass(frozen=True)
class Entry:
    """The ways into a training, or into a route by itself: any one of them is enough."""

    name: str
    anchor: str
    cases: tuple[EntryCase, ...]

    @property
    def citations(self) -> tuple[Citation, ...]:
        return in_order(one for case in self.cases for one in case.citations)

    @property
    def shown(self) -> list[EntryCase]:
        """In short: those we are sure of, or all of them when we are sure of none."""
        return [case for case in self.cases if not case.is_doubtful] or list(self.cases)

    @property
    def left_out(self) -> int:
        return len(self.cases) - len(self.shown)


def entries(
    rules: Rules, career: CareerPart, route: Route, citations: Citations, anchor: str = "conditions"
) -> tuple[Entry, ...]:
    """The entries one after the other: the route's own, then each of its trainings."""
    owners = [("entree", route.name, route.cases)] if route.cases else []
    owners += [(f"entree-{each.code}", each.name, each.cases) for each in trainings_of(rules, route)]
    return tuple(Entry(name, place, _cases(rules, career, cases, citations, anchor)) for place, name, cases in owners)


def trainings_of(rules: Rules, route: Route) -> tuple[Training, ...]:
    return tuple(rules.training(code) for code in route.trainings)


def to_dos_of(rules: Rules, route: Route) -> tuple[ToDo, ...]:
    """What the route asks to arrange at some point, each thing once."""
    codes = dict.fromkeys(route.to_dos)
    for training in trainings_of(rules, route):
        codes |= dict.fromkeys(training.to_dos)
    return tuple(rules.to_do(code) for code in codes)


def cited(career: CareerPart, citations: Citations, claims: Iterable[str], anchor: str) -> tuple[Citation, ...]:
    """The weightiest source of each of these claims."""
    known, found = career.claims_by_code, list[Citation]()
    for code in claims:
        if code in known and known[code].sources:
            found += citations.cite_one(known[code].sources, anchor)
    return in_order(found)


def in_order(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    """Each once, by their numbers."""
    by_number = {citation.number: citation for citation in citations}
    return tuple(by_number[number] for number in sorted(by_number))


def _cases(
    rules: Rules, career: CareerPart, cases: Iterable[Case], citations: Citations, anchor: str
) -> tuple[EntryCase, ...]:
    ordered = sorted(cases, key=lambda case: case.certainty is Certainty.DOUBTFUL)
    return tuple(
        EntryCase(
            conditions=tuple(said(rules, criterion) for criterion in case.criteria),
            is_doubtful=case.certainty is Certainty.DOUBTFUL,
            caveat=case.sentence if case.certainty is Certainty.DOUBTFUL else "",
            citations=cited(career, citations, case.claims, anchor),
        )
        for case in ordered
    )


def said(rules: Rules, criterion: Criterion) -> str:
    """One condition as an infinitive; what another training asks is named, not repeated."""
    if not isinstance(criterion, CanEnter):
        return wording.condition(rules, criterion)
    names = [f"« {rules.training(code).name} »" for code in criterion.trainings]
    trainings = "de la formation" if len(names) == 1 else "de l'une de ces formations :"
    return f"remplir les conditions {trainings} {wording.either(names)}"
