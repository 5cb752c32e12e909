"""Pages kept as bytes: the very ones Django would answer, of one edition, for those only who may have them."""

import hashlib
import re
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from unittest.mock import Mock

import pytest
from django.conf import settings as django_settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from prometheus_client import REGISTRY

from careers.keeping import FOR_EVERYBODY, SAID_AGAIN
from careers.site_pages import pages_of
from config import kept_pages
from config.encodings import encodings_taken
from config.page_store import PageStore
from tests import factories
from tests.config.asking import Django, ask
from tests.pathways.visiting import JOB, RESULT, START

pytestmark = pytest.mark.usefixtures("connections_stay")

DAY = datetime(2026, 11, 22, 12, tzinfo=UTC)
BROWSER = "gzip, deflate, br, zstd"
ROUTE = f"{JOB}voies/cqp/"


@pytest.fixture(autouse=True)
def _one_day(time_machine):
    time_machine.move_to(DAY, tick=False)


@pytest.fixture
def django() -> Django:
    return Django()


@pytest.fixture
def _nothing_beside(monkeypatch):
    """Nothing is done beside requests, but by `work` and `compress`."""
    monkeypatch.setattr(PageStore, "_start", lambda self: None)


@pytest.fixture
def store(real_pages, django, _nothing_beside) -> PageStore:
    """Of the real content. No database is asked: none would answer."""
    return PageStore(django)


@pytest.fixture
def small_store(small_edition, django, _nothing_beside) -> PageStore:
    """Of a small edition in a database, where others may be published."""
    return PageStore(django)


def work(store):
    """What the thread beside the requests would do, until nothing is left."""
    while task := store._next():
        task()


def compress(store):
    """What it would do first: the best encoding of the page that was asked for."""
    store._next()()


def kept(store):
    return {path for _, path in store._kept.pages}


def publish(shelf):
    edition = factories.EditionFactory(career__code="assistant-medical", published_at=DAY)
    shelf.look()
    return edition


# --- Before workers are forked ----------------------------------------------------------------------------------------

WAY = kept_pages.Way("passerelle.example", "http", "https")


