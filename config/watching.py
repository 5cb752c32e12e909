"""Each request has a name, and what became of it is counted and said in one line."""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from config import metrics
from config.privacy import without_answers
from config.request_id import HEADER, UNASKED, Followed, following, id_of

log = logging.getLogger("passerelle.responses")

HEALTH = "/sante/"
"""Asked every few seconds by programs: not worth a line each."""


def follow(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The first middleware, so that it sees what all others answer."""

    def middleware(request: HttpRequest) -> HttpResponse:
        followed = Followed(id_of(request.headers.get(HEADER, "")), request.method or "", without_answers(request.path))
        request.request_id = followed.id  # type: ignore[attr-defined]  # for the page that says something broke
        token, began = following.set(followed), time.perf_counter()
        try:
            response = get_response(request)
            seconds = time.perf_counter() - began
            if not request.META.get(UNASKED):
                _count_and_say(request, response.status_code, seconds)
        finally:
            following.reset(token)
        response.headers[HEADER] = followed.id
        return response

    return middleware


def _count_and_say(request: HttpRequest, status: int, seconds: float) -> None:
    page = metrics.page_of(request)
    metrics.count(page, status, seconds)
    if not request.path_info.startswith(HEALTH):
        log.info("answered", extra={"page": page, "status": status, "milliseconds": round(seconds * 1000, 1)})
