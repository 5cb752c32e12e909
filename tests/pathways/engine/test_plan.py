"""Plans of named people under the real rules, and what must hold of every plan."""

import pytest
from msgspec.structs import replace

from pathways.engine.plan import Arrange, Grow, Planner, Train
from pathways.engine.rules import Grant
from tests.pathways.engine.builders import any_of, at_least, case, number, one, route, rules, several, to_do, training


def person(diplomes="aucun", niveau="aucun", age=30, situation="cdi", employeur="aucun", **numbers):
    return {
        "diplomes": tuple(diplomes.split()),
        "niveau": niveau,
        "secretariat": float(numbers.get("secretariat", 0)),
        "experience-proche": float(numbers.get("experience", 0)),
        "age": float(age),
        "situation": situation,
        "employeur": employeur,
    }


def said(step):
    match step:
        case Arrange():
            return step.to_do.code
        case Grow():
            return f"{step.question.code} {step.start:g} > {step.end:g}"
        case Train():
            return f"[{step.training.code}]{'?' if step.is_doubtful else ''}"


def plans_of(real_rules, someone):
    return [" ".join(map(said, plan.steps)) for plan in Planner(real_rules).plans(someone)]


@pytest.mark.parametrize(
    ("someone", "best"),
    [
        pytest.param(person(niveau="bac-general", age=22), "trouver-employeur [cqp]", id="bac-without-employer"),
        pytest.param(person(niveau="bac-pro", employeur="promesse"), "[cqp]", id="bac-with-employer"),
        pytest.param(
            person(niveau="bac-plus", employeur="en-cabinet"), "convenir-du-poste [cqp]", id="in-the-practice"
        ),
        pytest.param(person(), "selection-institut [deas] [fae]", id="nothing-at-all"),
        pytest.param(person("deas"), "[fae]", id="aide-soignant"),
        pytest.param(
            person(niveau="cap-bep", secretariat=1), "secretariat 1 > 3 trouver-employeur [cqp]", id="cap-and-one-year"
        ),
        pytest.param(person(niveau="cap-bep", secretariat=3, employeur="promesse"), "[cqp]", id="cap-and-three-years"),
        pytest.param(person(experience=12), "[vae]", id="a-year-of-related-work"),
        pytest.param(person(age=16, situation="scolaire"), "[bac] trouver-employeur [cqp]", id="pupil-of-16"),
        pytest.param(person(age=17, situation="scolaire"), "[bac] trouver-employeur [cqp]", id="pupil-of-17"),
        pytest.param(
            person(age=16, situation="autre"), "age 16 > 17 selection-institut [deas] [fae]", id="sixteen-out-of-school"
        ),
        pytest.param(person("assistant-dentaire", "cap-bep"), "trouver-employeur [cqp]", id="dental-assistant"),
    ],
)
def test_best_plan(real_rules, someone, best):
    assert plans_of(real_rules, someone)[0] == best


@pytest.mark.parametrize("held", ["cqp-am", "deas adaptation-faite", "dei cqp-am"])
def test_qualified_people_need_no_plan(real_rules, held):
    assert Planner(real_rules).plans(person(held)) == ()


def test_work_a_year_then_vae_is_no_answer_to_those_who_have_not_begun(real_rules):
    assert not any("vae" in plan for plan in plans_of(real_rules, person()))


def test_doubtful_plans_come_after_sure_ones(real_rules):
    doubtful = [plan.is_doubtful for plan in Planner(real_rules).plans(person(secretariat=1))]

    assert doubtful == sorted(doubtful)
    assert True in doubtful


@pytest.mark.parametrize(
    ("someone", "steps_before_hiring"),
    [
        pytest.param(person(niveau="bac-general"), 0, id="today-with-the-bac"),
        pytest.param(person(), 2, id="after-the-diploma"),
        pytest.param(person(age=16, situation="scolaire"), 1, id="after-school"),
        pytest.param(person("adaptation-faite"), 2, id="not-before-a-diploma-though-nothing-follows-it"),
    ],
)
def test_when_one_can_be_hired(real_rules, someone, steps_before_hiring):
    assert Planner(real_rules).plans(someone)[0].hired_after == steps_before_hiring


def test_nobody_is_hired_before_a_diploma_that_comes_first(real_rules):
    """Though an employer might hire this person for the VAE: that is another plan."""
    vae, diploma = Planner(real_rules).plans(person(experience=24))[:2]

    assert (vae.hired_after, said(diploma.steps[1]), diploma.hired_after) == (0, "[deas]", 2)


