"""What to ask next. No arrows are drawn: a question is worth asking while it can still change something."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pathways.engine.answers import Answers, Reading, Value, read_texts, value_of_texts
from pathways.engine.length import Lengths, Remaining
from pathways.engine.outcomes import Outcomes
from pathways.engine.plan_table import PlanTable
from pathways.engine.rules import Question, Rules
from pathways.engine.verdict_table import MOST_PEOPLE, VerdictTable

MOST_VALUES = 4000
"""Texts whose value is kept: those that can be taken."""

LONGEST_KEPT = 100
"""Characters of one answer. "3" may be typed with a thousand spaces after it, but need not be remembered so."""


@dataclass(frozen=True)
class Path:
    """The questions as this person meets them: those answered, in order, then the next one, if any.

    Answers to questions that change nothing for this person are left out of `answered`.
    """

    answered: dict[str, Value]
    next: Question | None


class Questionnaire:
    def __init__(self, rules: Rules):
        self.rules = rules
        self.questions = {question.code: question for question in rules.questions}
        self.outcomes = Outcomes(rules)
        self.table = VerdictTable(rules, self.outcomes)
        self._values: dict[tuple[str, tuple[str, ...]], Value] = {}
        self._paths: dict[int, tuple[tuple[str, ...], Question | None]] = {}

    def worth_asking(self, answers: Answers) -> list[Question]:
        """The unanswered questions some completion of the others lets change an outcome, in the counsellors' order."""
        return list(self.table.worth_asking(answers))

    def read(self, texts: Mapping[str, Sequence[str]]) -> Reading:
        """Read an address or a form, as `read_texts` does. What a text means is found out once."""
        return read_texts(self.rules, texts, self._value)

    def _value(self, question: Question, typed: tuple[str, ...]) -> Value:
        value = self._values.get((question.code, typed))
        if value is None:
            value = value_of_texts(question, typed)
            if sum(map(len, typed)) <= LONGEST_KEPT:
                if len(self._values) >= MOST_VALUES:
                    self._values.clear()
                self._values[question.code, typed] = value
        return value

    def path(self, answers: Answers) -> Path:
        """Replay the answers from the first question: nothing else says where a person stands.

        Which questions are met is the same for all whose answers are alike: it is worked out for the first of them.
        """
        alike = self.table.alike(answers)
        kept = self._paths.get(alike)
        if kept is None:
            if len(self._paths) >= MOST_PEOPLE:
                self._paths.clear()
            kept = self._paths[alike] = self._met(answers)
        met, asked = kept
        return Path({code: answers[code] for code in met}, asked)

    def _met(self, answers: Answers) -> tuple[tuple[str, ...], Question | None]:
        """The questions answered on the way, and the next one."""
        answered: dict[str, Value] = {}
        open_to_the_end = self.worth_asking(answers)
        while True:
            worth_asking = self.worth_asking(answered)
            met = next((question for question in worth_asking if question.code in answers), None)
            asked = next((question for question in worth_asking if question in open_to_the_end), None)
            if asked is not None and (met is None or worth_asking.index(asked) < worth_asking.index(met)):
                return tuple(answered), asked
            if met is None:
                return tuple(answered), None
            answered[met.code] = answers[met.code]

    def remaining(self, answered: Answers) -> Remaining | None:
        """The fewest and the most questions still to come after the answers of a path, the next one included.

        None when the rules tell too many profiles apart to know.
        """
        return self.lengths.remaining(answered)

    @cached_property
    def plan_table(self) -> PlanTable:
        return PlanTable(self.rules)

    @cached_property
    def lengths(self) -> Lengths:
        return Lengths(self.rules, self.outcomes)
