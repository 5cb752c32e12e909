"""Dates known to the day, the month or the year only: "2023-03-27", "2023-03" or "2023".

Most facts know no more than a month or a year, and a page must not say more than is known. The text form
(ISO 8601, reduced precision) is what columns, documents and fixtures hold; here it is read, compared and
put into French.
"""

import re
import unicodedata
from calendar import monthrange
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.functions import Concat

MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()  # noqa: SIM905
)
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_FRENCH = re.compile(r"(?:(?:(\d{1,2})/)?(\d{1,2})/)?(\d{4})", re.ASCII)
_IN_WORDS = re.compile(r"(?:(\d{1,2})(?:er)?\s+)?([a-z]+)\s+(\d{4})", re.ASCII)


def first_day(text: str) -> date:
    """First day of the period: "2023-03" is 1 March 2023. ValueError when it is no date."""
    year, month, day = _numbers(text)
    return date(year, month or 1, day or 1)


def last_day(text: str) -> date:
    """Last day of the period: "2023-03" is 31 March 2023. ValueError when it is no date."""
    year, month, day = _numbers(text)
    month = month or 12
    return date(year, month, day or monthrange(year, month)[1])


def in_force(valid_from: str, valid_until: str, day: date) -> bool:
    """Whether the day lies between two partial dates; an empty one does not bound."""
    return (not valid_from or first_day(valid_from) <= day) and (not valid_until or day <= last_day(valid_until))


def in_french(text: str) -> str:
    """ "2023-03" → "mars 2023"; "2023-03-01" → "1er mars 2023"; "" → ""."""
    if not text:
        return ""
    year, month, day = _numbers(text)
    words = [str(year)]
    if month:
        words.insert(0, MONTHS[month - 1])
    if day:
        words.insert(0, "1er" if day == 1 else str(day))
    return " ".join(words)


def day_in_french(day: date) -> str:
    return in_french(day.isoformat())


def since_in_french(text: str) -> str:
    """ "depuis …" with the article French asks for: "depuis 2023", "depuis mars 2023", "depuis le 1er mars 2023"."""
    return f"depuis {'le ' if _is_day(text) else ''}{in_french(text)}"


def until_in_french(text: str) -> str:
    """ "jusqu’en 2023", "jusqu’en mars 2023", "jusqu’au 31 mars 2023"."""
    return f"jusqu’{'au' if _is_day(text) else 'en'} {in_french(text)}"


def between_in_french(start: str, end: str) -> str:
    """ "de 2019 à 2023", "d’avril 2019 à mars 2023", "du 1er avril 2019 au 31 mars 2023"."""
    first, last = in_french(start), in_french(end)
    since = f"du {first}" if _is_day(start) else f"d’{first}" if first[0] in "ao" else f"de {first}"
    return f"{since} {'au' if _is_day(end) else 'à'} {last}"


def _is_day(text: str) -> bool:
    return len(text) == len("2023-03-27")


def normalise(typed: str) -> str:
    """What a person types → the ISO form; ValueError if it is no date.

    As figures ("27/03/2023", "03/2023", "2023"), in words ("27 mars 2023", "mars 2023") or already in the ISO form.
    """
    typed = _months_as_numbers(typed.strip())
    if match := _FRENCH.fullmatch(typed):
        day, month, year = match.groups()
        typed = "-".join(part.zfill(2) for part in (year, month, day) if part)
    first_day(typed)
    return typed


def _months_as_numbers(typed: str) -> str:
    match = _IN_WORDS.fullmatch(_without_accents(typed))
    names = [_without_accents(month) for month in MONTHS]
    if match is None or match[2] not in names:
        return typed
    day, month, year = match[1], names.index(match[2]) + 1, match[3]
    return "/".join(filter(None, (day, f"{month}", year)))


def _without_accents(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(char))


def as_typed(text: str) -> str:
    """The ISO form → "27/03/2023", "03/2023" or "2023"; anything else as it is."""
    return "/".join(reversed(text.split("-"))) if is_date(text) else text


def _numbers(text: str) -> tuple[int, int | None, int | None]:
    match = _ISO.fullmatch(text)
    if not match:
        raise ValueError(f"not a date: {text!r}")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    date(year, 1 if month is None else month, 1 if day is None else day)
    return year, month, day


def is_date(text: str) -> bool:
    try:
        first_day(text)
    except ValueError:
        return False
    return True


def validate(text: str) -> None:
    if not is_date(text):
        raise ValidationError(
            "« %(text)s » n’est pas une date. Écrivez 2023, 03/2023 ou 27/03/2023.",
            code="partial_date",
            params={"text": text},
        )


def _normalised(text: str) -> str:
    try:
        return normalise(text)
    except ValueError:
        return text  # the validator says what is wrong, with the text as it was typed


class PartialDateInput(forms.CharField):
    """Shows a date as people type it in France."""

    def prepare_value(self, value: Any) -> Any:
        return as_typed(value) if isinstance(value, str) else value

    def to_python(self, value: Any) -> str:
        return _normalised(super().to_python(value) or "")


class PartialDateField(models.CharField):
    """A date known to the day, the month or the year; kept as ISO text, typed in French or ISO."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)
        # A date that can be read is short enough; of one that can't, the length is not what is wrong.
        own = [validator for validator in self.validators if not isinstance(validator, MaxLengthValidator)]
        self.validators = [*own, validate]

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"blank": self.blank}  # Django leaves out what its own default says

    def to_python(self, value: Any) -> str:
        return _normalised(super().to_python(value) or "")

    def formfield(self, **kwargs: Any) -> Any:
        kwargs.setdefault("form_class", PartialDateInput)
        kwargs.setdefault("max_length", None)
        return super().formfield(**kwargs)


def until_end_of(field: str) -> Concat:
    """The end of a partial date, in SQL: what any day, month or year inside it sorts before."""
    return Concat(models.F(field), models.Value("-99"))
