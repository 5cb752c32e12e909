"""The map of the site for search engines: every page they may keep, with the day it last changed."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from careers.keeping import for_everybody
from careers.serving import absolute, address
from careers.shelf import shelf
from careers.site_pages import dated_pages


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Of all careers. A page they share is listed once, with the date of the first of them."""
    listed: dict[str, date | None] = {}
    for _, publication in sorted(shelf.all().items()):
        for page, since in dated_pages(publication, localdate()):
            location = absolute(request, address(request, page.name, **dict(page.kwargs)))
            listed.setdefault(location, since)
    return for_everybody(render(request, "careers/sitemap.xml", {"listed": listed}, content_type="application/xml"))
