from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from careers.admin.workshop import Page, Rows
from pathways.models import WitnessAnswer, WitnessCase, WitnessVerdict


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
