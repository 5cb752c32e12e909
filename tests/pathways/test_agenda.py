"""A plan as a calendar file, and its address."""

from datetime import date

import pytest
from icalendar import Calendar

from pathways import agenda

ADULT = "diplomes=aucun&niveau=bac-general&secretariat=0&experience-proche=0&age=34&situation=cdi&employeur=aucun"
IN_POST = "diplomes=deas&employeur=en-poste&mois-en-poste=10"
ADDRESS = "/metiers/assistant-medical/eligibilite/agenda.ics"
TODAY = date(2026, 11, 21)

pytestmark = pytest.mark.time_machine(TODAY)


def events_of(response):
    assert response["Content-Type"].startswith("text/calendar")
    return [
        (str(event["summary"]), event["dtstart"].dt, event["dtend"].dt if "dtend" in event else None)
        for event in Calendar.from_ical(response.content).walk("VEVENT")
    ]


@pytest.mark.parametrize(
    ("code", "first"),
    [
        pytest.param("2026-11", date(2026, 11, 1), id="this-month"),
        pytest.param("2027-10", date(2027, 10, 1), id="the-last-offered"),
    ],
)
def test_months_offered(code, first):
    assert agenda.first_day(code, TODAY) == first


@pytest.mark.parametrize("code", ["", "2026-10", "2027-11", "2027-1", "janvier", "2027-01-15", "<b>", "9999-99"])
def test_other_months_are_refused(code):
    with pytest.raises(agenda.NotAMonth, match="Choisissez un mois"):
        agenda.first_day(code, TODAY)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        pytest.param(date(2026, 11, 1), 2, date(2027, 1, 1), id="over-the-year"),
        pytest.param(date(2027, 1, 31), 1, date(2027, 3, 1), id="no-such-day"),
        pytest.param(date(2024, 2, 29), 12, date(2025, 3, 1), id="leap-day"),
    ],
)
def test_months_later(day, months, later):
    assert agenda._months_later(day, months) == later


def test_steps_follow_each_other(client, real_pages):
    events = events_of(client.get(f"{ADDRESS}?{ADULT}&debut=2027-01"))

    assert events == [
        ("1. Trouver un employeur", date(2027, 1, 1), date(2027, 1, 2)),
        ("2. CQP Assistant médical", date(2027, 1, 1), date(2028, 1, 1)),
    ]


def test_no_empty_text_is_written(client, real_pages):
    going_on = "diplomes=aucun&niveau=cap-bep&experience-proche=0&secretariat=1&age=28&situation=cdi&employeur=aucun"
    lines = client.get(f"{ADDRESS}?{going_on}&debut=2027-01").content.decode().split("\r\n")

    assert "SUMMARY:1. Continuer encore 2 ans" in "\n".join(lines)
    assert "DESCRIPTION:" not in lines


def test_the_deadline_is_in_it(client, real_pages):
    events = events_of(client.get(f"{ADDRESS}?{IN_POST}&debut=2026-12"))

    assert events[-1] == ("Délai : qualification à obtenir", date(2028, 1, 21), None)


def test_the_same_plan_is_the_same_file(client, real_pages):
    address = f"{ADDRESS}?{ADULT}&debut=2027-01"

    assert client.get(address).content == client.get(address).content


def test_a_month_that_is_none_is_said_beside_the_field(client, real_pages):
    page = client.get(f"{ADDRESS}?{ADULT}&debut=hier")

    assert page.status_code == 200
    assert "Choisissez un mois dans la liste." in page.content.decode()


@pytest.mark.parametrize(
    ("query", "leads_to"),
    [
        pytest.param("diplomes=aucun", "/eligibilite/?diplomes=aucun", id="unfinished"),
        pytest.param("diplomes=cqp-am", "/eligibilite/resultat/?diplomes=cqp-am", id="nothing-to-plan"),
    ],
)
def test_without_a_plan_one_is_led_on(client, real_pages, query, leads_to):
    assert client.get(f"{ADDRESS}?{query}&debut=2027-01")["Location"].endswith(leads_to)
