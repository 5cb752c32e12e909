"""What the environment decides, read once at start.

A malformed value stops the start and says what is wrong: guessing would open a site, or close it, by mistake.
An empty value counts as not set, as container tools pass it.
"""

import os
import re
import secrets
import tempfile
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

FLAGS = {"true": True, "yes": True, "1": True, "on": True, "false": False, "no": False, "0": False, "off": False}
HOST = re.compile(r"\.?[a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:]+\]")
SECRET_LENGTH = 50  # what Django's own deploy check asks for


def text(name: str, default: str = "") -> str:
    # Env.str() takes a secret that begins with "$" for the name of another variable.
    return os.environ.get(name, "").strip() or default


def choice(name: str, *allowed: str) -> str:
    """One of these words; the first one when nothing is said."""
    value = text(name, allowed[0])
    if value not in allowed:
        raise ImproperlyConfigured(f"{name}={value!r}: must be one of {', '.join(allowed)}.")
    return value


def flag(name: str, *, default: bool) -> bool:
    # Env.bool() reads every word it does not know as false.
    value = text(name, str(default)).lower()
    if value not in FLAGS:
        raise ImproperlyConfigured(f"{name}={value!r}: must be true or false.")
    return FLAGS[value]


def number(name: str, *, default: int) -> int:
    value = text(name, str(default))
    if not value.isascii() or not value.isdigit():
        raise ImproperlyConfigured(f"{name}={value!r}: must be a whole number, 0 or more.")
    return int(value)


def hosts(name: str, *, default: list[str]) -> list[str]:
    """Host names separated by commas: no scheme, no port, and never "every host"."""
    found = [host.strip().lower() for host in text(name).split(",") if host.strip()]
    for host in found:
        if not HOST.fullmatch(host):
            raise ImproperlyConfigured(f"{name}: {host!r} is not a host name such as www.example.org.")
    return found or default


def site_url(name: str) -> str:
    """The address of the site, without a path nor a last slash; empty when nothing was said."""
    address = text(name).rstrip("/")
    if address and not re.fullmatch(r"https?://[\w.-]+(:\d+)?|https?://\[[\da-fA-F:]+\](:\d+)?", address, re.ASCII):
        raise ImproperlyConfigured(f"{name}: must be an address such as https://passerelle.example, without a path.")
    return address


def folder(name: str, *, default: Path) -> Path:
    """A folder, by its whole path: where a relative one leads depends on who starts the site."""
    value = Path(text(name, str(default)))
    if not value.is_absolute():
        raise ImproperlyConfigured(f"{name}={str(value)!r}: must be a whole path, such as /var/lib/passerelle.")
    return value


def counting_folder(name: str) -> str:
    """A folder where the processes of one app server count together; empty when nothing was said.

    Whoever counts (prometheus-client) reads the same variable by itself, and takes an empty one for a folder.
    """
    if not (value := text(name)):
        os.environ.pop(name, None)
    elif not Path(value).is_absolute() or not os.access(value, os.W_OK | os.X_OK) or not Path(value).is_dir():
        raise ImproperlyConfigured(f"{name}={value!r}: must be the whole path of a folder one may write to.")
    return value


def email(name: str) -> str:
    """One address, such as contact@passerelle.example; empty when nothing was said."""
    value = text(name)
    try:
        validate_email(value or "nobody@passerelle.example")
    except ValidationError:
        raise ImproperlyConfigured(f"{name}={value!r}: must be an e-mail address.") from None
    return value


def database(name: str, *, default: Path) -> dict[str, Any]:
    """A Django database from an address: sqlite:///file, sqlite:////absolute/file or postgres://user@host/name."""
    if not (address := text(name)):
        default.parent.mkdir(parents=True, exist_ok=True)
        return _sqlite(str(default))
    # The address may hold a password: no message repeats any of it.
    refusal = ImproperlyConfigured(f"{name}: must be sqlite:///file or postgres://user:password@host:port/database.")
    scheme, separator, _ = address.partition("://")
    if not separator or scheme not in {"sqlite", "postgres", "postgresql"}:
        raise refusal
    try:
        found: dict[str, Any] = environ.Env.db_url_config(address)
    except ValueError:  # such as a port that is not a number
        raise refusal from None
    if found["NAME"] in {"", ":memory:"}:
        raise refusal
    return _sqlite(found["NAME"]) if scheme == "sqlite" else _postgresql(found)


def _sqlite(name: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "OPTIONS": {
            # A transaction that will write takes its place at once, and waits for it, instead of failing half-way.
            "transaction_mode": "IMMEDIATE",
            "timeout": 5,
            # Readers go on while one writes.
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
        },
    }


def _postgresql(found: dict[str, Any]) -> dict[str, Any]:
    return found | {
        "CONN_MAX_AGE": 0,  # connections are kept by the pool
        # A connection is tried before it is given out: after a restart of the server the next request has a good one.
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            # Everything asked of the database ends: who never got an answer, or an error, would never ask again.
            "connect_timeout": 5,  # seconds
            "tcp_user_timeout": 10_000,  # milliseconds, when the network goes silent
            "keepalives_idle": 10,
            "keepalives_interval": 3,
            "keepalives_count": 3,
            "options": "-c statement_timeout=30s -c lock_timeout=10s",
            **found.get("OPTIONS", {}),
            # For each process. After a failed try the next one is made when somebody asks, not minutes later; few are
            # kept idle, since after a restart of the server each of them costs whoever asks first a second or two.
            "pool": {"min_size": 1, "max_size": 4, "timeout": 5, "reconnect_timeout": 5, "max_idle": 60},
        },
    }


def own_secret(name: str) -> str:
    """The secret of a public site: given by its operator, never made here."""
    value = text(name)
    if len(value) < SECRET_LENGTH or len(set(value)) < 5 or value.startswith("django-insecure-"):
        raise ImproperlyConfigured(
            f"{name}: a production site needs a random secret of its own, {SECRET_LENGTH} characters or more."
        )
    return value


def local_secret(name: str, file: Path) -> str:
    """The secret of a site on one's own machine: made at the first start and kept in a file only its owner reads."""
    if value := text(name):
        return value
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor, draft = tempfile.mkstemp(dir=file.parent, prefix=file.name)  # mode 0600
        with os.fdopen(descriptor, "w") as out:
            out.write(secrets.token_urlsafe(SECRET_LENGTH))
        try:
            os.link(draft, file)  # whole or not at all, and the first of two processes wins
        except FileExistsError:
            pass
        finally:
            Path(draft).unlink()
    return file.read_text().strip()
