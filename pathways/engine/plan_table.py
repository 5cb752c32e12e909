"""Plans, made once for all who are alike and then kept.

The planner decides; here its plans are only looked up again. Two people are alike when no criterion tells their
answers apart, when a gain changes these in the same way, and when as much time is left to what plans may let pass.
"""

from collections.abc import Iterator

from pathways.engine.answers import Answers, Value
from pathways.engine.classes import Classes
from pathways.engine.plan import Plan, Planner
from pathways.engine.profiles import Leaning
from pathways.engine.rules import AnyOf, AtLeast, Change, Kind, Rules
from pathways.engine.space import Atom

MOST_ALIKE = 2_000
"""Classes of people whose plans are kept: some kilobytes each."""


class PlanTable:
    """Bounded: what is full is emptied, and fills again with those who come."""

    def __init__(self, rules: Rules, most: int = MOST_ALIKE):
        self._planner = Planner(rules, most)
        self._most = most
        atoms = _atoms(rules)
        self._classes = Classes(rules.questions, (*atoms, *_told_apart_by_gains(rules)))
        self._growing = tuple(_ends_of_growth(rules, atoms))
        self._kept: dict[tuple[int, tuple[Value | None, ...]], tuple[Plan, ...]] = {}

    def plans(self, answers: Answers) -> tuple[Plan, ...]:
        """What the planner says."""
        alike = (self._classes.of(answers), tuple(_growing(answers.get(code), end) for code, end in self._growing))
        kept = self._kept.get(alike)
        if kept is None:
            kept = self._planner.plans(answers)
            if len(self._kept) >= self._most:
                self._kept.clear()
            self._kept[alike] = kept
        return kept

    @property
    def people_kept(self) -> int:
        return len(self._kept)


def _atoms(rules: Rules) -> list[Atom]:
    """All the criteria a plan may read: of the goal, of trainings and routes, and of who may pay."""
    leaning = Leaning(rules).on_cases(rules.qualifies).on_routes(rules.routes)
    leaning.on_trainings(training.code for training in rules.trainings)
    return leaning.on_cases(case for funding in rules.fundings for case in funding.cases).atoms


def _told_apart_by_gains(rules: Rules) -> Iterator[Atom]:
    """What is gained takes the place of an exclusive option, and of a lower one where a question takes one only."""
    for question in rules.questions:
        codes = [option.code for option in question.options]
        if question.kind is Kind.SEVERAL:
            yield AnyOf(question=question.code, options=tuple(each.code for each in question.options if each.exclusive))
        elif question.change is Change.ACQUIRED:
            yield from (AnyOf(question=question.code, options=tuple(codes[place:])) for place in range(1, len(codes)))


def _ends_of_growth(rules: Rules, atoms: list[Atom]) -> Iterator[tuple[str, float]]:
    """The questions whose answers may grow in a plan, with the last threshold they may grow to."""
    for question in rules.questions:
        ends = [atom.threshold for atom in atoms if isinstance(atom, AtLeast) and atom.question == question.code]
        if question.change is Change.GROWS and ends:
            yield question.code, max(ends)


def _growing(answer: Value | None, end: float) -> Value | None:
    """A number below the end counts exactly: plans say how far it is."""
    return answer if isinstance(answer, int | float) and answer < end else None
