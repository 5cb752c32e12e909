"""What is known of the pay, as rows of a chart on one scale: gross euros a month, full time."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from careers.document import CareerPart, Claim, Figure
from careers.models import SalaryRange
from careers.quantities import in_words
from careers.statements import Statement, Statements, Tag

OUTDATED = Tag("superseded", "Dépassé")
LEGAL_MINIMUM = Tag("current", "Minimum légal")
COMPUTED = Tag("neutral", "Calculé")
AMOUNT_NOT_FOUND = Tag("neutral", "Montants non trouvés")


@dataclass(frozen=True)
class Row:
    """`low` and `high` are hundredths of the width of the chart; None when only words are known."""

    statement: Statement
    label: str
    words: str
    kept: bool
    tag: Tag | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class PayChart:
    rows: tuple[Row, ...]
    mark: float | None
    """Where the legal minimum of today stands."""


def pay_chart(career: CareerPart, statements: Statements, anchor: str, *, with_history: bool) -> PayChart:
    told = [claim for claim in career.about("pay") if with_history or claim.standing != "superseded"]
    paid = [(claim, figures) for claim in told if (figures := monthly_gross(claim))]
    bounds = [bound for _, figures in paid for figure in figures for bound in (figure.low, figure.high) if bound]
    scale = Scale(min(bounds), max(bounds)) if bounds else None
    rows = [_row(claim, figures, statements.one(claim, anchor), scale) for claim, figures in paid if scale]
    rows[1:1] = _grid_without_amounts(told, paid, statements, anchor)
    minimum = next((row for row in rows if row.tag is LEGAL_MINIMUM), None)
    return PayChart(tuple(rows), minimum.low if minimum else None)


def monthly_gross(claim: Claim) -> list[Figure]:
    return [f for f in claim.figures if f.pay and f.period == "month" and f.pay.basis == "gross"]


@dataclass(frozen=True)
class Scale:
    """From the lowest amount to the highest, with room at both ends for the drawing."""

    lowest: Decimal
    highest: Decimal

    def share(self, amount: Decimal) -> float:
        width = self.highest - self.lowest
        return float(5 + 90 * (amount - self.lowest) / width) if width else 50.0


def _row(claim: Claim, figures: Sequence[Figure], statement: Statement, scale: Scale) -> Row:
    low = min((figure.low for figure in figures if figure.low is not None), default=None)
    high = max((figure.high for figure in figures if figure.high is not None), default=None)
    pay = figures[0].pay
    assert pay is not None
    kept = claim.standing != "superseded"
    left, right = (scale.share(amount) for amount in (low or high or Decimal(), high or low or Decimal()))
    if left == right and not kept:  # an outdated amount is drawn as a dashed range, never as the dot of today
        left, right = left - 1, right + 1
    return Row(
        statement=statement,
        label=figures[0].label if len(figures) == 1 else _settings().get(pay.setting, pay.setting),
        words=in_words(Figure(name="", label="", unit="eur", low=low, high=high)),
        kept=kept,
        tag=_tag(claim, pay.setting, statement, computed=any(figure.is_computed for figure in figures)),
        low=left,
        high=right,
    )


def _tag(claim: Claim, setting: str, statement: Statement, *, computed: bool) -> Tag | None:
    if claim.standing == "superseded":
        return OUTDATED
    if statement.tag:
        return statement.tag
    if setting == SalaryRange.Setting.LEGAL:
        return LEGAL_MINIMUM
    return COMPUTED if computed else None


def _grid_without_amounts(
    told: Sequence[Claim], paid: Sequence[tuple[Claim, list[Figure]]], statements: Statements, anchor: str
) -> list[Row]:
    """The positions of the job in the branch's grid, while no amount in force is known for them."""
    for claim, figures in paid:
        if claim.standing == "current" and figures[0].pay and figures[0].pay.setting == SalaryRange.Setting.BRANCH:
            return []
    for claim in told:
        for figure in claim.figures:
            if figure.unit == "position" and claim.standing == "current":
                label = _settings()[SalaryRange.Setting.BRANCH]
                return [Row(statements.one(claim, anchor), label, in_words(figure), True, AMOUNT_NOT_FOUND)]
    return []


def _settings() -> dict[str, str]:
    return {value: str(label) for value, label in SalaryRange.Setting.choices}
