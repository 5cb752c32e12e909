"""A result in thirteen characters: what they hold, how they may be typed, which slips they show."""

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given

from pathways.engine.answers import Value
from pathways.engine.rules import UNKNOWN
from pathways.short_code import ALPHABET, LENGTH, MOST_EDITIONS, NotACode, answers_of, read, write
from tests.pathways.engine import random_rules
from tests.pathways.engine.builders import number, one, several
from tests.pathways.visiting import BACHELIERE, INCERTAINE, PEOPLE

LEVEL = one("level", "none", "bac", unknown=True)
SITUATION = one("situation", "pupil", "employee")
DIPLOMAS = several("diplomas", "nurse", "carer", "dental", alone=["none", "abroad"], unknown=True)
LANGUAGES = several("languages", "french", "english")
YEARS = number("years", low=0, high=60, step=0.5, unknown=True)
AGE = number("age", low=10, high=99)
QUESTIONS = (LEVEL, SITUATION, DIPLOMAS, LANGUAGES, YEARS, AGE)

ANSWERS = [
    pytest.param({}, id="nothing"),
    pytest.param({"level": "none"}, id="one-choice"),
    pytest.param({"level": UNKNOWN}, id="unknown-choice"),
    pytest.param({"diplomas": ("nurse",)}, id="first-of-several"),
    pytest.param({"diplomas": ("nurse", "dental")}, id="several"),
    pytest.param({"diplomas": ("nurse", "carer", "dental")}, id="all-of-several"),
    pytest.param({"diplomas": ("none",)}, id="alone"),
    pytest.param({"diplomas": ("abroad",)}, id="another-alone"),
    pytest.param({"diplomas": UNKNOWN}, id="unknown-diplomas"),
    pytest.param({"languages": ("english",)}, id="several-without-alone"),
    pytest.param({"years": 0.0}, id="zero"),
    pytest.param({"years": 2.5}, id="half"),
    pytest.param({"years": 60.0}, id="most"),
    pytest.param({"years": UNKNOWN}, id="unknown-number"),
    pytest.param({"age": 10.0}, id="least"),
    pytest.param({"age": 99.0}, id="oldest"),
    pytest.param({"situation": "pupil", "age": 16.0}, id="with-gaps"),
    pytest.param(
        {
            "level": "bac",
            "situation": "employee",
            "diplomas": ("carer", "dental"),
            "languages": ("french", "english"),
            "years": 59.5,
            "age": 30.0,
        },
        id="everything",
    ),
]
CODE = write(12, QUESTIONS, {"level": "bac", "situation": "employee", "years": 2.5, "age": 30.0})


# --- What a code holds ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("answers", ANSWERS)
@pytest.mark.parametrize("edition", [1, 12, MOST_EDITIONS])
def test_a_code_gives_back_edition_and_answers(answers, edition):
    code = read(write(edition, QUESTIONS, answers))

    assert code.edition == edition
    assert answers_of(code, QUESTIONS) == answers


def test_different_answers_have_different_codes():
    answers: list[Any] = [param.values[0] for param in ANSWERS]
    codes = {write(edition, QUESTIONS, some) for some in answers for edition in (1, 2)}

    assert len(codes) == 2 * len(ANSWERS)


@random_rules.on_random_rules
@given(random_rules.with_answers())
def test_a_code_gives_back_the_answers_of_any_rules(drawn):
    rules, answers = drawn

    text = write(7, rules.questions, answers)

    assert text == write(7, rules.questions, dict(reversed(answers.items())))
    assert answers_of(read(text), rules.questions) == answers


@random_rules.on_random_rules
@given(random_rules.with_answers(random_rules.profiles_of))
def test_a_code_gives_back_the_answers_to_all_questions(drawn):
    rules, answers = drawn

    assert answers_of(read(write(2047, rules.questions, answers)), rules.questions) == answers


def test_numbers_are_given_back_as_numbers():
    (years,) = answers_of(read(write(1, [YEARS], {"years": 2.5})), [YEARS]).values()
    assert isinstance(years, float)


@pytest.mark.parametrize("answers", PEOPLE.values(), ids=PEOPLE)
def test_real_answers_fit(real_rules, answers):
    typed = {code: tuple(value) if isinstance(value, list) else value for code, value in answers.items()}

    assert answers_of(read(write(MOST_EDITIONS, real_rules.questions, typed)), real_rules.questions) == typed


def test_whatever_real_people_answer_fits(real_rules):
    """The last answer of each question has the largest digit: nobody's number is larger."""
    largest: dict[str, Value] = {
        "diplomes": UNKNOWN,
        "niveau": UNKNOWN,
        "experience-proche": UNKNOWN,
        "secretariat": UNKNOWN,
        "age": 99.0,
        "situation": "autre",
        "employeur": UNKNOWN,
        "mois-en-poste": UNKNOWN,
    }
    assert largest.keys() == {question.code for question in real_rules.questions}

    code = read(write(MOST_EDITIONS, real_rules.questions, largest))

    assert answers_of(code, real_rules.questions) == largest
    assert code.answers.bit_length() == 49


# --- What does not fit ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("edition", [0, MOST_EDITIONS + 1], ids=["draft", "too-late"])
def test_no_code_for_editions_without_room(edition):
    assert write(edition, QUESTIONS, {"level": "bac"}) == ""


