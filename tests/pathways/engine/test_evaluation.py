"""The definition of every verdict, in named cases: three values, the chain, what caps it."""

from datetime import date

import pytest
from msgspec.structs import replace

from pathways.engine.evaluation import FALSE, TRUE, UNDECIDED, Bounds, Evaluation, holds
from pathways.engine.rules import UNKNOWN, Verdict
from tests.pathways.engine.builders import (
    any_of,
    at_least,
    can_enter,
    case,
    doubtful,
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

CLOSED, TO_CHECK, CONDITIONAL, OPEN = Verdict

LEVEL = one("level", "none", "cap", "bac", unknown=True)
DIPLOMAS = several("diplomas", "nurse", "carer", "dental", alone=["none"], unknown=True)
YEARS = number("years", step=0.5, unknown=True)
BOSS = one("boss", "yes", "no", unknown=True)
FIND_BOSS = to_do("find", "boss", "no")
SELECTION = to_do("selection")

HAS_BAC = any_of("level", "bac")
HAS_CAP = any_of("level", "cap")
THREE_YEARS = at_least("years", 3)


def bounds(way, answers, *parts):
    """Of a route, under rules of the questions above and these parts."""
    known = rules(LEVEL, DIPLOMAS, YEARS, BOSS, FIND_BOSS, SELECTION, *parts, way)
    return Evaluation(known, answers).route(way).bounds


def settled(verdict):
    return Bounds(verdict, verdict)


@pytest.mark.parametrize(
    ("criterion", "answer", "met"),
    [
        pytest.param(any_of("level", "bac", "cap"), "cap", True, id="one-of-these"),
        pytest.param(any_of("level", "bac", "cap"), "none", False, id="not-one-of-these"),
        pytest.param(any_of("diplomas", "nurse"), ("carer", "nurse"), True, id="among-the-answers"),
        pytest.param(any_of("diplomas", "nurse"), ("carer", "dental"), False, id="not-among-the-answers"),
        pytest.param(none_of("level", "bac"), "cap", True, id="none-of-these"),
        pytest.param(none_of("level", "bac", "cap"), "cap", False, id="is-one-of-the-excluded"),
        pytest.param(none_of("diplomas", "nurse"), ("carer", "nurse"), False, id="an-excluded-one-among-the-answers"),
        pytest.param(none_of("diplomas", "nurse"), ("carer",), True, id="no-excluded-one-among-the-answers"),
        pytest.param(at_least("years", 3), 3.0, True, id="at-least-just-enough"),
        pytest.param(at_least("years", 3), 2.5, False, id="at-least-just-too-few"),
        pytest.param(less_than("years", 3), 2.5, True, id="less-than-just-below"),
        pytest.param(less_than("years", 3), 3.0, False, id="less-than-just-at-it"),
    ],
)
def test_holds(criterion, answer, met):
    assert holds(criterion, answer) is met


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        pytest.param({"level": "bac"}, TRUE, id="true"),
        pytest.param({"level": "cap"}, FALSE, id="false"),
        pytest.param({"level": UNKNOWN}, UNDECIDED, id="unknown-to-the-person"),
        pytest.param({}, UNDECIDED, id="not-answered-yet"),
    ],
)
def test_a_criterion_has_three_values(answers, expected):
    judged = Evaluation(rules(LEVEL), answers).criterion(HAS_BAC)
    assert judged.bounds == expected
    assert judged.is_unknown is (answers.get("level") == UNKNOWN)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        pytest.param({"level": "cap", "years": 3.0}, TRUE, id="all-true"),
        pytest.param({"level": "cap", "years": 2.5}, FALSE, id="one-false"),
        pytest.param({"level": "cap"}, UNDECIDED, id="true-and-unknown"),
        pytest.param({"level": "bac"}, FALSE, id="false-beats-unknown"),
        pytest.param({"level": UNKNOWN, "years": 0.0}, FALSE, id="false-beats-dont-know"),
        pytest.param({}, UNDECIDED, id="all-unknown"),
    ],
)
def test_a_case_needs_all_of_its_criteria(answers, expected):
    assert bounds(route("r", case("c", HAS_CAP, THREE_YEARS)), answers) == expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        pytest.param({"level": "bac", "years": 0.0}, TRUE, id="one-true"),
        pytest.param({"level": "cap", "years": 0.0}, FALSE, id="all-false"),
        pytest.param({"level": "bac"}, TRUE, id="true-beats-unknown"),
        pytest.param({"level": "bac", "years": UNKNOWN}, TRUE, id="true-beats-dont-know"),
        pytest.param({"level": "cap"}, UNDECIDED, id="false-or-unknown"),
    ],
)
def test_a_training_needs_one_of_its_cases(answers, expected):
    by_either = training("t", case("level", HAS_BAC), case("years", THREE_YEARS))
    assert bounds(route("r", trainings=["t"]), answers, by_either) == expected


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        pytest.param({"level": "bac", "years": 0.0}, OPEN, id="established"),
        pytest.param({"level": "cap", "years": 3.0}, TO_CHECK, id="only-doubtful"),
        pytest.param({"level": "bac", "years": 3.0}, OPEN, id="established-beats-doubtful"),
        pytest.param({"level": "cap", "years": 0.0}, CLOSED, id="neither"),
    ],
)
def test_a_doubtful_case_is_to_check_at_best(answers, verdict):
    way = route("r", case("sure", HAS_BAC), doubtful("unsure", THREE_YEARS))
    assert bounds(way, answers) == settled(verdict)


