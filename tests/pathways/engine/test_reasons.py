"""Why a route has its verdict, against the evaluation itself: ways that open, none too long, none left out."""

from datetime import date
from itertools import chain, combinations, product

import pytest
from hypothesis import given

from pathways.engine import reasons
from pathways.engine.answers import Value
from pathways.engine.assessment import assess
from pathways.engine.evaluation import Evaluation, holds
from pathways.engine.questionnaire import Questionnaire
from pathways.engine.rules import UNKNOWN, CanEnter, Certainty, Change, Verdict
from tests.pathways.engine import brute_force
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
from tests.pathways.engine.random_rules import on_random_rules, profiles_of, with_answers

CLOSED, TO_CHECK, CONDITIONAL, OPEN = Verdict
ESTABLISHED, DOUBTFUL = Certainty
PROMISED = {ESTABLISHED: CONDITIONAL, DOUBTFUL: TO_CHECK}


def criteria_of(way):
    return {unmet.criterion for unmet in way.criteria}


def questions_of(way):
    return {criterion.question for criterion in criteria_of(way)}


# --- Ways, on random rules


def closed_routes(known, profile):
    """The routes that are closed, but not because they are not needed."""
    for each in known.routes:
        judged = Evaluation(known, profile).route(each)
        if judged.bounds.high is CLOSED and not judged.is_unneeded:
            yield judged


def all_atoms(known):
    """Every criterion but "can enter", wherever it stands."""
    criteria = chain.from_iterable(each.criteria for each in known.all_cases().values())
    return {criterion for criterion in criteria if not isinstance(criterion, CanEnter)}


def met(atoms, profile):
    return {criterion for criterion in atoms if holds(criterion, profile[criterion.question])}


def answering_differently(known, profile, questions):
    """The profiles that differ from this one in their answers to these questions only, itself included."""
    changed = [question for question in known.questions if question.code in questions]
    for answers in product(*map(brute_force.answers_to, changed)):
        yield profile | {question.code: answer for question, answer in zip(changed, answers, strict=True)}


def verdict(known, profile, of):
    """None where the route is not needed: that is another reason altogether."""
    judged = Evaluation(known, profile).route(of)
    return None if judged.is_unneeded else judged.bounds.low


@on_random_rules
@given(with_answers(profiles_of))
def test_whoever_goes_a_way_finds_the_route_open(drawn):
    known, profile = drawn
    atoms = all_atoms(known)
    before = met(atoms, profile)
    for judged in closed_routes(known, profile):
        for way in reasons.ways(judged):
            assert not criteria_of(way) & before
            for changed in answering_differently(known, profile, questions_of(way)):
                if met(atoms, changed) >= before | criteria_of(way):
                    found = verdict(known, changed, judged.route)
                    assert found is None or found >= PROMISED[way.certainty]


@on_random_rules
@given(with_answers(profiles_of))
def test_whoever_leaves_out_a_criterion_of_a_way_does_not(drawn):
    known, profile = drawn
    atoms = all_atoms(known)
    before = met(atoms, profile)
    for judged in closed_routes(known, profile):
        for way in reasons.ways(judged):
            for left_out in criteria_of(way):
                others = criteria_of(way) - {left_out}
                implied = {atom for atom in atoms if any(reasons.implies(other, atom) for other in others)}
                for changed in answering_differently(known, profile, questions_of(way)):
                    if met(atoms, changed) <= before | implied:
                        assert (verdict(known, changed, judged.route) or CLOSED) < PROMISED[way.certainty]


@on_random_rules
@given(with_answers(profiles_of))
def test_no_way_is_left_out(drawn):
    """Whichever few questions must be answered differently to open the route, some way needs no others."""
    known, profile = drawn
    codes = [question.code for question in known.questions]
    for judged in closed_routes(known, profile):
        ways = reasons.ways(judged)
        for certainty, promised in PROMISED.items():
            asked = [questions_of(way) for way in ways if PROMISED[way.certainty] >= promised]
            for questions in map(set, chain.from_iterable(combinations(codes, size) for size in range(1, 5))):
                if not any(fewer <= questions for fewer in asked):
                    for changed in answering_differently(known, profile, questions):
                        assert (verdict(known, changed, judged.route) or CLOSED) < promised, certainty


