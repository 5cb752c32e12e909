from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker

from careers.models import Career
from pathways.engine.rules import Rules
from pathways.reading import read_rules

FIXTURES = Path(__file__).parents[2] / "fixtures" / "assistant-medical"


@pytest.fixture(scope="session")
def real_rules(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Rules:
    """The rules of the first career, read once from its fixtures; the database is left as it was."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", *sorted(map(str, FIXTURES.glob("*.yaml"))), verbosity=0)
        rules = read_rules(Career.objects.get(code="assistant-medical"))
        transaction.set_rollback(True)
    return rules
