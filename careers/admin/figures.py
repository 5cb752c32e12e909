from django.contrib import admin
from django.utils.safestring import SafeString

from careers.admin.uses import listed, uses_of
from careers.admin.workshop import Page, Rows
from careers.models import Aid, Career, Claim, Figure, SalaryRange


class SalaryRangeRow(Rows):
    model = SalaryRange
    max_num = 1


class AidRow(Rows):
    model = Aid
    max_num = 1


@admin.register(Figure)
class FigureAdmin(Page):
    list_display = ["label", "low", "high", "unit", "period", "is_computed", "claim"]
    list_filter = ["unit", "period", "is_computed", "claim__topic", "claim__standing"]
    list_select_related = ["claim"]
    search_fields = ["label", "name", "claim__code", "claim__wording"]
    autocomplete_fields = ["claim"]
    fields = ["claim", "name", "label", ("low", "high"), ("unit", "period"), "is_computed", "position", "uses"]
    readonly_fields = ["uses"]
    inlines = [SalaryRangeRow, AidRow]
    follows = ("claim",)

    @admin.display(description="règles qui s’en servent")
    def uses(self, figure: Figure) -> SafeString | str:
        return listed(uses_of([figure])) if figure.pk else "–"

    def career_of(self, obj: Figure) -> Career:
        return obj.claim.career

    def preview_url(self, obj: Figure) -> str:
        """Where its fact is."""
        claims: Page = self.admin_site.get_model_admin(Claim)  # type: ignore[assignment]
        return claims.preview_url(obj.claim)