@on_random_rules
@given(with_answers(profiles_of))
def test_ways_are_sure_before_doubtful_then_short_before_long_and_none_contains_another(drawn):
    known, profile = drawn
    for judged in closed_routes(known, profile):
        ways = reasons.ways(judged)
        order = [(way.certainty is DOUBTFUL, len(way.criteria)) for way in ways]
        assert order == sorted(order)
        for shorter, longer in product(ways, ways):
            if shorter is not longer and criteria_of(shorter) <= criteria_of(longer):
                assert criteria_of(shorter) != criteria_of(longer)
                assert (shorter.certainty, longer.certainty) == (DOUBTFUL, ESTABLISHED)


@on_random_rules
@given(with_answers(profiles_of))
def test_the_answers_said_to_close_a_route_are_those_of_its_sure_ways(drawn):
    known, profile = drawn
    assessment = assess(Questionnaire(known), profile, date(2026, 11, 22))
    for judged in closed_routes(known, profile):
        ways = reasons.ways(judged)
        sure = [way for way in ways if way.certainty is ESTABLISHED] or ways
        culprits = set().union(*map(questions_of, sure))
        named = [reason.text.split(" : ")[0] for reason in assessment.by_route[judged.route.code].because]
        assert named == [question.short for question in known.questions if question.code in culprits]


# --- Ways, in named cases

LEVEL = one("level", "none", "cap", "bac", unknown=True)
DIPLOMAS = several("diplomas", "nurse", "dental", alone=["none"], unknown=True)
YEARS = number("years", step=0.5, unknown=True)
AGE = number("age", high=99)
BOSS = one("boss", "yes", "no", unknown=True, change=Change.ARRANGED)
SCHOOL = one("school", "yes", "no", change=Change.NEVER)
FIND_BOSS = to_do("find", "boss", "no")
SELECTION = to_do("selection")
NOBODY: dict[str, Value] = {
    "level": "none",
    "diplomas": ("none",),
    "years": 0.0,
    "age": 20.0,
    "boss": "no",
    "school": "no",
}

HAS_BAC = any_of("level", "bac")
HAS_CAP = any_of("level", "cap")
ONE_YEAR = at_least("years", 1)
THREE_YEARS = at_least("years", 3)
IS_DENTAL = any_of("diplomas", "dental")
BASE = training("base", case("base-bac", HAS_BAC), doubtful("base-years", THREE_YEARS), to_dos=["find"])


def judged_route(way, *parts, **answers):
    known = rules(LEVEL, DIPLOMAS, YEARS, AGE, BOSS, SCHOOL, FIND_BOSS, SELECTION, *parts, way)
    return Evaluation(known, NOBODY | answers).route(way)


