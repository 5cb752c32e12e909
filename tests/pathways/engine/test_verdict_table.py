"""The verdict table against the tree it is filled from: the same for everybody, whoever was met first."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.engine.evaluation import Evaluation
from pathways.engine.outcomes import Outcomes, resolved
from pathways.engine.profiles import ProfileEvaluation
from pathways.engine.rules import UNKNOWN, Kind
from pathways.engine.space import Space
from pathways.engine.standing import standing
from pathways.engine.verdict_table import VerdictTable
from tests.pathways.engine.random_rules import answers_to, on_random_rules, small_rules


def anew(rules, outcomes, answers):
    """Where these answers stand on each route, by the tree and the sets alone."""
    evaluation = Evaluation(rules, answers)
    return tuple(standing(evaluation, outcomes.verdicts[route.code], route) for route in rules.routes)


def asked_anew(rules, outcomes, answers):
    return [q for q in rules.questions if q.code not in answers and outcomes.is_moved_by(q.code, answers)]


@on_random_rules
@given(small_rules().flatmap(lambda rules: st.tuples(st.just(rules), st.lists(answers_to(rules), max_size=12))))
def test_whoever_was_met_before_the_answer_is_the_same(drawn):
    rules, people = drawn
    outcomes = Outcomes(rules)
    table, crowded = VerdictTable(rules, outcomes), VerdictTable(rules, outcomes, people=2, standings=1)
    for answers in (*people, *people):
        expected, questions = anew(rules, outcomes, answers), asked_anew(rules, outcomes, answers)
        for each in (table, crowded):
            assert each.standings(answers) == expected
            assert list(each.worth_asking(answers)) == questions
        assert crowded.classes_kept <= 2 + 2 + len(rules.routes)


# --- The real rules


@pytest.fixture(scope="module")
def outcomes(real_rules):
    return Outcomes(real_rules)


@pytest.fixture(scope="module")
def table(real_rules, outcomes):
    """Room enough for everybody: here nothing is emptied."""
    return VerdictTable(real_rules, outcomes, people=10**6, standings=10**4)


def others_alike(space, question, answer):
    """Another answer the criteria do not tell from this one, wherever there is one."""
    axes = space.axes[question.code]
    if question.kind is Kind.NUMBER:
        ends = dict(pairwise((*axes[0].samples, question.high + question.step)))
        return ends[answer] - question.step
    if question.kind is Kind.ONE:
        return next(members[-1] for members in axes[0].members if answer in members)
    groups = [axis.members[1] for axis in axes]
    grouped = {code for group in groups for code in group}
    chosen = {group[-1] for group in groups if set(group) & set(answer)}
    chosen |= {option.code for option in question.options if chosen and not option.exclusive} - grouped
    return tuple(option.code for option in question.options if option.code in chosen) or answer


def test_every_distinguishable_profile_of_every_route_stands_where_the_tree_puts_it(real_rules, outcomes, table):
    """The table meets one person of each kind, then another one, of whom the tree is asked too."""
    profiles = 0
    for place, route in enumerate(real_rules.routes):
        space = Space(real_rules.questions, outcomes.verdicts[route.code].atoms)
        for number in range(space.size):
            if not space.everyone >> number & 1:
                continue
            first = space.sample(number)
            second = {code: others_alike(space, real_rules.question(code), value) for code, value in first.items()}
            table.standings(first)
            found = table.standings(second)[place]
            judged = Evaluation(real_rules, second).route(route)
            assert found.judged == judged, second
            assert (found.verdict, found.verdict) == judged.bounds, second
            profiles += 1
    assert profiles > 7000


def test_every_distinguishable_profile_has_the_verdicts_of_the_sets(real_rules, outcomes, table):
    """All questions at once: what is kept for a whole person is put together from what is kept for each route."""
    atoms = [atom for outcome in outcomes.verdicts.values() for atom in outcome.atoms]
    space = Space(real_rules.questions, atoms)
    judged = ProfileEvaluation(real_rules, space)
    everyone, *levels = (
        f"{profiles:0{space.size}b}"[::-1]
        for profiles in (space.everyone, *(each for route in real_rules.routes for each in judged.route(route).sets))
    )
    wrong = [
        number
        for number in range(space.size)
        if everyone[number] == "1"
        and [int(stands.verdict) for stands in table.standings(space.sample(number))]
        != [sum(level[number] == "1" for level in route) for route in batched(levels)]
    ]
    assert wrong == []
    assert everyone.count("1") > 10_000


def batched(levels):
    """To check, conditional, open: three by three."""
    return zip(levels[::3], levels[1::3], levels[2::3], strict=True)


def test_anybody_whatever_is_left_out_or_unknown_stands_where_the_tree_puts_them(real_rules, outcomes):
    table, chance = VerdictTable(real_rules, outcomes), random.Random(1607)
    everybody = Space(real_rules.questions, outcomes.atoms)
    someone = [number for number in chance.choices(range(everybody.size), k=500) if everybody.everyone >> number & 1]
    for number in someone:
        answers = everybody.sample(number)
        for code in chance.sample(sorted(answers), 4):
            if chance.random() < 0.4:
                del answers[code]
            elif chance.random() < 0.4:
                answers[code] = UNKNOWN
        found = table.standings(answers)
        assert found == anew(real_rules, outcomes, answers)
        assert list(table.worth_asking(answers)) == asked_anew(real_rules, outcomes, answers)
        assert [stands.verdict for stands in found] == [resolved(set(stands.possible)) for stands in found]
