from django.contrib import admin

from careers.admin.workshop import Page
from pathways.models import StartingPoint


@admin.register(StartingPoint)
class StartingPointAdmin(Page):
    list_display = ["label", "note", "option", "position"]
    list_filter = ["career"]
    list_select_related = ["option__question"]
    search_fields = ["code", "label", "note"]
    autocomplete_fields = ["option"]
    fields = ["career", "code", "label", "note", "option", "position"]
