from django.contrib import admin

from pathways.admin.cases import WithCases
from pathways.models import Deadline


@admin.register(Deadline)
class DeadlineAdmin(WithCases):
    owner = "deadline"
    preview = "routes"
    list_display = ["name", "kind", "months", "clock", "position"]
    list_filter = ["kind", "career"]
    list_select_related = ["months", "clock"]
    search_fields = ["code", "name"]
    autocomplete_fields = ["clock", "months", "claims"]
    readonly_fields = ["linked_cases"]
    fields = ["career", "code", "name", "kind", "months", "clock", "linked_cases", "claims", "position"]
