import re
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from careers.admin.site import page
from careers.admin.workshop import Page, Rows, Sheet
from careers.models import Career
from pathways.admin import trying
from pathways.admin.criteria import CriterionForm, CriterionFormSet
from pathways.admin.sentences import OPENS, rules_of, sentence, typed_case
from pathways.admin.statistics import WithStatistics
from pathways.models import AccessCase, Criterion
from pathways.models.cases import OWNERS

_ROW = re.compile(r"criteria-(\d+|__prefix__)-(kind|question)", re.ASCII)


class CriterionRows(Sheet):
    model = Criterion
    form = CriterionForm
    formset = CriterionFormSet
    template = "admin/criteria.html"
    extra = 1
    fields = ["kind", "question", "options", "threshold", "figure", "trainings", "position"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Criterion]:
        return super().get_queryset(request).select_related("case", "question", "figure")


@page("criteres/valeur/", name="criterion_value", title="Valeur d’un critère", permission="pathways.view_accesscase")
def criterion_value(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The field that fits the condition and the question just chosen in one row of a form."""
    row = _ROW.fullmatch(request.headers.get("HX-Trigger-Name", ""))
    if request.method != "POST" or row is None:
        raise Http404
    form = CriterionForm(request.POST, prefix=f"criteria-{row[1]}")
    form.errors.clear()  # what was just asked for is not wrong because it is empty
    return TemplateResponse(request, "admin/includes/criterion_value.html", {"form": form, "shows_errors": False})


class CaseForm(forms.ModelForm):
    """Says beside a field that a case opens one thing, and one only."""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        names = [name for name in (*OWNERS, "qualifies") if name in self.fields]
        opened = [name for name in names if given.get(name)]
        if names and not opened and not self.errors.keys() & set(names):
            self.add_error(names[0], "Dites ce que le cas ouvre : une seule chose parmi les cinq.")
        elif len(opened) > 1:
            self.add_error(
                opened[1],
                "Un cas ouvre une seule chose : une formation, une voie, un délai, un financement, ou le métier.",
            )
        start, end = given.get("valid_from"), given.get("valid_until")
        if start and end and end < start:
            self.add_error("valid_until", "La date de début est postérieure à la date de fin.")
        for name in OWNERS:
            owner, career = given.get(name), given.get("career")
            if owner and career and owner.career_id != career.pk:
                self.add_error(name, "Ceci est d’un autre métier.")
        return given


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
    form = CaseForm
    change_form_template = "admin/edit_case.html"
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

    # --- The sentence it means ---

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.sentence_view)
        return [
            path("phrase/", view, name="pathways_accesscase_sentence_new"),
            path("<int:pk>/phrase/", view, name="pathways_accesscase_sentence"),
            *super().get_urls(),
        ]

    def sentence_view(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """What the case means, from what its form holds and nobody saved yet."""
        case = get_object_or_404(AccessCase, pk=pk) if pk else None
        if not self.has_view_permission(request, case) or request.method != "POST":
            raise PermissionDenied
        form = self.get_form(request, case, change=case is not None)(request.POST, instance=case)
        form.is_valid()
        given = form.cleaned_data
        career = given.get("career") or (case.career if case else Career.objects.earliest("pk"))
        own: Any = self
        [formset], _ = own._create_formsets(request, form.instance, change=case is not None)
        typed = [(place, row) for place, row in enumerate(formset.forms) if _is_written(row)]
        typed.sort(key=lambda each: (_place(each[1]), each[0]))
        owner = next((name for name in OPENS if given.get(name)), "training")
        words = typed_case(
            rules_of(request, career), owner, [row.cleaned_data for _, row in typed], given.get("certainty") or ""
        )
        return TemplateResponse(request, "admin/includes/case_sentence.html", {"meaning": words})

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        obj: AccessCase | None = kwargs.get("obj")
        career = obj.career if obj else Career.objects.first()
        context["meaning"] = "Enregistrez, ou choisissez un critère : la phrase paraîtra ici."
        context["sentence_url"] = reverse("admin:pathways_accesscase_sentence_new")
        if obj:
            # The one of the form may hold what was just refused.
            stored = AccessCase.objects.select_related("career").get(pk=obj.pk)
            rules = rules_of(request, stored.career)
            context["meaning"] = sentence(rules, _owner_of(stored), [rules.all_cases()[stored.code]])
            context["sentence_url"] = reverse("admin:pathways_accesscase_sentence", args=[obj.pk])
        context |= trying.beside(request, career) | {"beside": True}
        return super().render_change_form(request, context, *args, **kwargs)

    def preview_url(self, obj: AccessCase) -> str:
        """Where visitors read what it asks: the page of its route, or of a route through its training."""
        for name in OWNERS:
            if owner := getattr(obj, name):
                own: Page = self.admin_site.get_model_admin(type(owner))  # type: ignore[assignment]
                return own.preview_url(owner)
        return reverse("apercu:routes", kwargs={"career": obj.career.code})


def _owner_of(case: AccessCase) -> str:
    return next((name for name in OWNERS if getattr(case, f"{name}_id")), "qualifies")


def _is_written(row: Any) -> bool:
    row.is_valid()
    return bool(row.instance.pk or row.has_changed()) and not row.cleaned_data.get("DELETE")


def _place(row: Any) -> float:
    place = row.cleaned_data.get("position")
    is_new_and_left_alone = not row.instance.pk and "position" not in row.changed_data
    return float("inf") if place is None or is_new_and_left_alone else float(place)


class CaseRows(Rows):
    """The cases of what they open, each as the sentence it means: put in order here, written on their own page."""

    model = AccessCase
    fields = ["meaning", "position"]
    readonly_fields = ["meaning"]
    can_delete = False
    show_change_link = True
    _request: HttpRequest  # an inline lives as long as its page

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[AccessCase]:
        self._request = request
        return super().get_queryset(request).select_related("career")

    @admin.display(description="ce qu’il demande")
    def meaning(self, case: AccessCase) -> SafeString:
        rules = rules_of(self._request, case.career)
        words = sentence(rules, _owner_of(case), [rules.all_cases()[case.code]])
        return format_html('{}<br><span class="help">« {} »</span>', words, case.sentence)


class WithCases(Page):
    """A page of something cases open: it says what they mean together, shows each, and leads to a new one."""

    owner = ""
    change_form_template = "admin/edit_with_cases.html"

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        obj = kwargs.get("obj")
        if obj:
            stored = type(obj)._default_manager.get(pk=obj.pk)
            rules, codes = rules_of(request, stored.career), stored.cases.values_list("code", flat=True)
            known = rules.all_cases()
            context["meaning"] = sentence(rules, self.owner, [known[code] for code in codes])
            new = {self.owner: obj.pk, "career": stored.career_id}
            context["new_case_url"] = reverse("admin:pathways_accesscase_add", query=new)
        context |= trying.beside(request, obj.career if obj else Career.objects.first()) | {"beside": True}
        return super().render_change_form(request, context, *args, **kwargs)