@pytest.mark.parametrize(
    ("way", "parts", "answers", "expected"),
    [
        pytest.param(route("r", case("c", HAS_BAC)), (), {}, [({HAS_BAC}, ESTABLISHED)], id="one-criterion"),
        pytest.param(
            route("r", case("c", HAS_BAC, THREE_YEARS)),
            (),
            {"level": "bac"},
            [({THREE_YEARS}, ESTABLISHED)],
            id="what-is-met-is-not-named",
        ),
        pytest.param(
            route("r", case("long", HAS_CAP, THREE_YEARS), case("short", HAS_BAC)),
            (),
            {},
            [({HAS_BAC}, ESTABLISHED), ({HAS_CAP, THREE_YEARS}, ESTABLISHED)],
            id="any-case-the-shortest-first",
        ),
        pytest.param(
            route("r", doubtful("unsure", ONE_YEAR), case("sure", HAS_CAP, THREE_YEARS)),
            (),
            {},
            [({HAS_CAP, THREE_YEARS}, ESTABLISHED), ({ONE_YEAR}, DOUBTFUL)],
            id="sure-before-doubtful",
        ),
        pytest.param(
            route("r", case("more", THREE_YEARS, IS_DENTAL), case("less", ONE_YEAR)),
            (),
            {},
            [({ONE_YEAR}, ESTABLISHED)],
            id="what-asks-for-more-is-left-out",
        ),
        pytest.param(
            route("r", doubtful("unsure", THREE_YEARS), case("sure", ONE_YEAR)),
            (),
            {},
            [({ONE_YEAR}, ESTABLISHED)],
            id="a-doubtful-way-that-asks-for-more-is-left-out",
        ),
        pytest.param(
            route("r", case("c", ONE_YEAR, THREE_YEARS)),
            (),
            {},
            [({THREE_YEARS}, ESTABLISHED)],
            id="three-years-are-more-than-one",
        ),
        pytest.param(
            route("r", case("own", IS_DENTAL), trainings=["base"]),
            (BASE,),
            {},
            [({IS_DENTAL, HAS_BAC}, ESTABLISHED), ({IS_DENTAL, THREE_YEARS}, DOUBTFUL)],
            id="its-own-entry-and-its-first-training",
        ),
        pytest.param(
            route("r", case("c", can_enter("base"), IS_DENTAL)),
            (BASE,),
            {"level": "bac"},
            [({IS_DENTAL}, ESTABLISHED)],
            id="a-training-it-can-enter-already",
        ),
        pytest.param(
            route("r", case("c", can_enter("base"), IS_DENTAL)),
            (BASE,),
            {"years": 3.0},
            [({IS_DENTAL, HAS_BAC}, ESTABLISHED), ({IS_DENTAL}, DOUBTFUL)],
            id="a-training-it-can-enter-by-a-doubtful-case",
        ),
        pytest.param(
            route("r", trainings=["first"]),
            (training("first", case("f", can_enter("first")), case("bac", HAS_BAC)),),
            {},
            [({HAS_BAC}, ESTABLISHED)],
            id="a-circle-leads-nowhere",
        ),
        pytest.param(route("r", trainings=["t"]), (training("t"),), {}, [], id="no-way-at-all"),
    ],
)
def test_ways(way, parts, answers, expected):
    judged = judged_route(way, *parts, **answers)
    assert judged.bounds == (CLOSED, CLOSED)
    assert [(criteria_of(each), each.certainty) for each in reasons.ways(judged)] == expected


@pytest.mark.parametrize(
    ("one_criterion", "other", "expected"),
    [
        pytest.param(any_of("q", "a"), any_of("q", "a", "b"), True, id="fewer-options"),
        pytest.param(any_of("q", "a", "b"), any_of("q", "a"), False, id="more-options"),
        pytest.param(any_of("q", "a"), any_of("p", "a"), False, id="another-question"),
        pytest.param(none_of("q", "a", "b"), none_of("q", "a"), True, id="none-of-more"),
        pytest.param(none_of("q", "a"), none_of("q", "a", "b"), False, id="none-of-fewer"),
        pytest.param(at_least("q", 3), at_least("q", 1), True, id="a-higher-threshold"),
        pytest.param(at_least("q", 3), at_least("q", 3), True, id="the-same-threshold"),
        pytest.param(at_least("q", 1), at_least("q", 3), False, id="a-lower-threshold"),
        pytest.param(less_than("q", 1), less_than("q", 3), True, id="less-than-a-lower-threshold"),
        pytest.param(less_than("q", 3), less_than("q", 1), False, id="less-than-a-higher-threshold"),
        pytest.param(at_least("q", 3), less_than("q", 3), False, id="the-contrary"),
        pytest.param(can_enter("t"), can_enter("t"), True, id="the-same-trainings"),
        pytest.param(can_enter("t"), can_enter("u"), False, id="other-trainings"),
    ],
)
def test_implies(one_criterion, other, expected):
    assert reasons.implies(one_criterion, other) is expected


