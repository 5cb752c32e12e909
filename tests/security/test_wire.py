"""The application as a server calls it: raw paths and queries, in bytes nobody's browser sends."""

import io
import sys

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test.utils import override_settings

from config.page_store import PageStore
from tests.careers.markup import parse
from tests.pathways.visiting import RESULT
from tests.security.hostile import assert_sound_page

JOB = "/metiers/assistant-medical/"


@pytest.fixture
def store(monkeypatch):
    """What config.wsgi makes on a production site, without its thread: it only makes pages smaller.

    As with Django's own test client, the end of a request leaves the connections of a test alone.
    """
    made = PageStore(WSGIHandler())
    monkeypatch.setattr(made, "_start", lambda: None)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield made
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def ask(application, path="/", query="", method="GET", **environ):
    """Status, headers and body. Paths and queries are latin-1, as servers hand over bytes."""
    said = []
    given = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "testserver",
        "REMOTE_ADDR": "192.0.2.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **environ,
    }
    given = {name: value for name, value in given.items() if value is not None}
    result = application(given, lambda status, headers, exc_info=None: said.append((status, headers)))
    body = b"".join(result)
    if hasattr(result, "close"):
        result.close()
    ((status, headers),) = said
    return int(status.split()[0]), dict(headers), body


PATHS = {
    "latin-1": "/m\xe9tiers/\xff\xfe/",
    "cut UTF-8": "/metiers/assistant-medical/\xc3",
    "overlong": "/\xc0\xae\xc0\xae/\xc0\xaf",
    "half a character": "/\xed\xa0\x80/",
    "two slashes": "//",
    "another site": "//pirate.example/",
    "slashes": "/" * 3000,
    "dots": "/../../etc/passwd",
    "dots inside": f"{JOB}../../admin/",
    "files": "/static/../config/settings.py",
    "files of others": "/static//etc/passwd",
    "files with dots": "/static/..%2f..%2fetc/passwd",
    "files with NUL": "/static/css/passerelle.css\x00.png",
    "NUL": "/metiers/\x00/",
    "a line": "/metiers/\r\nX: y/",
    "percent": "/%00/%zz/",
    "nothing": "",
    "star": "*",
    "whole address": "http://pirate.example/",
    "long": "/" + "a" * 7900,
    "too long": "/" + "a" * 100_000,
    "a code": "/code/\xf0\x9f\x91\xa9/",
    "a day": "/au/\xff/",
    "workshop": "/admin/\xff\x00/",
    "preview": "/admin/apercu/code/\xff/",
}
QUERIES = {
    "latin-1": "diplomes=\xe9\xff",
    "NUL": "diplomes=\x00&\x00=1",
    "a line": "q=a\r\nb",
    "percents": "%" * 7000,
    "cut": "diplomes=%E0%A4%A",
    "too long": "a" * 100_000,
    "short and many": "&" * 499,
    "long and many": "a&" * 3900,
    "other characters": "q=\xe2\x80\xa8\xef\xbb\xbf",
}


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS.keys())
def test_path(real_pages, store, path):
    status, headers, body = ask(store, path)

    assert status < 500
    assert "Set-Cookie" not in headers or path.startswith("/admin/")
    if 300 <= status < 400:
        assert headers["Location"].startswith("/")
        assert not headers["Location"].startswith("//")
        assert headers["Location"].isprintable()
    elif headers.get("Content-Type", "").startswith("text/html"):
        assert_sound_page(parse(body.decode()), path)
    assert b"SECRET_KEY" not in body
    assert b"root:" not in body


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES.keys())
@pytest.mark.parametrize("path", [JOB, RESULT, "/recherche/"])
def test_query_of_a_page_that_is_kept_or_not(real_pages, store, path, query):
    first, *_ = ask(store, path)
    status, headers, body = ask(store, path, query)

    assert first in {200, 302}
    assert status < 500
    if headers.get("Content-Type", "").startswith("text/html") and body:
        assert_sound_page(parse(body.decode()), path)


def test_kept_page_says_what_django_says(real_pages, store):
    """All that browsers are told of a page is told of its kept bytes too."""
    made = ask(WSGIHandler(), JOB)
    ask(store, JOB)
    kept = ask(store, JOB)

    assert kept[2] == made[2]
    for name in (
        *("Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy"),
        *("Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy"),
    ):
        assert kept[1][name] == made[1][name]
    assert "Set-Cookie" not in kept[1]


@pytest.mark.parametrize(
    "host", ["pirate.example", "testserver@pirate.example", "", None, "testserver\xff", "a" * 10_000]
)
def test_kept_page_is_for_our_own_name(real_pages, store, host):
    assert ask(store, JOB)[0] == 200

    status, _, body = ask(store, JOB, HTTP_HOST=host)

    assert status == (400 if host else status)
    assert b"pirate" not in body


def test_kept_page_has_nothing_of_whom_it_was_made_for(real_pages, store):
    """The first visitor sends what could poison it for the others."""
    poison = {
        "HTTP_X_FORWARDED_HOST": "pirate.example",
        "HTTP_COOKIE": "sessionid=pirate",
        "HTTP_USER_AGENT": "pirate",
        "HTTP_REFERER": "https://pirate.example/",
        "HTTP_ACCEPT_LANGUAGE": "en",
        "HTTP_X_REQUEST_ID": "pirate\r\nSet-Cookie: a=b",
        "HTTP_ORIGIN": "https://pirate.example",
        "HTTP_RANGE": "bytes=0-10",
        "SCRIPT_NAME": "/pirate",
    }
    with override_settings(SITE_URL=""):
        ask(store, JOB, **{**poison, "SCRIPT_NAME": ""})
        status, headers, body = ask(store, JOB)

    assert status == 200
    assert b"pirate" not in body
    assert "pirate" not in repr(headers)


@pytest.mark.parametrize("method", ["POST", "TRACE", "", "\xff"])
def test_kept_page_is_only_read(real_pages, store, method):
    ask(store, JOB)

    assert ask(store, JOB, method=method)[0] == 405


@pytest.mark.parametrize(
    "name",
    [
        "HTTP_ACCEPT_ENCODING",
        "HTTP_IF_NONE_MATCH",
        "HTTP_IF_MODIFIED_SINCE",
        "HTTP_X_FORWARDED_PROTO",
        "HTTP_X_REQUEST_ID",
        "HTTP_RANGE",
    ],
)
@pytest.mark.parametrize(
    "value",
    ["", ",", "*" * 5000, "\xff\x00", 'W/"', '"' * 5000, "gzip;q=NaN,br;q=1e999", "gzip;" * 3000, "a\r\nb: c", "-1"],
    ids=["nothing", "comma", "stars", "bytes", "half a tag", "quotes", "numbers", "many", "a line", "negative"],
)
def test_headers_nobody_sends(real_pages, store, name, value):
    for _ in range(2):  # made, then kept
        status, headers, _ = ask(store, JOB, **{name: value})
        assert status in {200, 304, 301, 400, 406}
        assert all("\n" not in said and "\r" not in said for said in headers.values())
