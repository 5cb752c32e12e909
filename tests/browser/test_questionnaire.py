"""The whole questionnaire in a browser, with scripts and without, on a phone and on a desk."""

import io
import json

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from tests.pathways.visiting import (
    BACHELIERE,
    CHECK,
    LYCEENNE,
    PEOPLE,
    RESULT,
    SECRETAIRE,
    START,
    Profile,
    link,
)

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


@pytest.fixture
def visit(real_site, new_context):
    """A visitor's page, at a width, with or without scripts."""

    def opened(viewport=PHONE, *, scripts=True, **options) -> Page:
        page: Page = new_context(viewport=viewport, java_script_enabled=scripts, **options).new_page()
        return page

    return opened


def code_of(page: Page) -> str:
    """The question shown."""
    return page.locator("input[name=question]").input_value()


def answer(page: Page, value: object) -> None:
    """Answer the question shown, as its form asks for it, and send it."""
    page.wait_for_load_state()
    code = code_of(page)
    for each in value if isinstance(value, list) else [value]:
        field = page.locator(f"#{code}")
        if field.count() and each != "ne-sait-pas":
            field.fill(str(each))
        else:
            page.check(f"#{code}-{each}")
    page.get_by_role("button", name="Continuer", exact=True).click()


def answer_all(page: Page, answers: Profile) -> None:
    page.goto(START)
    for _ in answers:
        asked = page.locator("h1").inner_text()
        answer(page, answers[code_of(page)])
        expect(page.locator("h1")).not_to_have_text(asked)


def verdicts(page: Page) -> dict[str, str]:
    """What the overview of the result says of each route, by its code."""
    rows = page.locator(".voies li").all()
    return {
        str(row.locator("a").get_attribute("href")).removeprefix("#voie-"): str(
            row.locator(".verdict").get_attribute("data-verdict")
        )
        for row in rows
    }


def assessed(answers: Profile, tmp_path) -> dict[str, str]:
    profile = tmp_path / "profile.json"
    profile.write_text(json.dumps(answers))
    out = io.StringIO()
    call_command("assess", "assistant-medical", str(profile), stdout=out)
    routes = json.loads(out.getvalue())["routes"]
    return {code: route["verdict"] for code, route in routes.items() if not route["not_needed"]}


# --- The same result, however one comes to it -------------------------------------------------------------------------


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("name", ["bac", "secretary", "in-post"])
def test_questionnaire_gives_the_verdicts_of_assess(visit, tmp_path, name, viewport, scripts):
    page = visit(viewport, scripts=scripts)
    answer_all(page, PEOPLE[name])
    expect(page).to_have_title("Vérifiez vos réponses – Passerelle")
    page.get_by_role("link", name="Voir ma réponse").click()
    page.wait_for_url(f"**{RESULT}?**")  # whole: a click does not wait for the page it leads to

    assert verdicts(page) == assessed(PEOPLE[name], tmp_path)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_a_swap_leaves_the_page_its_address_would_show(visit):
    """Question after question, and at the check: what the swaps made is what a reload makes."""
    page = visit(DESK)
    body = 'document.body.innerHTML.replace(/ (class|tabindex)="[^"]*"/g, \'\').replace(/ hidden=""/g, \'\').trim()'
    page.goto(START)
    for _ in BACHELIERE:
        asked = page.locator("h1").inner_text()
        answer(page, BACHELIERE[code_of(page)])
        expect(page.locator("h1")).not_to_have_text(asked)
        swapped, title = page.evaluate(body), page.title()
        page.reload()
        assert (page.evaluate(body), page.title()) == (swapped, title)


def test_questions_are_swapped_and_the_result_is_loaded(visit):
    """The header of the questions is lean, the one of the result is whole: a swap would keep the wrong one."""
    page = visit(DESK)
    loads: list[str] = []
    page.on("request", lambda request: loads.append(request.url) if request.resource_type == "document" else None)
    answer_all(page, BACHELIERE)
    assert len(loads) == 1
    expect(page.get_by_role("link", name="Continuer plus tard")).to_be_visible()

    page.get_by_role("link", name="Voir ma réponse").click()
    expect(page.get_by_role("navigation", name="Principal")).to_be_visible()
    assert len(loads) == 2


