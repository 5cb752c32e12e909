"""The order of the questions, beside the best ones found by trying all."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from pathways.engine.order import Orders
from pathways.engine.questionnaire import Questionnaire
from pathways.engine.space import Space
from tests.pathways.engine.random_rules import on_random_rules, small_rules


def everybody(questionnaire):
    space = Space(questionnaire.rules.questions, questionnaire.outcomes.atoms)
    return [space.sample(place) for place in range(space.size) if space.everyone >> place & 1]


def asked_on_average(known, codes, profiles):
    """By the questionnaire itself, its questions put in this order."""
    questionnaire = Questionnaire(replace(known, questions=tuple(known.question(code) for code in codes)))
    return sum(len(questionnaire.path(profile).answered) for profile in profiles) / len(profiles)


def fewest(questionnaire, answers, profiles):
    """Questions still asked on average of these people, the next one chosen as well as can be."""
    asking = [question.code for question in questionnaire.worth_asking(answers)]
    found = []
    for code in asking:
        groups: dict[object, list] = {}
        for profile in profiles:
            groups.setdefault(profile[code], []).append(profile)
        after = (len(each) * fewest(questionnaire, answers | {code: value}, each) for value, each in groups.items())
        found.append(1 + sum(after) / len(profiles))
    return min(found, default=0)


@settings(on_random_rules, max_examples=40)
@given(small_rules())
def test_orders(known):
    questionnaire = Questionnaire(known)
    orders, profiles = Orders(known, questionnaire.outcomes), everybody(questionnaire)
    codes = [question.code for question in known.questions]
    means = {each: asked_on_average(known, each, profiles) for each in permutations(codes)}

    assert orders.fixed(codes).mean == pytest.approx(means[tuple(codes)])
    assert questionnaire.lengths.mean() == pytest.approx(means[tuple(codes)])
    assert orders.best_fixed.mean == pytest.approx(min(means.values()))
    assert orders.fixed(orders.best_fixed.questions).mean == pytest.approx(orders.best_fixed.mean)
    assert orders.best_adaptive_mean == pytest.approx(fewest(questionnaire, {}, profiles))


def test_the_real_order_is_nearly_the_best(real_rules):
    orders = Orders(real_rules, Questionnaire(real_rules).outcomes)
    codes = [question.code for question in real_rules.questions]

    assert orders.fixed(codes).mean <= 1.05 * orders.best_fixed.mean
