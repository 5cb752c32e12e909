"""What machines ask a site for by names of their own: what to leave alone, where its pages are, its name and icons."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from careers.serving import absolute

LEFT_ALONE = (
    "/admin/",
    "/au/",  # other days
    "/*?*au=",
    "/code/*/",
    "/*/eligibilite/*?",  # answers, also those of a frame
    "/*/eligibilite/resultat/",
    "/*/eligibilite/verifier/",
    "/recherche/?*q=",
    "/sante/",  # for programs that watch the site
)
ICONS = (192, 512)
_an_hour = cache_control(public=True, max_age=3600)


@require_safe
@_an_hour
def robots(request: HttpRequest) -> HttpResponse:
    """Answers are a visitor's own, and other days would be ten thousand pages."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in LEFT_ALONE), ""]
    text = "\n".join([*lines, f"Sitemap: {absolute(request, reverse('sitemap'))}", ""])
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
@_an_hour
def manifest(request: HttpRequest) -> JsonResponse:
    """Name, colours and icons, for whoever keeps the site on the screen of a telephone."""
    drawn = {"src": static("img/icone.svg"), "sizes": "any", "type": "image/svg+xml"}
    painted = [
        {"src": static(f"img/icone-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"} for size in ICONS
    ]
    site = {
        "name": "Passerelle : devenir assistante ou assistant médical",
        "short_name": "Passerelle",
        "lang": "fr",
        "id": "/",
        "start_url": "/",
        "display": "browser",
        "background_color": "#fbfcf7",
        "theme_color": "#cde6d8",
        "icons": [drawn, *painted],
    }
    return JsonResponse(site, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


@require_safe
def icon(request: HttpRequest) -> HttpResponseRedirect:
    """Where browsers look on pages that name no icon, such as the admin's."""
    return HttpResponseRedirect(static("img/icone.svg"))


@require_safe
def touch_icon(request: HttpRequest) -> HttpResponseRedirect:
    """Where telephones look that take no drawing."""
    return HttpResponseRedirect(static("img/icone-192.png"))
