"""What is said at the door to someone who tried too often."""

from datetime import timedelta
from math import ceil
from typing import Any

from axes.helpers import get_client_username, get_cool_off
from axes.models import AccessAttempt
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone


def too_many_attempts(
    request: HttpRequest, original_response: HttpResponse, credentials: dict[str, Any] | None
) -> HttpResponse:
    """The page axes answers with while this name waits at this address: it says for how long."""
    context = {**admin.site.each_context(request), "title": "Trop d’essais", "minutes": _minutes(request, credentials)}
    response = render(request, "admin/too_many_attempts.html", context, status=429)
    response.headers["Retry-After"] = str(context["minutes"] * 60)
    return response


def _minutes(request: HttpRequest, credentials: dict[str, Any] | None) -> int:
    """Whole minutes, rounded up: whoever waits as long as we said may try again."""
    whole = get_cool_off(request) or timedelta()
    attempts = AccessAttempt.objects.filter(
        username=get_client_username(request, credentials),
        ip_address=request.axes_ip_address,  # type: ignore[attr-defined]  # axes knows which header to believe
    )
    last = attempts.order_by("-attempt_time").values_list("attempt_time", flat=True).first() or timezone.now()
    return max(1, ceil((last + whole - timezone.now()) / timedelta(minutes=1)))
