"""The questionnaire on other people's sites: the page that says how, and the pages that may be shown in a frame.

Questions, check and result are the very views of the site, without header and footer. They may be framed by anybody,
since nothing is stored and nothing can be clicked that has an effect; no other page may be.
"""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from careers import typography
from careers.serving import PublicRequest, absolute, public

View = Callable[..., HttpResponse]

ANYBODY = {"frame-ancestors": ["*"]}
HEIGHT = 900
"""Of the frame, in pixels, where the script that fits it can't run."""

_LINK = re.compile(rb'<(a|form)( [^>]*?)?( href| action)="([^"#][^"]*)"')


@public
def embedding(request: PublicRequest) -> HttpResponse:
    """How to put the questionnaire on one's own site, with the text to copy."""
    career = request.publication.career
    frame = absolute(request, reverse("cadre:start", kwargs={"career": career.code}))
    code = format_html(
        '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy"></iframe><script src="{}" defer></script>',
        frame,
        typography.french(career.question),
        HEIGHT,
        absolute(request, reverse("cadre:script")),
    )
    context = {"career": career, "frame_url": frame, "code": code}
    return render(request, "pathways/embedding.html", context)


@require_safe
def script(request: HttpRequest) -> HttpResponseRedirect:
    """What a partner's page loads to fit the frame: an address that stays, whatever the file is called."""
    return HttpResponseRedirect(static("js/integrer.js"))


def framed(view: View) -> View:
    """A public page as it may be shown in a frame: out of search engines, and its links to other pages leave it."""

    @wraps(view)
    def served(request: PublicRequest, career: str) -> HttpResponse:
        request.is_framed = True
        response = view(request, career=career)
        response["X-Robots-Tag"] = "noindex"
        if response.get("Content-Type", "").startswith("text/html"):
            here = reverse("cadre:start", kwargs={"career": career}).encode()
            response.content = leading_out(response.content, here)
        return response

    return cast("View", xframe_options_exempt(csp_replace(ANYBODY)(cast("Any", served))))


def leading_out(html: bytes, here: bytes) -> bytes:
    """The page with everything that leads elsewhere than below an address made to take the whole window."""

    def told(link: re.Match[bytes]) -> bytes:
        return link[0] if link[4].startswith(here) else b'%b target="_top"' % link[0]

    return _LINK.sub(told, html)
