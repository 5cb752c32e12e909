"""The public page of the totals, and those of the workshop beside the rules."""

from datetime import UTC, date, datetime, timedelta

import brotli  # type: ignore[import-untyped]
import pytest
import time_machine
from django.conf import settings
from django.db import DatabaseError
from django.urls import reverse

from careers.keeping import FOR_EVERYBODY
from pathways.models import AccessCase, Question, Route
from pathways.statistics import storage
from pathways.statistics.marks import Mark
from pathways.statistics.storage import Key
from tests.careers.markup import parse
from tests.pathways.visiting import get, title

TOTALS = "/chiffres/"
NOON = datetime(2026, 11, 22, 11, tzinfo=UTC)
TODAY = date(2026, 11, 22)
SUMS = {
    Mark("finished"): 43,
    Mark("best", "", "open"): 38,
    Mark("best", "", "closed"): 4,
    Mark("verdict", "cqp", "open"): 21,
    Mark("verdict", "cqp", "closed"): 13,
    Mark("closing", "", "niveau"): 13,
    Mark("closing", "cqp", "niveau"): 13,
    Mark("answer", "niveau"): 43,
    Mark("answer", "niveau", "bac"): 29,
    Mark("answer", "employeur"): 40,
    Mark("answer", "employeur", "ne-sait-pas"): 10,
    Mark("unmet", "cqp-niveau-bac", "niveau"): 12,
}


def count(day, sums=SUMS):
    storage.add({Key(day, "assistant-medical", mark): number for mark, number in sums.items()})


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


def tables(page):
    """The rows under each caption."""
    found: dict[str, list[tuple[str, str]]] = {}
    for table in page.find("table"):
        rows = [(row.find("th"), row.find("td")) for row in table.find("tr")]
        said = [(heads[0].text, cells[-1].text.strip()) for heads, cells in rows if heads and cells]
        found.setdefault("".join(node.text for node in table.find("caption")), []).extend(said)
    return found


# --- In public --------------------------------------------------------------------------------------------------------


def test_page_is_served_from_memory(real_edition, client, board, django_assert_num_queries):
    count(TODAY - timedelta(days=1))
    client.get(TOTALS)
    with django_assert_num_queries(0):
        answer = client.get(TOTALS)

    assert answer.status_code == 200
    assert answer.cookies == {}
    assert answer["Cache-Control"] == FOR_EVERYBODY


def test_page_shows_the_totals_until_yesterday(real_edition, client):
    count(TODAY - timedelta(days=2))
    count(TODAY)
    page = get(client, TOTALS)

    assert "Au moins 40 questionnaires finis, du 20 novembre 2026 au 21 novembre 2026." in page.text
    shown = [row for rows in tables(page).values() for row in rows]
    assert ("Au moins une voie ouverte", "35") in shown
    assert ("Aucune voie ouverte", "moins de 5") in shown
    assert ("CQP en alternance", "20") in shown
    assert ("Votre plus haut diplôme", "10") in shown
    assert ("Votre employeur", "25 % (10)") in shown
    assert ("Bac général ou technologique", "moins de 5") in shown


def test_nothing_drawn_is_more_exact_than_what_is_written(real_edition, client):
    count(TODAY - timedelta(days=1))
    page = get(client, TOTALS)

    widths = {
        float(node.attributes["width"].removesuffix("%"))
        for node in page.find("rect")
        if "%" in node.attributes["width"]
    }
    possible = {round(100 * part / whole, 2) for whole in (35, 40) for part in range(0, whole + 5, 5)}
    assert {width for width in widths if not any(abs(width - one) < 0.1 for one in possible)} == set()


@pytest.mark.parametrize("counted", [0, 4])
def test_page_of_too_few_shows_no_number(real_edition, client, counted):
    if counted:
        count(TODAY - timedelta(days=1), {Mark("finished"): counted, Mark("answer", "niveau", "bac"): counted})
    page = get(client, TOTALS)

    assert "Moins de cinq questionnaires" in page.text
    assert page.find("table") == []


def test_page_without_a_database_says_so(real_edition, client, shelf, monkeypatch):
    def gone():
        raise DatabaseError("gone")

    shelf.all()
    monkeypatch.setattr(storage, "careers", gone)
    page = get(client, TOTALS)

    assert title(page) == "Les questionnaires en chiffres"
    assert "ne peuvent pas être lus pour le moment" in page.text
    assert page.find("table") == []


