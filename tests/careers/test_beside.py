"""Who comes first after a quiet time gets what is new, and never waits long for it."""

import threading

import pytest

from careers import beside
from careers.beside import QUIET_AFTER, KeptInMemory


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


class Counted(KeptInMemory):
    """Keeps how many times it looked. A look that begins waits until it is let go on."""

    thread_name = "counted-look"

    def __init__(self, clock):
        self.go_on = threading.Event()
        self.go_on.set()
        super().__init__(2.0, clock)

    def clear(self):
        super().clear()
        self.looks = 0

    def _take(self):
        assert self.go_on.wait(60)
        self.looks += 1

    def asked(self):
        self.look_if_due()
        return self.looks

    def ended(self):
        """Once nobody is looking any more."""
        self.go_on.set()
        assert self._looking.acquire(timeout=60)
        self._looking.release()
        return self.looks


@pytest.fixture
def patient(monkeypatch):
    """What ends in a moment has ended, however busy the machine is."""
    monkeypatch.setattr(beside, "LONGEST_WAIT", 60.0)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def kept(clock):
    return Counted(clock)


def test_first_after_a_quiet_time_gets_what_is_new(kept, clock, patient):
    assert kept.asked() == 1

    clock.now += QUIET_AFTER + 1

    assert kept.asked() == 2


def test_who_comes_while_others_come_never_waits(kept, clock, patient):
    kept.asked()
    kept.go_on.clear()
    for _ in range(3):
        clock.now += QUIET_AFTER - 1
        assert kept.asked() == 1

    assert kept.ended() == 2


def test_who_comes_second_after_a_quiet_time_never_waits(kept, clock, monkeypatch):
    monkeypatch.setattr(beside, "LONGEST_WAIT", 0.01)
    kept.asked()
    kept.go_on.clear()
    clock.now += QUIET_AFTER + 1
    assert kept.asked() == 1  # a database that does not answer: no longer than that

    monkeypatch.setattr(beside, "LONGEST_WAIT", 60.0)

    assert kept.asked() == 1
    assert kept.ended() == 2
