"""What finished questionnaires say, beside the rules: a page of the workshop, a card of its desk, a field of forms."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from careers.admin import desk
from careers.admin.site import page
from careers.publication import Publication
from careers.shelf import shelf
from pathways import rulebook
from pathways.engine.rules import Rules
from pathways.models import AccessCase, Question, Route
from pathways.statistics import charts
from pathways.statistics.charts import Rows
from pathways.statistics.totals import Totals, months, totals

Table = tuple[str, Rows]
"""Its caption and its rows."""

PERIODS = {"mois": "30 derniers jours", "an": "12 derniers mois", "tout": "Depuis le début"}
USUAL = "an"


@dataclass(frozen=True)
class Counted:
    """One career over a period, in the words of the edition in force."""

    publication: Publication
    rules: Rules
    totals: Totals
    months: Rows

    @property
    def found(self) -> Rows:
        return charts.found(self.totals)

    @property
    def closing(self) -> Rows:
        return charts.closing(self.rules, self.totals)

    @property
    def unknown(self) -> Rows:
        return charts.unknown(self.rules, self.totals)

    @property
    def routes(self) -> list[tuple[str, Rows, Rows]]:
        """Each with its verdicts and what closes it."""
        return [
            (route.name, charts.verdicts(route.code, self.totals), charts.closing(self.rules, self.totals, route))
            for route in self.rules.routes
        ]

    @property
    def answers(self) -> list[tuple[str, Rows]]:
        return [
            (question.wording, charts.answers(self.rules, question, self.totals)) for question in self.rules.questions
        ]


@page("statistiques/", name="statistiques", title="Ce que disent les questionnaires")
def statistics(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    chosen = request.GET.get("periode", "")
    period = chosen if chosen in PERIODS else USUAL
    counted = [_counted(publication, period) for _, publication in sorted(shelf.all().items())]
    shown = {"counted": counted, "periods": PERIODS, "period": period}
    return render(request, "admin/statistics.html", context | shown)


@desk.card(order=40)
def last_days(request: HttpRequest) -> SafeString:
    counted = [_counted(publication, "mois") for _, publication in sorted(shelf.all().items())]
    return render_to_string("admin/desk/statistics.html", {"counted": counted}, request)


class WithStatistics(admin.ModelAdmin):
    """A form with a field `counted`: what a year of questionnaires says of its row."""

    @admin.display(description="dans les questionnaires finis, depuis un an")
    def counted(self, row: Any) -> SafeString | str:
        if isinstance(row, AccessCase) and not (row.training_id or row.route_id):
            return "Seuls sont comptés les cas qui ouvrent une formation ou une voie."
        publication = shelf.get(row.career.code) if row.pk else None
        if publication is None:
            return "Rien n’est compté avant la première publication."
        today = localdate()
        rules = _rules(publication, today)
        until_now = totals(row.career.code, since=_begins(USUAL, today), until=today)
        if until_now.finished.is_hidden:
            return "Moins de 5 questionnaires finis : c’est trop peu pour montrer des chiffres."
        context = {"tables": _tables(row, rules, until_now), "finished": until_now.finished}
        return render_to_string("admin/includes/counts.html", context)


def _tables(row: Question | Route | AccessCase, rules: Rules, counted: Totals) -> list[Table]:
    """None for a row that is not in the edition in force."""
    if isinstance(row, Question):
        asked = [question for question in rules.questions if question.code == row.code]
        return [("Réponses choisies", charts.answers(rules, question, counted)) for question in asked]
    if isinstance(row, AccessCase):
        unmet = charts.unmet(rules, row.code, counted)
        return [("Conditions qui manquaient, quand ce qu’il ouvre était fermé", unmet)]
    for route in rules.routes:
        if route.code == row.code:
            return [
                ("Ses verdicts", charts.verdicts(route.code, counted)),
                ("Les réponses qui la ferment", charts.closing(rules, counted, route)),
            ]
    return []


def _counted(publication: Publication, period: str) -> Counted:
    today, career = localdate(), publication.career.code
    return Counted(
        publication,
        _rules(publication, today),
        totals(career, since=_begins(period, today), until=today),
        charts.by_month(months(career)),
    )


def _rules(publication: Publication, today: date) -> Rules:
    return rulebook.questionnaire(publication.on(today), today).rules


def _begins(period: str, today: date) -> date | None:
    """Twelve months begin with one: of a month that is long past the days can't be told apart."""
    if period == "mois":
        return today - timedelta(days=29)
    years, month = divmod(today.year * 12 + today.month - 1 - 11, 12)
    return date(years, month + 1, 1) if period == "an" else None
