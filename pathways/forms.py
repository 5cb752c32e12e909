"""One form class for every question: its field is made from the question's own data.

The form checks shape ("is this one of the answers?") through the engine's own reading of answers, so that a page, an
address and `manage.py assess` take and refuse the same things in the same words.
"""

from dataclasses import dataclass

from pathways.engine.answers import LONGEST_ECHO
from pathways.engine.rules import UNKNOWN, Kind, Question
from pathways.engine.wording import DONT_KNOW


@dataclass(frozen=True)
class Choice:
    id: str
    value: str
    label: str
    note: str
    checked: bool


@dataclass(frozen=True)
class QuestionForm:
    """A question as a page shows it: `typed` is what was sent or answered, kept as it was."""

    question: Question
    typed: tuple[str, ...] = ()
    error: str = ""

    @property
    def input_kind(self) -> str:
        return "checkbox" if self.question.kind is Kind.SEVERAL else "radio"

    @property
    def unknown_kind(self) -> str:
        """A number may be replaced by a box to tick; a radio stays among its radios."""
        return "radio" if self.question.kind is Kind.ONE else "checkbox"

    @property
    def boxes_invalid(self) -> bool:
        """Ticked boxes say so one by one; a group of radios says it once."""
        return bool(self.error) and self.question.kind is Kind.SEVERAL

    @property
    def described_by(self) -> str:
        return " ".join(name for name, there in (("aide", self.question.hint), ("erreur", self.error)) if there)

    @property
    def error_title(self) -> str:
        return "Il y a une erreur" if self.typed else "Il manque une réponse"

    @property
    def is_number(self) -> bool:
        return self.question.kind is Kind.NUMBER

    @property
    def choices(self) -> list[Choice]:
        return [
            Choice(f"{self.question.code}-{option.code}", option.code, option.label, option.hint, self._is(option.code))
            for option in self.question.options
        ]

    @property
    def dont_know(self) -> Choice | None:
        if not self.question.may_be_unknown:
            return None
        note = "Nous regarderons les deux cas, et nous vous dirons où trouver la réponse."
        return Choice(f"{self.question.code}-{UNKNOWN}", UNKNOWN, DONT_KNOW, note, self._is(UNKNOWN))

    @property
    def first_field(self) -> str:
        return self.question.code if self.is_number else self.choices[0].id

    @property
    def number(self) -> str:
        """The number typed, with a French comma; not more of it than fits."""
        text = next((text for text in self.typed if text != UNKNOWN), "")
        return (text if self.error else text.replace(".", ","))[: LONGEST_ECHO * 2]

    def _is(self, code: str) -> bool:
        return code in self.typed
