"""What is refused before anything is worked out for it: an address no page of ours has, a form where there is none."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from careers.views.errors import stylesheet

LONGEST_ADDRESS = 8000
"""Characters of an address with its query. All answers take 400, and those of nginx's request line are 8192."""

READS = ("GET", "HEAD")


def refuse_at_once(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 414 to an address too long to be one, and 405 to what would write on the public side: it only reads.

    Without this, Django's CSRF protection would first look for a safety code in forms no page of ours sends.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if len(request.path_info) + len(request.META.get("QUERY_STRING", "")) > LONGEST_ADDRESS:
            return _refusal("414.html", status=414)
        if request.method not in READS and not request.path_info.startswith("/admin/"):
            return _refusal("405.html", status=405, headers={"Allow": ", ".join(READS)})
        return get_response(request)

    return middleware


def _refusal(template: str, *, status: int, headers: dict[str, str] | None = None) -> HttpResponse:
    page = render_to_string(template, {"stylesheet": stylesheet()})
    return HttpResponse(page, status=status, headers={"Cache-Control": "no-store", **(headers or {})})
