"""What all questionnaires together say, in public."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from careers.keeping import changing
from careers.serving import PublicRequest, public
from pathways import rulebook
from pathways.statistics import charts
from pathways.statistics.board import board


@public
@changing
def totals(request: PublicRequest) -> HttpResponse:
    """From memory, to the end of yesterday; without numbers while the database was never read."""
    career = request.publication.career
    rules = rulebook.questionnaire(request.publication, request.day).rules
    counted = board.totals(career.code)
    context: dict[str, Any] = {"career": career, "totals": counted}
    if counted and not counted.finished.is_hidden:
        context["found"] = charts.found(counted)
        context["ways_in"] = charts.ways_in(rules, counted)
        context["closing"] = charts.closing(rules, counted)
        context["unknown"] = charts.unknown(rules, counted)
        context["answers"] = [(question, charts.answers(rules, question, counted)) for question in rules.questions]
    return render(request, "pathways/totals.html", context)
