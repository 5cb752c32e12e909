"""Rules and answers as a French reader expects them."""

import pytest

from pathways.engine import wording
from pathways.engine.rules import UNKNOWN, Change, Kind, Option, Quantity, Question
from tests.pathways.engine.builders import (
    any_of,
    at_least,
    can_enter,
    case,
    less_than,
    none_of,
    number,
    one,
    rules,
    several,
    training,
)

LEVEL = one("niveau", "CAP", "bac", "BTS")
DIPLOMAS = several("diplomes", "DEAS", "DEAP", alone=["aucun"])
YEARS = number("annees", unit="ans", step=0.5)
MONTHS = number("mois", unit="mois")
KNOWN = rules(LEVEL, DIPLOMAS, YEARS, MONTHS, training("CQP"), training("VAE"), training("FAE"))


@pytest.mark.parametrize(
    ("criterion", "text"),
    [
        pytest.param(any_of("niveau", "bac"), "avoir le bac", id="one-option"),
        pytest.param(any_of("niveau", "CAP", "bac"), "avoir le CAP ou le bac", id="two-options"),
        pytest.param(any_of("niveau", "CAP", "bac", "BTS"), "avoir le CAP, le bac ou le BTS", id="three-options"),
        pytest.param(none_of("niveau", "bac"), "ne pas avoir le bac", id="none-of-one"),
        pytest.param(none_of("niveau", "CAP", "bac"), "ne pas avoir le CAP ou le bac", id="none-of-two"),
        pytest.param(at_least("annees", 3), "avoir au moins 3 ans", id="at-least"),
        pytest.param(at_least("annees", 1), "avoir au moins 1 an", id="at-least-one"),
        pytest.param(at_least("annees", 0.5), "avoir au moins 6 mois", id="at-least-a-half"),
        pytest.param(less_than("annees", 2.5), "avoir moins de 2,5 ans", id="less-than"),
        pytest.param(at_least("mois", 12), "avoir au moins 12 mois", id="months"),
        pytest.param(at_least("mois", 1), "avoir au moins 1 mois", id="one-month"),
        pytest.param(can_enter("CQP"), "pouvoir entrer dans la formation : Formation CQP", id="can-enter-one-training"),
        pytest.param(
            can_enter("CQP", "VAE", "FAE"),
            "pouvoir entrer dans l’une des formations : Formation CQP, Formation VAE ou Formation FAE",
            id="can-enter-one-of-three",
        ),
    ],
)
def test_condition(criterion, text):
    assert wording.condition(KNOWN, criterion) == text


@pytest.mark.parametrize(
    ("criteria", "text"),
    [
        pytest.param([], "", id="none"),
        pytest.param([any_of("niveau", "bac")], "avoir le bac", id="one"),
        pytest.param(
            [any_of("niveau", "bac"), at_least("annees", 3)], "avoir le bac et avoir au moins 3 ans", id="two"
        ),
        pytest.param(
            [any_of("niveau", "CAP", "bac"), at_least("annees", 3)],
            "avoir le CAP ou le bac, et avoir au moins 3 ans",
            id="both-and-either-are-not-mixed-up",
        ),
    ],
)
def test_conditions(criteria, text):
    assert wording.conditions(KNOWN, criteria) == text


@pytest.mark.parametrize(
    ("question", "value", "text"),
    [
        pytest.param(LEVEL, "bac", "Réponse bac", id="one-choice"),
        pytest.param(DIPLOMAS, ("DEAS",), "Réponse DEAS", id="several-choices-one-chosen"),
        pytest.param(DIPLOMAS, ("DEAS", "DEAP"), "Réponse DEAS et Réponse DEAP", id="several-choices"),
        pytest.param(YEARS, 1.5, "1,5 an", id="number"),
        pytest.param(YEARS, 0.0, "0 an", id="zero"),
        pytest.param(LEVEL, UNKNOWN, "Je ne sais pas", id="one-choice-unknown"),
        pytest.param(DIPLOMAS, UNKNOWN, "Je ne sais pas", id="several-choices-unknown"),
        pytest.param(YEARS, UNKNOWN, "Je ne sais pas", id="number-unknown"),
    ],
)
def test_answer(question, value, text):
    assert wording.answer(question, value) == text


@pytest.mark.parametrize(
    ("number", "unit", "text"),
    [
        (0, "ans", "0 an"),
        (0.5, "ans", "6 mois"),
        (1, "ans", "1 an"),
        (1.5, "ans", "1,5 an"),
        (2, "ans", "2 ans"),
        (2.5, "ans", "2,5 ans"),
        (1, "mois", "1 mois"),
        (6.0, "mois", "6 mois"),
        (1, "heures", "1 heure"),
        (279, "heures", "279 heures"),
        (1607, "heures", "1 607 heures"),
        (1607.5, "heures", "1 607,5 heures"),
        (5_000_000, "euros", "5 000 000 euros"),
        (3, "", "3"),
    ],
)
def test_amount(number, unit, text):
    assert wording.amount(number, unit) == text


