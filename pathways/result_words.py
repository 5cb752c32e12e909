"""What a result says to one person alone: addresses with answers, and words and numbers that come from them.

All else on a result is the same for everybody whose answers are alike (`alike`), and is kept for them with a blank for
each of these texts (pathways/shapes.py): the methods below, each asked about one thing, say what goes there.
"""

from collections.abc import Hashable

from django.utils.functional import cached_property
from django.utils.html import escape
from django.utils.safestring import SafeString

from careers.templatetags.typography import french
from pathways import addresses
from pathways.engine import wording
from pathways.engine.assessment import Assessment, assess, because
from pathways.engine.levers import with_changes
from pathways.engine.plan import Plan
from pathways.engine.rules import Criterion, Deadline, Question
from pathways.engine.standing import Standing
from pathways.visits import Visit
from pathways.ways_ahead import PlanInWords, in_words, title, when


class ResultWords:
    """Of a visit whose answers are complete, and of its short code: None where there is none."""

    def __init__(self, visit: Visit, code: dict[str, str] | None):
        self._visit = visit
        self._answers = visit.path.answered
        self.code = code

    @cached_property
    def alike(self) -> tuple[Hashable, ...]:
        """Whoever has the same reads the same, but for these words: no rule tells their answers apart, their plans take
        the same way, the same delays are over, and their answers have as many words."""
        table, rules = self._visit.questionnaire.table, self._visit.questionnaire.rules
        return (
            table.alike(self._answers),
            tuple(plan.course for plan in self._plans),
            tuple(self._is_over(deadline) for deadline in rules.deadlines),
            tuple(name for name, _ in self._fields),
            None if self.code is None else bool(self.code["text"]),
            bool(self.link_back()),
        )

    @cached_property
    def assessment(self) -> Assessment:
        return assess(self._visit.questionnaire, self._answers, self._visit.request.day)

    # --- Addresses

    def query(self, _: None = None) -> SafeString:
        """All the answers, after the "?"."""
        return self._query

    def trial(self, criteria: tuple[Criterion, ...]) -> str:
        """The result of the answers that would meet these."""
        answers = with_changes(self._visit.questionnaire.rules, self._answers, criteria)
        return "" if answers is None else self._visit.link_to_try(answers)

    def here(self, _: None = None) -> str:
        return self._here

    def link_back(self, _: None = None) -> str:
        return self._link_back

    def new_witness(self, _: None = None) -> str:
        """In a preview only: visitors have no use for it."""
        publication = self._visit.request.publication
        return addresses.new_witness(publication.career.code, self._fields) if publication.is_draft else ""

    def of_the_code(self, name: str) -> str:
        return self.code[name] if self.code else ""

    # --- Answers

    @property
    def asked(self) -> tuple[Question, ...]:
        """The questions answered."""
        return self._visit.answered

    def answer(self, question: str) -> SafeString:
        return self._visit.said[question].text

    def to_questions(self, _: None = None) -> SafeString:
        """The address of the questions, with all the answers; the result comes next again."""
        return self._to_questions

    @property
    def fields(self) -> list[str]:
        """The names of the answers as hidden fields."""
        return [name for name, _ in self._fields]

    def field(self, place: int) -> str:
        return self._fields[place][1]

    # --- Verdicts, delays, plans

    def because(self, route: str) -> SafeString:
        return french(" ".join(reason.text for reason in because(self._standings[route], self._answers)))

    def left(self, deadline: str) -> SafeString:
        (running,) = [each for each in self.assessment.deadlines if each.deadline.code == deadline]
        return french(wording.amount(running.months_left or 0, "mois"))

    def plan_name(self, place: int) -> SafeString:
        return french(self._in_words(place).name_in_title)

    def total(self, place: int) -> SafeString:
        return french(self._in_words(place).total)

    def in_time(self, place: int) -> SafeString:
        return french(self._in_words(place).in_time)

    def step_when(self, place: tuple[int, int]) -> SafeString:
        plan, step = place
        return french(when(self._plans[plan].steps[step]))

    def step_title(self, place: tuple[int, int]) -> SafeString:
        plan, step = place
        return french(title(self._plans[plan].steps[step]))

    # ---

    @cached_property
    def _query(self) -> SafeString:
        return SafeString(escape(self._visit.query_to_show()))

    @cached_property
    def _plans(self) -> tuple[Plan, ...]:
        return self._visit.questionnaire.plan_table.plans(self._answers)

    def _in_words(self, place: int) -> PlanInWords:
        return in_words(self._plans[place], self.assessment)

    def _is_over(self, deadline: Deadline) -> bool | None:
        elapsed = self._answers.get(deadline.clock)
        return deadline.months.least <= elapsed if isinstance(elapsed, int | float) else None

    @cached_property
    def _standings(self) -> dict[str, Standing]:
        standings = self._visit.questionnaire.table.standings(self._answers)
        return {standing.judged.route.code: standing for standing in standings}

    @cached_property
    def _to_questions(self) -> SafeString:
        return escape(self._visit.link("start", **{addresses.BACK_TO: addresses.RESULT}))

    @cached_property
    def _fields(self) -> list[tuple[str, str]]:
        return self._visit.answered_fields()

    @cached_property
    def _here(self) -> str:
        return self._visit.address_to_keep("result")

    @cached_property
    def _link_back(self) -> str:
        return self._visit.link_back()
