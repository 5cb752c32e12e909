"""The database gone, read-only or slow: visitors are answered, the workshop says so kindly, and all comes back."""

import logging
import sqlite3

import psycopg
import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, IntegrityError, InterfaceError, InternalError, OperationalError, connection
from django.test import Client
from django.urls import reverse

from careers import editions
from careers.models import Claim, Edition
from config import outages
from config.outages import Outage, Said
from config.outages import outage as kind_of
from pathways import short_code
from pathways.statistics import storage
from pathways.statistics.marks import FINISHED, Mark
from pathways.statistics.tally import Keeper, Tally
from tests import factories
from tests.careers.markup import parse, plain
from tests.editing import held, opened, page, typed
from tests.every_page import EVERY_PAGE, FAILURES
from tests.pathways.statistics.test_tally import BAC
from tests.people import PASSWORD

SAME_SITE = {"Origin": "http://testserver"}
MACHINES = {
    "edition": "/metiers/assistant-medical/edition.json",
    "schema": "/metiers/assistant-medical/edition.schema.json",
    "site map": "/sitemap.xml",
    "robots": "/robots.txt",
    "manifest": "/manifest.webmanifest",
}


@pytest.fixture(autouse=True)
def _said(monkeypatch):
    """Nothing was said in the log yet."""
    monkeypatch.setattr(outages, "said", Said())


@pytest.fixture
def claire(transactional_db):
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create_superuser("claire", password=PASSWORD))
    return client


# --- What is an outage ------------------------------------------------------------------------------------------------


def caused(error, cause):
    error.__cause__ = cause
    return error


def sqlite_says(code):
    cause = sqlite3.OperationalError("said by SQLite")
    cause.sqlite_errorcode = code
    return caused(OperationalError(), cause)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        pytest.param(OperationalError("closed"), Outage.GONE, id="no-answer"),
        pytest.param(InterfaceError("already closed"), Outage.GONE, id="connection-lost"),
        pytest.param(caused(OperationalError(), psycopg.errors.QueryCanceled()), Outage.GONE, id="postgresql-slow"),
        pytest.param(caused(OperationalError(), psycopg.errors.AdminShutdown()), Outage.GONE, id="postgresql-stops"),
        pytest.param(
            caused(InternalError(), psycopg.errors.ReadOnlySqlTransaction()),
            Outage.READ_ONLY,
            id="postgresql-read-only",
        ),
        pytest.param(caused(OperationalError(), psycopg.errors.DiskFull()), Outage.FULL, id="postgresql-full"),
        pytest.param(sqlite_says(sqlite3.SQLITE_BUSY), Outage.GONE, id="sqlite-busy"),
        pytest.param(sqlite_says(sqlite3.SQLITE_CANTOPEN | 2 << 8), Outage.GONE, id="sqlite-no-file"),
        pytest.param(sqlite_says(sqlite3.SQLITE_READONLY), Outage.READ_ONLY, id="sqlite-read-only"),
        pytest.param(sqlite_says(sqlite3.SQLITE_READONLY | 4 << 8), Outage.READ_ONLY, id="sqlite-file-moved"),
        pytest.param(sqlite_says(sqlite3.SQLITE_FULL), Outage.FULL, id="sqlite-full"),
        pytest.param(caused(DatabaseError(), sqlite_says(11).__cause__), Outage.GONE, id="sqlite-damaged"),
        pytest.param(OSError(28, "No space left on device"), Outage.FULL, id="disk-full"),
        pytest.param(sqlite_says(sqlite3.SQLITE_ERROR), None, id="sqlite-wrong-query"),
        pytest.param(IntegrityError("not unique"), None, id="constraint"),
        pytest.param(caused(InternalError(), psycopg.errors.InFailedSqlTransaction()), None, id="mistake"),
        pytest.param(FileNotFoundError(2, "no such file"), None, id="file"),
        pytest.param(ValueError("ours"), None, id="fault"),
    ],
)
def test_what_is_an_outage(error, expected):
    assert kind_of(error) is expected


