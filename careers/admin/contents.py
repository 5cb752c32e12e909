"""What a form holds, as plain texts: the data a browser would send if it were saved as it is.

The rows of this instant, what somebody typed and an older version all take this one shape, so that two of them can
be compared field by field, shown side by side, merged, and sent through the ordinary form again.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import msgspec
from django import forms
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import InlineForeignKeyField, ModelChoiceField, ModelMultipleChoiceField
from django.http import HttpRequest, QueryDict

Texts = list[str]
Values = dict[str, Texts]
Side = Literal["mine", "theirs"]

NOTHING = "(vide)"
GONE = "(élément supprimé)"
PLACE = "position"


class Line(msgspec.Struct):
    """A row of another model on the page; `pk` is empty for a new one."""

    pk: str
    values: Values
    removed: bool = False


class Contents(msgspec.Struct):
    """`lines` are the rows of the page, by the prefix of their formset."""

    fields: Values = {}
    lines: dict[str, list[Line]] = {}

    def text(self) -> str:
        return msgspec.json.encode(self).decode()


def read(text: str) -> Contents:
    """The contents a page was given with; none when it can't be read."""
    try:
        return msgspec.json.decode(text, type=Contents)
    except (msgspec.DecodeError, UnicodeEncodeError):
        return Contents()


@dataclass(frozen=True, eq=False)
class Difference:
    """A field, or a whole row, that is not the same on both sides.

    `by_me` and `by_them` say who moved away from what both started from.
    """

    key: str
    label: str
    mine: list[tuple[str, str]]
    theirs: list[tuple[str, str]]
    by_me: bool
    by_them: bool
    is_place: bool
    prefix: str = ""
    pk: str = ""

    @property
    def proposed(self) -> Side | None:
        """The side to keep when only one of them changed something."""
        if self.by_me == self.by_them:
            return None
        return "mine" if self.by_me else "theirs"

    @property
    def name(self) -> str:
        """Of the choice, in a form."""
        return f"garder-{self.key}"