@pytest.mark.parametrize(
    ("criterion", "expected"),
    [
        pytest.param(HAS_BAC, True, id="a-diploma-can-be-had"),
        pytest.param(none_of("level", "bac"), False, id="a-diploma-is-not-lost"),
        pytest.param(THREE_YEARS, True, id="years-go-by"),
        pytest.param(less_than("age", 26), False, id="nobody-gets-younger"),
        pytest.param(any_of("boss", "yes"), True, id="can-be-arranged"),
        pytest.param(none_of("boss", "no"), True, id="can-be-arranged-away"),
        pytest.param(any_of("school", "yes"), False, id="never-changes"),
        pytest.param(can_enter("t"), True, id="trainings-can-be-entered"),
    ],
)
def test_is_reachable(criterion, expected):
    assert reasons.is_reachable(rules(LEVEL, YEARS, AGE, BOSS, SCHOOL), criterion) is expected


# --- What opens, what remains to arrange, what is not known


@pytest.mark.parametrize(
    ("answers", "at_least", "expected"),
    [
        pytest.param({"level": "bac"}, CONDITIONAL, ["c", "base-bac"], id="the-case-that-opens-and-what-it-leads-to"),
        pytest.param({"level": "bac", "years": 3.0}, CONDITIONAL, ["c", "base-bac"], id="not-the-doubtful-one-beside"),
        pytest.param({"years": 3.0}, TO_CHECK, ["c", "base-years"], id="the-doubtful-one-when-nothing-else-opens"),
        pytest.param({"years": 3.0}, CONDITIONAL, [], id="nothing-that-open"),
        pytest.param({}, TO_CHECK, [], id="closed"),
    ],
)
def test_opening_cases(answers, at_least, expected):
    judged = judged_route(route("r", case("c", can_enter("base"))), BASE, **answers)
    assert [each.code for each in reasons.opening_cases(judged, at_least)] == expected


def test_opening_cases_of_a_route_and_of_its_first_training():
    judged = judged_route(route("r", case("own", THREE_YEARS), trainings=["base"]), BASE, level="bac", years=3.0)
    assert [each.code for each in reasons.opening_cases(judged, CONDITIONAL)] == ["own", "base-bac"]


@on_random_rules
@given(with_answers(profiles_of))
def test_an_open_route_leaves_nothing_to_arrange_and_a_conditional_one_something(drawn):
    known, profile = drawn
    for each in known.routes:
        judged = Evaluation(known, profile).route(each)
        if judged.bounds.low >= CONDITIONAL:
            assert bool(reasons.arrangements(judged)) is (judged.bounds.low is CONDITIONAL)


@pytest.mark.parametrize(
    ("way", "answers", "expected"),
    [
        pytest.param(route("r", to_dos=["find"]), {}, ["find"], id="of-the-route"),
        pytest.param(route("r", to_dos=["find"]), {"boss": "yes"}, [], id="already-arranged"),
        pytest.param(route("r", to_dos=["find"]), {"boss": UNKNOWN}, ["find"], id="perhaps-to-arrange"),
        pytest.param(route("r", to_dos=["selection"]), {}, ["selection"], id="of-everybody"),
        pytest.param(route("r", trainings=["base"]), {"level": "bac"}, ["find"], id="of-its-first-training"),
        pytest.param(
            route("r", case("c", can_enter("base")), to_dos=["selection", "find"]),
            {"level": "bac"},
            ["selection", "find"],
            id="of-the-training-it-leads-to-once",
        ),
        pytest.param(
            route("r", case("by-itself", IS_DENTAL), case("c", can_enter("base"))),
            {"level": "bac", "diplomas": ("dental",)},
            [],
            id="not-of-a-case-one-can-do-without",
        ),
    ],
)
def test_arrangements(way, answers, expected):
    judged = judged_route(way, BASE, **answers)
    assert [each.code for each in reasons.arrangements(judged)] == expected


def test_unknown_questions_are_those_answered_dont_know_once_each():
    way = route("r", case("c", can_enter("base"), THREE_YEARS), case("d", HAS_CAP))
    judged = judged_route(way, BASE, level=UNKNOWN, years=UNKNOWN, diplomas=UNKNOWN)
    assert sorted(reasons.unknown_questions(judged)) == ["level", "years"]
