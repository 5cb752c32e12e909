"""Editions that are no longer in force: read from the database when somebody asks for one, a few of them kept.

Only what was made with an older edition asks for it, so this is the one place where a public request waits for the
database: never longer than `patience`, on a thread whose connection is always given back. A database that did not
answer is left alone for some seconds, so that an outage holds up nobody.
"""

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future

from django.db import connection

from careers.beside import GONE
from careers.models import Edition
from careers.publication import Publication, published

log = logging.getLogger(__name__)

SECONDS_OF_PATIENCE = 1.5
SECONDS_LEFT_ALONE = 5.0
EDITIONS_KEPT = 4
"""Some megabytes each, with what is worked out of their rules."""


class NotNow(Exception):
    """The database did not answer in time."""


class OlderEditions:
    """`patience` None: read in the thread that asks, however long it takes."""

    def __init__(
        self,
        *,
        patience: float | None = SECONDS_OF_PATIENCE,
        most: int = EDITIONS_KEPT,
        clock: Callable[[], float] = time.monotonic,
    ):
        self.patience = patience
        self._most = most
        self._clock = clock
        self._reading = threading.Lock()
        self.clear()

    def clear(self) -> None:
        """As in a process that has just started."""
        self._kept: OrderedDict[int, Publication] = OrderedDict()
        self._failed_at: float | None = None

    def get(self, number: int) -> Publication | None:
        """None when there is no such edition. NotNow; UnreadableDocument when this version can't read it."""
        if (kept := self._kept.get(number)) is not None:
            return kept
        if self._failed_at is not None and 0 <= self._clock() - self._failed_at < SECONDS_LEFT_ALONE:
            raise NotNow
        try:
            found = _read(number) if self.patience is None else self._read_beside(number, self.patience)
        except (*GONE, TimeoutError) as error:
            log.warning("Edition %s can't be read now: %s", number, type(error).__name__)
            self._failed_at = self._clock()
            raise NotNow from None
        if found is not None:
            self._kept[number] = found
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return found

    @property
    def kept(self) -> tuple[int, ...]:
        """The numbers of those in memory."""
        return tuple(self._kept)

    def _read_beside(self, number: int, patience: float) -> Publication | None:
        """One at a time: whoever asks meanwhile waits too, and no longer."""
        ends = self._clock() + patience
        if not self._reading.acquire(timeout=patience):
            raise TimeoutError
        found: Future[Publication | None] = Future()

        def read() -> None:
            try:
                found.set_result(_read(number))
            except Exception as error:  # noqa: BLE001  # raised where the answer is waited for
                found.set_exception(error)
            finally:
                try:
                    connection.close()
                finally:
                    self._reading.release()

        try:
            threading.Thread(target=read, name="older-edition", daemon=True).start()
        except RuntimeError:  # no more threads
            self._reading.release()
            raise TimeoutError from None
        return found.result(timeout=max(0.0, ends - self._clock()))


def _read(number: int) -> Publication | None:
    edition = Edition.objects.filter(number=number).first()
    return published(edition, ()) if edition else None


older_editions = OlderEditions()
