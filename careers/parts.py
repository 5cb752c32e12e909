"""The parts of an edition. Each app registers its own when the apps are ready, as Django's system checks do.

So this app can freeze, check and publish rules it knows nothing about.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from careers.models import Career


@dataclass(frozen=True)
class Row:
    """Where to mend something: a row named by its model ("careers.claim") and natural key."""

    model: str
    key: tuple[str | int, ...]


@dataclass(frozen=True)
class Problem:
    """Something wrong with a draft, in words a counsellor understands. A blocking one forbids to publish."""

    message: str
    row: Row | None = None
    blocking: bool = True


Parts = Mapping[str, Any]
"""Part name → its structure."""


@dataclass(frozen=True)
class Part:
    name: str
    type: type
    read: Callable[[Career], Any]
    problems: Callable[[Parts], Iterable[Problem]]


_registered: dict[str, Part] = {}


def register(part: Part) -> None:
    _registered[part.name] = part


def registered() -> tuple[Part, ...]:
    return tuple(_registered.values())
