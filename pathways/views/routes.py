"""The routes side by side, and each route by itself."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from careers.citations import Citations
from careers.serving import PublicRequest, address, public
from pathways import comparison, rulebook
from pathways.route_page import route_page


@public
def compare(request: PublicRequest) -> HttpResponse:
    career = request.publication.career
    rules = rulebook.questionnaire(request.publication, localdate()).rules
    citations = Citations(career)
    compared = comparison.compare(rules, career, citations, lambda code: _address(request, code))
    context = {"career": career, "comparison": compared, "citations": citations.listed()}
    return render(request, "pathways/compare.html", context)


@public
def route(request: PublicRequest, route: str) -> HttpResponse:
    career = request.publication.career
    questionnaire = rulebook.questionnaire(request.publication, localdate())
    routes = questionnaire.rules.routes
    if route not in {each.code for each in routes}:
        raise Http404
    citations = Citations(career)
    context = {
        "career": career,
        "page": route_page(questionnaire, career, route, citations, localdate()),
        "others": [(each.name, _address(request, each.code)) for each in routes if each.code != route],
        "citations": citations.listed(),
        "disputes_url": address(request, "disputes", career=career.code),
    }
    return render(request, "pathways/route.html", context)


def _address(request: PublicRequest, route: str) -> str:
    return address(request, "route", career=request.publication.career.code, route=route)
