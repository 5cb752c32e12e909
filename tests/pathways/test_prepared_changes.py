"""A change prepared today takes effect on its day, within the edition; drafts have days; since when rules are known."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client

import careers.shelf
from careers import editions
from careers.models import Career, Claim, Topic
from pathways import rulebook
from pathways.models import AccessCase, Training
from tests import factories
from tests.pathways.test_another_day import NOON, inner, on
from tests.pathways.visiting import JOB, RESULT, get, link

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def publish() -> None:
    at = datetime(2026, 11, 22, 11, tzinfo=UTC)
    editions.publish(Career.objects.get(), by="Claire Morel", note="Durée de 2027", at=at)
    careers.shelf.shelf.clear()


def prepared(*, rule_follows: bool) -> None:
    """From 2027 the course lasts 300 hours; the rule names the new figure already, or still the old one."""
    new = factories.ClaimFactory(
        code="duree-2027", topic=Topic.HOURS, wording="La formation dure 300 heures.", valid_from="2027"
    )
    figure = factories.FigureFactory(claim=new, name="heures", low="300.00")
    Claim.objects.filter(code="duree").update(standing="superseded", superseded_by=new)
    if rule_follows:
        Training.objects.update(hours=figure)


@pytest.mark.parametrize(
    "rule_follows", [True, False], ids=["the-rule-names-the-new-one", "the-rule-names-the-old-one"]
)
def test_a_change_prepared_today_takes_effect_on_its_day(small_edition, rule_follows):
    prepared(rule_follows=rule_follows)
    publish()
    seen = {}
    for moment in ("2026-11-22T12:00", "2026-12-31T22:59", "2026-12-31T23:01"):  # one minute past midnight in Paris
        with time_machine.travel(f"{moment}+00:00", tick=False):
            told = "".join(get(Client(), address).text for address in (JOB, f"{JOB}voies/cqp/", f"{JOB}voies/"))
            plan = get(Client(), link(RESULT, {"niveau": "aucun", "secretariat": 0})).text
            seen[moment] = [hours for hours in ("279", "300") if hours in told + plan]

    assert seen["2026-11-22T12:00"] == seen["2026-12-31T22:59"] == ["279"]
    assert "300" in seen["2026-12-31T23:01"]
    after = get(Client(), on("2027-01-01", f"{JOB}voies/cqp/")).text.replace("\u00a0", " ")
    assert "300 h" in after
    assert "300 h" not in get(Client(), on("2026-12-31", f"{JOB}voies/cqp/")).text.replace("\u00a0", " ")


def test_a_threshold_follows_its_figure(small_edition, client):
    """Three years as a secretary until the end of 2026, then two."""
    three = factories.ClaimFactory(code="trois-ans", topic=Topic.ENTRY, wording="Il faut trois ans de secrétariat.")
    figure = factories.FigureFactory(claim=three, name="annees", low="3.00", unit="years")
    case = AccessCase.objects.get(code="cqp-experience")
    case.criteria.update(figure=figure, threshold=None)
    two = factories.ClaimFactory(
        code="deux-ans", topic=Topic.ENTRY, wording="Il faut deux ans de secrétariat.", valid_from="2027-01-01"
    )
    factories.FigureFactory(claim=two, name="annees", low="2.00", unit="years")
    Claim.objects.filter(code="trois-ans").update(standing="superseded", superseded_by=two)
    publish()

    answers = {"niveau": "aucun", "secretariat": 2}
    titles = [get(client, on(day, link(RESULT, answers))).find("main")[0].text for day in ("2026-12-31", "2027-01-01")]

    assert "Ouverte" not in titles[0]
    assert "Ouverte maintenant" in titles[1]


@pytest.mark.parametrize(
    ("begins", "reviewed", "since"),
    [
        pytest.param(None, date(2026, 11, 21), date(2026, 11, 21), id="last-review"),
        pytest.param(None, None, date(2026, 11, 22), id="publication"),
        pytest.param(None, date(2027, 1, 1), date(2026, 11, 22), id="a-review-to-come-is-no-limit"),
        pytest.param(date(2022, 4, 22), date(2026, 11, 21), date(2022, 4, 22), id="every-case-is-dated"),
    ],
)
def test_since_when_the_rules_are_known(small_edition, begins, reviewed, since):
    AccessCase.objects.update(valid_from=begins)
    Career.objects.update(reviewed_on=reviewed)
    publish()

    assert rulebook.known_since(careers.shelf.shelf.all()["assistant-medical"]) == since


def test_a_preview_has_days_too(admin_client, small_edition):
    html = get(admin_client, f"/admin/apercu{JOB}?au=2027-01-01")

    assert "1er janvier 2027" in html.find(id="jour")[0].text
    assert {to for to in inner(html) if not to.startswith("/admin/apercu/au/2027-01-01/")} == set()
    assert html.find(id="jour")[0].find("a")[0].attributes["href"] == f"/admin/apercu{JOB}"
    assert "no-store" in admin_client.get(f"/admin/apercu/au/2027-01-01{JOB}")["Cache-Control"]


@pytest.mark.parametrize("address", [f"/admin/apercu{JOB}?au=2027-01-01", f"/admin/apercu/au/2027-01-01{JOB}"])
def test_a_preview_of_a_day_is_for_staff_only(client, small_edition, address):
    assert "/admin/login/" in client.get(address)["Location"]
