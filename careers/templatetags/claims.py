"""Facts in HTML: the figures of a replaced one are struck, its words stay readable."""

import re
from decimal import Decimal

from django import template
from django.utils.safestring import SafeString, mark_safe

from careers.document import Claim, Figure
from careers.templatetags.typography import french
from careers.typography import NBSP, NNBSP, number

register = template.Library()

_UNIT = f"(?:[{NBSP}{NNBSP}](?:€|%|(?:heures|h|mois|ans|jours|semaines)\\b))?"
_RANGE = f"(?:[{NBSP} ]à[{NBSP} ]|[{NBSP} ]et[{NBSP} ])"


@register.filter
def struck(claim: Claim) -> SafeString:
    """The wording with its figures struck: "durait <s>384 heures</s>"."""
    words = french(claim.wording)
    values = sorted({_text(value) for value in _values(claim.figures)}, key=len, reverse=True)
    if not values:
        return words
    one = f"(?:{'|'.join(map(re.escape, values))}){_UNIT}"
    pattern = re.compile(rf"(?<![\d,{NNBSP}])({one}(?:{_RANGE}{one})?)(?![\d,]\d|{NNBSP}\d|\d)")
    # The words are escaped already, by french().
    return mark_safe(pattern.sub(_strike, words))  # noqa: S308


def _strike(found: re.Match[str]) -> str:
    return f'<s class="valeur"><span class="hors-vue">ancien chiffre&nbsp;: </span>{found[1]}</s>'


def _values(figures: tuple[Figure, ...]) -> list[Decimal]:
    return [value for figure in figures for value in (figure.low, figure.high) if value is not None]


def _text(value: Decimal) -> str:
    """As it is written in a sentence: cents in full for an amount that has some."""
    text = number(value)
    return f"{text}0" if re.search(r",\d$", text) and value % 1 and value > 100 else text
