"""Who changed what, and when: kept by django-reversion, told field by field.

What was edited elsewhere (the first content, an edition taken back as draft) leaves no version of its own: the rows
are kept as they are just before somebody's next change, so that nobody is said to have written what others wrote.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import reversion
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.http import HttpRequest
from reversion.errors import RevertError
from reversion.models import Version

from careers.admin.contents import Contents, Difference, Layout

NOBODY = "Hors de l’atelier"
SHOWN = 50


@dataclass(frozen=True)
class Entry:
    """One moment an object was saved, with what changed then; nothing for the first one known."""

    version: Version
    at: datetime
    who: str
    note: str
    changes: list[Difference]
    is_first: bool


@contextmanager
def recorded(user: AbstractBaseUser | AnonymousUser) -> Iterator[None]:
    """What is saved inside is one change, made by this person."""
    with reversion.create_revision():
        reversion.set_user(user)
        yield


def keep_as_it_is(page: Any, request: HttpRequest, obj: models.Model) -> None:
    """Keep the rows as a version, unless the last one says the same."""
    layout = Layout(page, request, obj)
    last = versions(obj).first()
    if last is not None:
        kept = contents(layout, last)
        if kept is None or not layout.differences(layout.saved(), kept, kept):
            return
    with reversion.create_revision():
        reversion.add_to_revision(obj)
        reversion.set_comment(NOBODY)


def versions(obj: models.Model) -> Any:
    """Of the object, the latest first."""
    return Version.objects.get_for_object(obj).select_related("revision__user").order_by("-pk")


def contents(layout: Layout, version: Version) -> Contents | None:
    """What the form held then; None when the version can't be read any more."""
    rows: dict[type[models.Model], list[dict[str, Any]]] = {}
    try:
        of_object = version.field_dict
        for other in version.revision.version_set.all():
            for formset in layout.formsets.values():
                if other._model is formset.model and str(other.field_dict[formset.fk.attname]) == version.object_id:
                    rows.setdefault(formset.model, []).append(other.field_dict)
    except RevertError:
        return None
    return layout.kept(of_object, rows)


def entries(page: Any, request: HttpRequest, obj: models.Model) -> list[Entry]:
    """The latest changes first. A version that changed nothing here was another object's change."""
    layout = Layout(page, request, obj)
    found: list[Entry] = []
    before: Contents | None = None
    for version in reversed(versions(obj)[: SHOWN + 1]):
        after = contents(layout, version)
        if after is None:
            continue
        changes = [] if before is None else layout.differences(after, before, before)
        if before is None or changes:
            user = version.revision.user
            found.append(
                Entry(
                    version=version,
                    at=version.revision.date_created,
                    who=(user.get_full_name() or user.get_username()) if user else NOBODY,
                    note=version.revision.comment if user else "",
                    changes=changes,
                    is_first=before is None,
                )
            )
        before = after
    return found[::-1]


def last_change(obj: models.Model) -> Entry | None:
    """Who saved the object last, and when; not what."""
    version = versions(obj).first()
    if version is None or version.revision.user is None:
        return None
    user = version.revision.user
    return Entry(version, version.revision.date_created, user.get_full_name() or user.get_username(), "", [], False)


def last_code(model: type[models.Model], pk: str) -> str:
    """The code of an object that is gone, when a version kept it."""
    version = Version.objects.get_for_object_reference(model, pk).order_by("-pk").first()
    return str(version.field_dict.get("code", "")) if version else ""
