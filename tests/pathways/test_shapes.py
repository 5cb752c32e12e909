"""Pages with holes: everybody gets what a page made for them alone would be, and no answer is in what is kept."""

import random

import pytest
from django.utils.safestring import mark_safe
from django.utils.timezone import localdate

from pathways import shapes
from pathways.shapes import Blank, Holes, Shapes, Written, together
from tests.pathways.visiting import BACHELIERE, PEOPLE, START, link


@pytest.mark.parametrize(
    ("texts", "page"),
    [
        pytest.param(["a", "b"], "<p>a</p><p>b</p>", id="each in its place"),
        pytest.param(["<b>", "&"], "<p>&lt;b&gt;</p><p>&amp;</p>", id="escaped"),
        pytest.param([mark_safe("<b>x</b>"), "y"], "<p><b>x</b></p><p>y</p>", id="markup stays"),
        pytest.param([chr(0xF0001), "b"], f"<p>{chr(0xF0001)}</p><p>b</p>", id="a sign that was typed fills nothing"),
    ],
)
def test_holes_are_filled(texts, page):
    holes = Holes()
    signs = [holes.hole(text) for text in texts]
    shape = shapes.split(f"<p>{signs[0]}</p><p>{signs[1]}</p>")
    assert holes.written(shape).said_by(None) == page


@pytest.mark.parametrize("sign", [0xF0000, 0xF0001, 0xF00FF, 0xFFFFD], ids=hex)
def test_a_sign_of_ours_that_was_typed_is_shown_as_it_was(real_pages, client, sign):
    page = client.get(link(START, {**BACHELIERE, "age": chr(sign), "situation": []}, question="age")).text
    assert f'value="{chr(sign)}"' in page


def test_no_text_is_no_hole():
    assert not Holes().hole("")


def test_a_text_may_be_said_twice():
    holes = Holes()
    sign = holes.hole("a")
    assert holes.written(shapes.split(f"{sign} {sign}")).said_by(None) == "a a"


class Somebody:
    """Who knows what goes in blanks."""

    def __init__(self, name):
        self._name = name

    def greeting(self, polite):
        return f"<{'Bonjour' if polite else 'Salut'} {self._name}>"

    def nothing(self, _):
        return ""


def test_what_is_kept_with_blanks_is_said_by_each_person():
    holes = Holes(Somebody("Anne"))
    inner = Written(["<b>", Blank("greeting", about=False), "</b>"])
    signs = [holes.hole(text) for text in (Blank("greeting", about=True), inner, "a & b", Blank("nothing"), Written())]
    written = together([holes.written(shapes.split("|".join(signs))), mark_safe("."), mark_safe("")])

    assert holes.are_filled == [True, True, True, False, False]
    assert written.said_by(Somebody("Léa")) == "&lt;Bonjour Léa&gt;|<b>&lt;Salut Léa&gt;</b>|a &amp; b||."
    assert "Anne" not in repr(written)


def test_where_nothing_is_kept_blanks_are_filled_at_once():
    holes = Holes(Somebody("Anne"), is_kept=False)
    assert holes.hole(Blank("greeting", about=True)) == "&lt;Bonjour Anne&gt;"
    assert holes.hole(Written(["<b>", Blank("greeting", about=False), "</b>"])) == "<b>&lt;Salut Anne&gt;</b>"
    assert holes.hole(Written()) == holes.hole(Blank("nothing")) == ""


def walks():
    """Addresses of question after question, of people who share shapes, and of one who typed nonsense."""
    chance = random.Random(6)
    for profile in PEOPLE.values():
        names = list(profile)
        for length in range(len(names) + 1):
            yield link(START, {name: profile[name] for name in names[:length]})
    for age in chance.sample(range(18, 60), 4):
        yield link(START, {**BACHELIERE, "age": age, "situation": []})
        yield link(START, {"diplomes": ["deas", "autre-sante"], "age": age}, question="diplomes")
        yield link(START, {**BACHELIERE, "age": age}, modifier="age", retour="resultat")
        yield link(START, {**BACHELIERE, "age": f"<{age}>", "situation": []}, question="age")
        yield link(START, {"diplomes": ["aucun"], "age": age}, entretien="oui")


@pytest.fixture
def nothing_kept(real_pages, shelf):
    """What other tests had made is made again."""
    for name in ("shapes", "steps", "said"):
        _kept_of(shelf, name).clear()


def _kept_of(shelf, name="shapes"):
    return shelf.get("assistant-medical").on(localdate()).kept.setdefault(name, {})


def test_kept_pages_are_those_that_would_be_made_anew(nothing_kept, client, monkeypatch):
    addresses = list(walks())
    for _ in range(2):
        served = [client.get(address) for address in addresses]
    monkeypatch.setattr(Shapes, "get", lambda self, key, make: make())
    for address, response in zip(addresses, served, strict=True):
        assert client.get(address).content == response.content, address


def test_people_share_what_is_kept(nothing_kept, client, shelf):
    for age in range(20, 50):
        client.get(link(START, {**BACHELIERE, "age": age, "situation": []}))
    assert len(_kept_of(shelf)) == 3  # the page with holes, its routes, the page with blanks
    assert len(_kept_of(shelf, "steps")) == 2  # rules tell two ages apart


def test_no_answer_is_in_what_is_kept(nothing_kept, client, shelf):
    answers = {**BACHELIERE, "secretariat": "33,5", "age": 57, "situation": []}
    page = client.get(link(START, answers)).text
    assert "33,5\u00a0ans" in page
    assert "57\u00a0ans" in page
    assert "age=57" in page
    kept = repr((_kept_of(shelf), _kept_of(shelf, "steps")))
    assert _kept_of(shelf)
    assert _kept_of(shelf, "steps")
    for said in ("33,5", "33.5", "57\u00a0ans", "57 ans", "age=57", 'value="57"'):
        assert said not in kept


def test_what_is_full_is_emptied(nothing_kept, client, shelf, monkeypatch):
    monkeypatch.setattr(shapes, "MOST_KEPT", 3)
    for address in walks():
        client.get(address)
        assert len(_kept_of(shelf)) <= 3


def test_nothing_is_kept_where_templates_change(nothing_kept, client, shelf, settings):
    settings.DEBUG = True
    client.get(START)
    assert not _kept_of(shelf)
