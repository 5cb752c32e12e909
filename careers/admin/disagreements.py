from django.contrib import admin
from django.urls import reverse

from careers import reading
from careers.admin.workshop import Page, Rows
from careers.disputes import places
from careers.models import Disagreement, Stance


class StanceRows(Rows):
    model = Stance
    fields = ["claim", "says", "is_retained", "position"]
    autocomplete_fields = ["claim"]


@admin.register(Disagreement)
class DisagreementAdmin(Page):
    list_display = ["subject", "we_show", "is_settled", "position", "code"]
    list_editable = ["position"]
    list_filter = ["is_settled", "career"]
    search_fields = ["code", "subject", "we_show", "why", "stances__says", "stances__claim__wording"]
    fields = ["career", "code", "subject", "we_show", "why", "is_settled", "position"]
    inlines = [StanceRows]

    def preview_url(self, obj: Disagreement) -> str:
        place = places(reading.read_career(obj.career)).get(obj.code, "")
        return reverse("apercu:disputes", kwargs={"career": obj.career.code}) + place
