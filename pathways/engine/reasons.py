"""Why a route has its verdict: the evaluation itself, put in order. Nothing here decides anything.

A closed route is explained by its ways: each is a smallest set of criteria that, met together, would open it.
An open or conditional one by the cases that open it, a route to check by its doubtful cases and unknown answers.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from pathways.engine.evaluation import (
    JudgedCase,
    JudgedCriterion,
    JudgedRoute,
    JudgedToDo,
    JudgedTraining,
)
from pathways.engine.rules import (
    AnyOf,
    AtLeast,
    CanEnter,
    Case,
    Certainty,
    Change,
    Criterion,
    LessThan,
    NoneOf,
    Rules,
    ToDo,
    Verdict,
)


@dataclass(frozen=True)
class Way:
    """Criteria that are not met, and would open the route together; doubtful when only a doubtful case needs them."""

    criteria: tuple[JudgedCriterion, ...]
    certainty: Certainty


def implies(one: Criterion, other: Criterion) -> bool:
    """Whether meeting one criterion is enough to meet the other, by their shape alone."""
    match one, other:
        case (AnyOf(), AnyOf()):
            return one.question == other.question and set(one.options) <= set(other.options)
        case (NoneOf(), NoneOf()):
            return one.question == other.question and set(one.options) >= set(other.options)
        case (AtLeast(), AtLeast()):
            return one.question == other.question and one.threshold >= other.threshold
        case (LessThan(), LessThan()):
            return one.question == other.question and one.threshold <= other.threshold
    return one == other


def is_reachable(rules: Rules, criterion: Criterion) -> bool:
    """Whether a person who does not meet it now ever may: nobody gets younger, nobody un-holds a diploma."""
    if isinstance(criterion, CanEnter):
        return True
    match rules.question(criterion.question).change:
        case Change.NEVER:
            return False
        case Change.GROWS:
            return isinstance(criterion, AtLeast)
        case Change.ACQUIRED:
            return not isinstance(criterion, NoneOf)
    return True


def opening_cases(route: JudgedRoute, at_least: Verdict) -> list[Case]:
    """The cases that make a route as open as it is, the ones of the trainings they lead through included."""
    found: dict[str, Case] = {}
    for entry in (route.cases, route.first.cases if route.first else ()):
        for case in _opening(entry, at_least):
            found[case.code] = case
    return list(found.values())


def possible_cases(route: JudgedRoute) -> list[Case]:
    """The cases not ruled out by the answers, the route's own or else those of its first training."""
    cases = route.cases or (route.first.cases if route.first else ())
    return [case.case for case in cases if case.bounds.high > Verdict.CLOSED]


def arrangements(route: JudgedRoute) -> list[ToDo]:
    """What remains, or may remain, to arrange: for the route, its first training and those its entry leads through."""
    found: dict[str, ToDo] = {}
    for judged in _to_dos(route):
        if judged.needed.high is Verdict.OPEN:
            found[judged.to_do.code] = judged.to_do
    return list(found.values())


def unknown_questions(route: JudgedRoute) -> list[str]:
    """The questions answered "je ne sais pas" that leave the verdict undecided."""
    asked = dict.fromkeys(
        judged.criterion.question
        for judged in _criteria(route)
        if not isinstance(judged.criterion, CanEnter) and judged.is_unknown
    )
    return list(asked)


def ways(route: JudgedRoute) -> list[Way]:
    """All smallest sets of unmet criteria that would open a closed route; established ones first, then the shortest."""
    own = list(_ways_of(route.cases)) if route.cases else [Way((), Certainty.ESTABLISHED)]
    first = list(_ways_of(route.first.cases)) if route.first else [Way((), Certainty.ESTABLISHED)]
    return _smallest(_together(pair) for pair in product(own, first))


def ways_into(training: JudgedTraining) -> list[Way]:
    """All smallest sets of unmet criteria that would let a person enter a training."""
    return _smallest(_ways_of(training.cases))


