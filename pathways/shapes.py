"""Pages with holes where a person's answers go: made once for all who meet the same page, then only filled in.

A question's page is the same for everybody it is asked of, but for a few texts: what was answered, and addresses that
hold it. So a template makes it with a sign in place of each of them, and what it made is kept. What anybody answered is
in no page that is kept (ADR 0021).
"""

import html
import re
import secrets
from collections.abc import Callable, Hashable, Iterable
from datetime import date
from functools import cache
from typing import Any, NamedTuple, TypeVar

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from careers.publication import Publication

MOST_KEPT = 400
"""Of an edition, in a process: ten kilobytes each."""

MOST_PIECES = 4000
"""Of an edition, in a process: less than a kilobyte each."""

_FIRST, _LAST = 0xF0000, 0xFFFFD  # for private use: nothing that French typography touches
_SIGNS = "".join(chr(_FIRST + secrets.randbelow(_LAST - _FIRST)) for _ in range(4))
"""Before each sign, another in each process: private use or not, people may type any character there is."""
_SIGN = re.compile(f"{_SIGNS}([{chr(_FIRST)}-{chr(_LAST)}])")

_Made = TypeVar("_Made")


class Blank(NamedTuple):
    """Where a text of one person alone goes in what is kept for many: which one, and of what."""

    what: str
    """A method of whoever knows these texts, with one argument."""
    about: Hashable = None

    def said_by(self, own: object) -> str:
        """As HTML."""
        return _escaped(getattr(own, self.what)(self.about))


class Written(list[str | Blank]):
    """A part of a page: HTML, with blanks between."""

    def said_by(self, own: object) -> SafeString:
        return SafeString("".join([part.said_by(own) if isinstance(part, Blank) else part for part in self]))


def together(parts: Iterable[Written | SafeString]) -> Written:
    """One after the other."""
    whole = Written()
    for part in parts:
        if isinstance(part, Written):
            whole += part
        elif part:
            whole.append(part)
    return whole


Text = str | Written | Blank
Hole = Callable[[Text], SafeString]
"""What a template gets in place of a text."""


class Holes:
    """The texts of one page that come from answers, as HTML; templates get a sign for each.

    Or, of a page that is not kept, the texts themselves: what was typed may be in it, a sign of ours as well. `own`
    knows what goes in blanks, where there are any.
    """

    def __init__(self, own: object = None, *, is_kept: bool = True) -> None:
        self.is_kept = is_kept
        self.are_filled: list[bool] = []
        """Which holes have a text: templates ask about it, so it is part of a key."""
        self._own = own
        self._texts: list[Text] = []

    def hole(self, text: Text) -> SafeString:
        """The sign that stands for a text; empty for none, which templates ask about."""
        said: str | Written
        if isinstance(text, str):
            text = said = _escaped(text)
        else:
            said = text.said_by(self._own) if isinstance(text, Blank) or not self.is_kept else text
        self.are_filled.append(bool(said))
        if not said:
            return SafeString()
        if not self.is_kept:
            return SafeString(said)
        self._texts.append(text)
        return _sign(len(self._texts) - 1)

    def written(self, shape: list[str]) -> Written:
        """With its blanks."""
        whole = Written()
        for place, part in enumerate(shape):
            text = self._texts[ord(part) - _FIRST] if place % 2 else part
            if isinstance(text, Written):
                whole += text
            elif text:
                whole.append(text)
        return whole


def _escaped(text: str) -> SafeString:
    return text if isinstance(text, SafeString) else SafeString(html.escape(text))


@cache
def _sign(place: int) -> SafeString:
    return SafeString(f"{_SIGNS}{chr(_FIRST + place)}")


def split(html: str) -> list[str]:
    """What is between signs, each followed by a sign, but the last."""
    return _SIGN.split(html)


def part(publication: Publication, key: Hashable, holes: Holes, make: Callable[[], str]) -> Written:
    """What `make` makes, with its blanks. The key says all it depends on but the texts in the holes."""
    if not holes.is_kept:
        return Written([make()])
    return holes.written(kept(publication, key, lambda: split(make())))


class Pieces:
    """The parts a page is put together from: each made once for all to whom it says the same, then only filled in."""

    def __init__(self, publication: Publication, day: date, own: object, *, is_kept: bool = True) -> None:
        self.is_kept = is_kept
        self._own = own
        self._day = day
        self._pieces = Shapes(publication, "pieces", MOST_PIECES)

    def piece(self, template: str, key: Hashable, context: Callable[[Hole], dict[str, Any]]) -> Written:
        """What the template makes of a context, which puts in a hole all that the key does not say."""
        holes = Holes(self._own, is_kept=self.is_kept)
        values = context(holes.hole)
        if not self.is_kept:
            return Written([render_to_string(template, values)])
        whole_key = (template, self._day, key, *holes.are_filled)
        return holes.written(self._pieces.get(whole_key, lambda: split(render_to_string(template, values))))

    def without_holes(self, template: str, key: Hashable, context: dict[str, Any]) -> SafeString:
        """What the template makes of a context, all of which the key says."""
        if not self.is_kept:
            return render_to_string(template, context)
        found: SafeString = self._pieces.get((template, self._day, key), lambda: render_to_string(template, context))
        return found


def kept(publication: Publication, key: Hashable, make: Callable[[], _Made]) -> _Made:
    """What was made under this key, as long as the edition is in force; made anew where templates change."""
    found: _Made = Shapes(publication, "shapes", MOST_KEPT).get(key, make)
    return found


class Shapes:
    """What is kept with an edition under a name. What is full is emptied, and fills again with those who come."""

    def __init__(self, publication: Publication, name: str, most: int) -> None:
        self._kept: dict[Hashable, Any] = {} if settings.DEBUG else publication.kept.setdefault(name, {})
        self._most = most

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        found = self._kept.get(key)
        if found is None:
            found = make()
            if len(self._kept) >= self._most:
                self._kept.clear()
            self._kept[key] = found
        return found