def test_page_is_light(real_edition, client, real_rules):
    marks = [
        Mark("answer", question.code, option.code) for question in real_rules.questions for option in question.options
    ]
    marks += [Mark("answer", question.code) for question in real_rules.questions]
    marks += [Mark("answer", question.code, "ne-sait-pas") for question in real_rules.questions]
    marks += [Mark("closing", "", question.code) for question in real_rules.questions]
    marks += [Mark("verdict", route.code, "open") for route in real_rules.routes]
    count(TODAY - timedelta(days=1), SUMS | {mark: 12_345 + 5 * place for place, mark in enumerate(marks)})
    styles = (settings.BASE_DIR / "static/css/passerelle.css").read_bytes()
    parts = client.get(TOTALS).content, styles

    assert sum(len(brotli.compress(part, quality=11)) for part in parts) <= 14 * 1024


@pytest.mark.parametrize("path", ["/plan-du-site/", "/donnees-personnelles/"])
def test_page_is_found(real_edition, client, path):
    assert TOTALS in {node.attributes["href"] for node in get(client, path).find("a")}


# --- In the workshop --------------------------------------------------------------------------------------------------

PAGE = "/admin/statistiques/"


@pytest.mark.parametrize(
    ("query", "period", "finished"),
    [
        pytest.param({}, "12 derniers mois", "85", id="a-year"),
        pytest.param({"periode": "mois"}, "30 derniers jours", "40", id="a-month"),
        pytest.param({"periode": "tout"}, "Depuis le début", "125", id="always"),
        pytest.param({"periode": "siècle"}, "12 derniers mois", "85", id="no-such-period"),
    ],
)
def test_page_of_the_workshop_counts_a_period(real_edition, admin_client, query, period, finished):
    for day in (TODAY, date(2026, 1, 5), date(2025, 11, 30)):
        count(day)
    page = parse(admin_client.get(PAGE, query).content.decode())

    [periods] = page.find("nav", class_="periodes")
    assert [node.text for node in periods.find("a") if node.attributes.get("aria-current")] == [period]
    assert f"Au moins {finished} questionnaires finis" in page.text
    assert ("Ouverte", {"40": "20", "85": "40", "125": "60"}[finished]) in tables(page)["Ses verdicts"]


def test_page_of_the_workshop_is_for_those_who_may_enter(real_edition, client):
    assert client.get(PAGE).status_code == 302


@pytest.mark.parametrize(
    ("prepared", "said"),
    [
        pytest.param("small_edition", "Moins de 5 questionnaires finis", id="too-few"),
        pytest.param("db", "avant la première publication", id="nothing-published"),
    ],
)
def test_page_of_the_workshop_without_numbers(request, admin_client, prepared, said):
    request.getfixturevalue(prepared)

    assert said in admin_client.get(PAGE).text


def form(admin_client, row):
    return admin_client.get(reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk]))


@pytest.mark.parametrize(
    ("model", "code", "caption", "row"),
    [
        pytest.param(
            Question, "niveau", "Réponses choisies", ("Aucun diplôme, ou le brevet", "moins de 5"), id="question"
        ),
        pytest.param(Route, "cqp", "Ses verdicts", ("Ouverte", "20"), id="route"),
        pytest.param(
            Route, "cqp", "Les réponses qui la ferment", ("Votre plus haut diplôme", "10"), id="what-closes-it"
        ),
        pytest.param(
            AccessCase,
            "cqp-niveau-bac",
            "Conditions qui manquaient, quand ce qu’il ouvre était fermé",
            ("Votre plus haut diplôme", "10"),
            id="case",
        ),
    ],
)
def test_form_of_a_rule_says_what_questionnaires_say_of_it(real_edition, admin_client, model, code, caption, row):
    count(TODAY)
    page = parse(form(admin_client, model.objects.get(code=code)).content.decode())

    assert row in tables(page)[caption]


def test_form_of_a_rule_that_is_not_published_yet(real_edition, admin_client):
    count(TODAY)
    Question.objects.filter(code="niveau").update(code="niveau-2")

    assert "Pas dans l’édition en cours" in form(admin_client, Question.objects.get(code="niveau-2")).text


def test_case_that_opens_no_way_is_not_counted(real_edition, admin_client):
    count(TODAY)

    assert "Seuls sont comptés les cas" in form(admin_client, AccessCase.objects.filter(qualifies=True).first()).text


def test_desk_says_the_month_in_short(real_edition, admin_client):
    count(TODAY)
    desk = admin_client.get(reverse("admin:index")).text

    assert "Au moins <b>40</b> questionnaires finis." in desk
    assert "Votre plus haut diplôme (10)" in desk
    assert "Votre employeur (25\u00a0%)" in desk
