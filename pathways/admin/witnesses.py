"""The witness cases: written by hand, or begun from the answers of a result page of the preview."""

from datetime import date
from typing import Any

from django.contrib import admin
from django.db.models import Max, QuerySet
from django.http import HttpRequest, QueryDict

from careers import editions
from careers.admin.drafts import UNREADABLE
from careers.admin.workshop import Page, Rows
from careers.models import Career
from pathways import addresses, proof_report
from pathways.engine.answers import Answers, Value, read_texts
from pathways.engine.assessment import assess
from pathways.engine.questionnaire import Questionnaire
from pathways.engine.rules import Rules
from pathways.models import Option, Question, Route, WitnessAnswer, WitnessCase, WitnessVerdict


class Begun:
    """A witness case begun from answers: what it answers, and what the draft says of it now."""

    def __init__(self, career: Career, rules: Rules, answers: Answers):
        self.career = career
        self.rules = rules
        self.answers = answers
        assessment = assess(Questionnaire(rules), answers, date.max)
        self.verdicts = {assessed.route.code: assessed.verdict.code for assessed in assessment.routes}

    def fields(self) -> dict[str, Any]:
        last = self.career.witnesses.aggregate(last=Max("position"))["last"] or 0
        name = proof_report.person(self.rules, self.answers)
        return {
            "career": self.career.pk,
            "name": name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…",
            "code": self._free_code(),
            "position": last + 10,
        }

    def _free_code(self) -> str:
        taken = set(WitnessCase.objects.values_list("code", flat=True))
        number = len(taken) + 1
        while f"temoin-{number}" in taken:
            number += 1
        return f"temoin-{number}"

    def rows(self, model: type) -> list[dict[str, Any]]:
        if model is WitnessVerdict:
            routes = {route.code: route.pk for route in Route.objects.filter(career=self.career)}
            return [{"route": routes[code], "verdict": verdict} for code, verdict in self.verdicts.items()]
        questions = {question.code: question.pk for question in Question.objects.filter(career=self.career)}
        options = {
            (option.question_id, option.code): option.pk
            for option in Option.objects.filter(question__career=self.career)
        }
        return [_answer(questions[code], value, options) for code, value in self.answers.items()]


LONGEST_NAME = 200


def _answer(question: int, value: Value, options: dict[tuple[int, str], int]) -> dict[str, Any]:
    """Neither options nor a number: "je ne sais pas"."""
    if isinstance(value, float | int):
        return {"question": question, "number": f"{value:g}"}
    codes = value if isinstance(value, tuple) else (value,)
    return {"question": question, "options": [options[question, code] for code in codes if (question, code) in options]}


def begun(request: HttpRequest) -> Begun | None:
    """From the address of an empty form; None when it holds no answers the draft can take."""
    if request.method != "GET" or addresses.WITNESS_ANSWERS not in request.GET:
        return None
    career = Career.objects.filter(code=request.GET.get(addresses.WITNESS_CAREER, "")).first()
    if career is None:
        return None
    given = QueryDict(request.GET[addresses.WITNESS_ANSWERS])
    try:
        rules: Rules = editions.read_draft(career)["rules"]
        reading = read_texts(rules, {code: [str(text) for text in given.getlist(code)] for code in given})
        return Begun(career, rules, reading.answers) if reading.answers else None
    except UNREADABLE:  # a draft that does not hold together: the form stays empty
        return None


class AnswerRows(Rows):
    model = WitnessAnswer
    fields = ["question", "options", "number"]
    autocomplete_fields = ["question", "options"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[WitnessAnswer]:
        return super().get_queryset(request).select_related("witness", "question")


class VerdictRows(Rows):
    model = WitnessVerdict
    fields = ["route", "verdict"]
    autocomplete_fields = ["route"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[WitnessVerdict]:
        return super().get_queryset(request).select_related("witness", "route")


@admin.register(WitnessCase)
class WitnessCaseAdmin(Page):
    preview = "start"
    list_display = ["name", "note", "position", "code"]
    list_filter = ["career"]
    search_fields = ["code", "name", "note"]
    fields = ["career", "code", "name", "note", "position"]
    inlines = [AnswerRows, VerdictRows]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        initial = super().get_changeform_initial_data(request)
        witness = begun(request)
        return {**initial, **witness.fields()} if witness else initial

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        """Rows filled in only where the form is opened: sent back as they were, they must count as written."""
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        if not obj.pk and (witness := begun(request)):
            kwargs["initial"] = witness.rows(inline.model)
        return kwargs

    def get_formsets_with_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        """As many empty rows as there are to be filled in."""
        witness = begun(request) if obj is None else None
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            if witness:
                formset.extra = len(witness.rows(inline.model))
            yield formset, inline
