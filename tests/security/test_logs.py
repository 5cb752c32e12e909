"""Real lines of the real loggers: never an answer, a code, a password or a word an exception took from them."""

import io
import logging
import logging.config
import os
import signal
import socket
import subprocess
import sys
import time

import pytest
from django.conf import settings as site
from django.core.signals import got_request_exception
from django.test import Client

from careers import serving
from config.privacy import WithoutAnswers
from tests import people
from tests.security.addresses import CODE
from tests.settings_of import settings_of
from tests.test_repository import ROOT

SECRET = "licorne-4821"
ANSWERS = f"diplomes={SECRET}&age={SECRET}"


@pytest.fixture(params=["local", "production"])
def logged(request):
    """What the handlers of a site of this kind write, everything included that the suite's own settings leave out."""
    environment = {"PASSERELLE_ENV": request.param}
    if request.param == "production":
        environment |= {"SECRET_KEY": "abcdefghij" * 6, "ALLOWED_HOSTS": "testserver"}
    written = settings_of(**environment)["LOGGING"]
    out = io.StringIO()
    for handler in written["handlers"].values():
        handler["stream"] = out
    written["loggers"] = {name: {**told, "level": "DEBUG"} for name, told in written["loggers"].items()}
    written["loggers"]["django.db.backends"] = {"level": "INFO"}  # queries are logged on debug pages only
    logging.config.dictConfig(written)
    yield out
    logging.config.dictConfig(site.LOGGING)


@pytest.fixture
def broken(monkeypatch):
    """A page that breaks as badly as it can: what it says repeats everything that was typed, twice over."""

    def fail(view, request, *args):
        try:
            int(request.GET.get("age", request.path))
        except ValueError as error:
            raise RuntimeError(f"{request.get_full_path()} {request.GET!r}") from error

    monkeypatch.setattr(serving, "_from_shelf", fail)


def assert_no_secret(out, *more):
    text = out.getvalue()
    for secret in (SECRET, "diplomes", people.PASSWORD, CODE, *more):
        assert secret not in text, text
    return text


def test_failure_with_answers_in_its_address(logged, broken):
    client = Client(raise_request_exception=False)

    response = client.get(f"/metiers/assistant-medical/eligibilite/?{ANSWERS}")
    again = client.get(f"/code/{CODE}/")

    assert (response.status_code, again.status_code) == (500, 500)
    assert SECRET not in response.text
    text = assert_no_secret(logged)
    assert "RuntimeError" in text
    assert "ValueError" in text, "the cause too"
    assert "in fail" in text, "and the place"


@pytest.mark.parametrize(
    ("path", "status", "headers"),
    [
        pytest.param(f"/nulle-part/?{ANSWERS}", 404, {}, id="no such page"),
        pytest.param(f"/code/{CODE}x/?{ANSWERS}", 404, {}, id="no such code"),
        pytest.param(f"/?{ANSWERS}" + "a" * 9000, 414, {}, id="too long"),
        pytest.param(f"/?{ANSWERS}&" + "&".join("a" * 1100), 404, {}, id="too many parameters"),
        pytest.param(f"/?{ANSWERS}", 400, {"Host": "ailleurs.example"}, id="another host"),
        pytest.param(f"/code/{CODE}/?{ANSWERS}", 400, {"Host": "ailleurs.example"}, id="another host, a code"),
        pytest.param(f"/nulle-part/?{ANSWERS}", 404, {"Referer": f"https://a.example/?{ANSWERS}"}, id="referrer"),
        pytest.param(f"/nulle-part%3F{ANSWERS}", 404, {}, id="a question mark as %3F"),
    ],
)
def test_refused_address(logged, real_pages, client, path, status, headers):
    status_of = client.get(path, headers=headers).status_code

    assert status_of in {status, 400, 404, 503}
    assert_no_secret(logged)


def test_another_host_is_told_by_the_line_of_its_answer_alone(logged, client):
    name = "django.security.DisallowedHost"
    logging.getLogger(name).setLevel(site.LOGGING["loggers"][name]["level"])

    assert client.get("/", headers={"Host": "ailleurs.example"}).status_code == 400
    assert "ailleurs.example" not in assert_no_secret(logged)


def test_form_on_the_public_side(logged, client):
    client.post(f"/?{ANSWERS}", {"diplomes": SECRET})

    assert_no_secret(logged)


