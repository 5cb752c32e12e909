from django.contrib import admin
from django.urls import reverse

from careers.admin.workshop import Page
from pathways.models import StartingPoint


@admin.register(StartingPoint)
class StartingPointAdmin(Page):
    list_display = ["label", "note", "option", "position"]
    list_filter = ["career"]
    list_select_related = ["option__question"]
    search_fields = ["code", "label", "note"]
    autocomplete_fields = ["option"]
    list_editable = ["position"]
    fields = ["career", "code", "label", "note", "option", "position"]

    def preview_url(self, obj: StartingPoint) -> str:
        """The home page has no career in its address: it is that of the first one."""
        return reverse("apercu:home")
