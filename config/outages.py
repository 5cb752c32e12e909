"""A database that does not answer, or takes nothing, is no mistake of ours: who needs it is told so, and tries again.

Visitors hardly ever get here: public pages are answered from memory. In the workshop a form that could not be saved
comes back with all it held, to be sent again. Anything else the database refuses is a fault, and stays one.
"""

import errno
import logging
import time
from collections.abc import Callable
from enum import Enum
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.db import Error, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers

from careers.admin import kept_forms
from careers.views.errors import stylesheet

log = logging.getLogger(__name__)

SECONDS_TO_WAIT = 30
SECONDS_BETWEEN_WORDS = 60.0
"""An outage is said in the log once in so long, not for each request it refuses."""


class Outage(Enum):
    """Why nothing can be had, or kept: the title of the page, and what it means."""

    GONE = ("La base de données ne répond pas.", "Ce n’est pas de votre faute. Réessayez dans une minute.")
    READ_ONLY = (
        "Rien ne peut être enregistré pour l’instant.",
        "La base de données se laisse lire, mais pas écrire. Réessayez dans quelques minutes.",
    )
    FULL = (
        "Il n’y a plus de place sur le disque.",
        "Rien n’a été enregistré ni publié. Prévenez la personne qui s’occupe du serveur.",
    )

    def __init__(self, title: str, meaning: str):
        self.title, self.meaning = title, meaning


# By what the database says itself: SQLSTATE of PostgreSQL, primary result code of SQLite.
KNOWN: dict[str | int, Outage] = {
    "25006": Outage.READ_ONLY,  # read_only_sql_transaction, which Django takes for an internal error
    "53100": Outage.FULL,  # disk_full
    8: Outage.READ_ONLY,
    13: Outage.FULL,
    11: Outage.GONE,  # the file is damaged
    26: Outage.GONE,  # the file is no database
}
SQLITE_MISTAKE = 1
"""What SQLite says of a wrong query, or of a table that is not there, and Django calls an operational error too."""


def outage(error: BaseException) -> Outage | None:
    """None for an error that is no outage."""
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return Outage.FULL
    if not isinstance(error, Error):
        return None
    cause = error.__cause__
    code = getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorcode", None)
    if isinstance(code, int):
        code &= 0xFF  # of extended codes, such as "cannot open the directory", the primary one
    if code in KNOWN:
        return KNOWN[code]
    is_down = isinstance(error, OperationalError | InterfaceError) and code != SQLITE_MISTAKE
    return Outage.GONE if is_down else None


class Said:
    """When an outage was last said in the log."""

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self._clock = clock
        self._at: float | None = None

    def say(self, kind: Outage, error: BaseException) -> None:
        now = self._clock()
        if self._at is None or now - self._at >= SECONDS_BETWEEN_WORDS:
            self._at = now
            log.error("The database is out (%s), requests are refused: %s", kind.name, type(error).__name__)


said = Said()


class AnswerOutages:
    """Turns what a view raises when the database is out into the page that says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return refusal(request, exception)


def refusal(request: HttpRequest, error: BaseException) -> HttpResponse | None:
    """The page, which asks nothing of the database; None when the error is no outage."""
    if (kind := outage(error)) is None:
        return None
    said.say(kind, error)
    if request.path_info.startswith("/admin/"):
        text = render_to_string("admin/unavailable.html", _workshop(request, kind))
    else:
        text = render_to_string("503.html", {"stylesheet": stylesheet()})
    response = HttpResponse(text, status=503, headers={"Retry-After": str(SECONDS_TO_WAIT)})
    add_never_cache_headers(response)
    return response


def _workshop(request: HttpRequest, kind: Outage) -> dict[str, Any]:
    hidden = _written(request)
    return {
        "stylesheet": stylesheet(),
        "outage": kind,
        "again": request.get_full_path(),
        "is_form": request.method == "POST",
        "hidden": hidden,
        "csrf_token": get_token(request) if hidden else "",
        "has_files": bool(hidden and request.FILES),
    }


def _written(request: HttpRequest) -> list[tuple[str, str]]:
    """What a form of ours held, to be sent again; nothing of one that holds a password."""
    try:
        if not kept_forms.is_our_own(request) or not kept_forms.holds_something(request):
            return []
        if any("password" in name for name in request.POST):
            return []
        return kept_forms.written(request)
    except (SuspiciousOperation, UnreadablePostError):  # nobody had read it yet, and it can't be
        return []
