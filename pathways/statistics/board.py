"""The totals the public page shows, in memory: a visitor's request never asks the database for them."""

import logging
import time
from collections.abc import Callable

from django.utils.timezone import localdate

from careers.beside import KeptInMemory
from pathways.statistics import storage
from pathways.statistics.totals import Totals, ended_days

log = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 600.0


class Board(KeptInMemory):
    """The totals of each career until yesterday. A day that began is seen at the next look."""

    thread_name = "statistics-look"

    def __init__(
        self, *, clock: Callable[[], float] = time.monotonic, seconds_between_looks: float = SECONDS_BETWEEN_LOOKS
    ):
        super().__init__(seconds_between_looks, clock)

    def clear(self) -> None:
        super().clear()
        self._totals: dict[str, Totals] = {}
        self.is_known = False

    def totals(self, career: str) -> Totals | None:
        """None while the database was never read; totals of nothing when nothing was counted."""
        self.look_if_due()
        if not self.is_known:
            return None
        return self._totals.get(career) or Totals(since=None, until=localdate())

    def _take(self) -> None:
        today = localdate()
        self._totals = {career: ended_days(career, today) for career in storage.careers()}
        self.is_known = True

    def _make_do(self, error: Exception) -> None:
        log.warning("The database does not answer, the totals in memory are shown: %s", type(error).__name__)


board = Board()