class Layout:
    """The fields and rows of the page of one object, as its form has them."""

    def __init__(self, page: Any, request: HttpRequest, obj: models.Model | None):
        fieldsets = page.get_fieldsets(request, obj)
        form_class = page.get_form(request, obj, change=obj is not None, fields=flatten_fieldsets(fieldsets))
        self.obj = obj
        self.form: forms.ModelForm = form_class(instance=obj)
        self.formsets: dict[str, Any] = {}
        for made, inline in page.get_formsets_with_inlines(request, obj):
            prefix = made.get_default_prefix()
            formset = made(instance=obj, prefix=prefix, queryset=inline.get_queryset(request))
            self.formsets[prefix] = formset

    # --- Three ways to have contents ---

    def saved(self) -> Contents:
        """The rows of this instant."""
        return Contents(
            fields=self._of_form(self.form),
            lines={
                prefix: [Line(str(form.instance.pk), self._of_form(form)) for form in formset.initial_forms]
                for prefix, formset in self.formsets.items()
            },
        )

    def typed(self, data: QueryDict) -> Contents:
        """What somebody sent."""
        lines: dict[str, list[Line]] = {}
        for prefix, formset in self.formsets.items():
            lines[prefix] = []
            key = _pk_name(formset)
            blank = self._of_form(formset.empty_form)
            for index in range(_count(data.get(f"{prefix}-TOTAL_FORMS"))):
                start = f"{prefix}-{index}"
                values = {name: _sent(data, f"{start}-{name}") for name in blank}
                pk = data.get(f"{start}-{key}", "")
                if pk or self._is_written(prefix, values, blank):
                    lines[prefix].append(Line(pk, values, removed=bool(data.get(f"{start}-{DELETION_FIELD_NAME}"))))
        return Contents(fields={name: _sent(data, name) for name in self._of_form(self.form)}, lines=lines)

    def kept(
        self, of_object: Mapping[str, Any], of_rows: Mapping[type[models.Model], list[dict[str, Any]]]
    ) -> Contents:
        """What a version kept: the values of the object, and those of its rows, by column."""
        lines = {}
        for prefix, formset in self.formsets.items():
            rows = of_rows.get(formset.model, [])
            form = formset.empty_form
            lines[prefix] = [
                Line(str(row[formset.model._meta.pk.attname]), self._of_columns(form, row)) for row in rows
            ]
        return Contents(fields=self._of_columns(self.form, of_object), lines=lines)

    def data(self, contents: Contents) -> Iterator[tuple[str, str]]:
        """The contents as a form sends them, with what Django asks to know of each set of rows."""
        for name, texts in contents.fields.items():
            yield from ((name, text) for text in texts)
        for prefix, lines in contents.lines.items():
            ordered = sorted(lines, key=lambda line: not line.pk)  # Django wants the known rows first
            key = _pk_name(self.formsets[prefix]) if prefix in self.formsets else "id"
            yield f"{prefix}-TOTAL_FORMS", str(len(ordered))
            yield f"{prefix}-INITIAL_FORMS", str(sum(bool(line.pk) for line in ordered))
            for index, line in enumerate(ordered):
                start = f"{prefix}-{index}"
                if line.pk:
                    yield f"{start}-{key}", line.pk
                if line.removed:
                    yield f"{start}-{DELETION_FIELD_NAME}", "on"
                for name, texts in line.values.items():
                    yield from ((f"{start}-{name}", text) for text in texts)

    # --- Two of them compared ---

    def differences(self, mine: Contents, theirs: Contents, start: Contents) -> list[Difference]:
        """Everything that is not the same, in the order of the page."""
        found = [
            Difference(
                key=name,
                label=_label(self.form, name),
                mine=[("", self._said(self.form, name, mine.fields.get(name, [])))],
                theirs=[("", self._said(self.form, name, theirs.fields.get(name, [])))],
                by_me=not self._same("", name, mine.fields.get(name, []), start.fields.get(name, [])),
                by_them=not self._same("", name, theirs.fields.get(name, []), start.fields.get(name, [])),
                is_place=name == PLACE,
            )
            for name in self._names(self.form)
            if not self._same("", name, mine.fields.get(name, []), theirs.fields.get(name, []))
        ]
        for prefix in self.formsets:
            found.extend(self._lines_that_differ(prefix, mine, theirs, start))
        return found

    def _lines_that_differ(
        self, prefix: str, mine: Contents, theirs: Contents, start: Contents
    ) -> Iterator[Difference]:
        ours, others, before = (_by_pk(each.lines.get(prefix, [])) for each in (mine, theirs, start))
        form = self.formsets[prefix].empty_form
        names = self._names(form)
        model = str(self.formsets[prefix].model._meta.verbose_name)
        known = dict.fromkeys([*(line.pk for line in ours.values()), *others])
        for number, pk in enumerate(known, start=1):
            one, other, old = ours.get(pk), others.get(pk), before.get(pk)
            moved = {name for name in names if not self._same_in(prefix, name, one, other)}
            if not moved:
                continue
            yield Difference(
                key=f"{prefix}-{pk}",
                label=f"{model[:1].upper()}{model[1:]}, ligne {number}",
                mine=self._lines_said(form, one, moved),
                theirs=self._lines_said(form, other, moved),
                by_me=any(not self._same_in(prefix, name, one, old) for name in names),
                by_them=any(not self._same_in(prefix, name, other, old) for name in names),
                is_place=moved == {PLACE},
                prefix=prefix,
                pk=pk,
            )

    def _same(self, prefix: str, name: str, one: Texts, other: Texts) -> bool:
        form = self.formsets[prefix].empty_form if prefix else self.form
        return one == other or _meaning(form.fields[name], one) == _meaning(form.fields[name], other)

    def _is_written(self, prefix: str, values: Values, blank: Values) -> bool:
        return any(not self._same(prefix, name, values[name], blank[name]) for name in blank if name != PLACE)

    def _same_in(self, prefix: str, name: str, one: Line | None, other: Line | None) -> bool:
        if one is None or other is None:
            return one is other
        return self._same(prefix, name, one.values.get(name, []), other.values.get(name, []))

    def _lines_said(self, form: Any, line: Line | None, moved: set[str]) -> list[tuple[str, str]]:
        if line is None:
            return [("", "Cette ligne n’y est pas.")]
        names = [name for name in self._names(form) if name in moved or _is_telling(form.fields[name], line, name)]
        return [(_label(form, name), self._said(form, name, line.values.get(name, []))) for name in names]

    def _said(self, form: Any, name: str, texts: Texts) -> str:
        return said(form.fields[name], texts)

    def said_of(self, contents: Contents) -> list[tuple[str, str]]:
        """Everything contents say, in words: for a page that can only show them."""
        told = [
            (_label(self.form, name), self._said(self.form, name, texts))
            for name, texts in contents.fields.items()
            if texts and name in self.form.fields
        ]
        for prefix, lines in contents.lines.items():
            form = self.formsets[prefix].empty_form
            for line in lines:
                words = [f"{label} : {text}" for label, text in self._lines_said(form, line, set()) if text != NOTHING]
                told.append((str(self.formsets[prefix].model._meta.verbose_name), "\n".join(words)))
        return told

    # --- Texts of a form ---

    def _names(self, form: Any) -> list[str]:
        """Of the fields a person fills."""
        hidden = {DELETION_FIELD_NAME, form._meta.model._meta.pk.name}
        return [
            name
            for name, field in form.fields.items()
            if name not in hidden and not isinstance(field, InlineForeignKeyField)
        ]

    def _of_form(self, form: Any) -> Values:
        return {
            name: _texts(form.fields[name], form.get_initial_for_field(form.fields[name], name))
            for name in self._names(form)
        }

    def _of_columns(self, form: Any, columns: Mapping[str, Any]) -> Values:
        found: Values = {}
        for name in self._names(form):
            column = form._meta.model._meta.get_field(name).attname
            found[name] = _texts(form.fields[name], columns.get(column))
        return found