def test_a_doubtful_case_not_answered_yet_is_never_open():
    assert bounds(route("r", doubtful("unsure", THREE_YEARS)), {}) == Bounds(CLOSED, TO_CHECK)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        pytest.param({"level": "bac", "boss": "yes"}, settled(OPEN), id="already-arranged"),
        pytest.param({"level": "bac", "boss": "no"}, settled(CONDITIONAL), id="to-arrange"),
        pytest.param({"level": "bac"}, Bounds(CONDITIONAL, OPEN), id="perhaps-to-arrange"),
        pytest.param({"level": "bac", "boss": UNKNOWN}, Bounds(CONDITIONAL, OPEN), id="perhaps-to-arrange-dont-know"),
        pytest.param({"level": "cap", "boss": "yes"}, settled(CLOSED), id="closed-and-arranged"),
        pytest.param({"level": "cap", "boss": "no"}, settled(CLOSED), id="closed-stays-closed"),
        pytest.param({"level": "none", "boss": "no"}, settled(TO_CHECK), id="to-check-stays-to-check"),
        pytest.param({"boss": "no"}, Bounds(CLOSED, CONDITIONAL), id="anything-up-to-conditional"),
        pytest.param({}, Bounds(CLOSED, OPEN), id="nothing-known"),
    ],
)
@pytest.mark.parametrize("where", ["route", "training"])
def test_what_is_to_arrange_leaves_conditional_at_best(where, answers, expected):
    cases = [case("sure", HAS_BAC), doubtful("unsure", any_of("level", "none"))]
    if where == "route":
        found = bounds(route("r", *cases, to_dos=["find"]), answers)
    else:
        found = bounds(route("r", trainings=["t"]), answers, training("t", *cases, to_dos=["find"]))
    assert found == expected


def test_what_everybody_has_to_arrange_is_always_needed():
    way = route("r", case("c", HAS_BAC), to_dos=["selection"])
    assert bounds(way, {"level": "bac"}) == settled(CONDITIONAL)
    assert bounds(way, {}) == Bounds(CLOSED, CONDITIONAL)


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        pytest.param({"level": "bac", "years": 3.0}, OPEN, id="both"),
        pytest.param({"level": "cap", "years": 3.0}, CLOSED, id="only-the-first-training"),
        pytest.param({"level": "bac", "years": 0.0}, CLOSED, id="only-its-own-entry"),
    ],
)
def test_a_route_needs_its_own_entry_and_its_first_training(answers, verdict):
    way = route("r", case("c", HAS_BAC), trainings=["first", "second"])
    trainings = (training("first", case("f", THREE_YEARS)), training("second", case("s", none_of("level", "bac"))))
    assert bounds(way, answers, *trainings) == settled(verdict)


