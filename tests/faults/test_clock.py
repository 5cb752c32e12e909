"""Clocks that jump: a day long ago or far ahead, a computer that wakes up, a clock that was put back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

import careers.older_editions
from careers.older_editions import SECONDS_LEFT_ALONE, NotNow, OlderEditions
from careers.shelf import SECONDS_BETWEEN_LOOKS, Shelf
from tests import factories
from tests.careers.markup import parse
from tests.every_page import CONTENT
from tests.pathways.visiting import BACHELIERE, CHECK, JOB, RESULT, SECRETAIRE, START, link

PARIS = "2026-11-22 12:00:00+01:00"
MOMENTS = {
    "a year before": "2025-11-22 12:00:00+01:00",
    "the last second of a day in Paris": "2026-12-31 23:59:59+01:00",
    "a leap day": "2028-02-29 00:00:00+01:00",
    "ten years ahead": "2036-11-22 12:00:00+01:00",
    "a clock without a battery": "1970-01-01 01:00:01+01:00",
}
PAGES = [
    *CONTENT.values(),
    f"{JOB}voies/",
    f"{JOB}voies/cqp/",
    START,
    link(CHECK, BACHELIERE),
    link(RESULT, BACHELIERE),
    link(RESULT, SECRETAIRE),
    f"{JOB}edition.json",
    f"{JOB}editions.atom",
    "/sitemap.xml",
    "/recherche/?q=salaire",
]


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)
def test_pages_of_any_day_are_right(real_pages, client, time_machine, moment):
    time_machine.move_to(moment, tick=False)
    today = datetime.fromisoformat(moment).date()

    statuses = {address: client.get(address).status_code for address in PAGES}

    assert {address: status for address, status in statuses.items() if status != 200} == {}
    last = today.year + 10
    limits = {
        f"/?au={today:%d/%m/%Y}": 200,
        f"/?au=01/01/{last}": 200,
        f"/?au=01/01/{last + 1}": 404,
        "/?au=01/01/1900": 404,
    }
    assert {address: client.get(address).status_code for address in limits} == limits


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)
def test_the_map_of_the_site_names_no_day_to_come(real_pages, client, time_machine, moment):
    time_machine.move_to(moment, tick=False)

    days = [date.fromisoformat(node.text) for node in parse(client.get("/sitemap.xml").text).find("lastmod")]

    assert days
    assert max(days) <= max(datetime.fromisoformat(moment).date(), real_pages.published_at.date())


@pytest.mark.django_db
def test_an_edition_of_a_day_to_come_is_served(small_edition, shelf, client, time_machine):
    """Its server's clock was ahead."""
    time_machine.move_to(PARIS, tick=False)
    factories.EditionFactory(
        career=small_edition.career,
        document=small_edition.document,
        checksum=small_edition.checksum,
        published_at=datetime(2031, 1, 1, tzinfo=UTC),
    )
    shelf.clear()

    pages = [
        client.get(address) for address in ("/", JOB, START, f"{JOB}editions/", f"{JOB}editions.atom", "/sitemap.xml")
    ]

    assert {page.status_code for page in pages} == {200}
    assert shelf.all()["assistant-medical"].number == 2


# --- The clock that only counts ---------------------------------------------------------------------------------------


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


class Counted(Shelf):
    """Counts its looks."""

    looks = 0

    def _take(self):
        self.looks += 1

    def _look_beside(self):
        self._look_and_give_back()


@pytest.mark.parametrize("jump", [SECONDS_BETWEEN_LOOKS, 1e9, -1.0, -999_999.0])
@pytest.mark.django_db
def test_a_jump_causes_one_look_and_then_all_is_as_before(jump):
    """Forward, as after the sleep of a computer, or back: looks never stop."""
    clock = Clock()
    shelf = Counted(None, clock=clock)
    shelf.all()

    clock.now += jump
    for _ in range(3):
        shelf.all()
    assert shelf.looks == 2

    clock.now += SECONDS_BETWEEN_LOOKS
    shelf.all()
    assert shelf.looks == 3


@pytest.mark.parametrize("jump", [SECONDS_LEFT_ALONE, 1e9, -1.0, -999_999.0])
def test_a_database_that_failed_is_not_left_alone_for_ever(monkeypatch, jump):
    clock, asked = Clock(), []

    def gone(number):
        asked.append(number)
        raise OperationalError("gone")

    monkeypatch.setattr(careers.older_editions, "_read", gone)
    older = OlderEditions(patience=None, clock=clock)
    for _ in range(2):
        with pytest.raises(NotNow):
            older.get(1)
    assert asked == [1]

    clock.now += jump
    with pytest.raises(NotNow):
        older.get(1)
    assert asked == [1, 1]


# --- Sessions ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("jump", "is_in"),
    [
        pytest.param(timedelta(hours=1), True, id="an-hour-ahead"),
        pytest.param(timedelta(hours=3), False, id="three-hours-ahead"),
        pytest.param(timedelta(days=3650), False, id="ten-years-ahead"),
        pytest.param(timedelta(minutes=-10), True, id="ten-minutes-back"),
        pytest.param(timedelta(days=-365), False, id="a-year-back"),
    ],
)
@pytest.mark.django_db
def test_a_session_lasts_no_longer_for_a_clock_that_jumps(time_machine, jump, is_in):
    begun = datetime.fromisoformat(PARIS)
    time_machine.move_to(begun, tick=False)
    client = Client()
    client.force_login(User.objects.create_superuser("claire"))
    assert client.get(reverse("admin:index")).status_code == 200

    time_machine.move_to(begun + jump, tick=False)

    assert client.get(reverse("admin:index")).status_code == (200 if is_in else 302)
