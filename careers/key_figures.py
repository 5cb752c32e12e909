"""The few figures the page of a job opens with, chosen by what they measure and the counsellors' order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from careers.document import CareerPart, Claim, Figure
from careers.quantities import in_words
from careers.statements import Statement, Statements

MEASURES = (("hours", "hours"), ("hours", "months"), ("pay", "eur"), ("adaptation", "hours"))
"""Topic and unit: the first figure of that unit among the facts in force of that topic."""


@dataclass(frozen=True)
class KeyFigure:
    statement: Statement
    figure: Figure

    @property
    def words(self) -> str:
        return in_words(self.figure)

    @property
    def value(self) -> Decimal:
        return self.figure.low if self.figure.low is not None else self.figure.high or Decimal()


def key_figures(
    career: CareerPart, statements: Statements, anchor: str, measures: Iterable[tuple[str, str]] = MEASURES
) -> tuple[KeyFigure, ...]:
    return tuple(KeyFigure(statements.one(claim, anchor), figure) for claim, figure in _chosen(career, measures))


def _chosen(career: CareerPart, measures: Iterable[tuple[str, str]]) -> Iterator[tuple[Claim, Figure]]:
    for topic, unit in measures:
        measured = (
            (claim, figure)
            for claim in career.about(topic)
            if claim.standing == "current"
            for figure in claim.figures
            if figure.unit == unit
        )
        if found := next(measured, None):
            yield found
