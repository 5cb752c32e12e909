from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from careers.admin.workshop import Rows
from pathways.admin.cases import CaseRows, WithCases
from pathways.admin.statistics import WithStatistics
from pathways.models import Route, RouteTraining


class StepRows(Rows):
    model = RouteTraining
    fields = ["training", "position"]
    autocomplete_fields = ["training"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[RouteTraining]:
        return super().get_queryset(request).select_related("route", "training")


@admin.register(Route)
class RouteAdmin(WithStatistics, WithCases):
    owner = "route"
    preview, preview_of_row = "route", "route"
    list_display = ["name", "for_whom", "leads_to", "position", "code"]
    list_filter = ["trainings", "career"]
    search_fields = ["code", "name", "summary", "for_whom"]
    autocomplete_fields = ["to_dos", "not_needed", "claims"]
    readonly_fields = ["counted"]
    list_editable = ["position"]
    fieldsets = [
        (None, {"fields": ["career", "code", "name", "summary", "for_whom", "leads_to", "claims", "position"]}),
        ("Qui peut la prendre", {"fields": ["to_dos", "not_needed"]}),
        ("Ce qu’elle est pour les visiteurs", {"fields": ["counted"], "classes": ["collapse"]}),
    ]
    inlines = [CaseRows, StepRows]
