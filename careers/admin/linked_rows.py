"""From what a problem or a change names (a model and a natural key) to the page where the row is edited."""

from collections.abc import Iterable

from django.apps import apps
from django.contrib import admin
from django.core.exceptions import ObjectDoesNotExist

from careers.admin.addresses import admin_url
from careers.parts import Row


def addresses(rows: Iterable[Row | None]) -> dict[Row, str]:
    """Of the rows that are there and have a page; one question to the database for each model with a simple key."""
    found: dict[Row, str] = {}
    by_model: dict[str, list[Row]] = {}
    for row in dict.fromkeys(row for row in rows if row):
        by_model.setdefault(row.model, []).append(row)
    for label, named in by_model.items():
        found |= _of_model(label, named)
    return found


def _of_model(label: str, rows: list[Row]) -> dict[Row, str]:
    model = apps.get_model(label)
    if not admin.site.is_registered(model):
        return {}
    if all(len(row.key) == 1 for row in rows):
        by_code = {one.code: one for one in model._default_manager.filter(code__in=[row.key[0] for row in rows])}
        return {row: admin_url(by_code[row.key[0]]) for row in rows if row.key[0] in by_code}
    return {row: address for row in rows if (address := _one(model, row))}


def _one(model: type, row: Row) -> str:
    try:
        return admin_url(model._default_manager.get_by_natural_key(*row.key))  # type: ignore[attr-defined]
    except ObjectDoesNotExist:
        return ""


def kind_of(row: Row | None) -> str:
    """What rows of its model are called, in the plural, with a capital."""
    name = str(apps.get_model(row.model)._meta.verbose_name_plural) if row else "ensemble du brouillon"
    return name[:1].upper() + name[1:]
