"""How a public page is served: from the edition on the shelf, or, for staff in a preview, from the rows.

Both come through the same views and the same address patterns, included twice (at the root and under
`admin/apercu/`), so that links inside a preview stay inside it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from careers.access import for_staff
from careers.models import Career
from careers.publication import Publication, draft
from careers.shelf import shelf

View = Callable[..., HttpResponse]


class PublicRequest(HttpRequest):
    """A request that knows the edition it is answered from."""

    publication: Publication


def public(view: View) -> View:
    """A page of a career, by GET or HEAD only. The address names the career; the home page takes the first one."""

    @require_safe
    @wraps(view)
    def served(request: PublicRequest, *, career: str = "", preview: bool = False, **kwargs: Any) -> HttpResponse:
        serve = _from_rows if preview else _from_shelf
        return serve(view, request, career, kwargs)

    return served


def address(request: HttpRequest, name: str, **kwargs: Any) -> str:
    """The address of a public page, inside the preview when the request is."""
    match = request.resolver_match
    return reverse(f"site:{name}", kwargs=kwargs, current_app=match.namespace if match else None)


def _from_shelf(view: View, request: PublicRequest, career: str, kwargs: dict[str, Any]) -> HttpResponse:
    publications = shelf.all()
    if not publications:
        return render(request, "careers/nothing_published.html", status=503)
    code = career or min(publications)
    if code not in publications:
        raise Http404
    request.publication = publications[code]
    response = view(request, **kwargs)
    if request.GET:
        patch_cache_control(response, private=True, max_age=0)  # a page with answers is the visitor's own
    elif response.status_code == 200:
        patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    return response


@for_staff
def _from_rows_for_staff(request: PublicRequest, view: View, career: str, kwargs: dict[str, Any]) -> HttpResponse:
    rows = Career.objects.filter(code=career) if career else Career.objects.order_by("code")
    if not (row := rows.first()):
        raise Http404
    request.publication = draft(row)
    response = view(request, **kwargs)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _from_rows(view: View, request: PublicRequest, career: str, kwargs: dict[str, Any]) -> HttpResponse:
    return _from_rows_for_staff(request, view, career, kwargs)
