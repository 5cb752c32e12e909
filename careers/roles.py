"""Who may do what in the workshop: three groups, made by migrations, which an administrator gives to accounts.

Each app's migration grants its own models' permissions, so that this app need not know the rules.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.management import create_permissions

WRITING = "rédaction"
PUBLISHING = "publication"
ADMINISTERING = "administration"

LOOK = ("view",)
WRITE = ("view", "add", "change", "delete")


def grant(apps: Any, alias: str, app_label: str, role: str, codenames: Iterable[str]) -> None:
    """Give a role these permissions of an app; it keeps those it has. For migrations: `apps` is what they are given."""
    permissions = apps.get_model("auth", "Permission").objects.using(alias)
    _make_permissions(apps, alias, app_label)
    wanted = set(codenames)
    found = permissions.filter(content_type__app_label=app_label, codename__in=wanted)
    if missing := wanted - {permission.codename for permission in found}:
        raise LookupError(f"{app_label} has no permission {', '.join(sorted(missing))}.")
    group, _ = apps.get_model("auth", "Group").objects.using(alias).get_or_create(name=role)
    group.permissions.add(*found)


def codenames(models: Mapping[str, Iterable[str]]) -> list[str]:
    """{"claim": ("view", "add")} → ["view_claim", "add_claim"]."""
    return [f"{action}_{model}" for model, actions in models.items() for action in actions]


def _make_permissions(apps: Any, alias: str, app_label: str) -> None:
    """Django makes permissions after all migrations only: on an empty database there would be none to give."""
    app = apps.get_app_config(app_label)
    if not getattr(app, "models_module", None):
        app.models_module = True  # an app of a migration has none, by which create_permissions takes it for empty
    create_permissions(app, apps=apps, verbosity=0, using=alias)
