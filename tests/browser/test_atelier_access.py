"""The door and the desk in a browser: a telephone registered, a login with it, a code on paper, a pause; axe on all."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import expect

from tests import people
from tests.browser.test_accessibility import RULES

DOOR = "/admin/login/?next=/admin/careers/claim/"
PAGES_INSIDE = {
    "desk": "/admin/",
    "drafts": "/admin/brouillons/",
    "second factor": "/admin/second-facteur/le-mien/",
    "new telephone": "/admin/second-facteur/activer/",
    "reset": "/admin/comptes/{}/double-verification/",
    "password": "/admin/auth/user/{}/password/",
}


@pytest.fixture
def claire(transactional_db):
    return people.person("claire", "everything", first_name="Claire")


def give_password(page, password=people.PASSWORD):
    page.get_by_label("Nom d’utilisateur").fill("claire")
    page.get_by_label("Mot de passe").fill(password)
    # The click does not wait for the answer: what is done next would be done to the page that is being left.
    with page.expect_event("load"):
        page.get_by_role("button", name="Continuer").click()


def looked_at(page, what):
    """axe finds nothing to say, and nothing is wider than the screen."""
    page.wait_for_load_state()
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    # Without "preload": axe would write Django's @import rules into the page itself, which our policy refuses.
    options = {"runOnly": {"type": "tag", "values": RULES}, "preload": False}
    found = Axe().run(page, options=options).response["violations"]
    assert [(what, fault["id"], [node["html"] for node in fault["nodes"]][:3]) for fault in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), what


@pytest.mark.parametrize(("width", "theme"), [(360, "dark"), (1280, "light")])
def test_first_login_registers_a_telephone_and_the_next_ones_ask_for_it(
    live_server, new_context, settings, claire, width, theme
):
    settings.SECOND_FACTOR = True
    page = new_context(viewport={"width": width, "height": 800}, color_scheme=theme).new_page()
    page.goto(DOOR)
    looked_at(page, "login")
    give_password(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Activer la double vérification")
    looked_at(page, "registration")
    key = page.locator(".cle").inner_text().replace(" ", "")
    page.get_by_label("Code").fill("000000")
    page.get_by_label("Code").press("Enter")
    expect(page.get_by_label("Code")).to_have_attribute("aria-invalid", "true")
    looked_at(page, "registration refused")
    assert page.locator(".cle").inner_text().replace(" ", "") == key
    page.get_by_label("Code").fill(people.code(key))
    page.get_by_role("button", name="Activer").click()

    expect(page.locator(".codes code")).to_have_count(10)
    codes = page.locator(".codes code").all_inner_texts()
    looked_at(page, "codes on paper")
    page.get_by_role("button", name="Mes codes sont à l’abri").click()
    expect(page).to_have_url(re.compile(r"^[^?]+/admin/careers/claim/$"))

    other = new_context(viewport={"width": width, "height": 800}, color_scheme=theme).new_page()
    other.goto(DOOR)
    give_password(other)
    expect(other.get_by_role("heading", level=1)).to_have_text("Votre code")
    looked_at(other, "second factor")
    # The next code of the same telephone: the first one is used up.
    TOTPDevice.objects.update(last_t=-1)
    other.get_by_label("Code").fill(people.code(key))
    other.get_by_role("button", name="Entrer").click()
    expect(other).to_have_url(re.compile(r"^[^?]+/admin/careers/claim/$"))

    lost = new_context(viewport={"width": width, "height": 800}, color_scheme=theme).new_page()
    lost.goto("/admin/")
    give_password(lost)
    lost.get_by_label("Code").fill(codes[0])
    lost.get_by_role("button", name="Entrer").click()
    expect(lost.get_by_text("Il vous en reste 9")).to_be_visible()


def test_wrong_passwords_end_in_a_pause_that_says_how_long(live_server, new_context, settings, claire, browser_faults):
    settings.AXES_ENABLED = True
    page = new_context().new_page()
    page.goto("/admin/")
    for _ in range(5):
        give_password(page, "faux")

    expect(page.get_by_role("heading", level=1)).to_have_text("Trop d’essais")
    expect(page.get_by_text("Réessayez dans 15 minutes.")).to_be_visible()
    looked_at(page, "pause")
    assert [fault for fault in browser_faults if "429" not in fault] == []
    browser_faults.clear()  # the browser says that it was answered 429


@pytest.mark.parametrize(("width", "theme"), [(360, "light"), (1280, "dark")])
def test_desk_tells_the_state_of_drafts_beside_itself(live_server, new_context, claire, small_edition, width, theme):
    page = new_context(viewport={"width": width, "height": 800}, color_scheme=theme).new_page()
    page.goto("/admin/")
    give_password(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Bonjour Claire, voici le bureau")
    expect(page.get_by_text("identique à l’édition 1")).to_be_visible(timeout=20_000)
    for what, address in PAGES_INSIDE.items():
        page.goto(address.format(claire.pk))
        looked_at(page, what)


def test_door_is_passed_with_the_keyboard_and_without_script(live_server, new_context, claire):
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/admin/")
    expect(page.get_by_label("Nom d’utilisateur")).to_be_focused()
    page.keyboard.type("claire")
    page.keyboard.press("Tab")
    page.keyboard.type(people.PASSWORD)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Bonjour Claire, voici le bureau")
    page.get_by_role("link", name="Compter les changements et les problèmes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("L’état des brouillons")
