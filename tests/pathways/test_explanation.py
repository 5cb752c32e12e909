"""Why a route is open or closed for one person, as its page tells it."""

from datetime import date

import pytest

from careers.citations import Citations
from careers.editions import decode
from pathways.engine.assessment import assess
from pathways.engine.questionnaire import Questionnaire
from pathways.explanation import Explainer
from tests.pathways.engine.test_plan import person

ROUTES = "/metiers/assistant-medical/voies/"


@pytest.fixture(scope="module")
def questionnaire(real_rules):
    return Questionnaire(real_rules)


@pytest.fixture
def explained(questionnaire, career_part):
    def explain(someone, route):
        assessed = assess(questionnaire, someone, date(2026, 11, 21)).by_route[route]
        return Explainer(questionnaire.rules, career_part, someone, Citations(career_part)).explain(assessed)

    return explain


@pytest.fixture
def career_part(real_pages):
    return decode(real_pages.document)[1]["career"]


def test_an_open_case_comes_first_with_its_answers(explained):
    first = explained(person(niveau="bac-pro", employeur="promesse"), "cqp").cases[0]

    assert first.met == "Oui"
    assert [(each.met, each.answer) for each in first.criteria] == [
        ("Oui", "Bac professionnel, ou titre professionnel de niveau bac")
    ]


def test_in_an_and_rule_the_culprit_is_exact(explained):
    cases = explained(person(niveau="cap-bep", secretariat=1), "cqp").cases
    both = next(case for case in cases if len(case.criteria) == 2 and not case.is_doubtful)

    assert [(each.met, each.answer) for each in both.criteria] == [("Non", "1 an"), ("Oui", "CAP ou BEP")]


def test_what_one_does_not_know_is_neither_yes_nor_no(explained):
    (first, *_) = explained(person(niveau="ne-sait-pas"), "cqp").cases

    assert (first.met, first.criteria[0].met) == ("À savoir", "À savoir")


def test_can_enter_is_explained_by_the_way_in(explained):
    (first,) = explained(person(niveau="bac-pro"), "embauche").cases

    assert first.criteria[0].within[0].criteria[0].answer.startswith("Bac professionnel")


def test_a_way_in_that_is_doubtful_is_to_check_and_never_a_yes(explained):
    (case,) = explained(person(secretariat=1), "embauche").cases

    assert (case.met, case.criteria[0].met) == ("À vérifier", "À vérifier")
    assert {within.met for within in case.criteria[0].within} == {"À vérifier"}


def test_a_needless_route_says_only_that(explained):
    found = explained(person("deas"), "cqp")

    assert found.unneeded.startswith("Votre diplôme d'État de soignant suffit")
    assert found.cases == ()


def test_the_page_of_a_route_explains_it_to_those_who_answered(client, real_pages):
    page = client.get(f"{ROUTES}cqp/?diplomes=aucun&niveau=cap-bep&secretariat=1")

    assert "Pour vous" in page.content.decode()
    assert "AP-HP, affaires juridiques, 2023" in page.content.decode().split("Pour vous")[-1].split("</section>")[0]
    assert "noindex" in page.content.decode()
    assert "private" in page["Cache-Control"]


def test_the_page_of_a_route_is_the_same_for_everybody_else(client, real_pages):
    page = client.get(f"{ROUTES}cqp/")

    assert "Pour vous" not in page.content.decode()
    assert "noindex" not in page.content.decode()
