"""A visitor's answers travel in the address: nobody else may see the part after "?", or a code. Nor may our logs."""

import logging
import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

QUERY = re.compile(r"\?.*?(?= HTTP/\d|$)", re.DOTALL)
CODE = re.compile(r"(/code/)(?! HTTP/\d)[^/?]+?(?=\.svg|/|\?| HTTP/\d|$)", re.DOTALL)


class WithoutAnswers(logging.Filter):
    """Cuts query strings and short codes out of the addresses Django and its development server log."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(_without_answers(arg) if isinstance(arg, str) else arg for arg in record.args)
        return True


def _without_answers(text: str) -> str:
    return CODE.sub(r"\1…", QUERY.sub("", text))


def admin_referrer_policy(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Let the admin's own pages name themselves to each other.

    Under the "no-referrer" of every other page a browser posts forms with "Origin: null", which Django's CSRF
    protection refuses: nobody could log in. Public pages post nothing.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path_info.startswith("/admin/"):
            response.headers["Referrer-Policy"] = "same-origin"
        return response

    return middleware
