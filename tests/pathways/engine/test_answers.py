"""What a visitor may answer: tables of what was typed, and what is made of it."""

import math

import pytest

from pathways.engine.answers import (
    LONGEST_ECHO,
    Refused,
    in_order,
    missing,
    read_texts,
    texts_of,
    value_of_json,
    value_of_texts,
)
from pathways.engine.rules import UNKNOWN
from tests.pathways.engine.builders import number, one, rules, several

SITUATION = one("situation", "pupil", "employee")
LEVEL = one("level", "none", "bac", unknown=True)
DIPLOMAS = several("diplomas", "nurse", "carer", "dental", alone=["none"], unknown=True)
LANGUAGES = several("languages", "french", "english")
YEARS = number("years", high=60, step=0.5, unit="ans", unknown=True)
MONTHS = number("months", high=720, unit="mois")
AGE = number("age", low=10, high=99, unit="ans")

CHOOSE = "Choisissez dans la liste."


def accepted(question, value, *texts, named):
    return pytest.param(question, texts, value, id=named)


@pytest.mark.parametrize(
    ("question", "texts", "value"),
    [
        accepted(SITUATION, "pupil", "pupil", named="one-choice"),
        accepted(SITUATION, "pupil", "  pupil ", named="spaces-around-a-code"),
        accepted(SITUATION, "pupil", "pupil", "pupil", named="the-same-code-twice"),
        accepted(SITUATION, "pupil", "", "pupil", named="an-empty-text-beside-a-code"),
        accepted(LEVEL, UNKNOWN, "ne-sait-pas", named="one-choice-unknown"),
        accepted(DIPLOMAS, ("carer",), "carer", named="several-choices-one-chosen"),
        accepted(DIPLOMAS, ("nurse", "dental"), "dental", "nurse", named="several-choices-in-the-order-of-the-options"),
        accepted(DIPLOMAS, ("carer",), "carer", "carer", named="several-choices-the-same-twice"),
        accepted(DIPLOMAS, ("none",), "none", named="an-exclusive-choice-alone"),
        accepted(DIPLOMAS, UNKNOWN, "ne-sait-pas", named="several-choices-unknown"),
        accepted(DIPLOMAS, UNKNOWN, "ne-sait-pas", "", named="unknown-beside-an-empty-text"),
        accepted(YEARS, 0.0, "0", named="zero"),
        accepted(YEARS, 2.0, "2", named="whole"),
        accepted(YEARS, 2.0, "02", named="a-leading-zero"),
        accepted(YEARS, 2.5, "2,5", named="comma"),
        accepted(YEARS, 2.5, "2.5", named="point"),
        accepted(YEARS, 2.5, "2,50", named="a-trailing-zero"),
        accepted(YEARS, 3.0, "3", "3", named="the-same-number-twice"),
        accepted(YEARS, 3.0, "3 ans", named="with-its-unit"),
        accepted(YEARS, 1.0, "1 an", named="with-its-unit-in-the-singular"),
        accepted(YEARS, 3.0, "3ans", named="with-its-unit-and-no-space"),
        accepted(YEARS, 2.5, "2,5 années", named="with-the-other-word-for-it"),
        accepted(YEARS, 1.0, "1 année", named="with-the-other-word-for-it-in-the-singular"),
        accepted(YEARS, 3.0, "3\u202fans\u00a0", named="no-break-spaces"),
        accepted(YEARS, 60.0, "60", named="as-many-as-can-be"),
        accepted(YEARS, UNKNOWN, "ne-sait-pas", named="number-unknown"),
        accepted(MONTHS, 18.0, "18 mois", named="months-with-their-unit"),
        accepted(MONTHS, 12.0, "12,0", named="a-whole-number-with-decimals"),
        accepted(AGE, 10.0, "10", named="as-few-as-can-be"),
    ],
)
def test_value_of_texts(question, texts, value):
    found = value_of_texts(question, texts)
    assert (found, type(found)) == (value, type(value))


def refused(question, message, *texts, named):
    return pytest.param(question, texts, message, id=named)


NOTHING_CHOSEN = "Choisissez une réponse."
NOT_A_NUMBER = "« {} » n’est pas un nombre. Écrivez-le en chiffres, par exemple 3."
NEGATIVE = "Le nombre ne peut pas être négatif. Écrivez par exemple 3."
ONLY_ONE = "Donnez une seule réponse."


