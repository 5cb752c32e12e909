"""The plans of everybody: one for each person who needs one, and none that is wrong.

A plan reads little of a person. What may pay, deadlines and routes not taken change nothing of it, so all the profiles
that the trainings, the goal and what grows tell apart are many fewer than those of the verdicts. Each of them is
planned for, and every plan is judged again, forwards, by the tree that defines the verdicts: not by the search.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from pathways.engine.answers import Answers, Value
from pathways.engine.entries import MOST_KEPT, Entries
from pathways.engine.plan import Arrange, Plan, Planner, Step, Train, makes_useless
from pathways.engine.profiles import Leaning, ProfileEvaluation
from pathways.engine.rules import (
    AnyOf,
    AtLeast,
    Change,
    Kind,
    LessThan,
    NoneOf,
    Question,
    Rules,
    ToDo,
    Training,
    Verdict,
)
from pathways.engine.space import Atom, Space

MOST_PLANNED = 200_000
"""Profiles planned for, at most: some ten to thirty seconds."""


class Fault(StrEnum):
    """What may be wrong with somebody's plans."""

    NONE = "none"  # not qualified, and no plan leads there
    SHORT = "short"  # the goal is not met after its last step
    SHUT = "shut"  # a training is not open when its turn comes, or less surely than the plan says
    UNARRANGED = "unarranged"  # a training asks to arrange something that the plan does not
    IDLE = "idle"  # a step can be left out
    USELESS = "useless"  # another of the plans is as sure and asks less, or is over before this one begins
    MISPLACED = "misplaced"  # a doubtful plan before a sure one, or unknown durations before known ones
    LEAVES = "leaves"  # it does not end the training under way before anything else, being hired included


@dataclass(frozen=True)
class FaultyPlan:
    """A profile whose plans are wrong: the plan that is, or None where there is none at all."""

    fault: Fault
    answers: dict[str, Value]
    plan: Plan | None = None


@dataclass(frozen=True)
class PlanProof:
    """`profiles` is how many people plans can tell apart; `planned` those of them who are not qualified."""

    profiles: int
    planned: int
    plans: int
    doubtful: int
    faulty: tuple[FaultyPlan, ...]


def prove_plans(rules: Rules) -> PlanProof:
    """TooLarge when plans tell too many profiles apart."""
    space = planned_space(rules)
    unqualified = space.everyone & ~ProfileEvaluation(rules, space).any_of(rules.qualifies).open
    planner, check = Planner(rules), PlanCheck(rules)
    plans = doubtful = 0
    faulty: list[FaultyPlan] = []
    for number in _members(unqualified):
        answers = space.sample(number)
        found = planner.plans(answers)
        plans += len(found)
        doubtful += bool(found) and found[0].is_doubtful
        faulty += check.faults(answers, found)
    return PlanProof(space.everyone.bit_count(), unqualified.bit_count(), plans, doubtful, tuple(faulty))


def planned_space(rules: Rules) -> Space:
    """The profiles that plans tell apart."""
    return Space(rules.questions, planned_atoms(rules)).of_at_most(MOST_PLANNED)


def planned_atoms(rules: Rules) -> list[Atom]:
    """The criteria a plan may read: of the goal, of every training, of what makes a route unneeded; then what decides
    how an answer changes on the way."""
    leaning = Leaning(rules).on_cases(rules.qualifies).on_trainings(training.code for training in rules.trainings)
    atoms = leaning.on_unneeded(rules.routes).atoms
    return [
        *atoms,
        *(cut for question in rules.questions for cut in _growth(rules, question, atoms)),
        *(cut for question in rules.questions for cut in _ranks(rules, question, atoms)),
    ]


def _growth(rules: Rules, question: Question, atoms: Sequence[Atom]) -> Iterator[Atom]:
    """How far someone is from a threshold counts in a plan's months: every cut below the last threshold is kept. What
    doesn't pass by itself goes on only for those who have begun: so does the first unit."""
    ends = [atom.threshold for atom in atoms if isinstance(atom, AtLeast) and atom.question == question.code]
    if question.change is not Change.GROWS or not ends:
        return
    if question.low <= 0:
        yield AtLeast(question=question.code, threshold=question.step)
    for atom in Leaning(rules).on_cases(rules.all_cases().values()).atoms:
        if atom.question == question.code and isinstance(atom, AtLeast | LessThan) and atom.threshold < max(ends):
            yield atom


