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
import io
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.core.handlers.wsgi import get_path_info
from django.db import connection
from django.http import HttpResponse
from django.urls import Resolver404, resolve

from careers.keeping import keys_read, may_be_kept
from careers.shelf import shelf
from config.answered_pages import fields_of
from config.encodings import BEST
from config.kept_pages import Answer, Headers, Kept, Page, Way
from config.request_id import HEADER as REQUEST_ID
from config.request_id import UNASKED

READS = ("GET", "HEAD")
REQUEST_ID_SAID = f"HTTP_{REQUEST_ID.upper().replace('-', '_')}"
"""Handed on for the logs: nothing of it is in a page."""

View = Callable[..., HttpResponse]


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

    def go_on(self) -> None:
        """Make beside the requests what `prepare` had no time for: in a worker, which was forked without a thread."""
        with self._lock:
            if not self._kept.is_ready:
                self._start()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in READS:
            return self._django(environ, start_response)
        kept = self._today()
        way = Way(environ.get("HTTP_HOST", ""), environ["wsgi.url_scheme"], environ.get("HTTP_X_FORWARDED_PROTO"))
        path, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
        fields = fields_of(query) if query else ()
        if fields is None:
            return self._django(environ, start_response)
        page = kept.pages.get((way, path))
        if page is not None and not page.reads(fields):
            return page.answer(environ, start_response)
        if page is None and not query and (view := _view(environ)):
            return self._first(kept, way, view, environ, start_response)
        if fields and (answered := kept.answered(way, path)):
            return answered.answer(environ, fields, start_response, self._django)
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
            answered.prepare({**_environ(way, path), "QUERY_STRING": query}, fields_of(query) or ())

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
        give_memory_back()

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
                while kept.to_make and kept.has_room_ahead:
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


def give_memory_back() -> None:
    """What making pages took, and the edition before: kept otherwise, more after each publication (ADR 0025)."""
    gc.collect()
    with suppress(OSError, AttributeError):  # another C library
        ctypes.CDLL(None).malloc_trim(0)


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
