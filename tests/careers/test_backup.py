"""Everything in one file, to the byte; put back into an empty database, of the other kind too; or nothing at all."""

import hashlib
import json
import os
import stat
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
import reversion
from axes.models import AccessFailureLog, AccessLog
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reversion.models import Version

from careers import backup
from careers.backup import NoBackup
from careers.models import Claim, Edition
from pathways.models import DailyCount
from tests import factories, people
from tests.outages import elsewhere

pytestmark = pytest.mark.django_db(transaction=True)
SHARED = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]  # on a busy machine
ROOT = Path(__file__).parents[2]
HARD = "« L’œuvre » : 1\u202f607 h, \U0001f3e5, \\ \" ' \t%s {0} </script>\r\nNULL"
"""Text that has been lost between two databases before."""


def run(*words):
    """Exit code, and what was said."""
    out = StringIO()
    try:
        call_command(*words, stdout=out)
    except CommandError as error:
        return error.returncode, str(error)
    return 0, out.getvalue()


@pytest.fixture
def a_site(small_edition):
    """Something of everything."""
    claire = people.person("claire", "publication", first_name="Chloé", email="claire@passerelle.example")
    people.telephone(claire)
    codes = StaticDevice.objects.create(user=claire, name="Papier")
    StaticToken.objects.create(device=codes, token="abcd2345")
    claim = Claim.objects.get(code="duree")
    with reversion.create_revision():
        reversion.set_user(claire)
        reversion.set_comment(HARD)
        Claim.objects.filter(pk=claim.pk).update(detail=HARD)
        reversion.add_to_revision(Claim.objects.get(pk=claim.pk))
    LogEntry.objects.log_actions(claire.pk, [claim], CHANGE, change_message=HARD, single_object=True)
    AccessLog.objects.create(username="claire", ip_address="192.0.2.1", path_info="/admin/login/")
    AccessFailureLog.objects.create(username="inconnu", ip_address="2001:db8::1", path_info="/admin/login/")
    DailyCount.objects.create(day="2026-11-21", career="assistant-medical", kind="finished", number=12)
    factories.EditionFactory(
        career=small_edition.career,
        note=HARD,
        published_at=datetime(2026, 11, 22, 9, 8, 7, 654321, tzinfo=UTC),
        restores=small_edition,
    )
    Client().force_login(claire)
    return claire


@pytest.fixture
def file(tmp_path):
    return tmp_path / "passerelle.zip"


def empty():
    """As `migrate` leaves a new database."""
    call_command("flush", interactive=False, verbosity=0)
    people.make_roles()


def contents():
    """Every row of every table, as the database has it."""
    return {label: list(model._base_manager.order_by("pk").values()) for label, model in backup.models().items()}


# --- There and back ---------------------------------------------------------------------------------------------------


def test_everything_comes_back(a_site, file):
    before, documents = contents(), list(Edition.objects.values_list("document", "checksum"))
    code, said = run("backup", str(file))
    assert (code, said.splitlines()[0].startswith(f"Sauvegardé dans {file} : ")) == (0, True)
    assert Session.objects.exists()

    empty()
    code, said = run("restore", str(file))

    assert (code, said[:11]) == (0, "Restauré : ")
    assert contents() == before
    assert list(Edition.objects.values_list("document", "checksum")) == documents
    assert not Session.objects.exists()
    assert {label for label, rows in before.items() if rows} >= {
        "careers.Claim_sources", "auth.User_groups", "reversion.Version", "axes.AccessLog", "otp_static.StaticToken",
    }  # fmt: skip


def test_what_was_put_back_works(a_site, file):
    """New rows get numbers of their own, passwords and telephones are those of before, the history is there."""
    run("backup", str(file))
    secret = TOTPDevice.objects.get().key
    empty()
    run("restore", str(file))

    new = factories.ClaimFactory()
    assert Claim.objects.filter(pk=new.pk).count() == 1
    User.objects.create_user("samir")
    claire = User.objects.get(username="claire")
    assert claire.check_password(people.PASSWORD)
    assert claire.has_perm("careers.publish_edition")
    assert TOTPDevice.objects.get().key == secret
    assert Version.objects.get_for_object(Claim.objects.get(code="duree")).get().revision.comment == HARD
    assert Group.objects.count() == len(people.ROLES)


