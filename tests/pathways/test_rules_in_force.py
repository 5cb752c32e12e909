"""What rules name follows the facts of the day: lengths, thresholds, deadlines, and the facts told beside them."""

from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace

from careers.document import Figure
from careers.in_force import standing_on
from pathways.engine.rules import AtLeast, Clock, Deadline, LessThan, Quantity, Rules
from pathways.rules_in_force import rules_in_force
from tests.careers.documents import a_career, a_claim
from tests.pathways.engine.builders import case, number, route, training

WRITTEN = date(2026, 11, 22)
DAY = date(2025, 6, 1)


def said(name, value, unit, high=None):
    low = None if value is None else Decimal(value)
    return Figure(name=name, label="", unit=unit, low=low, high=Decimal(high if high is not None else value or 0))


def rules_of(*cases, deadlines=(), **fields) -> Rules:
    learnt = replace(training("cqp", *(cases or (case("ouvert"),))), **fields)
    return Rules(
        questions=(number("secretariat"), number("mois-en-poste", unit="mois")),
        to_dos=(),
        trainings=(learnt,),
        routes=(route("cqp", trainings=["cqp"]),),
        deadlines=deadlines,
    )


def followed(rules, *claims, on=DAY) -> Rules:
    standing = standing_on(a_career(*claims), on, WRITTEN)
    return rules_in_force(rules, on, standing.career, standing.in_place_of)


def handed_over(*older, **fields):
    """A fact in force since 2026, and the one it replaced, with these figures."""
    return (
        a_claim("new", valid_from="2026-01-01", **fields),
        a_claim("old", standing="superseded", superseded_by="new", figures=older),
    )


@pytest.mark.parametrize(
    ("older", "expected"),
    [
        pytest.param(
            [said("semaines", 41, "weeks"), said("heures", 384, "hours")],
            Quantity(figure="old/heures", unit="hours", low=384, high=384),
            id="the-figure-of-the-same-name",
        ),
        pytest.param(
            [said("duree", 384, "hours")], Quantity(figure="old/duree", unit="hours", low=384, high=384), id="alone"
        ),
        pytest.param(
            [said("heures", None, "hours", high=400)],
            Quantity(figure="old/heures", unit="hours", low=None, high=400),
            id="an-open-end",
        ),
        pytest.param([said("semaines", 41, "weeks"), said("mois", 11, "months")], None, id="neither-by-name-nor-alone"),
        pytest.param([], None, id="nobody-said-it"),
    ],
)
def test_a_length_follows_its_fact(older, expected):
    rules = rules_of(hours=Quantity(figure="new/heures", unit="hours", low=279, high=279))

    assert followed(rules, *handed_over(*older)).training("cqp").hours == expected
    assert followed(rules, *handed_over(*older), on=WRITTEN) is rules


def test_years_of_a_fact_are_months_of_a_length():
    rules = rules_of(months=Quantity(figure="new/mois", unit="months", low=36, high=36))

    months = followed(rules, *handed_over(said("ans", 2, "years", high=3))).training("cqp").months

    assert months == Quantity(figure="old/ans", unit="months", low=24, high=36)


@pytest.mark.parametrize("kind", [AtLeast, LessThan])
@pytest.mark.parametrize(
    ("question", "figure", "threshold"),
    [
        pytest.param("secretariat", said("annees", 2, "years"), 2, id="years-for-years"),
        pytest.param("mois-en-poste", said("annees", 2, "years"), 24, id="years-for-months"),
        pytest.param("mois-en-poste", said("annees", 6, "months"), 6, id="months-for-months"),
    ],
)
def test_a_threshold_follows_its_fact(kind, question, figure, threshold):
    criterion = kind(question=question, threshold=36, figure="new/annees")

    (found,) = followed(rules_of(case("ouvert", criterion)), *handed_over(figure)).all_cases()["ouvert"].criteria

    assert found == kind(question=question, threshold=threshold, figure="old/annees")


def test_a_threshold_no_fact_says_is_the_rules_own():
    criteria = (
        AtLeast(question="secretariat", threshold=3, figure="new/annees"),
        AtLeast(question="secretariat", threshold=1),
    )

    assert followed(rules_of(case("ouvert", *criteria)), *handed_over()).all_cases()["ouvert"].criteria == criteria


@pytest.mark.parametrize(
    ("older", "months"),
    [
        pytest.param([said("annees", 3, "years")], [36], id="three-years"),
        pytest.param([], [], id="nobody-says-how-long"),
    ],
)
def test_a_deadline_follows_its_fact_or_is_none(older, months):
    deadline = Deadline(
        code="delai",
        name="Le délai",
        kind=Clock.OBTAIN,
        clock="mois-en-poste",
        months=Quantity(figure="new/annees", unit="months", low=24, high=24),
        cases=(case("en-poste"),),
    )

    found = followed(rules_of(deadlines=(deadline,)), *handed_over(*older)).deadlines

    assert [each.months.low for each in found] == months


def test_facts_told_beside_a_rule_follow_too():
    rules = rules_of(case("ouvert", claims=("new", "other")), claims=("gone", "new"), rhythm="new", cost="gone")

    found = followed(rules, *handed_over(), a_claim("other"), a_claim("gone", valid_from="2026-06-01")).training("cqp")

    assert (found.claims, found.rhythm, found.cost) == (("old",), "old", "")
    assert found.cases[0].claims == ("old", "other")


def test_a_length_whose_fact_is_over_is_unknown():
    rules = rules_of(hours=Quantity(figure="fait/heures", unit="hours", low=279, high=279))
    ended = a_claim("fait", valid_until="2025-05", figures=(said("heures", 279, "hours"),))

    assert followed(rules, ended).training("cqp").hours is None
    assert followed(rules, ended, on=date(2025, 5, 31)).training("cqp").hours is not None


@pytest.mark.parametrize(("on", "cases"), [(date(2025, 12, 31), ["ancien"]), (date(2026, 1, 1), ["nouveau"])])
def test_only_the_cases_of_the_day_are_left(on, cases):
    rules = rules_of(
        replace(case("ancien"), valid_until=date(2025, 12, 31)), replace(case("nouveau"), valid_from=date(2026, 1, 1))
    )

    assert [one.code for one in followed(rules, a_claim("fait"), on=on).training("cqp").cases] == cases