@pytest.mark.parametrize(
    ("low", "high", "unit", "text"),
    [
        (279, 279, "hours", "279 heures"),
        (1, 1, "years", "1 an"),
        (6, 12, "months", "6 à 12 mois"),
        (0.5, 1, "years", "6 mois à 1 an"),
        (1, 2, "years", "1 à 2 ans"),
        (3, None, "years", "au moins 3 ans"),
        (1, None, "years", "au moins 1 an"),
        (None, 35, "hours", "35 heures au plus"),
        (None, 1, "days", "1 jour au plus"),
        (16, 16, "weeks", "16 semaines"),
    ],
)
def test_quantity(low, high, unit, text):
    assert wording.quantity(Quantity(figure="", unit=unit, low=low, high=high)) == text


@pytest.mark.parametrize(
    ("words", "either", "both"),
    [
        pytest.param([], "", "", id="none"),
        pytest.param(["a"], "a", "a", id="one"),
        pytest.param(["a", "b"], "a ou b", "a et b", id="two"),
        pytest.param(["a", "b", "c"], "a, b ou c", "a, b et c", id="three"),
        pytest.param(["a ou b", "c"], "a ou b, ou c", "a ou b, et c", id="one-of-them-with-ou"),
        pytest.param(["a", "b ou c"], "a, ou b ou c", "a, et b ou c", id="the-last-with-ou"),
        pytest.param(["a et b", "c"], "a et b, ou c", "a et b, et c", id="one-of-them-with-et"),
        pytest.param(["a", "b", "c ou d"], "a, b, ou c ou d", "a, b, et c ou d", id="three-with-ou"),
        pytest.param(["ouvert", "étroit"], "ouvert ou étroit", "ouvert et étroit", id="only-whole-words-count"),
    ],
)
def test_lists(words, either, both):
    assert wording.either(iter(words)) == either
    assert wording.both(iter(words)) == both


@pytest.mark.parametrize(
    ("text", "sentence", "lowered"),
    [
        ("avoir le bac", "Avoir le bac.", "avoir le bac"),
        ("Votre âge", "Votre âge.", "votre âge"),
        ("élève au lycée", "Élève au lycée.", "élève au lycée"),
        ("Élève au lycée", "Élève au lycée.", "élève au lycée"),
        ("CQP Assistant médical", "CQP Assistant médical.", "CQP Assistant médical"),
        ("À votre compte", "À votre compte.", "à votre compte"),
        ("3 ans", "3 ans.", "3 ans"),
        ("Déjà fini.", "Déjà fini.", "déjà fini."),
        ("Et après ?", "Et après ?", "et après ?"),
    ],
)
def test_capital_letters_and_acronyms(text, sentence, lowered):
    assert wording.sentence(text) == sentence
    assert wording.lowered(text) == lowered


def asking(condition, **fields):
    return Question(
        code="q", kind=Kind.NUMBER, wording="", short="", condition=condition, change=Change.GROWS, why="", **fields
    )


@pytest.mark.parametrize(
    ("infinitive", "text"),
    [
        ("avoir le bac", "vous aviez le bac"),
        ("être en CDI", "vous étiez en CDI"),
        ("pouvoir entrer", "vous pouviez entrer"),
        ("ne pas avoir le bac", "vous n’aviez pas le bac"),
        ("ne pas être élève", "vous n’étiez pas élève"),
        ("travailler", "travailler"),
    ],
)
def test_supposition(infinitive, text):
    assert wording.supposition(infinitive) == text


@pytest.mark.parametrize(
    ("question", "start", "end", "text"),
    [
        pytest.param(asking("avoir {}", unit="ans", low=10), 15, 17, "attendre d'avoir 17 ans", id="time-passes"),
        pytest.param(
            asking("avoir {} de secrétariat", unit="ans"),
            1.5,
            3,
            "continuer encore 1,5 an, jusqu'à avoir 3 ans de secrétariat",
            id="experience-grows",
        ),
    ],
)
def test_growth(question, start, end, text):
    assert wording.growth(question, start, end) == text


def test_a_phrase_with_ou_inside_a_condition():
    phrases = {"general": "le bac général ou technologique", "pro": "un bac professionnel"}
    level = Question(
        code="niveau",
        kind=Kind.ONE,
        wording="",
        short="",
        condition="avoir {}",
        change=Change.ACQUIRED,
        why="",
        options=tuple(Option(code=code, label=phrase, phrase=phrase) for code, phrase in phrases.items()),
    )
    known = rules(level, training("t", case("c", any_of("niveau", "general", "pro"))))
    text = wording.condition(known, known.training("t").cases[0].criteria[0])
    assert text == "avoir le bac général ou technologique, ou un bac professionnel"