OTHER_SITE = """
import sqlite3, sys
import django
django.setup()
from django.core.management import call_command
from careers import backup

call_command("migrate", verbosity=0)
call_command("restore", sys.argv[1])
real = backup._write_table

def somebody_saves(archive, label, model):
    if label == "careers.Source":
        other = sqlite3.connect(sys.argv[3], timeout=0)  # waits for nobody
        other.execute("UPDATE careers_claim SET wording = 'Après.'")
        other.commit()
        other.close()
    return real(archive, label, model)

backup._write_table = somebody_saves
call_command("backup", sys.argv[2])
"""


def test_through_another_database_and_back(a_site, file, tmp_path):
    """From the database of this run to SQLite in a file, and back from there: every table to the byte.

    Somebody saved there while it was written, and did not have to wait: all of it is from before.
    """
    before = contents()
    run("backup", str(file))
    there, database = tmp_path / "there.zip", tmp_path / "other.sqlite3"
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{database}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    program = [sys.executable, "-c", OTHER_SITE, str(file), str(there), str(database)]
    done = subprocess.run(program, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr

    empty()
    run("restore", str(there))

    assert contents() == before
    assert manifest(there)["tables"] == manifest(file)["tables"]
    assert (manifest(file)["database"], manifest(there)["database"]) == (connection.vendor, "sqlite")


def manifest(file):
    with zipfile.ZipFile(file) as archive:
        return json.loads(archive.read("manifest.json"))


# --- The file ---------------------------------------------------------------------------------------------------------


def test_only_its_owner_reads_it(small_edition, file):
    backup.write(file)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_a_file_that_is_there_is_kept_unless_one_says_otherwise(small_edition, file):
    file.write_text("la sauvegarde d’hier")

    code, said = run("backup", str(file))
    assert (code, file.read_text()) == (1, "la sauvegarde d’hier")
    assert "existe déjà" in said

    assert run("backup", str(file), "--overwrite")[0] == 0
    assert manifest(file)["format"] == 1


def test_a_backup_that_breaks_off_leaves_nothing(small_edition, file, monkeypatch):
    """Half-way, no room is left."""
    real = backup._write_table
    written: list[str] = []

    def full(archive, label, model):
        if len(written) == 5:
            raise OSError(28, "No space left on device")
        written.append(label)
        return real(archive, label, model)

    monkeypatch.setattr(backup, "_write_table", full)
    file.write_text("la sauvegarde d’hier")

    code, said = run("backup", str(file), "--overwrite")

    assert (code, "No space left on device" in said) == (1, True)
    assert [(path.name, path.read_text()) for path in file.parent.iterdir()] == [(file.name, "la sauvegarde d’hier")]


@pytest.mark.parametrize("name", ["nulle-part/passerelle.zip", "."])
def test_where_nothing_can_be_written(small_edition, tmp_path, name):
    assert run("backup", str(tmp_path / name), "--overwrite")[0] == 1
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_is_gone(file, outage):
    with outage():
        code, said = run("backup", str(file))

    assert (code, "La base de données ne se lit pas" in said) == (1, True)
    assert list(file.parent.iterdir()) == []


def test_it_is_of_one_instant(a_site, file, monkeypatch):
    """Somebody saves while it is written: all of it is from before."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite in memory has one connection: see the test of two databases")
    real = backup._write_table

    def somebody_saves(archive, label, model):
        if label == "careers.Source":
            elsewhere(lambda: Claim.objects.filter(code="duree").update(wording="Après."))
        return real(archive, label, model)

    monkeypatch.setattr(backup, "_write_table", somebody_saves)
    backup.write(file)

    with zipfile.ZipFile(file) as archive:
        assert "Après." not in archive.read("rows/careers.Claim.jsonl").decode()
    assert Claim.objects.get(code="duree").wording == "Après."


# --- What is refused --------------------------------------------------------------------------------------------------


def test_a_database_somebody_uses_is_not_replaced(a_site, file):
    run("backup", str(file))
    before = contents()

    code, said = run("restore", str(file))

    assert code == 1
    assert "Rien n’est restauré. La base de données n’est pas vide" in said
    assert "Tables remplies : careers.Career, careers.Source, careers.Claim_sources et " in said
    assert contents() == before


def rewritten(file, change):
    """The file with other members: whole, as somebody who knows the format would make it."""
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def of_manifest(**changes):
    def change(members):
        members["manifest.json"] = json.dumps(json.loads(members["manifest.json"]) | changes).encode()

    return change


CLAIMS = "rows/careers.Claim.jsonl"
LATER = ["careers", "0999_later"]
REFUSALS = {
    "not-a-zip": (lambda file: file.write_text("Bonjour"), "n’est pas une sauvegarde"),
    "empty": (lambda file: file.write_bytes(b""), "n’est pas une sauvegarde"),
    "another-zip": (lambda file: rewritten(file, lambda members: members.pop("manifest.json")), "n’est pas une"),
    "cut-short": (lambda file: file.write_bytes(file.read_bytes()[:-200]), "n’est pas une sauvegarde"),
    "no-file": (lambda file: file.unlink(), "ne se lit pas"),
    "a-row-changed": (
        lambda file: rewritten(file, lambda members: members.update({CLAIMS: members[CLAIMS].replace(b"279", b"300")})),
        "la table careers.Claim n’est pas celle qui a été écrite",
    ),
    "a-row-missing": (
        lambda file: rewritten(file, lambda members: members.update({CLAIMS: members[CLAIMS].split(b"\n", 1)[1]})),
        "la table careers.Claim n’est pas celle qui a été écrite",
    ),
    "a-table-missing": (lambda file: rewritten(file, lambda members: members.pop(CLAIMS)), "il y manque des tables"),
    "a-table-more": (
        lambda file: rewritten(file, lambda members: members.update({"../../etc/cron.d/x": b"{}"})),
        "il y en a de trop",
    ),
    "another-format": (lambda file: rewritten(file, of_manifest(format=2)), "au format 2 ; cette version lit"),
    "another-shape": (lambda file: rewritten(file, of_manifest(tables=[])), "n’est pas une sauvegarde"),
    "of-a-newer-release": (
        lambda file: rewritten(file, of_manifest(migrations=[LATER, *manifest(file)["migrations"]])),
        "version plus récente, ou « migrate » manque : careers.0999_later.",
    ),
    "of-an-older-release": (
        lambda file: rewritten(file, of_manifest(migrations=manifest(file)["migrations"][1:])),
        "version plus ancienne",
    ),
}  # fmt: skip


def test_a_file_that_is_not_what_was_written_is_refused_whole(small_edition, file):
    backup.write(file)
    whole = file.read_bytes()
    empty()
    before = contents()

    for name, (damage, reason) in REFUSALS.items():
        file.write_bytes(whole)
        damage(file)
        code, said = run("restore", str(file))
        assert (name, code, said.startswith("Rien n’est restauré. ")) == (name, 1, True)
        assert reason in said
    assert contents() == before


def test_rows_a_database_refuses_are_refused_whole(small_edition, file):
    """A reference to a row that is not there: the file is whole, and yet no site."""
    backup.write(file)

    def change(members):
        content = members["manifest.json"]
        lines = [json.loads(line) for line in members[CLAIMS].splitlines()]
        lines[0]["career_id"] = 999_999
        members[CLAIMS] = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
        tables = json.loads(content)["tables"]
        tables["careers.Claim"]["checksum"] = hashlib.sha256(members[CLAIMS]).hexdigest()
        of_manifest(tables=tables)(members)

    rewritten(file, change)
    empty()
    before = contents()

    code, said = run("restore", str(file))

    assert (code, "La base de données refuse ces lignes" in said) == (1, True)
    assert contents() == before


@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=SHARED)
def test_damage_anywhere_breaks_nothing(small_edition, file, data):
    """One byte changed anywhere: refused, or of no importance. (This database is not empty: all end in a refusal.)"""
    if not file.exists():
        backup.write(file)
    whole = file.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    damaged = file.with_name("damaged.zip")
    damaged.write_bytes(whole[:place] + bytes([whole[place] ^ data.draw(st.integers(1, 255))]) + whole[place + 1 :])

    with pytest.raises(NoBackup):
        backup.restore(damaged)
