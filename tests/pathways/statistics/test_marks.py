"""What is counted of one questionnaire: each answer and each verdict by itself."""

from collections import Counter

import pytest

from pathways.engine.answers import read_texts
from pathways.engine.questionnaire import Questionnaire
from pathways.statistics.marks import Mark, bands, marks
from tests.pathways.engine.builders import (
    any_of,
    at_least,
    can_enter,
    case,
    less_than,
    number,
    one,
    route,
    rules,
    several,
    training,
)
from tests.pathways.visiting import PEOPLE

RULES = rules(
    one("niveau", "bac", "aucun", unknown=True),
    number("age"),
    several("diplomes", "cqp", "deas", alone=["rien"]),
    training("cours", case("cours-bac", any_of("niveau", "bac"), at_least("age", 18))),
    training("suite", case("suite-cours", can_enter("cours"), any_of("diplomes", "deas"))),
    route("voie", trainings=["cours"], not_needed=["acquis"]),
    route("detour", case("detour-jeune", less_than("age", 30)), trainings=["suite"], not_needed=["acquis"]),
    qualifies=[case("acquis", any_of("diplomes", "cqp"))],
)


def marked(**answers):
    counted = Counter(marks(Questionnaire(RULES), answers))
    assert set(counted.values()) == {1}  # nothing is counted twice of one person
    return set(counted)


def test_answers_are_counted_one_by_one():
    counted = marked(niveau="ne-sait-pas", age=17.0, diplomes=("cqp", "deas"))

    assert {mark for mark in counted if mark.kind == "answer"} == {
        Mark("answer", "niveau"),
        Mark("answer", "niveau", "ne-sait-pas"),
        Mark("answer", "age"),
        Mark("answer", "age", "0-18"),
        Mark("answer", "diplomes"),
        Mark("answer", "diplomes", "cqp"),
        Mark("answer", "diplomes", "deas"),
    }


@pytest.mark.parametrize(
    ("age", "band"),
    [(0, "0-18"), (17.5, "0-18"), (18, "18-30"), (29, "18-30"), (30, "30-"), (60, "30-")],
)
def test_numbers_are_counted_by_the_bands_that_rules_tell_apart(age, band):
    assert Mark("answer", "age", band) in marked(niveau="bac", age=float(age), diplomes=("rien",))


@pytest.mark.parametrize(
    ("question", "criteria", "expected"),
    [
        pytest.param(number("age"), [], ["0-"], id="no-rule-cuts"),
        pytest.param(number("age", low=14), [at_least("age", 14)], ["14-"], id="the-lowest-is-no-cut"),
        pytest.param(number("age"), [at_least("age", 70)], ["0-"], id="nobody-is-so-old"),
        pytest.param(number("ans", step=0.5), [at_least("ans", 1.5), less_than("ans", 3)],
                     ["0-1.5", "1.5-3", "3-"], id="halves"),
    ],
)  # fmt: skip
def test_bands(question, criteria, expected):
    made = rules(question, training("cours", *(case(f"cas-{n}", each) for n, each in enumerate(criteria))))

    assert bands(made, question) == expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        pytest.param(
            {"niveau": "bac", "age": 20.0, "diplomes": ("rien",)},
            {
                Mark("best", "", "open"),
                Mark("verdict", "voie", "open"),
                Mark("verdict", "detour", "closed"),
                Mark("closing", "detour", "diplomes"),
                Mark("closing", "", "diplomes"),
                Mark("unmet", "suite-cours", "diplomes"),
            },
            id="one-open-one-closed",
        ),
        pytest.param(
            {"niveau": "aucun", "age": 17.0, "diplomes": ("deas",)},
            {
                Mark("best", "", "closed"),
                Mark("verdict", "voie", "closed"),
                Mark("verdict", "detour", "closed"),
                Mark("closing", "voie", "niveau"),
                Mark("closing", "voie", "age"),
                Mark("closing", "detour", "niveau"),
                Mark("closing", "detour", "age"),
                Mark("closing", "", "niveau"),
                Mark("closing", "", "age"),
                Mark("unmet", "cours-bac", "niveau"),
                Mark("unmet", "cours-bac", "age"),
                Mark("unmet", "suite-cours", "_entry"),
            },
            id="the-training-it-leads-through-is-closed",
        ),
        pytest.param(
            {"niveau": "bac", "age": 40.0, "diplomes": ("deas",)},
            {
                Mark("best", "", "open"),
                Mark("verdict", "voie", "open"),
                Mark("verdict", "detour", "closed"),
                Mark("closing", "detour", "age"),
                Mark("closing", "", "age"),
                Mark("unmet", "detour-jeune", "age"),
            },
            id="the-route-s-own-entry",
        ),
        pytest.param(
            {"niveau": "ne-sait-pas", "age": 20.0, "diplomes": ("rien",)},
            {
                Mark("best", "", "to-check"),
                Mark("verdict", "voie", "to-check"),
                Mark("verdict", "detour", "closed"),
                Mark("closing", "detour", "diplomes"),
                Mark("closing", "", "diplomes"),
                Mark("unmet", "suite-cours", "diplomes"),
            },
            id="what-is-not-known-closes-nothing",
        ),
        pytest.param(
            {"diplomes": ("cqp",)},
            {
                Mark("best", "", "qualified"),
                Mark("verdict", "voie", "unneeded"),
                Mark("verdict", "detour", "unneeded"),
            },
            id="nothing-closes-what-nobody-needs",
        ),
    ],
)
def test_verdicts_and_what_closes(answers, expected):
    counted = marked(**answers)

    assert {mark for mark in counted if mark.kind not in {"answer", "finished"}} == expected
    assert Mark("finished") in counted


@pytest.mark.parametrize("profile", PEOPLE.values(), ids=PEOPLE)
def test_marks_of_the_real_rules_are_their_own_codes(real_rules, profile):
    texts = {code: value if isinstance(value, list) else [str(value)] for code, value in profile.items()}
    questionnaire = Questionnaire(real_rules)
    answers = questionnaire.path(read_texts(real_rules, texts).answers).answered
    counted = Counter(marks(questionnaire, answers))

    known = {question.code for question in real_rules.questions} | {route.code for route in real_rules.routes}
    known |= {"", *real_rules.all_cases()}
    assert {mark.subject for mark in counted} <= known
    assert set(counted.values()) == {1}
    assert {mark.subject for mark in counted if mark.kind == "verdict"} == {route.code for route in real_rules.routes}
    assert max(len(part) for mark in counted for part in mark) <= 60
