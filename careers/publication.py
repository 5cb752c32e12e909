"""What the public side works from: one edition (or the draft, in a preview), decoded, with the editions before it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from careers import editions
from careers.document import CareerPart
from careers.models import Career, Edition
from careers.parts import Parts


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
    """`number` is 0 for the draft, which was never published."""

    number: int
    parts: Parts
    text: str = ""
    checksum: str = ""
    published_at: datetime | None = None
    notices: tuple[Notice, ...] = ()
    kept: dict[Any, Any] = field(default_factory=dict, compare=False)
    """What is derived from the parts once and kept as long as they are (indexes, compiled rules)."""

    @property
    def career(self) -> CareerPart:
        part: CareerPart = self.parts["career"]
        return part

    @property
    def is_draft(self) -> bool:
        return self.number == 0

    def keep(self, make: Any) -> Any:
        """`make(parts)`, made at the first call and kept."""
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