def test_answer_changed_from_the_result_gives_another_result_with_its_header(visit):
    page = visit(DESK)
    page.goto(link(RESULT, BACHELIERE))
    page.get_by_role("link", name="Modifier : Votre employeur").click()
    page.check("#employeur-promesse")
    page.get_by_role("button", name="Continuer", exact=True).click()

    expect(page.locator("h1")).to_have_text("Oui. Deux voies vous sont ouvertes dès maintenant.")
    expect(page.get_by_role("navigation", name="Principal")).to_be_visible()


# --- Title, focus, history --------------------------------------------------------------------------------------------


def test_title_and_focus_follow(visit):
    page = visit()
    page.goto(START)
    answer(page, ["aucun"])

    expect(page).to_have_title("Quel est votre plus haut diplôme ? – Passerelle".replace(" ?", "\u202f?"))
    expect(page.locator("h1")).to_be_focused()
    assert page.evaluate("scrollY") == 0


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_refused_answer_comes_back_with_its_reason(visit, scripts):
    page = visit(scripts=scripts)
    page.goto(link(START, {"diplomes": "aucun", "niveau": "cap-bep", "experience-proche": 0}))
    answer(page, "trois ans")

    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("#secretariat")).to_have_value("trois ans")
    expect(page.locator("#secretariat")).to_have_attribute("aria-invalid", "true")
    assert page.title().startswith("Erreur\u00a0: ")
    if scripts:
        expect(page.locator(".resume-erreur")).to_be_focused()
        page.reload()
        expect(page.locator(".resume-erreur")).to_be_focused()
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.locator("#secretariat")).to_be_focused()


def test_answer_not_given_leads_to_the_first_choice(visit):
    page = visit()
    page.goto(START)
    page.get_by_role("button", name="Continuer", exact=True).click()

    expect(page.get_by_role("alert")).to_contain_text("Il manque une réponse")
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.locator("#diplomes-cqp-am")).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_back_forward_and_reload(visit, scripts):
    page = visit(scripts=scripts)
    page.goto(START)
    titles = []
    for value in (["aucun"], "cap-bep", "2"):
        titles.append(page.locator("h1").inner_text())
        answer(page, value)
        expect(page.locator("h1")).not_to_have_text(titles[-1])
    last = page.locator("h1").inner_text()

    for title in reversed(titles):
        page.go_back()
        expect(page.locator("h1")).to_have_text(title)
    for title in [*titles[1:], last]:
        page.go_forward()
        expect(page.locator("h1")).to_have_text(title)
    if scripts:
        expect(page.locator("h1")).to_be_focused()
    page.reload()
    expect(page.locator("h1")).to_have_text(last)
    expect(page.locator(".reponses dt")).to_have_count(3)


def test_two_tabs_do_not_mix(visit):
    first = visit()
    first.goto(START)
    second = first.context.new_page()
    second.goto(START)
    answer(first, ["aucun"])
    answer(second, ["deas"])

    expect(first.locator("h1")).to_contain_text("plus haut diplôme")
    expect(second.locator("h1")).to_contain_text("prêt à vous embaucher")
    answer(first, "bac-general")
    expect(first.locator(".reponses").first).to_contain_text("Aucun de ces diplômes")
    assert first.context.cookies() == []


def test_page_that_can_t_be_swapped_in_is_loaded(visit, browser_faults):
    page = visit()
    page.goto(START)
    page.route("**/*", lambda route: route.abort() if route.request.resource_type == "xhr" else route.continue_())
    answer(page, ["aucun"])

    expect(page.locator("h1")).to_contain_text("plus haut diplôme")
    assert "ERR_FAILED" in browser_faults[-1]
    browser_faults.clear()  # the browser tells of the refused request, and so does htmx


# --- What scripts add -------------------------------------------------------------------------------------------------


def test_what_goes_with_no_other_answer_unticks_the_others(visit):
    page = visit()
    page.goto(START)
    for box, ticked in [
        ("deas", ["deas"]),
        ("dei", ["dei", "deas"]),
        ("aucun", ["aucun"]),
        ("ne-sait-pas", ["ne-sait-pas"]),
        ("deap", ["deap"]),
    ]:
        page.check(f"#diplomes-{box}")
        assert page.evaluate("[...document.querySelectorAll(':checked')].map((box) => box.value)") == ticked


