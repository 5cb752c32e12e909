"""Sums read back, never to the unit.

Whoever knows a total and all of its parts but one knows the last: hiding small numbers is not enough. So every number
is brought down to a multiple of five before it is shown, drawn, ranked or compared, and what is under five is "moins
de 5", nothing included. No exact number leaves this module.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from careers.typography import number
from pathways.statistics import storage
from pathways.statistics.marks import FINISHED, Mark

STEP = 5


@dataclass(frozen=True, order=True)
class Amount:
    """A number one may see: a multiple of five, or 0 for what is hidden."""

    rounded: int

    @property
    def is_hidden(self) -> bool:
        return self.rounded == 0

    @property
    def words(self) -> str:
        return f"moins de {STEP}" if self.is_hidden else number(self.rounded)

    def share_of(self, whole: "Amount") -> float:
        """In hundredths; nothing of what is hidden."""
        return min(100.0, 100 * self.rounded / whole.rounded) if whole.rounded else 0.0


def amount(exact: int) -> Amount:
    return Amount(exact // STEP * STEP)


@dataclass(frozen=True)
class Totals:
    """What was counted between two days; `since` is None when nothing was."""

    since: date | None
    until: date
    _sums: Mapping[Mark, int] = field(default_factory=dict, repr=False)

    def of(self, kind: str, subject: str = "", *codes: str) -> Amount:
        """One sum, or of several codes together."""
        return amount(sum(self._sums.get(Mark(kind, subject, code), 0) for code in codes or ("",)))

    def codes(self, kind: str, subject: str) -> list[str]:
        """The codes counted of a subject, also those the rules have no more."""
        return sorted(mark.code for mark in self._sums if mark.code and mark[:2] == (kind, subject))

    @property
    def finished(self) -> Amount:
        return self.of(FINISHED)


def totals(career: str, *, since: date | None = None, until: date) -> Totals:
    """From a day on, or since the first that was counted, to the end of another."""
    first = storage.first_day(career)
    begins = max(first, since or first) if first and first <= until else None
    return Totals(begins, until, storage.sums(career, since=since, until=until))


def ended_days(career: str, today: date) -> Totals:
    """To the end of yesterday: numbers that moved at once would show what the last person answered."""
    return totals(career, until=today - timedelta(days=1))


def months(career: str) -> list[tuple[date, Amount]]:
    """The first day of each month that was counted in, with the questionnaires finished in it; oldest first."""
    return [(month, amount(total)) for month, total in storage.sums_of_months(career, Mark(FINISHED))]
