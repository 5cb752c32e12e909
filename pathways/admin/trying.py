"""Try the draft: all questions at once, and what each route answers. On saved rows, never on what is being typed."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timezone import localdate

from careers.admin.site import page
from careers.models import Career
from careers.publication import draft
from pathways import rulebook
from pathways.admin.sentences import rules_of
from pathways.engine import wording
from pathways.engine.answers import read_texts
from pathways.engine.assessment import AssessedRoute, assess
from pathways.engine.rules import Rules
from pathways.forms import QuestionForm
from pathways.headline import verdict_words

PERMISSION = "pathways.view_question"


@dataclass(frozen=True)
class Tried:
    """A route, what it answers, and what closes it or remains to be known."""

    name: str
    verdict: str
    words: str
    because: tuple[str, ...]
    waits_for: tuple[str, ...]


@page("essayer/<slug:career>/", name="essayer", title="Essayer les règles du brouillon", permission=PERMISSION)
def try_rules(request: HttpRequest, context: dict[str, Any], career: str) -> HttpResponse:
    row = get_object_or_404(Career, code=career)
    return TemplateResponse(request, "admin/trying.html", {**context, **answered(row, request.GET)})


def beside(request: HttpRequest, career: Career | None) -> dict[str, Any]:
    """The questions beside a form, none answered yet; nothing for who may not see the rules."""
    if career is None or not request.user.has_perm(PERMISSION):
        return {"try_url": ""}
    fields = [QuestionForm(question) for question in rules_of(request, career).questions]
    return {"try_url": reverse("admin:essayer", args=[career.code]), "fields": fields, "tried": []}


def answered(career: Career, given: QueryDict) -> dict[str, Any]:
    """What `admin/includes/trying.html` shows to the texts sent, by question."""
    context: dict[str, Any] = {"try_url": reverse("admin:essayer", args=[career.code]), "fields": [], "tried": []}
    publication = draft(career).on(localdate())
    rules: Rules = publication.parts["rules"]
    texts = {code: [text for text in kept if text] for code, kept in given.lists() if any(kept)}
    try:
        reading = read_texts(rules, texts)
        context["fields"] = [
            QuestionForm(question, tuple(texts.get(question.code, ())), reading.refusals.get(question.code, ""))
            for question in rules.questions
        ]
        questionnaire = rulebook.questionnaire(publication, localdate())
        assessed = assess(questionnaire, reading.answers, localdate())
        context["tried"] = [_tried(route) for route in assessed.routes]
    except (LookupError, ValueError, AttributeError) as fault:  # a draft may name what is not there
        context["fault"] = str(fault)
    return context


def _tried(assessed: AssessedRoute) -> Tried:
    waits = tuple(wording.lowered(question.short) for question in assessed.waiting_for)
    return Tried(
        name=assessed.route.name,
        verdict="waiting" if waits else assessed.verdict.code,
        words="Cela dépend encore" if waits else verdict_words(assessed),
        because=() if waits else tuple(reason.text for reason in assessed.because),
        waits_for=waits,
    )
