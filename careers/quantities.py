"""Figures in French words: "279 h", "6 à 12 mois", "jusqu’à 2 500 €"."""

from decimal import Decimal

from careers.document import Figure
from careers.typography import NBSP, euros, number

_AFTER = {
    "hours": "h",
    "weeks": "semaines",
    "months": "mois",
    "years": "ans",
    "days": "jours",
    "percent": "%",
    "people": "personnes",
    "contracts": "contrats",
    "posts": "postes",
    "fte": "temps pleins",
}
_BEFORE = {"level": "niveau", "position": "positions"}
_ONE = {"ans": "an", "personnes": "personne", "jours": "jour", "semaines": "semaine", "contrats": "contrat"}


def in_words(figure: Figure) -> str:
    """One value, a range, or one open end."""
    low, high = figure.low, figure.high
    if low is None and high is not None:
        return f"jusqu’à {_with_unit(high, figure.unit)}"
    if low is not None and high is None:
        return f"au moins {_with_unit(low, figure.unit)}"
    assert low is not None
    assert high is not None
    if low == high:
        return _with_unit(low, figure.unit)
    if figure.unit in _BEFORE:
        return f"{_with_unit(low, figure.unit)} à {number(high)}"
    return f"{_bare(low, figure.unit)} à {_with_unit(high, figure.unit)}"


def _with_unit(value: Decimal, unit: str) -> str:
    if unit == "eur":
        return euros(value)
    if before := _BEFORE.get(unit):
        return f"{before}{NBSP}{number(value)}"
    after = _AFTER.get(unit, "")
    return f"{number(value)}{NBSP}{after if value >= 2 else _ONE.get(after, after)}" if after else number(value)


def _bare(value: Decimal, unit: str) -> str:
    return euros(value).removesuffix(f"{NBSP}€") if unit == "eur" else number(value)
