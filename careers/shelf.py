"""The current edition of each career, in memory: what every public request reads, without a query.

Whether a newer edition exists is looked up beside the requests: at most one look at a time, at most every two
seconds, on a thread of its own whose connection is always given back. If the database is gone the editions in memory
go on being served, and a copy on disk lets a restarted process do the same.
"""

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.models import Max
from msgspec import Struct

from careers.editions import UnreadableDocument
from careers.models import Career, Edition
from careers.publication import Notice, Publication, notices_of, opened, published

log = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 2.0
GONE = (DatabaseError, InterfaceError, OSError)


class Copy(Struct, frozen=True):
    """A current edition as it is kept on disk."""

    number: int
    text: str
    checksum: str
    published_at: datetime | None
    notices: tuple[Notice, ...]


class Shelf:
    """Current publications by career code. `get` never waits for the database once something is on the shelf."""

    def __init__(self, copies: Path | None, clock: Callable[[], float] = time.monotonic):
        self._copies = copies
        self._clock = clock
        self._current: dict[str, Publication] = {}
        self._looking = threading.Lock()
        self._looked_at: float | None = None

    def get(self, career: str) -> Publication | None:
        """The current publication of a career; None when none was ever published."""
        return self.all().get(career)

    def all(self) -> dict[str, Publication]:
        if self._looked_at is None:
            self.look(wait=True)
        elif self._clock() - self._looked_at >= SECONDS_BETWEEN_LOOKS and not self._looking.locked():
            threading.Thread(target=self._look_and_give_back, name="edition-look", daemon=True).start()
        return self._current

    def look(self, *, wait: bool = False) -> None:
        """Look for newer editions now, in this thread. Without `wait`, not at all if another look is under way."""
        if not self._looking.acquire(blocking=wait):
            return
        try:
            if wait and self._looked_at is not None and self._clock() - self._looked_at < SECONDS_BETWEEN_LOOKS:
                return  # somebody looked while we waited
            self._take_newer()
            self._looked_at = self._clock()
        except GONE as error:
            log.warning("The database does not answer, the editions in memory are served: %s", type(error).__name__)
            if not self._current:
                self._current = self._from_disk()
            if self._current:
                self._looked_at = self._clock()
        finally:
            self._looking.release()

    def clear(self) -> None:
        self._current, self._looked_at = {}, None

    def _look_and_give_back(self) -> None:
        try:
            self.look()
        finally:
            connection.close()

    def _take_newer(self) -> None:
        latest = dict(
            Career.objects.filter(editions__isnull=False).values_list("code").annotate(latest=Max("editions__number"))
        )
        if latest == {code: publication.number for code, publication in self._current.items()}:
            return
        current = {code: self._current[code] for code in latest if code in self._current}
        for code, number in latest.items():
            if code not in current or current[code].number != number:
                current.update(self._read(code, number))
        self._current = current
        self._to_disk()

    def _read(self, code: str, number: int) -> dict[str, Publication]:
        """The publication on top of what is shown now; nothing when it can't be read (the former one stays)."""
        edition = Edition.objects.select_related("career").get(number=number)
        try:
            return {code: published(edition, notices_of(edition.career))}
        except UnreadableDocument:
            log.exception("Edition %s of %s can't be read: the former one stays", number, code)
            return {}

    def _to_disk(self) -> None:
        if self._copies is None:
            return
        try:
            self._copies.mkdir(parents=True, exist_ok=True)
            for code, publication in self._current.items():
                copy = Copy(
                    number=publication.number,
                    text=publication.text,
                    checksum=publication.checksum,
                    published_at=publication.published_at,
                    notices=publication.notices,
                )
                unfinished = self._copies / f"{code}.json.{threading.get_ident()}"
                unfinished.write_bytes(msgspec.json.encode(copy))
                unfinished.replace(self._copies / f"{code}.json")
        except OSError:
            log.exception("The copies of the current editions could not be written to disk")

    def _from_disk(self) -> dict[str, Publication]:
        found: dict[str, Publication] = {}
        for path in sorted(self._copies.glob("*.json")) if self._copies else []:
            try:
                copy = msgspec.json.decode(path.read_bytes(), type=Copy)
                found[path.stem] = opened(copy.number, copy.text, copy.checksum, copy.published_at, copy.notices)
            except (OSError, msgspec.MsgspecError, UnreadableDocument):
                log.exception("The copy %s can't be used", path.name)
        return found


shelf = Shelf(settings.EDITION_COPIES)

