"""What writing rows from a document needs in both apps: values tried before anything is saved, rows saved only where
they differ, keeping their primary keys, and links of many rows changed at once.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models

from careers.parts import Fault

Values = Mapping[str, Any]


class Refused(Exception):
    """A row the database does not take; `fault` says where it comes from and why."""

    def __init__(self, fault: Fault):
        self.fault = fault
        super().__init__(f"{fault.path}: {fault.reason}")


# --- Before anything is saved -----------------------------------------------------------------------------------------


def faults_of(model: type[models.Model], values: Values, path: str) -> Iterator[Fault]:
    """What the model says of these values, apart from its relations and from what spans rows."""
    row = model(**values)
    relations = [field.name for field in model._meta.fields if field.name not in values]
    try:
        row.clean_fields(exclude=relations)
    except ValidationError as refusal:
        for name, reasons in refusal.message_dict.items():
            yield from (Fault(_place(model, path, name), reason) for reason in reasons)
        return
    for name, value in values.items():
        if getattr(row, name) != value:
            yield Fault(_place(model, path, name), f"Écrivez « {getattr(row, name)} » au lieu de « {value} ».")
        elif isinstance(value, str) and "\x00" in value:
            yield Fault(_place(model, path, name), "Le texte contient un caractère qui ne s’écrit pas (NUL).")


def faults_of_keys(path: str, keys: Iterable[Any]) -> Iterator[Fault]:
    seen = set()
    for number, key in enumerate(keys):
        if key in seen:
            yield Fault(f"{path}[{number}]", f"« {_said(key)} » figure deux fois.")
        seen.add(key)


def faults_of_references(path: str, keys: Iterable[Any], known: Collection[Any], what: str) -> Iterator[Fault]:
    for key in keys:
        if key not in known:
            yield Fault(path, f"Le document ne contient pas {what} « {_said(key)} ».")


def _place(model: type[models.Model], path: str, name: str) -> str:
    field: Any = model._meta.get_field(name)
    return f"{path}, {field.verbose_name}"


def _said(key: Any) -> str:
    return " / ".join(map(str, key)) if isinstance(key, tuple) else str(key)


# --- Saving -----------------------------------------------------------------------------------------------------------


def save(row: models.Model, values: Values, path: str) -> models.Model:
    """The row with these values, saved if it is new or differs. Refused when a constraint forbids it."""
    if not row._state.adding and all(getattr(row, name) == value for name, value in values.items()):
        return row
    for name, value in values.items():
        setattr(row, name, value)
    try:
        row.save()
    except IntegrityError as error:
        raise Refused(Fault(path, _reason(row, str(error)))) from None
    return row


def save_all(
    model: type[models.Model], found: Mapping[Any, Any], wanted: Mapping[Any, Values], path: str
) -> dict[Any, Any]:
    """Rows by their keys, in the order wanted: those found, made what they should be, and new ones."""
    return {
        key: save(found.get(key) or model(), values, f"{path}[{number}]")
        for number, (key, values) in enumerate(wanted.items())
    }


def placed(found: Mapping[Any, Any], wanted: Mapping[Any, Values]) -> dict[Any, Values]:
    """The values with a position each, so that rows come in this order; the present positions when they say it."""
    have = [found[key].position for key in wanted if key in found]
    holds = len(have) == len(wanted) and all(one < next_ for one, next_ in pairwise(have))
    places: Iterable[int] = have if holds else range(10, 10 * len(wanted) + 10, 10)
    return {key: {**values, "position": place} for (key, values), place in zip(wanted.items(), places, strict=True)}


def link(model: type[models.Model], field: str, wanted: Mapping[models.Model, Sequence[models.Model]]) -> None:
    """A relation of many rows with many, for all these rows at once: what is missing is added, the rest goes."""
    relation: Any = model._meta.get_field(field)
    through = relation.remote_field.through
    near, far = relation.m2m_field_name(), relation.m2m_reverse_field_name()
    links = {(row.pk, other.pk) for row, others in wanted.items() for other in others}
    there = {
        (left, right): pk
        for pk, left, right in through._base_manager.filter(**{f"{near}__in": [row.pk for row in wanted]}).values_list(
            "pk", f"{near}_id", f"{far}_id"
        )
    }
    if gone := [pk for pair, pk in there.items() if pair not in links]:
        through._base_manager.filter(pk__in=gone).delete()
    new = [pair for pair in links if pair not in there]
    through._base_manager.bulk_create(through(**{f"{near}_id": left, f"{far}_id": right}) for left, right in new)


def _reason(row: models.Model, error: str) -> str:
    for constraint in row._meta.constraints:
        if constraint.name in error:
            return str(constraint.violation_error_message)
    if "unique" in error.lower():
        return "Ce code est déjà pris, ici ou dans un autre métier."
    return "La base de données refuse ces valeurs."
