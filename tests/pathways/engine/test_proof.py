"""What the proof sees: people without a way, idle parts, thresholds without witness, too many profiles."""

import pytest
from hypothesis import given
from msgspec.structs import replace

from pathways.engine import proof
from pathways.engine.case_proof import contained, contradictory
from pathways.engine.difference import difference
from pathways.engine.outcomes import Outcomes
from pathways.engine.proof import Alike, Lonely, prove
from pathways.engine.rules import Change, Grant, Verdict, WitnessCase
from pathways.engine.skipping import skipped
from pathways.engine.space import TooLarge
from tests.pathways.engine.builders import (
    any_of,
    at_least,
    can_enter,
    case,
    deadline,
    doubtful,
    funding,
    less_than,
    none_of,
    number,
    one,
    route,
    rules,
    several,
    to_do,
    training,
)
from tests.pathways.engine.random_rules import on_random_rules, small_rules


def proved(made):
    return prove(made, Outcomes(made))


AGE = number("age", low=10, high=99)


def open_to(*cases, questions=(AGE,), witnesses=()):
    made = rules(
        *questions,
        training("course", *cases),
        route("way", trainings=["course"]),
        qualifies=[case("adult", at_least("age", 90))],
    )
    return replace(made, witnesses=tuple(witnesses))


def test_people_without_a_way_are_counted_and_shown():
    fixed = replace(AGE, change=Change.NEVER)
    found = proved(open_to(case("adult-entry", at_least("age", 18)), questions=[fixed]))

    assert found.profiles == 3  # under 18, under 90, the others
    assert found.stranded == 1
    assert found.lonely == (Lonely({"age": 10}, 1),)


def test_people_without_a_way_who_have_a_plan_are_not_lonely():
    school = replace(
        training("school", case("young", less_than("age", 18))), grants=(Grant(question="level", option="bac"),)
    )
    made = rules(
        AGE,
        one("level", "none", "bac"),
        school,
        route("way", case("adult-with-bac", any_of("level", "bac"), at_least("age", 18))),
        qualifies=[case("bac", any_of("level", "bac"))],
    )

    found = proved(made)

    assert found.stranded == 2  # without the bac, young or not
    assert found.lonely == (Lonely({"age": 18, "level": "none"}, 1),)


def test_lonely_people_are_named_by_kind_and_a_few_are_enough():
    questions = [one(code, "a", "b", "c") for code in ("p", "q", "r")]
    made = rules(*questions, qualifies=[case("all", *(any_of(question.code, "b") for question in questions))])

    found = proved(made)

    assert found.stranded == 7
    assert len(found.lonely) == proof.MOST_LONELY


# --- Questions


def test_no_way_through_the_real_questions_ends_too_early(real_rules):
    assert list(skipped(real_rules, Outcomes(real_rules))) == []


def test_a_way_that_ends_too_early_is_shown():
    made = open_to(case("entry", at_least("age", 18)))
    outcomes = Outcomes(made)
    for outcome in outcomes.all:
        outcome._moved_by = {}  # as if nothing were worth asking

    assert [(way.answers, way.outcome.kind) for way in skipped(made, outcomes)] == [({}, "verdict"), ({}, "qualified")]


@on_random_rules
@given(small_rules())
def test_no_way_through_random_questions_ends_too_early(made):
    assert list(skipped(made, Outcomes(made))) == []


@pytest.mark.parametrize(
    ("question", "criterion", "alike"),
    [
        pytest.param(
            several("held", "a", "b", "c", alone=("none",)),
            any_of("held", "a", "b"),
            [Alike("held", ("c",), True), Alike("held", ("a", "b"), False)],
            id="several",
        ),
        pytest.param(one("held", "a", "b", "c"), any_of("held", "a"), [Alike("held", ("b", "c"), False)], id="one"),
        pytest.param(one("held", "a", "b"), any_of("held", "a"), [], id="all-told-apart"),
    ],
)
def test_options_no_rule_tells_apart(question, criterion, alike):
    made = rules(question, route("way", case("entry", criterion)), qualifies=[case("qualified", criterion)])

    assert list(proved(made).alike) == alike


# --- Cases


