"""Public pages as bytes, answered before Django: made once for an edition and a day, sent to everybody who asks.

A page without answers is a pure function of edition, day in Paris, release of the code (a process has one) and the way
it is asked for: host, scheme, path. Django makes it from these alone, with its headers; here it is kept as it is and
compressed, each encoding with an ETag of its own. All of it is dropped when one of the shelf's editions or the day
changes. What Django must see each time is not kept: pages with answers, of another day, of the workshop, or that
change by themselves (careers/keeping.py); refusals, redirects, errors; whatever has a cookie. Pages with answers that
views fill in are not kept, but answered here too (config/answered_pages.py).

Brotli at its best takes longer than making the page: it is not made while somebody waits. The first visitor gets gzip;
a thread makes the rest beside the requests, and after a publication all other pages of the site too. It rests as long
as it works, and ends when there is nothing left to do.
"""

import ctypes
import gc
import hashlib
import io
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from datetime import time as hour
from typing import NamedTuple
from urllib.parse import parse_qsl
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.core.handlers.wsgi import get_path_info
from django.db import connection
from django.http import HttpResponse
from django.urls import Resolver404, resolve, reverse
from django.utils.timezone import get_default_timezone, localdate
from prometheus_client import Counter, Gauge

from careers.keeping import EDITION, keys_read, may_be_kept, queries_ahead
from careers.publication import Publication
from careers.shelf import shelf
from careers.site_pages import pages_of
from config.answered_pages import AnsweredPage, answered_page
from config.encodings import AS_IT_IS, BEST, MADE, QUICK, encodings_taken
from config.request_id import HEADER as REQUEST_ID
from config.request_id import UNASKED

MOST_BYTES = 16 * 2**20
MOST_PAGES = 2000
"""In a process. Of more, those kept first are forgotten: made again when asked for."""
MOST_OF_A_PAGE = 2 * 2**20
LONGEST_QUERY = 500
"""Characters after the "?" that are looked at here: a longer one is for Django to answer, or to refuse."""
READS = ("GET", "HEAD")
OURS = {"etag", "vary", "content-length", "content-encoding", REQUEST_ID.lower()}
"""Headers of Django's that are not of the page: said anew for each encoding, or of the one request that made it."""

REQUEST_ID_SAID = f"HTTP_{REQUEST_ID.upper().replace('-', '_')}"
"""Handed on for the logs: nothing of it is in a page."""

ANSWERED = Counter(
    "passerelle_kept_responses", "With a page that is kept, the one it was made for included.", ["status"]
)
SENT, NOT_MODIFIED = ANSWERED.labels("2xx"), ANSWERED.labels("3xx")
BYTES = Gauge(
    "passerelle_kept_bytes", "Of the kept pages, in the process that kept one last.", multiprocess_mode="mostrecent"
)

Headers = list[tuple[str, str]]
View = Callable[..., HttpResponse]


class Way(NamedTuple):
    """How a site is asked for."""

    host: str
    scheme: str
    forwarded_scheme: str | None
    """As a proxy says it: whether it is believed is for Django's settings to say."""


class Answer(NamedTuple):
    """What Django answers."""

    status: str
    headers: Headers
    body: bytes

    def named(self, name: str) -> str:
        return ", ".join(value for key, value in self.headers if key.lower() == name.lower())

    @property
    def is_for_everybody(self) -> bool:
        directives = {directive.strip() for directive in self.named("Cache-Control").split(",")}
        return (
            self.status.startswith("200 ")
            and bool(self.named(EDITION))
            and "public" in directives
            and not self.named("Set-Cookie")
            and self.named("Vary").lower() in {"", "accept-encoding"}
            and len(self.body) <= MOST_OF_A_PAGE
        )


class Encoded(NamedTuple):
    """The bytes of a page in one encoding."""

    tag: str
    body: bytes
    headers: Headers
    unchanged: Headers
    """Those of a 304. Both lists are copied before they are given away: some servers add to what they get."""


