"""No number leaves to the unit, and none under five can be worked out of the others."""

from datetime import date, timedelta
from itertools import product

import pytest

from pathways.statistics import charts, storage
from pathways.statistics.marks import Mark
from pathways.statistics.storage import Key
from pathways.statistics.totals import Amount, Totals, amount, ended_days, months, totals
from tests.pathways.engine.builders import any_of, at_least, case, number, one, route, rules, training

DAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("exact", "rounded", "words"),
    [
        (0, 0, "moins de 5"),
        (1, 0, "moins de 5"),
        (4, 0, "moins de 5"),
        (5, 5, "5"),
        (9, 5, "5"),
        (10, 10, "10"),
        (1339, 1335, "1\u202f335"),
    ],
)
def test_amounts_are_rounded_and_small_ones_hidden(exact, rounded, words):
    assert amount(exact) == Amount(rounded)
    assert (amount(exact).is_hidden, amount(exact).words) == (exact < 5, words)


@pytest.mark.parametrize("others", [0, 1, 2])
def test_hidden_part_cannot_be_worked_out_of_the_whole_and_the_other_parts(others):
    """Whatever is shown of a whole and of a part, what a hidden part may be is never one number only."""
    may_be: dict[tuple[Amount, Amount], set[int]] = {}
    for part in range(30):
        for hidden, *rest in product(range(5), repeat=1 + others):
            shown = amount(part + hidden + sum(rest)), amount(part)
            may_be.setdefault(shown, set()).add(hidden)

    assert {shown: hidden for shown, hidden in may_be.items() if len(hidden) < 2} == {}


def test_number_that_grows_by_one_seldom_moves():
    """Who reads the totals every day does not read off what the person of one day answered."""
    moves = [amount(exact) != amount(exact + 1) for exact in range(5, 105)]

    assert sum(moves) == len(moves) // 5


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [(Amount(5), Amount(20), 25.0), (Amount(0), Amount(20), 0.0), (Amount(5), Amount(0), 0.0),
     (Amount(25), Amount(20), 100.0)],
)  # fmt: skip
def test_shares_are_of_rounded_numbers(part, whole, share):
    assert part.share_of(whole) == share


def test_sum_of_several_codes_is_rounded_once():
    counted = Totals(DAY, DAY, {Mark("verdict", "cqp", "open"): 4, Mark("verdict", "cqp", "conditional"): 4})

    assert counted.of("verdict", "cqp", "open") == Amount(0)
    assert counted.of("verdict", "cqp", "open", "conditional") == Amount(5)


@pytest.mark.django_db
def test_public_totals_end_yesterday():
    storage.add({Key(DAY - timedelta(days=n), "metier", Mark("finished")): 10 for n in range(3)})

    found = ended_days("metier", DAY)

    assert (found.since, found.until, found.finished) == (DAY - timedelta(days=2), DAY - timedelta(days=1), Amount(20))


@pytest.mark.parametrize(
    ("since", "until", "begins", "finished"),
    [
        pytest.param(None, DAY, DAY - timedelta(days=2), 30, id="always"),
        pytest.param(DAY, DAY, DAY, 10, id="one-day"),
        pytest.param(DAY - timedelta(days=300), DAY, DAY - timedelta(days=2), 30, id="before-the-first"),
        pytest.param(None, DAY - timedelta(days=3), None, 0, id="nothing-then"),
    ],
)
@pytest.mark.django_db
def test_totals_of_a_period(since, until, begins, finished):
    storage.add({Key(DAY - timedelta(days=n), "metier", Mark("finished")): 10 for n in range(3)})

    found = totals("metier", since=since, until=until)

    assert (found.since, found.until, found.finished) == (begins, until, Amount(finished))


@pytest.mark.django_db
def test_months_are_rounded_too():
    storage.add({Key(date(2026, 10, 5), "metier", Mark("finished")): 12, Key(DAY, "metier", Mark("finished")): 4})

    assert months("metier") == [(date(2026, 10, 1), Amount(10)), (date(2026, 11, 1), Amount(0))]


# --- As tables --------------------------------------------------------------------------------------------------------

