"""What differs between two structures of the same kind, in French sentences. What the fields mean is for others to say.

Every field of a structure is either put into words or named as said elsewhere: one that is forgotten raises, so that
nothing can be published in silence (tests/careers/test_changes.py changes every field there is).
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from msgspec import Struct

from careers import partial_dates
from careers.parts import Change, Row

_T = TypeVar("_T")
Words = Callable[[Any], str]


class Field(NamedTuple):
    """A field's name in French; how its value is said, before and after."""

    label: str
    before: Words = str
    after: Words = str


def said(label: str, words: Words = str) -> Field:
    """A field whose value is said alike on both sides."""
    return Field(label, words, words)


class Each(NamedTuple):
    """A field of several values whose order means nothing: each that comes or goes is told by itself."""

    label: str
    before: Words = str
    after: Words = str


ELSEWHERE = None
"""Stands for a field that is told by itself, or names the structure."""


def sentences(before: Struct, after: Struct, fields: Mapping[str, Field | Each | None]) -> Iterator[str]:
    """One sentence for each field that differs. KeyError for a field nobody thought of."""
    for name in after.__struct_fields__:
        old, new, field = getattr(before, name), getattr(after, name), fields[name]
        if field is ELSEWHERE or old == new:
            continue
        if isinstance(field, Each):
            yield from _each(field, old, new)
        else:
            was, is_ = (
                words(value) if _says_something(value) else ""
                for words, value in ((field.before, old), (field.after, new))
            )
            yield became(field.label, was, is_, (old, new))


def _says_something(value: Any) -> bool:
    return value is not None and value not in ("", ())


def became(label: str, old: str, new: str, values: Any = ()) -> str:
    """ "Statut : « en vigueur » devient « remplacé »." An empty side comes, or goes."""
    if old == new:
        return f"{label} : changé, sans que les mots le disent ({' → '.join(map(str, values))})."
    if not old:
        return f"{label} : « {new} » s’ajoute."
    if not new:
        return f"{label} : « {old} » disparaît."
    return f"{label} : « {old} » devient « {new} »."


def _each(field: Each, old: Iterable[Any], new: Iterable[Any]) -> Iterator[str]:
    yield from (became(field.label, field.before(value), "") for value in old if value not in set(new))
    yield from (became(field.label, "", field.after(value)) for value in new if value not in set(old))


@dataclass(frozen=True)
class Kind:
    """What rows of a kind are called, and where they stand. `new` and `gone` agree in gender with it."""

    model: str
    group: str
    new: str
    gone: str

    def row(self, *key: str | int) -> Row:
        return Row(self.model, key)


def compare(
    kind: Kind,
    before: Mapping[Any, _T],
    after: Mapping[Any, _T],
    *,
    name: Callable[[_T], str],
    told: Callable[[_T, _T], Iterable[str]],
    about: Callable[[_T], Iterable[str]] = lambda one: (),
    group: Callable[[_T], str] | None = None,
) -> Iterator[Change]:
    """Structures by their codes: those that changed, changed places in their group, came, or went."""
    group_of = group or (lambda one: kind.group)
    places = _changed_places(before, after, group_of, name)
    for code, new in after.items():
        row = kind.row(*code) if isinstance(code, tuple) else kind.row(code)
        if code not in before:
            yield Change(group_of(new), name(new), (kind.new, *about(new)), row)
            continue
        found = () if before[code] == new else tuple(told(before[code], new))
        if found := (*found, *places.get(code, ())):
            yield Change(group_of(new), name(new), found, row)
    for code, old in before.items():
        if code not in after:
            yield Change(group_of(old), name(old), (kind.gone,))


def order_of(label: str, before: Sequence[Any], after: Sequence[Any], name: Callable[[Any], str]) -> Iterator[str]:
    """A sentence when those that stay do not follow each other as they did."""
    old, new = [one for one in before if one in after], [one for one in after if one in before]
    if old != new:
        yield f"{label}, dans cet ordre : {', '.join(f'« {name(one)} »' for one in after)}."


def _moved(before: list[Any], after: list[Any]) -> set[Any]:
    """The fewest of them that were put elsewhere: all but a longest run that kept its order."""
    if before == after:
        return set()
    place = {code: number for number, code in enumerate(before)}
    ends: list[int] = []  # the smallest place a run of each length may end with
    lengths: list[int] = []
    for code in after:
        length = bisect_left(ends, place[code])
        ends[length : length + 1] = [place[code]]
        lengths.append(length)
    moved, wanted = set(), len(ends) - 1
    for code, length in zip(reversed(after), reversed(lengths), strict=True):
        if length == wanted:
            wanted -= 1
        else:
            moved.add(code)
    return moved


def _changed_places(
    before: Mapping[Any, _T], after: Mapping[Any, _T], group: Callable[[_T], str], name: Callable[[_T], str]
) -> dict[Any, tuple[str]]:
    """What is said of those that were put elsewhere in their group."""
    orders: dict[str, list[Any]] = {}
    for code, one in after.items():
        orders.setdefault(group(one), []).append(code)
    stayed: dict[str, list[Any]] = {}
    for code, one in before.items():
        if code in after and group(one) == (title := group(after[code])):
            stayed.setdefault(title, []).append(code)
    said: dict[Any, tuple[str]] = {}
    for title, codes in stayed.items():
        there, order = set(codes), orders[title]
        for code in _moved(codes, [code for code in order if code in there]):
            number = order.index(code)
            follows = f"Change de place : vient après « {name(after[order[number - 1]])} »."
            said[code] = (follows if number else "Change de place : vient en premier.",)
    return said


def yes_or_no(value: bool) -> str:
    return "oui" if value else "non"


def date_in_words(text: Any) -> str:
    """A draft may hold a date nobody can read: then as it is."""
    return partial_dates.in_french(str(text)) if partial_dates.is_date(str(text)) else str(text)


def choice(choices: Any) -> Words:
    """The words of a choice; of one nobody knows, its code."""
    words = dict(choices.choices)
    return lambda value: words.get(value, str(value))
