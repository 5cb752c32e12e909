"""The journals: who did what in the workshop, who came in, who was refused. To be read, by administrators."""

from typing import Any

from axes.models import AccessFailureLog, AccessLog
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString


class Journal(admin.ModelAdmin):
    """A list to be read; its lines lead nowhere."""

    title = ""
    list_display_links = None
    list_per_page = 100

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {**(extra_context or {}), "title": self.title})


class Kind(admin.SimpleListFilter):
    """What was changed, among the kinds that ever were."""

    title = "ce qui a été changé"
    parameter_name = "sur"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        kinds = ContentType.objects.filter(logentry__isnull=False).distinct()
        return sorted(((str(kind.pk), kind.name) for kind in kinds), key=lambda kind: kind[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen = self.value()
        return queryset.filter(content_type_id=chosen) if chosen and chosen.isdecimal() else queryset


@admin.register(LogEntry)
class ActionJournal(Journal):
    title = "Ce qui a été fait"
    list_display = ["action_time", "user", "action", "kind", "what", "details"]
    list_filter = ["action_time", "action_flag", ("user", admin.RelatedOnlyFieldListFilter), Kind]
    list_select_related = ["user", "content_type"]
    search_fields = ["object_repr", "change_message", "user__username"]
    date_hierarchy = "action_time"

    def get_queryset(self, request: HttpRequest) -> QuerySet[LogEntry]:
        return super().get_queryset(request).order_by("-action_time", "-pk")

    @admin.display(description="action", ordering="action_flag")
    def action(self, entry: LogEntry) -> str:
        return entry.get_action_flag_display()

    @admin.display(description="sur")
    def kind(self, entry: LogEntry) -> str:
        return entry.content_type.name if entry.content_type else "–"

    @admin.display(description="lequel")
    def what(self, entry: LogEntry) -> SafeString | str:
        address = None if entry.is_deletion() else entry.get_admin_url()
        return format_html('<a href="{}">{}</a>', address, entry.object_repr) if address else entry.object_repr

    @admin.display(description="quoi")
    def details(self, entry: LogEntry) -> str:
        return entry.get_change_message()


class Logins(Journal):
    list_filter = ["attempt_time"]
    search_fields = ["username", "ip_address"]
    date_hierarchy = "attempt_time"

    @admin.display(description="quand", ordering="attempt_time")
    def at(self, entry: AccessLog) -> Any:
        return entry.attempt_time

    @admin.display(description="compte", ordering="username")
    def who(self, entry: AccessLog) -> str:
        return entry.username or "–"

    @admin.display(description="adresse", ordering="ip_address")
    def address(self, entry: AccessLog) -> str:
        return entry.ip_address or "–"


@admin.register(AccessLog)
class LoginJournal(Logins):
    title = "Qui est entré"
    list_display = ["at", "who", "address", "left_at"]

    @admin.display(description="sortie", ordering="logout_time")
    def left_at(self, entry: AccessLog) -> Any:
        return entry.logout_time


@admin.register(AccessFailureLog)
class RefusalJournal(Logins):
    title = "Qui a été refusé"
    list_display = ["at", "who", "address", "pause"]
    list_filter = ["attempt_time", "locked_out"]

    @admin.display(description="mis en pause", ordering="locked_out")
    def pause(self, entry: AccessFailureLog) -> str:
        return "oui" if entry.locked_out else "–"
