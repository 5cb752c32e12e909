"""Classes of answers: alike is who meets the same criteria; who has not answered, or does not know, is like nobody."""

from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.engine import classes
from pathways.engine.answers import Value
from pathways.engine.classes import Classes
from pathways.engine.evaluation import holds
from pathways.engine.rules import UNKNOWN
from tests.pathways.engine import brute_force
from tests.pathways.engine.builders import any_of, at_least, less_than, none_of, number, one, several
from tests.pathways.engine.random_rules import atoms, on_random_rules, small_questions

QUESTIONS = [
    one("level", "none", "cap", "bac", "bac-pro"),
    number("years", step=0.5),
    several("diplomas", "nurse", "carer", "other"),
    number("age"),
]
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
    found = Classes(QUESTIONS, CRITERIA)
    assert (found.of(one) == found.of(other)) is alike


@on_random_rules
@given(small_questions().flatmap(lambda some: st.tuples(st.just(some), st.lists(atoms(some), max_size=5))))
def test_alike_is_who_meets_the_same_criteria(drawn):
    questions, criteria = drawn
    for question in questions:
        mine = [criterion for criterion in criteria if criterion.question == question.code]
        found = Classes(questions, criteria)
        people = [
            (found.of({question.code: answer}), [holds(criterion, answer) for criterion in mine])
            for answer in brute_force.answers_to(question)
        ]
        for (alike, met), (other_alike, other_met) in combinations(people, 2):
            assert (alike == other_alike) is (met == other_met)


def test_any_number_of_answers_takes_bounded_memory(monkeypatch):
    monkeypatch.setattr(classes, "MOST_VALUES", 50)
    found = Classes(QUESTIONS, [at_least("years", 3)])
    below, above = found.of({"years": 0.0}), found.of({"years": 3.0})
    for tenths in range(1000):
        assert found.of({"years": tenths / 10}) == (below if tenths < 30 else above)
        assert found.values_kept <= 50


def test_more_classes_than_there_can_be_are_refused():
    """What is no answer at all never takes the number of one that is."""
    found = Classes([one("q", "a")], [any_of("q", "a"), any_of("q", "b"), any_of("q", "c")])
    strange: list[Value] = ["a", "b", "c", ("a", "b")]
    assert len({found.of({"q": answer}) for answer in strange}) == 4
    with pytest.raises(ValueError, match="is no answer to q"):
        found.of({"q": ("b", "c")})


def test_no_two_classes_share_a_number():
    """Digits of neighbouring questions never run into each other, whatever is missing or unknown."""
    found = Classes(QUESTIONS, CRITERIA)
    people = [
        {code: answer for code, answer in zip(("level", "years", "diplomas"), some, strict=True) if answer is not None}
        for some in product(
            ("none", "cap", "bac", UNKNOWN, None),
            (0.0, 2.0, 3.0, UNKNOWN, None),
            (("nurse",), ("other",), UNKNOWN, None),
        )
    ]
    assert len({found.of(person) for person in people}) == len(people) == 100
