"""The plans of everybody under the real rules, and that a wrong plan would be seen."""

import random
from dataclasses import replace as changed

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from pathways.engine import plan_proof
from pathways.engine.answers import Answers
from pathways.engine.evaluation import Evaluation
from pathways.engine.plan import Arrange, Grow, Plan, Planner, Train
from pathways.engine.plan_proof import Fault, PlanCheck, planned_space, prove_plans
from pathways.engine.proof import whole_space
from pathways.engine.rules import Change, Grant, Verdict
from pathways.engine.space import TooLarge
from tests.pathways.engine.builders import (
    any_of,
    at_least,
    case,
    doubtful,
    number,
    one,
    route,
    rules,
    several,
    to_do,
    training,
)
from tests.pathways.engine.random_rules import on_random_rules, small_rules


def test_everybody_has_plans_and_all_of_them_lead_to_the_goal(real_rules):
    proof = prove_plans(real_rules)

    assert proof.faulty == ()
    assert proof.profiles > 40_000
    assert proof.planned > 15_000
    assert proof.plans > 2 * proof.planned
    assert proof.doubtful == 0


def test_the_tree_itself_agrees(real_rules):
    """Without anything kept: on some of everybody."""
    planner, space = Planner(real_rules), planned_space(real_rules)
    for number_ in random.Random(1).sample(range(space.size), 60):
        someone = space.sample(number_)
        plans = planner.plans(someone)
        assert bool(plans) is not (Evaluation(real_rules, someone).is_qualified().low is Verdict.OPEN)
        for plan in plans:
            after = planner.after(someone, plan.steps)
            assert Evaluation(real_rules, after).is_qualified().low is Verdict.OPEN
            for place, step in enumerate(plan.steps):
                if isinstance(step, Train):
                    before = Evaluation(real_rules, planner.after(someone, plan.steps[:place]))
                    entry = max(each.bounds.low for each in before.training(step.training.code).cases)
                    assert entry is Verdict.TO_CHECK if step.is_doubtful else entry > Verdict.TO_CHECK


def test_profiles_that_plans_do_not_tell_apart_have_the_same_plans(real_rules):
    planner, whole, planned = Planner(real_rules), whole_space(real_rules), planned_space(real_rules)
    for number_ in random.Random(2).sample(range(whole.size), 300):
        someone = whole.sample(number_)
        alike = planned.given(someone)
        assert alike.bit_count() == 1
        other = planned.sample(alike.bit_length() - 1)
        assert outline(planner.plans(someone)) == outline(planner.plans(other)), (someone, other)


def outline(plans):
    """Plans without who may pay."""
    return [
        Plan(tuple(changed(step, fundings=()) if isinstance(step, Train) else step for step in plan.steps))
        for plan in plans
    ]


# --- Wrong plans are seen

GOAL = several("diploma", "goal", "detour", alone=("none",))
LEVEL = one("level", "none", "bac", "more")
AGE = number("age", low=10, high=99)
FIND = replace(to_do("find"), code="find")
COURSE = replace(
    training(
        "course", case("bac", any_of("level", "bac", "more")), doubtful("old", at_least("age", 40)), to_dos=["find"]
    ),
    grants=(Grant(question="diploma", option="goal"),),
)
DETOUR = replace(
    training("detour", case("any-age", at_least("age", 11))), grants=(Grant(question="diploma", option="detour"),)
)
SCHOOL = replace(
    training("school", case("pupil", any_of("level", "none"))),
    grants=(Grant(question="level", option="bac"),),
    under_way=True,
)
QUALIFIED = [case("holds", any_of("diploma", "goal"))]
SMALL = rules(GOAL, LEVEL, AGE, FIND, COURSE, DETOUR, route("way", trainings=["course"]), qualifies=QUALIFIED)
PUPILS = rules(GOAL, LEVEL, AGE, FIND, COURSE, SCHOOL, route("way", trainings=["course"]), qualifies=QUALIFIED)


def train(which, doubtful=False):
    return Train(which, which.cases[0], is_doubtful=doubtful)


ARRANGE = Arrange(FIND)
ADULT: Answers = {"diploma": ("none",), "level": "bac", "age": 30.0}
ELDER: Answers = {"diploma": ("none",), "level": "none", "age": 50.0}
LATER = Grow(AGE, 30.0, 40.0)


