"""What a production site writes: a JSON object a line, with the name of the request, and never an answer."""

import copy
import io
import json
import logging
import logging.config
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.test import Client

from config.logs import JsonLines
from config.request_id import Followed, following, id_of

ROOT = Path(__file__).parents[2]
START = "/metiers/assistant-medical/eligibilite/"
OURS = "0123456789abcdef0123456789abcdef"


def record(message="said", *args, **extra):
    made = logging.LogRecord("some.logger", logging.WARNING, "", 0, message, args, extra.pop("exc_info", None))
    made.__dict__.update(extra)
    return made


def written(made):
    text = JsonLines().format(made)
    assert "\n" not in text
    return json.loads(text)


def thrown(message):
    try:
        raise ValueError(message)
    except ValueError:
        return sys.exc_info()


@pytest.fixture
def in_a_request():
    token = following.set(Followed(OURS, "GET", "/chiffres/"))
    yield
    following.reset(token)


@pytest.fixture
def production_log():
    """What a production site would write."""
    out = io.StringIO()
    production = copy.deepcopy(site_settings.LOGGING)
    production["handlers"]["console"] |= {"formatter": "json", "stream": out}
    production["loggers"] |= {"passerelle.responses": {"level": "INFO"}, "django.request": {"level": "ERROR"}}
    logging.config.dictConfig(production)
    yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]
    logging.config.dictConfig(site_settings.LOGGING)


# --- A line -----------------------------------------------------------------------------------------------------------


def test_a_line_says_when_how_grave_who_and_what():
    line = written(record("%s pages", 3, created=1_795_337_999.5))

    assert line == {
        "time": "2026-11-22T08:59:59.500+00:00",
        "level": "WARNING",
        "logger": "some.logger",
        "message": "3 pages",
    }


def test_a_line_said_during_a_request_names_it(in_a_request):
    line = written(record())

    assert (line["request"], line["method"], line["path"]) == (OURS, "GET", "/chiffres/")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("two\nlines", id="lines"),
        pytest.param('{"level": "CRITICAL"}', id="json"),
        pytest.param("\ud800\x00\x1b[31m", id="what no encoding takes"),
        pytest.param("é’ \u202f", id="french"),
    ],
)
def test_whatever_is_said_a_line_stays_a_line(text):
    assert written(record("%s", text))["message"] == text


def test_a_long_path_is_cut():
    token = following.set(Followed(OURS, "GET", "/" + "a" * 8000))
    line = written(record())
    following.reset(token)

    assert len(line["path"]) == 300


def test_outside_of_a_request_an_exception_says_what_it_means():
    line = written(record(exc_info=thrown("the copy is cut short")))

    assert line["exception"] == "builtins.ValueError"
    assert "the copy is cut short" in line["stack"]
    assert "in thrown" in line["stack"]


# --- Of real requests -------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_each_response_is_a_line(client, small_edition, production_log):
    response = client.get(f"{START}resultat/?niveau=bac&secretariat=1", headers={"X-Request-ID": OURS})

    (line,) = production_log()
    assert line.pop("time")
    assert line.pop("milliseconds") >= 0
    assert line == {
        "level": "INFO",
        "logger": "passerelle.responses",
        "message": "answered",
        "request": OURS,
        "method": "GET",
        "path": f"{START}resultat/",
        "page": "result",
        "status": 200,
    }
    assert response["X-Request-ID"] == OURS


@pytest.mark.django_db
def test_a_missing_page_is_one_line_in_production(client, small_edition, production_log):
    client.get("/nulle-part/?niveau=bac")

    assert [(line["status"], line["path"]) for line in production_log()] == [(404, "/nulle-part/")]


def test_health_is_not_worth_a_line(client, production_log):
    client.get("/sante/vivant/")

    assert production_log() == []


def test_what_broke_is_said_with_its_place_and_without_its_words(small_edition, production_log, monkeypatch):
    def fail(view, request, *args):
        answer = request.GET["niveau"]  # a local value, which no line may show
        raise KeyError(answer)

    monkeypatch.setattr("careers.serving._from_shelf", fail)
    response = Client(raise_request_exception=False).get(f"{START}?niveau=reponse-7f", headers={"X-Request-ID": OURS})

    broke, answered = production_log()
    assert response.status_code == 500
    assert (broke["level"], broke["logger"], broke["status"]) == ("ERROR", "django.request", 500)
    assert broke["exception"] == "builtins.KeyError"
    assert "in fail" in broke["stack"]
    assert broke["request"] == answered["request"] == OURS
    assert answered["status"] == 500
    assert "reponse-7f" not in json.dumps([broke, answered])
    assert OURS in response.text  # so that whoever writes to us can say which one


@pytest.mark.django_db
def test_what_is_logged_beside_a_failure_has_no_words_of_it_either(client, production_log, monkeypatch):
    """A line of ours during a request, with an exception, though Django says nothing of the request."""

    def tell(view, request, *args):
        logging.getLogger("careers.shelf").error("broke", exc_info=thrown(request.GET["niveau"]))
        raise KeyError

    monkeypatch.setattr("careers.serving._from_shelf", tell)
    Client(raise_request_exception=False).get(f"{START}?niveau=reponse-7f")

    assert production_log()[0]["exception"] == "builtins.ValueError"
    assert "reponse-7f" not in json.dumps(production_log())


# --- The name of a request --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "is_taken"),
    [
        pytest.param(OURS, True, id="of nginx"),
        pytest.param("3f2c1b1e-9c5b-4d0c-8a9e-0123456789ab", True, id="uuid"),
        pytest.param("a" * 64, True, id="longest"),
        pytest.param("a" * 65, False, id="too long"),
        pytest.param("a" * 7, False, id="too short"),
        pytest.param("", False, id="nothing"),
        pytest.param("abcdefgh\n", False, id="line"),
        pytest.param("abcdefgh ijkl", False, id="space"),
        pytest.param('abcdefgh"><script>', False, id="markup"),
        pytest.param("éééééééééé", False, id="not ascii"),
        pytest.param("١٢٣٤٥٦٧٨٩", False, id="digits of others"),
    ],
)
def test_a_name_is_taken_only_if_it_is_one(said, is_taken):
    found = id_of(said)

    assert (found == said) is is_taken
    assert re.fullmatch(r"[A-Za-z0-9-]{8,64}", found)


def test_each_request_without_a_name_gets_its_own(client):
    names = {client.get("/sante/vivant/")["X-Request-ID"] for _ in range(3)}

    assert len(names) == 3


def test_a_request_that_ended_is_named_no_more(client):
    client.get("/sante/vivant/", headers={"X-Request-ID": OURS})

    assert following.get() is None


# --- The app server's own lines ---------------------------------------------------------------------------------------


def test_granian_writes_the_same_lines_and_no_addresses():
    """Its access log would hold the codes of visitors: it stays empty even if somebody asks for it."""
    program = """
import json, logging, sys
from pathlib import Path
from granian.log import LogLevels, configure_logging
configure_logging(LogLevels.info, json.loads(Path("config/granian_logs.json").read_text()))
logging.getLogger("_granian").info("Starting")
logging.getLogger("granian.access").info("GET /code/G6D8-CZ6G-GB0PP/")
print("django" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)

    (line,) = map(json.loads, done.stderr.splitlines())
    assert (line["logger"], line["message"]) == ("_granian", "Starting")
    assert done.stdout == "False\n"
