"""Which question comes next, against brute force: none too many, none too few, whatever the order of the answers."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.engine import questionnaire as questionnaire_module
from pathways.engine.answers import Value, read_texts, texts_of
from pathways.engine.questionnaire import Path, Questionnaire
from pathways.engine.rules import UNKNOWN
from tests.pathways.engine import brute_force
from tests.pathways.engine.brute_force import Everybody
from tests.pathways.engine.builders import any_of, at_least, case, number, one, route, rules, to_do
from tests.pathways.engine.random_rules import answers_to, on_random_rules, profiles_of, small_rules, with_answers


def walk(questionnaire, profile):
    """The answers of someone who answers what is asked, from the first question to the last."""
    answers: dict[str, Value] = {}
    while (question := questionnaire.path(answers).next) is not None:
        assert question.code not in answers
        answers[question.code] = profile[question.code]
    return answers


def path_by_brute_force(everybody, known, answers):
    """Each question in turn: one that changes nothing for this person is passed by, a missing answer is asked for."""
    answered: dict[str, Value] = {}
    for question in known.questions:
        if everybody.moved_by(question.code, answered):
            if question.code in answers:
                answered[question.code] = answers[question.code]
            elif everybody.moved_by(question.code, answers):
                return Path(answered, question)
    return Path(answered, None)


def values(outcomes, answers):
    return [outcome.values(answers) for outcome in outcomes.all]


# --- On random rules


@on_random_rules
@given(with_answers())
def test_a_question_is_worth_asking_while_and_only_while_it_can_change_an_outcome(drawn):
    known, answers = drawn
    everybody = Everybody(known)
    assert Questionnaire(known).worth_asking(answers) == [
        question
        for question in known.questions
        if question.code not in answers and everybody.moved_by(question.code, answers)
    ]


@on_random_rules
@given(with_answers())
def test_the_path_asks_nothing_idle_and_stops_only_when_nothing_can_change(drawn):
    known, answers = drawn
    everybody = Everybody(known)
    asked = Questionnaire(known).path(answers).next
    open_questions = [
        question.code
        for question in known.questions
        if question.code not in answers and everybody.moved_by(question.code, answers)
    ]
    assert (asked.code in open_questions) if asked else (open_questions == [])


@on_random_rules
@given(with_answers())
def test_the_path_is_the_questions_in_turn(drawn):
    known, answers = drawn
    path = Questionnaire(known).path(answers)
    assert path == path_by_brute_force(Everybody(known), known, answers)
    assert list(path.answered) == [question.code for question in known.questions if question.code in path.answered]


@on_random_rules
@given(with_answers(), st.randoms(use_true_random=False))
def test_the_path_depends_on_the_answers_only(drawn, chance):
    known, answers = drawn
    questionnaire = Questionnaire(known)
    first = questionnaire.path(answers)
    shuffled = list(answers.items())
    chance.shuffle(shuffled)
    assert questionnaire.path(dict(shuffled)) == first
    assert list(questionnaire.path(dict(shuffled)).answered.items()) == list(first.answered.items())
    assert Questionnaire(known).path(answers) == first
    assert dict(shuffled) == answers


@on_random_rules
@given(small_rules().flatmap(lambda made: st.tuples(st.just(made), st.lists(answers_to(made), max_size=12))))
def test_whoever_was_met_before_path_and_reading_are_the_same(drawn):
    made, people = drawn
    asked = Questionnaire(made)
    for answers in (*people, *people):
        assert asked.path(answers) == Questionnaire(made).path(answers)
        texts = {code: texts_of(value) for code, value in answers.items()}
        assert asked.read(texts) == read_texts(made, texts)


def test_what_nobody_types_is_read_and_not_remembered():
    made = rules(number("age", low=10, high=99), route("way", case("old", at_least("age", 50))))
    asked = Questionnaire(made)
    for typed in ("60", "60" + " " * 200):
        assert asked.read({"age": [typed]}).answers == {"age": 60}
    assert list(asked._values) == [("age", ("60",))]


def test_what_is_full_is_emptied(monkeypatch):
    monkeypatch.setattr(questionnaire_module, "MOST_VALUES", 2)
    monkeypatch.setattr(questionnaire_module, "MOST_PEOPLE", 2)
    made = rules(number("age", low=10, high=99), route("way", case("old", at_least("age", 50))))
    asked = Questionnaire(made)
    for age in (20, 60, 20, 70, 30):
        assert asked.read({"age": [str(age)]}).answers == {"age": age}
        assert asked.path({"age": age}) == Path({"age": age}, None)
        assert asked.path({}).next == made.questions[0]


@on_random_rules
@given(with_answers(profiles_of))
def test_what_was_not_asked_changes_nothing(drawn):
    known, profile = drawn
    questionnaire = Questionnaire(known)
    asked = walk(questionnaire, profile)
    assert values(questionnaire.outcomes, asked) == values(questionnaire.outcomes, profile)
    assert all(len(possible) == 1 for possible in values(questionnaire.outcomes, asked))


@on_random_rules
@given(with_answers(profiles_of))
def test_the_path_replays_the_walk(drawn):
    known, profile = drawn
    questionnaire = Questionnaire(known)
    asked = list(walk(questionnaire, profile).items())
    for steps in range(len(asked) + 1):
        path = questionnaire.path(dict(asked[:steps]))
        assert list(path.answered.items()) == asked[:steps]
        assert (path.next.code if path.next else None) == (asked[steps][0] if steps < len(asked) else None)
    assert questionnaire.path(profile) == questionnaire.path(dict(asked))


@on_random_rules
@given(with_answers(profiles_of))
def test_a_person_who_knows_nothing_is_asked_each_question_once_at_most(drawn):
    known, _ = drawn
    questionnaire = Questionnaire(known)
    asked = walk(questionnaire, dict.fromkeys((question.code for question in known.questions), UNKNOWN))
    assert values(questionnaire.outcomes, asked) == values(questionnaire.outcomes, {})


# --- In named cases

LEVEL = one("level", "none", "cap", "bac", unknown=True)
YEARS = number("years", step=0.5, unknown=True)
BOSS = one("boss", "yes", "no")
KNOWN = rules(
    LEVEL,
    YEARS,
    BOSS,
    to_do("find", "boss", "no"),
    route(
        "r",
        case("bac", any_of("level", "bac")),
        case("cap", any_of("level", "cap"), at_least("years", 3)),
        to_dos=["find"],
    ),
)


@pytest.mark.parametrize(
    ("answers", "answered", "asked"),
    [
        pytest.param({}, [], "level", id="the-first-question"),
        pytest.param({"level": "cap"}, ["level"], "years", id="the-next-one"),
        pytest.param({"level": "bac"}, ["level"], "boss", id="years-change-nothing-with-the-bac"),
        pytest.param({"level": "none"}, ["level"], None, id="closed-whatever-the-rest"),
        pytest.param({"level": "cap", "years": 0.0}, ["level", "years"], None, id="closed-at-the-second"),
        pytest.param({"level": UNKNOWN}, ["level"], "years", id="dont-know-is-an-answer"),
        pytest.param({"boss": "no"}, [], "level", id="a-jump-ahead-goes-back-to-the-first"),
        pytest.param({"level": "cap", "boss": "no"}, ["level"], "years", id="a-jump-ahead-goes-back-to-the-second"),
        pytest.param({"years": 3.0, "boss": "no"}, [], "level", id="later-answers-are-not-on-the-path-yet"),
        pytest.param({"level": "bac", "years": 0.0}, ["level"], "boss", id="an-idle-answer-is-not-on-the-path"),
        pytest.param({"level": "bac", "boss": "no", "other": "x"}, ["level", "boss"], None, id="an-unknown-key"),
    ],
)
def test_path(answers, answered, asked):
    path = Questionnaire(KNOWN).path(answers)
    assert list(path.answered) == answered
    assert path.answered == {code: answers[code] for code in answered}
    assert (path.next.code if path.next else None) == asked


def test_a_later_answer_can_make_an_earlier_question_idle():
    """Nobody is sent back to a question that what they said already leaves without effect."""
    either = rules(
        LEVEL,
        BOSS,
        route("r", case("both", any_of("level", "bac"), any_of("boss", "yes"))),
    )
    assert Questionnaire(either).path({"boss": "no"}) == Path({"boss": "no"}, None)
    assert Questionnaire(either).path({"boss": "yes"}).next == LEVEL


def test_worth_asking_is_in_the_order_of_the_questions():
    questionnaire = Questionnaire(KNOWN)
    assert questionnaire.worth_asking({}) == [LEVEL, YEARS, BOSS]
    assert questionnaire.worth_asking({"boss": "yes"}) == [LEVEL, YEARS]
    assert questionnaire.worth_asking({"level": "bac"}) == [BOSS]
    assert questionnaire.worth_asking({"level": "none"}) == []


# --- On the real rules, of people drawn once and for all

DIPLOMAS = ("cqp-am", "deas", "adaptation-faite", "assistant-dentaire", "secretaire-medicale", "infirmier-ue")
CHOICES = {
    "diplomes": [
        tuple(code for place, code in enumerate(DIPLOMAS) if chosen >> place & 1) or ("aucun",)
        for chosen in range(1 << len(DIPLOMAS))
    ],
    "secretariat": [0.0, 0.5, 1.0, 2.5, 3.0],
    "experience-proche": [0.0, 1.0, 11.0, 12.0],
    "age": [15.0, 16.0, 17.0, 26.0],
    "situation": ["scolaire", "cdi", "demandeur-emploi", "autre"],
    "mois-en-poste": [0.0, 24.0, 36.0],
}


def choices_of(question):
    return CHOICES.get(question.code) or brute_force.answers_to(question)


def somebody(known, chance):
    """Drawn from these choices, few diplomas being likelier than many."""
    profile = {question.code: chance.choice(choices_of(question)) for question in known.questions}
    profile["diplomes"] = tuple(code for code in DIPLOMAS if chance.random() < 0.2) or ("aucun",)
    return profile


def leaving_open(known, profile, chance, most=200):
    """These answers, but some left out or not known, so that not too many completions remain."""
    answers, completions = dict(profile), 1
    for question in chance.sample(known.questions, 4):
        completions *= len(choices_of(question))
        if completions > most:
            break
        if chance.random() < 0.3:
            answers[question.code] = UNKNOWN
        else:
            del answers[question.code]
    return answers


@pytest.fixture(scope="module")
def real_questionnaire(real_rules):
    return Questionnaire(real_rules)


@pytest.mark.parametrize("seed", range(20))
def test_real_questions_are_asked_while_and_only_while_they_can_change_an_outcome(real_rules, real_questionnaire, seed):
    chance = random.Random(seed)
    answers = leaving_open(real_rules, somebody(real_rules, chance), chance)
    everybody = Everybody(real_rules, answers, CHOICES)
    worth_asking = [question.code for question in real_questionnaire.worth_asking(answers)]
    assert worth_asking == [
        question.code
        for question in real_rules.questions
        if question.code not in answers and everybody.moved_by(question.code, answers)
    ]
    asked = real_questionnaire.path(answers).next
    assert (asked.code if asked else None) in (worth_asking or [None])


def test_real_people_are_asked_all_that_matters_and_in_order(real_rules, real_questionnaire):
    chance = random.Random(2026)
    order = [question.code for question in real_rules.questions]
    for _ in range(300):
        profile = somebody(real_rules, chance)
        asked = walk(real_questionnaire, profile)
        assert list(asked) == sorted(asked, key=order.index)
        assert real_questionnaire.path(profile) == Path(asked, None)
        assert values(real_questionnaire.outcomes, asked) == values(real_questionnaire.outcomes, profile)
        assert all(len(possible) == 1 for possible in values(real_questionnaire.outcomes, asked))
