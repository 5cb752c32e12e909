from django.contrib import admin

from careers.admin.workshop import Page
from pathways.models import ToDo


@admin.register(ToDo)
class ToDoAdmin(Page):
    preview = "routes"
    list_display = ["title", "condition", "position", "code"]
    list_filter = ["career"]
    search_fields = ["code", "title", "detail"]
    autocomplete_fields = ["needed_for", "grants", "claims"]
    fields = ["career", "code", "title", "detail", "condition", "needed_for", "grants", "claims", "position"]