def test_prepared_pages_are_ready_in_the_best_encoding_and_nothing_runs(real_pages, django, settings):
    settings.ALLOWED_HOSTS = ["passerelle.example"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    store = PageStore(django)
    store.prepare(WAY, 600)
    made = django.asked

    answers = [
        ask(store, path, host="passerelle.example", x_forwarded_proto="https", accept_encoding=BROWSER)
        for path in ("/", JOB, ROUTE, START)
    ]

    assert {(answer.status, answer["Content-Encoding"]) for answer in answers} == {(200, "br")}
    assert django.asked == made > len(answers)
    assert [thread.name for thread in threading.enumerate() if thread.name == "page-store"] == []
    assert store._worker is None


@pytest.mark.usefixtures("real_pages", "_nothing_beside")
def test_what_there_was_no_time_to_prepare_is_made_when_asked_for(django, settings):
    settings.ALLOWED_HOSTS = ["passerelle.example"]
    store = PageStore(django)
    store.prepare(WAY, 0)

    assert django.asked == 0
    assert ask(store, JOB, host="passerelle.example").status == 200


def test_a_worker_goes_on_with_what_there_was_no_time_to_prepare(real_pages, django, settings, monkeypatch):
    settings.ALLOWED_HOSTS = ["passerelle.example"]
    start = Mock()
    monkeypatch.setattr(PageStore, "_start", start)
    store = PageStore(django)
    store.prepare(WAY, 0)

    store.go_on()
    start.assert_called_once()
    work(store)
    start.reset_mock()
    store.go_on()
    start.assert_not_called()
    made = django.asked
    assert ask(store, JOB, host="passerelle.example", x_forwarded_proto="https", accept_encoding=BROWSER).status == 200
    assert django.asked == made > 10


@pytest.mark.parametrize(
    ("hosts", "header", "expected"),
    [
        (["passerelle.example", "www.passerelle.example"], ("HTTP_X_FORWARDED_PROTO", "https"), WAY),
        (["passerelle.example"], None, kept_pages.Way("passerelle.example", "http", None)),
        ([".passerelle.example", "passerelle.example"], None, kept_pages.Way("passerelle.example", "http", None)),
        ([".passerelle.example"], None, None),
        (["*"], None, None),
    ],
    ids=["behind-a-proxy", "no-proxy", "name-among-patterns", "any-below-a-name", "any"],
)
def test_how_visitors_are_expected_to_ask(settings, hosts, header, expected):
    settings.ALLOWED_HOSTS, settings.SECURE_PROXY_SSL_HEADER = hosts, header

    assert kept_pages.expected_way() == expected


# --- The same as Django's ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", JOB, ROUTE, START, f"{JOB}edition.json", f"/integrer{START}"])
def test_page_is_made_once_and_is_the_one_django_makes(store, django, path):
    own = ask(WSGIHandler(), path)

    answers = [ask(store, path, accept_encoding=taken) for taken in ("", "gzip", "", BROWSER)]

    assert django.asked == 1
    assert {answer.page for answer in answers} == {own.body}
    of_one = {"x-request-id", "etag", "vary", "content-encoding", "content-length"}
    said = {(key.lower(), value) for key, value in own.headers if key.lower() not in of_one}
    for answer in answers:
        assert {(key.lower(), value) for key, value in answer.headers if key.lower() not in of_one} == said
        assert answer["Content-Length"] == str(len(answer.body))
        assert answer["Vary"] == "Accept-Encoding"
        assert "X-Request-ID" not in answer
    assert answers[0]["ETag"] == own["ETag"]


def test_headers_given_away_are_not_those_that_are_kept(store):
    ask(store, JOB)
    ask(store, JOB).headers.append(("Server", "one that adds to what it gets"))

    assert "Server" not in ask(store, JOB)


def test_head_has_the_headers_of_the_page_and_nothing_else(store):
    first, page, again = ask(store, JOB, "HEAD"), ask(store, JOB), ask(store, JOB, "HEAD")

    assert first.headers == page.headers == again.headers
    assert (first.body, again.body) == (b"", b"")


def test_kept_pages_ask_no_database(small_store, django_assert_num_queries):
    ask(small_store, JOB)

    with django_assert_num_queries(0):
        assert ask(small_store, JOB).status == 200


def test_first_page_after_a_publication_asks_four_times_at_most_with_the_look(small_store, shelf):
    ask(small_store, JOB)
    factories.EditionFactory(career__code="assistant-medical")

    with CaptureQueriesContext(
        connection,
    ) as asked:
        shelf.look()
        assert ask(small_store, JOB)["X-Edition"] == "2"
    assert 1 <= len(asked) <= 4


def test_first_page_of_a_process_asks_four_times_at_most(small_store, shelf):
    shelf.clear()

    with CaptureQueriesContext(connection) as asked:
        assert ask(small_store, JOB)["X-Edition"] == "1"
    assert 1 <= len(asked) <= 4


# --- Encodings and ETags ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "taken"),
    [
        pytest.param("", ["identity"], id="nothing-said"),
        pytest.param(BROWSER, ["br", "gzip", "identity"], id="browser"),
        pytest.param("gzip", ["gzip", "identity"], id="gzip"),
        pytest.param("x-gzip", ["gzip", "identity"], id="old-name"),
        pytest.param("GZIP;Q=1", ["gzip", "identity"], id="capitals"),
        pytest.param("br;q=0, gzip", ["gzip", "identity"], id="no-brotli"),
        pytest.param("br;q=0.5, gzip;q=0.8", ["gzip", "br", "identity"], id="rather-gzip"),
        pytest.param("gzip;q=0.5, identity", ["identity", "gzip"], id="rather-as-it-is"),
        pytest.param("gzip, identity;q=0", ["gzip"], id="not-as-it-is"),
        pytest.param("*", ["br", "gzip", "identity"], id="anything"),
        pytest.param("*;q=0, gzip", ["gzip"], id="gzip-only"),
        pytest.param("br;q=0, *", ["gzip", "identity"], id="anything-but-brotli"),
        pytest.param("identity;q=0", ["identity"], id="nothing-we-have"),
        pytest.param("gzip;q=0.000, br; q=0", ["identity"], id="all-refused"),
        pytest.param("gzip;q=yes, br;q=7", ["identity"], id="unreadable"),
        pytest.param(",;,gzip;;", ["gzip", "identity"], id="commas"),
        pytest.param("deflate, zstd", ["identity"], id="others"),
    ],
)
def test_encodings_a_browser_takes(header, taken):
    assert list(encodings_taken(header)) == taken


def test_each_encoding_has_an_etag_of_its_bytes(store):
    ask(store, JOB)
    compress(store)

    answers = [ask(store, JOB, accept_encoding=taken) for taken in ("", "gzip", "br")]

    assert len({answer.body for answer in answers}) == 3
    assert len({answer.page for answer in answers}) == 1
    assert len({answer["ETag"] for answer in answers}) == 3
    for answer in answers[1:]:
        assert answer["ETag"] == f'"{hashlib.sha256(answer.body).hexdigest()}"'