class Page:
    """A page that is kept, in the encodings made of it so far; `keys` are those it reads after the "?"."""

    def __init__(self, answer: Answer, keys: frozenset[str]):
        self.keys = keys
        self._answer = answer
        self.encoded: dict[str, Encoded] = {}
        self.encode(AS_IT_IS)
        self.encode(QUICK)

    def encode(self, encoding: str) -> Encoded:
        """Made if it was not. Two threads may make the same at once: it is the same."""
        if encoding not in self.encoded:
            self.encoded = {**self.encoded, encoding: _encoded(self._answer, encoding)}
        return self.encoded[encoding]

    @property
    def weight(self) -> int:
        return sum(len(encoded.body) for encoded in self.encoded.values())

    def reads(self, query: str) -> bool:
        """Whether a query holds something the page is made of, or may. As Django understands queries."""
        if len(query) > LONGEST_QUERY:
            return True
        text = query.encode("latin-1").decode("utf-8", "replace")
        return any(key in self.keys for key, _ in parse_qsl(text, keep_blank_values=True))

    def answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        taken = encodings_taken(environ.get("HTTP_ACCEPT_ENCODING", ""))
        ready = [self.encoded[encoding] for encoding in taken if encoding in self.encoded]
        best = ready[0] if ready else self.encode(taken[0])
        if (known := environ.get("HTTP_IF_NONE_MATCH")) is not None:
            for encoded in ready:
                # Between its quotes a tag is nobody else's, "W/" before it or not: no need to take the list apart.
                if encoded.tag in known or known.strip() == "*":
                    NOT_MODIFIED.inc()
                    start_response("304 Not Modified", encoded.unchanged.copy())
                    return []
        SENT.inc()
        start_response("200 OK", best.headers.copy())
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [best.body]


def _encoded(answer: Answer, encoding: str) -> Encoded:
    body = MADE[encoding](answer.body) if encoding in MADE else answer.body
    given = answer.named("ETag") if encoding == AS_IT_IS else ""
    tag = given if given.startswith('"') else f'"{hashlib.sha256(body).hexdigest()}"'
    headers = [(name, value) for name, value in answer.headers if name.lower() not in OURS]
    headers += [("ETag", tag), ("Vary", "Accept-Encoding")]
    unchanged = [(name, value) for name, value in headers if name.lower() != "content-type"]
    if encoding in MADE:
        headers.append(("Content-Encoding", encoding))
    headers.append(("Content-Length", str(len(body))))
    return Encoded(tag, body, headers, unchanged)


class Kept:
    """The pages of one state of the shelf, on one day, and what is still to do for them."""

    def __init__(self, publications: Mapping[str, Publication], now: float):
        zone = get_default_timezone()
        today = datetime.fromtimestamp(now, zone).date()
        self.publications = publications
        self.since = datetime.combine(today, hour.min, zone).timestamp()
        self.until = datetime.combine(today + timedelta(1), hour.min, zone).timestamp()
        self.pages: dict[tuple[Way, str], Page] = {}
        self._answered: dict[tuple[Way, str], AnsweredPage | None] = {}
        self.to_compress: deque[Page] = deque()
        self.to_make: deque[str] | None = None
        """Addresses of the site, made as its first visitor asked for it; None while they were not listed. A page with
        answers is filled in, and not kept."""
        self.way: Way | None = None

    def add(self, way: Way, path: str, page: Page) -> None:
        self.way = self.way or way
        if self.pages.setdefault((way, path), page) is page:
            self.to_compress.append(page)
            self.forget_the_first()

    def answered(self, way: Way, path: str) -> AnsweredPage | None:
        """The page with answers of this address, if it can be filled in here."""
        if (way, path) not in self._answered:
            if len(self._answered) >= MOST_PAGES:
                self._answered.clear()
            self._answered[way, path] = answered_page(path)
        return self._answered[way, path]

    def forget_the_first(self) -> None:
        weight = sum(page.weight for page in self.pages.values())
        while weight > MOST_BYTES or len(self.pages) > MOST_PAGES:
            weight -= self.pages.pop(next(iter(self.pages))).weight
        BYTES.set(weight)

    def list_pages(self) -> None:
        """Those in the map of the site that may be kept; first the questionnaire of the career of the home page, which
        no map shows, and some results. What is worked out of its rules weighs some megabytes: that of the others waits
        for visitors.
        """
        today = localdate()
        pages = [page for each in self.publications.values() for page in pages_of(each.on(today), today)]
        paths = [reverse(f"site:{page.name}", kwargs=dict(page.kwargs)) for page in pages]
        self.to_make = deque(path for path in paths if may_be_kept(resolve(path).func))
        if self.publications:
            career, publication = min(self.publications.items())
            start, result = (reverse(f"site:{name}", kwargs={"career": career}) for name in ("start", "result"))
            ahead = queries_ahead(resolve(result).func, publication.on(today))
            self.to_make.extendleft(f"{result}?{query}" for query in ahead)
            self.to_make.appendleft(start)


