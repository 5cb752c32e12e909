"""The real site on another day: its figures, links that stay in it, no verdict nobody knows, no memory lost."""

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO
from urllib.parse import urlencode

import brotli  # type: ignore[import-untyped]
import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

import careers.shelf
from careers.publication import DAYS_KEPT
from pathways import rulebook
from tests import real_content
from tests.careers.markup import Node, parse
from tests.pathways.visiting import BACHELIERE, CHECK, JOB, RESULT, START, get, link

NOON = "2026-11-22T12:00:00+00:00"
PAST = "2023-03-27"
WEIGHT = 14 * 1024
LEAFLETS = (
    "missions lieux quotidien salaire formation delais-et-financement evolution histoire aide".split()  # noqa: SIM905
)
PAGES = {
    "home": "/",
    "job": JOB,
    **{name: f"{JOB}{name}/" for name in LEAFLETS},
    "routes": f"{JOB}voies/",
    "route": f"{JOB}voies/cqp/",
    "sources": f"{JOB}sources/?nature=press&page=2",
    "source": f"{JOB}sources/arr-2019/",
    "disagreements": f"{JOB}desaccords/",
    "editions": f"{JOB}editions/",
    "questions": START,
    "result": link(RESULT, BACHELIERE),
    "totals": "/chiffres/",
    "site map": "/plan-du-site/",
    "privacy": "/donnees-personnelles/",
}

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def site(_real_rows: real_content.Rows, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The real content, published the day the tests say it is."""
    with django_db_blocker.unblock(), transaction.atomic():
        real_content.put(_real_rows)
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def on(day: str, address: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode({'au': day})}"


def page(day: str, address: str) -> Node:
    return get(Client(), on(day, address))


def inner(html: Node) -> set[str]:
    """Where its links and forms lead on this site, but for the way back to today."""
    nodes = [
        (node, name) for node in html.walk() for name in ("href", "action", "data-hx-get") if name in node.attributes
    ]
    return {
        node.attributes[name]
        for node, name in nodes
        if node.attributes[name].startswith("/") and node.tag != "link" and not node.within("p", "brouillon")
    }


# --- What is said -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "address", "says", "not_said"),
    [
        pytest.param(PAST, "/", "384 h", "279", id="home"),
        pytest.param(PAST, JOB, "384 h", "279", id="job"),
        pytest.param(PAST, f"{JOB}formation/", "384 heures", "279", id="training-leaflet"),
        pytest.param(PAST, f"{JOB}voies/", "384 h", "279", id="comparison"),
        pytest.param(PAST, f"{JOB}voies/cqp/", "384 h", "279", id="route"),
        pytest.param(PAST, f"{JOB}voies/bac-d-abord/", "384 h", "279", id="route-with-another-training-first"),
        pytest.param("27/03/2023", f"{JOB}voies/cqp/", "384 h", "279", id="a-day-as-it-is-written-in-France"),
        pytest.param("2023-12-31", f"{JOB}voies/cqp/", "279 h", "", id="the-year-of-the-change-is-over"),
        pytest.param(PAST, f"{JOB}histoire/", "près de 4 000", "8 111", id="the-count-of-that-day"),
        pytest.param(PAST, f"{JOB}desaccords/", "Tranchés", "384", id="a-disagreement-not-there-yet"),
        pytest.param("2024-06-21", f"{JOB}aide/", "36 000 €", "38 000 €", id="aid-on-the-eve"),
        pytest.param("2024-06-22", f"{JOB}aide/", "38 000 €", "", id="aid-on-its-day"),
        pytest.param("2026-03-01", f"{JOB}salaire/", "1 823,03 €", "1 867,02 €", id="wage-of-march"),
        pytest.param("2019-06-01", f"{JOB}voies/fae/", "aucun cas d’accès", "Il suffit", id="before-the-order"),
        pytest.param("2031-01-01", f"{JOB}formation/", "Terminé De juin 2025 au 25 juin 2030.", "", id="over-in-2030"),
    ],
)  # fmt: skip
def test_a_page_says_what_was_so_that_day(site, day, address, says, not_said):
    said = page(day, address).find("main")[0].text.replace("\u202f", " ").replace("\u00a0", " ")

    assert says in said or says.lower() in said.lower()
    assert not not_said or not_said not in said


def test_today_says_what_is_so_today(site):
    with_day, without = (
        get(Client(), address) for address in (on("2026-11-22", f"{JOB}voies/cqp/"), f"{JOB}voies/cqp/")
    )

    assert with_day.find("main")[0].text == without.find("main")[0].text
    assert "279 h" in without.text.replace("\u00a0", " ")
    assert with_day.find(id="jour") == without.find(id="jour") == []


@pytest.mark.parametrize(
    ("day", "says"),
    [
        pytest.param(PAST, "Vous regardez le métier tel qu’il était le 27 mars 2023.", id="past"),
        pytest.param("2020-05-01", "tel qu’il était le 1er mai 2020.", id="first-of-a-month"),
        pytest.param("2027-01-01", "tel qu’il sera le 1er janvier 2027. Cela peut encore changer.", id="future"),
    ],
)
def test_a_banner_says_which_day_it_is(site, day, says):
    (banner,) = page(day, JOB).find(id="jour")

    assert says in banner.text
    assert [link.attributes["href"] for link in banner.find("a")] == [JOB]


# --- How it is served -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_a_page_of_another_day_is_no_robots_and_stays_in_its_day(site, address):
    Client().get(address)  # whatever is read beside the requests was read once
    with CaptureQueriesContext(connection) as asked:
        response = Client().get(on(PAST, address))
    html = parse(response.content.decode())

    assert (response.status_code, len(asked), response.cookies) == (200, 0, {})
    assert response["X-Robots-Tag"] == "noindex"
    assert "noindex" in {node.attributes["content"] for node in html.find("meta", name="robots")}
    assert "private" in response["Cache-Control"]
    (banner,) = html.find(id="jour")
    assert banner.find("a")[0].attributes["href"] == address
    answer_today = {address, START} if address in (START, link(RESULT, BACHELIERE)) else set()
    assert {to for to in inner(html) if not to.startswith(f"/au/{PAST}/")} <= answer_today


def test_a_whole_visit_stays_in_its_day(site):
    """The furthest from the home page: a question sent by its form, and the page of a route with one's answers."""
    client, day = Client(), "2026-12-24"
    question = get(client, on(day, START))
    (form,) = question.find("form", class_="questionnaire")
    assert form.attributes["action"] == f"/au/{day}{START}"
    last = client.get(f"/au/{day}{link(START, BACHELIERE)}")
    assert last["Location"].startswith(f"/au/{day}{CHECK}?")
    shown = get(client, last["Location"])
    (to_result,) = {to for to in inner(shown) if RESULT in to}
    html = get(client, to_result)
    assert {to for to in inner(html) if not to.startswith(f"/au/{day}/")} == set()
    assert f"/au/{day}{RESULT}" in html.find("input", id="lien")[0].attributes["value"]
    assert "24 décembre 2026" in html.text


def test_the_day_in_the_query_counts_more_than_the_one_in_the_address(site):
    html = get(Client(), f"/au/2019-01-01{JOB}?au={PAST}")

    assert "27 mars 2023" in html.find(id="jour")[0].text


@pytest.mark.parametrize("address", [JOB, f"{JOB}missions/", f"{JOB}aide/", f"{JOB}voies/", f"{JOB}voies/cqp/"])
@pytest.mark.parametrize("day", [PAST, "2024-05-01", "2031-01-01"])
def test_a_page_of_another_day_is_light(site, address, day):
    styles = (settings.BASE_DIR / "static/css/passerelle.css").read_bytes()
    content = Client().get(on(day, address)).content

    assert sum(len(brotli.compress(part, quality=11)) for part in (content, styles)) <= WEIGHT


def test_ten_thousand_days_fill_no_memory(site):
    publication = careers.shelf.shelf.all()["assistant-medical"]
    for number in range(0, 10_000, 3):
        day = date(2018, 9, 18) + timedelta(days=number)
        rulebook.questionnaire(publication.on(day), day)

    kept = publication.kept["days"].kept
    assert 0 < kept <= DAYS_KEPT
    assert publication.on(date(2026, 11, 22)) is publication


# --- Days there are not -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "status", "says"),
    [
        pytest.param("demain", 400, "« demain » n’est pas un jour.", id="a-word"),
        pytest.param("2023-02-30", 400, "« 2023-02-30 » n’est pas un jour.", id="30-february"),
        pytest.param("2023-03", 400, "« 2023-03 » n’est pas un jour. Écrivez-le en entier", id="a-month"),
        pytest.param("2023", 400, "« 2023 » n’est pas un jour.", id="a-year"),
        pytest.param("0000-00-00", 400, "n’est pas un jour.", id="zeros"),
        pytest.param("<b>", 400, "« <b> » n’est pas un jour.", id="markup"),
        pytest.param("9" * 500, 400, f"« {'9' * 30}… » n’est pas un jour.", id="very-long"),
        pytest.param("2023-03-27\x00", 200, "27 mars 2023", id="a-character-nobody-types"),
        pytest.param("2018-09-17", 404, "Ce que nous savons commence le 18 septembre 2018.", id="too-early"),
        pytest.param("0001-01-01", 404, "commence le 18 septembre 2018.", id="the-first-day-there-is"),
        pytest.param("2037-01-01", 404, "Choisissez-en un jusqu’en 2036.", id="too-far"),
        pytest.param("9999-12-31", 404, "Choisissez-en un jusqu’en 2036.", id="the-last-day-there-is"),
        pytest.param("2036-12-31", 200, "31 décembre 2036", id="as-far-as-one-may-look"),
        pytest.param("", 200, "279 h", id="nothing-typed-is-today"),
    ],
)  # fmt: skip
def test_a_day_there_is_not(site, typed, status, says):
    html = get(Client(), on(typed, f"{JOB}voies/cqp/"), status=status)

    assert says in html.text.replace("\u00a0", " ")


