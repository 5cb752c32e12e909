"""How the site is, for programs that restart it or stop sending it visitors. No request here waits for the database.

Whoever asks names the site as visitors do, in the Host header; https is not demanded of them.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from careers.shelf import shelf


@require_safe
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """This process answers. One that does not is to be restarted."""
    return HttpResponse("alive\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Whether there is an edition to serve, which one, how old, and whether the database answered the last look.

    503 while there is none: just after the start, or before the first publication. A database that is gone is no reason
    to stop sending visitors here: they get the last edition.
    """
    publications, now = shelf.at_hand(), timezone.now()
    editions: dict[str, dict[str, Any]] = {
        code: {
            "number": publication.number,
            "published_at": publication.published_at,
            "age": round((now - publication.published_at).total_seconds()) if publication.published_at else None,
        }
        for code, publication in publications.items()
    }
    looked = shelf.seconds_since_look
    said = {
        "ready": bool(editions),
        "editions": editions,
        "read_from": "copies on disk" if shelf.is_from_copies else "database",
        "database": {"answers": shelf.is_answered, "seconds_since_look": None if looked is None else round(looked, 1)},
    }
    return JsonResponse(said, status=200 if editions else 503)
