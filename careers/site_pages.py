"""The pages of a site, for its map, with the day since when each of them says what it says.

Each app registers its own. A page gives what it tells as the very structures its template is made from: two of them
are equal when the page says the same. So an edition that changes one fact moves the date of the pages that tell it,
and of no other; and a fact that takes effect on its day moves it on that day, without an edition.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from careers.editions import UnreadableDocument
from careers.older_editions import NotNow, older_editions
from careers.publication import Publication

EDITIONS_LOOKED_AT = 10
"""Behind the one in force. What did not change since the first of them has no date: nobody read further."""


@dataclass(frozen=True)
class Page:
    """`name` and `kwargs` are those of its address. `tells` is None for a page whose words are part of the program.
    `title` is said by those another app must be able to name, on the map people read.
    """

    name: str
    kwargs: tuple[tuple[str, str], ...] = ()
    tells: Any = None
    title: str = ""


PagesOf = Callable[[Publication, date], Iterable[Page]]
TurnsOf = Callable[[Publication], Iterable[date]]
_registered: list[tuple[PagesOf, TurnsOf]] = []


def register(pages: PagesOf, turns: TurnsOf) -> None:
    """Each app says which pages it has, and on which days they may turn by themselves."""
    _registered.append((pages, turns))


def pages_of(publication: Publication, on: date) -> tuple[Page, ...]:
    """Of a publication as it stands that day, in the order of the map."""
    return tuple(page for pages, _ in _registered for page in pages(publication, on))


def dated_pages(publication: Publication, today: date) -> tuple[tuple[Page, date | None], ...]:
    """Each page with the first day it said what it says today; None when that is not known.

    Worked out once for an edition and a day, then kept.
    """
    kept_for, kept = publication.kept.get(dated_pages, (None, ()))
    if kept_for == today:
        dated: tuple[tuple[Page, date | None], ...] = kept
        return dated
    try:
        dated = tuple(_dated(publication, today))
    except NotNow:  # asked again next time
        return tuple((page, None) for page in pages_of(publication.on(today), today))
    publication.kept[dated_pages] = today, dated
    return dated


def _dated(publication: Publication, today: date) -> Iterator[tuple[Page, date | None]]:
    pages = pages_of(publication.on(today), today)
    unchanged = {_key(page): page.tells for page in pages if page.tells is not None}
    since: dict[Any, date | None] = {}
    for begun, edition in _stretches(publication, today):
        if edition:
            told = {_key(page): page.tells for page in pages_of(edition.on(begun or today), begun or today)}
            unchanged = {key: tells for key, tells in unchanged.items() if told.get(key) == tells}
        since |= dict.fromkeys(unchanged, begun)
        if not unchanged:
            break
    return ((Page(page.name, page.kwargs), since.get(_key(page))) for page in pages)


def _key(page: Page) -> tuple[str, tuple[tuple[str, str], ...]]:
    return page.name, page.kwargs


def _stretches(publication: Publication, today: date) -> Iterator[tuple[date | None, Publication | None]]:
    """The stretches of time in which the site said the same, latest first: the first day of each, and its edition.

    Nothing at the end when there were editions before it that were not looked at.
    """
    until = today
    for place, number in enumerate([publication.number, *_numbers_before(publication)]):
        edition = publication if place == 0 else _readable(number) if place <= EDITIONS_LOOKED_AT else None
        if edition is None:
            yield None, None
            return
        turned = {day for _, turns in _registered for day in turns(edition) if edition.written_on < day <= until}
        for begun in sorted({edition.written_on, *turned}, reverse=True):
            yield begun, edition
        until = edition.written_on


def _numbers_before(publication: Publication) -> list[int]:
    return [notice.number for notice in publication.notices if notice.number < publication.number]


def _readable(number: int) -> Publication | None:
    try:
        return older_editions.get(number)
    except UnreadableDocument:
        return None
