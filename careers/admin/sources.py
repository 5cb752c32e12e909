from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from careers.admin.filters import yes_or_no
from careers.admin.uses import listed, rules_on
from careers.admin.workshop import Page, links
from careers.models import Career, Source


@admin.register(Source)
class SourceAdmin(Page):
    preview, preview_of_row = "source", "source"
    list_display = ["publisher", "title", "kind", "trust", "published_on", "consulted_on", "claims_count"]
    list_display_links = ["title"]
    list_filter = [
        "kind",
        "trust",
        yes_or_no("cited", "cité par un fait", claims__isnull=False),
        "consulted_on",
    ]
    search_fields = ["code", "publisher", "title", "address"]
    search_help_text = "Dans les titres, les éditeurs et les adresses."
    readonly_fields = ["leaning", "rules"]
    fieldsets = [
        (None, {"fields": ["code", "publisher", "title", "address", "kind"]}),
        ("Dates", {"fields": ["published_on", "dated", "consulted_on"]}),
        ("Confiance", {"fields": ["trust", "trust_reason"]}),
        ("Ce qui s’appuie sur elle", {"fields": ["leaning", "rules"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        counted: QuerySet[Source] = super().get_queryset(request).annotate(count=Count("claims", distinct=True))
        return counted

    @admin.display(description="faits", ordering="count")
    def claims_count(self, source: Source) -> int:
        return getattr(source, "count", 0)

    @admin.display(description="faits")
    def leaning(self, source: Source) -> SafeString | str:
        return links(source.claims.all()) if source.pk else "–"

    @admin.display(description="règles, par ces faits")
    def rules(self, source: Source) -> SafeString | str:
        return listed(rules_on(source.claims.all())) if source.pk else "–"

    def career_of(self, obj: Source) -> Career | None:
        return Career.objects.filter(claims__sources=obj).first()
