"""The definition of every verdict: the rules read on one person's answers, with the reasons kept.

Each node of the tree gives its value between two bounds, the least and the most it can still be: they are equal
when everything it depends on is answered. A criterion is closed (false) or open (true), a case is the least of its
criteria, a training or an entry the best of its cases; a doubtful case is never better than "to check", and while
something remains to arrange nothing is better than "conditional".

The bounds never exclude a verdict that is still possible; where two unknown answers hang together they may keep one
that is not. `outcomes` says exactly which are possible, and agrees with this module on every complete profile.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from pathways.engine.answers import Answers, Value
from pathways.engine.rules import (
    UNKNOWN,
    AnyOf,
    AtLeast,
    CanEnter,
    Case,
    Certainty,
    Criterion,
    LessThan,
    NoneOf,
    Route,
    Rules,
    ToDo,
    Training,
    Verdict,
)


class Bounds(NamedTuple):
    low: Verdict
    high: Verdict

    @property
    def is_settled(self) -> bool:
        return self.low == self.high

    def at_most(self, cap: Verdict) -> "Bounds":
        return Bounds(min(self.low, cap), min(self.high, cap))


TRUE = Bounds(Verdict.OPEN, Verdict.OPEN)
FALSE = Bounds(Verdict.CLOSED, Verdict.CLOSED)
UNDECIDED = Bounds(Verdict.CLOSED, Verdict.OPEN)


@dataclass(frozen=True, slots=True)
class JudgedCriterion:
    """`is_unknown`: the answer is "je ne sais pas"; `trainings` only for "can enter".

    Nothing of a known answer is kept but whether it holds: the tree is the same for all whose answers are alike.
    """

    criterion: Criterion
    bounds: Bounds
    is_unknown: bool = False
    trainings: tuple["JudgedTraining", ...] = ()


@dataclass(frozen=True, slots=True)
class JudgedCase:
    case: Case
    bounds: Bounds
    criteria: tuple[JudgedCriterion, ...]


@dataclass(frozen=True, slots=True)
class JudgedToDo:
    """Still to arrange (open), already arranged or not concerned (closed), or not known yet."""

    to_do: ToDo
    needed: Bounds


@dataclass(frozen=True, slots=True)
class JudgedTraining:
    training: Training
    bounds: Bounds
    cases: tuple[JudgedCase, ...]
    to_dos: tuple[JudgedToDo, ...]


@dataclass(frozen=True, slots=True)
class JudgedRoute:
    """`unneeded` holds the cases that make the route unneeded, where they are met or may be."""

    route: Route
    bounds: Bounds
    cases: tuple[JudgedCase, ...]
    first: JudgedTraining | None
    to_dos: tuple[JudgedToDo, ...]
    unneeded: tuple[JudgedCase, ...]

    @property
    def is_unneeded(self) -> bool:
        return any(judged.bounds == TRUE for judged in self.unneeded)


class Evaluation:
    """One person's answers under one set of rules. Every method may be called alone; each is worked out once."""

    def __init__(self, rules: Rules, answers: Answers):
        self.rules = rules
        self.answers = answers
        self._cases = rules.all_cases()
        self._entering: tuple[str, ...] = ()
        self._training_entered_by = cache(self._training)

    def route(self, route: Route) -> JudgedRoute:
        cases = tuple(self.case(case) for case in route.cases)
        first = self.training(route.trainings[0]) if route.trainings else None
        to_dos = tuple(self.to_do(code) for code in route.to_dos)
        unneeded = tuple(self.case(self._cases[code]) for code in route.not_needed if code in self._cases)
        bounds = _least((_best(cases) if cases else TRUE, first.bounds if first else TRUE))
        bounds = _arranged(bounds, to_dos)
        if any(judged.bounds == TRUE for judged in unneeded):
            bounds = FALSE
        elif any(judged.bounds.high is Verdict.OPEN for judged in unneeded):
            bounds = Bounds(Verdict.CLOSED, bounds.high)
        return JudgedRoute(
            route=route,
            bounds=bounds,
            cases=cases,
            first=first,
            to_dos=to_dos,
            unneeded=tuple(judged for judged in unneeded if judged.bounds.high is Verdict.OPEN),
        )

    def training(self, code: str) -> JudgedTraining:
        return self._training_entered_by(code, self._entering)

    def case(self, case: Case) -> JudgedCase:
        criteria = tuple(self.criterion(criterion) for criterion in case.criteria)
        bounds = _least(judged.bounds for judged in criteria)
        if case.certainty is Certainty.DOUBTFUL:
            bounds = bounds.at_most(Verdict.TO_CHECK)
        return JudgedCase(case=case, bounds=bounds, criteria=criteria)

    def criterion(self, criterion: Criterion) -> JudgedCriterion:
        if isinstance(criterion, CanEnter):
            trainings = tuple(self.training(code) for code in criterion.trainings)
            return JudgedCriterion(criterion, _best(trainings), trainings=trainings)
        answer = self.answers.get(criterion.question)
        if answer is None or answer == UNKNOWN:
            return JudgedCriterion(criterion, UNDECIDED, is_unknown=answer == UNKNOWN)
        return JudgedCriterion(criterion, TRUE if holds(criterion, answer) else FALSE)

    def to_do(self, code: str) -> JudgedToDo:
        to_do = self.rules.to_do(code)
        if not to_do.needed_for:
            return JudgedToDo(to_do, TRUE)
        needed = self.criterion(AnyOf(question=to_do.question, options=to_do.needed_for))
        return JudgedToDo(to_do, needed.bounds)

    def is_qualified(self) -> Bounds:
        """Whether the person already holds what the job asks for."""
        return _best(tuple(self.case(case) for case in self.rules.qualifies))

    def _training(self, code: str, entering: tuple[str, ...]) -> JudgedTraining:
        """A training on the way into others. What closes a circle is closed on this way only, so the way counts."""
        training = self.rules.training(code)
        if code in entering:  # a circle of "can enter" opens nothing; `problems` names it
            return JudgedTraining(training, FALSE, (), ())
        self._entering = (*entering, code)
        cases = tuple(self.case(case) for case in training.cases)
        self._entering = entering
        to_dos = tuple(self.to_do(to_do) for to_do in training.to_dos)
        return JudgedTraining(training, _arranged(_best(cases), to_dos), cases, to_dos)


