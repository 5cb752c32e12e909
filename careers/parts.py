"""The parts of an edition. Each app registers its own when the apps are ready, as Django's system checks do.

So this app can freeze, check, compare, publish and put back rules it knows nothing about.
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


@dataclass(frozen=True)
class Change:
    """One row that is not the same in two versions of a career: what it is, and in sentences what changes.

    `row` is None for what the later version no longer has.
    """

    group: str
    name: str
    sentences: tuple[str, ...]
    row: Row | None = None


@dataclass(frozen=True)
class Effect:
    """What changes for visitors because of what changed in the rows, and the rows it comes from."""

    sentence: str
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Fault:
    """Why a document can't become rows: where in it, and what is wrong there."""

    path: str
    reason: str


Parts = Mapping[str, Any]
"""Part name → its structure."""


def _nothing(*args: Any) -> tuple[()]:
    return ()


@dataclass(frozen=True)
class Part:
    """What an app does with its part of a document.

    To become the draft, a document is gone through three times. `check` tells all that is wrong with it before anything
    is saved; `write` makes the rows of a career what its part says, new ones included; `sweep` deletes the rows its
    part does not name. Parts are written in the order they were registered and swept in the opposite one, since later
    parts lean on the rows of earlier ones.
    """

    name: str
    type: type
    read: Callable[[Career], Any]
    problems: Callable[[Parts], Iterable[Problem]]
    changes: Callable[[Parts, Parts], Iterable[Change]] = _nothing
    effects: Callable[[Parts, Parts], Iterable[Effect]] = _nothing
    check: Callable[[Parts], Iterable[Fault]] = _nothing
    write: Callable[[Career, Parts], Any] = _nothing
    sweep: Callable[[Career, Parts], Any] = _nothing


_registered: dict[str, Part] = {}


def register(part: Part) -> None:
    _registered[part.name] = part


def registered() -> tuple[Part, ...]:
    return tuple(_registered.values())
