from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from careers.admin.workshop import Page, Sheet, links
from pathways.admin.statistics import WithStatistics
from pathways.models import AccessCase, Criterion
from pathways.models.cases import OWNERS


class CriterionRows(Sheet):
    model = Criterion
    fields = ["kind", "question", "options", ("threshold", "figure"), "trainings", "position"]
    autocomplete_fields = ["question", "options", "figure", "trainings"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Criterion]:
        return super().get_queryset(request).select_related("case", "question", "figure")


class Opens(admin.SimpleListFilter):
    title = "ouvre"
    parameter_name = "ouvre"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        names = ["Une formation", "Une voie", "Un délai", "Un financement"]
        return [*zip(OWNERS, names, strict=True), ("qualifies", "Le métier")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[AccessCase]) -> QuerySet[AccessCase]:
        if self.value() in OWNERS:
            return queryset.filter(**{f"{self.value()}__isnull": False})
        return queryset.filter(qualifies=True) if self.value() == "qualifies" else queryset


@admin.register(AccessCase)
class AccessCaseAdmin(WithStatistics, Page):
    preview = "routes"
    list_display = ["sentence", "opens", "certainty", "valid_from", "valid_until", "code"]
    list_filter = [Opens, "certainty", "training", "route", "career"]
    list_select_related = OWNERS
    search_fields = ["code", "sentence", "training__name", "route__name", "deadline__name", "funding__name"]
    autocomplete_fields = ["training", "route", "deadline", "funding", "claims"]
    readonly_fields = ["counted"]
    fieldsets = [
        (None, {"fields": ["career", "code", "sentence", "certainty", "claims", "position"]}),
        (
            "Ce que le cas ouvre : une seule chose",
            {"fields": ["training", "route", "deadline", "funding", "qualifies"]},
        ),
        ("En vigueur", {"fields": [("valid_from", "valid_until")]}),
        ("Ce qui manquait aux visiteurs", {"fields": ["counted"], "classes": ["collapse"]}),
    ]
    inlines = [CriterionRows]

    @admin.display(description="ouvre")
    def opens(self, case: AccessCase) -> str:
        return next((str(owner) for name in OWNERS if (owner := getattr(case, name))), "le métier")


class WithCases(Page):
    """A page of something cases open: it names them, and leads to a new one."""

    owner = ""

    @admin.display(description="cas d’accès")
    def linked_cases(self, obj: Any) -> SafeString | str:
        if not obj.pk:
            return "Enregistrez d’abord."
        new = f"{reverse('admin:pathways_accesscase_add')}?{self.owner}={obj.pk}&career={obj.career_id}"
        cases = links(obj.cases.all(), words=lambda case: f"{case.code} : {case.sentence}")
        return format_html('{}<a href="{}">Ajouter un cas</a>', cases, new)