def holds(criterion: AnyOf | NoneOf | AtLeast | LessThan, answer: Value) -> bool:
    """Whether a known answer meets a criterion."""
    match criterion:
        case AtLeast():
            return isinstance(answer, int | float) and answer >= criterion.threshold
        case LessThan():
            return isinstance(answer, int | float) and answer < criterion.threshold
    chosen = answer if isinstance(answer, tuple) else (answer,)
    met = any(option in chosen for option in criterion.options)
    return met if isinstance(criterion, AnyOf) else not met


def _least(bounds: Iterable[Bounds]) -> Bounds:
    """All of them: nothing to meet is met."""
    pairs = tuple(bounds)
    return Bounds(
        min((pair.low for pair in pairs), default=Verdict.OPEN),
        min((pair.high for pair in pairs), default=Verdict.OPEN),
    )


def _best(judged: tuple[JudgedCase, ...] | tuple[JudgedTraining, ...]) -> Bounds:
    """Any of them: without a way in, closed."""
    return Bounds(
        max((each.bounds.low for each in judged), default=Verdict.CLOSED),
        max((each.bounds.high for each in judged), default=Verdict.CLOSED),
    )


def _arranged(bounds: Bounds, to_dos: tuple[JudgedToDo, ...]) -> Bounds:
    low, high = bounds
    if any(to_do.needed.high is Verdict.OPEN for to_do in to_dos):
        low = min(low, Verdict.CONDITIONAL)
    if any(to_do.needed.low is Verdict.OPEN for to_do in to_dos):
        high = min(high, Verdict.CONDITIONAL)
    return Bounds(low, high)