@pytest.mark.parametrize(
    "criteria",
    [
        pytest.param([at_least("age", 30), less_than("age", 18)], id="two-ages"),
        pytest.param([any_of("level", "bac"), none_of("level", "bac")], id="yes-and-no"),
        pytest.param([any_of("level", "none"), any_of("level", "bac")], id="two-answers-to-a-single-choice"),
        pytest.param([any_of("held", "a"), any_of("held", "nothing")], id="something-and-nothing"),
        pytest.param([can_enter("adults"), less_than("age", 18)], id="through-a-training"),
    ],
)
def test_a_case_nobody_can_meet(criteria):
    questions = (AGE, one("level", "none", "bac"), several("held", "a", "b", alone=("nothing",)))
    made = rules(
        *questions,
        training("adults", case("adult", at_least("age", 18))),
        route("way", case("impossible", *criteria), case("possible", at_least("age", 17))),
        qualifies=[case("old", at_least("age", 90))],
    )

    assert list(contradictory(made)) == ["impossible"]


ADULT, GROWN = at_least("age", 18), at_least("age", 20)


@pytest.mark.parametrize(
    ("cases", "found"),
    [
        pytest.param([case("wide", ADULT), case("narrow", GROWN)], [("narrow", "wide")], id="narrower"),
        pytest.param([case("one", ADULT), case("two", ADULT)], [("two", "one")], id="twice"),
        pytest.param([doubtful("perhaps", GROWN), case("wide", ADULT)], [("perhaps", "wide")], id="doubtful-in-sure"),
        pytest.param([doubtful("perhaps", ADULT), case("narrow", GROWN)], [], id="sure-in-doubtful"),
        pytest.param([case("young", less_than("age", 20)), case("old", ADULT)], [], id="overlapping"),
    ],
)
def test_a_case_inside_another(cases, found):
    assert [(each.case, each.wider) for each in contained(open_to(*cases))] == found


def test_a_route_closed_to_everybody_is_named():
    made = rules(
        AGE,
        route("way", case("never", at_least("age", 30), less_than("age", 18))),
        qualifies=[case("old", at_least("age", 90))],
    )

    assert proved(made).always_closed == ("way",)
    assert proved(made).never_open == ()


def test_verdicts_are_counted():
    found = proved(open_to(case("entry", at_least("age", 18)), doubtful("perhaps", at_least("age", 16))))

    assert found.verdicts["way"] == {Verdict.OPEN: 2, Verdict.TO_CHECK: 1, Verdict.CLOSED: 1}
    assert found.never_open == ()


def test_a_case_another_one_covers_changes_nothing():
    found = proved(open_to(case("entry", at_least("age", 18)), case("covered", at_least("age", 20))))

    assert found.idle_cases == ("covered",)


def test_a_criterion_that_changes_nothing_is_named():
    found = proved(open_to(case("entry", at_least("age", 18), less_than("age", 99), at_least("age", 17))))

    assert [(idle.case, idle.criterion.threshold) for idle in found.idle_criteria] == [("entry", 17)]


def test_a_question_that_changes_nothing_is_named():
    questions = (AGE, one("colour", "red", "blue"))
    found = proved(open_to(case("entry", at_least("age", 18)), questions=questions))

    assert found.idle_questions == ("colour",)


def test_a_route_never_better_than_to_check_is_named():
    assert proved(open_to(doubtful("perhaps", at_least("age", 18)))).never_open == ("way",)


@pytest.mark.parametrize(
    ("ages", "unseen"),
    [
        pytest.param([], (17, 18), id="no-witness"),
        pytest.param([18], (17,), id="one-side"),
        pytest.param([17, 18], None, id="both-sides"),
    ],
)
def test_thresholds_want_a_witness_on_both_sides(ages, unseen):
    witnesses = [WitnessCase(code=f"w{age}", name="", answers={"age": float(age)}, verdicts={}) for age in ages]
    coverage = proved(open_to(case("entry", at_least("age", 18)), witnesses=witnesses)).coverage

    found = {boundary.threshold: boundary.unseen for boundary in coverage.boundaries}
    assert found.get(18) == unseen


def test_too_many_profiles_are_refused_with_their_cause(monkeypatch):
    made = open_to(case("entry", at_least("age", 18)))
    outcomes = Outcomes(made)
    monkeypatch.setattr(proof, "MOST_PROFILES", 2)

    with pytest.raises(TooLarge, match="3 profils à distinguer, 2 au plus : age × 3"):
        prove(made, outcomes)


