"""Pages with answers, answered before Django: a page is filled in, and what surrounds it is known already.

Three quarters of what a step of the questionnaire costs is not the page but the way to it: middleware for sessions,
accounts, forms, none of which a visitor has. Where a view says how its page is filled in (careers/keeping.py), that is
done here; status and headers are those Django gave to another visitor of the same page, learned when the text it gave
was the very same. Nothing of anybody's answers is kept. What is anything else (a cookie, a redirect, a refusal, another
day, whatever breaks) is for Django, which knows nothing of this.
"""

import hashlib
import time
from collections.abc import Callable, Iterable
from typing import cast
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.core.handlers.wsgi import WSGIRequest
from django.urls import Resolver404, ResolverMatch, resolve

from careers.keeping import Filler, filler_of
from careers.serving import PublicRequest
from config import metrics
from config.request_id import HEADER as REQUEST_ID

Headers = list[tuple[str, str]]

OF_ONE_ANSWER = {"etag", "content-length", REQUEST_ID.lower()}


def answered_page(path: str) -> "AnsweredPage | None":
    """None where no view says how its page is filled in."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    fill = filler_of(match.func)
    return AnsweredPage(match, fill) if fill and match.kwargs.keys() == {"career"} else None


class AnsweredPage:
    """A page of an address, with whatever answers, as one way of asking gets it."""

    def __init__(self, match: ResolverMatch, fill: Filler):
        self._match, self._fill = match, fill
        self._headers: Headers | None = None
        """None until they were learned."""

    def answer(
        self, environ: WSGIEnvironment, start_response: StartResponse, django: WSGIApplication
    ) -> Iterable[bytes]:
        began = time.perf_counter()
        body = self._filled_in(environ)
        if body is None:
            return django(environ, start_response)
        if self._headers is None:
            return self._learn(body, environ, start_response, django)
        headers = [*self._headers, ("ETag", tag := _etag(body))]
        if tag in environ.get("HTTP_IF_NONE_MATCH", ""):
            metrics.count(self._name, 304, time.perf_counter() - began)
            start_response("304 Not Modified", [each for each in headers if each[0].lower() != "content-type"])
            return []
        metrics.count(self._name, 200, time.perf_counter() - began)
        start_response("200 OK", [*headers, ("Content-Length", str(len(body)))])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def prepare(self, environ: WSGIEnvironment) -> None:
        """Fill it in for nobody: what it shares with others is then made."""
        self._filled_in(environ)

    @property
    def _name(self) -> str:
        return self._match.url_name or "other"

    def _filled_in(self, environ: WSGIEnvironment) -> bytes | None:
        if "HTTP_COOKIE" in environ or environ.get("SCRIPT_NAME"):
            return None
        request = WSGIRequest(environ)
        request.resolver_match = self._match
        try:
            text = self._fill(cast("PublicRequest", request), **self._match.kwargs)
        except Exception:  # noqa: BLE001  # Django meets it again, and says so
            return None
        return None if text is None else text.encode()

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


def _etag(body: bytes) -> str:
    """As Django makes it."""
    return f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'
