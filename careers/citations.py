"""The sources a page leans on, numbered once, in the order of their first use."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from careers.document import CareerPart, Source


@dataclass(frozen=True)
class Citation:
    """A source with its number on this page, and the part of the page that uses it first."""

    number: int
    source: Source
    first_used_in: str


class Citations:
    def __init__(self, career: CareerPart):
        self._sources = career.sources_by_code
        self._made: dict[str, Citation] = {}

    def cite(self, codes: Iterable[str], anchor: str) -> tuple[Citation, ...]:
        """The marks to put after a statement of the part of the page named by `anchor`."""
        return tuple(self._one(code, anchor) for code in codes)

    def cite_one(self, codes: Sequence[str], anchor: str) -> tuple[Citation, ...]:
        """The weightiest source of a statement only; among those that weigh the same, one the page cites already."""
        if len(codes) > 1:
            alike = [code for code in codes if self._weight(code) == self._weight(codes[0])]
            codes = [code for code in alike if code in self._made] or alike
        return self.cite(codes[:1], anchor)

    def listed(self) -> tuple[Citation, ...]:
        """All of them so far, as the end of the page lists them."""
        return tuple(self._made.values())

    def _weight(self, code: str) -> tuple[str, str]:
        return self._sources[code].kind, self._sources[code].trust

    def _one(self, code: str, anchor: str) -> Citation:
        if code not in self._made:
            self._made[code] = Citation(len(self._made) + 1, self._sources[code], anchor)
        return self._made[code]
