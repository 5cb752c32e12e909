"""Searching as one types, and without scripts."""

import re

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_search(real_site, new_context, scripts):
    page = new_context(viewport={"width": 360, "height": 740}, java_script_enabled=scripts).new_page()
    page.goto("/")
    page.get_by_role("searchbox").fill("licorne")
    page.get_by_role("button", name="Chercher").click()
    expect(page.get_by_role("status")).to_have_text("Aucune réponse")

    field = page.get_by_role("searchbox")
    field.fill("")
    field.press_sequentially("prise de sang")
    if not scripts:
        field.press("Enter")
    expect(page.locator("#trouve h3").first).to_contain_text("Fait-on des prises de sang")
    expect(page.get_by_role("status")).to_contain_text("réponses")
    expect(page).to_have_url(re.compile(r"/recherche/\?q=prise(\+|%20)de(\+|%20)sang$"))
    expect(page.get_by_role("button", name="Chercher")).to_be_enabled()
    if scripts:
        expect(page.get_by_role("searchbox")).to_be_focused()
    page.locator("#trouve h3 a").first.click()
    page.wait_for_url(lambda url: "/recherche/" not in url)
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("prise de sang")
