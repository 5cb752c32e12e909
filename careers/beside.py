"""Something of the database kept in memory, and looked up again beside the requests.

One look at a time, on a thread of its own whose connection is always given back. Whoever asks never waits for the
database once a first look was taken. How long a look may take at most is for the database settings to say
(config/environment.py).
"""

import threading
import time
from collections.abc import Callable

from django.db import Error, connection
from prometheus_client import Counter

GONE = (Error, OSError)
"""What a database that does not answer raises."""

FAILED = Counter("passerelle_looks_failed", "Looks at the database that got no answer.", ["look"])

SECONDS_AFTER_A_FAILURE = 10.0
"""What is looked up rarely is looked up again soon if there was no answer."""

QUIET_AFTER = 10.0
"""Seconds in which nobody asked."""
LONGEST_WAIT = 0.25
"""Seconds one request may wait for a look; a database that answers takes a few thousandths."""


class KeptInMemory:
    """Says when to look, and remembers whether the database answered; `_take` looks, `_make_do` goes on without it."""

    thread_name = ""

    def __init__(self, seconds_between_looks: float, clock: Callable[[], float] = time.monotonic):
        self.seconds_between_looks = seconds_between_looks
        self._clock = clock
        FAILED.labels(self.thread_name)  # told from the start, as 0: the first failure is then seen as one
        self._looking = threading.Lock()
        self.clear()

    def clear(self) -> None:
        """As in a process that has just started."""
        self.begin()

    def begin(self) -> None:
        """As in a process that was just forked: it has what is in memory, and has not looked itself."""
        self._looked_at: float | None = None
        self._asked_at: float | None = None
        self.is_answered: bool | None = None
        """Whether the database answered the last look; None before the first."""

    @property
    def seconds_since_look(self) -> float | None:
        return None if self._looked_at is None else max(0.0, self._clock() - self._looked_at)

    def look(self) -> None:
        """Look now, in this thread."""
        with self._looking:
            self._look()

    def look_if_due(self) -> None:
        """The first time now, in this thread; later beside the request, if nobody is looking already.

        Who comes first after a quiet time gives that look a moment: what is in memory may be hours old by then, and
        who comes next would see something newer.
        """
        was_quiet = self._is_quiet()
        self._asked_at = self._clock()
        if self._looked_at is None:
            with self._looking:
                if self._looked_at is None:  # nobody looked while we waited
                    self._look()
        else:
            self.look_beside_if_due()
            if was_quiet and self._looking.acquire(timeout=LONGEST_WAIT):
                self._looking.release()

    def look_beside_if_due(self) -> None:
        """Never in this thread, not even the first time: a process that starts looks before anybody asks."""
        if self._is_due() and self._looking.acquire(blocking=False):
            self._look_beside()

    def _is_quiet(self) -> bool:
        return self._asked_at is not None and self._clock() - self._asked_at > QUIET_AFTER

    def _is_due(self) -> bool:
        """Also if the clock was put back: who waited for it to come forward again would not look for as long."""
        pause = self.seconds_between_looks
        if self.is_answered is False:
            pause = min(pause, SECONDS_AFTER_A_FAILURE)
        return self._looked_at is None or not 0 <= self._clock() - self._looked_at < pause

    def _look_beside(self) -> None:
        """Look on another thread, which releases the lock its starter holds."""
        try:
            threading.Thread(target=self._look_and_give_back, name=self.thread_name, daemon=True).start()
        except RuntimeError:  # no more threads: the next request tries again
            self._looking.release()

    def _look_and_give_back(self) -> None:
        try:
            if self._is_due():
                self._look()
        finally:
            try:
                connection.close()
            finally:
                self._looking.release()

    def _look(self) -> None:
        try:
            self._take()
            self.is_answered = True
        except GONE as error:
            self.is_answered = False
            FAILED.labels(self.thread_name).inc()
            self._make_do(error)
        finally:
            self._looked_at = self._clock()

    def _take(self) -> None:
        raise NotImplementedError

    def _make_do(self, error: Exception) -> None:
        raise NotImplementedError
