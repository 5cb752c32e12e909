"""How long a counsellor stays logged in: two hours after the last page, and never more than half a day."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

BEGAN, SEEN = "began", "seen"
MINUTE = 60


def end_long_sessions(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Forget a login that is too old; let the others run for two hours more, written at most once a minute."""

    def middleware(request: HttpRequest) -> HttpResponse:
        # Only whoever sends a cookie has a session: the others are not made to look one up.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return get_response(request)
        session, now = request.session, int(time.time())
        if now - session.get(BEGAN, now) >= settings.SESSION_LONGEST:
            session.flush()
        elif SESSION_KEY in session and now - session.get(SEEN, 0) >= MINUTE:
            session[SEEN] = now
            session.setdefault(BEGAN, now)
        return get_response(request)

    return middleware
