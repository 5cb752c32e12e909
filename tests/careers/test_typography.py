from decimal import Decimal

import pytest
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from careers.templatetags import typography as filters
from careers.typography import euros, french, hours, number

# In what is expected, "_" stands for the no-break space and "~" for the narrow one.
CASES = {
    "question mark": ("Puis-je devenir assistant médical ?", "Puis-je devenir assistant médical~?"),
    "typed without a space": ("Pourquoi? Parce que; voilà!", "Pourquoi~? Parce que~; voilà~!"),
    "two marks": ("Vraiment ?!", "Vraiment~?!"),
    "after an ellipsis": ("Et après... ?", "Et après…~?"),
    "colon": ("Il faut : un diplôme", "Il faut_: un diplôme"),
    "colon without a space": ("Il faut: un diplôme", "Il faut_: un diplôme"),
    "a time of day": ("rendez-vous à 12:30", "rendez-vous à 12:30"),
    "quotation marks": ("Choisissez « Aucun » ou «Je ne sais pas».", "Choisissez «_Aucun_» ou «_Je ne sais pas_»."),
    "quotation then question": ("Que veut dire « CQP » ?", "Que veut dire «_CQP_»~?"),
    "thousands": ("1 867,02 € et 15 000 postes", "1~867,02_€ et 15~000 postes"),
    "millions": ("67 000 000 de personnes", "67~000~000 de personnes"),
    "thousands with the other space": ("7\u00a0240 contrats", "7~240 contrats"),
    "a year is not grouped": ("depuis 2019", "depuis 2019"),
    "a year before a number": ("en 2026 279 heures", "en 2026 279_heures"),
    "bare digits stay": ("RNCP 40913", "RNCP 40913"),
    "a telephone number stays": ("01 23 45 67 89", "01 23 45 67 89"),
    "hours": ("279 h de formation", "279_h de formation"),
    "thousands of hours": ("1 652 h", "1~652_h"),
    "percent": ("35% des postes, puis 40 %", "35_% des postes, puis 40_%"),
    "euro stuck": ("1823€", "1823_€"),
    "durations": ("2 ans, 12 mois, 44 semaines, 1 an", "2_ans, 12_mois, 44_semaines, 1_an"),
    "not a unit": ("3 amis, 4 moisissures", "3 amis, 4 moisissures"),
    "number sign": ("édition n° 12", "édition n°_12"),
    "date": ("le 21 novembre 2026", "le 21_novembre 2026"),
    "first of a month": ("le 1 janvier 2026, le 1er juin", "le 1er_janvier 2026, le 1er_juin"),
    "thirty-first": ("le 31 janvier", "le 31_janvier"),
    "apostrophe": ("l'embauche d'abord", "l’embauche d’abord"),
    "ellipsis": ("la suite...", "la suite…"),
    "aide-soignant": ("Aide-soignante ou aide-soignant", "Aide‑soignante ou aide‑soignant"),
    "aides-soignantes": ("les aides-soignantes", "les aides‑soignantes"),
    "a code": ("voir deas-aide-soignant ou aide-soignant-fae", "voir deas-aide-soignant ou aide-soignant-fae"),
    "an address": ("voir https://exemple.fr/?a=1;b='2' !", "voir https://exemple.fr/?a=1;b='2'~!"),
    "a domain": ("sur legifrance.gouv.fr/jorf?x;y : lire", "sur legifrance.gouv.fr/jorf?x;y_: lire"),
    "an e-mail address": ("écrire à l'equipe!a@exemple.fr", "écrire à l'equipe!a@exemple.fr"),
    "parentheses": ("la VAE (laquelle ?)", "la VAE (laquelle~?)"),
    "empty": ("", ""),
}


@pytest.mark.parametrize(("typed", "expected"), CASES.values(), ids=CASES)
def test_french(typed, expected):
    assert french(typed) == expected.replace("_", "\u00a0").replace("~", "\u202f")


LETTERS = st.sampled_from("a é1er0 \u00a0\u202f;?!:.,«»'’\"…h€%n°-@/w()\n") | st.characters(exclude_categories=["Cs"])
WORDS = ["1", "12", "000", "2026", "mai", "1er", "€", "h", "?", ":", "«", "»", "...", "'", "n°", "(", ")", ","]
WORDS += ["aide-soignant", "www.a.fr", "a@b.fr", " "]


@given(st.text(alphabet=LETTERS))
def test_french_twice_changes_nothing(text):
    assert french(french(text)) == french(text)


@given(st.lists(st.sampled_from(WORDS)).map("".join))
def test_french_twice_changes_nothing_in_likely_words(text):
    assert french(french(text)) == french(text)


@pytest.mark.parametrize("text", ["a@", "a.", "www.", " »", " ", "1 000 ", "'", "\ue000", "..", "<", "&"])
def test_french_takes_no_longer_than_the_text_is(text):
    """What a visitor types in a question comes back in its error message: no length of it may hold the server."""
    assert french(text * 20_000)
    assert filters.french(mark_safe(text * 20_000))  # noqa: S308


@given(st.text())
def test_french_keeps_every_letter_and_digit(text):
    kept = [c for c in text if c.isalnum()]
    assert [c for c in french(text).replace("1er", "1") if c.isalnum()] == kept or "1" in text


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("<b> & l'aide ?", "&lt;b&gt; &amp; l’aide\u202f?"),
        ('"1er" janvier', "&quot;1<sup>er</sup>&quot; janvier"),
        ("la 1re année", "la 1<sup>re</sup> année"),
        ("la 2e année, la 12e", "la 2<sup>e</sup> année, la 12<sup>e</sup>"),
        (
            mark_safe('<a title="1 000 !">l&#x27;aide ?</a> &amp; &lt;3 ;'),
            '<a title="1 000 !">l’aide\u202f?</a> &amp; &lt;3\u202f;',
        ),
        (279, "279"),
    ],
)
def test_french_in_html(typed, expected):
    html = filters.french(typed)
    assert html == expected
    assert filters.french(html) == html


@given(st.text())
def test_french_in_html_escapes_and_is_stable(text):
    html = filters.french(text)
    assert not set("<>'\"") & set(html.replace("<sup>", "").replace("</sup>", ""))
    assert filters.french(html) == html


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "0"),
        (279, "279"),
        (1652, "1~652"),
        (15000, "15~000"),
        (Decimal("1867.020"), "1~867,02"),
        (Decimal("12.50"), "12,5"),
        (Decimal("1E+3"), "1~000"),
        (0.5, "0,5"),
        (-1200, "−1~200"),
    ],
)
def test_number(value, expected):
    assert number(value) == filters.number(value) == expected.replace("~", "\u202f")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1823, "1~823_€"),
        (Decimal("1823.00"), "1~823_€"),
        (Decimal("12.5"), "12,50_€"),
        (Decimal("1867.02"), "1~867,02_€"),
    ],
)
def test_euros(value, expected):
    assert euros(value) == filters.euros(value) == expected.replace("_", "\u00a0").replace("~", "\u202f")


def test_hours():
    assert hours(1652) == filters.hours(1652) == "1\u202f652\u00a0h"
    assert hours(Decimal("1.50")) == "1,5\u00a0h"
