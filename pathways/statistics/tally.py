"""Finished questionnaires, counted in memory and added to the database beside the requests.

Who answers a request only leaves the questionnaire here, which takes microseconds, waits for nobody and can't fail.
A thread takes what was left every few seconds, makes sums of it, and adds them to the database. If the database is
gone, or slow, these counts are dropped: answering matters more than counting. The thread ends when there is nothing
more to count.
"""

import atexit
import logging
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from django.db import connection
from prometheus_client import Counter as Metric

from careers.beside import GONE
from pathways.engine.answers import Answers
from pathways.engine.questionnaire import Questionnaire
from pathways.statistics import storage
from pathways.statistics.marks import marks
from pathways.statistics.storage import Key

log = logging.getLogger(__name__)

FINISHED = Metric("passerelle_questionnaires_finished", "Questionnaires finished by people.")
DROPPED = Metric("passerelle_questionnaires_dropped", "Finished questionnaires the statistics know nothing of.")

SECONDS_BETWEEN_WRITES = 5.0
MOST_WAITING = 2000  # questionnaires; of more, the oldest are dropped


class Finished(NamedTuple):
    """The answers of nobody in particular, for a few seconds: no name, no address, no hour."""

    career: str
    questionnaire: Questionnaire
    answers: Answers
    day: date


class Tally:
    def __init__(
        self,
        write: Callable[[Counter[Key], date], None],
        *,
        seconds_between_writes: float = SECONDS_BETWEEN_WRITES,
    ):
        self.seconds_between_writes = seconds_between_writes
        self._write = write
        self._finished: deque[Finished] = deque(maxlen=MOST_WAITING)
        self._writer: threading.Thread | None = None
        self._lock = threading.Lock()  # never held while marks are made or written
        self._ending = threading.Event()
        self._is_dropping = False

    def count(self, finished: Finished) -> None:
        """Leave a questionnaire to be counted."""
        FINISHED.inc()
        with self._lock:
            if len(self._finished) == self._finished.maxlen:
                DROPPED.inc()
            self._finished.append(finished)
            if self._writer is None or not self._writer.is_alive():
                self._start()

    def write(self) -> None:
        """Add up what was left and write it now, in this thread, whose connection is given back."""
        taken = self._taken()
        if not taken:
            return
        counts = _sums(taken)
        try:
            self._write(counts, max(key.day for key in counts))
            self._is_dropping = False
        except (*GONE, RuntimeError) as error:  # the latter: no thread for a connection, while Python ends
            if not self._is_dropping:  # once, not every few seconds of an outage
                log.warning("The database does not answer, statistics are dropped: %s", type(error).__name__)
            self._is_dropping = True
            DROPPED.inc(len(taken))
        finally:
            connection.close()

    def end(self) -> None:
        """Write what is left before the process ends."""
        self._ending.set()
        if (writer := self._writer) is not None:
            writer.join(self.seconds_between_writes)
        else:
            self.write()

    def _start(self) -> None:
        writer = threading.Thread(target=self._write_while_there_is_something, name="statistics", daemon=True)
        try:
            writer.start()
        except RuntimeError:  # no more threads: the next questionnaire tries again
            return
        self._writer = writer

    def _write_while_there_is_something(self) -> None:
        while True:
            self._ending.wait(self.seconds_between_writes)
            self.write()
            with self._lock:
                if not self._finished:
                    self._writer = None
                    return

    def _taken(self) -> deque[Finished]:
        with self._lock:
            taken, self._finished = self._finished, deque(maxlen=MOST_WAITING)
        return taken


def _sums(finished: Iterable[Finished]) -> Counter[Key]:
    counts: Counter[Key] = Counter()
    for each in finished:
        made = marks(each.questionnaire, each.answers)
        counts.update(Key(each.day, each.career, mark) for mark in made)
    return counts


class Keeper:
    """Writes counts, and once a day makes months of old days."""

    def __init__(self) -> None:
        self._folded_on: date | None = None

    def __call__(self, counts: Counter[Key], today: date) -> None:
        storage.add(counts)
        if self._folded_on != today:
            storage.fold(today)
            self._folded_on = today


tally = Tally(Keeper())
atexit.register(tally.end)
