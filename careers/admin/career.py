from django.contrib import admin

from careers.admin.workshop import Page
from careers.models import Career


@admin.register(Career)
class CareerAdmin(Page):
    list_display = ["title", "code", "reviewed_on", "next_review_on"]
    search_fields = ["code", "title"]
    fieldsets = [
        (None, {"fields": ["code", "title"]}),
        ("Accueil", {"fields": ["question", "guide", "summary"]}),
        (
            "En facile à lire",
            {"fields": ["easy_summary", "easy_open", "easy_conditional", "easy_to_check", "easy_closed"]},
        ),
        ("Relecture des règles", {"fields": ["reviewed_on", "next_review_on"]}),
    ]

    def career_of(self, obj: Career) -> Career:
        return obj
