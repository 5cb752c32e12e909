"""The questionnaire by keyboard, for those who go through it with a visitor, many times a day: what it is, its keys."""

from django.http import HttpResponse
from django.shortcuts import render

from careers.serving import PublicRequest, address, public
from pathways import addresses


@public
def interview(request: PublicRequest) -> HttpResponse:
    """The only way in: keys are for those who asked for them here."""
    context = {
        "action": address(request, "start", career=request.publication.career.code),
        "mode": addresses.INTERVIEW,
        "on": addresses.ON,
    }
    return render(request, "pathways/interview.html", context)
