"""What the public side works from: one edition (or the draft, in a preview), decoded, with the editions before it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from threading import RLock
from typing import Any

from django.utils.timezone import localdate

from careers import editions, in_force
from careers.document import CareerPart
from careers.models import Career, Edition
from careers.parts import Parts
from careers.turns import Turns

DAYS_KEPT = 12
"""Readings of an edition on other days that stay in memory: days on which the same facts stand share one."""


@dataclass(frozen=True)
class Notice:
    """One line of the public log of editions."""

    number: int
    published_at: datetime
    note: str
    checksum: str
    restores: int | None


@dataclass(frozen=True)
class Publication:
    """`number` is 0 for the draft, which was never published.

    It is as the edition holds it, or as it stands on a day (`on`); `in_place_of` then names, for the facts that are not
    the ones to read that day, those that are.
    """

    number: int
    parts: Parts
    text: str = ""
    checksum: str = ""
    published_at: datetime | None = None
    notices: tuple[Notice, ...] = ()
    in_place_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False)
    kept: dict[Any, Any] = field(default_factory=dict, compare=False)
    """What is derived from the parts once and kept as long as they are (indexes, compiled rules)."""
    _making: RLock = field(default_factory=RLock, init=False, repr=False, compare=False)

    @property
    def career(self) -> CareerPart:
        part: CareerPart = self.parts["career"]
        return part

    @property
    def is_draft(self) -> bool:
        return self.number == 0

    @property
    def written_on(self) -> date:
        """The day from which its word counts; a draft is of today."""
        return localdate(self.published_at) if self.published_at else localdate()

    def on(self, day: date) -> "Publication":
        """The same with the facts as they stand that day: itself when they stand as it holds them."""
        if "days" not in self.kept:
            turns = in_force.turning_days(self.career, self.written_on)
            self.kept["days"] = Turns(turns, self._standing_on, DAYS_KEPT)
        days: Turns[Publication] = self.kept["days"]
        return days.on(day)

    def _standing_on(self, day: date) -> "Publication":
        standing = in_force.standing_on(self.career, day, self.written_on)
        if standing.career is self.career and not standing.in_place_of:
            return self
        parts = {**self.parts, "career": standing.career}
        return replace(self, parts=parts, in_place_of=standing.in_place_of, kept={})

    def keep(self, make: Any) -> Any:
        """`make(parts)`, made at the first call and kept. Who asks meanwhile waits, instead of making it too."""
        if make not in self.kept:
            with self._making:
                if make not in self.kept:
                    self.kept[make] = make(self.parts)
        return self.kept[make]


def published(edition: Edition, notices: tuple[Notice, ...]) -> Publication:
    """UnreadableDocument when the text does not match its checksum, or is not of a type this version knows."""
    return opened(edition.number, edition.document, edition.checksum, edition.published_at, notices)


def opened(
    number: int, text: str, checksum: str, published_at: datetime | None, notices: tuple[Notice, ...]
) -> Publication:
    return Publication(
        number=number,
        parts=editions.open_document(text, checksum),
        text=text,
        checksum=checksum,
        published_at=published_at,
        notices=notices,
    )


def draft(career: Career) -> Publication:
    """The rows of this instant, as a preview shows them."""
    return Publication(number=0, parts=editions.read_draft(career), notices=notices_of(career))


def notices_of(career: Career) -> tuple[Notice, ...]:
    rows = career.editions.order_by("-number").values_list(
        "number", "published_at", "note", "checksum", "restores__number"
    )
    return tuple(Notice(*row) for row in rows)
