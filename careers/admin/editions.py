from typing import Any

import msgspec
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from careers.admin.workshop import Page
from careers.models import Edition


@admin.register(Edition)
class EditionAdmin(Page):
    """Editions are read here, never written: publishing makes them, and nothing changes them."""

    list_display = ["number", "career", "note", "published_at", "published_by", "restores"]
    list_filter = ["career", "published_by"]
    list_select_related = ["career", "restores"]
    search_fields = ["=number", "note", "published_by", "checksum"]
    fieldsets = [
        (None, {"fields": ["number", "career", "note", "published_at", "published_by", "restores", "checksum"]}),
        ("Le document", {"fields": ["pretty_document"], "classes": ["collapse"]}),
    ]
    readonly_fields = ["pretty_document"]

    def career_of(self, obj: Edition) -> None:
        """An edition is not a draft: nothing to preview."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Edition]:
        return super().get_queryset(request).defer("document")

    @admin.display(description="document")
    def pretty_document(self, edition: Edition) -> SafeString:
        return format_html("<pre>{}</pre>", msgspec.json.format(edition.document, indent=2))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