@pytest.mark.parametrize("address", [on("demain", link(RESULT, BACHELIERE)), f"/au/demain{link(RESULT, BACHELIERE)}"])
def test_nothing_typed_is_lost_with_a_wrong_day(site, address):
    response = Client().get(address)
    html = parse(response.content.decode())
    (form,) = html.find("main")[0].find("form")
    fields = {node.attributes["name"]: node.attributes["value"] for node in form.find("input")}

    assert (response.status_code, form.attributes["action"]) == (400, RESULT)
    assert fields == {"au": "demain"} | {
        code: str(value[0] if isinstance(value, list) else value) for code, value in BACHELIERE.items()
    }
    (typed,) = form.find("input", id="au")
    assert html.find(id=typed.attributes["aria-describedby"].split()[-1])[0].text.startswith("Erreur")
    assert link(RESULT, BACHELIERE) in {to.attributes["href"] for to in html.find("a")}
    assert (response["X-Robots-Tag"], "private" in response["Cache-Control"]) == ("noindex", True)


# --- Verdicts ---------------------------------------------------------------------------------------------------------


def verdicts(*options: str) -> dict[str, str]:
    out = StringIO()
    call_command("assess", "assistant-medical", *options, stdout=out)
    return {code: route["verdict"] for code, route in json.loads(out.getvalue())["routes"].items()}


