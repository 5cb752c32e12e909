"""People of the workshop, for tests: with a role, a telephone, codes on paper."""

from base64 import b32decode
from importlib import import_module
from types import SimpleNamespace

from django.apps import apps
from django.contrib.auth.models import Group, User
from django.db import connection
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

PASSWORD = "vive le printemps 2027"
ROLES = ["rédaction", "publication", "administration"]


def make_roles():
    """What the migrations did. A test that empties the database empties it of the roles too."""
    editor = SimpleNamespace(connection=connection)
    import_module("careers.migrations.0002_roles").make_roles(apps, editor)
    import_module("pathways.migrations.0002_roles").let_roles_write_rules(apps, editor)


def person(name="claire", role="", **kwargs):
    """Somebody with a role, "everything" for all rights, or none."""
    user = User.objects.create_user(name, password=PASSWORD, is_staff=True, is_superuser=role == "everything", **kwargs)
    if role in ROLES:
        make_roles()
        user.groups.add(Group.objects.get(name=role))
    return user


def telephone(user):
    """A registered telephone, whose codes `code` reads."""
    return TOTPDevice.objects.create(user=user, name="Téléphone", confirmed=True)


def code(key):
    """What the application of a telephone with this key (in hexadecimal, or in base 32 as people type it) shows now."""
    base_32 = key.isupper()
    return f"{TOTP(b32decode(key) if base_32 else bytes.fromhex(key)).token():06}"