@pytest.mark.django_db
def test_login(logged, settings):
    settings.AXES_ENABLED = True
    client = Client(enforce_csrf_checks=True)
    people.person("claire")
    client.post("/admin/login/", {"username": "claire", "password": people.PASSWORD})  # without the safety code
    client = Client()
    for _ in range(6):
        client.post("/admin/login/?next=/admin/", {"username": "claire", "password": f"{SECRET}!"})

    assert_no_secret(logged)


@pytest.mark.django_db
def test_failure_of_the_login(logged, monkeypatch):
    def fail(self, **credentials):
        raise RuntimeError(f"{credentials}")

    monkeypatch.setattr("django.contrib.auth.forms.AuthenticationForm.clean", fail)
    client = Client(raise_request_exception=False)

    response = client.post("/admin/login/", {"username": "claire", "password": people.PASSWORD})

    assert response.status_code == 500
    assert "RuntimeError" in assert_no_secret(logged, "claire")


def test_exception_without_a_request_is_told_in_full(logged):
    """What has nothing to do with a visitor stays readable for the operator."""
    try:
        raise RuntimeError("le disque est plein")
    except RuntimeError:
        logging.getLogger("careers.shelf").exception("No copy was written")

    assert "le disque est plein" in logged.getvalue()


def test_filter_leaves_the_exception_to_others(real_pages, monkeypatch):
    """Whoever listens to Django's signal, as a debugger does, has it whole."""
    heard = []

    def listen(request, **kwargs):
        heard.append(sys.exc_info()[1])

    monkeypatch.setattr(serving, "_from_shelf", lambda *args: 1 / 0)
    got_request_exception.connect(listen)
    try:
        Client(raise_request_exception=False).get("/recherche/")
    finally:
        got_request_exception.disconnect(listen)

    assert [str(error) for error in heard] == ["division by zero"]


@pytest.mark.parametrize("name", sorted({"root", *site.LOGGING["loggers"]}))
def test_no_logger_has_a_way_around_the_filter(name):
    logger = logging.getLogger(None if name == "root" else name)
    written = [handler for handler in logger.handlers if isinstance(handler, logging.StreamHandler)]
    ours = [handler for handler in written if handler.__class__ is logging.StreamHandler]

    assert all(any(isinstance(each, WithoutAnswers) for each in handler.filters) for handler in ours)
    assert not any("AdminEmail" in type(handler).__name__ for handler in logger.handlers)


# --- The app server ---------------------------------------------------------------------------------------------------


def ask(path, socket_file):
    """The status the server answers with, over its socket."""
    with socket.socket(socket.AF_UNIX) as wire:
        wire.settimeout(60)
        wire.connect(str(socket_file))
        wire.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
        answer = b""
        while part := wire.recv(65536):
            answer += part
    return int(answer.split(b" ", 2)[1])


def answers(socket_file):
    try:
        ask("/static/nulle-part", socket_file)
    except (FileNotFoundError, ConnectionError):
        return False
    return True


@pytest.fixture
def server(tmp_path):
    """granian as production starts it, over a socket of its own, on an empty database: pages are refused, or fail."""
    environment = os.environ | {
        "PASSERELLE_ENV": "local",
        "DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3",
        "VAR_DIR": str(tmp_path / "var"),
    }
    address, log = tmp_path / "s", tmp_path / "log"
    command = [sys.executable, "-m", "config.serve", "--workers", "1", "--uds", str(address)]
    with log.open("w") as out:
        running = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            while not answers(address):  # however slow the machine: who runs the tests says when to give up
                assert running.poll() is None, log.read_text()
                time.sleep(0.1)
            yield address, log
        finally:
            running.send_signal(signal.SIGTERM)
            try:
                running.wait(30)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()


def test_app_server_writes_no_answer(server):
    address, log = server
    statuses = {
        ask(f"/metiers/assistant-medical/eligibilite/?{ANSWERS}", address),
        ask(f"/m%E9tiers/%FF%00/?{ANSWERS}&a=%FF", address),
        ask(f"/nulle-part/?{ANSWERS}", address),
        ask(f"/code/{CODE}/?{ANSWERS}", address),
        ask(f"/?{ANSWERS}{'a' * 9000}", address),
        ask(f"/admin/login/?next=/{SECRET}", address),
    }

    assert 414 in statuses
    assert max(statuses) <= 503, "nothing is published: that is said, and nothing breaks"
    assert 500 not in statuses
    text = log.read_text()
    for secret in (SECRET, "diplomes", CODE):
        assert secret not in text, text
