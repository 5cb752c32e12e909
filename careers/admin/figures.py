from django.contrib import admin

from careers.admin.workshop import Page, Rows
from careers.models import Aid, Career, Figure, SalaryRange


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
    fields = ["claim", "name", "label", ("low", "high"), ("unit", "period"), "is_computed", "position"]
    inlines = [SalaryRangeRow, AidRow]

    def career_of(self, obj: Figure) -> Career:
        return obj.claim.career