def test_nobody_waits_for_the_best_encoding(store):
    first = ask(store, JOB, accept_encoding=BROWSER)
    compress(store)
    later = ask(store, JOB, accept_encoding=BROWSER)

    assert (first["Content-Encoding"], later["Content-Encoding"]) == ("gzip", "br")


def test_who_takes_nothing_else_gets_it_at_once(store):
    assert ask(store, JOB, accept_encoding="br, identity;q=0")["Content-Encoding"] == "br"


@pytest.mark.parametrize(
    ("said", "status"),
    [
        pytest.param("{gzip}", 304, id="known"),
        pytest.param("W/{gzip}", 304, id="known-weakly"),
        pytest.param('"other", {gzip}', 304, id="one-of-several"),
        pytest.param("{identity}", 304, id="known-as-it-is"),
        pytest.param("*", 304, id="any"),
        pytest.param('"other"', 200, id="another"),
        pytest.param("{br}", 200, id="in-an-encoding-that-is-not-taken"),
        pytest.param("", 200, id="nothing"),
        pytest.param("gzip", 200, id="not-a-tag"),
    ],
)
def test_page_that_is_known_is_not_sent_again(store, django, said, status):
    ask(store, JOB)
    compress(store)
    tags = {taken or "identity": ask(store, JOB, accept_encoding=taken)["ETag"] for taken in ("", "gzip", "br")}
    asked = django.asked

    answer = ask(store, JOB, accept_encoding="gzip", if_none_match=said.format(**tags))

    assert (answer.status, django.asked) == (status, asked)
    if status == 304:
        assert answer.body == b""
        assert answer["ETag"] in tags.values()
        assert (answer["Cache-Control"], answer["Vary"]) == (FOR_EVERYBODY, "Accept-Encoding")
        assert {key.lower() for key, _ in answer.headers} == SAID_AGAIN
    else:
        assert answer["ETag"] == tags["gzip"]


@pytest.mark.parametrize(
    "address",
    ["/robots.txt", "/manifest.webmanifest", "/sitemap.xml", f"{JOB}editions.atom", f"{RESULT}?niveau=bac"],
)
def test_what_is_not_kept_can_be_asked_for_again_too(small_store, address):
    first = ask(small_store, address)

    again = ask(small_store, address, if_none_match=first["ETag"])

    assert (first.status, again.status, again.body) == (200, 304, b"")


# --- Which addresses are one page -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query", ["utm_source=lettre&utm_medium=mail", "fbclid=x", "a", "=", "&", "AU=2023-03-27", "%00=1", "é=1"]
)
@pytest.mark.parametrize("path", [JOB, START])
def test_unknown_parameters_are_the_page_without_them(store, django, path, query):
    page = ask(store, path)

    answer = ask(store, f"{path}?{query}".encode().decode("latin-1"))

    assert (answer.body, answer.headers) == (page.body, page.headers)
    assert (django.asked, kept(store)) == (1, {path})


def test_cold_page_with_unknown_parameters_is_public_and_not_kept(store):
    answer = ask(store, f"{JOB}?utm_source=lettre")

    assert (answer["Cache-Control"], kept(store)) == (FOR_EVERYBODY, set())


@pytest.mark.parametrize(
    "address",
    [
        f"{START}?niveau=bac",
        f"{START}?secretariat=ne-sait-pas",
        f"{START}?question=niveau",
        f"{START}?entretien=oui",
        f"{START}?modifier=niveau",
        f"{START}?%6eiveau=bac",
        f"{START}?utm_source=lettre&niveau=bac",
        f"{ROUTE}?niveau=bac",
        f"/integrer{START}?niveau=bac-general",
        f"{JOB}?au=2026-11-23",
        f"{JOB}?%61u=2026-11-23",
        "/?au=demain",
        f"{JOB}sources/?nature=press",
        f"{JOB}sources/?page=1",
        f"{JOB}desaccords/?page=1",
        "/recherche/?q=salaire",
        "/recherche/?utm=1&q=",
        "/code/?code=W7KE",
        f"{JOB}?{'x' * 501}",
    ],
)
def test_what_a_page_reads_goes_on_to_django(store, django, address):
    path = address.partition("?")[0]
    ask(store, path)

    answer = ask(store, address)

    assert (django.asked, kept(store)) == (2, {path})
    assert answer["Cache-Control"] == ("private, max-age=0" if "xxx" not in address else FOR_EVERYBODY)


