"""Profile spaces: who is told from whom, and criteria on sets of profiles against `holds` on each profile."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.engine.evaluation import holds
from pathways.engine.rules import UNKNOWN
from pathways.engine.space import Space
from tests.pathways.engine import brute_force
from tests.pathways.engine.builders import any_of, at_least, less_than, none_of, number, one, several
from tests.pathways.engine.random_rules import atoms, on_random_rules, small_questions


def profiles_of(questions):
    codes = [question.code for question in questions]
    return [dict(zip(codes, chosen, strict=True)) for chosen in product(*map(brute_force.answers_to, questions))]


@st.composite
def questions_and_atoms(draw):
    questions = draw(small_questions())
    return questions, draw(st.lists(atoms(questions), max_size=6))


@on_random_rules
@given(questions_and_atoms())
def test_every_profile_is_one_of_everyone(drawn):
    questions, criteria = drawn
    space = Space(questions, criteria)
    found = [space.given(profile) for profile in profiles_of(questions)]
    assert all(profile.bit_count() == 1 for profile in found)
    assert sum(set(found)) == space.everyone


@on_random_rules
@given(questions_and_atoms())
def test_meeting_is_whom_the_criterion_holds_for(drawn):
    questions, criteria = drawn
    space = Space(questions, criteria)
    for criterion in criteria:
        for profile in profiles_of(questions):
            met = space.meeting(criterion) & space.given(profile) != 0
            assert met is holds(criterion, profile[criterion.question])


@on_random_rules
@given(questions_and_atoms(), st.data())
def test_given_is_who_agrees(drawn, data):
    questions, criteria = drawn
    space = Space(questions, criteria)
    answers = {
        question.code: data.draw(st.sampled_from([*brute_force.answers_to(question), UNKNOWN]))
        for question in questions
        if data.draw(st.booleans())
    }
    agreeing = {space.given(profile) for profile in profiles_of(questions) if brute_force.agrees(profile, answers)}
    assert space.given(answers) == sum(agreeing)


@on_random_rules
@given(questions_and_atoms(), st.data())
def test_differing_is_whom_another_answer_brings_in_or_takes_out(drawn, data):
    questions, criteria = drawn
    space = Space(questions, criteria)
    everybody = profiles_of(questions)
    some = sum({space.given(profile) for profile in data.draw(st.lists(st.sampled_from(everybody), max_size=9))})
    for question in questions:
        expected = set()
        for profile in everybody:
            others = [{**profile, question.code: answer} for answer in brute_force.answers_to(question)]
            if len({bool(space.given(other) & some) for other in others}) == 2:
                expected.add(space.given(profile))
        assert space.differing(some, question.code) == sum(expected)


LEVEL = one("level", "none", "cap", "bac", "bac-pro", "more")
DIPLOMAS = several("diplomas", "nurse", "carer", "secretary", "other", alone=["none"])
YEARS = number("years", high=60, step=0.5)


@pytest.mark.parametrize(
    ("criteria", "classes"),
    [
        pytest.param([any_of("level", "bac")], [["none", "cap", "bac-pro", "more"], ["bac"]], id="named-or-not"),
        pytest.param(
            [any_of("level", "bac", "bac-pro", "more"), none_of("level", "bac-pro")],
            [["none", "cap"], ["bac", "more"], ["bac-pro"]],
            id="named-by-the-same-criteria",
        ),
        pytest.param(
            [any_of("level", "cap"), none_of("level", "cap")],
            [["none", "bac", "bac-pro", "more"], ["cap"]],
            id="a-criterion-and-its-contrary",
        ),
        pytest.param(
            [any_of("level", "none", "cap"), any_of("level", "bac", "bac-pro", "more")],
            [["none", "cap"], ["bac", "bac-pro", "more"]],
            id="every-option-is-named",
        ),
    ],
)
def test_options_of_one_choice_no_criterion_tells_apart_are_one_class(criteria, classes):
    (axis,) = Space([LEVEL], criteria).axes["level"]
    assert [list(options) for options in axis.members] == classes


@pytest.mark.parametrize(
    ("criteria", "groups"),
    [
        pytest.param([any_of("diplomas", "nurse", "carer")], [["nurse", "carer"]], id="the-others-have-no-group"),
        pytest.param(
            [any_of("diplomas", "nurse", "carer"), none_of("diplomas", "carer")],
            [["nurse"], ["carer"]],
            id="told-apart-by-a-second-criterion",
        ),
        pytest.param(
            [any_of("diplomas", "none", "other")], [["other"], ["none"]], id="an-exclusive-option-stays-by-itself"
        ),
    ],
)
def test_options_of_several_choices_no_criterion_tells_apart_are_one_group(criteria, groups):
    assert [list(axis.members[1]) for axis in Space([DIPLOMAS], criteria).axes["diplomas"]] == groups


@pytest.mark.parametrize(
    ("criteria", "cuts"),
    [
        pytest.param([at_least("years", 3)], (0, 3), id="one-threshold"),
        pytest.param([at_least("years", 3), less_than("years", 3)], (0, 3), id="both-sides-of-it"),
        pytest.param([less_than("years", 3), at_least("years", 0.5)], (0, 0.5, 3), id="in-order"),
        pytest.param([at_least("years", 2.2), at_least("years", 2.5)], (0, 2.5), id="off-the-half-years"),
        pytest.param([at_least("years", 0), less_than("years", -1)], (0,), id="nobody-is-below"),
        pytest.param([at_least("years", 60), at_least("years", 61)], (0, 60), id="nobody-is-above"),
    ],
)
def test_numbers_are_cut_at_answers_that_can_be_given(criteria, cuts):
    (axis,) = Space([YEARS], criteria).axes["years"]
    assert axis.samples == cuts


@pytest.mark.parametrize(("answer", "place"), [(0, 0), (2, 0), (2.5, 1), (3, 1), (60, 1)])
def test_class_of_a_number(answer, place):
    (axis,) = Space([YEARS], [at_least("years", 2.2)]).axes["years"]
    assert axis.class_of(answer) == place


def test_a_question_no_criterion_names_is_not_in_the_space():
    space = Space([LEVEL, YEARS], [at_least("years", 3)])
    assert list(space.axes) == ["years"]
    assert space.given({"level": "bac"}) == space.everyone
    assert space.differing(space.meeting(at_least("years", 3)), "level") == 0


def test_an_exclusive_option_is_told_from_an_option_no_criterion_names():
    space = Space([DIPLOMAS], [none := any_of("diplomas", "none")])
    assert space.given({"diplomas": ("none",)}) == space.meeting(none)
    assert not space.given({"diplomas": ("other",)}) & space.meeting(none)


def test_two_exclusive_options_are_told_apart():
    question = several("q", "a", alone=["none", "not-said"])
    space = Space([question], [none := any_of("q", "none")])
    assert space.given({"q": ("none",)}) & space.meeting(none)
    assert not space.given({"q": ("not-said",)}) & space.meeting(none)


def test_somebody_chooses_something_where_every_option_has_a_group():
    question = several("q", "a", "b")
    space = Space([question], [any_of("q", "a"), any_of("q", "b")])
    assert space.everyone.bit_count() == 3
    assert space.meeting(any_of("q", "a")) | space.meeting(any_of("q", "b")) == space.everyone
