"""What to ask next. No arrows are drawn: a question is worth asking while it can still change something."""

from dataclasses import dataclass
from functools import cached_property

from pathways.engine.answers import Answers, Value
from pathways.engine.length import Lengths, Remaining
from pathways.engine.outcomes import Outcomes
from pathways.engine.plan_table import PlanTable
from pathways.engine.rules import Question, Rules
from pathways.engine.verdict_table import VerdictTable


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
        self.outcomes = Outcomes(rules)
        self.table = VerdictTable(rules, self.outcomes)

    def worth_asking(self, answers: Answers) -> list[Question]:
        """The unanswered questions some completion of the others lets change an outcome, in the counsellors' order."""
        return list(self.table.worth_asking(answers))

    def path(self, answers: Answers) -> Path:
        """Replay the answers from the first question: nothing else says where a person stands."""
        answered: dict[str, Value] = {}
        open_to_the_end = self.worth_asking(answers)
        while True:
            worth_asking = self.worth_asking(answered)
            met = next((question for question in worth_asking if question.code in answers), None)
            asked = next((question for question in worth_asking if question in open_to_the_end), None)
            if asked is not None and (met is None or worth_asking.index(asked) < worth_asking.index(met)):
                return Path(answered, asked)
            if met is None:
                return Path(answered, None)
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
