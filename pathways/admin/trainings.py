from django.contrib import admin
from django.urls import reverse
from django.utils.safestring import SafeString

from careers.admin.workshop import links
from pathways.admin.cases import CaseRows, WithCases
from pathways.models import Training


@admin.register(Training)
class TrainingAdmin(WithCases):
    owner = "training"
    list_display = ["name", "hours", "months", "level", "position", "code"]
    list_filter = ["level", "career"]
    list_select_related = ["hours", "months"]
    search_fields = ["code", "name", "summary"]
    autocomplete_fields = ["hours", "months", "rhythm", "cost", "to_dos", "grants", "claims"]
    readonly_fields = ["linked_routes"]
    inlines = [CaseRows]
    list_editable = ["position"]
    fieldsets = [
        (None, {"fields": ["career", "code", "name", "summary", "level", "position"]}),
        ("Durée, rythme, coût : le fait qui les dit", {"fields": ["hours", "months", "rhythm", "cost"]}),
        ("Qui peut y entrer", {"fields": ["to_dos", "under_way"]}),
        ("Ce qu’elle apporte", {"fields": ["grants", "linked_routes", "claims"]}),
    ]

    def preview_url(self, obj: Training) -> str:
        """Its part of the page of the first route that goes through it."""
        career = obj.career.code
        route = obj.routes.order_by("position", "code").first()
        if route is None:
            return reverse("apercu:routes", kwargs={"career": career})
        return reverse("apercu:route", kwargs={"career": career, "route": route.code}) + f"#formation-{obj.code}"

    @admin.display(description="voies qui y passent")
    def linked_routes(self, training: Training) -> SafeString | str:
        return links(training.routes.all()) if training.pk else "–"
