"""The whole site: a copy of the code as a server installs it, PostgreSQL, the two app servers, nginx."""

import json
import os
import re
import secrets
import shlex
import shutil
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path

from tools.rehearse.database import Database
from tools.rehearse.front import NAME, ROOT, SITE_FILE, certificate, changes, configured, moved, nginx
from tools.rehearse.running import HOST, Program, free_port, wait_until

INSTALLED = ("careers", "config", "deploy", "fixtures", "pathways", "static", "templates", "manage.py")
UNIT = ROOT / "deploy" / "passerelle@.service"
DEPLOYED = (8001, 8002)
"""The ports the two instances of the unit are named after."""
VISITORS, WORKSHOP = 0, 1
"""Their places: whose pages come from memory, and whose may wait."""
ENVIRONMENT = ROOT / "deploy" / "passerelle.env.example"
CAREER = "assistant-medical"
SECRETS = ("SECRET_KEY",)


def settings_of(example: str) -> dict[str, str]:
    """The variables an environment file sets."""
    return dict(re.findall(r"^([A-Z_]+)=(.*)$", example, re.MULTILINE))


def unit_of(instance: int) -> str:
    """What systemd reads for an instance: the unit, then what is said of this one beside it."""
    added = sorted(UNIT.with_name(f"{UNIT.stem}{instance}.service.d").glob("*.conf"))
    return "".join(file.read_text(encoding="utf-8") for file in (UNIT, *added))


def environment_of(unit: str, port: int) -> dict[str, str]:
    """The variables a unit adds for the instance of this port."""
    said = re.findall(r"^Environment=([A-Z_]+)=(.*)$", unit, re.MULTILINE)
    return {name: value.replace("%i", str(port)) for name, value in said}


def command_of(unit: str, port: int, program: Path) -> list[str]:
    """What systemd would run for the instance of this port, with the Python of this machine."""
    said = re.search(r"^ExecStart=((?:.*\\\n)*.*)$", unit, re.MULTILINE)
    assert said, "The unit starts nothing."
    words = shlex.split(said.group(1).replace("\\\n", " ").replace("%i", str(port)))
    assert Path(words[0]).name == program.name, words[0]
    return [str(program), *words[1:]]


