from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from careers.admin.filters import ToReview, yes_or_no
from careers.admin.workshop import Page, Rows, links
from careers.models import Advantage, Claim, Figure, Milestone, Mission, Prospect, Skill, Topic, Workplace


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
    list_display = ["wording", "topic", "standing", "is_shown", "sources_count", "review_on"]
    list_filter = [
        "standing",
        "topic",
        yes_or_no("source", "a une source", sources__isnull=False),
        ToReview,
        "is_shown",
        "audience",
        "career",
    ]
    search_fields = ["code", "wording", "detail", "sources__publisher", "sources__title"]
    autocomplete_fields = ["superseded_by", "contested_with", "sources"]
    readonly_fields = ["replaced", "disagreements"]
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
        ("Ce qu’il vaut", {"fields": ["standing", "caveat", "superseded_by", "contested_with", "is_shown"]}),
        ("Depuis quand", {"fields": ["as_of", "valid_from", "valid_until", "review_on"]}),
        ("Sa place", {"fields": ["audience", "position"]}),
        ("Ce qui s’appuie sur lui", {"fields": ["replaced", "disagreements"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Claim]:
        counted: QuerySet[Claim] = super().get_queryset(request).annotate(count=Count("sources", distinct=True))
        return counted

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

    @admin.display(description="sources", ordering="count")
    def sources_count(self, claim: Claim) -> int:
        return getattr(claim, "count", 0)

    @admin.display(description="remplace ou corrige")
    def replaced(self, claim: Claim) -> SafeString | str:
        return links(claim.supersedes.all()) if claim.pk else "–"

    @admin.display(description="désaccords")
    def disagreements(self, claim: Claim) -> SafeString | str:
        stances = claim.stances.select_related("disagreement") if claim.pk else []
        return links([stance.disagreement for stance in stances])
