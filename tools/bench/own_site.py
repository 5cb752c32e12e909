"""The project as it is written here, in its production settings, in a folder of its own.

From a copy, so that nothing measured leaves an edition, a page or a log in the working folder.
"""

import os
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

from tools.bench.running import HOST, Running
from tools.bench.servers import AS_DEPLOYED, QUIETLY

ROOT = Path(__file__).resolve().parents[2]
BEHIND_TLS = {"X-Forwarded-Proto": "https", "Host": HOST}
"""What the proxy in front of it says of every request."""

CAREER = "assistant-medical"
CONTENT = f"/metiers/{CAREER}/"
QUESTIONS = f"/metiers/{CAREER}/eligibilite/"
DOCUMENT = f"/metiers/{CAREER}/edition.json"


class OwnSite:
    """A copy with its static files, and as many databases as are asked for."""

    def __init__(self, folder: Path):
        self._folder, self._secret = folder, secrets.token_urlsafe(64)
        self._filled: Path | None = None
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            check=True,
            capture_output=True,
        )
        for name in filter(None, listed.stdout.decode().split("\0")):
            if not name.startswith("tests/") and (ROOT / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, folder / name)
        self.manage("first", "collectstatic", "--noinput", "-v", "0")

    def with_content(self, database: str) -> None:
        """A database with the first edition; the second one asked for is a copy of the first."""
        file = self._folder / f"{database}.sqlite3"
        if self._filled:
            shutil.copy2(self._filled, file)
            return
        self.manage(database, "migrate", "-v", "0")
        self.manage(database, "setup_content")
        self._filled = self._folder / "filled.sqlite3"
        shutil.copy2(file, self._filled)

    def manage(self, database: str, *command: str) -> None:
        self.run(database, "manage.py", *command)

    def run(self, database: str, *arguments: str) -> str:
        """What a program of this Python prints in the copy."""
        ended = subprocess.run(
            [sys.executable, *arguments],
            cwd=self._folder,
            env={**os.environ, **self._environment(database)},
            check=True,
            stdout=subprocess.PIPE,
        )
        return ended.stdout.decode()

    def served(self, database: str) -> Running:
        """By the command and with the variables of its unit, as the app server of visitors."""

        def command(port: int) -> list[str]:
            options = ["--host", HOST, "--port", str(port), *QUIETLY]
            return [sys.executable, "-m", "config.serve", *options]

        environment = {**self._environment(database), **AS_DEPLOYED}
        return Running(command, self._folder, ready_at=CONTENT, headers=BEHIND_TLS, environment=environment)

    def _environment(self, database: str) -> dict[str, str]:
        return {
            "PASSERELLE_ENV": "production",
            "SECRET_KEY": self._secret,
            "ALLOWED_HOSTS": HOST,
            "SITE_URL": f"https://{HOST}",
            "BEHIND_TLS_PROXY": "on",
            "DATABASE_URL": f"sqlite:///{self._folder / database}.sqlite3",
            "PYTHONPATH": str(self._folder),
        }