@pytest.mark.parametrize(
    ("way", "parts", "verdict"),
    [
        pytest.param(route("r"), (), OPEN, id="a-route-without-entry-nor-training"),
        pytest.param(route("r", to_dos=["selection"]), (), CONDITIONAL, id="only-something-to-arrange"),
        pytest.param(route("r", trainings=["t"]), (training("t"),), CLOSED, id="a-training-without-cases"),
        pytest.param(route("r", case("c")), (), OPEN, id="a-case-without-criteria"),
        pytest.param(route("r", doubtful("c")), (), TO_CHECK, id="a-doubtful-case-without-criteria"),
        pytest.param(route("r", case("c", can_enter())), (), CLOSED, id="can-enter-nothing"),
    ],
)
def test_nothing_to_meet_is_met_and_no_way_in_is_closed(way, parts, verdict):
    assert bounds(way, {}, *parts) == settled(verdict)


NURSES = case("qualified", any_of("diplomas", "nurse"), THREE_YEARS)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        pytest.param({"level": "bac", "diplomas": ("nurse",), "years": 3.0}, settled(CLOSED), id="not-needed"),
        pytest.param({"level": "bac", "diplomas": ("carer",), "years": 3.0}, settled(OPEN), id="needed"),
        pytest.param({"level": "bac", "diplomas": ("nurse",)}, Bounds(CLOSED, OPEN), id="perhaps-not-needed"),
        pytest.param({"level": "bac", "years": 0.0}, settled(OPEN), id="needed-whatever-the-rest"),
        pytest.param({"level": "cap"}, settled(CLOSED), id="closed-needed-or-not"),
    ],
)
def test_a_route_that_is_not_needed_is_closed(answers, expected):
    way = route("r", case("c", HAS_BAC), not_needed=["qualified"])
    known = rules(LEVEL, DIPLOMAS, YEARS, way, qualifies=[NURSES])
    judged = Evaluation(known, answers).route(way)
    assert judged.bounds == expected
    assert judged.is_unneeded is (answers.get("diplomas") == ("nurse",) and answers.get("years") == 3.0)


def test_a_doubtful_case_never_makes_a_route_unneeded():
    unsure = doubtful("unsure", THREE_YEARS)
    way = route("r", case("c", HAS_BAC), not_needed=["unsure"])
    judged = Evaluation(rules(LEVEL, YEARS, way, qualifies=[unsure]), {"level": "bac", "years": 3.0}).route(way)
    assert judged.bounds == settled(OPEN)
    assert not judged.is_unneeded


def test_a_case_no_longer_in_force_makes_no_route_unneeded():
    old = replace(case("old", HAS_BAC), valid_until=date(2025, 12, 31))
    way = route("r", case("c", HAS_BAC), not_needed=["old"])
    known = rules(LEVEL, way, qualifies=[old])
    last_day = Evaluation(known.on(date(2025, 12, 31)), {"level": "bac"})
    next_day = Evaluation(known.on(date(2026, 1, 1)), {"level": "bac"})
    assert last_day.route(way).bounds == settled(CLOSED)
    assert next_day.route(way).bounds == settled(OPEN)


BASE = training("base", case("base-bac", HAS_BAC), doubtful("base-years", THREE_YEARS), to_dos=["find"])


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        pytest.param({"level": "bac", "boss": "yes"}, settled(OPEN), id="open"),
        pytest.param({"level": "bac", "boss": "no"}, settled(CONDITIONAL), id="conditional"),
        pytest.param({"level": "cap", "years": 3.0, "boss": "yes"}, settled(TO_CHECK), id="to-check"),
        pytest.param({"level": "cap", "years": 0.0}, settled(CLOSED), id="closed"),
        pytest.param({"boss": "no"}, Bounds(CLOSED, CONDITIONAL), id="unknown"),
    ],
)
def test_can_enter_is_as_open_as_the_training(answers, expected):
    assert bounds(route("r", case("c", can_enter("base"))), answers, BASE) == expected


