from django.contrib import admin

from pathways.admin.cases import CaseRows, WithCases
from pathways.models import Deadline


@admin.register(Deadline)
class DeadlineAdmin(WithCases):
    owner = "deadline"
    preview = "funding"
    list_display = ["name", "kind", "months", "clock", "position"]
    list_filter = ["kind", "career"]
    list_select_related = ["months", "clock"]
    search_fields = ["code", "name"]
    autocomplete_fields = ["clock", "months", "claims"]
    inlines = [CaseRows]
    list_editable = ["position"]
    fields = ["career", "code", "name", "kind", "months", "clock", "claims", "position"]

    def preview_anchor(self, obj: Deadline) -> str:
        return "delais"