def test_number_or_unknown_not_both(visit):
    page = visit()
    page.goto(link(START, {"diplomes": "aucun", "niveau": "cap-bep", "experience-proche": 0}))
    page.fill("#secretariat", "3")
    page.check("#secretariat-ne-sait-pas")
    expect(page.locator("#secretariat")).to_have_value("")
    page.fill("#secretariat", "4")
    expect(page.locator("#secretariat-ne-sait-pas")).not_to_be_checked()


@pytest.mark.parametrize(
    "address", [link(RESULT, BACHELIERE), link(START, {"diplomes": "aucun"})], ids=["result", "question"]
)
def test_link_is_copied(visit, address):
    page = visit(DESK, permissions=["clipboard-read", "clipboard-write"])
    page.goto(address)
    page.get_by_role("button", name="Copier").click()

    expect(page.locator(".partage [role=status]")).to_have_text("C’est copié")
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#lien").input_value()


def test_without_scripts_no_button_promises_what_needs_one(visit):
    page = visit(scripts=False)
    for address in (START, link(CHECK, BACHELIERE), link(RESULT, BACHELIERE)):
        page.goto(address)
        assert page.locator("[data-copier]:visible, [data-imprimer]:visible").count() == 0
        expect(page.locator("#lien")).to_be_visible()


# --- By the keyboard --------------------------------------------------------------------------------------------------


def test_by_keyboard_alone(visit):
    """Tab, arrows, space and Enter: from the home page to the result."""
    page = visit(DESK)
    page.goto("/")
    press_until(page, "Tab", "document.activeElement.matches('.bouton')")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("l’un de ces diplômes")
    press_until(page, "Tab", "document.activeElement.id === 'diplomes-aucun'")
    page.keyboard.press("Space")
    send(page)
    expect(page.locator("h1")).to_contain_text("plus haut diplôme")
    press_until(page, "Tab", "document.activeElement.id === 'niveau-aucun'")
    press_until(page, "ArrowDown", "document.activeElement.id === 'niveau-bac-general'")
    send(page)
    for text in ("0", "0", "30"):
        asked = page.locator("h1").inner_text()
        press_until(page, "Tab", "document.activeElement.matches('.nombre input')")
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        asks_another(page, asked)
    for option in ("situation-demandeur-emploi", "employeur-promesse"):
        press_until(page, "Tab", "document.activeElement.type === 'radio'")
        press_until(page, "ArrowDown", f"document.activeElement.id === '{option}'")
        send(page)
    expect(page.locator("h1")).to_have_text("Vérifiez vos réponses")
    press_until(page, "Tab", "document.activeElement.matches('.bouton')")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Oui. Deux voies vous sont ouvertes dès maintenant.")


def press_until(page: Page, key: str, reached: str) -> None:
    for _ in range(40):
        page.keyboard.press(key)
        if page.evaluate(reached):
            return
    raise AssertionError(f"never reached by {key}: {reached}")


def send(page: Page) -> None:
    asked = page.locator("h1").inner_text()
    press_until(page, "Tab", "document.activeElement.matches('.questionnaire .bouton')")
    page.keyboard.press("Enter")
    asks_another(page, asked)


def asks_another(page: Page, asked: str) -> None:
    """The next question is there, and has the focus: a key pressed before would be taken back to its title."""
    expect(page.locator("h1")).not_to_have_text(asked)
    expect(page.locator("h1")).to_be_focused()


def test_why_opens_by_keyboard_and_nothing_is_sent_by_a_mere_choice(visit):
    page = visit()
    page.goto(link(START, {"diplomes": "aucun"}))
    press_until(page, "Tab", "document.activeElement.matches('summary')")
    page.keyboard.press("Enter")
    expect(page.locator("details p").first).to_be_visible()
    page.check("#niveau-bac-pro")
    page.keyboard.press("ArrowDown")
    expect(page.locator("h1")).to_contain_text("plus haut diplôme")


def test_anchors_of_the_result_lead_to_cards_and_closed_routes(visit):
    page = visit()
    for answers in (SECRETAIRE, LYCEENNE):
        page.goto(link(RESULT, answers))
        for entry in page.locator(".voies a").all():
            entry.click()
            target = page.url.partition("#")[2]
            expect(page.locator(f"#{target}")).to_be_in_viewport()
