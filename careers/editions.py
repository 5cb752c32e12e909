"""Editions: the draft read whole, checked whole, and frozen; or an older document published again."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
from django.db import transaction

from careers import parts
from careers.document import FORMAT, Document
from careers.models import Career, Edition
from careers.parts import Parts, Problem


class NotPublishable(Exception):
    """A draft with blocking problems; `problems` holds all there are."""

    def __init__(self, problems: list[Problem]):
        self.problems = problems
        super().__init__(f"{sum(problem.blocking for problem in problems)} blocking problems")


class UnreadableDocument(ValueError):
    """A document that is damaged, of another format, or not of the types this version knows."""


def read_draft(career: Career) -> Parts:
    """The rows of this instant, as the parts of an edition."""
    with transaction.atomic():
        return {part.name: part.read(career) for part in parts.registered()}


def problems(draft: Parts) -> list[Problem]:
    """Everything wrong with a draft at once, blocking problems first."""
    found = [problem for part in parts.registered() for problem in part.problems(draft)]
    return sorted(found, key=lambda problem: not problem.blocking)


def encode(career: str, contents: Parts) -> str:
    """The document as text: deterministic, so that equal contents have equal checksums."""
    raw = {name: msgspec.Raw(msgspec.json.encode(part)) for name, part in contents.items()}
    return msgspec.json.encode(Document(format=FORMAT, career=career, parts=raw), order="deterministic").decode()


def decode(text: str) -> tuple[str, Mapping[str, Any]]:
    """Career code and parts of a document. UnreadableDocument, with path and reason, when it can't be read."""
    try:
        envelope = msgspec.json.decode(text, type=Document)
        if envelope.format != FORMAT:
            raise UnreadableDocument(f"format {envelope.format}: this version reads format {FORMAT}")
        return envelope.career, {
            part.name: msgspec.json.decode(envelope.parts[part.name], type=part.type) for part in parts.registered()
        }
    except KeyError as missing:
        raise UnreadableDocument(f"part {missing} is missing") from None
    except msgspec.MsgspecError as error:
        raise UnreadableDocument(str(error)) from None


def checksum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def publish(career: Career, *, by: str, note: str, at: datetime) -> Edition:
    """Freeze the draft under the next number. NotPublishable while a blocking problem stands."""
    with transaction.atomic():
        _one_publication_at_a_time()
        draft = read_draft(career)
        found = problems(draft)
        if any(problem.blocking for problem in found):
            raise NotPublishable(found)
        return _freeze(career, encode(career.code, draft), by=by, note=note, at=at)


def publish_again(edition: Edition, *, by: str, note: str, at: datetime) -> Edition:
    """The document of an older edition under a new number. UnreadableDocument if this version can't read it."""
    with transaction.atomic():
        _one_publication_at_a_time()
        decode(edition.document)
        return _freeze(edition.career, edition.document, by=by, note=note, at=at, restores=edition)


def _one_publication_at_a_time() -> None:
    """Numbers are global: publications of all careers wait for each other (SQLite has one writer anyway)."""
    list(Career.objects.select_for_update().order_by("pk").values_list("pk"))


def _freeze(
    career: Career, text: str, *, by: str, note: str, at: datetime, restores: Edition | None = None
) -> Edition:
    latest = Edition.objects.order_by("-number").values_list("number", flat=True).first() or 0
    return Edition.objects.create(
        number=latest + 1,
        career=career,
        document=text,
        checksum=checksum(text),
        note=note,
        published_at=at,
        published_by=by,
        restores=restores,
    )
