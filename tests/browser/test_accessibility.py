"""axe on every kind of page, on a phone and on a desk, light and dark: no violation, nothing wider than the screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.pathways.visiting import (
    BACHELIERE,
    CHECK,
    EN_POSTE,
    JOB,
    LYCEENNE,
    QUALIFIEE,
    RESULT,
    SECRETAIRE,
    START,
    link,
)

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = {
    "home": "/",
    "compare": f"{JOB}voies/",
    "route": f"{JOB}voies/cqp/",
    "long route": f"{JOB}voies/deas-fae/",
    "question of several": START,
    "question of one": link(START, {"diplomes": "aucun"}),
    "question of a number": link(START, {"diplomes": "aucun", "niveau": "cap-bep"}),
    "error on boxes": link(START, {}, question="diplomes"),
    "error on radios": link(START, {"diplomes": "aucun"}, question="niveau"),
    "error on a number": link(START, {"diplomes": "aucun", "niveau": "cap-bep", "secretariat": "x"}),
    "check": link(CHECK, BACHELIERE),
    "result": link(RESULT, SECRETAIRE),
    "result of a pupil": link(RESULT, LYCEENNE),
    "result in post": link(RESULT, EN_POSTE),
    "result of the qualified": link(RESULT, QUALIFIEE),
    "code": "/code/",
    "wrong code": "/code/?code=G6D8-CZ6G",
    "job": JOB,
    "route on another day": f"{JOB}voies/cqp/?au=2023-03-27",
    "no verdict on that day": f"{START}?au=2023-03-27",
}
VARIANTS = [(width, theme) for width in (360, 1280) for theme in ("light", "dark")]


@pytest.mark.parametrize(("width", "theme"), VARIANTS)
def test_axe_finds_nothing_and_nothing_overflows(real_site, new_context, width, theme):
    page = new_context(viewport={"width": width, "height": 800}, color_scheme=theme).new_page()
    for name, address in PAGES.items():
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}}).response["violations"]
        assert [(name, fault["id"], [node["html"] for node in fault["nodes"]][:3]) for fault in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


@pytest.mark.parametrize("width", [320, 700, 1000])
def test_nothing_overflows_between_the_steps(real_site, new_context, width):
    page = new_context(viewport={"width": width, "height": 800}).new_page()
    for name, address in PAGES.items():
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def test_text_spacing_of_the_reader_loses_nothing(real_site, new_context):
    page = new_context(viewport={"width": 360, "height": 800}, bypass_csp=True).new_page()
    for name, address in PAGES.items():
        page.goto(address)
        page.add_style_tag(
            content="* { line-height: 1.5 !important; letter-spacing: .12em !important; "
            "word-spacing: .16em !important } p { margin-block-end: 2em !important }"
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
