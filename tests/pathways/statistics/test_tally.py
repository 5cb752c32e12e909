"""Counting waits for nobody and breaks nothing: threads, a database that is slow or gone, mistakes of ours."""

import os
import subprocess
import sys
import threading
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.db import OperationalError
from prometheus_client import REGISTRY

from pathways.engine.questionnaire import Questionnaire
from pathways.statistics import tally as module
from pathways.statistics.marks import Mark
from pathways.statistics.storage import Key
from pathways.statistics.tally import Finished, Tally
from tests.pathways.engine.builders import any_of, case, one, route, rules, training

ROOT = Path(__file__).parents[3]
DAY, NEXT = date(2026, 11, 21), date(2026, 11, 22)
QUESTIONNAIRE = Questionnaire(
    rules(
        one("niveau", "bac", "aucun"),
        training("cours", case("cours-bac", any_of("niveau", "bac"))),
        route("voie", trainings=["cours"]),
    )
)
BAC = Finished("metier", QUESTIONNAIRE, {"niveau": "bac"}, DAY)


class Written:
    """Sums what it is given, as a database would; it may be made to wait or to fail."""

    def __init__(self):
        self.sums: Counter[Key] = Counter()
        self.days = []
        self.threads = set()
        self.fault = None
        self.may_go_on = threading.Event()
        self.may_go_on.set()
        self.began = threading.Event()

    def __call__(self, counts, today):
        self.began.set()
        self.threads.add(threading.current_thread().name)
        self.may_go_on.wait(10)
        if self.fault:
            raise self.fault
        self.sums += counts
        self.days.append(today)

    def finished(self, day=DAY):
        return self.sums[Key(day, "metier", Mark("finished"))]


@pytest.fixture
def written():
    return Written()


@pytest.fixture
def tally(written):
    return Tally(written, seconds_between_writes=0.01)


def writers():
    return [thread for thread in threading.enumerate() if thread.name == "statistics"]


def measured():
    """What those who watch the site see, in this process."""
    names = ("finished", "dropped")
    return Counter({name: REGISTRY.get_sample_value(f"passerelle_questionnaires_{name}_total") for name in names})


def writers_end():
    for thread in writers():
        thread.join(10)
        assert not thread.is_alive()


def test_questionnaires_become_sums_of_their_day(tally, written):
    tally.seconds_between_writes = 3600
    for finished in (BAC, BAC, BAC._replace(answers={"niveau": "aucun"}), BAC._replace(day=NEXT)):
        tally.count(finished)
    tally.end()

    assert (written.finished(DAY), written.finished(NEXT)) == (3, 1)
    assert written.sums[Key(DAY, "metier", Mark("answer", "niveau", "bac"))] == 2
    assert written.sums[Key(DAY, "metier", Mark("answer", "niveau", "aucun"))] == 1
    assert written.days == [NEXT]


def test_sums_are_written_beside_those_who_count(tally, written):
    tally.count(BAC)
    writers_end()

    assert written.finished() == 1
    assert written.threads == {"statistics"}


def test_nothing_is_lost_between_threads(tally, written):
    def count():
        for _ in range(200):
            tally.count(BAC)

    counting = [threading.Thread(target=count) for _ in range(8)]
    for thread in counting:
        thread.start()
    for thread in counting:
        thread.join(10)
    writers_end()

    assert written.finished() == 1600


def test_who_counts_does_not_wait_for_a_slow_database(tally, written):
    written.may_go_on.clear()
    tally.count(BAC)
    assert written.began.wait(10)

    for _ in range(100):  # would never end, if it waited
        tally.count(BAC)
    assert len(writers()) == 1
    assert written.finished() == 0

    written.may_go_on.set()
    writers_end()
    assert written.finished() == 101


@pytest.mark.parametrize("fault", [OperationalError("gone"), OSError("no network"), RuntimeError("Python ends")])
def test_counts_are_dropped_while_the_database_is_gone_which_is_said_once(tally, written, caplog, fault):
    written.fault = fault
    before = measured()
    for _ in range(3):
        tally.count(BAC)
        writers_end()
    assert caplog.text.count("statistics are dropped") == 1
    assert measured() - before == Counter(finished=3, dropped=3)

    written.fault = None
    tally.count(BAC)
    writers_end()
    assert written.finished() == 1

    written.fault = fault
    tally.count(BAC)
    writers_end()
    assert caplog.text.count("statistics are dropped") == 2


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_mistake_of_ours_does_not_end_all_counting(tally, written):
    written.fault = ZeroDivisionError("a mistake of ours")
    tally.count(BAC)
    writers_end()
    written.fault = None

    tally.count(BAC)
    writers_end()

    assert written.finished() == 1


def test_who_counts_goes_on_when_no_thread_can_be_started(tally, written, monkeypatch):
    def refuse(thread):
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", refuse)
        tally.count(BAC)
    tally.count(BAC)
    writers_end()

    assert written.finished() == 2


def test_only_so_many_wait_and_the_latest_are_kept(written, monkeypatch):
    monkeypatch.setattr(module, "MOST_WAITING", 10)
    tally = Tally(written, seconds_between_writes=3600)
    before = measured()
    for day in [DAY] * 5 + [NEXT] * 10:
        tally.count(BAC._replace(day=day))
    tally.end()

    assert (written.finished(DAY), written.finished(NEXT)) == (0, 10)
    assert measured() - before == Counter(finished=15, dropped=5)


def test_process_that_ends_writes_what_is_left_at_once(written):
    tally = Tally(written, seconds_between_writes=3600)
    tally.count(BAC)
    tally.seconds_between_writes = 10
    tally.end()

    assert written.finished() == 1


def test_process_that_ends_without_a_count_writes_nothing(tally, written):
    tally.end()

    assert not written.began.is_set()


PROGRAM = """
import multiprocessing

def work():
    import django
    django.setup()
    from config.serve import worker
    worker()
    from pathways.statistics.tally import tally
    from tests.pathways.statistics.test_tally import BAC
    tally.seconds_between_writes = 30
    tally._write = lambda counts, today: print(max(counts.values()), flush=True)
    tally.count(BAC), tally.count(BAC)

worker = multiprocessing.get_context("fork").Process(target=work)
worker.start(), worker.join()
"""


def test_counts_are_written_when_a_worker_ends():
    """Of granian: one of multiprocessing, which ends without what atexit knows."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    program = [sys.executable, "-c", PROGRAM]

    done = subprocess.run(program, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)

    assert done.stdout == "2\n"