def test_an_outcome_too_large_to_hold_is_refused_before_anything_is_held():
    """2 to the 70th profiles: no set of them is ever made."""
    held = several("held", *(f"o{number_}" for number_ in range(70)), alone=("none",))
    criteria = [case(f"c{number_}", any_of("held", f"o{number_}")) for number_ in range(70)]

    with pytest.raises(TooLarge, match="1180591620717411303424 profils à distinguer, 10000000 au plus : held × "):
        Outcomes(rules(held, route("way", *criteria), qualifies=criteria[:1]))


def test_the_real_rules_leave_nobody_without_a_way(real_rules):
    found = proved(real_rules)

    assert found.stranded == 0
    assert found.idle_cases == ()
    assert found.idle_questions == ()


# --- Difference


BEFORE = open_to(case("entry", at_least("age", 18)))


def test_nothing_changed():
    found = difference(BEFORE, BEFORE)

    assert found.moves == ()
    assert found.changed_cases == found.added_cases == found.removed_cases == ()


@pytest.mark.parametrize(
    ("after", "moves"),
    [
        pytest.param(
            open_to(case("entry", at_least("age", 16))), [("closed", "open", ("entry",))], id="a-threshold-lowered"
        ),
        pytest.param(
            open_to(doubtful("entry", at_least("age", 18))), [("open", "to-check", ("entry",))], id="made-doubtful"
        ),
        pytest.param(
            open_to(case("entry", at_least("age", 18)), case("other", at_least("age", 17))),
            [("closed", "open", ("other",))],
            id="a-case-added",
        ),
        pytest.param(open_to(case("other", at_least("age", 18))), [], id="a-case-renamed"),
        pytest.param(open_to(case("other", at_least("age", 20))), [("open", "closed", ("entry",))], id="a-case-gone"),
    ],
)
def test_who_moves_and_why(after, moves):
    found = difference(BEFORE, after)

    assert [(move.before.code, move.after.code, move.causes) for move in found.moves] == moves


def test_a_question_asked_no_more():
    colour = one("colour", "red", "blue")
    before = open_to(case("entry", at_least("age", 18)), case("red", any_of("colour", "red")), questions=(AGE, colour))

    found = difference(before, BEFORE)

    assert found.removed_cases == ("red",)


FIND = to_do("find", "employer", "no")
EMPLOYER = one("employer", "no", "perhaps", "yes")


def with_more(*parts, entry=None, to_dos=("find",), questions=(AGE, EMPLOYER)):
    course = training("course", entry or case("entry", at_least("age", 18)), to_dos=to_dos)
    qualifies = [case("adult", at_least("age", 90))]
    return rules(*questions, course, route("way", trainings=["course"]), *parts, qualifies=qualifies)


def late(threshold):
    return deadline("late", "age", 24, case("late-case", at_least("age", threshold)))


def purse(*options):
    return funding("purse", ["course"], case("purse-case", any_of("employer", *options)))


@pytest.mark.parametrize(
    ("before", "after", "shifts"),
    [
        pytest.param(
            with_more(FIND),
            with_more(to_do("find", "employer", "no", "perhaps")),
            [("find", 2, 0, 9)],
            id="something-to-arrange-for-more-people",
        ),
        pytest.param(
            with_more(FIND, late(18)), with_more(FIND, late(30)), [("late", 0, 2, 8)], id="a-deadline-for-fewer"
        ),
        pytest.param(
            with_more(FIND, purse("yes")), with_more(FIND, purse("no")), [("purse", 2, 2, 9)], id="a-funding-for-others"
        ),
        pytest.param(with_more(FIND), with_more(FIND, purse("no")), [], id="a-new-funding-is-said-by-its-name"),
        pytest.param(with_more(FIND), with_more(to_dos=(), questions=(AGE,)), [], id="a-question-asked-no-more"),
    ],
)
def test_who_has_something_else_to_arrange_or_to_hope_for(before, after, shifts):
    found = difference(before, after)

    assert [(shift.code, shift.joined, shift.left, shift.of) for shift in found.shifts] == shifts


def test_a_route_made_otherwise_moves_people_without_any_case():
    found = difference(with_more(FIND), with_more(to_do("find", "employer", "no", "perhaps")))

    assert found.changed_routes == ("way",)
    assert [(move.before.code, move.after.code, move.causes) for move in found.moves] == [("open", "conditional", ())]


def test_added_and_removed_routes():
    after = replace(BEFORE, routes=(*BEFORE.routes, route("new", trainings=["course"])))

    assert difference(BEFORE, after).added_routes == ("new",)
    assert difference(after, BEFORE).removed_routes == ("new",)