@pytest.mark.parametrize(
    "address", [START, link(CHECK, BACHELIERE), link(RESULT, BACHELIERE)], ids=["start", "check", "result"]
)
def test_no_verdict_is_said_before_the_rules_are_known(site, address):
    html = page("2026-11-20", address)

    assert html.find("h1")[0].text == "Nous ne savons pas quelles règles valaient ce jour-là."
    assert "Nos règles sont connues depuis le 21 novembre 2026." in html.text
    assert [to.attributes["href"] for to in html.find("a", class_="bouton")] == [address]


@pytest.mark.parametrize("command", [["assess", "-"], ["prove"]], ids=lambda command: command[0])
def test_commands_say_no_more_than_the_pages(site, command, monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO("{}"))
    name, *rest = command

    with pytest.raises(CommandError, match="Les règles ne sont connues que depuis le 2026-11-21"):
        call_command(name, "assistant-medical", *rest, "--on", "2026-11-20")


def test_a_route_of_an_early_day_says_its_hours_and_no_verdict(site):
    html = page(PAST, link(f"{JOB}voies/cqp/", BACHELIERE))

    assert "Les conditions, elles, ne sont connues que depuis le 21 novembre 2026." in html.text
    assert html.find(id="pour-vous") == []
    assert "384 h" in html.text.replace("\u00a0", " ")


def test_pages_and_commands_agree_on_a_day_to_come(site, tmp_path):
    profile = tmp_path / "profile.json"
    profile.write_text(json.dumps(BACHELIERE))
    html = page("2027-06-01", link(RESULT, BACHELIERE))
    shown = {
        re.sub("^#voie-", "", row.find("a")[0].attributes["href"]): row.find(class_="verdict")[0].attributes[
            "data-verdict"
        ]
        for row in html.find("ul", class_="voies")[0].find("li")
    }

    said = verdicts(str(profile), "--on", "2027-06-01")
    assert shown
    assert {code: said[code] for code in shown} == shown
