"""How many posts there were and were wished for, date by date, as rows of a chart on one scale."""

from dataclasses import dataclass
from decimal import Decimal

from careers import partial_dates
from careers.document import CareerPart, Claim
from careers.quantities import in_words
from careers.statements import Statement, Statements, Tag, is_counted


@dataclass(frozen=True)
class Row:
    """`value` is the width of the bar, on the same scale for every row."""

    statement: Statement
    when: str
    words: str
    value: Decimal

    @property
    def is_replaced(self) -> bool:
        return self.statement.claim.standing == "superseded"

    @property
    def is_struck(self) -> bool:
        """A goal may be given up for another; a count of its day stays what it was."""
        claim = self.statement.claim
        return self.is_replaced and claim.milestone is not None and claim.milestone.kind == "goal"

    @property
    def tag(self) -> Tag | None:
        return self.statement.tag if self.is_struck or not self.is_replaced else None


@dataclass(frozen=True)
class Headcount:
    counts: tuple[Row, ...]
    goals: tuple[Row, ...]
    highest: Decimal


def headcount(career: CareerPart, statements: Statements, anchor: str = "", *, brief: bool = False) -> Headcount:
    """Oldest first. A brief one counts only in the unit of the latest count, so that its bars compare."""
    counts, goals = _dated(career, "headcount"), _dated(career, "goal")
    if brief:
        counts = [(on, claim) for on, claim in counts if claim.figures[0].unit == counts[-1][1].figures[0].unit]
        goals = goals[-1:]
    rows = _rows(counts, statements, anchor), _rows(goals, statements, anchor)
    return Headcount(*rows, max((row.value for row in (*rows[0], *rows[1])), default=Decimal()))


def _dated(career: CareerPart, kind: str) -> list[tuple[str, Claim]]:
    dated = [
        (claim.milestone.on, claim)
        for claim in career.claims
        if claim.may_be_stated and claim.milestone and is_counted(claim) and claim.milestone.kind == kind
    ]
    return sorted(dated, key=lambda one: partial_dates.first_day(one[0]))


def _rows(dated: list[tuple[str, Claim]], statements: Statements, anchor: str) -> tuple[Row, ...]:
    return tuple(_row(claim, on, statements, anchor) for on, claim in dated)


def _row(claim: Claim, on: str, statements: Statements, anchor: str) -> Row:
    figure = claim.figures[0]
    return Row(
        statement=statements.one(claim, anchor or claim.code),
        when=partial_dates.in_french(on),
        words=in_words(figure),
        value=figure.low if figure.low is not None else figure.high or Decimal(),
    )