def test_two_diplomas_with_the_same_way_in_leave_room_for_another_kind_of_plan(real_rules):
    assert plans_of(real_rules, person(niveau="cap-bep", secretariat=1)) == [
        "secretariat 1 > 3 trouver-employeur [cqp]",
        "selection-institut [deas] [fae]",
        "secretariat 1 > 3 trouver-employeur bilan-de-depart [cqp-allege]",
    ]


def test_they_are_both_told_where_there_is_room(real_rules):
    assert plans_of(real_rules, person()) == ["selection-institut [deas] [fae]", "selection-institut [deap] [fae]"]


def test_totals_keep_the_unknown_named(real_rules):
    (plan, *_) = Planner(real_rules).plans(person())

    assert (plan.hours.low, plan.hours.is_partial) == (1652, False)
    assert plan.months.is_partial  # nobody publishes how long the adaptation training lasts


def test_fundings_of_a_step_fit_the_person(real_rules):
    (plan, *_) = Planner(real_rules).plans(person(niveau="bac-general", age=34, situation="demandeur-emploi"))

    (train,) = (step for step in plan.steps if isinstance(step, Train))
    assert [funding.code for funding in train.fundings] == ["contrat-pro", "poei", "cpf-sans-reste"]


def test_pupils_end_school_before_they_are_hired(real_rules):
    someone = person("assistant-dentaire", age=17, situation="scolaire", employeur="promesse")

    for plan in Planner(real_rules).plans(someone):
        assert said(plan.steps[0]) == "[bac]"
        assert plan.hired_after == 1


@pytest.mark.parametrize(
    ("someone", "useless"),
    [
        pytest.param(
            person(niveau="bac-general", secretariat=0.5, employeur="promesse"),
            "secretariat 0.5 > 3 bilan-de-depart [cqp-allege]",
            id="two-years-of-work-for-fewer-hours-while-the-whole-course-takes-one",
        ),
        pytest.param(
            person(niveau="bac-general", secretariat=0.5, employeur="promesse"),
            "secretariat 0.5 > 1 [vae]?",
            id="half-a-year-of-work-for-a-perhaps",
        ),
        pytest.param(
            person(niveau="cap-bep", secretariat=0.5, age=17, situation="scolaire", employeur="promesse"),
            "[bac] secretariat 0.5 > 3 bilan-de-depart [cqp-allege]",
            id="the-same-after-school",
        ),
    ],
)
def test_nobody_waits_for_nothing(real_rules, someone, useless):
    assert useless not in plans_of(real_rules, someone)


def test_an_unknown_duration_is_never_taken_for_a_short_one(real_rules):
    someone = person("secretaire-medicale", age=17, situation="scolaire", employeur="promesse")

    assert plans_of(real_rules, someone) == ["[bac] [cqp]", "[bac] bilan-de-depart [cqp-allege]"]


def granting(made, question, option):
    return replace(made, grants=(Grant(question=question, option=option),))


def test_a_step_that_can_be_left_out_is():
    made = rules(
        several("diploma", "goal", "extra", alone=("none",)),
        number("age", low=10),
        granting(training("direct", case("old-enough", at_least("age", 17))), "diploma", "goal"),
        granting(training("detour", case("always", at_least("age", 11))), "diploma", "extra"),
        route("direct", trainings=["direct"]),
        qualifies=[case("holds", any_of("diploma", "goal"))],
    )

    (plan,) = Planner(made).plans({"diploma": ("none",), "age": 20.0})

    assert plan.trainings == ("direct",)


def test_trainings_that_need_each_other_end():
    made = rules(
        several("diploma", "goal", "other", alone=("none",)),
        granting(training("a", case("needs-b", any_of("diploma", "other"))), "diploma", "goal"),
        granting(training("b", case("needs-a", any_of("diploma", "goal"))), "diploma", "other"),
        qualifies=[case("holds", any_of("diploma", "goal"))],
    )

    assert Planner(made).plans({"diploma": ("none",)}) == ()


def test_something_to_arrange_can_bring_a_fact_about():
    made = rules(
        one("employer", "no", "yes"),
        several("diploma", "goal", alone=("none",)),
        replace(to_do("find", "employer", "no"), grants=(Grant(question="employer", option="yes"),)),
        granting(training("course", case("hired", any_of("employer", "yes"))), "diploma", "goal"),
        qualifies=[case("holds", any_of("diploma", "goal"))],
    )

    (plan,) = Planner(made).plans({"employer": "no", "diploma": ("none",)})

    assert [said(step) for step in plan.steps] == ["find", "[course]"]