@pytest.mark.parametrize(
    ("question", "texts", "message"),
    [
        refused(SITUATION, NOTHING_CHOSEN, named="nothing-sent"),
        refused(SITUATION, NOTHING_CHOSEN, "", named="an-empty-text"),
        refused(SITUATION, NOTHING_CHOSEN, "  \u00a0\t", named="only-spaces"),
        refused(LEVEL, "Choisissez une réponse ou « Je ne sais pas ».", "", named="nothing-chosen-may-be-unknown"),
        refused(
            DIPLOMAS,
            "Choisissez au moins une réponse, « Réponse none » ou « Je ne sais pas ».",
            named="nothing-ticked",
        ),
        refused(LANGUAGES, "Choisissez au moins une réponse.", named="nothing-ticked-and-nothing-excludes"),
        refused(
            YEARS,
            "Écrivez un nombre en chiffres, par exemple 3, ou choisissez « Je ne sais pas ».",
            "",
            named="no-number",
        ),
        refused(AGE, "Écrivez un nombre en chiffres, par exemple 34.", " ", named="no-age"),
        refused(SITUATION, f"« doctor » ne fait pas partie des réponses. {CHOOSE}", "doctor", named="unknown-option"),
        refused(SITUATION, f"« Pupil » ne fait pas partie des réponses. {CHOOSE}", "Pupil", named="another-case"),
        refused(
            SITUATION, f"« ne-sait-pas » ne fait pas partie des réponses. {CHOOSE}", UNKNOWN, named="must-be-known"
        ),
        refused(SITUATION, ONLY_ONE, "pupil", "employee", named="two-of-one-choice"),
        refused(LEVEL, ONLY_ONE, "bac", UNKNOWN, named="one-choice-and-unknown"),
        refused(
            DIPLOMAS, f"« doctor » ne fait pas partie des réponses. {CHOOSE}", "nurse", "doctor", named="one-of-two"
        ),
        refused(
            DIPLOMAS,
            "« Réponse none » ne va pas avec une autre réponse. Gardez l’un ou l’autre.",
            "nurse",
            "none",
            named="exclusive-with-another",
        ),
        refused(
            DIPLOMAS,
            "« Je ne sais pas » ne va pas avec une autre réponse. Gardez l’un ou l’autre.",
            "nurse",
            UNKNOWN,
            named="unknown-with-another",
        ),
        refused(
            LANGUAGES,
            f"« ne-sait-pas » ne fait pas partie des réponses. {CHOOSE}",
            UNKNOWN,
            named="several-must-be-known",
        ),
        refused(YEARS, ONLY_ONE, "3", "4", named="two-numbers"),
        refused(YEARS, ONLY_ONE, "3", UNKNOWN, named="a-number-and-unknown"),
        refused(YEARS, NOT_A_NUMBER.format("trois"), "trois", named="letters"),
        refused(YEARS, NEGATIVE, "-3", named="negative"),
        refused(YEARS, NEGATIVE, "− 3", named="negative-with-a-minus-sign"),
        refused(YEARS, NEGATIVE, "–0,5", named="negative-with-a-dash"),
        refused(YEARS, "Écrivez un nombre entre 0 et 60.", "400", named="400-years"),
        refused(YEARS, "Écrivez un nombre entre 0 et 60.", "60,5", named="a-half-too-many"),
        refused(YEARS, "Écrivez un nombre entre 0 et 60.", "9" * 400, named="more-than-a-computer-counts"),
        refused(AGE, "Écrivez un nombre entre 10 et 99.", "9", named="too-few"),
        refused(YEARS, "Écrivez un nombre entier ou un demi (2 ou 2,5).", "2,3", named="neither-whole-nor-half"),
        refused(MONTHS, "Écrivez un nombre entier.", "2,5", named="not-whole"),
        refused(YEARS, NOT_A_NUMBER.format("nan"), "nan", named="nan"),
        refused(YEARS, NOT_A_NUMBER.format("inf"), "inf", named="inf"),
        refused(YEARS, NOT_A_NUMBER.format("1e1"), "1e1", named="scientific"),
        refused(YEARS, NOT_A_NUMBER.format("1_0"), "1_0", named="underscore"),
        refused(YEARS, NOT_A_NUMBER.format("+3"), "+3", named="plus"),
        refused(YEARS, NOT_A_NUMBER.format("0x10"), "0x10", named="hexadecimal"),
        refused(YEARS, NOT_A_NUMBER.format("٣"), "٣", named="arabic-digits"),
        refused(YEARS, NOT_A_NUMBER.format("\uff13"), "\uff13", named="full-width-digits"),
        refused(YEARS, NOT_A_NUMBER.format("½"), "½", named="a-fraction-sign"),
        refused(YEARS, NOT_A_NUMBER.format("3-4"), "3-4", named="a-range"),
        refused(YEARS, NOT_A_NUMBER.format("3,"), "3,", named="nothing-after-the-comma"),
        refused(YEARS, NOT_A_NUMBER.format(",5"), ",5", named="nothing-before-the-comma"),
        refused(YEARS, NOT_A_NUMBER.format("1,2,3"), "1,2,3", named="two-commas"),
        refused(YEARS, NOT_A_NUMBER.format("ans"), "ans", named="only-the-unit"),
        refused(YEARS, NOT_A_NUMBER.format("6 mois"), "6 mois", named="months-where-years-are-asked"),
        refused(
            MONTHS,
            "« 3 ans » n’est pas un nombre. Écrivez-le en chiffres, par exemple 34.",
            "3 ans",
            named="years-where-months-are-asked",
        ),
    ],
)
def test_value_of_texts_refuses(question, texts, message):
    with pytest.raises(Refused) as refusal:
        value_of_texts(question, texts)
    assert str(refusal.value) == message


