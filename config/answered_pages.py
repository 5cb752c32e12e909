"""Pages with answers, answered before Django: a page is filled in, and what surrounds it is known already.

Three quarters of what a step of the questionnaire costs is not the page but the way to it: middleware for sessions,
accounts, forms, none of which a visitor has. Where a view says how its page is filled in (careers/keeping.py), that is
done here; status and headers are those Django gave to another visitor of the same page, learned when the text it gave
was the very same. Nothing of anybody's answers is kept. What is anything else (a cookie, a redirect, a refusal, another
day, whatever breaks) is for Django, which knows nothing of this.
"""

import hashlib
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any, cast
from urllib.parse import parse_qsl
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.core.handlers.wsgi import WSGIRequest
from django.http import QueryDict
from django.urls import Resolver404, ResolverMatch, resolve, set_script_prefix
from django.utils.datastructures import MultiValueDict

from careers.days import ON_DAY
from careers.keeping import SAID_AGAIN, Filler, filler_of
from careers.publication import Publication
from careers.serving import PublicRequest
from config import metrics
from config.request_id import HEADER as REQUEST_ID

Headers = list[tuple[str, str]]
Fields = Sequence[tuple[str, str]]

LONGEST_QUERY = 500
"""Characters after the "?" that are looked at here: a longer one is for Django to answer, or to refuse."""

OF_ONE_ANSWER = {"etag", "content-length", REQUEST_ID.lower()}


def answered_page(path: str, publications: Mapping[str, Publication], day: date) -> "AnsweredPage | None":
    """None where no view says how its page is filled in."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    fill, publication = filler_of(match.func), publications.get(match.kwargs.get("career", ""))
    is_of_today = match.namespaces == ["site"] and match.kwargs.keys() == {"career"}
    return AnsweredPage(path, match, fill, publication.on(day), day) if fill and publication and is_of_today else None


class AnsweredPage:
    """A page of an address, with whatever answers, as one way of asking gets it, on the day it is."""

    def __init__(self, path: str, match: ResolverMatch, fill: Filler, publication: Publication, day: date):
        self._path, self._match, self._fill = path, match, fill
        self._publication, self._day = publication, day
        self._counts = metrics.Answers(match.url_name or "other")
        self._headers: Headers | None = None
        """None until they were learned."""

    def answer(
        self, environ: WSGIEnvironment, fields: Fields, start_response: StartResponse, django: WSGIApplication
    ) -> Iterable[bytes]:
        began = time.perf_counter()
        body = self._filled_in(environ, fields)
        if body is None:
            return django(environ, start_response)
        if self._headers is None:
            return self._learn(body, environ, start_response, django)
        headers = [*self._headers, ("ETag", tag := _etag(body))]
        if tag in environ.get("HTTP_IF_NONE_MATCH", ""):
            self._counts.unchanged(time.perf_counter() - began)
            start_response("304 Not Modified", [each for each in headers if each[0].lower() in SAID_AGAIN])
            return []
        self._counts.sent(time.perf_counter() - began)
        start_response("200 OK", [*headers, ("Content-Length", str(len(body)))])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def prepare(self, environ: WSGIEnvironment, fields: Fields) -> None:
        """Fill it in for nobody: what it shares with others is then made."""
        self._filled_in(environ, fields)

    def _filled_in(self, environ: WSGIEnvironment, fields: Fields) -> bytes | None:
        if "HTTP_COOKIE" in environ or environ.get("SCRIPT_NAME"):
            return None
        query = _query(fields)
        if ON_DAY in query:
            return None
        set_script_prefix("/")  # Django's, for each request: addresses begin with it
        try:
            text = self._fill(cast("PublicRequest", self._request(environ, query)))
        except Exception:  # noqa: BLE001  # Django meets it again, and says so
            return None
        return None if text is None else text.encode()

    def _request(self, environ: WSGIEnvironment, query: QueryDict) -> "AnsweredRequest":
        """As it reaches a view of the edition of today."""
        request = AnsweredRequest(environ, self._path, query)
        request.resolver_match = self._match
        request.publication, request.day, request.is_today = self._publication, self._day, True
        return request

    def _learn(
        self, body: bytes, environ: WSGIEnvironment, start_response: StartResponse, django: WSGIApplication
    ) -> Iterable[bytes]:
        """Django's own answer, and its headers if that is the page that was filled in."""
        given: list[tuple[str, Headers]] = []

        def started(status: str, headers: Headers, exc_info: object = None) -> Callable[[bytes], object]:
            given.append((status, headers))
            return start_response(status, headers)

        result = django(environ, cast("StartResponse", started))
        status, headers = given[-1]
        if status.startswith("200 ") and ("ETag", _etag(body)) in headers:
            self._headers = [each for each in headers if each[0].lower() not in OF_ONE_ANSWER]
        return result


class AnsweredRequest(WSGIRequest):
    """What a page with answers looks at. There is nothing else of a request: whoever wants more meets an error, and the
    page is Django's to make."""

    publication: Publication
    day: date
    is_today: bool

    def __init__(self, environ: WSGIEnvironment, path: str, query: QueryDict):
        self.environ = self.META = environ
        self.method = environ["REQUEST_METHOD"]
        self.path = self.path_info = path
        self.GET = cast("Any", query)


def fields_of(query: str) -> Fields | None:
    """What a query says, as Django understands it; None of one that is too long to be ours."""
    if len(query) > LONGEST_QUERY:
        return None
    if not query.isascii():  # as no browser writes it
        with suppress(UnicodeDecodeError):
            query = query.encode("latin-1").decode()
    return parse_qsl(query, keep_blank_values=True)


def _query(fields: Fields) -> QueryDict:
    """What Django makes of them, without looking at each field several times."""
    texts: dict[str, list[str]] = {}
    for key, text in fields:
        texts.setdefault(key, []).append(text)
    query = QueryDict.__new__(QueryDict)
    MultiValueDict.__init__(query, texts)
    query._mutable = False
    return query


def _etag(body: bytes) -> str:
    """As Django makes it."""
    return f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'
