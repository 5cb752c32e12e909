"""A visitor's answers travel in the address: nobody else may see the part after "?", or a code. Nor may our logs."""

import logging
import re
import traceback
from collections.abc import Callable, Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from config.request_id import following

NEVER_USED = (
    *("accelerometer", "autoplay", "browsing-topics", "camera", "display-capture"),
    *("encrypted-media", "geolocation", "gyroscope", "hid", "idle-detection"),
    *("local-fonts", "magnetometer", "microphone", "midi", "payment"),
    *("publickey-credentials-get", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking"),
)
"""What no page of ours asks a browser for: nothing that gets into one, or frames one, may ask either."""

QUERY = re.compile(r"\?.*?(?= HTTP/\d|$)", re.DOTALL)
CODE = re.compile(r"(/code/)(?! HTTP/\d)[^/?]+?(?=\.svg|/|\?| HTTP/\d|$)", re.DOTALL)


class WithoutAnswers(logging.Filter):
    """Cuts query strings and short codes out of the addresses Django and its development server log.

    Of what broke while a request was answered, it leaves the places in the program and the kind of exception. What an
    exception says may repeat what was typed: an answer, or a password.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(without_answers(arg) if isinstance(arg, str) else arg for arg in record.args)
        if following.get() or isinstance(getattr(record, "request", None), HttpRequest):
            record.msg = without_answers(str(record.msg))
            if record.exc_info and record.exc_info[1]:
                record.exception = _name(record.exc_info[1])
                record.exc_text = "\n".join(_places(record.exc_info[1]))
                record.exc_info = None
        return True


def without_answers(text: str) -> str:
    """The same without what follows a question mark, and without short codes."""
    return CODE.sub(r"\1…", QUERY.sub("", text))


def _places(error: BaseException) -> Iterator[str]:
    """As a traceback, the first cause first, without a word of what exceptions say."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause:
        yield from _places(cause)
        yield "\nThen:\n"
    yield "Traceback (most recent call last):"
    yield "".join(traceback.format_tb(error.__traceback__)).rstrip("\n")
    yield f"{_name(error)} (what it says is left out: it may repeat an answer)"


def _name(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def browser_policies(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Say of every answer, files included, what it may not ask a browser for; and of pages, that no other site may take
    them for a picture or a script of its own. Partners load a frame and what fits it: those pages don't say so.
    """
    never = ", ".join(f"{name}=()" for name in NEVER_USED)
    for_others = ("/integrer/", settings.STATIC_URL)

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", never)
        if not request.path_info.startswith(for_others):
            response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware


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
