import json
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from careers.admin.rows import LineForm
from careers.admin.workshop import Page, Rows
from careers.models import Career
from pathways.admin.statistics import WithStatistics
from pathways.models import Option, Question
from pathways.models.questions import Kind


class OptionForm(LineForm):
    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if self.instance.pk and "code" in self.changed_data:
            raise forms.ValidationError(
                "Le code d’une réponse ne change jamais : il est dans les adresses que des visiteurs ont gardées."
            )
        return code


class QuestionForm(forms.ModelForm):
    """Says beside each field what the form of the answer asks for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:  # not when one may only look
            of_numbers = {name: [Kind.NUMBER] for name in ("low", "high", "step", "unit")}
            self.fields["kind"].widget.attrs["data-shows"] = json.dumps(of_numbers)

    def clean_condition(self) -> str:
        condition: str = self.cleaned_data["condition"]
        if condition.count("{}") != 1 or condition.count("{") + condition.count("}") > 2:
            raise forms.ValidationError("Écrivez {} une fois, à la place de la réponse : « avoir {} ».")
        return condition

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("kind") != Kind.NUMBER:
            return given
        if not given.get("unit") and "unit" not in self.errors:
            self.add_error("unit", "Dites ce que l’on compte, au pluriel : « ans », « mois ».")
        low, high, step = (given.get(name) for name in ("low", "high", "step"))
        if low is not None and high is not None and high <= low:
            self.add_error("high", "La valeur haute doit dépasser la valeur basse.")
        if step is not None and step <= 0:
            self.add_error("step", "Le pas est un nombre plus grand que zéro : 1, ou 0,5.")
        return given


class OptionRows(Rows):
    model = Option
    form = OptionForm
    fields = ["code", "label", "phrase", "hint", "exclusive", "position"]


@admin.register(Question)
class QuestionAdmin(WithStatistics, Page):
    form = QuestionForm
    list_editable = ["position"]
    preview = "start"
    list_display = ["wording", "kind", "change", "may_be_unknown", "position", "code"]
    list_filter = ["kind", "change", "may_be_unknown", "career"]
    search_fields = ["code", "wording", "short", "options__label"]
    autocomplete_fields = ["claims"]
    readonly_fields = ["counted"]
    fieldsets = [
        (None, {"fields": ["career", "code", "kind", "wording", "hint", "why", "claims", "position"]}),
        ("Dans les autres pages", {"fields": ["short", "condition", "change"]}),
        ("Si la réponse est un nombre", {"fields": [("low", "high", "step"), "unit"]}),
        ("Qui ne sait pas", {"fields": ["may_be_unknown", "where_to_find"]}),
        ("Ce que les visiteurs répondent", {"fields": ["counted"], "classes": ["collapse"]}),
    ]
    inlines = [OptionRows]


@admin.register(Option)
class OptionAdmin(Page):
    """Searched from the rules; written on the page of their question, so not listed on the first page."""

    preview = "start"
    follows = ("question",)
    list_display = ["label", "question", "phrase", "exclusive", "code"]
    list_filter = ["question"]
    list_select_related = ["question"]
    search_fields = ["code", "label", "phrase", "question__code", "question__wording"]
    fields = ["question", "code", "label", "phrase", "hint", "exclusive", "position"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("question")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def career_of(self, obj: Option) -> Career:
        return obj.question.career
