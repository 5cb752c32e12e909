"""The pages that tell one side of a job in full."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from careers import leaflets
from careers.citations import Citations
from careers.headcount import headcount
from careers.leaflets import Leaflet
from careers.pay_chart import pay_chart
from careers.serving import PublicRequest, address, public
from careers.statements import Statements
from careers.structured_data import occupations


@public
def missions(request: PublicRequest) -> HttpResponse:
    return _leaflet(request, leaflets.MISSIONS)


@public
def workplaces(request: PublicRequest) -> HttpResponse:
    return _leaflet(request, leaflets.WORKPLACES)


@public
def everyday(request: PublicRequest) -> HttpResponse:
    return _leaflet(request, leaflets.EVERYDAY)


@public
def pay(request: PublicRequest) -> HttpResponse:
    career = request.publication.career
    citations = Citations(career)
    chart = pay_chart(career, Statements(career, citations, brief=True), "fourchettes", with_history=True)
    return _leaflet(request, leaflets.PAY, citations, pay_chart=chart, occupations=occupations(career))


@public
def training(request: PublicRequest) -> HttpResponse:
    return _leaflet(request, leaflets.TRAINING)


@public
def funding(request: PublicRequest) -> HttpResponse:
    return _leaflet(request, leaflets.FUNDING)


@public
def prospects(request: PublicRequest) -> HttpResponse:
    return _leaflet(request, leaflets.PROSPECTS)


@public
def history(request: PublicRequest) -> HttpResponse:
    career = request.publication.career
    citations = Citations(career)
    return _leaflet(request, leaflets.HISTORY, citations, headcount=headcount(career, Statements(career, citations)))


@public
def aid(request: PublicRequest) -> HttpResponse:
    return _leaflet(request, leaflets.AID)


def leaflet_links(request: PublicRequest) -> dict[str, dict[str, str]]:
    """Title and address of each leaflet, by name."""
    career = request.publication.career.code
    return {
        leaflet.name: {"title": leaflet.title, "url": address(request, leaflet.name, career=career)}
        for leaflet in leaflets.LEAFLETS
    }


def _leaflet(
    request: PublicRequest, leaflet: Leaflet, citations: Citations | None = None, **charts: Any
) -> HttpResponse:
    """With the charts of a leaflet that has a template of its own."""
    career = request.publication.career
    citations = citations or Citations(career)
    context = {
        "career": career,
        "leaflet": leaflet,
        "chapters": leaflets.chapters(career, leaflet, citations),
        "citations": citations.listed(),
        "leaflets": leaflet_links(request),
        "disputes_url": address(request, "disputes", career=career.code),
        **charts,
    }
    return render(request, f"careers/{leaflet.name}.html" if charts else "careers/leaflet.html", context)
