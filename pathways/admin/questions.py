from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from careers.admin.workshop import Page, Rows
from careers.models import Career
from pathways.admin.statistics import WithStatistics
from pathways.models import Option, Question


class OptionForm(forms.ModelForm):
    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if self.instance.pk and "code" in self.changed_data:
            raise forms.ValidationError(
                "Le code d’une réponse ne change jamais : il est dans les adresses que des visiteurs ont gardées."
            )
        return code


class OptionRows(Rows):
    model = Option
    form = OptionForm
    fields = ["code", "label", "phrase", "hint", "exclusive", "position"]


@admin.register(Question)
class QuestionAdmin(WithStatistics, Page):
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
