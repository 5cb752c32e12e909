from django.contrib import admin

from careers.admin.workshop import Page, Rows
from careers.models import Disagreement, Stance


class StanceRows(Rows):
    model = Stance
    fields = ["claim", "says", "is_retained", "position"]
    autocomplete_fields = ["claim"]


@admin.register(Disagreement)
class DisagreementAdmin(Page):
    preview = "disputes"
    list_display = ["subject", "we_show", "is_settled", "code"]
    list_filter = ["is_settled", "career"]
    search_fields = ["code", "subject", "we_show", "why", "stances__says", "stances__claim__wording"]
    fields = ["career", "code", "subject", "we_show", "why", "is_settled", "position"]
    inlines = [StanceRows]
