"""The result on paper: two A4 sheets at most, with everything a person and a counsellor need between two meetings."""

import re
import subprocess

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.careers.markup import plain
from tests.pathways.visiting import AIDE_SOIGNANTE, BACHELIERE, PEOPLE, QUALIFIEE, RESULT, SECRETAIRE, Profile, link

pytestmark = pytest.mark.appearance

MOST_TO_SAY = {
    "diplomes": ["assistant-dentaire", "infirmier-ue", "infirmier-hors-ue", "secretaire-medicale"],
    "niveau": "bac-pro",
    "secretariat": "ne-sait-pas",
    "experience-proche": "ne-sait-pas",
    "age": 20,
    "situation": "cdd",
    "employeur": "ne-sait-pas",
    "mois-en-poste": 48,
}
CROWDED: dict[str, Profile] = {
    "eight-cards-and-unknowns": MOST_TO_SAY,
    "unsure-of-nearly-all": {**MOST_TO_SAY, "niveau": "ne-sait-pas", "age": 58, "situation": "demandeur-emploi"},
    "a-clerk-who-may-qualify": {
        **MOST_TO_SAY,
        "diplomes": ["secretaire-medicale", "autre-sante", "infirmier-ue"],
        "niveau": "bac-general",
        "secretariat": 2,
        "situation": "cdi",
    },
}
"""Those with most to read among 850 profiles drawn at random."""

CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{5}\b")


@pytest.fixture
def page(real_site, new_context) -> Page:
    opened: Page = new_context(viewport={"width": 1280, "height": 900}).new_page()
    return opened


def sheets(page: Page, answers: Profile, tmp_path) -> list[str]:
    """The text of each sheet."""
    page.goto(link(RESULT, answers))
    return printed(page, tmp_path)


def printed(page: Page, tmp_path) -> list[str]:
    file = tmp_path / "result.pdf"
    page.pdf(path=file, prefer_css_page_size=True)
    made = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True)  # noqa: S607
    return [" ".join(plain(sheet).split()) for sheet in made.stdout.removesuffix("\f").split("\f")]


def test_two_sheets_are_enough_for_everybody(page, tmp_path):
    counted = {name: len(sheets(page, answers, tmp_path)) for name, answers in {**PEOPLE, **CROWDED}.items()}

    assert {name: count for name, count in counted.items() if count > 2} == {}


@pytest.mark.parametrize("answers", [BACHELIERE, SECRETAIRE], ids=["bac", "secretary"])
def test_the_sheets_hold_what_is_promised(page, tmp_path, answers):
    found = sheets(page, answers, tmp_path)
    whole = " ".join(found)
    (code,) = set(CODE.findall(whole))

    assert "(édition 1)" in found[0]
    assert re.search(r"Réponse préparée le \d+(er)? \w+ \d{4}", found[0])
    assert f"/code/, code {code}" in found[0]
    assert "Votre âge : 30 ans." in found[0]
    for title in (
        "Votre plan",
        "Ce qui changerait la réponse",
        "Vos notes",
        "Prochain rendez-vous",
        "Sources de cette page",
    ):
        assert title in whole
    assert "Trouver un employeur" in whole
    for number, sheet in enumerate(found, 1):
        assert sheet.replace(" ", "").endswith(f"{number}/{len(found)}")
    for screen_only in ("Copier le lien", "Télécharger l’agenda", "Modifier", "Essayer", "Retour au texte"):
        assert screen_only not in whole


def test_steps_are_boxes_and_notes_have_lines(page):
    page.goto(link(RESULT, BACHELIERE))
    page.emulate_media(media="print")
    boxes = page.locator(".plan > li").evaluate_all(
        """steps => steps.map(step => {
            const box = getComputedStyle(step, "::before");
            return [box.content, box.borderTopStyle, parseFloat(box.width) > 8 && box.width === box.height];
        })"""
    )

    assert len(boxes) >= 2
    assert all(box == ['""', "solid", True] for box in boxes)
    expect(page.locator(".notes hr:visible")).to_have_count(5)


def test_the_drawing_costs_a_screen_nothing_and_is_on_the_paper(page, tmp_path):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/code/" in request.url else None)
    page.goto(link(RESULT, AIDE_SOIGNANTE))
    page.mouse.wheel(0, 9000)
    page.wait_for_load_state("networkidle")
    assert asked == []
    code = CODE.findall(page.content())[0]

    printed(page, tmp_path)

    assert [url.partition("/code/")[2] for url in asked] == [f"{code}.svg"]
    assert page.locator("img.qr").evaluate("image => image.complete && image.naturalWidth > 0")


def test_no_screen_waits_for_the_sheet_of_the_paper(page):
    page.goto(link(RESULT, QUALIFIEE))
    blocking = "performance.getEntriesByType('resource').filter(one => one.renderBlockingStatus === 'blocking')"
    names = page.evaluate(f"{blocking}.map(one => one.name.split('/').at(-1))")

    assert names == ["passerelle.css"]


# --- Handed on --------------------------------------------------------------------------------------------------------


def test_a_code_is_typed_and_opens_without_scripts(real_site, new_context):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(link(RESULT, BACHELIERE))
    answer, code = page.locator("h1").inner_text(), CODE.findall(page.content())[0]
    page.goto("/code/")
    page.get_by_label("Votre code").fill(code.lower().replace("-", " ")[:-1])
    page.get_by_role("button", name="Retrouver ma réponse").click()
    expect(page.get_by_role("alert")).to_contain_text("Il manque 1 caractère")
    page.get_by_label("Votre code").fill(code.lower().replace("-", " "))
    page.get_by_role("button", name="Retrouver ma réponse").click()

    expect(page.locator("h1")).to_have_text(answer)
    expect(page.get_by_role("heading", name="Rien n’a changé depuis.")).to_be_visible()


def test_axe_finds_nothing_on_a_result_that_was_opened_again(page):
    page.goto(link(RESULT, BACHELIERE))
    page.goto(f"/code/{CODE.findall(page.content())[0]}/")

    assert [fault["id"] for fault in Axe().run(page).response["violations"]] == []


def test_a_link_is_sent_where_the_device_can(real_site, new_context):
    page = new_context().new_page()
    page.goto(link(RESULT, QUALIFIEE))
    expect(page.get_by_role("button", name="Copier le lien")).to_be_visible()
    expect(page.get_by_role("button", name="Envoyer le lien")).to_be_hidden()

    page.add_init_script("navigator.share = async data => { window.sent = data }")
    page.reload()
    page.get_by_role("button", name="Envoyer le lien").click()

    assert page.evaluate("window.sent.url") == page.locator("#lien").input_value()
