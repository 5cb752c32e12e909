"""What is found, and what comes first, on a few entries made for it."""

import time

import pytest

from careers.search.index import LONGEST_QUESTION, MOST_FOUND, Entry, Index, Place

PLACE = Place("career")


def entry(title, text="", *, words="", weight=1.0):
    return Entry("Fait", title, text, PLACE, words=words, weight=weight)


HOURS = entry("La formation dure 279 heures.", "Examens en plus.")
PAY = entry("Le salaire se négocie.", "Au-dessus du minimum.")
BLOOD = entry("Vous ne faites aucune prise de sang.")
LEVEL = entry("Sans le bac, trois ans de secrétariat.", words="entrée diplôme")
START = entry("Vous entrez en formation toute l’année.")
OLD = entry("La formation durait 384 heures.", weight=0.5)
KNOWN = Index([HOURS, PAY, BLOOD, LEVEL, START, OLD])


def titles(question, index=KNOWN):
    return [found.title for found in index.find(question).entries]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        pytest.param("formations", HOURS, id="plural"),
        pytest.param("NÉGOCIER", PAY, id="capitals-accent-ending"),
        pytest.param("negocie", PAY, id="no-accent"),
        pytest.param("prises de sangs", BLOOD, id="plurals"),
        pytest.param("piqure", BLOOD, id="everyday-word"),
        pytest.param("combien on gagne", PAY, id="everyday-question"),
        pytest.param("salair", PAY, id="not-ended"),
        pytest.param("formatoin", HOURS, id="letters-swapped"),
        pytest.param("secrtariat", LEVEL, id="a-letter-missing"),
        pytest.param("diplômes", LEVEL, id="words-not-shown"),
        pytest.param("sans bac", LEVEL, id="two-words"),
        pytest.param("formation toute l'année", START, id="more-of-the-question-wins"),
        pytest.param("formation 384", OLD, id="a-rare-word-beats-weight"),
    ],
)
def test_first(question, first):
    assert titles(question)[0] == first.title


@pytest.mark.parametrize(
    "question",
    ["", "   ", "le la les", "?", "licorne", "xq", "<script>", "\x00", "a" * 5000, "licorne " * 1000],
    ids=["empty", "spaces", "empty-words", "sign", "unknown", "short", "markup", "nul", "long-word", "many-words"],
)
def test_nothing_found(question):
    assert titles(question) == []


def test_a_word_taken_for_another_is_told():
    assert KNOWN.find("formatoin").taken_for == (("formatoin", "formation"),)
    assert KNOWN.find("formation").taken_for == ()


def test_what_answers_little_of_the_question_is_not_shown():
    assert titles("prise électrique triphasée industrielle") == []


def test_bounded():
    many = Index([entry(f"Formation numéro {number}") for number in range(500)])
    assert len(titles("formation", many)) == MOST_FOUND
    assert titles("formation" + " le" * LONGEST_QUESTION, many)


def test_equal_answers_keep_their_order():
    same = Index([entry("Bac un"), entry("Bac deux"), entry("Bac trois")])
    assert titles("bac", same) == ["Bac un", "Bac deux", "Bac trois"]


def test_a_long_question_costs_no_more_than_a_bounded_one():
    """A ratio in one run: what is beyond the limit is not even read."""
    bounded, long = "formatoin " * 12, "formatoin " * 100_000

    def spent(question):
        start = time.perf_counter()
        for _ in range(20):
            KNOWN.find(question)
        return time.perf_counter() - start

    assert min(spent(long) for _ in range(3)) < 20 * min(spent(bounded) for _ in range(3))