RULES = rules(
    one("niveau", "bac", "aucun", unknown=True),
    number("annees", unknown=True),
    number("age"),
    training("cours", case("cours-bac", any_of("niveau", "bac"), at_least("annees", 3))),
    route("voie", trainings=["cours"]),
    route("detour", trainings=["cours"]),
)
COUNTED = Totals(
    DAY,
    DAY,
    {
        Mark("finished"): 101,
        Mark("best", "", "open"): 58,
        Mark("best", "", "closed"): 3,
        Mark("verdict", "voie", "open"): 30,
        Mark("verdict", "voie", "conditional"): 22,
        Mark("verdict", "voie", "closed"): 49,
        Mark("closing", "", "niveau"): 21,
        Mark("closing", "", "annees"): 42,
        Mark("closing", "", "age"): 4,
        Mark("closing", "voie", "niveau"): 20,
        Mark("answer", "niveau"): 101,
        Mark("answer", "niveau", "bac"): 79,
        Mark("answer", "niveau", "ne-sait-pas"): 21,
        Mark("answer", "niveau", "disparu"): 40,
        Mark("answer", "annees"): 50,
        Mark("answer", "annees", "0-2"): 8,
        Mark("answer", "annees", "3-"): 20,
        Mark("answer", "annees", "ne-sait-pas"): 19,
        Mark("unmet", "cours-bac", "niveau"): 11,
        Mark("unmet", "cours-bac", "annees"): 27,
        Mark("unmet", "cours-bac", "_entry"): 6,
        Mark("unmet", "cours-bac", "disparue"): 90,
    },
)


def shown(rows):
    return [(row.label, row.words, row.share) for row in rows]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            charts.found(COUNTED)[1:2] + charts.found(COUNTED)[-1:],
            [("Au moins une voie ouverte", "55", 55.0), ("Aucune voie ouverte", "moins de 5", 0.0)],
            id="found",
        ),
        pytest.param(
            charts.ways_in(RULES, COUNTED),
            [("Voie voie", "50", 50.0), ("Voie detour", "moins de 5", 0.0)],
            id="ways-in",
        ),
        pytest.param(
            charts.verdicts("voie", COUNTED),
            [
                ("Ouverte", "30", 30.0),
                ("Ouverte après une démarche", "20", 20.0),
                ("À vérifier", "moins de 5", 0.0),
                ("Pas ouverte", "45", 45.0),
                ("Inutile", "moins de 5", 0.0),
            ],
            id="verdicts",
        ),
        pytest.param(
            charts.closing(RULES, COUNTED),
            [("Votre réponse à annees", "40", 40.0), ("Votre réponse à niveau", "20", 20.0)],
            id="what-closes-most-comes-first",
        ),
        pytest.param(
            charts.closing(RULES, COUNTED, RULES.route("voie")),
            [("Votre réponse à niveau", "20", 20.0)],
            id="what-closes-a-route",
        ),
        pytest.param(
            charts.unknown(RULES, COUNTED),
            [("Votre réponse à annees", "30 % (15)", 30.0), ("Votre réponse à niveau", "20 % (20)", 20.0)],
            id="where-most-do-not-know-comes-first",
        ),
        pytest.param(
            charts.answers(RULES, RULES.question("niveau"), COUNTED),
            [
                ("Réponse bac", "75", 75.0),
                ("Réponse aucun", "moins de 5", 0.0),
                ("Je ne sais pas", "20", 20.0),
            ],
            id="answers-the-rules-have-today",
        ),
        pytest.param(
            charts.answers(RULES, RULES.question("annees"), COUNTED),
            [
                ("Moins de 2 ans", "5", 10.0),
                ("Moins de 3 ans", "moins de 5", 0.0),
                ("3 ans ou plus", "20", 40.0),
                ("Je ne sais pas", "15", 30.0),
            ],
            id="bands-of-today-and-of-another-day",
        ),
        pytest.param(
            charts.answers(RULES, RULES.question("age"), COUNTED), [("Un nombre", "moins de 5", 0.0)], id="no-band"
        ),
        pytest.param(
            charts.unmet(RULES, "cours-bac", COUNTED),
            [
                ("Votre réponse à annees", "25", 25.0),
                ("Votre réponse à niveau", "10", 10.0),
                ("Pouvoir entrer dans une formation", "5", 5.0),
            ],
            id="criteria-not-met",
        ),
        pytest.param(
            charts.by_month([(date(2026, 10, 1), Amount(50)), (date(2026, 11, 1), Amount(100))]),
            [("octobre 2026", "50", 50.0), ("novembre 2026", "100", 100.0)],
            id="by-month",
        ),
    ],
)
def test_tables(rows, expected):
    assert shown(rows) == expected


def test_band_between_two_thresholds_is_said_in_words():
    question = number("annees", unit="ans", unknown=True)
    made = rules(question, training("cours", case("a", at_least("annees", 0.5)), case("b", at_least("annees", 2))))

    labels = [row.label for row in charts.answers(made, question, Totals(None, DAY))]

    assert labels == ["Moins de 6 mois", "De 6 mois à moins de 2 ans", "2 ans ou plus", "Je ne sais pas"]
