from django.contrib import admin

from pathways.admin.cases import WithCases
from pathways.models import Funding


@admin.register(Funding)
class FundingAdmin(WithCases):
    owner = "funding"
    preview = "routes"
    list_display = ["name", "detail", "position", "code"]
    list_filter = ["trainings", "career"]
    search_fields = ["code", "name", "detail"]
    autocomplete_fields = ["trainings", "claims"]
    readonly_fields = ["linked_cases"]
    fields = ["career", "code", "name", "detail", "trainings", "linked_cases", "claims", "position"]
