"""Classes of answers: alike is who meets the same criteria; who has not answered, or does not know, is like nobody."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.engine import classes
from pathways.engine.classes import Classes
from pathways.engine.evaluation import holds
from pathways.engine.rules import UNKNOWN
from tests.pathways.engine import brute_force
from tests.pathways.engine.builders import any_of, at_least, less_than, none_of
from tests.pathways.engine.random_rules import atoms, on_random_rules, small_questions

CRITERIA = [
    any_of("level", "bac", "bac-pro"),
    none_of("level", "none"),
    at_least("years", 3),
    less_than("years", 1.5),
    any_of("diplomas", "nurse", "carer"),
]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        pytest.param({"level": "bac"}, {"level": "bac-pro"}, True, id="options-named-together"),
        pytest.param({"level": "cap"}, {"level": "bac"}, False, id="options-one-criterion-tells-apart"),
        pytest.param({"level": "none"}, {"level": "cap"}, False, id="options-a-none-of-tells-apart"),
        pytest.param({"years": 1.5}, {"years": 2.5}, True, id="numbers-between-two-thresholds"),
        pytest.param({"years": 2.5}, {"years": 3.0}, False, id="numbers-on-both-sides"),
        pytest.param({"diplomas": ("nurse",)}, {"diplomas": ("carer", "other")}, True, id="choices-of-one-group"),
        pytest.param({"diplomas": ("other",)}, {"diplomas": ("nurse", "other")}, False, id="choices-of-two-groups"),
        pytest.param({}, {"age": 17.0}, True, id="a-question-no-criterion-is-about"),
        pytest.param({}, {"level": UNKNOWN}, False, id="not-answered-is-not-unknown"),
        pytest.param({"level": UNKNOWN}, {"level": "cap"}, False, id="unknown-is-not-an-answer"),
    ],
)
def test_who_is_alike(one, other, alike):
    found = Classes(CRITERIA)
    assert (found.of(one) == found.of(other)) is alike


@on_random_rules
@given(small_questions().flatmap(lambda some: st.tuples(st.just(some), st.lists(atoms(some), max_size=5))))
def test_alike_is_who_meets_the_same_criteria(drawn):
    questions, criteria = drawn
    for question in questions:
        mine = [criterion for criterion in criteria if criterion.question == question.code]
        found = Classes(criteria)
        people = [
            (found.of({question.code: answer}), [holds(criterion, answer) for criterion in mine])
            for answer in brute_force.answers_to(question)
        ]
        for (number, met), (other_number, other_met) in combinations(people, 2):
            assert (number == other_number) is (met == other_met)


def test_any_number_of_answers_takes_bounded_memory(monkeypatch):
    monkeypatch.setattr(classes, "MOST_VALUES", 50)
    found = Classes([at_least("years", 3)])
    below, above = found.of({"years": 0.0}), found.of({"years": 3.0})
    for tenths in range(1000):
        assert found.of({"years": tenths / 10}) == (below if tenths < 30 else above)
        assert found.values_kept <= 50
