"""Ratios of figures taken in turn, and the targets they are held to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Spread:
    """The median of ratios taken round by round; least and most say how restless the machine was."""

    median: float
    least: float
    most: float

    def __str__(self) -> str:
        return f"{self.median:.3g} ({self.least:.3g} to {self.most:.3g})"


def spread(figures: Iterable[float]) -> Spread | None:
    """None of no figures at all."""
    found = sorted(figures)
    return Spread(median(found), found[0], found[-1]) if found else None


def ratios(ours: Sequence[float], others: Sequence[float]) -> Spread | None:
    """Ours to theirs, of the same round each time; a round in which the other did nothing is left out."""
    return spread(one / other for one, other in zip(ours, others, strict=True) if other)


@dataclass(frozen=True)
class Finding:
    """What was found of one promise, and the bound it is held to; without bound it is only told."""

    what: str
    found: Spread | None
    at_most: float | None = None
    at_least: float | None = None

    @property
    def is_missed(self) -> bool:
        """By the median. What could not be measured does not hold."""
        if self.at_most is None and self.at_least is None:
            return False
        if self.found is None:
            return True
        above = self.at_most is not None and self.found.median > self.at_most
        below = self.at_least is not None and self.found.median < self.at_least
        return above or below

    @property
    def bound(self) -> str:
        bounds = (("<=", self.at_most), (">=", self.at_least))
        return ", ".join(f"{sign} {limit:g}" for sign, limit in bounds if limit is not None)

    def __str__(self) -> str:
        found = "not measured" if self.found is None else str(self.found)
        said = "MISSED" if self.is_missed else "holds" if self.bound else ""
        return f"{self.what:<74} {found:<30} {self.bound:<9} {said}".rstrip()
