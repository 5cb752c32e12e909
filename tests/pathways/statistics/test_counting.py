"""When a questionnaire is counted: once, by the request that gives the last missing answer of a person."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from pathways.models import DailyCount
from pathways.statistics import storage
from pathways.statistics.marks import Mark
from pathways.statistics.tally import Keeper, Tally
from pathways.views import questionnaire as views
from tests.pathways.statistics.test_tally import writers_end
from tests.pathways.statistics.test_visitors import FIREFOX
from tests.pathways.visiting import AIDE_SOIGNANTE, CHECK, RESULT, START, get, link, sent, ticked

HEADERS = {"User-Agent": FIREFOX}
DIPLOMA = {"diplomes": "deas"}
LAST = link(START, AIDE_SOIGNANTE, question="employeur")
"""Where the form of the last question leads to."""


class Recorder(list):
    def count(self, finished):
        self.append(finished)


@pytest.fixture
def counted(monkeypatch):
    recorder = Recorder()
    monkeypatch.setattr(views, "tally", recorder)
    return recorder


@pytest.fixture
def person(real_edition):
    return Client(headers=HEADERS)


def test_last_missing_answer_counts_and_changes_nothing_for_who_gives_it(person, client, counted):
    answer, uncounted = person.get(LAST), client.get(LAST)

    assert (answer.status_code, answer["Location"]) == (302, link(CHECK, AIDE_SOIGNANTE))
    assert (uncounted.status_code, uncounted["Location"]) == (302, answer["Location"])
    [finished] = counted
    assert finished.career == "assistant-medical"
    assert finished.answers == {"diplomes": ("deas",), "employeur": "aucun"}


@pytest.mark.parametrize(
    "address",
    [
        pytest.param(START, id="first-question"),
        pytest.param(link(START, DIPLOMA, question="diplomes"), id="an-answer-that-is-not-the-last"),
        pytest.param(link(START, DIPLOMA, question="employeur"), id="last-question-without-an-answer"),
        pytest.param(link(START, DIPLOMA, question="employeur", employeur="licorne"), id="last-answer-refused"),
        pytest.param(link(START, AIDE_SOIGNANTE), id="kept-address"),
        pytest.param(link(START, AIDE_SOIGNANTE, question="licorne"), id="key-that-names-no-question"),
        pytest.param(link(START, {**AIDE_SOIGNANTE, "age": 30}, question="age"), id="answer-nobody-asks-for"),
        pytest.param(link(CHECK, AIDE_SOIGNANTE), id="check-loaded-again"),
        pytest.param(link(RESULT, AIDE_SOIGNANTE), id="result-loaded-again-printed-or-shared"),
        pytest.param(link(RESULT, AIDE_SOIGNANTE, essai="diplomes=aucun"), id="another-answer-tried"),
        pytest.param(link(START, AIDE_SOIGNANTE, question="employeur", retour="resultat"), id="changed-from-result"),
        pytest.param(link(START, AIDE_SOIGNANTE, question="employeur", retour="verifier"), id="changed-from-check"),
        pytest.param(f"/au/2026-11-22{START}?diplomes=deas", id="address-of-another-day"),
    ],
)
def test_nothing_else_counts(person, counted, address):
    person.get(address)

    assert counted == []


def changed(person, page, answer):
    """Where the first "Modifier" of a page leads to, answered; then the next question, if any, answered too."""
    change = next(node for node in page.find("a") if node.text.startswith("Modifier"))
    return get(person, sent(get(person, change.attributes["href"]), answer), follow=True)


@pytest.mark.parametrize("start", [CHECK, RESULT])
def test_answer_changed_later_does_not_count_again(person, counted, start):
    shown = changed(person, get(person, link(start, AIDE_SOIGNANTE)), "deap")

    assert "Modifier" in shown.text
    assert counted == []


@pytest.mark.parametrize("start", [CHECK, RESULT])
def test_questions_that_a_later_change_opens_do_not_count_again(person, counted, start):
    page = changed(person, get(person, link(start, {"diplomes": "cqp-am"})), "deas")
    assert ticked(page) == []

    shown = get(person, sent(page, "aucun"), follow=True)

    assert "Modifier" in shown.text
    assert counted == []


def test_going_back_before_the_end_counts_once(person, counted):
    last = get(person, link(START, DIPLOMA))
    before = next(node for node in last.find("a") if node.text == "Question précédente")
    first = get(person, before.attributes["href"])
    again = get(person, sent(first, "deap"), follow=True)
    get(person, sent(again, "aucun"), follow=True)

    assert [finished.answers["diplomes"] for finished in counted] == [("deap",)]


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"}, id="robot"),
        pytest.param({"User-Agent": ""}, id="nothing-said"),
        pytest.param(HEADERS | {"Sec-Purpose": "prefetch"}, id="prefetch"),
    ],
)
def test_what_is_no_person_is_answered_and_not_counted(real_edition, client, counted, headers):
    assert client.get(LAST, headers=headers)["Location"] == link(CHECK, AIDE_SOIGNANTE)
    assert counted == []


def test_head_is_not_counted(person, counted):
    assert person.head(LAST).status_code == 302
    assert counted == []


def test_preview_of_the_draft_is_not_counted(real_edition, admin_client, counted):
    preview = reverse("apercu:start", kwargs={"career": "assistant-medical"}, current_app="apercu")
    answer = admin_client.get(LAST.replace(START, preview), headers=HEADERS)

    assert answer.status_code == 302
    assert counted == []


@pytest.mark.parametrize(
    ("at", "day"),
    [
        pytest.param(datetime(2026, 11, 22, 22, 59, 59, tzinfo=UTC), date(2026, 11, 22), id="before-midnight-in-paris"),
        pytest.param(datetime(2026, 11, 22, 23, 0, tzinfo=UTC), date(2026, 11, 23), id="midnight-in-paris"),
        pytest.param(datetime(2027, 6, 30, 22, 0, tzinfo=UTC), date(2027, 7, 1), id="midnight-in-summer"),
    ],
)
def test_day_is_that_of_paris(person, counted, at, day):
    with time_machine.travel(at, tick=False):
        person.get(LAST)

    assert [finished.day for finished in counted] == [day]


def test_counting_asks_the_database_nothing(person, counted, django_assert_num_queries):
    person.get(LAST)
    with django_assert_num_queries(0):
        person.get(LAST)


@pytest.mark.django_db(transaction=True)
def test_what_people_answer_is_in_the_database_soon_after(small_edition, monkeypatch):
    tally = Tally(Keeper(), seconds_between_writes=0.01)
    monkeypatch.setattr(views, "tally", tally)
    person = Client(headers=HEADERS)
    for level in ("bac", "bac", "licorne"):
        person.get(link(START, {"niveau": level}, question="niveau"))
    writers_end()

    sums = storage.sums("assistant-medical")
    assert sums[Mark("finished")] == sums[Mark("answer", "niveau", "bac")] == sums[Mark("verdict", "cqp", "open")] == 2
    assert {row.subject for row in DailyCount.objects.all()} == {"", "niveau", "cqp"}
