"""Outcomes against brute force: what is still possible, and which questions can still change something."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.engine import outcomes as engine_outcomes
from pathways.engine.evaluation import Evaluation
from pathways.engine.outcomes import Outcomes, resolved
from pathways.engine.rules import UNKNOWN, Verdict
from tests.pathways.engine.brute_force import Everybody
from tests.pathways.engine.builders import (
    any_of,
    case,
    doubtful,
    funding,
    one,
    route,
    rules,
    several,
    to_do,
    training,
)
from tests.pathways.engine.random_rules import answers_to, on_random_rules, profiles_of, with_answers

CLOSED, TO_CHECK, CONDITIONAL, OPEN = Verdict


def by_name(outcomes):
    """The engine's outcomes under the names brute force gives them."""
    return {
        **{("verdict", code): outcome for code, outcome in outcomes.verdicts.items()},
        ("qualified", ""): outcomes.qualified,
        **{("to-do", *codes): outcome for codes, outcome in outcomes.to_dos.items()},
        **{("deadline", code): outcome for code, outcome in outcomes.deadlines.items()},
        **{("funding", code): outcome for code, outcome in outcomes.fundings.items()},
    }


@on_random_rules
@given(with_answers())
def test_values_are_those_of_all_completions(drawn):
    rules, answers = drawn
    everybody, outcomes = Everybody(rules), by_name(Outcomes(rules))
    assert set(outcomes) == set(everybody.outcomes[0])
    assert {name: outcome.values(answers) for name, outcome in outcomes.items()} == {
        name: everybody.values(name, answers) for name in outcomes
    }


@on_random_rules
@given(with_answers(lambda rules: st.lists(answers_to(rules), min_size=2, max_size=8)))
def test_values_are_the_same_whoever_was_met_before(drawn):
    rules, people = drawn
    outcomes = by_name(Outcomes(rules))
    for answers in (*people, *people):
        anew = by_name(Outcomes(rules))
        for name, outcome in outcomes.items():
            assert outcome.values(answers) == anew[name].values(answers)


def test_values_kept_are_bounded(monkeypatch):
    monkeypatch.setattr(engine_outcomes, "MOST_CLASSES", 2)
    made = rules(one("level", "low", "middle", "high"), route("r", case("c", any_of("level", "low"))))
    outcome = Outcomes(made).verdicts["r"]
    for level in ("low", "high", UNKNOWN) * 2:
        expected = {"low": {OPEN}, "high": {CLOSED}, UNKNOWN: {OPEN, CLOSED}}[level]
        assert outcome.values({"level": level}) == expected
        assert len(outcome._values) <= 2


@on_random_rules
@given(with_answers())
def test_is_moved_by_is_what_another_answer_changes_for_somebody(drawn):
    rules, answers = drawn
    everybody, outcomes = Everybody(rules), Outcomes(rules)
    for question in rules.questions:
        moved = {name for name, outcome in by_name(outcomes).items() if outcome.is_moved_by(question.code, answers)}
        assert moved == everybody.moved_by(question.code, answers)
        assert outcomes.is_moved_by(question.code, answers) is bool(moved)


@on_random_rules
@given(with_answers())
def test_bounds_contain_every_possible_verdict(drawn):
    rules, answers = drawn
    outcomes, evaluation = Outcomes(rules), Evaluation(rules, answers)
    for route_ in rules.routes:
        low, high = evaluation.route(route_).bounds
        assert all(low <= verdict <= high for verdict in outcomes.possible_verdicts(route_.code, answers))


@on_random_rules
@given(with_answers(profiles_of))
def test_a_complete_profile_has_the_verdict_of_its_evaluation(drawn):
    rules, profile = drawn
    outcomes, evaluation = Outcomes(rules), Evaluation(rules, profile)
    for route_ in rules.routes:
        assert evaluation.route(route_).bounds == (outcomes.verdict(route_.code, profile),) * 2


@pytest.mark.parametrize(
    ("possible", "verdict"),
    [
        *(pytest.param({verdict}, verdict, id=f"only-{verdict.code}") for verdict in Verdict),
        pytest.param({CONDITIONAL, OPEN}, CONDITIONAL, id="open-or-something-to-arrange"),
        pytest.param({CLOSED, OPEN}, TO_CHECK, id="open-or-closed"),
        pytest.param({CLOSED, CONDITIONAL}, TO_CHECK, id="conditional-or-closed"),
        pytest.param({CLOSED, TO_CHECK}, TO_CHECK, id="doubtful-or-closed"),
        pytest.param({TO_CHECK, OPEN}, TO_CHECK, id="doubtful-or-open"),
        pytest.param(set(Verdict), TO_CHECK, id="anything"),
    ],
)
def test_resolved(possible, verdict):
    assert resolved(possible) is verdict


def test_two_unknown_answers_that_hang_together_leave_only_what_is_possible():
    """Bounds can't see that one of the two cases always holds; outcomes do."""
    level = one("level", "bac", "none", unknown=True)
    way = route("r", case("with", any_of("level", "bac")), case("without", any_of("level", "none")))
    known = rules(level, way)
    assert Evaluation(known, {}).route(way).bounds == (CLOSED, OPEN)
    assert Outcomes(known).possible_verdicts("r", {}) == {OPEN}


def test_a_question_of_which_every_option_is_named_is_told_from_the_next_one():
    """It has one class only, which leaves the next question where it would be without it."""
    first, second = one("first", "a", unknown=True), several("second", "a", "b", unknown=True)
    known = rules(first, second, route("r", case("c", any_of("first", "a"), any_of("second", "a"))))
    assert Outcomes(known).possible_verdicts("r", {}) == {CLOSED, OPEN}


def test_a_to_do_of_a_closed_route_changes_nothing():
    level, boss = one("level", "bac", "none"), one("boss", "yes", "no")
    known = rules(
        level, boss, to_do("find", "boss", "no"), route("r", case("c", any_of("level", "bac")), to_dos=["find"])
    )
    outcomes = Outcomes(known)
    assert outcomes.is_moved_by("boss", {})
    assert not outcomes.is_moved_by("boss", {"level": "none"})


def test_a_funding_of_a_closed_route_changes_nothing():
    level, job = one("level", "bac", "none"), one("job", "yes", "no")
    known = rules(
        level,
        job,
        training("t", case("c", any_of("level", "bac"))),
        route("r", trainings=["t"]),
        funding("f", ["t"], doubtful("e", any_of("job", "yes"))),
    )
    outcomes = Outcomes(known)
    assert outcomes.fundings["f"].values({}) == {0, 1}
    assert outcomes.fundings["f"].values({"level": "none"}) == {0}
    assert not outcomes.is_moved_by("job", {"level": "none"})
