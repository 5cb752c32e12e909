"""What a rule is. These frozen structures are the published document and what the engine evaluates.

References are codes: of a question, an option, a training, a case. Claims and figures of the career are named by
their code too ("ent-bac", "hrs-cqp-279/heures"), so that a number read here can be traced to who says it.
"""

from datetime import date
from enum import IntEnum, StrEnum
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

UNKNOWN = "ne-sait-pas"
"""The answer of someone who honestly does not know; possible where the question allows it."""


class Verdict(IntEnum):
    """What a route is to a person, a chain from closed to open."""

    CLOSED = 0
    TO_CHECK = 1
    CONDITIONAL = 2
    OPEN = 3

    @property
    def code(self) -> str:
        return self.name.lower().replace("_", "-")

    @classmethod
    def from_code(cls, code: str) -> "Verdict":
        """ValueError when the code names no verdict."""
        try:
            return cls[code.upper().replace("-", "_")]
        except KeyError:
            raise ValueError(f"not a verdict: {code!r}") from None


class Kind(StrEnum):
    ONE = "one"
    SEVERAL = "several"
    NUMBER = "number"


class Change(StrEnum):
    """How an answer can change: what makes a closed route open later, or never."""

    ACQUIRED = "acquired"  # by training
    GROWS = "grows"  # with time
    ARRANGED = "arranged"  # by doing something: finding an employer
    NEVER = "never"


class Certainty(StrEnum):
    ESTABLISHED = "established"
    DOUBTFUL = "doubtful"  # the sources disagree, or none could be read: never better than "to check"


class Clock(StrEnum):
    START = "start"  # the training must have begun
    OBTAIN = "obtain"  # the qualification must be held


class Rule(Struct, frozen=True, kw_only=True, omit_defaults=True, cache_hash=True):
    """Base of all rule structures."""


class Option(Rule, frozen=True):
    """`phrase` completes the question's `condition`: "avoir" + "le bac général ou technologique"."""

    code: str
    label: str
    phrase: str
    hint: str = ""
    exclusive: bool = False


class Question(Rule, frozen=True):
    """One thing to ask. `low`, `high`, `step` bound a number; `unit` is its plural ("ans", "mois").

    `condition` is a French infinitive with one gap, filled by the phrases of options or by "au moins 3 ans".
    """

    code: str
    kind: Kind
    wording: str
    short: str
    condition: str
    change: Change
    why: str
    hint: str = ""
    options: tuple[Option, ...] = ()
    unit: str = ""
    low: float = 0
    high: float = 0
    step: float = 1
    may_be_unknown: bool = False
    where_to_find: str = ""
    claims: tuple[str, ...] = ()

    def option(self, code: str) -> Option:
        """KeyError when the question has no such option."""
        for option in self.options:
            if option.code == code:
                return option
        raise KeyError(code)


class AnyOf(Rule, frozen=True, tag="any-of"):
    """At least one of these options is the answer, or among the answers."""

    question: str
    options: tuple[str, ...]


class NoneOf(Rule, frozen=True, tag="none-of"):
    """None of these options is the answer, or among the answers."""

    question: str
    options: tuple[str, ...]


class AtLeast(Rule, frozen=True, tag="at-least"):
    question: str
    threshold: float
    figure: str = ""


class LessThan(Rule, frozen=True, tag="less-than"):
    question: str
    threshold: float
    figure: str = ""


class CanEnter(Rule, frozen=True, tag="can-enter"):
    """The person can enter one of these trainings: as open as the most open of them."""

    trainings: tuple[str, ...]


Criterion = AnyOf | NoneOf | AtLeast | LessThan | CanEnter


class Case(Rule, frozen=True):
    """A way in: open when all its criteria hold; a doubtful one is never better than "to check"."""

    code: str
    sentence: str
    criteria: tuple[Criterion, ...]
    certainty: Certainty = Certainty.ESTABLISHED
    claims: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None

    def in_force(self, on: date) -> bool:
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_until is None or on <= self.valid_until
        )


class Grant(Rule, frozen=True):
    """A fact one holds afterwards: this option is (or is among) the answer to this question."""

    question: str
    option: str


class ToDo(Rule, frozen=True):
    """Something to arrange. Needed by everyone, or only by those whose answer is one of `needed_for`."""

    code: str
    title: str
    detail: str
    condition: str
    question: str = ""
    needed_for: tuple[str, ...] = ()
    grants: tuple[Grant, ...] = ()
    claims: tuple[str, ...] = ()


