#!/usr/bin/env python3
"""upgrade_rehearsal.py [FROM [TO]]: an older release is installed, used and upgraded; then everything is still there.

FROM is a tag or commit (by default the earliest that this one promises to upgrade), TO another one (HEAD). Both are
taken out of git into a temporary folder, with a database of their own: SQLite, or the empty one DATABASE_URL names.
"""

import json
import os
import subprocess
import sys
import tarfile
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
EARLIEST = "4a6dc0240ea3"
KEPT = ("careers.", "pathways.", "auth.User")
"""Rows an upgrade may add to, and never change. Those of other apps are their own business."""

SETUP = "import django; django.setup()\n"
USE = """
from django.contrib.auth.models import User
from careers.models import Claim, Edition
assert Edition.objects.count() == 1, "the database is not a new one"
User.objects.create_superuser("claire", password="vive le printemps 2027")
Claim.objects.filter(code=Claim.objects.order_by("pk").values("code")[:1]).update(detail="Édité avant la mise à jour.")
"""
ROWS = """
import json, sys
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
class Exact(DjangoJSONEncoder):
    def default(self, value):
        return value.isoformat() if hasattr(value, "isoformat") else super().default(value)
rows = {
    model._meta.label: list(model._base_manager.order_by("pk").values())
    for model in apps.get_models(include_auto_created=True) if model._meta.managed
}
json.dump(rows, sys.stdout, cls=Exact)
"""
LOOK = """
import json, sys
from django.test import Client
from careers.models import Edition
client = Client(headers={"host": "localhost"})
career = Edition.objects.latest().career.code
job = f"/metiers/{career}/"
pages = ["/", job, f"{job}voies/", f"{job}eligibilite/", f"{job}sources/", f"{job}editions/", f"{job}edition.json"]
answers = {page: client.get(page) for page in pages}
statuses = {page: answer.status_code for page, answer in answers.items()}
served = answers[f"{job}edition.json"].content.decode() == Edition.objects.latest().document
json.dump({"statuses": statuses, "served": served, "edition": Edition.objects.latest().number}, sys.stdout)
"""


class Failed(Exception):
    """What went wrong, in a sentence."""


class Release:
    """The code of one commit in a folder of its own."""

    def __init__(self, name: str, folder: Path, database: str):
        self.name, self.folder = name, folder
        self._environment = {
            **{key: value for key, value in os.environ.items() if key not in {"PASSERELLE_ENV", "SECRET_KEY"}},
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        done = subprocess.run(["git", "archive", name], cwd=ROOT, capture_output=True, check=False)
        if done.returncode:
            raise Failed(f"CAN'T RUN: {name} is not in this copy of the repository (an archive, or a shallow clone).")
        with tarfile.open(fileobj=BytesIO(done.stdout)) as archive:
            archive.extractall(folder, filter="data")

    def manage(self, *words: str) -> str:
        return self._run("manage.py", *words)

    def do(self, program: str) -> str:
        return self._run("-c", SETUP + program)

    def _run(self, *words: str) -> str:
        command = [sys.executable, *words]
        done = subprocess.run(
            command, cwd=self.folder, env=self._environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise Failed(f"{self.name}, {words[0]} {words[1].strip().splitlines()[0]}: {done.stderr.strip()[-2000:]}")
        return done.stdout


def rehearse(old: Release, new: Release) -> list[str]:
    """What was seen to hold. Failed at the first thing that does not."""
    old.manage("migrate", "-v0")
    old.manage("setup_content")
    old.do(USE)
    old.manage("publish", "assistant-medical", "--by", "Claire Morel", "--note", "Avant la mise à jour")
    before = json.loads(old.do(ROWS))

    new.manage("migrate", "-v0")
    after = json.loads(new.do(ROWS))
    rows = compared(before, after)
    look = json.loads(new.do(LOOK))
    if set(look["statuses"].values()) != {200} or not look["served"] or look["edition"] != 2:
        raise Failed(f"the site does not serve the old edition: {look}")
    new.manage("setup_content")  # which is part of an upgrade, and changes nothing
    if json.loads(new.do(ROWS))["careers.Edition"] != after["careers.Edition"]:
        raise Failed("setup_content changed the editions")
    new.manage("publish", "assistant-medical", "--by", "Claire Morel", "--note", "Après la mise à jour")
    return [
        f"{rows} rows kept as they were, {len(before['careers.Edition'])} editions to the byte",
        f"edition {look['edition']} served on {len(look['statuses'])} pages by the newer code",
        "the draft of before, with what was edited in it, published as edition 3",
    ]


def compared(before: dict[str, Any], after: dict[str, Any]) -> int:
    """How many rows are there as they were, in the columns there were."""
    kept = 0
    for label, rows in before.items():
        if not label.startswith(KEPT):
            continue
        there = {row["id"] if "id" in row else next(iter(row.values())): row for row in after.get(label, [])}
        for row in rows:
            key = row["id"] if "id" in row else next(iter(row.values()))
            same = {name: there.get(key, {}).get(name) for name in row}
            if same != row:
                raise Failed(f"{label} {key} is not what it was: {row} is now {same}"[:2000])
            kept += 1
    return kept


def main(names: list[str]) -> int:
    older, newer, *_ = [*names, *[EARLIEST, "HEAD"][len(names) :]]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        database = os.environ.get("DATABASE_URL") or f"sqlite:///{folder}/site.sqlite3"
        try:
            held = rehearse(Release(older, folder / "old", database), Release(newer, folder / "new", database))
        except Failed as failure:
            print(failure, file=sys.stderr)
            return 1
    print(f"From {older} to {newer}, on {database.partition(':')[0]}:")
    print(*(f"  {line}" for line in held), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
