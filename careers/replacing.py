"""The draft of a career replaced, whole or not at all, by what a document says: an older edition, or a file.

What was written is read again before it is kept: the draft then says what the document says, or nothing is changed.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Model, ProtectedError

from careers import editions, parts
from careers.changes import changes
from careers.document import CareerPart
from careers.models import Career, Claim, Source
from careers.parts import Change, Fault, Parts
from careers.reading import read_source
from careers.rows_of_documents import Refused

MOST_USES = 20
"""Rows of other careers named at once, when they forbid to delete."""


class NotWritable(Exception):
    """A document that can't become the draft; `faults` says where and why. No row was changed."""

    def __init__(self, faults: list[Fault]):
        self.faults = faults
        super().__init__("; ".join(f"{fault.path}: {fault.reason}" for fault in faults))


class DraftMoved(Exception):
    """The draft is no more the one that was looked at before it was to be replaced."""


@dataclass(frozen=True)
class Replacement:
    """What replacing a draft does: the rows that change, and the sources other careers share that change with them."""

    is_new: bool
    before: str
    """Checksum of the draft as it was; empty for a career that was not there."""
    changes: tuple[Change, ...]
    shared: tuple[tuple[str, tuple[str, ...]], ...]


def rehearse(code: str, contents: Parts) -> Replacement:
    """What `replace` would do, done and undone. NotWritable as it would be."""
    with transaction.atomic():
        found = _replace(code, contents, None)
        transaction.set_rollback(True)
    return found


def replace(code: str, contents: Parts, *, looked_at: str | None = None) -> Replacement:
    """The rows of a career made what these contents say. NotWritable, or DraftMoved, and then nothing has changed."""
    with transaction.atomic():
        return _replace(code, contents, looked_at)


def _replace(code: str, contents: Parts, looked_at: str | None) -> Replacement:
    if faults := [fault for part in parts.registered() for fault in part.check(contents)]:
        raise NotWritable(faults)
    career = Career.objects.select_for_update().filter(code=code).first()  # nobody adds rows to it meanwhile
    before = editions.read_draft(career) if career else None
    fingerprint = editions.checksum(editions.encode(code, before)) if before else ""
    if looked_at is not None and looked_at != fingerprint:
        raise DraftMoved
    shared = tuple(_shared(code, contents["career"]))
    after = _written(career or Career(code=code), contents)
    # What the rows say otherwise than the document: numbers that contradict the facts they come from, for example.
    if found := changes(contents, after):
        raise NotWritable([Fault(change.group, f"{change.name} {' '.join(change.sentences)}") for change in found])
    return Replacement(
        is_new=before is None,
        before=fingerprint,
        changes=tuple(changes(before, after)) if before else (),
        shared=shared,
    )


def _written(career: Career, contents: Parts) -> Parts:
    """The draft, read again after it was made what the document says."""
    try:
        for part in parts.registered():
            part.write(career, contents)
        for part in reversed(parts.registered()):
            part.sweep(career, contents)
    except Refused as refusal:
        raise NotWritable([refusal.fault]) from None
    except ProtectedError as refusal:
        raise NotWritable([_in_use(row) for row in list(refusal.protected_objects)[:MOST_USES]]) from None
    return editions.read_draft(career)


def _in_use(row: Model) -> Fault:
    kind = row._meta.verbose_name
    return Fault("ce que le document ne contient pas", f"Encore utilisé hors de ce métier : {kind} « {row} ».")


def _shared(code: str, part: CareerPart) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Sources that change and that facts of other careers lean on too, each with the names of those careers."""
    others = Claim.objects.exclude(career__code=code).filter(sources__code__in=part.sources_by_code)
    careers: dict[str, set[str]] = {}
    for source, title in others.values_list("sources__code", "career__title"):
        careers.setdefault(source, set()).add(title)
    for row in Source.objects.filter(code__in=careers.keys() & part.sources_by_code.keys()).order_by("code"):
        if read_source(row) != part.sources_by_code[row.code]:
            yield str(row), tuple(sorted(careers[row.code]))