def test_no_code_for_more_answers_than_there_is_room_for():
    questions = [number(f"q{place}", low=0, high=1022) for place in range(5)]  # 1024 digits each: 50 bits
    room = {f"q{place}": 1022.0 for place in range(4)}

    assert answers_of(read(write(1, questions, room)), questions) == room
    assert write(1, questions, {**room, "q4": 510.0}) != ""
    assert write(1, questions, {**room, "q4": 511.0}) == ""


# --- How it may be typed ----------------------------------------------------------------------------------------------


def test_a_code_is_three_groups_of_an_alphabet_without_look_alikes():
    assert [len(group) for group in CODE.split("-")] == [4, 4, 5]
    assert set(CODE) <= {*ALPHABET, "-"}
    assert len(set(ALPHABET)) == 32
    assert not set("OINF") & set(ALPHABET)


def test_few_answers_do_not_make_a_row_of_one_character():
    assert all(len(set(write(edition, QUESTIONS, {}))) > 4 for edition in range(1, 100))


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(CODE, id="as-it-is"),
        pytest.param(CODE.lower(), id="small-letters"),
        pytest.param(CODE.replace("-", ""), id="in-one"),
        pytest.param(CODE.replace("-", " "), id="spaces"),
        pytest.param(" ".join(CODE), id="letter-by-letter"),
        pytest.param(CODE.replace("-", "\u2011"), id="no-break-hyphens"),
        pytest.param(CODE.replace("-", " – "), id="dashes"),
        pytest.param(CODE.replace("-", "−"), id="minus-signs"),
        pytest.param(f"\t{CODE}.\n", id="around-it"),
        pytest.param(CODE.replace("-", "\u202f"), id="narrow-spaces"),
        pytest.param("".join(chr(ord(char) + 0xFEE0) for char in CODE.replace("-", "")), id="full-width"),
    ],
)
def test_spaces_hyphens_and_case_do_not_matter(typed):
    assert read(typed).text == CODE


@pytest.mark.parametrize(("typed", "meant"), [("O", "0"), ("o", "0"), ("I", "1"), ("i", "1"), ("N", "M"), ("f", "S")])
def test_look_alikes_are_taken_for_what_is_in_a_code(typed, meant):
    codes = (write(edition, QUESTIONS, {"level": "bac"}) for edition in range(1, 200))
    code = next(code for code in codes if meant in code)

    assert read(code.replace(meant, typed)).text == code


# --- Which slips show -------------------------------------------------------------------------------------------------


def test_every_wrong_character_shows():
    bare = CODE.replace("-", "")
    for place in range(LENGTH):
        for wrong in set(ALPHABET) - {bare[place]}:
            with pytest.raises(NotACode):
                read(bare[:place] + wrong + bare[place + 1 :])


@pytest.mark.parametrize("answers", ANSWERS)
def test_every_two_characters_that_changed_places_show(answers):
    bare = write(3, QUESTIONS, answers).replace("-", "")
    for first, second in combinations(range(LENGTH), 2):
        swapped = list(bare)
        swapped[first], swapped[second] = bare[second], bare[first]
        if bare[first] != bare[second]:
            with pytest.raises(NotACode):
                read("".join(swapped))


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        pytest.param("", "Écrivez le code de votre plan.", id="empty"),
        pytest.param(" - ", "Écrivez le code de votre plan.", id="only-separators"),
        pytest.param(CODE[:-1], "Il manque 1 caractère. Un code en a 13.", id="one-missing"),
        pytest.param(CODE[:-3], "Il manque 3 caractères. Un code en a 13.", id="some-missing"),
        pytest.param(f"{CODE}A", "Il y a 1 caractère de trop. Un code en a 13.", id="one-too-many"),
        pytest.param(
            f"{CODE[:-1]}É", "« É » ne fait partie d’aucun code. Un code a 13 lettres et chiffres.", id="accent"
        ),
        pytest.param(
            f"{CODE[:-1]}€", "« € » ne fait partie d’aucun code. Un code a 13 lettres et chiffres.", id="sign"
        ),
        pytest.param(
            "0" * 13,
            "Ce code n’est pas juste. Un caractère est faux, ou deux sont inversés. Relisez-le.",
            id="no-edition",
        ),
        pytest.param(
            CODE[1] + CODE[0] + CODE[2:],
            "Ce code n’est pas juste. Un caractère est faux, ou deux sont inversés. Relisez-le.",
            id="swapped",
        ),
    ],
)
def test_refusals_say_what_is_wrong(typed, says):
    with pytest.raises(NotACode) as refused:
        read(typed)

    assert str(refused.value) == says


def test_a_code_of_other_questions_is_refused():
    code = read(write(12, QUESTIONS, {"age": 99.0}))

    with pytest.raises(NotACode, match="aucune réponse que nous connaissons"):
        answers_of(code, [LEVEL])


def test_unsure_and_sure_people_have_codes_of_their_own(real_rules):
    def code(answers):
        return write(1, real_rules.questions, {**answers, "diplomes": tuple(answers["diplomes"])})

    assert code(BACHELIERE) != code(INCERTAINE)
