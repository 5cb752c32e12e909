"""Rows on the page of another model: their order, and which of them may not be taken away."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import BaseInlineFormSet
from django.utils.html import format_html

from careers.admin.uses import listed, uses_of

PLACE = "position"
ASIDE = 10_000
"""Added to the places of rows while they are changed, so that no two are ever the same."""
LAST = float("inf")


class ListForm(forms.ModelForm):
    """A row of a list whose place can be written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label} : {self.instance}"


class RowForm(forms.ModelForm):
    """A place is only an order: two rows may be given the same one, and a row none at all."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if PLACE in self.fields:
            self.fields[PLACE].required = False

    def has_changed(self) -> bool:
        """A new row that only got a place is still a blank one."""
        return bool(super().has_changed() and (self.instance.pk or set(self.changed_data) - {PLACE}))

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() | {PLACE}  # type: ignore[misc, no-any-return]


class LineForm(RowForm):
    """In a table a field has no label of its own: its name is for those who do not see the head of its column."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            widget: Any = getattr(field.widget, "widget", field.widget)
            if not widget.use_fieldset:  # boxes to tick have a label each
                widget.attrs.setdefault("aria-label", str(field.label or ""))


class RowFormSet(BaseInlineFormSet):
    """Numbers the rows from 0 in the order of the places typed, and keeps those a rule needs."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if DELETION_FIELD_NAME in form.fields:
            form.fields[DELETION_FIELD_NAME].widget.attrs["aria-label"] = "Supprimer"

    def clean(self) -> None:
        super().clean()
        for form in self.deleted_forms:
            if form.instance.pk and (uses := uses_of([form.instance])):
                raise ValidationError(_why_it_stays(form.instance, uses))

    def save(self, commit: bool = True) -> Any:
        staying = self._place()
        moved = [form for form in staying if form.instance.pk and form.instance.position != form.initial.get(PLACE)]
        if moved:
            self.get_queryset().model._base_manager.filter(
                pk__in=[form.instance.pk for form in self.initial_forms]
            ).update(position=F(PLACE) + ASIDE)
        saved = super().save(commit)
        if moved:
            for form in staying:
                if form in self.initial_forms and not form.has_changed():
                    form.instance.save(update_fields=[PLACE])
        return saved

    def _place(self) -> list[Any]:
        """The rows that stay, in their order. Nobody's place changes unless somebody moved a row."""
        if PLACE not in self.form.base_fields:
            return []
        gone = {id(form) for form in self.deleted_forms}
        known = [form for form in self.initial_forms if id(form) not in gone]
        new = [form for form in self.extra_forms if id(form) not in gone and form.has_changed()]
        staying = sorted([*known, *new], key=_typed_place)
        is_touched = any(PLACE in form.changed_data for form in staying)
        last = -1
        for form in staying:
            typed = _typed_place(form)
            if is_touched or form in new:
                form.instance.position = last + 1 if typed == LAST else max(last + 1, int(typed))
            last = max(last, form.instance.position)
        return staying


def _typed_place(form: Any) -> float:
    place = form.cleaned_data.get(PLACE)
    if place is None or (not form.instance.pk and PLACE not in form.changed_data):
        return LAST
    return float(place)


def _why_it_stays(row: Any, uses: list[Any]) -> Any:
    return format_html("« {} » ne peut pas être retiré, car ceci s’en sert : {}", str(row), listed(uses))
