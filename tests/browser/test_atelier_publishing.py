"""Checking, publishing and going back in a browser, without JavaScript too; axe on every page, phone and desk."""

import re

import pytest
from playwright.sync_api import expect

from careers.models import Claim, Edition
from tests import factories, people
from tests.browser.test_atelier_access import give_password, looked_at


@pytest.fixture
def inside(live_server, small_edition, new_context):
    """A page of somebody who may publish."""
    people.person("claire", "publication", first_name="Claire")

    def entered(**options):
        page = new_context(**options).new_page()
        page.goto("/admin/login/?next=/admin/controler/")
        give_password(page)
        expect(page).to_have_url(re.compile(r"^[^?]+/admin/controler/$"))
        return page

    return entered


@pytest.mark.parametrize(("width", "theme"), [(360, "light"), (1280, "dark")])
def test_pages_are_in_order(inside, width, theme):
    Claim.objects.filter(code="duree").update(wording="La formation dure 300 heures.")
    factories.WitnessVerdictFactory(route=Edition.objects.get().career.routes.get(), verdict="open")
    page = inside(viewport={"width": width, "height": 800}, color_scheme=theme)

    for address in (
        "controler/",
        "temoins/",
        "publier/",
        "versions/",
        "versions/comparer/?de=1&a=brouillon",
        "versions/1/publier/",
        "versions/1/reprendre/",
        "importer/",
    ):
        page.goto(f"/admin/{address}")
        looked_at(page, address)


def test_story_of_a_publication_and_the_way_back(inside, new_context, tmp_path):
    """With the keyboard's Enter and plain forms only: no script is needed."""
    Claim.objects.filter(code="duree").update(wording="La formation dure 300 heures.")
    page = inside(java_script_enabled=False)
    page.get_by_role("link", name="Voir ce qui changerait").click()
    page.get_by_label("Ce qui change, en une ou deux phrases").fill(" ")
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_text("Écrivez une note")).to_be_visible()
    page.get_by_label("Ce qui change, en une ou deux phrases").fill("La durée a changé.")
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_text("L’édition 2 est publiée.")).to_be_visible()

    visitor = new_context().new_page()
    visitor.goto("/metiers/assistant-medical/editions/")
    expect(visitor.get_by_text("La durée a changé.")).to_be_visible()

    page.get_by_role("link", name="Publier à nouveau l’édition 1").click()
    page.get_by_role("button", name="Publier à nouveau").press("Enter")
    expect(page.get_by_text("L’édition 3 est publiée.")).to_be_visible()
    page.get_by_role("link", name="Reprendre comme brouillon l’édition 1").click()
    page.get_by_role("button", name="Remplacer le brouillon").click()
    expect(page.get_by_text("Le brouillon est remplacé")).to_be_visible()
    assert Claim.objects.get(code="duree").wording == "La formation dure 279 heures."

    bad = tmp_path / "faux.json"
    bad.write_text('{"format": 1, "career": "x", "parts": {}}')
    page.goto("/admin/importer/")
    page.get_by_label("Le fichier").set_input_files(bad)
    page.get_by_role("button", name="Regarder ce qu’il change").click()
    expect(page.get_by_text("Il manque une partie")).to_be_visible()
    good = tmp_path / "bon.json"
    good.write_text(Edition.objects.get(number=2).document)
    page.get_by_label("Le fichier").set_input_files(good)
    page.get_by_role("button", name="Regarder ce qu’il change").click()
    page.get_by_role("button", name="Remplacer le brouillon").click()
    expect(page.get_by_text("Le brouillon est remplacé")).to_be_visible()
    assert Claim.objects.get(code="duree").wording == "La formation dure 300 heures."
