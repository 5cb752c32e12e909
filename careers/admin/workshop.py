"""What all pages of the workshop have in common: fields of a fitting size, stable codes, the link to the preview."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget, AutocompleteMixin
from django.db import models
from django.db.models import Field, QuerySet
from django.forms import Widget
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from careers.models import Career

LONG = 100  # characters: from there on a line of text needs the width of the page


class Fields(admin.options.BaseModelAdmin):
    """Fields of the size of what is written in them; choices as the pages of their own model list them."""

    is_wide = True  # whether a field has a line of its own

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        if widget := _widget(db_field) if self.is_wide else _narrow_widget(db_field):
            kwargs["widget"] = widget
        found: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if self.is_wide and isinstance(autocomplete := getattr(found.widget, "widget", None), AutocompleteMixin):
            autocomplete.attrs["data-width"] = "40em"  # the width of a sentence
        return found

    def get_field_queryset(self, db: str | None, db_field: Any, request: HttpRequest) -> QuerySet | None:
        model = db_field.remote_field.model
        if not self.admin_site.is_registered(model):
            return super().get_field_queryset(db, db_field, request)
        return self.admin_site.get_model_admin(model).get_queryset(request)


def _widget(field: Field) -> Widget | None:
    if field.choices:
        return None
    if isinstance(field, models.TextField) or field.name == "wording":
        return AdminTextareaWidget(attrs={"rows": 2 if field.name == "wording" else 3})
    if isinstance(field, models.CharField) and (field.max_length or 0) >= LONG:
        return AdminTextInputWidget(attrs={"class": "vLargeTextField"})
    return None


def _narrow_widget(field: Field) -> Widget | None:
    return AdminTextInputWidget(attrs={"class": "", "size": 18}) if isinstance(field, models.SlugField) else None


class Page(Fields, admin.ModelAdmin):
    """The list and the form of a model. `preview` names the public page that shows its rows."""

    preview = "career"
    preview_of_row = ""  # what the address of that page calls the row's code, when each row has a page
    list_per_page = 50
    save_on_top = True

    def get_ordering(self, request: HttpRequest) -> Any:
        return super().get_ordering(request) or self.opts.ordering  # which a queryset that counts would forget

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fields = [*super().get_readonly_fields(request, obj)]
        return [*fields, "code"] if obj and any(field.name == "code" for field in self.opts.fields) else fields

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        first = Career.objects.order_by("pk").values_list("pk", flat=True).first()
        return {"career": first, **super().get_changeform_initial_data(request)}

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        if obj and (career := self.career_of(obj)):
            row = {self.preview_of_row: obj.code} if self.preview_of_row else {}
            context["preview_url"] = reverse(f"apercu:{self.preview}", kwargs={"career": career.code, **row})
        return super().render_change_form(request, context, add, change, form_url, obj)

    def career_of(self, obj: Any) -> Career | None:
        career: Career = obj.career
        return career


class Rows(Fields, admin.TabularInline):
    """Rows of another model that belong to the one of the page."""

    extra = 0
    is_wide = False


class Sheet(Fields, admin.StackedInline):
    """The same for rows that have much to say."""

    extra = 0


def links(rows: Any, words: Any = str) -> SafeString | str:
    """A list of links to the pages of these rows; a dash for none."""
    items = [(admin_url(row), words(row)) for row in rows]
    if not items:
        return "–"
    return format_html("<ul>{}</ul>", format_html_join("", '<li><a href="{}">{}</a></li>', items))


def admin_url(row: models.Model) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
