"""Addresses for programs that watch the site: what they say, and that nobody waits for a database there."""

import threading

import pytest
from django.test import Client
from django.utils import timezone

from careers.shelf import SECONDS_BETWEEN_LOOKS, Shelf
from config import health
from tests import factories

ALIVE, READY = "/sante/vivant/", "/sante/pret/"
CODE = "assistant-medical"
beside_the_request = pytest.mark.django_db(transaction=True)


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def own_shelf(tmp_path, clock, monkeypatch) -> Shelf:
    own = Shelf(tmp_path, clock=clock)
    monkeypatch.setattr(health, "shelf", own)
    return own


def gone(self):
    raise OSError("no network")


def looks_end():
    for thread in threading.enumerate():
        if thread.name == Shelf.thread_name:
            thread.join(20)
            assert not thread.is_alive()


def said(client):
    return client.get(READY).json()


# --- Alive ------------------------------------------------------------------------------------------------------------


def test_a_process_is_alive_without_a_database(client):  # this test has none
    response = client.get(ALIVE)

    assert (response.status_code, response.text) == (200, "alive\n")
    assert response.cookies == {}


# --- Ready ------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_ready_says_which_edition_is_served_and_how_old_it_is(client, small_edition, shelf, django_assert_num_queries):
    shelf.look()
    with django_assert_num_queries(0):
        answer = said(client)

    edition = answer["editions"][CODE]
    assert answer["ready"] is True
    assert answer["read_from"] == "database"
    assert edition["number"] == small_edition.number
    assert edition["published_at"] == "2026-11-22T09:00:00Z"
    assert edition["age"] == pytest.approx((timezone.now() - small_edition.published_at).total_seconds(), abs=60)
    assert answer["database"]["answers"] is True
    assert answer["database"]["seconds_since_look"] >= 0


@pytest.mark.django_db
def test_nothing_to_serve_is_not_ready(client, shelf):
    shelf.look()
    response = client.get(READY)

    assert response.status_code == 503
    assert response.json()["ready"] is False
    assert response.json()["editions"] == {}
    assert response.json()["database"]["answers"] is True


def test_a_process_that_just_started_is_not_ready_and_lets_nobody_wait(client, own_shelf):
    """The look of its start has not ended. This test has no database: asking it would fail."""
    response = client.get(READY)

    assert response.status_code == 503
    assert response.json()["database"] == {"answers": None, "seconds_since_look": None}


@beside_the_request
def test_probes_alone_keep_the_looks_going(client, small_edition, own_shelf, clock, monkeypatch):
    """A process that found neither database nor copy at its start gets no visitor: only probes ask it anything."""
    with monkeypatch.context() as patched:
        patched.setattr(Shelf, "_take", gone)
        own_shelf.look_beside_if_due()
        looks_end()
        assert client.get(READY).status_code == 503

    clock.now += SECONDS_BETWEEN_LOOKS
    client.get(READY)
    looks_end()
    assert client.get(READY).status_code == 200


@pytest.mark.django_db
def test_an_outage_is_said_and_does_not_make_a_site_unready(client, small_edition, own_shelf, clock, monkeypatch):
    own_shelf.look()
    monkeypatch.setattr(Shelf, "_take", gone)
    own_shelf.look()
    clock.now += 1.5
    response = client.get(READY)

    assert response.status_code == 200
    assert response.json()["database"] == {"answers": False, "seconds_since_look": 1.5}
    assert response.json()["read_from"] == "database"


@pytest.mark.django_db
def test_editions_of_the_copies_on_disk_are_told_apart(client, small_edition, own_shelf, monkeypatch):
    own_shelf.look()
    with monkeypatch.context() as patched:
        patched.setattr(Shelf, "_take", gone)
        own_shelf.clear()
        own_shelf.look()
        assert said(client)["read_from"] == "copies on disk"
        assert said(client)["editions"][CODE]["number"] == small_edition.number

    own_shelf.look()
    assert said(client)["read_from"] == "database"


@pytest.mark.django_db
def test_several_careers_are_each_told(client, small_edition, shelf):
    other = factories.EditionFactory(career__code="secretaire-medicale")
    shelf.look()

    assert {code: each["number"] for code, each in said(client)["editions"].items()} == {
        CODE: small_edition.number,
        "secretaire-medicale": other.number,
    }


# --- Both -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [ALIVE, READY, "/sante/mesures/"])
def test_health_is_never_kept_and_only_read(client, path):
    assert "no-store" in client.get(path)["Cache-Control"]
    assert client.post(path).status_code == 405


@pytest.mark.parametrize(
    ("path", "host", "status"),
    [
        pytest.param(ALIVE, "a.example", 200, id="alive"),
        pytest.param("/sante/mesures/", "a.example", 200, id="metrics"),
        pytest.param("/robots.txt", "a.example", 301, id="other addresses"),
    ],
)
def test_https_is_not_demanded_of_programs_on_the_same_machine(settings, path, host, status):
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["a.example"]

    assert Client().get(path, headers={"Host": host}).status_code == status
