"""Pages about the site itself: where everything is, what was checked, what is kept, who answers for it."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from careers.serving import PublicRequest, address, public
from careers.site_pages import pages_of
from careers.views.editions import LICENCE
from careers.views.leaflets import leaflet_links

UNKNOWN = "non renseigné par l’exploitant du site"


@public
def site_map(request: PublicRequest) -> HttpResponse:
    career = request.publication.career
    context = {
        "career": career,
        "leaflets": leaflet_links(request),
        "ways": [
            {"title": page.title, "url": address(request, page.name, **dict(page.kwargs))}
            for page in pages_of(request.publication, request.day)
            if page.title
        ],
        "disputes_url": address(request, "disputes", career=career.code),
        "document_url": address(request, "edition-document", career=career.code),
    }
    return render(request, "careers/site_map.html", context)


@public
def accessibility(request: PublicRequest) -> HttpResponse:
    return render(request, "careers/accessibility.html", _operator())


@public
def privacy(request: PublicRequest) -> HttpResponse:
    return render(request, "careers/privacy.html", _operator())


@public
def legal(request: PublicRequest) -> HttpResponse:
    career = request.publication.career
    context = {
        **_operator(),
        "licence": LICENCE,
        "document_url": address(request, "edition-document", career=career.code),
    }
    return render(request, "careers/legal.html", context)


def _operator() -> dict[str, str]:
    """What only the operator of a site knows. `contact` is empty when they did not say."""
    editor, host, contact = (
        str(getattr(settings, name, "")).strip() for name in ("LEGAL_EDITOR", "LEGAL_HOST", "CONTACT_EMAIL")
    )
    return {"editor": editor or UNKNOWN, "host": host or UNKNOWN, "contact": contact, "unknown": UNKNOWN}
