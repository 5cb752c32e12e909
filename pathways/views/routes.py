"""The routes side by side, and each route by itself."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from careers.citations import Citations
from careers.serving import PublicRequest, address, public
from careers.statements import Statements
from pathways import rulebook
from pathways.conditions import entries
from pathways.training_facts import training_facts


@public
def compare(request: PublicRequest) -> HttpResponse:
    career = request.publication.career
    rules = rulebook.questionnaire(request.publication, localdate()).rules
    citations = Citations(career)
    compared = [
        {
            "route": route,
            "address": address(request, "route", career=career.code, route=route.code),
            "entries": entries(rules, career, route, citations),
            "trainings": [training_facts(rules, career, rules.training(code), citations) for code in route.trainings],
            "to_dos": [rules.to_do(code) for code in _to_dos(rules, route)],
        }
        for route in rules.routes
    ]
    longest = max((facts.hours.value for row in compared for facts in row["trainings"]), default=0)
    context = {"career": career, "compared": compared, "longest": longest, "citations": citations.listed()}
    return render(request, "pathways/compare.html", context)


@public
def route(request: PublicRequest, route: str) -> HttpResponse:
    career = request.publication.career
    rules = rulebook.questionnaire(request.publication, localdate()).rules
    try:
        shown = rules.route(route)
    except KeyError:
        raise Http404 from None
    citations = Citations(career)
    statements = Statements(career, citations)
    place = rules.routes.index(shown)
    context = {
        "career": career,
        "route": shown,
        "entries": entries(rules, career, shown, citations),
        "to_dos": [rules.to_do(code) for code in _to_dos(rules, shown)],
        "trainings": [training_facts(rules, career, rules.training(code), citations) for code in shown.trainings],
        "claims": statements.of(
            (career.claims_by_code[code] for code in shown.claims if career.claims_by_code[code].may_be_stated),
            "faits",
        ),
        "deadlines": [
            statements.one(career.claims_by_code[code], "delais")
            for deadline in rules.deadlines
            for code in deadline.claims
            if career.claims_by_code[code].may_be_stated
        ],
        "not_needed": [rules.all_cases()[code] for code in shown.not_needed if code in rules.all_cases()],
        "others": [
            (other, address(request, "route", career=career.code, route=other.code))
            for other in (*rules.routes[place + 1 :], *rules.routes[:place])
        ],
        "citations": citations.listed(),
        "disputes_url": address(request, "sources", career=career.code),
    }
    return render(request, "pathways/route.html", context)


def _to_dos(rules, route):  # type: ignore[no-untyped-def]
    """What the route asks to arrange at some point, each thing once."""
    codes = dict.fromkeys(route.to_dos)
    for code in route.trainings:
        codes |= dict.fromkeys(rules.training(code).to_dos)
    return codes
