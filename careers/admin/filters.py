"""Filters of lists that answer a question in words."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.timezone import localdate


def yes_or_no(name: str, question: str, **condition: Any) -> type[admin.SimpleListFilter]:
    """A filter with two answers: rows that fulfil the condition, and the others."""

    class YesOrNo(admin.SimpleListFilter):
        title = question
        parameter_name = name

        def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
            return [("oui", "Oui"), ("non", "Non")]

        def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
            if self.value() == "oui":
                return queryset.filter(Q(**condition)).distinct()
            if self.value() == "non":
                return queryset.exclude(Q(**condition))
            return queryset

    return YesOrNo


class Shown(admin.SimpleListFilter):
    """A refuted fact is never stated by itself, whatever its box says."""

    title = "affiché par le site"
    parameter_name = "affiche"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("oui", "Oui"), ("non", "Non")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        hidden = Q(is_shown=False) | Q(standing="refuted")
        conditions = {"oui": ~hidden, "non": hidden}
        condition = conditions.get(self.value() or "")
        return queryset.filter(condition) if condition else queryset


class ToReview(admin.SimpleListFilter):
    title = "à relire"
    parameter_name = "relecture"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("retard", "En retard"), ("mois", "Dans les 30 jours"), ("jamais", "Sans date de relecture")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        today = localdate()
        conditions = {
            "retard": Q(review_on__lte=today),
            "mois": Q(review_on__gt=today, review_on__lte=today + timedelta(days=30)),
            "jamais": Q(review_on__isnull=True),
        }
        condition = conditions.get(self.value() or "")
        return queryset.filter(condition) if condition else queryset
