"""The routes side by side, and each route by itself."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from careers.citations import Citations
from careers.keeping import reads
from careers.serving import PublicRequest, absolute, address, public
from pathways import addresses, comparison, rulebook
from pathways.engine.assessment import assess
from pathways.explanation import Explainer
from pathways.route_page import route_page
from pathways.structured_data import programs
from pathways.views.known_rules import rules_unknown_before
from pathways.visits import visit_of


@public
def compare(request: PublicRequest) -> HttpResponse:
    career = request.publication.career
    rules = rulebook.questionnaire(request.publication, request.day).rules
    citations = Citations(career)
    compared = comparison.compare(rules, career, citations, lambda code: _address(request, code))
    context = {
        "career": career,
        "comparison": compared,
        "rules_known_since": rules_unknown_before(request),
        "citations": citations.listed(),
    }
    return render(request, "pathways/compare.html", context)


@public
@reads(addresses.keys)
def route(request: PublicRequest, route: str) -> HttpResponse:
    career = request.publication.career
    questionnaire = rulebook.questionnaire(request.publication, request.day)
    routes = questionnaire.rules.routes
    if route not in {each.code for each in routes}:
        raise Http404
    citations = Citations(career)
    visit = visit_of(request)
    unknown_before = rules_unknown_before(request)
    explanation = None
    if visit.path.answered and not unknown_before:
        assessed = assess(questionnaire, visit.path.answered, request.day).by_route[route]
        explanation = Explainer(questionnaire.rules, career, visit.path.answered, citations).explain(assessed)
    page = route_page(questionnaire, career, route, citations, request.day)
    context = {
        "career": career,
        "explanation": explanation,
        "back_url": visit.link_to_result(),
        "page": page,
        "programs": programs(page, absolute(request, _address(request, route))),
        "rules_known_since": unknown_before,
        "others": [(each.name, _address(request, each.code)) for each in routes if each.code != route],
        "citations": citations.listed(),
        "disputes_url": address(request, "disputes", career=career.code),
    }
    return render(request, "pathways/route.html", context)


def _address(request: PublicRequest, route: str) -> str:
    return address(request, "route", career=request.publication.career.code, route=route)
