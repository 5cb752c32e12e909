"""What all pages of the workshop have in common: fields of a fitting size, stable codes, the link to the preview."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget, AutocompleteMixin
from django.db import models
from django.db.models import Field, QuerySet
from django.forms import Media, TextInput, Widget
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from careers.admin.addresses import admin_url, links
from careers.admin.fields import Amount, Day, Text
from careers.admin.kept_forms import session_ends
from careers.admin.rows import LineForm, ListForm, RowForm, RowFormSet
from careers.admin.together import Together
from careers.admin.uses import linked, uses_of
from careers.models import Career
from careers.partial_dates import PartialDateField

__all__ = ["Fields", "Page", "Rows", "Sheet", "admin_url", "links"]

LONG = 100  # characters: from there on a line of text needs the width of the page


class Fields(admin.options.BaseModelAdmin):
    """Fields of the size of what is written in them; choices as the pages of their own model list them."""

    is_wide = True  # whether a field has a line of its own

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        if widget := _widget(db_field) if self.is_wide else _narrow_widget(db_field):
            kwargs["widget"] = widget
        if form_class := _form_class(db_field):
            kwargs.setdefault("form_class", form_class)
        found: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if found is None:
            return None
        # A browser would cut what is pasted without a word: the server refuses it, and keeps it.
        found.widget.attrs.pop("maxlength", None)
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
    if isinstance(field, models.DecimalField):
        return _number()
    if isinstance(field, models.TextField) or field.name == "wording":
        return AdminTextareaWidget(attrs={"rows": 2 if field.name == "wording" else 3})
    if isinstance(field, models.CharField) and (field.max_length or 0) >= LONG:
        return AdminTextInputWidget(attrs={"class": "vLargeTextField"})
    return None


def _narrow_widget(field: Field) -> Widget | None:
    if isinstance(field, models.DecimalField):
        return _number()
    return AdminTextInputWidget(attrs={"class": "", "size": 18}) if isinstance(field, models.SlugField) else None


def _number() -> Widget:
    """A browser's own field of numbers refuses « 38 000 » without saying why."""
    return TextInput(attrs={"inputmode": "decimal", "size": 10})


def _form_class(field: Field) -> type | None:
    if field.choices:
        return None
    if isinstance(field, models.TextField):
        return Text
    if isinstance(field, models.DecimalField):
        return Amount
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField | PartialDateField):
        return Day
    return None


class Page(Fields, Together):
    """The list and the form of a model. `preview` names the public page that shows its rows."""

    preview = "career"
    preview_of_row = ""  # what the address of that page calls the row's code, when each row has a page
    list_per_page = 50
    save_on_top = True
    change_form_template = "admin/edit.html"
    delete_confirmation_template = "admin/delete.html"
    delete_selected_confirmation_template = "admin/delete_several.html"

    @property
    def media(self) -> Media:
        return super().media + Media(js=["js/atelier.js"])

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
        if obj and change and "preview_url" not in context:
            context["preview_url"] = self.preview_url(obj)
        context["session_ends"] = session_ends(request)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().get_changelist_form(request, **{"form": ListForm, **kwargs})

    def preview_url(self, obj: Any) -> str:
        """The public page that shows this row, over the draft; nothing when no career has it."""
        career = self.career_of(obj)
        if career is None:
            return ""
        row = {self.preview_of_row: obj.code} if self.preview_of_row else {}
        address = reverse(f"apercu:{self.preview_page(obj)}", kwargs={"career": career.code, **row})
        anchor = self.preview_anchor(obj)
        return f"{address}#{anchor}" if anchor else address

    def preview_page(self, obj: Any) -> str:
        return self.preview

    def preview_anchor(self, obj: Any) -> str:
        """The place of the row on that page, if it has one."""
        return ""

    def career_of(self, obj: Any) -> Career | None:
        career: Career = obj.career
        return career

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What leans on these is a reason not to delete them, whether the database protects it or not."""
        to_delete, count, lacking, _ = super().get_deleted_objects(objs, request)
        return to_delete, count, lacking, [linked(use) for use in uses_of(objs)]


class OfAnother(Fields, admin.options.InlineModelAdmin):
    """Rows that belong to the row of the page."""

    extra = 0
    form = RowForm
    formset = RowFormSet

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        made: Any = super().get_formset(request, obj, **kwargs)
        # Django names what protects a row, without a link, and not what only lists it: RowFormSet says both.
        made.form.hand_clean_DELETE = _left_to_the_set
        return made


def _left_to_the_set(form: Any) -> None:
    """Nothing to say here."""


class Rows(OfAnother, admin.TabularInline):
    """As the lines of a table."""

    is_wide = False
    form = LineForm


class Sheet(OfAnother, admin.StackedInline):
    """One below the other, for those that have much to say."""
