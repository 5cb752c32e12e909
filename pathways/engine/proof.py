"""What holds of a whole set of rules, shown on all the profiles it can tell apart.

The parts are proved on the small space of each outcome; people without a way are sought in the space of all questions
at once, which is refused beyond `MOST_PROFILES` with its size and what makes it large.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from msgspec.structs import replace

from pathways.engine.answers import Value
from pathways.engine.case_proof import Contained, contained, contradictory
from pathways.engine.evaluation import Evaluation
from pathways.engine.outcomes import Outcomes
from pathways.engine.plan import Planner
from pathways.engine.plan_proof import planned_atoms
from pathways.engine.profiles import Leaning, ProfileEvaluation, union
from pathways.engine.rules import (
    AtLeast,
    Case,
    Criterion,
    Deadline,
    Funding,
    Kind,
    LessThan,
    Route,
    Rules,
    Training,
    Verdict,
)
from pathways.engine.skipping import Skipped, skipped
from pathways.engine.space import MOST_PROFILES, Atom, Space

MOST_LONELY = 5
"""Kinds of people without any way or plan that are named, at most."""

_Owner = TypeVar("_Owner", Training, Route, Deadline, Funding)


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
class Lonely:
    """People without a way forward: no qualification, no route that is not closed, no plan. `answers` are of one of
    them; plans can't tell the others from that one."""

    answers: dict[str, Value]
    profiles: int


@dataclass(frozen=True)
class Alike:
    """Options of a question that no rule tells apart; of several choices, those that count as if not chosen."""

    question: str
    options: tuple[str, ...]
    count_for_nothing: bool


@dataclass(frozen=True)
class Proof:
    """`verdicts` counts the profiles of each verdict, by route. `stranded` is how many have no route, even to check,
    and are not qualified either: they need a plan, and `lonely` are the first kinds found that have none."""

    profiles: int
    verdicts: dict[str, dict[Verdict, int]]
    stranded: int
    lonely: tuple[Lonely, ...]
    skipped: tuple[Skipped, ...]
    contradictory: tuple[str, ...]
    contained: tuple[Contained, ...]
    idle_cases: tuple[str, ...]
    idle_criteria: tuple[IdleCriterion, ...]
    idle_questions: tuple[str, ...]
    alike: tuple[Alike, ...]
    coverage: Coverage

    @property
    def always_closed(self) -> tuple[str, ...]:
        return tuple(code for code, counts in self.verdicts.items() if counts.keys() <= {Verdict.CLOSED})

    @property
    def never_open(self) -> tuple[str, ...]:
        """The routes that are to check at best."""
        best = {code: max(counts) for code, counts in self.verdicts.items()}
        return tuple(code for code, verdict in best.items() if verdict is Verdict.TO_CHECK)


def prove(rules: Rules, outcomes: Outcomes) -> Proof:
    """TooLarge when the rules tell too many profiles apart."""
    judged = ProfileEvaluation(rules, whole_space(rules))
    stranded = _stranded(judged)
    return Proof(
        profiles=judged.space.everyone.bit_count(),
        verdicts={route.code: _counts(judged, route) for route in rules.routes},
        stranded=stranded.bit_count(),
        lonely=tuple(islice(_lonely(judged, stranded), MOST_LONELY)),
        skipped=tuple(islice(skipped(rules, outcomes), MOST_LONELY)),
        contradictory=tuple(contradictory(rules)),
        contained=tuple(contained(rules)),
        idle_cases=tuple(
            code for code in rules.all_cases() if _changes_nothing(outcomes, code, without_case(rules, code))
        ),
        idle_criteria=tuple(_idle_criteria(rules, outcomes)),
        idle_questions=tuple(q.code for q in rules.questions if not outcomes.is_moved_by(q.code, {})),
        alike=tuple(_alike(rules, outcomes)),
        coverage=_coverage(rules),
    )


def whole_space(rules: Rules, *others: Rules) -> Space:
    """All profiles these rules tell apart, all questions at once."""
    atoms = [atom for each in (rules, *others) for atom in _all_atoms(each)]
    space = Space(rules.questions, [atom for atom in atoms if any(q.code == atom.question for q in rules.questions)])
    return space.of_at_most(MOST_PROFILES)


def _all_atoms(rules: Rules) -> list[Atom]:
    leaning = Leaning(rules).on_routes(rules.routes).on_cases(rules.all_cases().values())
    return [*leaning.on_trainings(training.code for training in rules.trainings).atoms, *planned_atoms(rules)]


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


def _lonely(judged: ProfileEvaluation, stranded: int) -> Iterator[Lonely]:
    """Planned for once each kind that plans tell apart."""
    planner, space = Planner(judged.rules), judged.space
    kinds = [space.meeting(atom) for atom in dict.fromkeys(planned_atoms(judged.rules))]
    rest = stranded
    while rest:
        number = (rest & -rest).bit_length() - 1
        kind = rest
        for met in kinds:
            kind &= met if met >> number & 1 else ~met
        if not planner.plans(answers := space.sample(number)):
            yield Lonely(answers, kind.bit_count())
        rest &= ~kind


def _alike(rules: Rules, outcomes: Outcomes) -> Iterator[Alike]:
    for question in rules.questions:
        axes = Space([question], outcomes.atoms_on(question.code)).axes.get(question.code, ())
        if question.kind is Kind.SEVERAL:
            named = {code for axis in axes for code in axis.members[1]}
            free = tuple(
                option.code for option in question.options if option.code not in named and not option.exclusive
            )
            if axes and free:
                yield Alike(question.code, free, count_for_nothing=True)
        groups = (group for axis in axes for group in axis.members)
        yield from (Alike(question.code, group, count_for_nothing=False) for group in groups if len(group) > 1)


def _changes_nothing(outcomes: Outcomes, case: str, other: Rules) -> bool:
    """Whether rules that differ in one case only decide the same."""
    return all(outcome.under(other) == outcome.sets for outcome in outcomes.all if case in outcome.cases)


def _idle_criteria(rules: Rules, outcomes: Outcomes) -> Iterator[IdleCriterion]:
    for case in rules.all_cases().values():
        if len(case.criteria) < 2:
            continue
        for criterion in case.criteria:
            kept = tuple(each for each in case.criteria if each is not criterion)
            loosened = replace(case, criteria=kept)
            if _changes_nothing(outcomes, case.code, _with_case(rules, loosened)):
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