def _ranks(rules: Rules, question: Question, atoms: Sequence[Atom]) -> list[Atom]:
    """A single choice keeps a higher option when a lower one is gained. Its place in the list counts, unless nothing
    tells the one gained from the ones above."""
    if question.kind is not Kind.ONE or question.change is not Change.ACQUIRED:
        return []
    codes = [option.code for option in question.options]
    sources: tuple[Training | ToDo, ...] = (*rules.trainings, *rules.to_dos)
    grants = [grant for source in sources for grant in source.grants]
    gained = {grant.option for grant in grants if grant.question == question.code}
    above = {code: codes[codes.index(code) + 1 :] for code in codes if code in gained}
    named = [atom.options for atom in atoms if atom.question == question.code and isinstance(atom, AnyOf | NoneOf)]
    counts = any(
        len({option in options for option in (code, *higher)}) > 1
        for code, higher in above.items()
        for options in named
    )
    return [AnyOf(question=question.code, options=tuple(higher)) for higher in above.values() if counts and higher]


class PlanCheck:
    """Plans judged forwards. Those who agree on all that a plan's trainings and the goal depend on are judged once."""

    def __init__(self, rules: Rules):
        self._entries = Entries(rules)
        self._after = Planner(rules).after
        self._under_way = [training.code for training in rules.trainings if training.under_way]
        self._side_by_side = lru_cache(MOST_KEPT)(_side_by_side)
        self._judged: dict[tuple[object, ...], Fault | None] = {}

    def faults(self, answers: Answers, plans: Sequence[Plan]) -> Iterator[FaultyPlan]:
        """For someone who is not qualified."""
        someone = dict(answers)
        if not plans:
            yield FaultyPlan(Fault.NONE, someone)
        for plan in plans:
            if fault := self._fault(answers, plan):
                yield FaultyPlan(fault, someone, plan)
        for fault, plan in self._side_by_side(tuple(plans)):
            yield FaultyPlan(fault, someone, plan)

    def _fault(self, answers: Answers, plan: Plan) -> Fault | None:
        key = (_signature(plan.steps), self._entries.read_by((*plan.trainings, *self._under_way), answers))
        if key not in self._judged:
            self._judged[key] = self._judge(answers, plan)
        return self._judged[key]

    def _judge(self, answers: Answers, plan: Plan) -> Fault | None:
        steps = plan.steps
        if fault := self._flaw(answers, steps):
            return fault
        open_now = [code for code in self._under_way if self._entries.into(code, answers).verdict is Verdict.OPEN]
        first = next((step for step in steps if not isinstance(step, Arrange)), None)
        if open_now and not (isinstance(first, Train) and first.training.code in open_now and plan.hired_after):
            return Fault.LEAVES
        for place, step in enumerate(steps):
            if not (isinstance(step, Train) and step.training.under_way):
                shorter = (*steps[:place], *steps[place + 1 :])
                if self._flaw(answers, shorter) is None:
                    return Fault.IDLE
        return None

    def _flaw(self, answers: Answers, steps: Sequence[Step]) -> Fault | None:
        """What keeps these steps from leading this person to the goal."""
        arranged: set[str] = set()
        for step in steps:
            if isinstance(step, Arrange):
                arranged.add(step.to_do.code)
            elif isinstance(step, Train):
                entry = self._entries.into(step.training.code, answers)
                if entry.verdict is Verdict.CLOSED or (entry.verdict is Verdict.TO_CHECK and not step.is_doubtful):
                    return Fault.SHUT
                if any(to_do.code not in arranged for to_do in entry.still_to_arrange):
                    return Fault.UNARRANGED
            answers = self._after(answers, [step])
        return None if self._entries.is_qualified(answers) else Fault.SHORT


def _side_by_side(plans: tuple[Plan, ...]) -> list[tuple[Fault, Plan]]:
    """What is wrong with these plans beside one another."""
    useless = [plan for plan in plans if any(makes_useless(other, plan) for other in plans if other is not plan)]
    misplaced = [earlier for earlier, later in pairwise(plans) if _uncertainty(later) < _uncertainty(earlier)]
    return [*((Fault.USELESS, plan) for plan in useless), *((Fault.MISPLACED, plan) for plan in misplaced)]


def _signature(steps: Iterable[Step]) -> tuple[object, ...]:
    return tuple(
        (step.training.code, step.is_doubtful)
        if isinstance(step, Train)
        else step.to_do.code
        if isinstance(step, Arrange)
        else (step.question.code, step.start, step.end)
        for step in steps
    )


def _uncertainty(plan: Plan) -> tuple[bool, int]:
    return (plan.is_doubtful, len(plan.months.unknown))


def _members(profiles: int) -> Iterator[int]:
    """The numbers in a set of profiles: one look at its digits, since taking its lowest member copies it whole."""
    for number, digit in enumerate(reversed(f"{profiles:b}")):
        if digit == "1":
            yield number
