"""Questions, check, result. A page is a function of answers, edition and day: nothing stores where anyone stands."""

from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect

from careers.keeping import filled_in, reads
from careers.publication import Publication
from careers.serving import PublicRequest, public
from pathways import addresses
from pathways.engine.answers import numbers
from pathways.engine.rules import Rules
from pathways.questionnaire_pages import check_page, is_shared, question_page, result_page
from pathways.statistics.tally import Finished, tally
from pathways.statistics.visitors import is_counted
from pathways.views.known_rules import of_known_rules, rules_unknown_before
from pathways.visits import Visit, visit_of

MOST_NUMBERS = 240
"""Of one question, whose words are found before anybody gives them: months of twenty years."""


def shared_question(request: PublicRequest) -> str | None:
    """The page of a question as it is shared by all who are asked it; None for every other answer of `question`."""
    visit = _shared_visit(request)
    form = visit.form() if visit else None
    return question_page(visit, form) if visit and form and is_shared(visit, form) else None


def numbers_alone(publication: Publication) -> Iterator[str]:
    """Queries with one answer each, all the numbers anybody may give: what each is in words is then known."""
    rules: Rules = publication.parts["rules"]
    for question in rules.questions:
        for number in islice(numbers(question), MOST_NUMBERS):
            yield urlencode(addresses.pairs(rules, {question.code: number}))


@filled_in(by=shared_question, ahead=numbers_alone)
@public
@reads(addresses.keys)
@of_known_rules
def question(request: PublicRequest) -> HttpResponse:
    """The next question worth asking, the one just sent if it can't be taken, or an answered one to change."""
    visit = visit_of(request)
    form = visit.form()
    if form is None:
        if visit.is_just_finished and is_counted(request):
            career = request.publication.career.code
            tally.count(Finished(career, visit.questionnaire, visit.path.answered, request.day))
        return HttpResponseRedirect(visit.link_to_result() if visit.returns_to_result else visit.link("check"))
    return HttpResponse(question_page(visit, form))


def shared_check(request: PublicRequest) -> str | None:
    """All the answers as everybody sees theirs; None for every other answer of `check`."""
    visit = _shared_visit(request)
    return check_page(visit) if visit and visit.path.next is None else None


@filled_in(by=shared_check)
@public
@reads(addresses.keys)
@of_known_rules
def check(request: PublicRequest) -> HttpResponse:
    """All the answers, before the result. Incomplete answers lead to the question that is missing."""
    visit = visit_of(request)
    if visit.path.next is not None:
        return HttpResponseRedirect(visit.link("start"))
    return HttpResponse(check_page(visit))


def shared_result(request: PublicRequest) -> str | None:
    """What the answers lead to, as everybody sees theirs; None for every other answer of `result`."""
    visit = _shared_visit(request)
    return result_page(visit) if visit and visit.path.next is None else None


def witnessed(publication: Publication) -> Iterator[str]:
    """The queries of witness cases: chosen to be as different as people are, their results have most pieces of all."""
    rules: Rules = publication.parts["rules"]
    for witness in rules.witnesses:
        yield urlencode(addresses.pairs(rules, witness.answers))


@filled_in(by=shared_result, ahead=witnessed)
@public
@reads(addresses.keys)
@of_known_rules
def result(request: PublicRequest) -> HttpResponse:
    """What the answers lead to, route by route. Incomplete answers lead to the question that is missing."""
    visit = visit_of(request)
    if visit.path.next is not None:
        return HttpResponseRedirect(visit.link("start"))
    return HttpResponse(result_page(visit))


def _shared_visit(request: PublicRequest) -> Visit | None:
    """Of today and its rules, by whoever is shown what others are; None for all the rest."""
    if rules_unknown_before(request):
        return None
    visit = visit_of(request)
    return visit if visit.is_like_others else None
