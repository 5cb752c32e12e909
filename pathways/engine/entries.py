"""The definition read once for all who agree on what it depends on.

What a training or the goal is to a person hangs on a few questions only. Planning asks for the same ones again and
again, for this person after one more step, for others, and in a proof for everybody: each is evaluated once, by the
tree, and kept for the class of answers it hangs on.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from pathways.engine import reasons
from pathways.engine.answers import Answers
from pathways.engine.classes import Classes
from pathways.engine.evaluation import Evaluation, JudgedCase, JudgedTraining
from pathways.engine.profiles import Leaning
from pathways.engine.rules import CanEnter, Case, Funding, Rules, ToDo, Training, Verdict

MOST_KEPT = 10_000
_Judged = TypeVar("_Judged")


@dataclass(frozen=True)
class Entry:
    """How a training stands open to someone, whatever remains to arrange."""

    judged: JudgedTraining

    @cached_property
    def opening(self) -> JudgedCase | None:
        """The case that opens it widest; None for a training without cases."""
        return max(self.judged.cases, key=lambda case: case.bounds.low, default=None)

    @cached_property
    def verdict(self) -> Verdict:
        return self.opening.bounds.low if self.opening else Verdict.CLOSED

    @cached_property
    def ways(self) -> list[reasons.Way]:
        """What would open it, or open it more surely."""
        return reasons.ways_into(self.judged)

    @cached_property
    def still_to_arrange(self) -> list[ToDo]:
        """What it asks to arrange, unless it is known to be arranged already."""
        return [to_do.to_do for to_do in self.judged.to_dos if to_do.needed.high is Verdict.OPEN]


class Remembered(Generic[_Judged]):
    """A reading of the tree, done once for all whose answers the criteria it leans on do not tell apart."""

    def __init__(self, rules: Rules, lean: Callable[[Leaning], Leaning], judge: Callable[[Evaluation], _Judged]):
        self._rules = rules
        self._lean = lean
        self._judge = judge
        self._kept: dict[int, _Judged] = {}

    def __call__(self, answers: Answers) -> _Judged:
        alike = self.read(answers)
        judged = self._kept.get(alike)
        if judged is None:
            judged = self._judge(Evaluation(self._rules, answers))
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[alike] = judged
        return judged

    def read(self, answers: Answers) -> int:
        """The class of the answers that decide it."""
        return self._classes.of(answers)

    @cached_property
    def _classes(self) -> Classes:
        return Classes(self._rules.questions, self._lean(Leaning(self._rules)).atoms)


class Entries:
    """Everything a plan wants to know of someone's answers, under one set of rules."""

    def __init__(self, rules: Rules):
        self._rules = rules
        self._into = {training.code: self._entry(training) for training in rules.trainings}
        self._needed = {training.code: self._need(training) for training in rules.trainings}
        self._fundings = {training.code: self._payers(training) for training in rules.trainings}
        self.is_qualified = Remembered(
            rules,
            lambda leaning: leaning.on_cases(rules.qualifies),
            lambda evaluation: evaluation.is_qualified().low is Verdict.OPEN,
        )
        hiring = [case for route in rules.routes if not route.trainings for case in route.cases if _leads_on(case)]
        self.is_hireable = Remembered(
            rules,
            lambda leaning: leaning.on_cases(hiring),
            lambda evaluation: any(evaluation.case(case).bounds.low >= Verdict.CONDITIONAL for case in hiring),
        )

    def into(self, code: str, answers: Answers) -> Entry:
        return self._into[code](answers)

    def read_by(self, codes: Iterable[str], answers: Answers) -> tuple[int, ...]:
        """The classes of all the answers that decide whether these trainings are open, and whether the goal is met."""
        return (self.is_qualified.read(answers), *(self._into[code].read(answers) for code in codes))

    def is_needed(self, code: str, answers: Answers) -> bool:
        """Whether a route still leads this person through a training; one that stands on no route always may."""
        return self._needed[code](answers)

    def fundings(self, code: str, answers: Answers) -> tuple[Funding, ...]:
        """Who may pay a training for this person."""
        return self._fundings[code](answers)

    def _entry(self, training: Training) -> Remembered[Entry]:
        return Remembered(
            self._rules,
            lambda leaning: leaning.on_trainings([training.code]),
            lambda evaluation: Entry(evaluation.training(training.code)),
        )

    def _need(self, training: Training) -> Remembered[bool]:
        routes = [route for route in self._rules.routes if training.code in route.trainings]
        return Remembered(
            self._rules,
            lambda leaning: leaning.on_unneeded(routes),
            lambda evaluation: not routes or not all(evaluation.route(route).is_unneeded for route in routes),
        )

    def _payers(self, training: Training) -> Remembered[tuple[Funding, ...]]:
        paying = [funding for funding in self._rules.fundings if training.code in funding.trainings]
        return Remembered(
            self._rules,
            lambda leaning: leaning.on_cases(case for funding in paying for case in funding.cases),
            lambda evaluation: tuple(
                funding
                for funding in paying
                if any(evaluation.case(case).bounds.low > Verdict.CLOSED for case in funding.cases)
            ),
        )


def _leads_on(case: Case) -> bool:
    """Whether it is for those who can enter a training, before they follow it."""
    return any(isinstance(criterion, CanEnter) for criterion in case.criteria)
