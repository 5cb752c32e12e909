from django.contrib import admin

from pathways.admin.cases import CaseRows, WithCases
from pathways.models import Funding


@admin.register(Funding)
class FundingAdmin(WithCases):
    owner = "funding"
    preview = "funding"
    list_display = ["name", "detail", "position", "code"]
    list_filter = ["trainings", "career"]
    search_fields = ["code", "name", "detail"]
    autocomplete_fields = ["trainings", "claims"]
    inlines = [CaseRows]
    list_editable = ["position"]
    fields = ["career", "code", "name", "detail", "trainings", "claims", "position"]

    def preview_anchor(self, obj: Funding) -> str:
        return "financement"