class Site:
    """Everything of it lies below one folder. `end` stops whatever runs, in whatever state it is."""

    def __init__(self, folder: Path, small_disk: Path | None):
        self.folder, self.logs, self.app = folder, folder / "logs", folder / "app"
        self.small_disk = small_disk
        self.var, self._run = (small_disk or folder) / "var", folder / "run"
        for each in (self.logs, self.app, self.var, self._run):
            each.mkdir()
        self._install()
        self.database = Database(folder, self.logs)
        self.ports = (free_port(), free_port())
        self.http, self.https = free_port(), free_port()
        self.certificate = certificate(folder)
        self.environment = self._environment()
        self.servers = [self._app_server(*each) for each in zip(DEPLOYED, self.ports, strict=True)]
        moves = changes(folder, self.logs, self.app, http=self.http, https=self.https, apps=self.ports)
        file = configured(folder, moved(SITE_FILE.read_text(), moves), self.logs)
        self.front = Program([nginx(), "-c", file, "-p", folder], self.logs / "nginx.log", cwd=folder)

    def _install(self) -> None:
        """Only what is under version control, or about to be: as a release is."""
        for name in INSTALLED:
            here = ROOT / name
            if here.is_dir():
                shutil.copytree(here, self.app / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy2(here, self.app / name)

    def _environment(self) -> dict[str, str]:
        """Of the example file, with what an operator fills in."""
        said = settings_of(ENVIRONMENT.read_text())
        filled = {
            "SECRET_KEY": secrets.token_urlsafe(64),
            "DATABASE_URL": self.database.address,
            "VAR_DIR": str(self.var),
            "LEGAL_EDITOR": "Une association",
            "LEGAL_HOST": "Un hébergeur",
            "CONTACT_EMAIL": "contact@passerelle.example",
        }
        if unknown := filled.keys() - said.keys():
            raise KeyError(f"deploy/passerelle.env.example does not set {', '.join(sorted(unknown))}.")
        around = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        return {**around, "HOME": str(self.folder), "PYTHONDONTWRITEBYTECODE": "1", **said, **filled}

    def _app_server(self, instance: int, port: int) -> Program:
        run = self._run / str(port)
        program = Path(sys.executable).with_name("python")
        unit = unit_of(instance)
        env = {**self.environment, **environment_of(unit, port), "PROMETHEUS_MULTIPROC_DIR": str(run)}
        return Program(command_of(unit, port, program), self.logs / f"app-{port}.log", cwd=self.app, env=env)

    # --- Starting and ending ---

    def start(self) -> None:
        self.database.start()
        self.manage("migrate", "-v", "0")
        self.manage("setup_content")
        self.manage("collectstatic", "--noinput", "-v", "0")
        for place in (VISITORS, WORKSHOP):
            self.start_server(place)
        self.front.start(self._front_answers)

    def start_server(self, place: int) -> float:
        run = self._run / str(self.ports[place])
        shutil.rmtree(run, ignore_errors=True)  # as systemd empties RuntimeDirectory
        run.mkdir()
        return self.servers[place].start(lambda: self.is_ready(place))

    def end(self) -> None:
        self.front.end()
        for server in self.servers:
            server.end()
        self.database.end()

    # --- Asking ---

    def is_ready(self, place: int) -> bool:
        return self.asked(place, "/sante/pret/")[0] == 200

    def asked(self, place: int, path: str, **headers: str) -> tuple[int, bytes]:
        """An app server asked without nginx, as a monitor on the machine does; status 0 when nobody answers."""
        connection = HTTPConnection(HOST, self.ports[place], timeout=15)
        try:
            connection.request("GET", path, headers={"Host": NAME, **headers})
            response = connection.getresponse()
            return response.status, response.read()
        except OSError:
            return 0, b""
        finally:
            connection.close()

    def _front_answers(self) -> bool:
        connection = HTTPConnection(HOST, self.http, timeout=5)
        try:
            connection.request("GET", "/", headers={"Host": NAME})
            return connection.getresponse().status == 301
        except OSError:
            return False
        finally:
            connection.close()

    def knows_database(self, place: int, answers: bool, seconds: float = 40) -> bool:
        """Whether an app server came to say so of its database at /sante/pret/."""

        def says_so() -> bool:
            status, body = self.asked(place, "/sante/pret/")
            return status == 200 and json.loads(body)["database"]["answers"] is answers

        return wait_until(says_so, seconds)

    # --- The operator's commands ---

    def manage(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        done = self.managing(*words)
        output, _ = done.communicate()
        if check and done.returncode:
            raise RuntimeError(f"manage.py {' '.join(words)} failed:\n{output[-3000:]}")
        return subprocess.CompletedProcess(words, done.returncode, output)

    def managing(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "manage.py", *words],
            cwd=self.app,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def publish(self, mark: str, *, check: bool = True) -> subprocess.CompletedProcess[str]:
        """An edition whose pages can be told from those of others: the name of the job says so."""
        self.rename(mark)
        return self.manage("publish", CAREER, "--by", "Claire Morel", "--note", f"Répétition {mark}", check=check)

    def rename(self, mark: str) -> None:
        named = f" (répétition {mark})"
        self.database.run(
            "UPDATE careers_career SET title = regexp_replace(title, ' \\(répétition.*\\)$', '') || %s, "
            "question = regexp_replace(question, ' \\(répétition.*\\)$', '') || %s",
            *(named, named),
        )

    def editions(self) -> list[tuple[int, str, str]]:
        """Number, document and checksum of every edition."""
        return [
            (int(number), str(document), str(checksum))
            for number, document, checksum in self.database.run(
                "SELECT number, document, checksum FROM careers_edition ORDER BY number"
            )
        ]
