"""From the first tables of each app to those of today, with rows in them: nothing is lost on the way."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from careers import editions
from careers.models import Career
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
OURS = ("careers", "pathways")
FIRST = [(app, "0001_initial") for app in OURS]


def migrated(targets):
    """The models of that state of the database."""
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    models = MigrationExecutor(connection).loader.project_state(targets).apps.get_models(include_auto_created=True)
    return {model._meta.label: model for model in models if model._meta.app_label in OURS}


def newest():
    return [leaf for leaf in MigrationExecutor(connection).loader.graph.leaf_nodes() if leaf[0] in OURS]


def rows(models, columns=None):
    return {
        label: list(model._base_manager.order_by("pk").values(*(columns[label] if columns else ())))
        for label, model in models.items()
        if columns is None or label in columns
    }


@pytest.fixture
def tables_of_today():
    """Whatever a test does to them."""
    yield
    migrated(newest())


def test_rows_of_the_first_tables_are_there_in_those_of_today(small_edition, tables_of_today):
    for factory in factories.Factory.__subclasses__():
        factory()
    text = small_edition.document

    first = migrated(FIRST)
    before = rows(first)
    today = migrated(newest())
    columns = {label: [field.attname for field in model._meta.concrete_fields] for label, model in first.items()}

    assert rows(today, columns) == before
    assert {label for label, found in before.items() if not found and "_" not in label} == set()
    edition = before["careers.Edition"][0]
    assert (edition["document"], edition["checksum"]) == (text, editions.checksum(text))
    assert editions.read_draft(Career.objects.get())["rules"].questions
