"""Neutral rules: what is exported says what the tree says, what is imported says what was written."""

import argparse
import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pathways.engine.evaluation import Evaluation
from pathways.engine.questionnaire import Questionnaire
from tests.pathways.engine import brute_force
from tests.pathways.engine.builders import any_of, can_enter, case, number, one, route, rules, several, training
from tests.pathways.engine.random_rules import on_random_rules, small_rules
from tools.bench import neutral
from tools.bench.evaluate import evaluated, proved
from tools.bench.growth import made_up, measured
from tools.bench.timing import digest


def by_the_tree(rules, answers):
    evaluation = Evaluation(rules, answers)
    return "".join(neutral.digit(evaluation.route(route).bounds.low) for route in rules.routes)


def by_the_table(questionnaire, profile):
    return "".join(neutral.digit(standing.verdict) for standing in questionnaire.table.standings(profile))


@on_random_rules
@given(small_rules(), st.booleans())
def test_exported_and_imported_again_rules_give_the_same_verdicts(known, whole_questions):
    try:
        document = json.loads(json.dumps(neutral.exported(known, whole_questions=whole_questions)))
    except neutral.NotNeutral:
        assume(False)
    again = Questionnaire(neutral.imported(document))
    for answers in brute_force.Everybody(known).profiles:
        profile = neutral.profile(known, answers, whole_questions=whole_questions)
        expected = by_the_tree(known, answers)
        assert neutral.verdicts(document, profile) == expected
        assert by_the_table(again, profile) == expected


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        pytest.param([training("t", case("c", can_enter("t"))), route("r", trainings=["t"])], "t", id="circle"),
        pytest.param([route("r", case("c"))], "question", id="nothing-to-ask"),
    ],
)
def test_rules_that_can_t_be_written_so_are_refused(parts, said):
    with pytest.raises(neutral.NotNeutral, match=said):
        neutral.exported(rules(*parts))


def test_what_no_criterion_tells_apart_is_merged():
    known = rules(
        one("level", "none", "bac"),
        several("diplomas", "nurse", "carer", "other", alone=["none"]),
        number("years", high=10),
        route("r", case("c", any_of("diplomas", "nurse", "carer"), any_of("level", "bac"))),
    )
    assert neutral.exported(known)["questions"] == [
        {"id": "level", "options": ["level_none", "level_bac"]},
        {"id": "diplomas_nurse", "options": ["oui", "non"]},
    ]


QUESTIONS = [{"id": "a", "options": ["x", "y", "z"]}, {"id": "b", "options": ["x", "y"]}]
A, B = ["in", "a", ["x", "y"]], ["in", "b", ["x"]]


@pytest.mark.parametrize(
    "formula",
    [
        pytest.param(A, id="in"),
        pytest.param(["not", A], id="not-in"),
        pytest.param(["and", A, ["or", B, ["in", "a", ["y"]]]], id="or-within-and"),
        pytest.param(["not", ["and", A, ["or", B, ["in", "a", ["y"]]]]], id="not-and"),
        pytest.param(["or", ["not", ["or", A, B]], ["and", A, B]], id="not-or-within-or"),
        pytest.param(["not", ["not", ["fact", "both"]]], id="fact"),
        pytest.param(["and", ["not", ["fact", "both"]], ["fact", "first"]], id="not-a-fact"),
    ],
)
def test_imported_rules_mean_what_was_written(formula):
    facts = {"first": A, "both": ["and", ["fact", "first"], ["not", B]]}
    routes = [{"id": "r", "ouverte": formula, "sous_condition": ["or", formula, B]}]
    document = {"questions": QUESTIONS, "facts": facts, "routes": routes}
    questionnaire = Questionnaire(neutral.imported(document))
    for a in "xyz":
        for b in "xy":
            assert by_the_table(questionnaire, {"a": a, "b": b}) == neutral.verdicts(document, {"a": a, "b": b})


REAL = pytest.mark.parametrize("by", ["table", "tree"])


@REAL
def test_the_engine_is_timed_on_what_the_rules_say(real_rules, by):
    document = neutral.exported(real_rules)
    people = [
        {each["id"]: each["options"][turn % len(each["options"])] for each in document["questions"]}
        for turn in range(9)
    ]
    given = argparse.Namespace(mode="full", by=by, seconds=0.01)
    found = evaluated(neutral.imported(document), people, given)
    assert found["digest"] == digest(neutral.verdicts(document, person) for person in people)
    assert found["evals"] > 0


def test_the_real_rules_are_proved(real_rules):
    found = proved(neutral.imported(neutral.exported(real_rules)))
    assert found["every_question_matters"]
    assert found["profiles"] > 20_000
    assert found["whole_seconds"] > found["seconds"] > 0


def test_made_up_rules_grow(monkeypatch):
    monkeypatch.setattr("tools.bench.growth.PEOPLE", 20)
    *_, small = measured(made_up(2, 4))
    *_, large = measured(made_up(4, 6))
    assert 1 < small["profiles"] < large["profiles"]
    assert small["whole_seconds"] > 0


def test_made_up_rules_too_large_to_prove_are_measured_still(monkeypatch):
    monkeypatch.setattr("tools.bench.growth.PEOPLE", 20)
    *_, found = measured(made_up(60, 16))
    assert "profils à distinguer" in found["refused"]
    assert found["first_us"] > 0
