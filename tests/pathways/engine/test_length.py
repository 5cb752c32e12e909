"""The fewest and the most questions to come, against walking the whole tree."""

import pytest
from hypothesis import given

from pathways.engine import length
from pathways.engine.length import Remaining
from pathways.engine.questionnaire import Questionnaire
from pathways.engine.rules import UNKNOWN
from tests.pathways.engine import brute_force
from tests.pathways.engine.builders import any_of, at_least, case, number, one, route, rules, several
from tests.pathways.engine.random_rules import on_random_rules, small_rules


def branches(question):
    """Every way to answer a question."""
    return [*brute_force.answers_to(question), *([UNKNOWN] if question.may_be_unknown else [])]


def walked(questionnaire, answered, found):
    """The range from here, after writing down that of every point further on."""
    question = questionnaire.path(answered).next
    if question is None:
        here = Remaining(0, 0)
    else:
        after = [walked(questionnaire, answered | {question.code: value}, found) for value in branches(question)]
        here = Remaining(1 + min(each.least for each in after), 1 + max(each.most for each in after))
    found.append((answered, here))
    return here


@on_random_rules
@given(small_rules())
def test_the_range_at_every_point_of_the_tree(known):
    questionnaire = Questionnaire(known)
    found: list = []
    walked(questionnaire, {}, found)
    for answered, remaining in found:
        assert questionnaire.remaining(answered) == remaining, answered


@on_random_rules
@given(small_rules())
def test_the_mean_over_all_who_know(known):
    questionnaire = Questionnaire(known)
    space = questionnaire.lengths._space
    profiles = [space.sample(place) for place in range(space.size) if space.everyone >> place & 1]
    asked = [len(questionnaire.path(profile).answered) for profile in profiles]
    assert questionnaire.lengths.mean() == pytest.approx(sum(asked) / len(asked))


DIPLOMA = several("diplomes", "cqp", "deas", alone=("aucun",), unknown=True)
LEVEL = one("niveau", "bac", "autre", unknown=True)
YEARS = number("annees", high=40, step=0.5)
KNOWN = rules(
    DIPLOMA,
    LEVEL,
    YEARS,
    route("deas", case("par-deas", any_of("diplomes", "deas"))),
    route("cqp", case("par-bac", any_of("niveau", "bac")), case("par-annees", at_least("annees", 3))),
    qualifies=[case("acquis", any_of("diplomes", "cqp"))],
)


@pytest.mark.parametrize(
    ("answered", "least", "most"),
    [
        pytest.param({}, 2, 3, id="start"),
        pytest.param({"diplomes": ("aucun",)}, 1, 2, id="the-bac-ends-it"),
        pytest.param({"diplomes": ("aucun",), "niveau": "autre"}, 1, 1, id="last-question"),
        pytest.param({"diplomes": UNKNOWN, "niveau": UNKNOWN}, 1, 1, id="who-does-not-know-is-asked-on"),
        pytest.param({"diplomes": ("aucun",), "niveau": "bac"}, 0, 0, id="nothing-left"),
    ],
)
def test_range(answered, least, most):
    assert Questionnaire(KNOWN).remaining(answered) == Remaining(least, most)


def test_who_does_not_know_is_asked_on_where_every_option_is_named():
    """Nobody chooses none of the options of the last question: these profiles are there for the arithmetic only."""
    known = rules(
        one("niveau", "bac", "autre", unknown=True),
        several("diplomes", "deas", alone=("aucun",)),
        route("cqp", case("par-bac", any_of("niveau", "bac"), any_of("diplomes", "deas", "aucun"))),
        route("deas", case("par-deas", any_of("diplomes", "deas"))),
    )
    assert Questionnaire(known).remaining({"niveau": UNKNOWN}) == Remaining(1, 1)


def test_too_many_profiles_give_no_range(monkeypatch):
    monkeypatch.setattr(length, "MOST_PROFILES", 3)
    questionnaire = Questionnaire(KNOWN)
    assert questionnaire.remaining({}) is None
    assert questionnaire.lengths.mean() is None


def test_real_range_is_reached_at_both_ends(real_rules):
    """Walking on by the answers that keep an end of the range leads to exactly as many questions."""
    questionnaire = Questionnaire(real_rules)
    space = questionnaire.lengths._space
    for end in ("least", "most"):
        answered: dict = {}
        wanted = getattr(questionnaire.remaining({}), end)
        for left in reversed(range(wanted)):
            question = questionnaire.path(answered).next
            assert question is not None
            values = {repr(v): v for v in (space.sample(n).get(question.code) for n in range(0, space.size, 61))}
            tries = [answered | {question.code: value} for value in (*values.values(), UNKNOWN)]
            answered = next(each for each in tries if getattr(questionnaire.remaining(each), end) == left)
        assert questionnaire.path(answered).next is None