def test_an_outage_is_said_once_a_minute(caplog):
    now = [100.0]
    words = Said(clock=lambda: now[0])
    for moment in (100.0, 101.0, 159.9, 160.0, 161.0):
        now[0] = moment
        words.say(Outage.GONE, OperationalError())

    assert caplog.text.count("The database is out (GONE)") == 2


# --- Visitors ---------------------------------------------------------------------------------------------------------


def test_every_public_page_answers_without_the_database(real_edition, transactional_db, shelf, client, outage):
    """Whatever was in memory; the board of totals had never been read."""
    shelf.look()

    with outage():
        statuses = {name: client.get(address).status_code for name, address in {**EVERY_PAGE, **MACHINES}.items()}

    failing = {name: statuses.pop(name) for name in FAILURES}
    assert {name: status for name, status in statuses.items() if status != 200} == {}
    assert set(failing.values()) <= {400, 404}


def old_code(shelf):
    """The code of answers to an edition that is no longer in force."""
    first = Edition.objects.latest()
    factories.EditionFactory(career=first.career)
    shelf.clear()
    rules = editions.open_document(first.document, first.checksum)["rules"]
    return short_code.write(first.number, rules.questions, {"niveau": "bac", "secretariat": 1.0})


def test_code_of_an_older_edition_says_it_can_not_be_read_now_and_comes_back(
    small_edition, transactional_db, shelf, older_editions, client, outage
):
    address = f"/code/{old_code(shelf)}/"
    shelf.look()

    with outage():
        refused = client.get(address)
        feed = client.get("/metiers/assistant-medical/editions.atom")

    assert refused.status_code == 503
    assert refused["Retry-After"]
    assert "Nous ne pouvons pas le lire en ce moment." in refused.text
    assert feed.status_code == 200
    older_editions.clear()  # it is left alone for some seconds after a failure
    assert client.get(address).status_code == 200


def test_counts_are_dropped_and_counted_again(transactional_db, outage, caplog):
    tally = Tally(Keeper(), seconds_between_writes=3600)

    def counted():
        tally._finished.append(BAC)
        tally.write()

    with outage():
        counted()
    counted()

    assert caplog.text.count("statistics are dropped") == 1
    assert storage.sums(BAC.career)[Mark(FINISHED)] == 1


def test_a_public_page_that_would_need_it_says_so(client, rf, caplog):
    """None does. If one did, it would say that answers are kept in the address, and no more."""
    answer = outages.refusal(rf.get("/chiffres/?niveau=bac"), OperationalError("gone"))

    assert answer is not None
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert "no-store" in answer["Cache-Control"]
    assert answer.cookies == {}
    assert "Vos réponses sont dans l’adresse" in parse(answer.text).text


# --- The workshop -----------------------------------------------------------------------------------------------------

PAGES = [
    reverse("admin:index"),
    reverse("admin:publier"),
    reverse("admin:controler"),
    reverse("admin:versions"),
    reverse("admin:careers_claim_changelist"),
    reverse("admin:session"),
    "/admin/apercu/",
]


def test_the_workshop_says_it_kindly_and_recovers(claire, small_edition, outage, caplog):
    with outage():
        answers = {address: claire.get(address) for address in PAGES}
    back = {address: claire.get(address).status_code for address in PAGES}

    assert {answer.status_code for answer in answers.values()} == {503}
    for address, answer in answers.items():
        shown = parse(answer.text)
        assert "La base de données ne répond pas." in shown.text
        assert [link.attributes["href"] for link in shown.find("ul", class_="chemins")[0].find("a")] == [address]
        assert answer["Retry-After"] == "30"
        assert "no-store" in answer["Cache-Control"]
        assert answer.cookies == {}
    assert set(back.values()) == {200}
    assert [record.levelno for record in caplog.records if record.name == "config.outages"] == [logging.ERROR]
    assert "Traceback" not in caplog.text


