"""The tables statistics are shown as: a row is a label, a rounded number, and a bar on one scale."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from careers.typography import number
from pathways.engine import wording
from pathways.engine.rules import UNKNOWN, Kind, Question, Route, Rules
from pathways.statistics.marks import (
    ANSWER,
    BEST,
    CLOSING,
    ENTRY,
    QUALIFIED,
    UNMET,
    UNNEEDED,
    VERDICT,
    bands,
)
from pathways.statistics.totals import Amount, Totals

FOUND = (
    (QUALIFIED, "Déjà la qualification"),
    ("open", "Au moins une voie ouverte"),
    ("conditional", "Au mieux, une voie ouverte après une démarche"),
    ("to-check", "Au mieux, une voie à vérifier"),
    ("closed", "Aucune voie ouverte"),
)
VERDICTS = (
    ("open", "Ouverte"),
    ("conditional", "Ouverte après une démarche"),
    ("to-check", "À vérifier"),
    ("closed", "Pas ouverte"),
    (UNNEEDED, "Inutile"),
)
ENTERING = "Pouvoir entrer dans une formation"


@dataclass(frozen=True)
class Row:
    """`share` is the width of the bar, in hundredths."""

    label: str
    amount: Amount
    share: float
    per_cent: str = ""

    @property
    def words(self) -> str:
        return f"{self.per_cent} ({self.amount.words})" if self.per_cent else self.amount.words


Rows = list[Row]


def found(totals: Totals) -> Rows:
    """What questionnaires found at best."""
    return [_row(label, totals.of(BEST, "", code), totals.finished) for code, label in FOUND]


def ways_in(rules: Rules, totals: Totals) -> Rows:
    """For how many each route was open, at once or after something to arrange."""
    return [
        _row(route.name, totals.of(VERDICT, route.code, "open", "conditional"), totals.finished)
        for route in rules.routes
    ]


def verdicts(route: str, totals: Totals) -> Rows:
    return [_row(label, totals.of(VERDICT, route, code), totals.finished) for code, label in VERDICTS]


def closing(rules: Rules, totals: Totals, route: Route | None = None) -> Rows:
    """Which answers closed it, or any route; most often first. Of those too few to be shown, only their lack."""
    subject = route.code if route else ""
    rows = [_row(each.short, totals.of(CLOSING, subject, each.code), totals.finished) for each in rules.questions]
    return _ranked(row for row in rows if not row.amount.is_hidden)


def unknown(rules: Rules, totals: Totals) -> Rows:
    """How many of those who were asked did not know: the share, which says more than the number; highest first."""
    rows = []
    for question in rules.questions:
        asked, lost = totals.of(ANSWER, question.code), totals.of(ANSWER, question.code, UNKNOWN)
        if question.may_be_unknown and not lost.is_hidden:
            share = lost.share_of(asked)
            rows.append(Row(question.short, lost, share, f"{number(round(share))} %"))
    return sorted(rows, key=lambda row: -row.share)


def answers(rules: Rules, question: Question, totals: Totals) -> Rows:
    """What was answered. Several choices may be made of one question: their sum may be more than the whole."""
    asked = totals.of(ANSWER, question.code)
    labels = _labels(rules, question, totals)
    return [_row(label, totals.of(ANSWER, question.code, code), asked) for code, label in labels]


def unmet(rules: Rules, case: str, totals: Totals) -> Rows:
    """Which criteria of a case were not met, where what it opens was closed; most often first."""
    shorts = {question.code: question.short for question in rules.questions} | {ENTRY: ENTERING}
    counted = [(shorts[code], totals.of(UNMET, case, code)) for code in totals.codes(UNMET, case) if code in shorts]
    return _ranked(_row(label, amount, totals.finished) for label, amount in counted)


def by_month(counted: list[tuple[date, Amount]]) -> Rows:
    highest = max((amount for _, amount in counted), default=Amount(0))
    return [_row(date_format(month, "F Y"), amount, highest) for month, amount in counted]


def _row(label: str, amount: Amount, whole: Amount) -> Row:
    return Row(label, amount, amount.share_of(whole))


def _ranked(rows: Iterable[Row]) -> Rows:
    return sorted(rows, key=lambda row: -row.amount.rounded)


def _labels(rules: Rules, question: Question, totals: Totals) -> list[tuple[str, str]]:
    """Codes with their words: those of today's rules, and bands that rules of another day cut."""
    if question.kind is Kind.NUMBER:
        counted = {code for code in totals.codes(ANSWER, question.code) if code != UNKNOWN}
        codes = sorted(counted | set(bands(rules, question)), key=_bounds)
        labels = [(code, _band(question, code)) for code in codes]
    else:
        labels = [(option.code, option.label) for option in question.options]
    return [*labels, (UNKNOWN, wording.DONT_KNOW)] if question.may_be_unknown else labels


def _bounds(band: str) -> tuple[float, float]:
    low, _, high = band.partition("-")
    return float(low), float(high or "inf")


def _band(question: Question, band: str) -> str:
    low, high = _bounds(band)
    if high == float("inf"):
        return "Un nombre" if low <= question.low else f"{wording.amount(low, question.unit)} ou plus"
    if low <= question.low:
        return f"Moins de {wording.amount(high, question.unit)}"
    return f"De {wording.start(low, question.unit)} à moins de {wording.amount(high, question.unit)}"
