"""What leans on a row: why it can't be deleted.

The database protects what a foreign key names. A list of references (the sources of a fact, the answers a criterion
takes) would only get shorter, and a rule would change without anybody seeing it: that is refused too.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin.utils import NestedObjects
from django.db import models, router
from django.urls import NoReverseMatch
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from careers.admin.addresses import admin_url


def uses_of(rows: Iterable[models.Model]) -> list[models.Model]:
    """The rows that need one of these, or something deleted with them, and would stay. Each once."""
    rows = list(rows)
    if not rows:
        return []
    collector = NestedObjects(using=router.db_for_write(type(rows[0])))
    collector.collect(rows)
    found: dict[tuple[type, Any], models.Model] = {(type(row), row.pk): row for row in collector.protected}
    for model, instances in collector.data.items():
        owner: Any = model._meta.auto_created  # the model whose list of references this is
        if not owner:
            continue
        leaving = {row.pk for row in collector.data.get(owner, ())}
        field = next(field for field in model._meta.fields if field.remote_field and field.related_model is owner)
        keys = {getattr(instance, field.attname) for instance in instances} - leaving
        for row in owner._base_manager.filter(pk__in=keys):
            found[type(row), row.pk] = row
    return sorted(found.values(), key=lambda row: (row._meta.label, row.pk))


def rules_on(claims: Iterable[models.Model]) -> list[models.Model]:
    """The rows of other apps that need one of these facts, or a figure of it. This app does not know which they are."""
    return [use for use in uses_of(claims) if use._meta.app_label != "careers"]


def named(row: models.Model) -> str:
    """With what kind of row it is: « Critère : CQP, avec le bac »."""
    return f"{capfirst(str(row._meta.verbose_name))} : {row}"


def linked(row: models.Model) -> SafeString | str:
    """The row with a link to the page where it is changed: its own, or that of the row it belongs to."""
    try:
        return format_html('<a href="{}">{}</a>', admin_url(row), named(row))
    except NoReverseMatch:
        pass
    for field in row._meta.fields:
        if field.remote_field and field.remote_field.on_delete is models.CASCADE:
            owner = getattr(row, field.name)
            try:
                return format_html('{}, dans <a href="{}">{}</a>', named(row), admin_url(owner), named(owner))
            except (NoReverseMatch, AttributeError):
                continue
    return named(row)


def listed(rows: Iterable[models.Model]) -> SafeString | str:
    """Links to the pages of these rows; a dash for none."""
    items = format_html_join("", "<li>{}</li>", ((linked(row),) for row in rows))
    return format_html("<ul>{}</ul>", items) if items else "–"
