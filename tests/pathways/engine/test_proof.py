"""What the proof sees: people without a way, idle parts, thresholds without witness, too many profiles."""

import pytest
from msgspec.structs import replace

from pathways.engine import proof
from pathways.engine.difference import difference
from pathways.engine.outcomes import Outcomes
from pathways.engine.proof import TooLarge, prove
from pathways.engine.rules import Verdict, WitnessCase
from tests.pathways.engine.builders import (
    any_of,
    at_least,
    case,
    doubtful,
    less_than,
    number,
    one,
    route,
    rules,
    training,
)


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
    found = proved(open_to(case("adult-entry", at_least("age", 18))))

    assert found.profiles == 3  # under 18, under 90, the others
    assert found.stranded == 1
    assert found.samples == ({"age": 10},)


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
    monkeypatch.setattr(proof, "MOST_PROFILES", 2)

    with pytest.raises(TooLarge, match="3 profils à distinguer, 2 au plus : age × 3"):
        proved(open_to(case("entry", at_least("age", 18))))


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


def test_added_and_removed_routes():
    after = replace(BEFORE, routes=(*BEFORE.routes, route("new", trainings=["course"])))

    assert difference(BEFORE, after).added_routes == ("new",)
    assert difference(after, BEFORE).removed_routes == ("new",)
