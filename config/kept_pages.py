"""Public pages as they are kept: their bytes in each encoding, and what is still to do for those of the site.

All of it is of one state of the shelf and of one day; when either is another, nothing of it is kept on
(config/page_store.py).
"""

import hashlib
from collections import deque
from collections.abc import Mapping
from datetime import datetime, timedelta
from datetime import time as hour
from typing import NamedTuple
from wsgiref.types import StartResponse, WSGIEnvironment

from django.conf import settings
from django.urls import resolve, reverse
from django.utils.timezone import get_default_timezone, localdate
from prometheus_client import Counter, Gauge

from careers.keeping import EDITION, SAID_AGAIN, may_be_kept, queries_ahead
from careers.publication import Publication
from careers.site_pages import pages_of
from config.answered_pages import AnsweredPage, Fields, answered_page
from config.encodings import AS_IT_IS, MADE, QUICK, encodings_taken
from config.request_id import HEADER as REQUEST_ID

MOST_BYTES = 16 * 2**20
MOST_PAGES = 2000
"""In a process. Of more, those kept first are forgotten: made again when asked for."""
AHEAD = 0.5
"""How much of that is filled before anybody asks: on a site of many careers, what is asked for keeps some room."""
MOST_OF_A_PAGE = 2 * 2**20
OURS = {"etag", "vary", "content-length", "content-encoding", REQUEST_ID.lower()}
"""Headers of Django's that are not of the page: said anew for each encoding, or of the one request that made it."""

ANSWERED = Counter(
    "passerelle_kept_responses", "With a page that is kept, the one it was made for included.", ["status"]
)
SENT, NOT_MODIFIED = ANSWERED.labels("2xx"), ANSWERED.labels("3xx")
BYTES = Gauge(
    "passerelle_kept_bytes", "Of the kept pages, in the process that kept one last.", multiprocess_mode="mostrecent"
)

Headers = list[tuple[str, str]]


class Way(NamedTuple):
    """How a site is asked for."""

    host: str
    scheme: str
    forwarded_scheme: str | None
    """As a proxy says it: whether it is believed is for Django's settings to say."""


def expected_way() -> Way | None:
    """How visitors will ask for this site; None when any name is as good as another."""
    names = [name for name in settings.ALLOWED_HOSTS if not name.startswith((".", "*"))]
    forwarded = "https" if getattr(settings, "SECURE_PROXY_SSL_HEADER", None) else None
    return Way(names[0], "http", forwarded) if names else None


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

    def reads(self, fields: Fields) -> bool:
        """Whether a query holds something the page is made of."""
        return any(key in self.keys for key, _ in fields)

    def answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        best, known = None, environ.get("HTTP_IF_NONE_MATCH")
        taken = encodings_taken(environ.get("HTTP_ACCEPT_ENCODING", ""))
        for encoding in taken:
            if (encoded := self.encoded.get(encoding)) is None:
                continue
            # Between its quotes a tag is nobody else's, "W/" before it or not: no need to take the list apart.
            if known is not None and (encoded.tag in known or known.strip() == "*"):
                NOT_MODIFIED.inc()
                start_response("304 Not Modified", encoded.unchanged.copy())
                return []
            best = best or encoded
        best = best or self.encode(taken[0])
        SENT.inc()
        start_response("200 OK", best.headers.copy())
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [best.body]


def _encoded(answer: Answer, encoding: str) -> Encoded:
    body = MADE[encoding](answer.body) if encoding in MADE else answer.body
    given = answer.named("ETag") if encoding == AS_IT_IS else ""
    tag = given if given.startswith('"') else f'"{hashlib.sha256(body).hexdigest()}"'
    headers = [(name, value) for name, value in answer.headers if name.lower() not in OURS]
    headers += [("ETag", tag), ("Vary", "Accept-Encoding")]
    unchanged = [(name, value) for name, value in headers if name.lower() in SAID_AGAIN]
    if encoding in MADE:
        headers.append(("Content-Encoding", encoding))
    headers.append(("Content-Length", str(len(body))))
    return Encoded(tag, body, headers, unchanged)


class Kept:
    """The pages of one state of the shelf, on one day, and what is still to do for them."""

    def __init__(self, publications: Mapping[str, Publication], now: float):
        zone = get_default_timezone()
        today = self._today = datetime.fromtimestamp(now, zone).date()
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
        self._weight = 0

    @property
    def has_room_ahead(self) -> bool:
        """Whether one more page may be made that nobody asked for yet."""
        return self._weight < AHEAD * MOST_BYTES and len(self.pages) < AHEAD * MOST_PAGES

    @property
    def is_ready(self) -> bool:
        """Whether nothing is left to make or to compress before somebody asks for more."""
        is_made = self.to_make is not None and not (self.to_make and self.has_room_ahead)
        return not self.to_compress and (self.way is None or is_made)

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
            self._answered[way, path] = answered_page(path, self.publications, self._today)
        return self._answered[way, path]

    def forget_the_first(self) -> None:
        weight = sum(page.weight for page in self.pages.values())
        while weight > MOST_BYTES or len(self.pages) > MOST_PAGES:
            weight -= self.pages.pop(next(iter(self.pages))).weight
        self._weight = weight
        BYTES.set(weight)

    def list_pages(self) -> None:
        """Those in the map of the site that may be kept; first the questionnaire of the career of the home page, which
        no map shows, with some steps and results. What is worked out of its rules weighs some megabytes: that of the
        others waits for visitors.
        """
        today = localdate()
        pages = [page for each in self.publications.values() for page in pages_of(each.on(today), today)]
        paths = [reverse(f"site:{page.name}", kwargs=dict(page.kwargs)) for page in pages]
        self.to_make = deque(path for path in paths if may_be_kept(resolve(path).func))
        if self.publications:
            career, publication = min(self.publications.items())
            start, result = (reverse(f"site:{name}", kwargs={"career": career}) for name in ("start", "result"))
            for path in (start, result):
                ahead = queries_ahead(resolve(path).func, publication.on(today))
                self.to_make.extendleft(f"{path}?{query}" for query in ahead)
            self.to_make.appendleft(start)
