"""The interview mode in a browser: keys press what the page has, and only where they were asked for."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.pathways.visiting import START, link

VERDICT = "Oui. Deux voies vous sont ouvertes dès maintenant."


@pytest.fixture
def page(real_site, new_context) -> Page:
    opened: Page = new_context(viewport={"width": 1280, "height": 900}).new_page()
    return opened


def chosen(page: Page) -> list[str]:
    return list(page.evaluate("[...document.querySelectorAll('.option :checked')].map((one) => one.value)"))


def press(page: Page, *keys: str) -> None:
    """Keys one after the other; the last goes on to another title."""
    asked = page.locator("h1").inner_text()
    for key in keys:
        page.keyboard.press(key)
    expect(page.locator("h1")).not_to_have_text(asked)
    page.wait_for_load_state()  # where it is another page and not a swap, its keys are there once it is whole


def test_a_whole_interview_by_digits_enter_and_escape(page):
    page.goto("/entretien/")
    page.get_by_role("button", name="Commencer un entretien").click()
    expect(page.locator(".option kbd").first).to_be_visible()

    page.keyboard.press("3")
    page.keyboard.press("4")
    page.keyboard.press("3")
    assert chosen(page) == ["deap"]
    page.keyboard.press("b")
    assert chosen(page) == ["aucun"]
    expect(page.locator("#diplomes-aucun")).to_be_focused()
    press(page, "Enter")
    expect(page.locator(".option kbd").first).to_be_visible()  # after a swap too
    press(page, "3", "Enter")
    press(page, "Escape")
    expect(page.locator("#niveau-bac-general")).to_be_checked()
    assert chosen(page) == ["bac-general"]
    press(page, "Enter")

    expect(page.locator(".nombre input")).not_to_be_focused()
    page.keyboard.press("1")
    page.keyboard.press("2")
    expect(page.locator(".nombre input")).to_have_value("12")
    page.keyboard.press("n")
    expect(page.locator(".nombre input")).to_have_value("")
    assert chosen(page) == ["ne-sait-pas"]
    page.keyboard.press("0")
    assert chosen(page) == []
    press(page, "Enter")
    press(page, "0", "Enter")
    press(page, "3", "0", "Enter")
    press(page, "5", "Enter")
    press(page, "2", "Enter")
    expect(page.locator("h1")).to_have_text("Vérifiez vos réponses")
    press(page, "Escape")
    press(page, "Enter")
    press(page, "Enter")
    expect(page.locator("h1")).to_have_text(VERDICT)


def test_the_digits_of_a_french_keyboard_need_no_shift(page):
    page.goto(f"{START}?entretien=oui")
    second = "{key: 'é', code: 'Digit2', bubbles: true}"
    page.evaluate(f"document.body.dispatchEvent(new KeyboardEvent('keydown', {second}))")
    assert chosen(page) == ["dei"]


@pytest.mark.parametrize("keys", ["Control+1", "Alt+1", "Meta+1"])
def test_keys_of_the_browser_stay_its_own(page, keys):
    page.goto(f"{START}?entretien=oui")
    page.keyboard.press(keys)
    assert chosen(page) == []


def test_a_focused_link_or_fold_keeps_its_enter(page):
    page.goto(link(START, {"diplomes": "aucun"}, entretien="oui"))
    site = str(page.evaluate("location.origin"))
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("details p").first).to_be_visible()
    page.get_by_role("link", name="Quitter le mode entretien").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(link(site + START, {"diplomes": "aucun"}))
    page.keyboard.press("1")
    assert chosen(page) == []
    expect(page.locator("kbd")).to_have_count(0)


def test_an_address_to_copy_takes_no_keys(page):
    page.goto(link(START, {"diplomes": "aucun"}, entretien="oui"))
    page.locator("#lien").focus()
    page.keyboard.press("1")
    assert chosen(page) == []


def test_without_scripts_no_key_is_promised(real_site, new_context):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{START}?entretien=oui")
    assert page.locator("kbd:visible").count() == 0
    expect(page.get_by_text("Les touches demandent JavaScript")).to_be_visible()
    page.check("#diplomes-cqp-am")
    page.get_by_role("button", name="Continuer", exact=True).click()
    expect(page.locator("h1")).to_have_text("Vérifiez vos réponses")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(real_site, new_context, theme):
    page = new_context(viewport={"width": 360, "height": 800}, color_scheme=theme).new_page()
    for address in ("/entretien/", f"{START}?entretien=oui"):
        page.goto(address)
        found = Axe().run(page).response["violations"]
        assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
