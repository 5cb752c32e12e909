"""How a public page is served: from the edition on the shelf, or, for staff in a preview, from the rows; as of a day.

All come through the same views and the same address patterns, included several times (at the root, under
`admin/apercu/`, and each of them under `au/<day>/`), so that links inside a preview stay inside it, and links inside
another day stay in that day. Pages shown in a frame on somebody else's site (`is_framed`) lead to each other there, to
the site for everything else, and are of today.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import lru_cache, wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.cache import patch_cache_control
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from careers import editions
from careers.access import for_staff
from careers.days import ON_DAY, NoSuchDay, day_asked
from careers.keeping import EDITION, for_everybody, for_the_visitor, keys_read, of_an_edition
from careers.models import Career
from careers.publication import Publication, draft
from careers.shelf import shelf

View = Callable[..., HttpResponse]
FRAMES = "/integrer"
"""What the addresses of framed pages begin with, before that of the page."""

ADDRESSES_KEPT = 4096


class PublicRequest(HttpRequest):
    """A request that knows the edition it is answered from, as it stands on a day: today's, or the one asked for."""

    publication: Publication
    day: date
    is_today: bool
    is_framed: bool


def public(view: View) -> View:
    """A page of a career, by GET or HEAD only. The address names the career; the home page takes the first one."""

    @of_an_edition
    @require_safe
    @wraps(view)
    def served(
        request: PublicRequest, *, career: str = "", preview: bool = False, au: str = "", **kwargs: Any
    ) -> HttpResponse:
        serve = _from_rows if preview else _from_shelf
        asked = "" if is_framed(request) else request.GET.get(ON_DAY, au)
        return serve(view, request, career, asked, kwargs)

    return served


def is_framed(request: HttpRequest) -> bool:
    """Whether the page is shown inside a page of another site."""
    return getattr(request, "is_framed", False)


def out_of_frame(path: str) -> str:
    """The same page of the site itself."""
    return path.removeprefix(FRAMES)


def absolute(request: HttpRequest, path: str) -> str:
    """An address of this site in full: as the operator calls it, else by the host the page was asked for."""
    return settings.SITE_URL + path if settings.SITE_URL else request.build_absolute_uri(path)


def address(request: HttpRequest, name: str, **kwargs: Any) -> str:
    """The address of a public page, inside the preview and the day of the request."""
    day = None if getattr(request, "is_today", True) else getattr(request, "day", None)
    return _address(request, name, day, kwargs)


def address_today(request: HttpRequest) -> str:
    """The page of a request as it is today."""
    match = request.resolver_match
    query = request.GET.copy()
    query.pop(ON_DAY, None)
    kwargs = {key: value for key, value in match.kwargs.items() if key not in ("preview", "au")} if match else {}
    path = _address(request, match.url_name or "home" if match else "home", None, kwargs)
    return f"{path}?{query.urlencode()}" if query else path


def _address(request: HttpRequest, name: str, day: date | None, kwargs: dict[str, Any]) -> str:
    if is_framed(request):
        with suppress(NoReverseMatch):  # only some pages can be framed
            return _reversed(f"cadre:{name}", "", kwargs)
    match = request.resolver_match
    site = "apercu" if match and match.kwargs.get("preview") else "site"
    if day is None:
        return _reversed(f"site:{name}", site, kwargs)
    return _reversed(f"site:{name}", f"{site}-au", {**kwargs, "au": day.isoformat()})


def _reversed(name: str, site: str, kwargs: dict[str, Any]) -> str:
    """A page has dozens of addresses, and they never change: each is looked up once. A short code holds answers: its
    address is not kept."""
    if "code" in kwargs:
        return reverse(name, kwargs=kwargs, current_app=site)
    return _looked_up(name, site, get_script_prefix(), *kwargs.items())


@lru_cache(maxsize=ADDRESSES_KEPT)
def _looked_up(name: str, site: str, prefix: str, *kwargs: tuple[str, Any]) -> str:
    return reverse(name, kwargs=dict(kwargs), current_app=site)


def _from_shelf(view: View, request: PublicRequest, career: str, asked: str, kwargs: dict[str, Any]) -> HttpResponse:
    publications = shelf.all()
    if not publications:
        return render(request, "careers/nothing_published.html", status=503)
    code = career or min(publications)
    if code not in publications:
        raise Http404
    publication = publications[code]
    response = _as_of(view, request, publication, asked, kwargs)
    response[EDITION] = str(publication.number)
    if not request.is_today or keys_read(view, publication) & request.GET.keys():
        return for_the_visitor(response)
    return for_everybody(response) if response.status_code == 200 else response


def _as_of(
    view: View, request: PublicRequest, publication: Publication, asked: str, kwargs: dict[str, Any]
) -> HttpResponse:
    """The page of the day asked for; when there is no such day, why, with everything that was typed."""
    request.day, request.is_today = localdate(), True
    request.publication = publication.on(request.day)
    try:
        day = day_asked(asked, publication, request.day)
    except NoSuchDay as refusal:
        return _no_such_day(request, asked, refusal)
    if day == request.day:
        return view(request, **kwargs)
    request.day, request.is_today = day, False
    request.publication = publication.on(day)
    response = view(request, **kwargs)
    response["X-Robots-Tag"] = "noindex"
    return response


def _no_such_day(request: PublicRequest, asked: str, refusal: NoSuchDay) -> HttpResponse:
    context = {
        "asked": asked,
        "refusal": str(refusal),
        "is_a_day": refusal.status == 404,
        "action": address_today(request).partition("?")[0],
        "fields": [(key, value) for key, values in request.GET.lists() if key != ON_DAY for value in values],
        "today_url": address_today(request),
    }
    response = render(request, "careers/no_such_day.html", context, status=refusal.status)
    response["X-Robots-Tag"] = "noindex"
    return for_the_visitor(response)


@for_staff
def _from_rows_for_staff(
    request: PublicRequest, view: View, career: str, asked: str, kwargs: dict[str, Any]
) -> HttpResponse:
    rows = Career.objects.filter(code=career) if career else Career.objects.order_by("code")
    if not (row := rows.first()):
        raise Http404
    publication = draft(row)
    try:
        response = _as_of(view, request, publication, asked, kwargs)
    except Http404:
        raise
    except Exception:  # whatever half a rule does to a page, the counsellor who is writing it is told what is missing
        blocking = [problem for problem in editions.problems(publication.parts) if problem.blocking]
        if not blocking:
            raise  # a fault of ours
        request.publication = publication
        response = render(request, "careers/broken_draft.html", {"problems": blocking}, status=409)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _from_rows(view: View, request: PublicRequest, career: str, asked: str, kwargs: dict[str, Any]) -> HttpResponse:
    return _from_rows_for_staff(request, view, career, asked, kwargs)