@pytest.mark.parametrize("way", [{"host": "127.0.0.1"}, {"scheme": "https"}, {"x_forwarded_proto": "https"}])
def test_another_way_of_asking_is_another_page(store, django, settings, way):
    settings.ALLOWED_HOSTS = ["testserver", "127.0.0.1"]
    ask(store, JOB), ask(store, JOB)

    ask(store, JOB, **way), ask(store, JOB, **way)

    assert django.asked == 2


def test_page_says_its_address_as_it_was_asked_for(store):
    assert b"http://testserver/metiers/" in ask(store, JOB).body
    assert b"https://testserver/metiers/" in ask(store, JOB, scheme="https").body


# --- What is not kept -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        pytest.param(f"{RESULT}?niveau=bac&secretariat=0&entretien=oui", id="answers"),
        pytest.param(RESULT, id="redirect"),
        pytest.param("/admin/login/", id="workshop"),
        pytest.param("/admin/apercu/", id="preview"),
        pytest.param(f"/au/2026-11-23{JOB}", id="another-day"),
        pytest.param("/chiffres/", id="totals"),
        pytest.param(f"{JOB}editions.atom", id="feed"),
        pytest.param("/sitemap.xml", id="map"),
        pytest.param("/sante/vivant/", id="health"),
        pytest.param("/code/AAAA-AAAA-AAAAA/", id="code"),
        pytest.param(f"{JOB}sources/nulle-part/", id="no-such-source"),
        pytest.param("/nulle-part/", id="no-such-page"),
        pytest.param("/metiers/autre/", id="no-such-career"),
    ],
)
def test_other_addresses_are_asked_each_time(small_store, django, address):
    own = ask(WSGIHandler(), address)

    answers = [ask(small_store, address) for _ in range(2)]

    assert (django.asked, kept(small_store)) == (2, set())
    assert {answer.status for answer in answers} == {own.status}


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param({"method": "POST"}, id="form"),
        pytest.param({"host": "ailleurs.example"}, id="foreign-host"),
        pytest.param({"host": ""}, id="no-host"),
    ],
)
def test_what_django_refuses_or_can_t_tell_apart_is_not_kept(store, django, asked):
    statuses = [ask(store, JOB, **asked).status for _ in range(2)]

    assert (django.asked, kept(store)) == (2, set())
    assert set(statuses) == {ask(WSGIHandler(), JOB, **asked).status}


@pytest.mark.usefixtures("real_pages", "_nothing_beside")
def test_plain_http_is_led_to_https_while_the_page_is_kept(settings):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 3600
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    store = PageStore(Django())

    secure = [ask(store, JOB, x_forwarded_proto="https") for _ in range(2)]
    plain = [ask(store, JOB, **said) for said in ({}, {"x_forwarded_proto": "http"}, {"x_forwarded_proto": "HTTPS"})]

    assert {(answer.status, answer["Strict-Transport-Security"]) for answer in secure} == {(200, "max-age=3600")}
    assert {(answer.status, answer["Location"]) for answer in plain} == {(301, f"https://testserver{JOB}")}


def test_the_header_of_the_proxy_is_the_one_that_is_passed_on():
    source = (django_settings.BASE_DIR / "config/settings.py").read_text()

    assert re.findall(r'SECURE_PROXY_SSL_HEADER = \("(\w+)"', source) == ["HTTP_X_FORWARDED_PROTO"]


@pytest.mark.usefixtures("real_pages", "_nothing_beside")
@pytest.mark.parametrize(
    ("status", "header"),
    [
        pytest.param("200 OK", ("Set-Cookie", "a=b"), id="cookie"),
        pytest.param("200 OK", ("Vary", "Cookie"), id="depends-on-cookies"),
        pytest.param("200 OK", ("Cache-Control", "private"), id="private"),
        pytest.param("200 OK", ("X-Edition", ""), id="of-no-edition"),
        pytest.param("500 Internal Server Error", None, id="error"),
        pytest.param("200 OK", None, id="kept"),
    ],
)
def test_whatever_is_not_for_everybody_is_asked_each_time(status, header):
    headers = {"X-Edition": "1", "Cache-Control": "public, max-age=0", **(dict([header]) if header else {})}

    def django(environ, start_response):
        start_response(status, list(headers.items()))
        return [b"page"]

    store = PageStore(django)

    assert ask(store, JOB).body == b"page"
    assert kept(store) == ({JOB} if (status, header) == ("200 OK", None) else set())


