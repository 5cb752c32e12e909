"""When an address can't be read, there is no such page, or something broke. None of these may fail in its turn."""

from django.contrib import admin
from django.core.exceptions import SuspiciousOperation
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseForbidden,
    HttpResponseServerError,
)
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static

from careers import access
from careers.admin import kept_forms

LONGEST_QUERY = 4000


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The visitor's answers are in the address: they are handed on to the questionnaire."""
    return render(request, "404.html", {"answers": _answers(request), "stylesheet": stylesheet()}, status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """An address no page can read: more parameters than Django takes, a host that is not ours."""
    return HttpResponseBadRequest(render_to_string("400.html", {"stylesheet": stylesheet()}))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A page of the workshop this person may not see. Nothing is forbidden on the public side."""
    return render(request, "admin/forbidden.html", admin.site.each_context(request), status=403)


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its safety code: most often a page that was open before a new login, which is sent again."""
    if kept_forms.is_our_own(request) and kept_forms.holds_something(request) and access.may_enter(request.user):
        return kept_forms.kept(request, is_logged_out=False)
    return HttpResponseForbidden(render_to_string("admin/form_refused.html", {"stylesheet": stylesheet()}))


def failed(request: HttpRequest) -> HttpResponse:
    """Needs neither the database nor an edition. The name of the request, if it has one, is what our logs go by."""
    context = {"stylesheet": stylesheet(), "request_id": getattr(request, "request_id", "")}
    return HttpResponseServerError(render_to_string("500.html", context))


def stylesheet() -> str:
    """Its address; empty while static files are not collected."""
    try:
        return static("css/passerelle.css")
    except ValueError:
        return ""


def _answers(request: HttpRequest) -> str:
    """The query string as it was understood, encoded again; nothing of one too long to be answers."""
    try:
        query = request.GET.urlencode()
    except SuspiciousOperation:  # more parameters than Django reads
        return ""
    return query if len(query) <= LONGEST_QUERY else ""
