"""No verdict is said of a day before the rules are known to hold; other pages still tell the facts of that day."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from careers.serving import PublicRequest, address, address_today
from pathways import rulebook

View = Callable[..., HttpResponse]


def rules_unknown_before(request: PublicRequest) -> date | None:
    """The day since which the rules are known, on a page of an earlier one; None when they are."""
    since = rulebook.known_since(request.publication)
    return since if request.day < since else None


def of_known_rules(view: View) -> View:
    """A page of questions or verdicts: on too early a day it says so, and leads to today's with the same answers."""

    @wraps(view)
    def judged(request: PublicRequest, **kwargs: Any) -> HttpResponse:
        since = rules_unknown_before(request)
        if since is None:
            return view(request, **kwargs)
        context = {
            "career": request.publication.career,
            "since": since,
            "today_url": address_today(request),
            "routes_url": address(request, "routes", career=request.publication.career.code),
        }
        return render(request, "pathways/rules_unknown.html", context)

    return judged
