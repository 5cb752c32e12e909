"""What the page « Accessibilité » says is checked, in a browser: every page of the job and of the site."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.careers.test_pages import JOB, PAGES

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WHOLE = [path for path in PAGES.values() if "?" not in path]  # further pages of a list are made of the same parts
VARIANTS = [(width, theme) for width in (360, 1280) for theme in ("light", "dark")]


@pytest.mark.parametrize(("width", "theme"), VARIANTS)
def test_axe_finds_nothing_and_nothing_overflows(real_site, new_context, width, theme):
    page = new_context(viewport={"width": width, "height": 800}, color_scheme=theme).new_page()
    for path in WHOLE:
        page.goto(path)
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}}).response["violations"]
        assert [(path, fault["id"], [node["html"] for node in fault["nodes"]][:3]) for fault in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_the_first_link_met_with_the_keyboard_leads_to_the_content(real_site, page):
    for path in WHOLE:
        page.goto(path)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Aller au contenu", path
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "contenu", path


def test_the_page_of_the_job_is_whole_without_scripts(real_site, new_context):
    page = new_context(java_script_enabled=False, viewport={"width": 360, "height": 800}).new_page()
    page.goto(JOB)
    page.get_by_text("Sur cette page").click()
    page.get_by_role("link", name="Ce que l’on gagne").click()
    assert page.url.endswith("#salaire")
    page.goto(f"{JOB}sources/")
    page.get_by_label("Presse").check()
    page.get_by_role("button", name="Filtrer").click()
    assert "nature=press" in page.url
