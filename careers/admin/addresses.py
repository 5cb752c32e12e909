"""Where rows are edited."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


def admin_url(row: models.Model) -> str:
    """NoReverseMatch for a row that has no page of its own."""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def links(rows: Any, words: Any = str) -> SafeString | str:
    """A list of links to the pages of these rows; a dash for none."""
    items = [(admin_url(row), words(row)) for row in rows]
    if not items:
        return "–"
    return format_html("<ul>{}</ul>", format_html_join("", '<li><a href="{}">{}</a></li>', items))