@pytest.mark.usefixtures("real_pages", "_nothing_beside")
def test_nothing_a_visitor_sends_gets_into_a_page():
    seen = []

    def django(environ, start_response):
        seen.append(environ)
        start_response("200 OK", [("X-Edition", "1"), ("Cache-Control", "public")])
        return [b"page"]

    ask(PageStore(django), JOB, cookie="sessionid=1", user_agent="me", x_request_id="a" * 32, authorization="x")

    (environ,) = seen
    said = {key: value for key, value in environ.items() if key.startswith("HTTP_")}
    assert said == {"HTTP_HOST": "testserver", "HTTP_X_REQUEST_ID": "a" * 32}
    assert environ["REMOTE_ADDR"] == ""


# --- When it is dropped -----------------------------------------------------------------------------------------------


def test_publication_is_seen_by_the_next_request(small_store, shelf):
    before = ask(small_store, JOB)

    publish(shelf)

    after = ask(small_store, JOB)
    assert (before["X-Edition"], after["X-Edition"]) == ("1", "2")
    assert kept(small_store) == {JOB}


@pytest.mark.parametrize(
    ("then", "is_kept"),
    [
        pytest.param(datetime(2026, 11, 22, 22, 59, 59, tzinfo=UTC), True, id="until-midnight-in-paris"),
        pytest.param(datetime(2026, 11, 22, 23, 0, tzinfo=UTC), False, id="midnight-in-paris"),
        pytest.param(datetime(2026, 11, 21, 23, 0, tzinfo=UTC), True, id="since-midnight"),
        pytest.param(datetime(2026, 11, 21, 22, 59, tzinfo=UTC), False, id="clock-put-back-a-day"),
        pytest.param(datetime(2027, 3, 28, 12, tzinfo=UTC), False, id="clock-far-ahead"),
    ],
)
def test_day_that_changes_drops_all(store, django, time_machine, then, is_kept):
    ask(store, JOB)
    time_machine.move_to(then, tick=False)

    ask(store, JOB)

    assert django.asked == (1 if is_kept else 2)


def test_page_made_while_something_was_published_is_answered_whole_and_not_kept(small_store, django, shelf):
    def publish_once():
        django.meanwhile = lambda: None
        publish(shelf)

    django.meanwhile = publish_once

    answer = ask(small_store, JOB)

    assert (answer.status, answer["X-Edition"]) == (200, "2")
    assert "Édition 2".encode() in answer.page
    assert kept(small_store) == set()
    assert ask(small_store, JOB)["X-Edition"] == "2"


def test_day_that_ends_while_a_page_is_made_leaves_it_out(store, django, time_machine):
    django.meanwhile = lambda: time_machine.move_to(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False)

    assert ask(store, JOB).status == 200
    assert kept(store) == set()


def test_no_page_is_of_two_editions_while_they_are_published(small_store, shelf):
    """Visitors on several threads, and an edition that changes under them again and again."""
    first = shelf.all()
    publish(shelf)
    second = shelf.all()
    paths = ["/", JOB, ROUTE, START, f"{JOB}editions/"]
    seen, ended = [], threading.Event()

    def visit():
        for turn in range(12):
            answer = ask(small_store, paths[turn % len(paths)])
            told = re.findall("Édition ([0-9]+)</a> du".encode(), answer.page)
            seen.append((answer.status, answer["X-Edition"].encode(), set(told)))

    visitors = [threading.Thread(target=visit) for _ in range(4)]
    for visitor in visitors:
        visitor.start()
    while not ended.is_set():
        shelf._current = dict(first if shelf._current == second else second)
        if not any(visitor.is_alive() for visitor in visitors):
            ended.set()
    for visitor in visitors:
        visitor.join(60)

    assert len(seen) == 48
    assert all(told == {number} for _, number, told in seen)
    assert {status for status, _, _ in seen} == {200}


# --- Bounds, and what is done beside requests -------------------------------------------------------------------------


def test_those_kept_first_are_forgotten_when_there_are_too_many(store, django, monkeypatch):
    monkeypatch.setattr(kept_pages, "MOST_PAGES", 2)
    for path in ("/", JOB, ROUTE):
        ask(store, path)

    assert kept(store) == {JOB, ROUTE}
    assert ask(store, "/").status == 200
    assert (django.asked, kept(store)) == (4, {ROUTE, "/"})


