"""What was typed outlives the session: a form sent too late comes back with all it holds, to be sent again.

A script asks first (`admin:session`) and keeps the page as it is. Without it, the refusal itself carries the form.
"""

import time
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field


def session_ends(request: HttpRequest) -> int:
    """When somebody who does nothing more is logged out, in milliseconds since 1970, as scripts count."""
    now = int(time.time())
    end = now + settings.SESSION_COOKIE_AGE
    if (began := request.session.get("began")) is not None:
        end = min(end, began + settings.SESSION_LONGEST)
    return end * 1000


def holds_something(request: HttpRequest) -> bool:
    """Whether a form that can't be taken now is worth keeping."""
    return request.method == "POST" and any(name != TOKEN for name in request.POST)


def is_our_own(request: HttpRequest) -> bool:
    """Whether a page of ours sent the form, as far as the browser says: another site's is never offered again."""
    try:
        here = f"{request.scheme}://{request.get_host()}"
    except SuspiciousOperation:
        return False
    origin = request.headers.get("Origin")
    if origin is None and (referrer := request.headers.get("Referer")):
        parts = urlsplit(referrer)
        origin = f"{parts.scheme}://{parts.netloc}"
    return origin == here


def written(request: HttpRequest) -> list[tuple[str, str]]:
    """Every field with what it held."""
    return [(name, text) for name, texts in request.POST.lists() if name != TOKEN for text in texts]


def kept(request: HttpRequest, *, is_logged_out: bool) -> HttpResponse:
    """The form again, ready to be sent by its own page of refusal."""
    context = {
        **admin.site.each_context(request),
        "title": "Rien n’est perdu : il faut vous reconnecter" if is_logged_out else "Rien n’est perdu : renvoyez",
        "is_logged_out": is_logged_out,
        "action": request.get_full_path(),
        "hidden": written(request),
    }
    return TemplateResponse(request, "admin/form_kept.html", context, status=403).render()