class PageStore:
    """A WSGI application in front of Django, in the same process."""

    def __init__(self, django: WSGIApplication, *, rest: Callable[[float], object] = time.sleep):
        self._django = django
        self._rest = rest
        self._kept = Kept({}, 0.0)
        self._lock = threading.Lock()  # never held while a page is made or compressed
        self._worker: threading.Thread | None = None

    def prepare(self, way: Way, seconds: float) -> None:
        """Make and compress the pages of the site in this thread, for who asks this way; at most for so long.

        For a process that workers are forked from.
        """
        kept, end = self._today(), time.monotonic() + seconds
        kept.way = way
        self._worker = threading.current_thread()  # no other is started
        try:
            while time.monotonic() < end and (task := self._next()) is not None:
                task()
        finally:
            self._worker = None

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in READS:
            return self._django(environ, start_response)
        kept = self._today()
        way = Way(environ.get("HTTP_HOST", ""), environ["wsgi.url_scheme"], environ.get("HTTP_X_FORWARDED_PROTO"))
        path, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
        page = kept.pages.get((way, path))
        if page is not None and not (query and page.reads(query)):
            return page.answer(environ, start_response)
        if page is None and not query and (view := _view(environ)):
            return self._first(kept, way, view, environ, start_response)
        if 0 < len(query) <= LONGEST_QUERY and (answered := kept.answered(way, path)):
            return answered.answer(environ, start_response, self._django)
        return self._django(environ, start_response)

    def _today(self) -> Kept:
        """What is kept, if it is of what is on the shelf now; the shelf looks by itself whether it is the newest."""
        publications, now, kept = shelf.all(), time.time(), self._kept
        if kept.publications is publications and kept.since <= now < kept.until:
            return kept
        with self._lock:
            if self._kept is kept:  # nobody was quicker
                self._kept = Kept(publications, now)
            return self._kept

    def _first(
        self, kept: Kept, way: Way, view: View, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        made = self._make(kept, way, environ["PATH_INFO"], view, environ)
        if isinstance(made, Page):
            return made.answer(environ, start_response)
        start_response(made.status, made.headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [made.body]

    def _make(
        self, kept: Kept, way: Way, path: str, view: View, visitor: WSGIEnvironment | None = None
    ) -> Page | Answer:
        """The page, as Django makes it of these alone; kept if nothing was published meanwhile, nor did the day end."""
        environ = _environ(way, path)
        if visitor is not None:
            environ[UNASKED], environ[REQUEST_ID_SAID] = False, visitor.get(REQUEST_ID_SAID, "")
        answer = self._asked(environ)
        if not answer.is_for_everybody:
            return answer
        keys = frozenset[str]().union(*(keys_read(view, publication) for publication in kept.publications.values()))
        page = Page(answer, keys)
        if self._today() is kept:
            with self._lock:
                kept.add(way, path, page)
                self._start()
        return page

    def _fill_in(self, kept: Kept, way: Way, path: str, query: str) -> None:
        if answered := kept.answered(way, path):
            answered.prepare({**_environ(way, path), "QUERY_STRING": query})

    def _asked(self, environ: WSGIEnvironment) -> Answer:
        started: list[tuple[str, Headers]] = []

        def start_response(status: str, headers: Headers, exc_info: object = None) -> Callable[[bytes], object]:
            started.append((status, headers))
            return lambda data: None  # Django returns its bytes and writes none

        result = self._django(environ, start_response)
        try:
            body = b"".join(result)
        finally:
            if close := getattr(result, "close", None):
                close()
        status, headers = started[-1]
        return Answer(status, headers, body)

    def _start(self) -> None:
        """The thread that works beside the requests, unless it is working. Whoever starts it holds the lock."""
        if self._worker is None:
            worker = threading.Thread(target=self._work, name="page-store", daemon=True)
            try:
                worker.start()
            except RuntimeError:  # no more threads: the next page tries again
                return
            self._worker = worker

    def _work(self) -> None:
        try:
            while (task := self._next()) is not None:
                began = time.monotonic()
                task()
                self._rest(time.monotonic() - began)
        except BaseException:
            with self._lock:
                self._worker = None  # the next page starts another
            raise
        finally:
            connection.close()
        _give_memory_back()

    def _next(self) -> Callable[[], object] | None:
        """What to do next, for the pages kept now: first what was asked for. Nothing ends the thread."""
        kept = self._today()
        with self._lock:
            if kept.to_compress:
                page = kept.to_compress.popleft()
                return lambda: self._compress(kept, page)
            if (way := kept.way) is not None:
                if kept.to_make is None:
                    return kept.list_pages
                while kept.to_make:
                    path, _, query = kept.to_make.popleft().partition("?")
                    if query:
                        return lambda: self._fill_in(kept, way, path, query)
                    if (way, path) not in kept.pages:
                        return lambda: self._make(kept, way, path, resolve(path).func)
            self._worker = None
        return None

    def _compress(self, kept: Kept, page: Page) -> None:
        page.encode(BEST)
        with self._lock:
            kept.forget_the_first()


def _give_memory_back() -> None:
    """What making pages took, and the edition before: kept otherwise, more after each publication (ADR 0025)."""
    gc.collect()
    with suppress(OSError, AttributeError):  # another C library
        ctypes.CDLL(None).malloc_trim(0)


def expected_way() -> Way | None:
    """How visitors will ask for this site; None when any name is as good as another."""
    names = [name for name in settings.ALLOWED_HOSTS if not name.startswith((".", "*"))]
    forwarded = "https" if getattr(settings, "SECURE_PROXY_SSL_HEADER", None) else None
    return Way(names[0], "http", forwarded) if names else None


def _view(environ: WSGIEnvironment) -> View | None:
    """Of an address of today's public pages that change with the edition only."""
    if environ.get("SCRIPT_NAME") or not environ.get("HTTP_HOST"):
        return None
    try:
        match = resolve(get_path_info(environ))
    except (Resolver404, UnicodeDecodeError):
        return None
    return match.func if may_be_kept(match.func) and not {"preview", "au"} & match.kwargs.keys() else None


def _environ(way: Way, path: str) -> WSGIEnvironment:
    """A request of which nothing is known but where it leads: what a page could take from a visitor is not there."""
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "REMOTE_ADDR": "",
        "SERVER_NAME": "localhost",  # required, and not looked at where there is a host
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": way.host,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": way.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        UNASKED: True,
    }
    if way.forwarded_scheme is not None:
        environ["HTTP_X_FORWARDED_PROTO"] = way.forwarded_scheme
    return environ
