"""French words as they are compared."""

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from careers.search.words import everyday_words, said, said_otherwise, stem, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("Métier", ["metier"], id="accent-and-capital"),
        pytest.param("l’assistante, l'emploi", ["l", "assistante", "l", "emploi"], id="both-apostrophes"),
        pytest.param("Aide-soignant·e", ["aide", "soignant", "e"], id="hyphen-and-dot"),
        pytest.param("cœur et nævus", ["coeur", "et", "naevus"], id="ligatures"),
        pytest.param("1 607 h, 2,5", ["1", "607", "h", "2", "5"], id="numbers"),
        pytest.param("<b>_x_</b> ☃", ["b", "x", "b"], id="markup-and-signs"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_words(text, found):
    assert words(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("Combien on gagne ?", ["gagne"], id="question"),
        pytest.param("sans le bac", ["sans", "bac"], id="without-is-said"),
        pytest.param("est-ce que c’est pour moi ?", [], id="nothing-said"),
    ],
)
def test_said(text, found):
    assert said(text) == found


@pytest.mark.parametrize(
    ("one", "other"),
    [("metier", "metiers"), ("gagne", "gagner"), ("medical", "medicale"), ("formation", "formations")],
)
def test_one_stem(one, other):
    assert stem(one) == stem(other)


def test_no_everyday_word_is_left_out_as_empty():
    assert {"gagner", "piqure", "boulot"} <= everyday_words()
    assert stem("salaire") in said_otherwise()[stem("gagner")]
    assert all(each not in others for each, others in said_otherwise().items())


def test_stems_of_threads_at_once_are_those_of_one():
    """Threads change hands a hundred times in one word: a stemmer they share would mix their words, or break."""
    different = ["organisations", "remunerations", "evolutions", "sages"]
    alone = {word: stem(word) for word in different}
    worked_out = stem.__wrapped__  # not remembered
    between = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            together = list(threads.map(lambda word: (word, worked_out(word)), different * 500))
    finally:
        sys.setswitchinterval(between)

    assert set(together) == set(alone.items())
