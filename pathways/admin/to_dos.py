from django.contrib import admin
from django.db.models import Q
from django.urls import reverse

from careers.admin.workshop import Page
from pathways.models import Route, ToDo


@admin.register(ToDo)
class ToDoAdmin(Page):
    list_display = ["title", "condition", "position", "code"]
    list_filter = ["career"]
    list_editable = ["position"]
    search_fields = ["code", "title", "detail"]
    autocomplete_fields = ["needed_for", "grants", "claims"]
    fields = ["career", "code", "title", "detail", "condition", "needed_for", "grants", "claims", "position"]

    def preview_url(self, obj: ToDo) -> str:
        """Where a route says what remains to arrange: the first that asks for it, itself or by its training."""
        career = obj.career.code
        routes = Route.objects.filter(Q(to_dos=obj) | Q(trainings__to_dos=obj)).order_by("position", "code")
        if not (route := routes.first()):
            return reverse("apercu:routes", kwargs={"career": career})
        return reverse("apercu:route", kwargs={"career": career, "route": route.code}) + "#a-arranger"
