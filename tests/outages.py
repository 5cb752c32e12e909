"""A database that is gone, for tests: open connections are cut and no new one can be made. And other connections."""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection
from django.db.backends.sqlite3.base import DatabaseWrapper

Outage = Callable[[], AbstractContextManager[None]]


def made(monkeypatch: pytest.MonkeyPatch) -> Outage:
    """`with outage():`, of the database of this run."""
    return _postgresql(monkeypatch) if connection.vendor == "postgresql" else _sqlite(monkeypatch)


def pool(wrapper: Any) -> Any:
    return wrapper.pool  # of PostgreSQL only: Django's types name what all databases have


def cut_connections(server: psycopg.Connection) -> None:
    name = connection.settings_dict["NAME"]
    server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])


def _postgresql(monkeypatch: pytest.MonkeyPatch) -> Outage:
    @contextmanager
    def cut() -> Iterator[None]:
        connection.close()
        name = connection.settings_dict["NAME"]
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server, monkeypatch.context() as patched:
            patched.setattr(pool(connection), "timeout", 0.5)  # seconds, where the settings say 5
            server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
            try:
                cut_connections(server)
                yield
            finally:
                server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
        while not _is_back():
            pass

    return cut


def _is_back() -> bool:
    try:
        connection.ensure_connection()
    except OperationalError:  # the pool pauses between its tries
        return False
    return True


def _sqlite(monkeypatch: pytest.MonkeyPatch) -> Outage:
    def refuse(*args: object) -> None:
        raise sqlite3.OperationalError("unable to open database file")

    @contextmanager
    def cut() -> Iterator[None]:
        with monkeypatch.context() as patched:
            patched.setattr(DatabaseWrapper, "get_new_connection", refuse)
            patched.setattr(DatabaseWrapper, "create_cursor", refuse)
            yield

    return cut


def elsewhere(function: Callable[[], Any]) -> Any:
    """What another thread gets, with a connection of its own, as a process that has just started."""
    found: list[Any] = []

    def run() -> None:
        try:
            found.append(function())
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(20)
    return found[0]
