"""Questions, check, result. A page is a function of answers, edition and day: nothing stores where anyone stands."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.timezone import localdate

from careers.document import CareerPart, Claim, Source
from careers.serving import PublicRequest, address, public
from pathways import addresses, rulebook
from pathways.engine import wording
from pathways.engine.answers import Reading, Value, missing, read_texts, texts_of
from pathways.engine.assessment import AssessedRoute, assess
from pathways.engine.questionnaire import Path, Questionnaire
from pathways.engine.rules import Question, Verdict
from pathways.forms import QuestionForm
from pathways.result import Result


@dataclass(frozen=True)
class Given:
    """One answer so far, with the address that shows its question again."""

    question: Question
    text: str
    change: str


@dataclass(frozen=True)
class Visit:
    """What an address says: the answers it holds, the ones it can't, and where they lead."""

    request: PublicRequest
    questionnaire: Questionnaire
    reading: Reading
    path: Path

    @property
    def career(self) -> str:
        return self.request.publication.career.code

    def link(self, name: str, **extra: str) -> str:
        return addresses.link(self.request, name, self.career, self.questionnaire.rules, self.reading.answers, **extra)

    def given(self, back_to: str = "") -> list[Given]:
        rules = self.questionnaire.rules
        return [
            Given(
                rules.question(code),
                wording.answer(rules.question(code), value),
                self.link("start", **{addresses.CHANGING: code, addresses.BACK_TO: back_to}),
            )
            for code, value in self.path.answered.items()
        ]


@dataclass(frozen=True)
class Door:
    """A route while the questions go on: open, closed, or waiting for an answer."""

    name: str
    words: str


@public
def question(request: PublicRequest) -> HttpResponse:
    """The next question worth asking, the one just sent if it can't be taken, or an answered one to change."""
    visit = _visit(request)
    form = _form(visit)
    if form is None:
        back_to = "result" if request.GET.get(addresses.BACK_TO) == "resultat" else "check"
        return HttpResponseRedirect(visit.link(back_to))
    asked = form.question
    before = list(visit.path.answered)
    place = before.index(asked.code) if asked.code in before else len(before)
    kept = {code: value for code, value in visit.reading.answers.items() if code != asked.code}
    assessment = assess(visit.questionnaire, visit.reading.answers, localdate())
    context = {
        "form": form,
        "hidden": _hidden(visit, kept, asked),
        "action": address(request, "start", career=visit.career),
        "number": place + 1,
        "progress": 100 * place // (place + max(1, len(visit.questionnaire.worth_asking(visit.path.answered)))),
        "previous": visit.link("start", **{addresses.CHANGING: before[place - 1]}) if place else "",
        "given": [given for given in visit.given() if given.question.code != asked.code],
        "claims": _sourced(request.publication.career, asked.claims),
        "doors": [Door(each.route.name, _door(each)) for each in assessment.routes],
        "remaining": "",
        "here": request.build_absolute_uri(visit.link("start")),
    }
    return render(request, "pathways/question.html", context)


@public
def check(request: PublicRequest) -> HttpResponse:
    """All the answers, before the result. Incomplete answers lead to the question that is missing."""
    visit = _visit(request)
    if visit.path.next is not None:
        return HttpResponseRedirect(visit.link("start"))
    answered = visit.path.answered
    context = {
        "given": visit.given(),
        "result_url": addresses.link(request, "result", visit.career, visit.questionnaire.rules, answered),
        "previous": visit.link("start", **{addresses.CHANGING: list(answered)[-1]}) if answered else "",
    }
    return render(request, "pathways/check.html", context)


@public
def result(request: PublicRequest) -> HttpResponse:
    visit = _visit(request)
    if visit.path.next is not None:
        return HttpResponseRedirect(visit.link("start"))
    assessment = assess(visit.questionnaire, visit.path.answered, localdate())
    context = {
        "result": Result(request.publication.career, assessment, lambda route: _route_address(visit, route)),
        "given": visit.given("resultat"),
        "restart": address(request, "start", career=visit.career),
        "here": request.build_absolute_uri(
            addresses.link(request, "result", visit.career, visit.questionnaire.rules, visit.path.answered)
        ),
        "today": localdate(),
    }
    return render(request, "pathways/result.html", context)


def _visit(request: PublicRequest) -> Visit:
    questionnaire = rulebook.questionnaire(request.publication, localdate())
    reading = read_texts(questionnaire.rules, _texts(request.GET))
    return Visit(request, questionnaire, reading, questionnaire.path(reading.answers))


def _form(visit: Visit) -> QuestionForm | None:
    """None when nothing remains to ask."""
    rules, reading, path = visit.questionnaire.rules, visit.reading, visit.path
    questions = {each.code: each for each in rules.questions}
    sent = questions.get(visit.request.GET.get(addresses.SUBMITTED, ""))
    if sent is not None and sent.code in reading.refusals:
        return QuestionForm(sent, reading.typed[sent.code], reading.refusals[sent.code])
    if sent is not None and sent.code not in reading.answers:
        return QuestionForm(sent, error=missing(sent))
    changing = visit.request.GET.get(addresses.CHANGING, "")
    if changing in path.answered:
        return QuestionForm(questions[changing], _typed(path.answered[changing]))
    if path.next is None:
        return None
    code = path.next.code
    return QuestionForm(path.next, reading.typed.get(code, ()), reading.refusals.get(code, ""))


def _hidden(visit: Visit, kept: dict[str, Value], asked: Question) -> list[tuple[str, str]]:
    """The other answers travel as hidden fields, so that the address after sending holds them all."""
    fields = addresses.pairs(visit.questionnaire.rules, kept)
    fields.append((addresses.SUBMITTED, asked.code))
    if visit.request.GET.get(addresses.BACK_TO) == "resultat":
        fields.append((addresses.BACK_TO, "resultat"))
    return fields


def _door(assessed: AssessedRoute) -> str:
    if assessed.is_unneeded:
        return "inutile pour vous"
    if assessed.waiting_for:
        return f"en attente : {wording.lowered(assessed.waiting_for[0].short)}"
    return {
        Verdict.OPEN: "ouverte",
        Verdict.CONDITIONAL: "ouverte sous condition",
        Verdict.TO_CHECK: "à vérifier",
        Verdict.CLOSED: "pas ouverte aujourd'hui",
    }[assessed.verdict]


def _sourced(career: CareerPart, codes: Iterable[str]) -> list[tuple[Claim, Source]]:
    """The facts behind a question that a page may state, each with its weightiest source."""
    claims = (career.claims_by_code[code] for code in codes if code in career.claims_by_code)
    return [
        (claim, career.sources_by_code[claim.sources[0]]) for claim in claims if claim.may_be_stated and claim.sources
    ]


def _texts(query: QueryDict) -> dict[str, list[str]]:
    return {key: [str(text) for text in texts] for key, texts in query.lists()}


def _typed(value: Value) -> tuple[str, ...]:
    return tuple(texts_of(value))


def _route_address(visit: Visit, route: str) -> str:
    return address(visit.request, "route", career=visit.career, route=route)