def test_and_when_they_weigh_too_much(small_store, monkeypatch):
    ask(small_store, JOB)
    (page,) = small_store._kept.pages.values()
    monkeypatch.setattr(kept_pages, "MOST_BYTES", page.weight + 10)

    work(small_store)  # brotli is more than that
    assert kept(small_store) != {JOB}
    assert sum(page.weight for page in small_store._kept.pages.values()) <= kept_pages.MOST_BYTES


def test_no_page_is_made_ahead_where_it_would_take_the_room_of_those_asked_for(store, monkeypatch):
    monkeypatch.setattr(kept_pages, "MOST_PAGES", 6)
    ask(store, JOB)
    work(store)
    assert len(kept(store)) == 3
    assert JOB in kept(store)


def test_page_that_is_too_big_is_not_kept(store, monkeypatch):
    monkeypatch.setattr(kept_pages, "MOST_OF_A_PAGE", 1000)

    assert ask(store, JOB).status == 200
    assert kept(store) == set()


def test_one_visitor_has_the_whole_site_made(small_store, django, shelf):
    ask(small_store, JOB)
    work(small_store)

    publication = shelf.get("assistant-medical")
    pages = {reverse(f"site:{page.name}", kwargs=dict(page.kwargs)) for page in pages_of(publication, DAY.date())}
    assert pages - kept(small_store) == {"/chiffres/"}
    assert all(set(page.encoded) == {"identity", "gzip", "br"} for page in small_store._kept.pages.values())
    asked = django.asked
    assert {ask(small_store, path, accept_encoding="br").status for path in kept(small_store)} == {200}
    assert django.asked == asked


def test_what_is_done_beside_requests_ends_with_the_edition(small_store, shelf):
    ask(small_store, JOB)
    publish(shelf)

    work(small_store)
    assert kept(small_store) == set()  # nobody asked for the new one yet


def threads_end():
    for thread in threading.enumerate():
        if thread.name == "page-store":
            thread.join(60)
            assert not thread.is_alive()


@pytest.fixture
def _no_thread_stays() -> Iterator[None]:
    yield
    threads_end()


@pytest.mark.usefixtures("small_edition", "_no_thread_stays")
def test_thread_works_beside_requests_and_ends(django):
    rests: list[tuple[str, float]] = []
    store = PageStore(django, rest=lambda seconds: rests.append((threading.current_thread().name, seconds)))

    ask(store, JOB)
    threads_end()

    assert store._worker is None
    assert ask(store, "/", accept_encoding="br")["Content-Encoding"] == "br"
    assert {name for name, _ in rests} == {"page-store"}
    assert all(seconds >= 0 for _, seconds in rests)


@pytest.mark.usefixtures("small_edition", "_no_thread_stays")
def test_thread_that_fails_is_followed_by_another(django, monkeypatch):
    store = PageStore(django, rest=lambda seconds: None)
    with monkeypatch.context() as broken:
        broken.setattr(threading, "excepthook", lambda *_: None)
        broken.setattr(kept_pages.Kept, "list_pages", lambda self: 1 / 0)
        ask(store, JOB)
        threads_end()
    assert store._worker is None

    ask(store, "/")
    threads_end()
    assert ask(store, ROUTE, accept_encoding="br")["Content-Encoding"] == "br"


# --- What is counted --------------------------------------------------------------------------------------------------


def counted():
    """Responses with kept pages by status, and all those made by Django."""
    names = {"passerelle_kept_responses": "kept", "passerelle_responses": "made"}
    return Counter(
        {
            (names[family.name], *sample.labels.values()): sample.value
            for family in REGISTRY.collect()
            if family.name in names
            for sample in family.samples
            if sample.name.endswith("_total")
        }
    )


def test_kept_pages_are_counted_apart_from_those_that_are_made(store):
    before = counted()
    made = ask(store, "/")
    ask(store, "/", "HEAD")
    ask(store, "/", if_none_match=made["ETag"])

    assert counted() - before == Counter({("made", "home", "2xx"): 1, ("kept", "2xx"): 2, ("kept", "3xx"): 1})


def test_pages_nobody_asked_for_are_not_counted(small_store, django):
    ask(small_store, "/")
    before, asked = counted(), django.asked
    work(small_store)

    assert django.asked > asked
    assert counted() == before


def test_weight_of_what_is_kept_is_told(store):
    ask(store, "/")
    compress(store)

    weight = sum(page.weight for page in store._kept.pages.values())
    assert REGISTRY.get_sample_value("passerelle_kept_bytes") == weight > 0
