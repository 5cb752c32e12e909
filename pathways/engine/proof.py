"""What holds of a whole set of rules, shown on all the profiles it can tell apart.

The parts are proved on the small space of each outcome; people without a way are sought in the space of all questions
at once, which is refused beyond `MOST_PROFILES` with its size and what makes it large.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import prod
from typing import TypeVar

from msgspec.structs import replace

from pathways.engine.answers import Value
from pathways.engine.evaluation import Evaluation
from pathways.engine.outcomes import Outcomes
from pathways.engine.profiles import Leaning, ProfileEvaluation, union
from pathways.engine.rules import (
    AtLeast,
    Case,
    Criterion,
    Deadline,
    Funding,
    LessThan,
    Route,
    Rules,
    Training,
    Verdict,
)
from pathways.engine.space import Space

MOST_PROFILES = 10_000_000
_Owner = TypeVar("_Owner", Training, Route, Deadline, Funding)


class TooLarge(ValueError):
    """More distinguishable profiles than can be held: how many, and which questions make them."""

    def __init__(self, size: int, axes: dict[str, int], most: int):
        self.size = size
        self.axes = axes
        parts = ", ".join(f"{code} × {count}" for code, count in sorted(axes.items(), key=lambda axis: -axis[1]))
        super().__init__(f"{size} profils à distinguer, {most} au plus : {parts}")


@dataclass(frozen=True)
class IdleCriterion:
    """A criterion that changes nothing for anybody: its case would decide the same without it."""

    case: str
    criterion: Criterion


@dataclass(frozen=True)
class Boundary:
    """A threshold in use with the answers just below and at it, where no witness stands."""

    question: str
    threshold: float
    unseen: tuple[float, ...]


@dataclass(frozen=True)
class Coverage:
    """Which cases and options the witness cases put to the test, out of how many."""

    cases: frozenset[str]
    all_cases: frozenset[str]
    options: frozenset[tuple[str, str]]
    all_options: frozenset[tuple[str, str]]
    boundaries: tuple[Boundary, ...]


@dataclass(frozen=True)
class Proof:
    """`verdicts` counts the profiles of each verdict, by route. `stranded` are profiles no route is open to, even to
    check, who are not qualified either: they need a plan, and `samples` gives some of them."""

    profiles: int
    verdicts: dict[str, dict[Verdict, int]]
    stranded: int
    samples: tuple[dict[str, Value], ...]
    idle_cases: tuple[str, ...]
    idle_criteria: tuple[IdleCriterion, ...]
    idle_questions: tuple[str, ...]
    never_open: tuple[str, ...]
    coverage: Coverage


def prove(rules: Rules, outcomes: Outcomes, samples: int = 50) -> Proof:
    """TooLarge when the rules tell too many profiles apart."""
    judged = ProfileEvaluation(rules, whole_space(rules))
    verdicts = {route.code: _counts(judged, route) for route in rules.routes}
    stranded = _stranded(judged)
    return Proof(
        profiles=judged.space.everyone.bit_count(),
        verdicts=verdicts,
        stranded=stranded.bit_count(),
        samples=tuple(judged.space.sample(number) for number in _spread(stranded, samples)),
        idle_cases=tuple(code for code in rules.all_cases() if _changes_nothing(outcomes, without_case(rules, code))),
        idle_criteria=tuple(_idle_criteria(rules, outcomes)),
        idle_questions=tuple(q.code for q in rules.questions if not outcomes.is_moved_by(q.code, {})),
        never_open=tuple(
            code
            for code, counts in verdicts.items()
            if not counts.get(Verdict.OPEN) and not counts.get(Verdict.CONDITIONAL)
        ),
        coverage=_coverage(rules),
    )


def whole_space(rules: Rules, *others: Rules) -> Space:
    """All profiles these rules tell apart, all questions at once."""
    atoms = [
        atom
        for each in (rules, *others)
        for atom in Leaning(each).on_routes(each.routes).on_cases(each.all_cases().values()).atoms
    ]
    space = Space(rules.questions, [atom for atom in atoms if any(q.code == atom.question for q in rules.questions)])
    return small_enough(space, MOST_PROFILES)


def small_enough(space: Space, most: int) -> Space:
    """TooLarge when it is not."""
    if space.size > most:
        raise TooLarge(space.size, {code: prod(axis.size for axis in axes) for code, axes in space.axes.items()}, most)
    return space


def without_case(rules: Rules, code: str) -> Rules:
    return with_cases(rules, lambda case: None if case.code == code else case)


def _with_case(rules: Rules, new: Case) -> Rules:
    return with_cases(rules, lambda case: new if case.code == new.code else case)


def with_cases(rules: Rules, change: Callable[[Case], Case | None]) -> Rules:
    """The rules with every case changed by a function; None leaves it out."""

    def changed(cases: Sequence[Case]) -> tuple[Case, ...]:
        return tuple(new for case in cases if (new := change(case)) is not None)

    def owners(each: tuple[_Owner, ...]) -> tuple[_Owner, ...]:
        return tuple(replace(owner, cases=changed(owner.cases)) for owner in each)

    return replace(
        rules,
        qualifies=changed(rules.qualifies),
        trainings=owners(rules.trainings),
        routes=owners(rules.routes),
        deadlines=owners(rules.deadlines),
        fundings=owners(rules.fundings),
    )


def _counts(judged: ProfileEvaluation, route: Route) -> dict[Verdict, int]:
    to_check, conditional, open_ = (profiles.bit_count() for profiles in judged.route(route).sets)
    everyone = judged.space.everyone.bit_count()
    counts = {
        Verdict.OPEN: open_,
        Verdict.CONDITIONAL: conditional - open_,
        Verdict.TO_CHECK: to_check - conditional,
        Verdict.CLOSED: everyone - to_check,
    }
    return {verdict: count for verdict, count in counts.items() if count}


def _stranded(judged: ProfileEvaluation) -> int:
    ways = union(judged.route(route).to_check for route in judged.rules.routes)
    return judged.space.everyone & ~ways & ~judged.any_of(judged.rules.qualifies).open


def _spread(profiles: int, most: int) -> Iterator[int]:
    """Some members of a set, spread over it."""
    count = profiles.bit_count()
    step = max(1, profiles.bit_length() // max(1, most))
    place = 0
    for _ in range(min(count, most)):
        rest = profiles >> place
        if not rest:
            return
        place += (rest & -rest).bit_length() - 1
        yield place
        place += step


def _changes_nothing(outcomes: Outcomes, other: Rules) -> bool:
    return all(outcome.under(other) == outcome.sets for outcome in outcomes.all)


def _idle_criteria(rules: Rules, outcomes: Outcomes) -> Iterator[IdleCriterion]:
    for case in rules.all_cases().values():
        if len(case.criteria) < 2:
            continue
        for criterion in case.criteria:
            kept = tuple(each for each in case.criteria if each is not criterion)
            loosened = replace(case, criteria=kept)
            if _changes_nothing(outcomes, _with_case(rules, loosened)):
                yield IdleCriterion(case.code, criterion)


def _coverage(rules: Rules) -> Coverage:
    opened: set[str] = set()
    chosen: set[tuple[str, str]] = set()
    numbers: set[tuple[str, float]] = set()
    for witness in rules.witnesses:
        evaluation = Evaluation(rules, witness.answers)
        opened |= {
            code for code, case in rules.all_cases().items() if evaluation.case(case).bounds.low > Verdict.CLOSED
        }
        for code, value in witness.answers.items():
            if isinstance(value, float | int):
                numbers.add((code, float(value)))
            else:
                chosen |= {(code, option) for option in (value if isinstance(value, tuple) else (value,))}
    return Coverage(
        cases=frozenset(opened),
        all_cases=frozenset(rules.all_cases()),
        options=frozenset(chosen),
        all_options=frozenset((q.code, option.code) for q in rules.questions for option in q.options),
        boundaries=tuple(_unseen_boundaries(rules, numbers)),
    )


def _unseen_boundaries(rules: Rules, numbers: set[tuple[str, float]]) -> Iterator[Boundary]:
    thresholds = {
        (criterion.question, criterion.threshold)
        for case in rules.all_cases().values()
        for criterion in case.criteria
        if isinstance(criterion, AtLeast | LessThan)
    }
    for code, threshold in sorted(thresholds):
        question = rules.question(code)
        sides = (threshold - question.step, threshold)
        unseen = tuple(side for side in sides if side >= question.low and (code, side) not in numbers)
        if unseen:
            yield Boundary(code, threshold, unseen)
