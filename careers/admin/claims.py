import json
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString

from careers import document, reading
from careers.admin import claim_preview
from careers.admin.filters import Shown, ToReview, yes_or_no
from careers.admin.uses import listed, rules_on
from careers.admin.workshop import Page, Rows, links
from careers.disputes import places
from careers.leaflets import leaflet_of
from careers.models import (
    Advantage,
    Claim,
    Figure,
    Milestone,
    Mission,
    Prospect,
    Skill,
    Standing,
    Topic,
    Workplace,
)
from careers.statements import in_force, is_former

ASKED_FOR: dict[str, list[Standing]] = {
    "superseded_by": [Standing.SUPERSEDED, Standing.REFUTED],
    "contested_with": [Standing.CONTESTED],
    "caveat": [Standing.CONTESTED, Standing.UNVERIFIED],
}
"""What a fact must say more, by its standing."""


class ClaimForm(forms.ModelForm):
    """Says beside each field what the standing asks for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "standing" in self.fields:  # not when one may only look
            self.fields["standing"].widget.attrs["data-shows"] = json.dumps(ASKED_FOR)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        standing = given.get("standing")
        if standing in ASKED_FOR["superseded_by"] and not given.get("superseded_by"):
            self._refuse("superseded_by", "Un fait remplacé ou faux désigne celui qui le remplace ou le corrige.")
        if standing == Standing.CONTESTED and not given.get("contested_with"):
            self._refuse("contested_with", "Un fait contesté désigne celui qui le contredit.")
        if standing in ASKED_FOR["caveat"] and given.get("is_shown") and not given.get("caveat"):
            self._refuse("caveat", "Dites ce qui n’est pas sûr, et à qui demander.")
        for name in ("superseded_by", "contested_with"):
            other, career = given.get(name), given.get("career")
            if other and career and other.career_id != career.pk:
                self._refuse(name, "Ce fait est celui d’un autre métier.")
            elif other and other.pk == self.instance.pk:
                self._refuse(name, "Désignez un autre fait que celui-ci.")
        if (successor := given.get("superseded_by")) and self._comes_back(successor):
            self._refuse("superseded_by", "Ce fait finirait par se remplacer lui-même.")
        return given

    def _refuse(self, name: str, why: str) -> None:
        if name in self.fields and name not in self.errors:
            self.add_error(name, why)

    def _comes_back(self, successor: Claim) -> bool:
        seen = {self.instance.pk}
        following: Claim | None = successor
        while following is not None and following.pk not in seen:
            seen.add(following.pk)
            following = following.superseded_by
        return following is not None and self.instance.pk is not None and following.pk == self.instance.pk


class FigureRows(Rows):
    """What a figure of pay or aid is about is said on its own page."""

    model = Figure
    fields = ["name", "label", "low", "high", "unit", "period", "is_computed", "position"]
    show_change_link = True


class DetailRow(Rows):
    """What a fact of some topic has more to say: one row, or none."""

    extra = max_num = 1


class MissionRow(DetailRow):
    model = Mission


class WorkplaceRow(DetailRow):
    model = Workplace


class SkillRow(DetailRow):
    model = Skill


class AdvantageRow(DetailRow):
    model = Advantage


class ProspectRow(DetailRow):
    model = Prospect


class MilestoneRow(DetailRow):
    model = Milestone


@admin.register(Claim)
class ClaimAdmin(Page):
    form = ClaimForm
    change_form_template = "admin/edit_claim.html"
    list_display = ["wording", "topic", "standing", "is_shown", "sources_count", "review_on"]
    list_filter = [
        "topic",
        "standing",
        yes_or_no("source", "a une source", sources__isnull=False),
        ToReview,
        Shown,
        yes_or_no("desaccord", "dans un désaccord", stances__isnull=False),
        "audience",
        "career",
    ]
    search_fields = ["code", "wording", "detail", "caveat", "sources__publisher", "sources__title"]
    search_help_text = "Dans les phrases, les précisions, les réserves et les sources."
    autocomplete_fields = ["superseded_by", "contested_with", "sources"]
    readonly_fields = ["replaced", "contested", "disagreements", "uses"]
    details: dict[type[DetailRow], set[str]] = {
        MissionRow: {Topic.MISSIONS, Topic.LIMITS},
        WorkplaceRow: {Topic.WORKPLACES},
        SkillRow: {Topic.SKILLS},
        AdvantageRow: {Topic.APPEAL},
        ProspectRow: {Topic.PROSPECTS},
        MilestoneRow: {Topic.HEADCOUNT},
    }
    fieldsets = [
        (
            None,
            {
                "fields": ["career", "code", "topic", "wording", "detail", "sources"],
                "description": "Selon le sujet, une ligne de plus se remplit plus bas une fois le fait enregistré.",
            },
        ),
        ("Ce qu’il vaut", {"fields": ["standing", "superseded_by", "contested_with", "caveat", "is_shown"]}),
        ("Depuis quand", {"fields": ["as_of", "valid_from", "valid_until", "review_on"]}),
        ("Sa place", {"fields": ["audience", "position"]}),
        ("Ce qui s’appuie sur lui", {"fields": ["replaced", "contested", "disagreements", "uses"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Claim]:
        counted: QuerySet[Claim] = super().get_queryset(request).annotate(count=Count("sources", distinct=True))
        return counted

    def rows_kept(self) -> list[Any]:
        return [*self.details, FigureRows]

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """The figures, and the details its topic asks for or that it has."""
        if obj is None:
            return [FigureRows]
        wanted = [
            row
            for row, topics in self.details.items()
            if obj.topic in topics or hasattr(obj, row.model._meta.model_name)
        ]
        return [*wanted, FigureRows]

    # --- As visitors read it ---

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.statement_view)
        return [
            path("phrase/", view, name="careers_claim_statement_new"),
            path("<int:pk>/phrase/", view, name="careers_claim_statement"),
            *super().get_urls(),
        ]

    def statement_view(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """The fact as it would be stated, from what the form holds and nobody saved yet."""
        claim = get_object_or_404(Claim, pk=pk) if pk else None
        if not self.has_view_permission(request, claim) or request.method != "POST":
            raise PermissionDenied
        form = self.get_form(request, claim, change=claim is not None)(request.POST, instance=claim)
        context = claim_preview.typed(form, Claim.objects.get(pk=pk) if pk else None)
        return TemplateResponse(request, "admin/includes/claim_preview.html", context)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        obj: Claim | None = kwargs.get("obj")
        if obj:
            # The one of the form may hold what was just refused.
            saved = Claim.objects.select_related("career").get(pk=obj.pk)
            career = reading.read_career(saved.career)
            context |= claim_preview.saved(career, saved.code) | {"preview_url": self._place(career, saved)}
            context["statement_url"] = reverse("admin:careers_claim_statement", args=[obj.pk])
        else:
            context["silence"] = claim_preview.UNWRITTEN
            context["statement_url"] = reverse("admin:careers_claim_statement_new")
        context["beside"] = True
        return super().render_change_form(request, context, *args, **kwargs)

    def preview_url(self, obj: Claim) -> str:
        """The one page that states it; or the disagreement it is told in."""
        return self._place(reading.read_career(obj.career), obj)

    def _place(self, career: document.CareerPart, obj: Claim) -> str:
        told = career.claims_by_code[obj.code]
        if not told.may_be_stated:
            return self._dispute_url(career, obj)
        above = in_force(career, told) if is_former(career, told) else told
        return f"{reverse(f'apercu:{leaflet_of(above).name}', kwargs={'career': career.code})}#{obj.code}"

    def _dispute_url(self, career: document.CareerPart, obj: Claim) -> str:
        kwargs = {"career": career.code}
        stance = obj.stances.select_related("disagreement").first()
        if stance is None:
            return reverse("apercu:career", kwargs=kwargs)
        place = places(career).get(stance.disagreement.code, "")
        return reverse("apercu:disputes", kwargs=kwargs) + place

    # --- What leans on it ---

    @admin.display(description="sources", ordering="count")
    def sources_count(self, claim: Claim) -> int:
        return getattr(claim, "count", 0)

    @admin.display(description="remplace ou corrige")
    def replaced(self, claim: Claim) -> SafeString | str:
        return links(claim.supersedes.all()) if claim.pk else "–"

    @admin.display(description="contredit")
    def contested(self, claim: Claim) -> SafeString | str:
        return links(claim.contests.all()) if claim.pk else "–"

    @admin.display(description="désaccords")
    def disagreements(self, claim: Claim) -> SafeString | str:
        stances = claim.stances.select_related("disagreement") if claim.pk else []
        return links([stance.disagreement for stance in stances])

    @admin.display(description="règles")
    def uses(self, claim: Claim) -> SafeString | str:
        """What other apps lean on it: this one does not know them."""
        return listed(rules_on([claim])) if claim.pk else "–"
