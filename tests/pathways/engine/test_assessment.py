"""What is said of a person: only what closes a route closes it, only what one must know is asked for."""

from datetime import date

import pytest
from msgspec.structs import replace

from pathways.engine.assessment import assess
from pathways.engine.questionnaire import Questionnaire
from pathways.engine.rules import Quantity
from tests.pathways.engine.builders import any_of, case, deadline, number, one, route, rules, training
from tests.pathways.engine.test_plan import person

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def questionnaire(real_rules):
    return Questionnaire(real_rules)


def test_an_unknown_answer_closes_nothing(questionnaire):
    found = assess(questionnaire, {"situation": "cdi", "niveau": "ne-sait-pas"}, TODAY).by_route["bac-d-abord"]

    assert [reason.text for reason in found.because] == ["Votre situation : en CDI, dans le privé."]


def test_what_changes_nothing_need_not_be_known(questionnaire):
    someone = person(niveau="ne-sait-pas")
    found = assess(questionnaire, someone, TODAY)

    assert found.by_route["dei-fae"].missing == ()
    assert [missing.where_to_find != "" for missing in found.by_route["cqp"].missing] == [True]


@pytest.mark.parametrize(
    ("low", "high", "months_left"),
    [
        pytest.param(24, 24, 14, id="one-value"),
        pytest.param(None, 24, 14, id="at-most"),
        pytest.param(12, 24, 2, id="the-shorter-end-counts"),
    ],
)
def test_months_left(low, high, months_left):
    limit = deadline("limit", "months", 24, case("hired", any_of("employer", "yes")))
    made = rules(
        one("employer", "no", "yes"),
        number("months", high=120, unit="mois"),
        replace(limit, months=Quantity(figure="", unit="months", low=low, high=high)),
        training("course", case("hired-entry", any_of("employer", "yes"))),
        route("way", trainings=["course"]),
    )

    (running,) = assess(Questionnaire(made), {"employer": "yes", "months": 10.0}, TODAY).deadlines

    assert running.months_left == months_left


def test_rules_of_another_day(questionnaire, real_rules):
    """A case that begins tomorrow opens nothing today."""
    made = rules(
        one("level", "none", "bac"),
        training("course", replace(case("bac", any_of("level", "bac")), valid_from=date(2027, 1, 1))),
        route("way", trainings=["course"]),
    )

    def verdict(day):
        return assess(Questionnaire(made.on(day)), {"level": "bac"}, day).by_route["way"].verdict.code

    assert verdict(date(2026, 12, 31)) == "closed"
    assert verdict(date(2027, 1, 1)) == "open"