@pytest.mark.parametrize("question", [SITUATION, DIPLOMAS, YEARS], ids=lambda question: question.kind)
def test_a_long_text_is_said_back_cut(question):
    with pytest.raises(Refused, match="…") as refusal:
        value_of_texts(question, ["é" * 10_000])
    echo = str(refusal.value).split("« ")[1].split(" »")[0]
    assert echo == "é" * (LONGEST_ECHO - 1) + "…"


def test_a_text_of_the_longest_length_is_said_back_whole():
    with pytest.raises(Refused, match=f"« {'é' * LONGEST_ECHO} »"):
        value_of_texts(SITUATION, ["é" * LONGEST_ECHO])


@pytest.mark.parametrize(
    ("question", "example"),
    [
        pytest.param(number("q", high=60), "3", id="years"),
        pytest.param(number("q", high=99), "34", id="an-age"),
        pytest.param(number("q", high=2), "2", id="never-more-than-can-be"),
        pytest.param(number("q", low=50, high=99), "50", id="never-less-than-can-be"),
        pytest.param(number("q", low=2.5, high=4, step=0.5), "3", id="between"),
    ],
)
def test_the_example_of_a_number_can_be_given(question, example):
    assert missing(question) == f"Écrivez un nombre en chiffres, par exemple {example}."
    assert value_of_texts(question, [example]) == float(example)


@pytest.mark.parametrize(
    ("question", "given", "value"),
    [
        pytest.param(SITUATION, "pupil", "pupil", id="code"),
        pytest.param(LEVEL, UNKNOWN, UNKNOWN, id="unknown-code"),
        pytest.param(DIPLOMAS, ["dental", "nurse"], ("nurse", "dental"), id="list"),
        pytest.param(DIPLOMAS, ("dental",), ("dental",), id="tuple"),
        pytest.param(DIPLOMAS, "dental", ("dental",), id="one-code-for-several-choices"),
        pytest.param(DIPLOMAS, UNKNOWN, UNKNOWN, id="unknown-for-several-choices"),
        pytest.param(DIPLOMAS, [UNKNOWN], UNKNOWN, id="unknown-in-a-list"),
        pytest.param(YEARS, 2, 2.0, id="integer"),
        pytest.param(YEARS, 2.5, 2.5, id="float"),
        pytest.param(YEARS, UNKNOWN, UNKNOWN, id="unknown-number"),
    ],
)
def test_value_of_json(question, given, value):
    found = value_of_json(question, given)
    assert (found, type(found)) == (value, type(value))


def test_a_json_zero_below_zero_travels_as_zero():
    assert texts_of(value_of_json(YEARS, -0.0)) == ["0"]


BETWEEN = "Écrivez un nombre entre 0 et 60."


