"""Results put together from kept pieces: each is what templates alone would make, and no answer is in what is kept."""

import random

import pytest
from django.utils.timezone import localdate

from pathways import shapes
from pathways.engine.rules import UNKNOWN, Kind
from pathways.visits import Visit
from tests.pathways.visiting import BACHELIERE, EN_POSTE, LYCEENNE, PEOPLE, RESULT, SECRETAIRE, START, link


def made_up(rules, number, seed):
    """People whose answers are any of those there are, some of them unknown, some of several choices."""
    chance = random.Random(seed)
    return [{question.code: _answer(question, chance) for question in rules.questions} for _ in range(number)]


def _answer(question, chance):
    if question.may_be_unknown and chance.random() < 0.15:
        return UNKNOWN
    if question.kind is Kind.NUMBER:
        most = round((question.high - question.low) / question.step)
        steps = chance.choice([0, 1, 2, 6, 17, most, chance.randint(0, most)])
        return f"{question.low + question.step * min(most, steps):g}"
    together = [option.code for option in question.options if not option.exclusive]
    if question.kind is Kind.SEVERAL:
        return [code for code in together if chance.random() < 0.15] or [question.options[-1].code]
    return chance.choice(question.options).code


def nearly(rules, people, seed):
    """The same people with other numbers: many of them are alike, and say something else."""
    chance = random.Random(seed)
    numbers = [question for question in rules.questions if question.kind is Kind.NUMBER]
    return [{**answers, **{question.code: _answer(question, chance) for question in numbers}} for answers in people]


def addresses(rules):
    """Results of everybody, and those that show one thing more."""
    people = [*PEOPLE.values(), *made_up(rules, 150, seed=21)]
    people += [each for seed in range(3) for each in nearly(rules, people[:40], seed)]
    for place, answers in enumerate(people):
        yield link(RESULT, answers)
        if place % 20 == 0:
            yield link(RESULT, answers, essai="diplomes=deas&employeur=aucun")
            yield link(RESULT, answers, essai=f"age={chr(0xF0000)}<b>&diplomes={chr(0xF0001)}")
            yield link(RESULT, answers, entretien="oui")
            yield link(f"{START}agenda.ics", answers, debut=f"{chr(0xF0000)}<b>")


KEPT = ("shapes", "pieces", "results")


@pytest.fixture
def nothing_kept(real_pages, shelf):
    """What other tests had made is made again."""
    for name in KEPT:
        _kept_of(shelf, name).clear()


def _kept_of(shelf, name="pieces"):
    return shelf.get("assistant-medical").on(localdate()).kept.setdefault(name, {})


def test_pages_of_kept_pieces_are_those_of_the_templates_alone(nothing_kept, real_rules, client, monkeypatch):
    everybody = list(addresses(real_rules))
    for _ in range(2):
        served = [client.get(address) for address in everybody]
    monkeypatch.setattr(Visit, "is_like_others", False)
    assert sum(response.status_code == 200 for response in served) > 230
    for address, response in zip(everybody, served, strict=True):
        assert client.get(address).content == response.content, address


def test_results_are_shared_by_people_who_are_alike(nothing_kept, client, shelf):
    asked = [{**BACHELIERE, "age": age, "situation": "cdi"} for age in range(30, 60)]
    pages = {client.get(link(RESULT, answers)).content for answers in asked}
    assert (len(pages), len(_kept_of(shelf, "results"))) == (30, 1)


def test_pieces_are_shared_by_people_of_different_answers(nothing_kept, client, shelf):
    client.get(link(RESULT, {**BACHELIERE, "age": 30, "situation": "cdi"}))
    made = _kept_of(shelf).copy()
    for age in range(31, 60):
        client.get(link(RESULT, {**BACHELIERE, "age": age, "situation": "cdi"}))
    assert made
    assert _kept_of(shelf) == made
    assert len(_kept_of(shelf, "shapes")) == 1


@pytest.mark.parametrize(
    ("answers", "shown"),
    [
        pytest.param(
            {**BACHELIERE, "secretariat": "33,5", "age": 57, "experience-proche": 613},
            ["33,5\u00a0ans", "57\u00a0ans", "613\u00a0mois", "secretariat=33.5", "age=57"],
            id="of one who can begin",
        ),
        pytest.param({**SECRETAIRE, "secretariat": "1,5"}, ["1,5", "secretariat=1.5"], id="of a plan that waits"),
        pytest.param({**LYCEENNE, "age": 16.0}, ["16\u00a0ans", "age=16"], id="of a pupil"),
        pytest.param(
            {**EN_POSTE, "mois-en-poste": 13}, ["13\u00a0mois", "mois-en-poste=13"], id="of a delay that runs"
        ),
    ],
)
def test_no_answer_is_in_what_is_kept(nothing_kept, client, shelf, answers, shown):
    page = client.get(link(RESULT, answers)).text
    kept = repr([_kept_of(shelf, name) for name in KEPT])
    for name in KEPT:
        assert _kept_of(shelf, name)
    for text in shown:
        assert text in page
        assert text not in kept
        assert text.replace("\u00a0", " ") not in kept


def test_no_address_with_answers_is_in_what_is_kept(nothing_kept, real_rules, client, shelf):
    for answers in made_up(real_rules, 30, seed=22):
        client.get(link(RESULT, answers))
    kept = repr([_kept_of(shelf, name) for name in KEPT])
    for question in real_rules.questions:
        assert f"{question.code}=" not in kept


def test_what_is_full_is_emptied(nothing_kept, real_rules, client, shelf, monkeypatch):
    monkeypatch.setattr(shapes, "MOST_PIECES", 20)
    address = link(RESULT, BACHELIERE)
    page = client.get(address).content
    for answers in made_up(real_rules, 5, seed=23):
        client.get(link(RESULT, answers))
        assert len(_kept_of(shelf)) <= 20
    assert client.get(address).content == page


def test_nothing_is_kept_where_templates_change(nothing_kept, client, shelf, settings):
    settings.DEBUG = True
    client.get(link(RESULT, BACHELIERE))
    assert not _kept_of(shelf)
    assert not _kept_of(shelf, "shapes")
