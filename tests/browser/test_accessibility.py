"""axe on every kind of page and every state, on a phone and on a desk, light and dark: no violation, nothing wider than
the screen."""

import re
from collections import Counter
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.template.loader import render_to_string
from playwright.sync_api import Page, Route

from tests.every_page import BROKEN, EVERY_PAGE, FAILURES, GROUPS
from tests.pathways.visiting import BACHELIERE, RESULT, link

pytestmark = pytest.mark.appearance

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALL_RULES = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
"""What a theme can change: the same page without another load."""


def is_of_failures(address: str) -> bool:
    return address in FAILURES.values()


def violations(page: Page, options: dict[str, Any]) -> list[dict[str, Any]]:
    """axe is put into a page once; of its report only what is wrong is worth the way here."""
    page.evaluate(f"window.axe || (() => {{ {AXE_SCRIPT} }})()")
    return list(page.evaluate("options => axe.run(document, options).then((report) => report.violations)", options))


STRUCTURE = ("table", "row", "cell", "columnheader", "rowheader", "list", "listitem")
WRITTEN = """() => {
    const count = selector => [...document.querySelectorAll(selector)].filter(one => one.checkVisibility()).length;
    return {
        table: count("table"), row: count("tr"), cell: count("td"), columnheader: count("th[scope=col]"),
        rowheader: count("th[scope=row]"), list: count("ul, ol"), listitem: count("li"),
    };
}"""
SILENT_LISTS = """() => [...document.querySelectorAll("li")].filter(item => !item.closest("nav")).filter(item => {
    const style = getComputedStyle(item);
    return item.checkVisibility() && (style.display !== "list-item" || style.listStyleType === "none");
}).map(item => item.outerHTML.slice(0, 90))"""
"""Outside a nav, Safari hears a list only if its items are laid out as items and have a marker, be it an empty one."""


def heard(page: Page) -> dict[str, int]:
    """How many tables, rows, cells, lists… the browser hands to a screen reader, whatever their look."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    roles = Counter(node["role"]["value"] for node in nodes if not node["ignored"])
    return {role: roles[role] for role in STRUCTURE}


def look(page: Page, name: str) -> None:
    """All rules in the light, the colours in the dark, what is heard of lists and tables, at both widths."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="light")
        found = [violations(page, ALL_RULES)]
        page.emulate_media(color_scheme="dark")
        found.append(violations(page, COLOURS))
        faults = [(fault["id"], [node["html"] for node in fault["nodes"]][:3]) for theme in found for fault in theme]
        assert (name, width, faults) == (name, width, [])
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert (name, width, heard(page)) == (name, width, page.evaluate(WRITTEN))
        assert (name, width, page.evaluate(SILENT_LISTS)) == (name, width, [])


@pytest.mark.parametrize("group", GROUPS)
def test_axe_finds_nothing_and_nothing_overflows(real_site, new_context, browser_faults, group):
    page = new_context().new_page()
    for name, address in GROUPS[group].items():
        response = page.goto(address)
        assert response
        assert (response.status >= 400) is is_of_failures(address), (name, response.status)
        look(page, name)
    if group == "failures":
        assert len(browser_faults) == len(FAILURES)  # the browser tells of the status, and of nothing else
        assert all("Failed to load resource" in fault for fault in browser_faults)
        browser_faults.clear()


def test_axe_finds_nothing_where_a_code_opens_a_result_again(real_site, new_context):
    page = new_context().new_page()
    page.goto(link(RESULT, BACHELIERE))
    found = re.search(r"\w{4}-\w{4}-\w{5}", page.locator(".partage").inner_text())
    assert found
    page.goto(f"/code/{found[0]}/")
    look(page, "reopened")


@pytest.mark.parametrize("template", BROKEN)
def test_axe_finds_nothing_when_all_is_broken(real_site, new_context, template):
    page = new_context().new_page()
    html = render_to_string(template, {"stylesheet": "/static/css/passerelle.css"})

    def answer(route: Route) -> None:
        route.fulfill(body=html, content_type="text/html; charset=utf-8")

    page.route("**/panne/", answer)
    page.goto("/panne/")
    look(page, template)


@pytest.mark.parametrize("width", [320, 700, 1000, 1600])
def test_nothing_overflows_between_the_steps(real_site, new_context, browser_faults, width):
    page = new_context(viewport={"width": width, "height": 800}).new_page()
    for name, address in EVERY_PAGE.items():
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    browser_faults.clear()  # the statuses of the failures, checked above


def test_spacing_of_the_reader_loses_nothing(real_site, new_context, browser_faults):
    page = new_context(viewport={"width": 360, "height": 800}, bypass_csp=True).new_page()
    for name, address in EVERY_PAGE.items():
        page.goto(address)
        page.add_style_tag(
            content="* { line-height: 1.5 !important; letter-spacing: .12em !important; "
            "word-spacing: .16em !important } p { margin-block-end: 2em !important }"
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
    browser_faults.clear()


def test_text_of_twice_the_size_loses_nothing(real_site, browser_type, browser_type_launch_args, base_url):
    """As one sets it in the browser, which then lays a desk out like a telephone, and a telephone like a watch."""
    args = [*browser_type_launch_args["args"], "--blink-settings=defaultFontSize=32"]
    browser = browser_type.launch(**{**browser_type_launch_args, "args": args})
    for width in (360, 1280):
        page = browser.new_page(viewport={"width": width, "height": 800}, base_url=base_url)
        for name, address in EVERY_PAGE.items():
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name}, {width}"
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    browser.close()
