"""Editions no longer in force: read when asked for, a few kept, and nobody waits long for a database that is gone."""

import threading
import time

import pytest
from django.db import OperationalError

import careers.older_editions
from careers.editions import UnreadableDocument
from careers.older_editions import EDITIONS_KEPT, SECONDS_LEFT_ALONE, NotNow, OlderEditions
from tests import factories


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def reads(monkeypatch):
    """The numbers the database was asked for."""
    found = []
    real = careers.older_editions._read

    def counted(number):
        found.append(number)
        return real(number)

    monkeypatch.setattr(careers.older_editions, "_read", counted)
    return found


def answering(monkeypatch, answer):
    monkeypatch.setattr(careers.older_editions, "_read", answer)


def number_of(publication):
    assert publication is not None
    return publication.number


def gone(number):
    raise OperationalError("the server closed the connection")


@pytest.mark.django_db
def test_an_edition_is_read_once(reads):
    number = factories.EditionFactory().number
    kept = OlderEditions(patience=None)

    assert kept.get(number) is kept.get(number)
    assert number_of(kept.get(number)) == number
    assert reads == [number]


@pytest.mark.django_db
def test_few_are_kept(reads):
    numbers = [factories.EditionFactory().number for _ in range(EDITIONS_KEPT + 1)]
    kept = OlderEditions(patience=None)
    for number in numbers:
        kept.get(number)

    assert kept.kept == tuple(numbers[1:])
    kept.get(numbers[0])
    assert reads == [*numbers, numbers[0]]


@pytest.mark.django_db
def test_no_such_edition(reads):
    kept = OlderEditions(patience=None)

    assert kept.get(12) is None
    assert kept.get(12) is None
    assert reads == [12, 12]


@pytest.mark.django_db
def test_a_damaged_document_is_not_shown():
    number = factories.EditionFactory(checksum="0" * 64).number

    with pytest.raises(UnreadableDocument):
        OlderEditions(patience=None).get(number)


@pytest.mark.django_db(transaction=True)
def test_it_is_read_beside_the_request_and_the_connection_given_back():
    number = factories.EditionFactory().number
    kept = OlderEditions(patience=20.0)

    assert number_of(kept.get(number)) == number
    for thread in threading.enumerate():
        if thread.name == "older-edition":
            thread.join(20)
    assert not kept._reading.locked()


def test_a_database_that_is_gone_is_left_alone_for_a_while(monkeypatch, clock):
    asked = []

    def refused(number):
        asked.append(number)
        gone(number)

    answering(monkeypatch, refused)
    kept = OlderEditions(patience=None, clock=clock)

    for _ in range(3):
        with pytest.raises(NotNow):
            kept.get(1)
    assert asked == [1]
    clock.now += SECONDS_LEFT_ALONE
    with pytest.raises(NotNow):
        kept.get(1)
    assert asked == [1, 1]


@pytest.mark.django_db
def test_what_is_kept_is_served_without_the_database(monkeypatch, clock):
    number = factories.EditionFactory().number
    kept = OlderEditions(patience=None, clock=clock)
    kept.get(number)
    answering(monkeypatch, gone)

    with pytest.raises(NotNow):
        kept.get(number + 1)
    assert number_of(kept.get(number)) == number


@pytest.mark.django_db
def test_it_recovers(monkeypatch, clock):
    number = factories.EditionFactory().number
    kept = OlderEditions(patience=None, clock=clock)
    with monkeypatch.context() as outage:
        outage.setattr(careers.older_editions, "_read", gone)
        with pytest.raises(NotNow):
            kept.get(number)
    clock.now += SECONDS_LEFT_ALONE

    assert number_of(kept.get(number)) == number


def test_nobody_waits_for_a_database_that_does_not_answer(monkeypatch):
    """Neither the one whose read hangs, nor those who come meanwhile: one thread hangs, however many ask."""
    answered = threading.Event()
    answering(monkeypatch, lambda number: answered.wait(20) and None)
    kept = OlderEditions(patience=0.05)
    began = time.monotonic()
    for _ in range(5):
        with pytest.raises(NotNow):
            kept.get(1)
    waited = time.monotonic() - began
    hanging = [thread for thread in threading.enumerate() if thread.name == "older-edition"]
    kept._failed_at = None
    with pytest.raises(NotNow):
        kept.get(2)
    still = [thread for thread in threading.enumerate() if thread.name == "older-edition"]
    answered.set()
    for thread in still:
        thread.join(20)

    assert waited < 1
    assert len(hanging) == len(still) == 1
    assert not kept._reading.locked()
