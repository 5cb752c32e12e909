"""PostgreSQL of the rehearsal: stopped, started again, made read-only, slow, or out of room."""

import signal
import subprocess
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from tools.rehearse.delayed_line import DelayedLine
from tools.rehearse.running import HOST, Program, free_port
from tools.with_postgres import programs

QUIETLY = {"log_min_error_statement": "panic", "log_error_verbosity": "terse"}
"""As docs/exploitation.md has it: a statement that fails may hold the key of a session."""
OPTIONS = ("synchronous_commit=off", "max_connections=60", "logging_collector=off", *map("=".join, QUIETLY.items()))


class Database:
    """Reached by the site through a line that can be made slow, and by the rehearsal directly."""

    def __init__(self, folder: Path, logs: Path):
        self._data, self._port = folder / "data", free_port()
        self.log = logs / "postgres.log"
        found = programs()
        subprocess.run(
            [found / "initdb", "-D", self._data, "-U", "app", "--auth=trust", "--no-sync", "--locale=C.UTF-8"],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
        )
        command: list[str | Path] = [found / "postgres", "-D", self._data, "-h", HOST, "-p", str(self._port), "-k", ""]
        command += [word for option in OPTIONS for word in ("-c", option)]
        self._server = Program(command, self.log, cwd=folder)
        self.line = DelayedLine(self._port)
        self.line.start()

    @property
    def address(self) -> str:
        return f"postgres://app@{HOST}:{self.line.port}/postgres"

    def start(self) -> None:
        self._server.start(self._answers)

    def stop(self) -> None:
        """At once: connections are cut, as when the machine of the database goes."""
        self._server.end(signal.SIGQUIT)

    def end(self) -> None:
        self.stop()
        self.line.end()

    def run(self, statement: str | sql.Composed, *values: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(host=HOST, port=self._port, user="app", dbname="postgres", autocommit=True) as connection:
            done = connection.execute(statement.encode() if isinstance(statement, str) else statement, values or None)
            return done.fetchall() if done.description else []

    def read_only(self, on: bool) -> None:
        self.run(f"ALTER SYSTEM SET default_transaction_read_only = {'on' if on else 'off'}")
        self.run("SELECT pg_reload_conf()")

    def move_editions_to(self, folder: Path) -> None:
        """Onto another disk."""
        self.run(sql.SQL("CREATE TABLESPACE small LOCATION {}").format(sql.Literal(str(folder))))
        self.run("ALTER TABLE careers_edition SET TABLESPACE small")

    def _answers(self) -> bool:
        try:
            self.run("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True
