import html
import re
from decimal import Decimal

from django import template
from django.utils.safestring import SafeData, SafeString

from careers import typography

register = template.Library()

_MARKUP = re.compile(r"(<[^<>]*>|&(?:#\d+|#x[\da-f]+|\w+);)", re.IGNORECASE)
_APOSTROPHES = re.compile("&#(?:x27|39);")
_ORDINAL = re.compile(r"\b(1(?=er|re)|\d\d?(?=e))(er?|re)\b")


@register.filter
def french(text: str) -> SafeString:
    """The text with its French spaces, as HTML. HTML marked safe keeps its tags and entities."""
    if isinstance(text, SafeData):
        parts = _MARKUP.split(_APOSTROPHES.sub("’", text))
        parts[::2] = [_ORDINAL.sub(r"\1<sup>\2</sup>", typography.french(part)) for part in parts[::2]]
        return SafeString("".join(parts))
    return SafeString(_ORDINAL.sub(r"\1<sup>\2</sup>", html.escape(typography.french(str(text)))))


@register.filter
def number(value: Decimal | float) -> str:
    return typography.number(value)


@register.filter
def euros(value: Decimal | float) -> str:
    return typography.euros(value)


@register.filter
def hours(value: Decimal | float) -> str:
    return typography.hours(value)
