"""Tries to break a constraint of the database by every way that passes by the forms."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import BaseConstraint, Model


@dataclass(frozen=True)
class Attempt:
    """A row that is right, and the values that make it wrong."""

    constraint: str
    row: Callable[[], Any]
    wrong: Callable[[Any], dict[str, Any]]


def attempt(constraint: str, row: Callable[[], Any], wrong: Callable[[Any], dict[str, Any]] | None = None, **values):
    return pytest.param(Attempt(constraint, row, wrong or (lambda row: values)), id=f"{constraint}-{', '.join(values)}")


def constraints_of(app: str) -> dict[str, BaseConstraint]:
    return {
        constraint.name: constraint
        for model in apps.get_app_config(app).get_models()
        for constraint in model._meta.constraints
    }


def refused_by_update(attempt: Attempt) -> None:
    row = attempt.row()
    with pytest.raises(IntegrityError, match=_named(attempt, row)), transaction.atomic():
        _rows(row).filter(pk=row.pk).update(**attempt.wrong(row))


def refused_by_bulk_create(attempt: Attempt) -> None:
    row = attempt.row()
    values = attempt.wrong(row)
    again = type(row)(**{field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields})
    _rows(row).filter(pk=row.pk).delete()
    for name, value in values.items():
        setattr(again, name, value)
    with pytest.raises(IntegrityError, match=_named(attempt, row)), transaction.atomic():
        _rows(row).bulk_create([again])


def refused_in_french(attempt: Attempt) -> None:
    row = attempt.row()
    row.full_clean()
    for name, value in attempt.wrong(row).items():
        setattr(row, name, value)
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    assert refusal.value.messages == [constraints_of(row._meta.app_label)[attempt.constraint].violation_error_message]


def _rows(row: Model) -> Any:
    return type(row)._base_manager  # none of our own methods stands before the database


def _named(attempt: Attempt, row: Model) -> str:
    """SQLite names the columns of a unique constraint, not the constraint."""
    return f"{attempt.constraint}|UNIQUE constraint failed: {row._meta.db_table}"