def test_can_enter_is_as_open_as_the_most_open_of_its_trainings():
    other = training("other", case("other-years", THREE_YEARS))
    way = route("r", case("c", can_enter("base", "other")))
    answers = {"level": "cap", "years": 3.0, "boss": "no"}
    assert bounds(way, answers, BASE, other) == settled(OPEN)


def test_a_case_is_the_least_of_its_criteria():
    way = route("r", case("c", can_enter("base"), any_of("diplomas", "dental")))
    known = {"level": "bac", "boss": "no"}
    assert bounds(way, {**known, "diplomas": ("dental",)}, BASE) == settled(CONDITIONAL)
    assert bounds(way, {**known, "diplomas": ("none",)}, BASE) == settled(CLOSED)


def test_a_circle_of_can_enter_ends_and_opens_nothing():
    first = training("first", case("f", can_enter("second")))
    second = training("second", case("s", can_enter("first")))
    assert bounds(route("r", trainings=["first"]), {}, first, second) == settled(CLOSED)


def test_a_training_that_leads_to_itself_is_open_by_its_other_case():
    itself = training("t", case("again", can_enter("t")), case("bac", HAS_BAC))
    assert bounds(route("r", trainings=["t"]), {"level": "bac"}, itself) == settled(OPEN)
    assert bounds(route("r", trainings=["t"]), {"level": "cap"}, itself) == settled(CLOSED)


@pytest.mark.parametrize("order", [["first", "second"], ["second", "first"]])
def test_a_circle_with_a_way_in_is_open_all_around_whatever_is_judged_first(order):
    first = training("first", case("f", can_enter("second")), case("bac", HAS_BAC))
    second = training("second", case("s", can_enter("first")))
    evaluation = Evaluation(rules(LEVEL, first, second), {"level": "bac"})
    assert {code: evaluation.training(code).bounds for code in order} == {"first": TRUE, "second": TRUE}


def test_is_qualified_by_any_of_the_cases_that_qualify():
    known = rules(LEVEL, DIPLOMAS, YEARS, qualifies=[NURSES, case("bac", HAS_BAC)])
    assert Evaluation(known, {"level": "bac"}).is_qualified() == TRUE
    assert Evaluation(known, {"level": "cap", "years": 0.0}).is_qualified() == FALSE
    assert Evaluation(known, {"level": "cap"}).is_qualified() == UNDECIDED


def test_the_evaluation_keeps_what_made_it():
    way = route("r", case("own", THREE_YEARS), trainings=["base"], to_dos=["selection"])
    known = rules(LEVEL, YEARS, BOSS, FIND_BOSS, SELECTION, BASE, way)
    judged = Evaluation(known, {"level": "bac", "years": 3.0, "boss": "no"}).route(way)
    assert judged.route is way
    assert [(each.case.code, each.bounds) for each in judged.cases] == [("own", TRUE)]
    assert [(each.criterion, each.bounds) for each in judged.cases[0].criteria] == [(THREE_YEARS, TRUE)]
    assert judged.first is not None
    assert [(each.case.code, each.bounds) for each in judged.first.cases] == [
        ("base-bac", TRUE),
        ("base-years", settled(TO_CHECK)),
    ]
    assert [(each.to_do.code, each.needed) for each in judged.first.to_dos] == [("find", TRUE)]
    assert [(each.to_do.code, each.needed) for each in judged.to_dos] == [("selection", TRUE)]
    assert judged.bounds == settled(CONDITIONAL)


def test_rules_on_a_day_keep_the_cases_in_force():
    dated = replace(case("dated", HAS_BAC), valid_from=date(2026, 1, 1), valid_until=date(2026, 12, 31))
    way = route("r", case("always", HAS_CAP), dated)
    known = rules(LEVEL, way)
    assert known.on(date(2026, 1, 1)) is known
    assert known.on(date(2026, 12, 31)) is known
    for day in (date(2025, 12, 31), date(2027, 1, 1)):
        assert [each.code for each in known.on(day).route("r").cases] == ["always"]
