"""The plan as a calendar file."""

from django.http import HttpResponse, HttpResponseRedirect

from careers.keeping import reads
from careers.serving import PublicRequest, public
from pathways import addresses
from pathways.agenda import NotAMonth, calendar, first_day
from pathways.engine.assessment import assess
from pathways.questionnaire_pages import result_page
from pathways.views.known_rules import of_known_rules
from pathways.visits import visit_of


@public
@reads(addresses.keys)
@of_known_rules
def agenda(request: PublicRequest) -> HttpResponse:
    """The first plan from the month chosen; the result page again, with what is wrong, when the month is none."""
    visit = visit_of(request)
    if visit.path.next is not None:
        return HttpResponseRedirect(visit.link("start"))
    assessment = assess(visit.questionnaire, visit.path.answered, request.day)
    plans = visit.questionnaire.plan_table.plans(visit.path.answered)
    if not plans:
        return HttpResponseRedirect(visit.link_to_result())
    try:
        start = first_day(request.GET.get(addresses.START_MONTH, ""), request.day)
    except NotAMonth as refusal:
        return HttpResponse(result_page(visit, agenda_error=str(refusal)))
    body = calendar(request.publication, assessment, plans[0], start)
    headers = {"Content-Disposition": 'attachment; filename="passerelle.ics"', "X-Robots-Tag": "noindex"}
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)