def _opening(cases: Iterable[JudgedCase], at_least: Verdict) -> Iterator[Case]:
    judged = [case for case in cases if case.bounds.low >= at_least]
    best = max((case.bounds.low for case in judged), default=None)
    for case in judged:
        if case.bounds.low == best:
            yield case.case
            for criterion in case.criteria:
                for training in criterion.trainings:
                    yield from _opening(training.cases, at_least)


def _to_dos(route: JudgedRoute) -> Iterator[JudgedToDo]:
    yield from route.to_dos
    yield from _to_dos_on_the_way_in(route.cases)
    if route.first:
        yield from _to_dos_of_training(route.first)


def _to_dos_of_training(training: JudgedTraining) -> Iterator[JudgedToDo]:
    yield from training.to_dos
    yield from _to_dos_on_the_way_in(training.cases)


def _to_dos_on_the_way_in(cases: tuple[JudgedCase, ...]) -> Iterator[JudgedToDo]:
    """Of the trainings that the most open case leads through, the most open ones again."""
    for criterion in max(cases, key=lambda case: case.bounds).criteria if cases else ():
        if criterion.trainings:
            yield from _to_dos_of_training(max(criterion.trainings, key=lambda training: training.bounds))


def _criteria(route: JudgedRoute) -> Iterator[JudgedCriterion]:
    waiting = [
        *(criterion for case in route.cases for criterion in case.criteria),
        *(criterion for case in (route.first.cases if route.first else ()) for criterion in case.criteria),
        *(criterion for case in route.unneeded for criterion in case.criteria),
    ]
    while waiting:
        judged = waiting.pop(0)
        yield judged
        waiting += [
            criterion for training in judged.trainings for case in training.cases for criterion in case.criteria
        ]


def _ways_of(cases: Iterable[JudgedCase]) -> Iterator[Way]:
    for case in cases:
        choices = [list(_ways_to_meet(judged)) for judged in case.criteria if judged.bounds.low < Verdict.CONDITIONAL]
        for choice in product(*choices):
            way = _together(choice)
            doubtful = case.case.certainty is Certainty.DOUBTFUL
            yield Way(way.criteria, Certainty.DOUBTFUL) if doubtful else way


def _ways_to_meet(judged: JudgedCriterion) -> Iterator[Way]:
    if not isinstance(judged.criterion, CanEnter):
        yield Way((judged,), Certainty.ESTABLISHED)
        return
    if judged.bounds.low is Verdict.TO_CHECK:
        yield Way((), Certainty.DOUBTFUL)  # met already, by a doubtful case only
    for training in judged.trainings:
        yield from _ways_of(training.cases)


def _together(ways: Iterable[Way]) -> Way:
    ways = tuple(ways)
    distinct = list({judged.criterion: judged for way in ways for judged in way.criteria}.values())
    needed = [
        judged
        for place, judged in enumerate(distinct)
        if not any(
            implies(other.criterion, judged.criterion)
            and not (implies(judged.criterion, other.criterion) and place < other_place)
            for other_place, other in enumerate(distinct)
            if other is not judged
        )
    ]
    doubtful = any(way.certainty is Certainty.DOUBTFUL for way in ways)
    return Way(tuple(needed), Certainty.DOUBTFUL if doubtful else Certainty.ESTABLISHED)


def _smallest(found: Iterable[Way]) -> list[Way]:
    """Without repetitions, and without those that ask for all another asks for (and are no surer)."""
    kept: list[Way] = []
    for way in sorted(found, key=lambda way: (way.certainty is Certainty.DOUBTFUL, len(way.criteria))):
        if not any(_asks_no_more(other, way) for other in kept):
            kept = [other for other in kept if not _asks_no_more(way, other)]
            kept.append(way)
    return kept


def _asks_no_more(easier: Way, harder: Way) -> bool:
    """Whether whoever goes the harder way has gone the easier one too, which is at least as sure."""
    as_sure = easier.certainty is Certainty.ESTABLISHED or harder.certainty is Certainty.DOUBTFUL
    return as_sure and all(
        any(implies(have.criterion, want.criterion) for have in harder.criteria) for want in easier.criteria
    )
