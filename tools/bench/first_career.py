#!/usr/bin/env python3
"""first_career.py: the rules of the first career, read from its fixtures by way of a throw-away database, as JSON."""

import os
import sys
import tempfile
from io import StringIO
from pathlib import Path

import django
import msgspec


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "rules.sqlite3"
        os.environ.update(DATABASE_URL=f"sqlite:///{database}", DJANGO_SETTINGS_MODULE="config.settings")
        django.setup()
        from django.core.management import call_command

        from careers.models import Career
        from pathways.reading import read_rules

        call_command("migrate", verbosity=0, skip_checks=True)
        call_command("setup_content", stdout=StringIO(), skip_checks=True)
        rules = read_rules(Career.objects.get(code="assistant-medical"))
    sys.stdout.buffer.write(msgspec.json.encode(rules))


if __name__ == "__main__":
    main()