def test_what_was_typed_during_an_outage_is_kept_and_saved_afterwards(claire, outage):
    claim = factories.ClaimFactory(wording="La formation dure 279 heures.")
    address = page(Claim, "change", claim.pk)
    written = typed(opened(claire, address), wording="Une longue phrase.\nEt « une autre ».")

    with outage():
        refused = claire.post(address, written, headers=SAME_SITE)
        again = claire.post(address, held(refused.text), headers=SAME_SITE)

    assert (refused.status_code, again.status_code) == (503, 503)
    assert "Rien n’est perdu : ce que vous avez écrit est gardé dans cette page." in plain(parse(refused.text).text)
    assert claire.post(address, held(again.text), headers=SAME_SITE).status_code == 302
    claim.refresh_from_db()
    assert claim.wording.replace("\r\n", "\n") == "Une longue phrase.\nEt « une autre »."


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Origin": "https://ailleurs.example"}, id="another-origin"),
        pytest.param({}, id="nothing-said"),
    ],
)
def test_what_another_site_sends_during_an_outage_is_not_offered_again(claire, outage, headers):
    address = page(Claim, "add")

    with outage():
        answer = claire.post(address, {"wording": "Piège."}, headers=headers)

    assert answer.status_code in {403, 503}
    assert "Piège." not in answer.text


def test_a_password_is_never_written_into_a_page(transactional_db, outage):
    User.objects.create_superuser("claire", password=PASSWORD)
    client = Client()

    with outage():
        answer = client.post(reverse("admin:login"), {"username": "claire", "password": PASSWORD}, headers=SAME_SITE)

    assert answer.status_code == 503
    assert PASSWORD not in answer.text
    assert "Ce formulaire n’a pas été enregistré." in answer.text


def test_a_form_nobody_can_read_is_refused_all_the_same(claire, outage, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3

    with outage():
        answer = claire.post(page(Claim, "add"), {f"champ-{n}": "x" for n in range(9)}, headers=SAME_SITE)

    assert answer.status_code in {400, 503}
    assert "champ-8" not in answer.text


def test_a_session_that_can_not_be_ended_lets_nobody_in(claire, outage):
    """Ten hours too old, and the row can't be deleted."""
    session = claire.session
    session["began"] = 1
    session.save()

    with outage():
        assert claire.get(reverse("admin:index")).status_code == 503
    assert claire.get(reverse("admin:index")).status_code == 302


# --- Read-only --------------------------------------------------------------------------------------------------------


@pytest.fixture
def read_only(transactional_db):
    """The server itself refuses to write: PostgreSQL's own setting, SQLite's own pragma."""
    statements = {
        "postgresql": ("SET default_transaction_read_only = on", "SET default_transaction_read_only = off"),
        "sqlite": ("PRAGMA query_only = on", "PRAGMA query_only = off"),
    }[connection.vendor]

    def switch(statement):
        with connection.cursor() as cursor:
            cursor.execute(statement)

    yield lambda: switch(statements[0]), lambda: switch(statements[1])
    switch(statements[1])


def test_a_read_only_database_is_read_and_nothing_typed_is_lost(claire, read_only):
    begin, end = read_only
    claim = factories.ClaimFactory(wording="La formation dure 279 heures.")
    address = page(Claim, "change", claim.pk)
    form = opened(claire, address)
    session = claire.session
    session["seen"] = 0  # to be prolonged, which writes it
    session.save()

    begin()
    read = claire.get(address)
    refused = claire.post(address, typed(form, wording="Une autre."), headers=SAME_SITE)
    end()

    assert read.status_code == 200
    assert refused.status_code == 503
    assert "La base de données se laisse lire, mais pas écrire." in refused.text
    assert claire.post(address, held(refused.text), headers=SAME_SITE).status_code == 302
    claim.refresh_from_db()
    assert claim.wording == "Une autre."
