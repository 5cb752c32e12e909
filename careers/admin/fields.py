"""Form fields that take what a counsellor types: long texts, « 38 000 », « 12,5 », « 27 mars 2023 »."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from careers import partial_dates

LONGEST = 20_000
"""Characters of a text: some ten pages. What is longer was pasted by mistake, and is refused with its words kept."""


class Text(forms.CharField):
    """Lines end as they do in the first content, whatever the browser sends."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "max_length": LONGEST})

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")


class Amount(forms.DecimalField):
    """A number with a French comma, and spaces between thousands."""

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # its types think it whole
        if isinstance(value, str):
            value = "".join(value.split()).replace(",", ".")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal | int | float):
            return f"{Decimal(value).normalize():f}".replace(".", ",")
        return value


class Day(forms.DateField):
    """A day, as figures or in words."""

    def to_python(self, value: Any) -> date | None:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            return date.fromisoformat(partial_dates.normalise(value))
        except ValueError:
            raise ValidationError(
                "« %(text)s » n’est pas un jour. Écrivez 27/03/2023 ou 27 mars 2023.",
                code="day",
                params={"text": value},
            ) from None
