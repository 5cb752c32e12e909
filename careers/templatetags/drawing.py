"""Percentages for SVG attributes: always strings, so that no locale writes them with a comma."""

from django import template

register = template.Library()


@register.filter
def percent(value: float) -> str:
    """35.25 -> "35.2%": a share already counted in hundredths."""
    return f"{float(value):.4g}%"


@register.filter
def share(value: float, whole: float) -> float:
    """How many hundredths of `whole` is `value`, between 0 and 100; nothing of nothing is 0."""
    return min(100.0, max(0.0, 100 * float(value) / float(whole))) if whole else 0.0


@register.filter
def width_to(low: float, high: float) -> str:
    return percent(max(0.0, float(high) - float(low)))


@register.filter
def deck_x(position: float) -> str:
    """Where the "vous" dot stands; never so near an end that the edge of the screen would cut it."""
    return percent(_on_deck(position))


@register.filter
def deck_y(position: float) -> str:
    """The height of the deck there: the curve M0 52 Q15 41 30 52 of the bridge drawings, 60 units high."""
    t = _on_deck(position) / 100
    return percent((52 - 22 * t * (1 - t)) / 0.6)


def _on_deck(position: float) -> float:
    return min(96.0, max(4.0, float(position)))
