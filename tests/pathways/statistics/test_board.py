"""The totals of the public page, in memory: no query when warm, and an outage nobody notices."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.db import DatabaseError

from pathways.statistics import storage
from pathways.statistics.board import SECONDS_BETWEEN_LOOKS, Board
from pathways.statistics.marks import Mark
from pathways.statistics.storage import Key
from pathways.statistics.totals import Amount
from tests.pathways.statistics.test_storage import DAY

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def own_board(clock):
    return Board(clock=clock)


def count(number, career="metier"):
    storage.add({Key(DAY, career, Mark("finished")): number})


@time_machine.travel(NOON, tick=False)
@pytest.mark.django_db
def test_warm_board_asks_nothing(own_board, clock, django_assert_num_queries):
    count(10)
    first = own_board.totals("metier")
    clock.now += SECONDS_BETWEEN_LOOKS - 1

    with django_assert_num_queries(0):
        assert own_board.totals("metier") is first
    assert first.finished == Amount(10)


@time_machine.travel(NOON, tick=False)
@pytest.mark.django_db
def test_later_counts_are_seen_at_the_next_look(own_board):
    count(10)
    own_board.look()
    count(10)
    assert own_board.totals("metier").finished == Amount(10)

    own_board.look()
    assert own_board.totals("metier").finished == Amount(20)


@pytest.mark.parametrize(
    ("at", "finished"),
    [
        pytest.param(datetime(2026, 11, 21, 22, 59, tzinfo=UTC), 0, id="before-midnight-in-paris"),
        pytest.param(datetime(2026, 11, 21, 23, 0, tzinfo=UTC), 10, id="midnight-in-paris"),
    ],
)
@pytest.mark.django_db
def test_day_is_shown_once_it_ended_in_paris(own_board, at, finished):
    count(10)
    with time_machine.travel(at, tick=False):
        assert own_board.totals("metier").finished == Amount(finished)


@pytest.mark.django_db
def test_career_nobody_was_counted_for_has_totals_of_nothing(own_board):
    count(10, career="autre")

    found = own_board.totals("metier")

    assert (found.since, found.finished) == (None, Amount(0))


def gone(*args, **kwargs):
    raise DatabaseError("gone")


@time_machine.travel(NOON, tick=False)
@pytest.mark.django_db
def test_totals_in_memory_are_shown_while_the_database_is_gone(own_board, monkeypatch, caplog):
    count(10)
    own_board.look()
    with monkeypatch.context() as patched:
        patched.setattr(storage, "careers", gone)
        own_board.look()
        assert own_board.totals("metier").finished == Amount(10)
    assert "the totals in memory are shown" in caplog.text

    count(10)
    own_board.look()
    assert own_board.totals("metier").finished == Amount(20)


def test_board_that_never_read_the_database_says_so(own_board, monkeypatch):
    monkeypatch.setattr(storage, "careers", gone)

    assert own_board.totals("metier") is None


def test_after_an_outage_totals_are_back_in_seconds(own_board, clock, monkeypatch):
    """And not at the next look, minutes later."""
    asked = []

    def refuse():
        asked.append(clock.now)
        gone()

    def answer():
        asked.append(clock.now)
        return []

    monkeypatch.setattr(own_board, "_look_beside", own_board._look_and_give_back)
    monkeypatch.setattr(storage, "careers", refuse)
    for seconds in (0, 1, 9, 10, 15, 20):
        clock.now = 100.0 + seconds
        own_board.totals("metier")
    assert asked == [100.0, 110.0, 120.0]

    monkeypatch.setattr(storage, "careers", answer)
    for seconds in (30, 40, 629, 630):
        clock.now = 100.0 + seconds
        own_board.totals("metier")
    assert asked[3:] == [130.0, 730.0]
