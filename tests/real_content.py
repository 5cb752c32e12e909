"""The whole real content: loaded and published once by each test process, then put into the database of any test."""

from io import StringIO

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model

Rows = dict[type[Model], list[Model]]


def load() -> Rows:
    """Every row `setup_content` makes in an empty database, which is left empty."""
    with transaction.atomic():
        call_command("setup_content", stdout=StringIO())
        found = rows()
        transaction.set_rollback(True)
    return found


def rows() -> Rows:
    """Everything that is in the database."""
    return {model: list(model._base_manager.all()) for model in _models()}


def put(rows: Rows) -> None:
    with transaction.atomic():  # references are checked at its end: the order of the tables is of no importance
        for model, some in rows.items():
            model._base_manager.bulk_create(some)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(rows)):
            cursor.execute(statement)


def _models() -> list[type[Model]]:
    """Of both apps, with the tables of their many-to-many fields."""
    ours = (apps.get_app_config("careers"), apps.get_app_config("pathways"))
    return [model for app in ours for model in app.get_models(include_auto_created=True)]
