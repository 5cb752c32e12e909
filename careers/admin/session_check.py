from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token

from careers.admin.site import page


@page("session/", name="session", title="Session")
def session(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """For the script, just before a form is sent: one is still logged in, and this is the code to send with it."""
    return JsonResponse({"token": get_token(request)})
