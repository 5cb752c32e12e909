"""No room left while an edition is published: nothing is half-published, the page says so, and it works again."""

import sqlite3
from io import StringIO

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from careers import editions
from careers.models import Claim, Edition
from tests import people
from tests.editing import held, opened

PUBLISH = reverse("admin:publier")
SAME_SITE = {"Origin": "http://testserver"}

# PostgreSQL says so itself, with the code it has for it: its disk can't be filled for a test.
FULL = """
CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$;
CREATE TRIGGER no_room AFTER INSERT ON careers_edition FOR EACH ROW EXECUTE FUNCTION no_room();
"""
ROOM = "DROP FUNCTION IF EXISTS no_room CASCADE"


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone() if cursor.description else None


@pytest.fixture
def disk(transactional_db):
    """`fill()` and `clear()`: SQLite may use not one page more than it has."""

    def fill():
        if connection.vendor == "postgresql":
            run(FULL)
        else:
            run("VACUUM")  # no free page is left in the file either
            run(f"PRAGMA max_page_count = {run('PRAGMA page_count')[0]}")

    def clear():
        run(ROOM if connection.vendor == "postgresql" else "PRAGMA max_page_count = 1073741823")

    yield fill, clear
    clear()


@pytest.fixture
def publisher(small_edition):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.person("claire", "publication", first_name="Claire", last_name="Morel"))
    Claim.objects.filter(code="duree").update(detail="Examens en plus. " * 4000)  # more than a page has room for
    return client


def state():
    return [*Edition.objects.values_list("number", "checksum"), *LogEntry.objects.values_list("pk", flat=True)]


def test_nothing_is_published_and_the_note_is_kept(publisher, disk, shelf):
    fill, clear = disk
    form = opened(publisher, PUBLISH) | {"note": ["La durée a changé,\nexamens compris."]}
    before, served = state(), shelf.all()

    fill()
    refused = publisher.post(PUBLISH, form, headers=SAME_SITE)
    during = state()
    public = publisher.get("/metiers/assistant-medical/edition.json")
    clear()

    assert refused.status_code == 503
    assert "Il n’y a plus de place sur le disque." in refused.text
    assert "Rien n’a été enregistré ni publié." in refused.text
    assert (during, public.status_code, shelf.all()) == (before, 200, served)
    assert public.content.decode() == Edition.objects.get().document

    again = publisher.post(PUBLISH, held(refused.text), headers=SAME_SITE)

    edition = Edition.objects.latest()
    assert (again.status_code, edition.number) == (302, 2)
    assert edition.note.split() == ["La", "durée", "a", "changé,", "examens", "compris."]
    assert editions.open_document(edition.document, edition.checksum)["career"].claims_by_code["duree"].detail
    assert shelf.all()["assistant-medical"].number == 2


def test_the_command_says_so_too(publisher, disk):
    fill, clear = disk
    words = ("publish", "assistant-medical", "--by", "Claire Morel", "--note", "Examens")

    fill()
    with pytest.raises(CommandError, match="Rien n’est publié : la base de données ne le permet pas"):
        call_command(*words, stdout=StringIO())
    clear()
    assert Edition.objects.count() == 1

    call_command(*words, stdout=StringIO())
    assert Edition.objects.count() == 2


def test_sqlite_knows_what_full_is():
    """What the pages go by, from SQLite itself."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE one (text)")
    database.execute(f"PRAGMA max_page_count = {database.execute('PRAGMA page_count').fetchone()[0]}")

    with pytest.raises(sqlite3.OperationalError) as full:
        database.execute("INSERT INTO one VALUES (?)", ["x" * 100_000])
    database.close()

    assert full.value.sqlite_errorcode == sqlite3.SQLITE_FULL
