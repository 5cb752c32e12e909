"""Verdicts, reasons and open questions, worked out once for all who are alike and then kept.

The tree of `evaluation` and the sets of `outcomes` decide; here their answers are only looked up again. What is kept
for a class of answers is what they say of whoever was met first: by what a class is (`classes`), they say the same of
everybody in it.
"""

from typing import TypeVar

from pathways.engine.answers import Answers
from pathways.engine.classes import Classes
from pathways.engine.evaluation import Evaluation
from pathways.engine.outcomes import Outcomes
from pathways.engine.rules import Question, Rules
from pathways.engine.standing import Standing, standing

MOST_PEOPLE = 20_000
"""Classes of whole answers kept: a few hundred bytes each, their standings being shared."""

MOST_STANDINGS = 1_000
"""Classes of answers kept for each route, with all their reasons: some kilobytes each."""

_Kept = TypeVar("_Kept")


class VerdictTable:
    """Bounded: what is full is emptied, and fills again with those who come."""

    def __init__(self, rules: Rules, outcomes: Outcomes, people: int = MOST_PEOPLE, standings: int = MOST_STANDINGS):
        self._rules = rules
        self._outcomes = outcomes
        self._most_people, self._most_standings = people, standings
        self._classes = Classes(rules.questions, outcomes.atoms)
        self._people: dict[int, tuple[Standing, ...]] = {}
        self._asked: dict[int, tuple[Question, ...]] = {}
        self._routes = tuple((route, outcomes.verdicts[route.code]) for route in rules.routes)
        self._standings: tuple[tuple[Classes, dict[int, Standing]], ...] = tuple(
            (Classes(rules.questions, outcome.atoms), {}) for _, outcome in self._routes
        )

    def standings(self, answers: Answers) -> tuple[Standing, ...]:
        """Where these answers stand on each route, in the order of the routes."""
        alike = self._classes.of(answers)
        kept = self._people.get(alike)
        if kept is None:
            kept = _keep(self._people, self._most_people, alike, self._look_up(answers))
        return kept

    def alike(self, answers: Answers) -> int:
        """The class of these answers: whatever the rules decide, they decide the same for all of one class."""
        return self._classes.of(answers)

    def worth_asking(self, answers: Answers) -> tuple[Question, ...]:
        """The unanswered questions some completion of the others lets change an outcome, in the counsellors' order."""
        alike = self._classes.of(answers)
        kept = self._asked.get(alike)
        if kept is None:
            asked = (
                question
                for question in self._rules.questions
                if question.code not in answers and self._outcomes.is_moved_by(question.code, answers)
            )
            kept = _keep(self._asked, self._most_people, alike, tuple(asked))
        return kept

    @property
    def classes_kept(self) -> int:
        """How many classes of answers something is kept for."""
        return len(self._people) + len(self._asked) + sum(len(kept) for _, kept in self._standings)

    def _look_up(self, answers: Answers) -> tuple[Standing, ...]:
        evaluation = Evaluation(self._rules, answers)
        found = []
        for (route, outcome), (classes, kept) in zip(self._routes, self._standings, strict=True):
            alike = classes.of(answers)
            stands = kept.get(alike)
            if stands is None:
                stands = _keep(kept, self._most_standings, alike, standing(evaluation, outcome, route))
            found.append(stands)
        return tuple(found)


def _keep(kept: dict[int, _Kept], most: int, alike: int, value: _Kept) -> _Kept:
    if len(kept) >= most:
        kept.clear()
    kept[alike] = value
    return value
