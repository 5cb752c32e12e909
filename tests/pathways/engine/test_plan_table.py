"""The plan table against the planner alone: the same plans for everybody, whoever was met first."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from pathways.engine.plan import Planner
from pathways.engine.plan_table import PlanTable
from pathways.engine.rules import Change, Grant, Kind
from tests.pathways.engine.builders import any_of, case, one, rules, several, training
from tests.pathways.engine.random_rules import answers_to, on_random_rules, small_rules


@st.composite
def rules_that_lead_somewhere(draw):
    """Random rules in which trainings and to-dos bring facts about, and answers change as they may."""
    made = draw(small_rules())
    grants = [
        Grant(question=question.code, option=option.code)
        for question in made.questions
        for option in question.options
        if not option.exclusive
    ]
    some = st.lists(st.sampled_from(grants), max_size=2).map(tuple) if grants else st.just(())
    changes = [change for change in Change if change is not Change.GROWS]
    return replace(
        made,
        questions=tuple(
            question if question.kind is Kind.NUMBER else replace(question, change=draw(st.sampled_from(changes)))
            for question in made.questions
        ),
        trainings=tuple(replace(training, grants=draw(some)) for training in made.trainings),
        to_dos=tuple(replace(to_do, grants=draw(some)) for to_do in made.to_dos),
    )


@on_random_rules
@given(
    rules_that_lead_somewhere().flatmap(lambda made: st.tuples(st.just(made), st.lists(answers_to(made), max_size=12)))
)
def test_whoever_was_met_before_the_plans_are_the_same(drawn):
    made, people = drawn
    table, crowded = PlanTable(made), PlanTable(made, most=2)
    for answers in (*people, *people):
        expected = Planner(made).plans(answers)
        for each in (table, crowded):
            assert each.plans(answers) == expected
        assert crowded.people_kept <= 2


def leading(question, *grants, also):
    """One training, and a goal that asks for the diploma it gives and one more thing."""
    course = replace(training("course", case("anybody")), grants=(Grant(question="diploma", option="goal"), *grants))
    diploma = several("diploma", "goal", "a", alone=("x",))
    questions = (diploma, question) if question else (diploma,)
    return rules(*questions, course, qualifies=[case("both", any_of("diploma", "goal"), also)])


@pytest.mark.parametrize(
    ("made", "one_person", "another"),
    [
        pytest.param(
            leading(None, also=any_of("diploma", "a", "x")),
            {"diploma": ("a",)},
            {"diploma": ("x",)},
            id="an exclusive option is lost",
        ),
        pytest.param(
            leading(
                one("level", "low", "middle", "high"),
                Grant(question="level", option="middle"),
                also=any_of("level", "low", "high"),
            ),
            {"diploma": (), "level": "high"},
            {"diploma": (), "level": "low"},
            id="a lower option is replaced",
        ),
    ],
)
def test_those_whom_only_a_gain_tells_apart_are_not_alike(made, one_person, another):
    for people in ((one_person, another), (another, one_person)):
        table = PlanTable(made)
        assert {bool(table.plans(answers)) for answers in people} == {True, False}
        assert [table.plans(answers) for answers in people] == [Planner(made).plans(answers) for answers in people]


def test_on_the_real_rules_too(real_rules):
    chance, table, planner = random.Random(8), PlanTable(real_rules), Planner(real_rules)
    people = [_anybody(real_rules, chance) for _ in range(600)]
    for answers in people:
        assert table.plans(answers) == planner.plans(answers), answers
    assert table.people_kept < len(people)


def _anybody(made, chance):
    """Few numbers, so that some are alike; what is chosen of several is any of them."""
    return {
        question.code: (
            question.low + question.step * chance.choice([0, 1, 2, 7, 17, 30])
            if question.kind is Kind.NUMBER
            else _chosen(question, chance)
        )
        for question in made.questions
    }


def _chosen(question, chance):
    if question.kind is Kind.ONE:
        return chance.choice(question.options).code
    together = [option.code for option in question.options if not option.exclusive]
    return tuple(code for code in together if chance.random() < 0.2) or (question.options[-1].code,)
