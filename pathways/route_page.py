"""The page of a route: whom it is for, what it asks for, its trainings, who pays, and the deadlines that concern it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product

from careers.citations import Citation, Citations
from careers.document import CareerPart
from careers.statements import Statement, Statements
from pathways.conditions import Entry, cited, entries, in_order, to_dos_of, trainings_of
from pathways.engine.answers import Value
from pathways.engine.assessment import assess
from pathways.engine.questionnaire import Questionnaire
from pathways.engine.rules import AnyOf, CanEnter, Case, Deadline, Kind, Route, Rules, ToDo, Verdict
from pathways.training_facts import TrainingFacts, told_by, training_facts


@dataclass(frozen=True)
class Told:
    """Facts told together, with the sources they lean on."""

    statements: tuple[Statement, ...]

    @property
    def citations(self) -> tuple[Citation, ...]:
        return in_order(one for statement in self.statements for one in statement.citations)


@dataclass(frozen=True)
class RoutePage:
    """Its fields are in the order of the page: a source takes its number where one meets it first."""

    route: Route
    not_needed: tuple[Case, ...]
    entries: tuple[Entry, ...]
    to_dos: tuple[tuple[ToDo, tuple[Citation, ...]], ...]
    trainings: tuple[TrainingFacts, ...]
    deadlines: Told
    facts: Told

    @property
    def to_do_citations(self) -> tuple[Citation, ...]:
        return in_order(one for _, citations in self.to_dos for one in citations)


def route_page(
    questionnaire: Questionnaire, career: CareerPart, code: str, citations: Citations, on: date
) -> RoutePage:
    rules = questionnaire.rules
    route = rules.route(code)
    cases = rules.all_cases()
    told = Statements(career, citations, brief=True)
    trainings = trainings_of(rules, route)
    deadlines = _deadline_claims(questionnaire, route, on)
    already = {*deadlines, *(claim for training in trainings for claim in told_by(training))}
    return RoutePage(
        route=route,
        not_needed=tuple(cases[case] for case in route.not_needed if case in cases),
        entries=entries(rules, career, route, citations),
        to_dos=tuple(
            (to_do, cited(career, citations, to_do.claims[:1], "a-arranger")) for to_do in to_dos_of(rules, route)
        ),
        trainings=tuple(training_facts(rules, career, training, citations) for training in trainings),
        deadlines=_told(career, told, deadlines, "delais"),
        facts=_told(career, told, (claim for claim in route.claims if claim not in already), "faits"),
    )


def concerns(questionnaire: Questionnaire, deadline: Deadline, route: Route, on: date) -> bool:
    """Whether someone the deadline runs for may still take this route: one training away, and open to them."""
    return _is_one_training_away(route) and any(
        assess(questionnaire, answers, on).by_route[route.code].possible != {Verdict.CLOSED}
        for case in deadline.cases
        for answers in _answers_of(questionnaire.rules, case)
    )


def _is_one_training_away(route: Route) -> bool:
    """It has one training, or a way in for whoever can enter one."""
    through = [criterion for case in route.cases for criterion in case.criteria if isinstance(criterion, CanEnter)]
    return len(route.trainings) == 1 or bool(through and not route.trainings)


def _answers_of(rules: Rules, case: Case) -> Iterator[dict[str, Value]]:
    """The answers that meet the choices of a case, one option of each."""
    chosen = [criterion for criterion in case.criteria if isinstance(criterion, AnyOf)]
    for options in product(*(criterion.options for criterion in chosen)):
        yield {
            criterion.question: (option,) if rules.question(criterion.question).kind is Kind.SEVERAL else option
            for criterion, option in zip(chosen, options, strict=True)
        }


def _deadline_claims(questionnaire: Questionnaire, route: Route, on: date) -> list[str]:
    concerned = [each for each in questionnaire.rules.deadlines if concerns(questionnaire, each, route, on)]
    return list(dict.fromkeys(claim for deadline in concerned for claim in deadline.claims))


def _told(career: CareerPart, told: Statements, codes: Iterable[str], anchor: str) -> Told:
    claims = (career.claims_by_code[code] for code in codes if code in career.claims_by_code)
    return Told(told.of((claim for claim in claims if claim.may_be_stated), anchor))
