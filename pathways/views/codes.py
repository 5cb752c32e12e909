"""Short codes: where one is typed, the result it opens again under today's rules, and its drawing for a telephone."""

import io
from typing import Any

import segno
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from careers.access import for_staff
from careers.editions import UnreadableDocument
from careers.keeping import for_the_visitor, reads
from careers.older_editions import NotNow, older_editions
from careers.publication import Publication
from careers.serving import PublicRequest, absolute, address, public
from careers.shelf import shelf
from pathways import rulebook, short_code
from pathways.engine import wording
from pathways.engine.answers import Answers, read_texts, texts_of
from pathways.engine.assessment import assess
from pathways.engine.questionnaire import Questionnaire
from pathways.engine.rules import Rules
from pathways.questionnaire_pages import result_page
from pathways.reopened import LostAnswer, Since, assessed_then, changes, lost_answers
from pathways.short_code import NotACode, ShortCode
from pathways.views.known_rules import of_known_rules
from pathways.visits import Visit

TYPED = "code"
"""The key of the form."""
LONGEST_ECHO = 100
"""Characters of a wrong code that are shown again."""
MINUTE = 60
FOR_EVER = 365 * 24 * 3600


@public
@reads(TYPED)
def ask(request: PublicRequest) -> HttpResponse:
    """The form; a code that is one leads to its page, another comes back with what is wrong."""
    typed = request.GET.get(TYPED)
    if typed is None:
        return _form(request)
    try:
        code = short_code.read(typed)
    except NotACode as refusal:
        return _form(request, typed, str(refusal))
    return HttpResponseRedirect(address(request, "code", code=code.text))


def code(request: HttpRequest, code: str, **place: Any) -> HttpResponse:
    """The answers of a code, judged today. The code names an edition, and so the career of the page."""
    try:
        read = short_code.read(code)
        response = _reopened(request, career=_career_of(read.edition), read=read, typed=code, **place)
    except NotACode as refusal:
        response = _refused(request, typed=code, refusal=str(refusal), **place)
    return for_the_visitor(response)  # the code is answers


@require_safe
def drawing(request: HttpRequest, code: str, *, preview: bool = False, **day: Any) -> HttpResponse:
    """The address of a code as a QR code, for the telephone beside the paper. It never changes.

    It is the same in a preview, where nothing is for passers-by.
    """
    return for_staff(_drawn)(request, code) if preview else _drawn(request, code)


def _drawn(request: HttpRequest, code: str) -> HttpResponse:
    try:
        read = short_code.read(code)
    except NotACode:
        raise Http404 from None
    if code != read.text:
        raise Http404
    location = absolute(request, reverse("site:code", kwargs={"code": code}))
    svg = io.BytesIO()
    segno.make(location, error="m", micro=False).save(
        svg, kind="svg", xmldecl=False, omitsize=True, light="#fff", border=4, svgclass=None, lineclass=None
    )
    headers = {"Cache-Control": f"private, max-age={FOR_EVER}, immutable", "X-Robots-Tag": "noindex"}
    return HttpResponse(svg.getvalue(), content_type="image/svg+xml", headers=headers)


@public
def _refused(request: PublicRequest, typed: str, refusal: str) -> HttpResponse:
    return _form(request, typed, refusal, status=404)


@public
@of_known_rules
def _reopened(request: PublicRequest, read: ShortCode, typed: str) -> HttpResponse:
    if typed != read.text:
        return HttpResponseRedirect(address(request, "code", code=read.text))
    try:
        then = _edition(read.edition)
    except NotNow:
        response = _unread(request, read, is_for_now=True)
        response["Retry-After"] = str(MINUTE)
        return response
    except UnreadableDocument:
        return _unread(request, read, is_for_now=False)
    rules: Rules = then.parts["rules"]
    answers = short_code.answers_of(read, rules.questions)
    visit = _visit(request, answers)
    lost = lost_answers(rules, answers, visit.reading)
    if visit.path.next is not None:
        return render(request, "pathways/code_incomplete.html", _incomplete(visit, read, then, lost))
    before = assessed_then(then, answers)
    today = assess(visit.questionnaire, visit.path.answered, request.day)
    since = Since(read.edition, then.written_on, read.text, lost, changes(before, today))
    return HttpResponse(result_page(visit, since=since))


def _career_of(edition: int) -> str:
    """The career of an edition, from the public logs in memory. NotACode when none of them has it."""
    logs = {code: publication.notices for code, publication in shelf.all().items()}
    for career, notices in logs.items():
        if edition in {notice.number for notice in notices}:
            return career
    if edition > max((notice.number for notices in logs.values() for notice in notices), default=0):
        raise NotACode(
            "Ce code est d’une édition que ce site n’a pas encore. Relisez-le, ou réessayez dans une minute."
        )
    raise NotACode("Ce code est d’une édition que ce site ne connaît pas. Relisez-le.")


def _edition(number: int) -> Publication:
    """From memory when it is in force, else from the database."""
    for publication in shelf.all().values():
        if publication.number == number:
            return publication
    found = older_editions.get(number)
    if found is None:
        raise NotACode("Ce code est d’une édition que ce site ne connaît pas. Relisez-le.")
    return found


def _visit(request: PublicRequest, answers: Answers) -> Visit:
    """As if the answers had come in the address: today's rules take those they know."""
    questionnaire: Questionnaire = rulebook.questionnaire(request.publication, request.day)
    reading = read_texts(questionnaire.rules, {code: texts_of(value) for code, value in answers.items()})
    return Visit(request, questionnaire, reading, questionnaire.path(reading.answers))


def _incomplete(visit: Visit, read: ShortCode, then: Publication, lost: tuple[LostAnswer, ...]) -> dict[str, Any]:
    """Today's rules ask what was not asked then: the answers they still take are kept."""
    rules = visit.questionnaire.rules
    return {
        "code": read,
        "published_on": then.written_on,
        "asked": visit.path.next,
        "kept": [
            (rules.question(code), wording.answer(rules.question(code), value))
            for code, value in visit.reading.answers.items()
        ],
        "lost": lost,
        "next_url": visit.link("start"),
    }


def _unread(request: PublicRequest, read: ShortCode, *, is_for_now: bool) -> HttpResponse:
    context = {"code": read, "is_for_now": is_for_now, "again_url": address(request, "code", code=read.text)}
    return render(request, "pathways/code_unread.html", context, status=503 if is_for_now else 404)


def _form(request: PublicRequest, typed: str = "", refusal: str = "", status: int = 200) -> HttpResponse:
    context = {"action": address(request, "codes"), "typed": typed[:LONGEST_ECHO], "refusal": refusal}
    return render(request, "pathways/code.html", context, status=status)