def merged(mine: Contents, theirs: Contents, choices: Mapping[Difference, Side | None]) -> Contents:
    """Mine, with theirs where that side was chosen."""
    fields = dict(mine.fields)
    lines = {prefix: list(rows) for prefix, rows in mine.lines.items()}
    for prefix in theirs.lines:
        lines.setdefault(prefix, [])
    for difference, side in choices.items():
        if not difference.prefix:
            if side == "theirs":
                fields[difference.key] = theirs.fields.get(difference.key, [])
            continue
        rows = lines[difference.prefix]
        place = next((index for index, line in enumerate(rows) if line.pk == difference.pk), None)
        other = _by_pk(theirs.lines.get(difference.prefix, [])).get(difference.pk)
        kept = _kept_line(rows[place] if place is not None else None, other, side)
        if place is not None:
            rows[place] = kept
        else:
            rows.append(kept)
    gone = Line("", {}, removed=True)
    return Contents(fields, {prefix: [line for line in rows if line != gone] for prefix, rows in lines.items()})


def _kept_line(mine: Line | None, theirs: Line | None, side: Side | None) -> Line:
    """The row to send for the side chosen. One they deleted comes back as a new one."""
    if side == "theirs":
        return theirs or Line("", {}, removed=True)
    if theirs is None:
        assert mine is not None  # a difference has a row on one side at least
        return Line("", mine.values)
    if mine is None or mine.removed:
        return Line(theirs.pk, theirs.values, removed=True)
    return mine


def as_new(contents: Contents) -> Contents:
    """The same for an object that does not exist yet, nor any of its rows."""
    lines = {
        prefix: [Line("", line.values) for line in rows if not line.removed] for prefix, rows in contents.lines.items()
    }
    return Contents(dict(contents.fields), lines)


def said(field: forms.Field, texts: Texts) -> str:
    """The texts of a field as a person reads them."""
    if isinstance(field, forms.BooleanField):
        return "Oui" if texts else "Non"
    if not texts:
        return NOTHING
    if isinstance(field, ModelChoiceField):
        return ", ".join(_rows_said(field, texts))
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        labels = {str(value): str(label) for value, label in _flat(choices)}
        return ", ".join(labels.get(text, text) for text in texts)
    return "\n".join(texts)


def _rows_said(field: ModelChoiceField, texts: Texts) -> list[str]:
    assert field.queryset is not None
    model: Any = field.queryset.model
    keys = [text for text in texts if text.isdecimal()]
    rows = {str(row.pk): str(row) for row in model._default_manager.filter(pk__in=keys)}
    return [rows.get(text, GONE) for text in texts]


def _flat(choices: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label


def _label(form: Any, name: str) -> str:
    label = str(form.fields[name].label or name)
    return label[:1].upper() + label[1:]


def _is_telling(field: forms.Field, line: Line, name: str) -> bool:
    """Whether the value helps to know which row this is."""
    return bool(line.values.get(name)) and not isinstance(field, forms.BooleanField) and name != PLACE


def _texts(field: forms.Field, value: Any) -> Texts:
    """A value of the database, or a default, as a browser sends it."""
    if callable(value):
        value = value()
    if isinstance(field, forms.BooleanField):
        return ["on"] if value else []
    value = field.prepare_value(value)
    if value is None or value == "":
        return []
    if isinstance(field, ModelMultipleChoiceField):
        return sorted(str(each) for each in value)
    if isinstance(field, forms.ChoiceField | ModelChoiceField):
        return [str(value)]
    widget: Any = getattr(field.widget, "widget", field.widget)  # the admin wraps those with links beside them
    text = widget.format_value(value)
    return [] if text in (None, "") else [_plain(str(text))]


def _sent(data: QueryDict, name: str) -> Texts:
    return [_plain(text) for text in data.getlist(name) if text]


def _plain(text: str) -> str:
    """Browsers send the ends of lines their own way."""
    return text.replace("\r\n", "\n")


def _meaning(field: forms.Field, texts: Texts) -> Any:
    """What tells two texts of a field apart: « 3 » and « 3,0 » are one number; what can't be read is itself."""
    if isinstance(field, ModelMultipleChoiceField):
        return frozenset(texts)
    if isinstance(field, forms.BooleanField):
        return bool(texts)
    if isinstance(field, ModelChoiceField) or not texts:
        return texts[:1]
    try:
        return [field.to_python(texts[0])]
    except ValidationError:
        return texts


def _by_pk(lines: Iterable[Line]) -> dict[str, Line]:
    """The known rows that stay."""
    return {line.pk: line for line in lines if line.pk and not line.removed}


def _pk_name(formset: Any) -> str:
    name: str = formset.model._meta.pk.name
    return name


def _count(text: str | None) -> int:
    """How many rows a form says it has; not more than Django itself would take."""
    return min(int(text), 1000) if text and text.isdecimal() else 0
