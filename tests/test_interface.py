"""What every page carries: the stylesheet, the fonts and the small drawings stay within their weights and the CSP."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from careers.templatetags import drawing

STATIC = settings.BASE_DIR / "static"
TEMPLATES = sorted(Path(settings.BASE_DIR, "templates").rglob("*.html"))


def test_the_stylesheet_weighs_at_most_7500_bytes_compressed():
    assert len(gzip.compress((STATIC / "css/passerelle.css").read_bytes(), 9)) <= 7500


def test_the_sheet_of_the_printed_result_weighs_at_most_1500_bytes_compressed():
    """Beside the other one: only the result asks for it, and no screen waits for it."""
    assert len(gzip.compress((STATIC / "css/papier.css").read_bytes(), 9)) <= 1500


def test_the_script_weighs_at_most_1500_bytes_compressed():
    assert len(gzip.compress((STATIC / "js/passerelle.js").read_bytes(), 9)) <= 1500


def test_the_fonts_weigh_at_most_31000_bytes_and_come_with_their_licences():
    fonts = list((STATIC / "fonts").glob("*.woff2"))
    assert sum(font.stat().st_size for font in fonts) <= 31_000
    assert all(font.with_name(f"{font.stem}-OFL.txt").exists() for font in fonts)


@pytest.mark.parametrize(
    "path", TEMPLATES, ids=lambda path: path.relative_to(settings.BASE_DIR / "templates").as_posix()
)
def test_templates_have_no_inline_style_or_handler(path):
    assert not re.search(r"<style|\sstyle\s*=|\son[a-z]+\s*=", path.read_text())


@pytest.mark.parametrize(
    "path", TEMPLATES, ids=lambda path: path.relative_to(settings.BASE_DIR / "templates").as_posix()
)
def test_templates_say_no_role_that_the_element_has_by_itself(path):
    """HTML forbids it inside a table; the sheet keeps lists heard as lists (`list-style: ""`)."""
    said_again = r"<(ul|ol|li|table|thead|tbody|tr|th|td|nav|main|header|footer)\b[^>]*\srole="
    assert not re.search(said_again, path.read_text())


DRAWINGS = [
    ("bridge_progress", {"position": 50}),
    ("bridge_hero", {}),
    ("bridge_gap", {}),
    ("logo", {}),
    ("bar", {"share": 17}),
    *(("rail", {"verdict": verdict}) for verdict in ("open", "conditional", "to-check", "closed")),
]


@pytest.mark.parametrize(("name", "context"), DRAWINGS)
def test_drawings_weigh_less_than_700_bytes_and_say_nothing(name, context):
    html = render_to_string(f"includes/{name}.html", context)
    assert len(html.encode()) < 700
    assert 'aria-hidden="true"' in html


@pytest.mark.parametrize(
    ("verdict", "words", "later"),
    [
        ("open", "Ouverte maintenant", False),
        ("conditional", "Ouverte dans 12 mois", True),
        ("to-check", "À vérifier", False),
        ("closed", "Pas ouverte aujourd’hui", False),
    ],
)
def test_a_verdict_is_a_word_beside_its_icon(verdict, words, later):
    html = render_to_string("includes/verdict_chip.html", {"verdict": verdict, "words": words, "later": later})
    assert f'data-verdict="{verdict}"' in html
    assert "<svg" in html
    assert words.replace("12 mois", "12\u00a0mois") in html


@pytest.mark.parametrize(
    ("value", "whole", "expected"),
    [(112, 1652, "6.78%"), (1652, 1652, "100%"), (9, 5, "100%"), (-1, 5, "0%"), (5, 0, "0%")],
)
def test_shares_are_written_for_svg(value, whole, expected):
    assert drawing.percent(drawing.share(value, whole)) == expected


def test_the_dot_stays_on_the_deck_and_on_the_screen():
    assert [drawing.deck_x(p) for p in (0, 50, 100)] == ["4%", "50%", "96%"]
    assert drawing.deck_y(50) == "77.5%"
    assert drawing.deck_y(0) == drawing.deck_y(100) == "85.26%"


def test_a_range_has_a_width():
    assert drawing.width_to(20, 45.5) == "25.5%"
    assert drawing.width_to(45, 20) == "0%"
