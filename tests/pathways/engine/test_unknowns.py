""" "Je ne sais pas": both branches are computed, and one is told when it does not matter."""

import pytest

from pathways.engine.outcomes import Outcomes
from pathways.engine.rules import Verdict
from pathways.engine.unknowns import unknowns
from tests.pathways.engine.builders import any_of, at_least, case, number, one, route, rules, training

CLOSED, OPEN = Verdict.CLOSED, Verdict.OPEN
LEVEL = one("level", "none", "bac", "more", unknown=True)
YEARS = number("years", unknown=True)


def told(made, answers):
    return {unknown.question.code: unknown.branches for unknown in unknowns(made, Outcomes(made), answers)}


@pytest.fixture
def made():
    return rules(
        LEVEL,
        YEARS,
        training("course", case("bac", any_of("level", "bac", "more")), case("years", at_least("years", 3))),
        route("way", trainings=["course"]),
    )


def test_answers_that_give_the_same_are_told_together(made):
    (branches,) = told(made, {"level": "ne-sait-pas", "years": 0.0}).values()

    assert [(branch.said, [verdict for _, verdict in branch.verdicts]) for branch in branches] == [
        (("Réponse none",), [CLOSED]),
        (("Réponse bac", "Réponse more"), [OPEN]),
    ]


def test_numbers_are_told_as_ranges(made):
    (branches,) = told(made, {"level": "none", "years": "ne-sait-pas"}).values()

    assert [branch.said for branch in branches] == [("moins de 3 ans",), ("au moins 3 ans",)]


def test_an_unknown_that_does_not_matter_says_so(made):
    assert told(made, {"level": "bac", "years": "ne-sait-pas"}) == {"years": ()}


def test_known_answers_are_not_mentioned(made):
    assert told(made, {"level": "bac", "years": 2.0}) == {}


def test_two_unknowns_are_each_told_with_the_other_left_open(made):
    branches = told(made, {"level": "ne-sait-pas", "years": "ne-sait-pas"})

    assert [verdict for branch in branches["level"] for _, verdict in branch.verdicts] == [Verdict.TO_CHECK, OPEN]