@pytest.mark.parametrize(
    ("made", "someone", "steps", "fault"),
    [
        pytest.param(SMALL, ADULT, [ARRANGE, train(COURSE)], None, id="nothing-wrong"),
        pytest.param(SMALL, ELDER, [ARRANGE, train(COURSE, doubtful=True)], None, id="doubtful-and-said-to-be"),
        pytest.param(SMALL, ADULT, [ARRANGE], Fault.SHORT, id="stops-before-the-goal"),
        pytest.param(SMALL, ELDER, [ARRANGE, train(COURSE)], Fault.SHUT, id="doubtful-and-not-said-to-be"),
        pytest.param(SMALL, {**ELDER, "age": 20.0}, [ARRANGE, train(COURSE, doubtful=True)], Fault.SHUT, id="closed"),
        pytest.param(SMALL, ADULT, [train(COURSE)], Fault.UNARRANGED, id="nothing-arranged"),
        pytest.param(SMALL, ADULT, [train(COURSE), ARRANGE], Fault.UNARRANGED, id="arranged-too-late"),
        pytest.param(SMALL, ADULT, [train(DETOUR), ARRANGE, train(COURSE)], Fault.IDLE, id="a-detour"),
        pytest.param(SMALL, ADULT, [LATER, ARRANGE, train(COURSE)], Fault.IDLE, id="time-lost"),
        pytest.param(SMALL, ADULT, [ARRANGE, ARRANGE, train(COURSE)], Fault.IDLE, id="twice-the-same"),
        pytest.param(PUPILS, ELDER, [ARRANGE, train(COURSE, doubtful=True)], Fault.LEAVES, id="leaves-school"),
    ],
)
def test_a_wrong_plan_is_seen(made, someone, steps, fault):
    found = [faulty.fault for faulty in PlanCheck(made).faults(someone, [Plan(tuple(steps))])]

    assert found == ([fault] if fault else [])


@pytest.mark.parametrize(
    ("hired_after", "faults"), [pytest.param(0, [Fault.LEAVES], id="at-once"), pytest.param(1, [], id="after-school")]
)
def test_nobody_is_hired_out_of_school(hired_after, faults):
    plan = Plan((train(SCHOOL), ARRANGE, train(COURSE)), hired_after)

    assert [faulty.fault for faulty in PlanCheck(PUPILS).faults({**ELDER, "age": 15.0}, [plan])] == faults


def test_a_useless_plan_and_a_misplaced_one_are_seen():
    sure, perhaps = Plan((ARRANGE, train(COURSE))), Plan((ARRANGE, train(COURSE, doubtful=True)))

    found = [faulty.fault for faulty in PlanCheck(SMALL).faults(ADULT, [perhaps, sure])]

    assert found == [Fault.USELESS, Fault.MISPLACED]


def test_people_without_any_plan_are_named():
    sure = replace(COURSE, cases=COURSE.cases[:1])
    made = rules(GOAL, LEVEL, AGE, FIND, sure, route("way", trainings=["course"]), qualifies=QUALIFIED)

    assert [(faulty.fault, faulty.answers["level"]) for faulty in prove_plans(made).faulty] == [(Fault.NONE, "none")]


# --- The profiles plans tell apart


def test_a_higher_option_that_is_kept_is_told_apart_when_it_counts():
    school = replace(SCHOOL, under_way=False)
    parts = (GOAL, LEVEL, AGE, FIND, COURSE, school, route("way", trainings=["course"]))
    plain = rules(*parts, qualifies=QUALIFIED)
    counting = rules(*parts, qualifies=[*QUALIFIED, case("more", any_of("level", "more"), any_of("diploma", "detour"))])

    assert axis_of(plain, "level") == 2
    assert axis_of(counting, "level") == 3


def test_years_left_to_a_threshold_are_told_apart_and_those_above_it_are_not():
    work = number("work", low=0, high=60)
    by_work = replace(training("by-work", case("worked", at_least("work", 3))), grants=COURSE.grants)
    made = rules(
        GOAL,
        work,
        by_work,
        route("way", case("senior", at_least("work", 10)), trainings=["by-work"]),
        qualifies=QUALIFIED,
    )
    never = rules(
        GOAL, replace(work, change=Change.NEVER), by_work, route("way", trainings=["by-work"]), qualifies=QUALIFIED
    )

    assert axis_of(made, "work") == 3  # none, some, enough
    assert axis_of(never, "work") == 2


def axis_of(made, question):
    (axis,) = planned_space(made).axes[question]
    return axis.size


def test_too_many_profiles_are_refused_with_their_cause(monkeypatch):
    monkeypatch.setattr(plan_proof, "MOST_PLANNED", 5)

    with pytest.raises(TooLarge, match="profils à distinguer, 5 au plus"):
        prove_plans(SMALL)


@on_random_rules
@given(small_rules(), st.data())
def test_under_random_rules_no_plan_is_wrong(made, data):
    options = [(question.code, option.code) for question in made.questions for option in question.options]
    gains = st.lists(st.sampled_from(options or [("", "")]), max_size=1 if options else 0)
    grants = [tuple(Grant(question=q, option=o) for q, o in data.draw(gains)) for _ in made.trainings]
    trainings = [replace(each, grants=some) for each, some in zip(made.trainings, grants, strict=True)]

    found = prove_plans(replace(made, trainings=tuple(trainings))).faulty

    assert {faulty.fault for faulty in found} <= {Fault.NONE}
