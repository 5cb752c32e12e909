"""Workers forked from a process that made everything ready: they have its pages at once, and nothing else of it."""

import json
import multiprocessing
import os
import subprocess
import sys

import granian.cli
import pytest

from careers.shelf import _write
from config import serve
from tests.pathways.visiting import JOB
from tests.test_repository import ROOT

PROGRAM = """
import json, multiprocessing, threading
from django.conf import settings
from config import serve

settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
serve.prepare()

from django.db import connections
from careers.shelf import shelf
from config.wsgi import application

def worker():
    django = []
    application._django = lambda environ, start: django.append(environ["PATH_INFO"]) or []
    mine = serve.worker()
    from tests.config.asking import ask
    answer = ask(mine, "JOB", host="passerelle.example", x_forwarded_proto="https", accept_encoding="br")
    print(json.dumps({
        "status": answer.status, "edition": answer["X-Edition"], "encoding": answer["Content-Encoding"],
        "asked of Django": [path for path in django if path == "JOB"], "from copies": shelf.is_from_copies,
    }))

print(json.dumps({
    "threads": [thread.name for thread in threading.enumerate()],
    "open": [each.alias for each in connections.all(initialized_only=True) if each.connection],
}))
child = multiprocessing.get_context("fork").Process(target=worker)
child.start(), child.join()
""".replace("JOB", JOB)


@pytest.fixture
def said(tmp_path, _real_publication):
    """What a process that prepares, then a worker of it, say of themselves; there is no database, but a copy."""
    (tmp_path / "editions").mkdir()
    _write(tmp_path / "editions" / "assistant-medical.json", _real_publication)
    environment = os.environ | {
        "PASSERELLE_ENV": "production",
        "ALLOWED_HOSTS": "passerelle.example",
        "BEHIND_TLS_PROXY": "on",
        "SECRET_KEY": "only-for-this-test-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH",
        "DATABASE_URL": f"sqlite:///{tmp_path}/nowhere/at/all.sqlite3",
        "VAR_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    return [json.loads(line) for line in done.stdout.splitlines() if not line.startswith('{"time"')]


def test_workers_are_forked_with_pages_ready_and_nothing_open(said):
    before, worker = said

    assert before == {"threads": ["MainThread"], "open": []}
    assert worker == {"status": 200, "edition": "1", "encoding": "br", "asked of Django": [], "from copies": True}


@pytest.mark.parametrize(
    ("environment", "options", "threads"),
    [
        pytest.param({}, [], 4, id="nothing said"),
        pytest.param({serve.THREADS: "1"}, [], 1, id="the environment, as in the unit of visitors"),
        pytest.param({serve.THREADS: "1"}, ["--blocking-threads", "8"], 8, id="an option"),
    ],
)
def test_granian_takes_as_many_threads_as_are_said(monkeypatch, environment, options, threads):
    """What it makes of its options and its environment, without serving."""
    taken = []

    def entrypoint():
        context = granian.cli.cli.make_context("granian", sys.argv[1:], auto_envvar_prefix="GRANIAN")
        taken.append(context.params)

    monkeypatch.setattr(granian.cli, "entrypoint", entrypoint)
    monkeypatch.setattr(serve, "prepare", lambda: None)
    monkeypatch.setattr(multiprocessing, "set_start_method", lambda method: None)
    monkeypatch.setattr(os, "environ", dict(environment))
    monkeypatch.setattr(sys, "argv", ["config.serve", "--port", "8001", *options])

    serve.main()

    (said,) = taken
    assert (said["blocking_threads"], said["workers"], said["port"]) == (threads, 2, 8001)
