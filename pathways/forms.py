"""One form class for every question: its field is made from the question's own data.

The form checks shape ("is this one of the answers?") through the engine's own reading of answers, so that a page, an
address and `manage.py assess` take and refuse the same things in the same words.
"""

from dataclasses import dataclass

from pathways.engine.answers import LONGEST_ECHO
from pathways.engine.rules import UNKNOWN, Kind, Option, Question
from pathways.engine.wording import DONT_KNOW

WHY_DONT_KNOW = "Nous regarderons les deux cas, et nous vous dirons où trouver la réponse."
ONE_ANSWER = "Une seule réponse."
KEYS = "123456789ABCDEFGHIJKLMOPQRSTUVWXYZ"
"""Of the answers in their order, in an interview by keyboard. N is for those that are not known."""
DONT_KNOW_KEY = "N"


@dataclass(frozen=True)
class Choice:
    id: str
    value: str
    label: str
    note: str
    checked: bool
    key: str
    """What chooses it in an interview by keyboard; empty for everybody else."""


@dataclass(frozen=True)
class QuestionForm:
    """A question as a page shows it: `typed` is what was sent or answered, kept as it was."""

    question: Question
    typed: tuple[str, ...] = ()
    error: str = ""
    has_keys: bool = False

    @property
    def is_number(self) -> bool:
        return self.question.kind is Kind.NUMBER

    @property
    def hint(self) -> str:
        return f"{self.question.hint} {ONE_ANSWER}".strip() if self.question.kind is Kind.ONE else self.question.hint

    @property
    def described_by(self) -> str:
        return " ".join(name for name, there in (("aide", self.hint), ("erreur", self.error)) if there)

    @property
    def error_title(self) -> str:
        return "Cette réponse ne convient pas" if any(self.typed) else "Il manque une réponse"

    @property
    def first_field(self) -> str:
        return self.question.code if self.is_number else (*self.choices, *self.choices_apart)[0].id

    @property
    def input_kind(self) -> str:
        return "checkbox" if self.question.kind is Kind.SEVERAL else "radio"

    @property
    def input_kind_apart(self) -> str:
        """A number may be replaced by a box to tick; a radio stays among its radios."""
        return "radio" if self.question.kind is Kind.ONE else "checkbox"

    @property
    def is_group_invalid(self) -> bool:
        """A group of radios says it once, ticked boxes say it one by one."""
        return bool(self.error) and self.question.kind is Kind.ONE

    @property
    def are_boxes_invalid(self) -> bool:
        return bool(self.error) and self.question.kind is Kind.SEVERAL

    @property
    def choices(self) -> list[Choice]:
        return [self._choice(*each) for each in self._keyed_options() if not each[0].exclusive]

    @property
    def choices_apart(self) -> list[Choice]:
        """After "ou": those that go with no other answer."""
        alone = [self._choice(*each) for each in self._keyed_options() if each[0].exclusive]
        if not self.question.may_be_unknown:
            return alone
        code = f"{self.question.code}-{UNKNOWN}"
        key = DONT_KNOW_KEY if self.has_keys else ""
        return [*alone, Choice(code, UNKNOWN, DONT_KNOW, WHY_DONT_KNOW, self._is_chosen(UNKNOWN), key)]

    @property
    def number(self) -> str:
        """The number typed, with a French comma; not more of it than fits."""
        text = next((text for text in self.typed if text != UNKNOWN), "")
        return (text if self.error else text.replace(".", ","))[: LONGEST_ECHO * 2]

    def _keyed_options(self) -> list[tuple[Option, str]]:
        """In the order they are shown; past the last key, one chooses with Tab and Space as on any page."""
        shown = sorted(self.question.options, key=lambda option: option.exclusive)
        keys = KEYS if self.has_keys else ""
        return [(option, keys[place : place + 1]) for place, option in enumerate(shown)]

    def _choice(self, option: Option, key: str) -> Choice:
        code = f"{self.question.code}-{option.code}"
        return Choice(code, option.code, option.label, option.hint, self._is_chosen(option.code), key)

    def _is_chosen(self, code: str) -> bool:
        """Of radios at most one can be: none, when the address says several."""
        return code in self.typed and (self.question.kind is not Kind.ONE or len(set(self.typed)) == 1)
