"""Sums by day: added up whoever writes, and made into months once they are old."""

import threading
from datetime import date

import pytest
from django.db import IntegrityError, connection

from pathways.models import DailyCount
from pathways.statistics import storage
from pathways.statistics.marks import Mark
from pathways.statistics.storage import Key

DAY, NEXT = date(2026, 11, 21), date(2026, 11, 22)
FINISHED = Mark("finished")
BAC = Mark("answer", "niveau", "bac")

pytestmark = pytest.mark.django_db


def key(day=DAY, mark=FINISHED, career="metier"):
    return Key(day, career, mark)


def rows():
    return {(row.day, row.career, row.kind, row.code): row.number for row in DailyCount.objects.all()}


def test_what_is_written_twice_adds_up():
    storage.add({key(): 3, key(mark=BAC): 2})
    storage.add({key(): 4, key(NEXT): 1, key(career="autre"): 5})

    assert rows() == {
        (DAY, "metier", "finished", ""): 7,
        (DAY, "metier", "answer", "bac"): 2,
        (NEXT, "metier", "finished", ""): 1,
        (DAY, "autre", "finished", ""): 5,
    }


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        pytest.param(None, None, 6, id="always"),
        pytest.param(NEXT, None, 5, id="since"),
        pytest.param(None, DAY, 1, id="until"),
        pytest.param(DAY, NEXT, 6, id="both-days-included"),
        pytest.param(date(2027, 1, 1), None, 0, id="nothing-yet"),
    ],
)
def test_sums_of_a_period(since, until, expected):
    storage.add({key(): 1, key(NEXT): 5, key(career="autre"): 9})

    assert storage.sums("metier", since=since, until=until).get(FINISHED, 0) == expected


def test_writing_is_all_or_nothing():
    with pytest.raises(IntegrityError):
        storage.add({key(): 1, key(NEXT): -1})

    assert rows() == {}


@pytest.mark.django_db(transaction=True)
def test_processes_that_count_at_the_same_time_add_up():
    if connection.vendor == "sqlite":
        pytest.skip("SQLite in memory has one writer")
    faults = []

    def add():
        try:
            for _ in range(25):
                storage.add({key(): 1, key(mark=BAC): 1, key(NEXT): 1})
        except Exception as fault:  # noqa: BLE001 - whatever it is, the test says it
            faults.append(fault)
        finally:
            connection.close()

    adding = [threading.Thread(target=add) for _ in range(4)]
    for thread in adding:
        thread.start()
    for thread in adding:
        thread.join(30)

    assert faults == []
    assert storage.sums("metier") == {FINISHED: 200, BAC: 100}


# --- Days that grow old -----------------------------------------------------------------------------------------------

OLD = {
    key(date(2026, 7, 9)): 1,
    key(date(2026, 7, 9), BAC): 1,
    key(date(2026, 7, 30)): 2,
    key(date(2026, 6, 30)): 4,
    key(date(2026, 7, 12), career="autre"): 8,
    key(date(2026, 7, 13), career="autre"): 16,
    key(date(2026, 8, 1)): 32,
    key(date(2026, 8, 31)): 64,
}
FOLDED = {
    (date(2026, 7, 9), "metier", "finished", ""): 3,
    (date(2026, 7, 9), "metier", "answer", "bac"): 1,
    (date(2026, 6, 30), "metier", "finished", ""): 4,
    (date(2026, 7, 12), "autre", "finished", ""): 24,
}
YOUNG = {(date(2026, 8, 1), "metier", "finished", ""): 32, (date(2026, 8, 31), "metier", "finished", ""): 64}


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("today", [date(2026, 11, 1), date(2026, 11, 30)])
def test_days_of_a_month_become_one_after_three_months(today, times):
    storage.add(OLD)
    before = storage.sums("metier"), storage.sums("autre")

    for _ in range(times):
        storage.fold(today)

    assert rows() == FOLDED | YOUNG
    assert (storage.sums("metier"), storage.sums("autre")) == before


def test_nothing_is_folded_in_the_first_three_months():
    storage.add(OLD)
    before = rows()
    storage.fold(date(2026, 9, 30))

    assert rows() == before


def test_what_is_counted_late_for_an_old_day_joins_its_month():
    storage.add(OLD)
    storage.fold(date(2026, 11, 22))
    storage.add({key(date(2026, 7, 20)): 1})
    storage.fold(date(2026, 11, 23))

    assert rows() == FOLDED | YOUNG | {(date(2026, 7, 9), "metier", "finished", ""): 4}


def test_folding_a_year_back_crosses_the_new_year():
    storage.add({key(date(2026, 10, 3)): 1, key(date(2026, 10, 4)): 1, key(date(2026, 11, 3)): 1})
    storage.fold(date(2027, 2, 1))

    assert [row.day for row in DailyCount.objects.all()] == [date(2026, 10, 3), date(2026, 11, 3)]


def test_months_are_summed():
    storage.add(OLD)

    assert storage.sums_of_months("metier", FINISHED) == [
        (date(2026, 6, 1), 4),
        (date(2026, 7, 1), 3),
        (date(2026, 8, 1), 96),
    ]