@pytest.mark.parametrize(
    ("question", "given", "message"),
    [
        pytest.param(SITUATION, None, "Il faut un code.", id="null"),
        pytest.param(SITUATION, True, "Il faut un code.", id="bool"),
        pytest.param(SITUATION, 1, "Il faut un code.", id="number-for-a-code"),
        pytest.param(SITUATION, ["pupil"], "Il faut un code.", id="list-for-a-code"),
        pytest.param(SITUATION, {"pupil": True}, "Il faut un code.", id="object-for-a-code"),
        pytest.param(SITUATION, "", NOTHING_CHOSEN, id="empty-code"),
        pytest.param(SITUATION, UNKNOWN, f"« ne-sait-pas » ne fait pas partie des réponses. {CHOOSE}", id="must-know"),
        pytest.param(DIPLOMAS, None, "Il faut une liste de codes.", id="null-for-a-list"),
        pytest.param(DIPLOMAS, False, "Il faut une liste de codes.", id="bool-for-a-list"),
        pytest.param(DIPLOMAS, [1, 2], "Il faut une liste de codes.", id="list-of-numbers"),
        pytest.param(DIPLOMAS, ["nurse", None], "Il faut une liste de codes.", id="list-with-a-null"),
        pytest.param(
            DIPLOMAS, [], "Choisissez au moins une réponse, « Réponse none » ou « Je ne sais pas ».", id="empty-list"
        ),
        pytest.param(YEARS, None, "Il faut un nombre.", id="null-for-a-number"),
        pytest.param(YEARS, True, "Il faut un nombre.", id="bool-for-a-number"),
        pytest.param(YEARS, "3", "Il faut un nombre.", id="text-for-a-number"),
        pytest.param(YEARS, [3], "Il faut un nombre.", id="list-for-a-number"),
        pytest.param(
            AGE, UNKNOWN, "« ne-sait-pas » n’est pas un nombre.", id="unknown-for-a-number-that-must-be-known"
        ),
        pytest.param(YEARS, -1, BETWEEN, id="negative"),
        pytest.param(YEARS, 400, BETWEEN, id="400-years"),
        pytest.param(YEARS, 10**400, BETWEEN, id="more-than-a-float-holds"),
        pytest.param(YEARS, math.nan, BETWEEN, id="nan"),
        pytest.param(YEARS, math.inf, BETWEEN, id="infinity"),
        pytest.param(YEARS, 2.3, "Écrivez un nombre entier ou un demi (2 ou 2,5).", id="neither-whole-nor-half"),
        pytest.param(MONTHS, 2.5, "Écrivez un nombre entier.", id="not-whole"),
    ],
)
def test_value_of_json_refuses(question, given, message):
    with pytest.raises(Refused) as refusal:
        value_of_json(question, given)
    assert str(refusal.value).startswith(message)


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        ("pupil", ["pupil"]),
        (UNKNOWN, ["ne-sait-pas"]),
        (("nurse", "carer"), ["nurse", "carer"]),
        (3.0, ["3"]),
        (2.5, ["2.5"]),
        (0.0, ["0"]),
        (720.0, ["720"]),
    ],
)
def test_texts_of_is_read_back(value, texts):
    assert texts_of(value) == texts


ALL = rules(DIPLOMAS, LEVEL, YEARS)


def test_read_texts_keeps_the_order_of_the_questions_and_drops_unknown_keys():
    reading = read_texts(ALL, {"utm": ["x"], "years": ["3"], "level": ["bac"], "diplomas": ["none"]})
    assert list(reading.answers.items()) == [("diplomas", ("none",)), ("level", "bac"), ("years", 3.0)]
    assert reading.refusals == {}
    assert reading.typed == {}


def test_read_texts_keeps_the_other_answers_when_one_is_refused():
    reading = read_texts(ALL, {"diplomas": ["nurse", "none"], "level": ["bac"], "years": ["many"]})
    assert reading.answers == {"level": "bac"}
    assert list(reading.refusals) == ["diplomas", "years"]
    assert reading.typed == {"diplomas": ("nurse", "none"), "years": ("many",)}


def test_read_texts_an_absent_key_is_no_answer_and_an_empty_one_is_refused():
    reading = read_texts(ALL, {"level": [""], "diplomas": []})
    assert reading.answers == {}
    assert reading.refusals == {"diplomas": missing(DIPLOMAS), "level": missing(LEVEL)}


def test_in_order_drops_unknown_keys():
    assert list(in_order(ALL, {"years": 3.0, "other": "x", "diplomas": ("none",)})) == ["diplomas", "years"]
