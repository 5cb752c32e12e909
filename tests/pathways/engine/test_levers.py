"""What would change the answer: changes that really do, none of them useless or impossible."""

import random
from datetime import date

import pytest

from pathways.engine.assessment import assess
from pathways.engine.levers import MOST_LEVERS, levers
from pathways.engine.proof import whole_space
from pathways.engine.questionnaire import Questionnaire
from pathways.engine.rules import Verdict
from tests.pathways.engine.test_plan import person


@pytest.fixture(scope="module")
def questionnaire(real_rules):
    return Questionnaire(real_rules)


@pytest.fixture(scope="module")
def people(real_rules):
    """Some of all people the rules tell apart, always the same."""
    space = whole_space(real_rules)
    return [space.sample(number) for number in random.Random(1).sample(range(space.size), 60)]


def levers_of(questionnaire, someone):
    return levers(questionnaire.outcomes, assess(questionnaire, someone, date(2026, 11, 21)))


@pytest.mark.parametrize(
    ("someone", "sentence"),
    [
        pytest.param(
            person(niveau="bac-general"),
            "Si vous aviez un employeur prêt à vous embaucher, ces voies seraient ouvertes : "
            "« CQP en alternance » et « L'embauche d'abord ».",
            id="find-an-employer",
        ),
        pytest.param(
            person(niveau="cap-bep", secretariat=1),
            "Si vous aviez au moins 3 ans de secrétariat médical à temps plein, "
            "ces voies s'ouvriraient sous condition : "
            "« CQP en alternance », « CQP avec allègements » et « L'embauche d'abord ».",
            id="two-years-more",
        ),
    ],
)
def test_best_lever(questionnaire, someone, sentence):
    assert levers_of(questionnaire, someone)[0].sentence(questionnaire.rules) == sentence


def test_every_lever_opens_what_it_says(questionnaire, people):
    for someone in people:
        found = levers_of(questionnaire, someone)
        assert len(found) <= MOST_LEVERS
        for lever in found:
            for route, verdict in lever.opens:
                assert questionnaire.outcomes.verdict(route.code, lever.answers) is verdict >= Verdict.CONDITIONAL
                assert questionnaire.outcomes.verdict(route.code, someone) < verdict


def test_nobody_is_told_to_hold_the_qualification_already(questionnaire, people):
    for someone in people:
        for lever in levers_of(questionnaire, someone):
            assert questionnaire.outcomes.qualified.values(lever.answers) != {Verdict.OPEN}


def test_nobody_gets_younger_or_leaves_school(questionnaire, people):
    for someone in people:
        for lever in levers_of(questionnaire, someone):
            assert lever.answers["age"] >= someone["age"]
            assert lever.answers["situation"] == someone["situation"]
