from django.contrib import admin
from django.utils.safestring import SafeString

from careers.admin.workshop import links
from pathways.admin.cases import WithCases
from pathways.models import Training


@admin.register(Training)
class TrainingAdmin(WithCases):
    owner = "training"
    preview = "routes"
    list_display = ["name", "hours", "months", "level", "position", "code"]
    list_filter = ["level", "career"]
    list_select_related = ["hours", "months"]
    search_fields = ["code", "name", "summary"]
    autocomplete_fields = ["hours", "months", "rhythm", "cost", "to_dos", "grants", "claims"]
    readonly_fields = ["linked_cases", "linked_routes"]
    fieldsets = [
        (None, {"fields": ["career", "code", "name", "summary", "level", "position"]}),
        ("Durée, rythme, coût : le fait qui les dit", {"fields": ["hours", "months", "rhythm", "cost"]}),
        ("Qui peut y entrer", {"fields": ["linked_cases", "to_dos", "under_way"]}),
        ("Ce qu’elle apporte", {"fields": ["grants", "linked_routes", "claims"]}),
    ]

    @admin.display(description="voies qui y passent")
    def linked_routes(self, training: Training) -> SafeString | str:
        return links(training.routes.all()) if training.pk else "–"
