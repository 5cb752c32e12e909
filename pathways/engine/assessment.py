"""Everything there is to say about one person: what the result page shows and `manage.py assess` prints."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from pathways.engine import wording
from pathways.engine.answers import Answers, Value, in_order
from pathways.engine.evaluation import Evaluation, JudgedRoute
from pathways.engine.outcomes import resolved
from pathways.engine.questionnaire import Path, Questionnaire
from pathways.engine.reasons import Way
from pathways.engine.rules import Case, Deadline, Funding, Question, Route, Rules, ToDo, Training, Verdict
from pathways.engine.standing import Missing, Reason, Standing


@dataclass(frozen=True)
class AssessedRoute:
    """A route as it stands for one person.

    `possible` are the verdicts that unknown answers leave open; `ways` what would open it, or open it more surely;
    `waiting_for` the questions not asked yet that can still move it. "Waiting" is a way of showing, not a verdict.
    """

    route: Route
    verdict: Verdict
    possible: frozenset[Verdict]
    judged: JudgedRoute
    ways: tuple[Way, ...]
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
        routes=tuple(_route(rules, standing, answers) for standing in questionnaire.table.standings(answers)),
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


def _route(rules: Rules, standing: Standing, answers: Answers) -> AssessedRoute:
    """What is said of all who stand here, with the words of this person's own answers."""
    route = standing.judged.route
    return AssessedRoute(
        route=route,
        verdict=standing.verdict,
        possible=standing.possible,
        judged=standing.judged,
        ways=standing.ways,
        because=because(standing, answers),
        missing=standing.missing,
        arrange=standing.arrange,
        waiting_for=standing.waiting_for,
        trainings=tuple(rules.training(code) for code in route.trainings),
    )


def because(standing: Standing, answers: Answers) -> tuple[Reason, ...]:
    """Why a route stands as it does, with the words of these answers."""
    return (*standing.because, *(_closing(question, answers) for question in standing.closed_by))


def _closing(question: Question, answers: Answers) -> Reason:
    answer = wording.answer(question, answers[question.code])
    return Reason(f"{question.short} : {wording.lowered(answer)}.", question.claims)


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
