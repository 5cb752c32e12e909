"""What the page « Accessibilité » says is checked, in a browser, besides axe (tests/browser/test_accessibility.py)."""

from tests.careers.test_pages import JOB, PAGES

WHOLE = [path for path in PAGES.values() if "?" not in path]  # further pages of a list are made of the same parts


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
