"""Everything there is to say about one person: what the result page shows and `manage.py assess` prints."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from pathways.engine import reasons, wording
from pathways.engine.answers import Answers, Value, in_order
from pathways.engine.evaluation import Evaluation, JudgedRoute
from pathways.engine.outcomes import resolved
from pathways.engine.questionnaire import Path, Questionnaire
from pathways.engine.rules import (
    CanEnter,
    Case,
    Certainty,
    Deadline,
    Funding,
    Question,
    Route,
    Rules,
    ToDo,
    Training,
    Verdict,
)


@dataclass(frozen=True)
class Reason:
    """One sentence of an explanation, with the claims it leans on."""

    text: str
    claims: tuple[str, ...] = ()


@dataclass(frozen=True)
class Missing:
    """What a person lacks, as an infinitive: one alternative for a closed route, one thing to find out for others."""

    text: str
    is_doubtful: bool = False
    where_to_find: str = ""


@dataclass(frozen=True)
class AssessedRoute:
    """A route as it stands for one person.

    `possible` are the verdicts that unknown answers leave open; `waiting_for` the questions not asked yet that can
    still move it. "Waiting" is a way of showing, not a verdict.
    """

    route: Route
    verdict: Verdict
    possible: frozenset[Verdict]
    judged: JudgedRoute
    because: tuple[Reason, ...]
    missing: tuple[Missing, ...]
    arrange: tuple[ToDo, ...]
    waiting_for: tuple[Question, ...]
    trainings: tuple[Training, ...]

    @property
    def is_unneeded(self) -> bool:
        return self.judged.is_unneeded

    @property
    def is_settled(self) -> bool:
        return not self.waiting_for


@dataclass(frozen=True)
class RunningDeadline:
    """A deadline that concerns this person. `months_left` is None when the months in post are not known."""

    deadline: Deadline
    case: Case
    months: float
    months_left: float | None


@dataclass(frozen=True)
class FittingFunding:
    funding: Funding
    case: Case
    is_doubtful: bool


@dataclass(frozen=True)
class Assessment:
    answers: dict[str, Value]
    on: date
    rules: Rules
    path: Path
    routes: tuple[AssessedRoute, ...]
    qualified: Verdict
    deadlines: tuple[RunningDeadline, ...]
    fundings: tuple[FittingFunding, ...]

    def with_verdict(self, *verdicts: Verdict) -> tuple[AssessedRoute, ...]:
        return tuple(route for route in self.routes if route.verdict in verdicts)

    @cached_property
    def by_route(self) -> dict[str, AssessedRoute]:
        return {assessed.route.code: assessed for assessed in self.routes}


def assess(questionnaire: Questionnaire, answers: Answers, on: date) -> Assessment:
    """Judge every route for these answers. Unknown and missing answers are both left open, never taken as "no"."""
    rules, outcomes = questionnaire.rules, questionnaire.outcomes
    answers = in_order(rules, answers)
    evaluation = Evaluation(rules, answers)
    return Assessment(
        answers=answers,
        on=on,
        rules=rules,
        path=questionnaire.path(answers),
        routes=tuple(_route(questionnaire, evaluation, route) for route in rules.routes),
        qualified=resolved({Verdict(value) for value in outcomes.qualified.values(answers)}),
        deadlines=tuple(
            _deadline(evaluation, deadline)
            for deadline in rules.deadlines
            if 0 not in outcomes.deadlines[deadline.code].values(answers)
        ),
        fundings=tuple(
            _funding(evaluation, funding)
            for funding in rules.fundings
            if 0 not in outcomes.fundings[funding.code].values(answers)
        ),
    )


def _route(questionnaire: Questionnaire, evaluation: Evaluation, route: Route) -> AssessedRoute:
    answers, outcome = evaluation.answers, questionnaire.outcomes.verdicts[route.code]
    possible = frozenset(Verdict(value) for value in outcome.values(answers))
    verdict = resolved(set(possible))
    judged = evaluation.route(route)
    waiting_for = tuple(
        question
        for question in evaluation.rules.questions
        if question.code not in answers and outcome.is_moved_by(question.code, answers)
    )
    unknown = [
        evaluation.rules.question(code)
        for code in reasons.unknown_questions(judged)
        if outcome.is_moved_by(code, answers)  # one may be mentioned, and change nothing
    ]
    closed = verdict is Verdict.CLOSED
    return AssessedRoute(
        route=route,
        verdict=verdict,
        possible=possible,
        judged=judged,
        because=tuple(_because(evaluation, judged, verdict, unknown)),
        missing=tuple(_missing(evaluation, judged, verdict, unknown)),
        arrange=() if closed else tuple(reasons.arrangements(judged)),
        waiting_for=waiting_for,
        trainings=tuple(evaluation.rules.training(code) for code in route.trainings),
    )


def _because(
    evaluation: Evaluation, judged: JudgedRoute, verdict: Verdict, unknown: Iterable[Question]
) -> Iterable[Reason]:
    if verdict is Verdict.CLOSED:
        unneeded = [case for case in judged.unneeded if case.bounds.low is Verdict.OPEN]
        if unneeded:
            yield Reason(f"Vous n’en avez pas besoin. {unneeded[0].case.sentence}", unneeded[0].case.claims)
            return
        yield from _unmet(evaluation, judged)
        return
    for case in reasons.opening_cases(judged, min(verdict, Verdict.CONDITIONAL)):
        yield Reason(case.sentence, case.claims)
    if verdict is Verdict.TO_CHECK:
        for question in unknown:
            yield Reason(f"Cela dépend d’une réponse que vous ne connaissez pas : {wording.lowered(question.short)}.")


def _unmet(evaluation: Evaluation, judged: JudgedRoute) -> Iterable[Reason]:
    """The answers that close a route, in the order of the questions: exactly those its ways would have to change."""
    ways = reasons.ways(judged)
    sure = [way for way in ways if way.certainty is Certainty.ESTABLISHED] or ways
    asked = {
        unmet.criterion.question
        for way in sure
        for unmet in way.criteria
        if not isinstance(unmet.criterion, CanEnter) and unmet.bounds.high is Verdict.CLOSED
    }
    for question in evaluation.rules.questions:
        if question.code in asked and question.code in evaluation.answers:
            answer = wording.answer(question, evaluation.answers[question.code])
            yield Reason(f"{question.short} : {wording.lowered(answer)}.", question.claims)


def _missing(
    evaluation: Evaluation, judged: JudgedRoute, verdict: Verdict, unknown: Iterable[Question]
) -> Iterable[Missing]:
    if verdict is Verdict.CLOSED and not judged.is_unneeded:
        for way in reasons.ways(judged):
            criteria = [criterion.criterion for criterion in way.criteria]
            if not all(reasons.is_reachable(evaluation.rules, criterion) for criterion in criteria):
                continue
            yield Missing(
                wording.conditions(evaluation.rules, criteria), is_doubtful=way.certainty is Certainty.DOUBTFUL
            )
    elif verdict is Verdict.TO_CHECK:
        for question in unknown:
            yield Missing(f"savoir ceci : {wording.lowered(question.short)}", where_to_find=question.where_to_find)


def _deadline(evaluation: Evaluation, deadline: Deadline) -> RunningDeadline:
    months = deadline.months.least
    elapsed = evaluation.answers.get(deadline.clock)
    return RunningDeadline(
        deadline=deadline,
        case=_best_case(evaluation, deadline.cases),
        months=months,
        months_left=months - elapsed if isinstance(elapsed, int | float) else None,
    )


def _funding(evaluation: Evaluation, funding: Funding) -> FittingFunding:
    case = _best_case(evaluation, funding.cases)
    return FittingFunding(funding, case, is_doubtful=evaluation.case(case).bounds.low < Verdict.OPEN)


def _best_case(evaluation: Evaluation, cases: Iterable[Case]) -> Case:
    return max(cases, key=lambda case: evaluation.case(case).bounds)
