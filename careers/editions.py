"""Editions: the draft read whole, checked whole, and frozen; or an older document published again."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import msgspec
from django.db import connection, transaction
from msgspec import Struct

from careers import parts
from careers.document import FORMAT, Document
from careers.models import Career, Edition
from careers.parts import Parts, Problem

_T = TypeVar("_T")


class NotPublishable(Exception):
    """A draft with blocking problems; `problems` holds all there are."""

    def __init__(self, problems: list[Problem]):
        self.problems = problems
        super().__init__(" ".join(problem.message for problem in problems if problem.blocking))


class UnreadableDocument(ValueError):
    """A document that is damaged, of another format, or not of the types this version knows."""


class NothingNew(Exception):
    """What was to be published is what the newest edition says already; `edition` is that one."""

    def __init__(self, edition: Edition):
        self.edition = edition
        super().__init__(f"{edition} says the same.")


class Moved(Exception):
    """What was looked at before publishing is not what is there any more."""


@dataclass(frozen=True)
class Seen:
    """What somebody looked at before publishing: the newest edition (0 for none) and the draft, by its checksum."""

    newest: int
    draft: str = ""


class _Format(Struct):
    format: int


def read_draft(career: Career) -> Parts:
    """The rows of this instant, as the parts of an edition."""
    with one_instant():
        return _read(Career.objects.get(pk=career.pk))  # the caller's may be of a while ago


def _read(career: Career) -> Parts:
    return {part.name: part.read(career) for part in parts.registered()}


def problems(draft: Parts) -> list[Problem]:
    """Everything wrong with a draft at once, blocking problems first."""
    found = [problem for part in parts.registered() for problem in part.problems(draft)]
    return sorted(found, key=lambda problem: not problem.blocking)


def encode(career: str, contents: Parts) -> str:
    """The document as text: deterministic, so that equal contents have equal checksums."""
    raw = {name: msgspec.Raw(msgspec.json.encode(part, order="deterministic")) for name, part in contents.items()}
    return msgspec.json.encode(Document(format=FORMAT, career=career, parts=raw), order="deterministic").decode()


def decode(text: str) -> tuple[str, Mapping[str, Any]]:
    """Career code and parts of a document. UnreadableDocument, with path and reason, when it can't be read."""
    if (version := _decode(text, _Format, "document").format) != FORMAT:
        raise UnreadableDocument(f"document: format {version}, this version reads format {FORMAT}")
    envelope = _decode(text, Document, "document")
    if missing := [part.name for part in parts.registered() if part.name not in envelope.parts]:
        raise UnreadableDocument(f"document: no part {', '.join(missing)}")
    return envelope.career, {
        part.name: _decode(envelope.parts[part.name], part.type, f"part {part.name}") for part in parts.registered()
    }


def _decode(text: str | msgspec.Raw, kind: type[_T], what: str) -> _T:
    try:
        return msgspec.json.decode(text, type=kind)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise UnreadableDocument(f"{what}: {error}") from None


def open_document(text: str, expected: str) -> Parts:
    """The parts of a document that is what was once checksummed. UnreadableDocument when it is not."""
    if checksum(text) != expected:
        raise UnreadableDocument("document: it does not match its checksum")
    return decode(text)[1]


def checksum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def publish(career: Career, *, by: str, note: str, at: datetime, seen: Seen | None = None) -> Edition:
    """Freeze the draft under the next number. NotPublishable while a blocking problem stands.

    With what was `seen`, only that is published, and only once: otherwise Moved, or NothingNew.
    """
    with one_instant():
        _one_publication_at_a_time()
        row = Career.objects.select_for_update(no_key=True).get(pk=career.pk)
        draft = _read(row)
        text = encode(row.code, draft)
        if seen:
            _only_what_was_seen(row, checksum(text), seen)
            if seen.draft != checksum(text):
                raise Moved
        found = problems(draft)
        if any(problem.blocking for problem in found):
            raise NotPublishable(found)
        return _freeze(row, text, by=by, note=note, at=at)


def publish_again(edition: Edition, *, by: str, note: str, at: datetime, seen: Seen | None = None) -> Edition:
    """The document of an older edition under a new number. UnreadableDocument if this version can't read it.

    With what was `seen`, only over that edition: otherwise Moved, or NothingNew when it is in force already.
    """
    open_document(edition.document, edition.checksum)
    with transaction.atomic():
        _one_publication_at_a_time()
        if seen:
            _only_what_was_seen(edition.career, edition.checksum, seen)
        return _freeze(edition.career, edition.document, by=by, note=note, at=at, restores=edition)


def newest(career: Career) -> Edition | None:
    """The edition in force, unless this version can't read it."""
    return career.editions.order_by("-number").first()


def _only_what_was_seen(career: Career, fingerprint: str, seen: Seen) -> None:
    there = newest(career)
    if there and checksum(there.document) == fingerprint:  # one that was damaged is published anew
        raise NothingNew(there)
    if seen.newest != (there.number if there else 0):
        raise Moved


@contextmanager
def one_instant() -> Iterator[None]:
    """A transaction whose queries all see the rows of one instant, whatever others save meanwhile.

    SQLite's always do. PostgreSQL must be told before the first query, so not inside another transaction.
    """
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if connection.vendor == "postgresql" and outermost:
            _run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _one_publication_at_a_time() -> None:
    """Numbers are global: publications of all careers wait for each other, while visitors and counsellors go on.

    SQLite has one writer anyway. On PostgreSQL, waiting for a table does not yet choose the instant that is read, as
    waiting for a row would: the edition that was waited for is seen.
    """
    if connection.vendor == "postgresql":
        _run(f"LOCK TABLE {connection.ops.quote_name(Edition._meta.db_table)} IN SHARE ROW EXCLUSIVE MODE")


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _freeze(career: Career, text: str, *, by: str, note: str, at: datetime, restores: Edition | None = None) -> Edition:
    latest = Edition.objects.order_by("-number").values_list("number", flat=True).first() or 0
    edition = Edition(
        number=latest + 1,
        career=career,
        document=text,
        checksum=checksum(text),
        note=note,
        published_at=at,
        published_by=by,
        restores=restores,
    )
    edition.full_clean()
    edition.save()
    return edition
