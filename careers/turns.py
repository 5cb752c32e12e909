"""What differs only from certain days on, worked out once for each stretch between two of them; a few are kept.

So that a page of another day costs nothing twice, and somebody who asks for ten thousand days fills no memory.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from typing import Generic, TypeVar

_Made = TypeVar("_Made")


class Turns(Generic[_Made]):
    """`make` is given the first day of a stretch. Those asked for last stay, `most` of them."""

    def __init__(self, days: Iterable[date], make: Callable[[date], _Made], most: int):
        self._days = sorted(set(days))
        self._make = make
        self._of_stretch = lru_cache(maxsize=most)(self._made)

    def on(self, day: date) -> _Made:
        return self._of_stretch(bisect_right(self._days, day))

    @property
    def kept(self) -> int:
        """How many stay in memory."""
        return self._of_stretch.cache_info().currsize

    def _made(self, turns: int) -> _Made:
        return self._make(self._days[turns - 1] if turns else date.min)
