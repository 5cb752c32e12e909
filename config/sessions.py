"""How long a counsellor stays logged in: two hours after the last page, and never more than half a day.

Sessions are rows: what becomes of them while the database is out is said here too.
"""

import time
from collections.abc import Callable, Iterator

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import Error
from django.http import HttpRequest, HttpResponse

from config.outages import outage, refusal

BEGAN, SEEN = "began", "seen"
MINUTE = 60


def end_long_sessions(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Forget a login that is too old; let the others run for two hours more, written at most once a minute."""

    def middleware(request: HttpRequest) -> HttpResponse:
        # Only whoever sends a cookie has a session: the others are not made to look one up.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return get_response(request)
        try:
            _end_or_prolong(request)
        except Error as error:
            if (refused := refusal(request, error)) is None:
                raise
            return refused
        return get_response(request)

    return middleware


def _end_or_prolong(request: HttpRequest) -> None:
    session, now = request.session, int(time.time())
    # A clock that was put back makes sessions of the future: they last no longer for it.
    if abs(now - session.get(BEGAN, now)) >= settings.SESSION_LONGEST:
        session.flush()
    elif SESSION_KEY in session and abs(now - session.get(SEEN, 0)) >= MINUTE:
        session[SEEN] = now
        session.setdefault(BEGAN, now)


class Sessions(SessionMiddleware):
    """Django's; but what a page did is told even if its session can't be written at the end.

    With a database that is only read, counsellors go on reading. Who logs in or out writes the session before that.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        try:
            return super().process_response(request, response)
        except (Error, SessionInterrupted) as error:
            if not any(map(outage, _with_what_led_to_it(error))):
                raise
            return response


def _with_what_led_to_it(error: BaseException | None) -> Iterator[BaseException]:
    """A row that can't be written is told as a session that ended, which it may be: the errors before it say."""
    while error is not None:
        yield error
        error = error.__context__