class Quantity(Rule, frozen=True):
    """A number and the figure that says it. One value has low = high; an open end is None."""

    figure: str
    unit: str
    low: float | None = None
    high: float | None = None

    @property
    def least(self) -> float:
        """The low end, or the only one that is known."""
        return self.low if self.low is not None else self.high or 0


class Training(Rule, frozen=True):
    code: str
    name: str
    summary: str
    cases: tuple[Case, ...]
    level: int | None = None
    hours: Quantity | None = None
    months: Quantity | None = None
    rhythm: str = ""  # claim
    cost: str = ""  # claim
    under_way: bool = False  # whoever it is open to is in it already: a plan ends it first
    to_dos: tuple[str, ...] = ()
    grants: tuple[Grant, ...] = ()
    claims: tuple[str, ...] = ()


class Route(Rule, frozen=True):
    """A road to the job: its own entry (any of its cases, if it has some), then its trainings in sequence.

    Its verdict is that of its own entry and of its first training, capped at conditional while something remains to
    arrange. It is not needed when one of the cases named by `not_needed` is fully met.
    """

    code: str
    name: str
    summary: str
    for_whom: str
    leads_to: str
    cases: tuple[Case, ...] = ()
    trainings: tuple[str, ...] = ()
    to_dos: tuple[str, ...] = ()
    not_needed: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()


class Deadline(Rule, frozen=True):
    """Months, counted from the answer to `clock`, to start a training or to hold the qualification."""

    code: str
    name: str
    kind: Clock
    clock: str
    months: Quantity
    cases: tuple[Case, ...]
    claims: tuple[str, ...] = ()


class Funding(Rule, frozen=True):
    """Who may pay for these trainings; shown to those one of its cases fits."""

    code: str
    name: str
    detail: str
    trainings: tuple[str, ...]
    cases: tuple[Case, ...]
    claims: tuple[str, ...] = ()


class StartingPoint(Rule, frozen=True):
    """A shortcut that starts the questions with one answer given."""

    label: str
    question: str
    option: str
    note: str = ""
    code: str = ""


class WitnessCase(Rule, frozen=True):
    """A named person whose verdicts are known: checked before every publication."""

    code: str
    name: str
    answers: dict[str, str | float | tuple[str, ...]]
    verdicts: dict[str, str]
    note: str = ""


_Named = TypeVar("_Named", Question, Training, Route, ToDo)
_Owner = TypeVar("_Owner", Training, Route, Deadline, Funding)


class Rules(Rule, frozen=True):
    """All the rules of one career. Questions and routes are in the order counsellors chose."""

    questions: tuple[Question, ...]
    to_dos: tuple[ToDo, ...]
    trainings: tuple[Training, ...]
    routes: tuple[Route, ...]
    qualifies: tuple[Case, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    fundings: tuple[Funding, ...] = ()
    witnesses: tuple[WitnessCase, ...] = ()
    starting_points: tuple[StartingPoint, ...] = ()

    def question(self, code: str) -> Question:
        return _named(self.questions, code)

    def training(self, code: str) -> Training:
        return _named(self.trainings, code)

    def route(self, code: str) -> Route:
        return _named(self.routes, code)

    def to_do(self, code: str) -> ToDo:
        return _named(self.to_dos, code)

    def on(self, day: date) -> "Rules":
        """The rules as they are in force on a day: the same object when all of them are."""
        if all(case.in_force(day) for case in self.all_cases().values()):
            return self

        def owners(rules: tuple[_Owner, ...]) -> tuple[_Owner, ...]:
            return tuple(
                replace(owner, cases=tuple(case for case in owner.cases if case.in_force(day))) for owner in rules
            )

        return replace(
            self,
            trainings=owners(self.trainings),
            routes=owners(self.routes),
            deadlines=owners(self.deadlines),
            fundings=owners(self.fundings),
            qualifies=tuple(case for case in self.qualifies if case.in_force(day)),
        )

    def all_cases(self) -> dict[str, Case]:
        """Every case by its code, wherever it stands."""
        return {case.code: case for cases in self.cases_by_owner() for case in cases}

    def cases_by_owner(self) -> tuple[tuple[Case, ...], ...]:
        """The cases side by side: any of those of one owner is enough."""
        owners: tuple[Training | Route | Deadline | Funding, ...]
        owners = (*self.trainings, *self.routes, *self.deadlines, *self.fundings)
        return (self.qualifies, *(owner.cases for owner in owners))


def _named(rules: tuple[_Named, ...], code: str) -> _Named:
    for rule in rules:
        if rule.code == code:
            return rule
    raise KeyError(code)
