"""The workshop as a counsellor uses it, in whole journeys: a figure changed and taken back, no right to publish, a file
that is no draft, the keyboard alone.
"""

import json
import re

import pytest
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import expect

from careers.models import Claim, Edition
from pathways.models import AccessCase
from tests import people
from tests.browser.test_atelier_access import looked_at

WORDS = "La formation complète au CQP (certificat de qualification professionnelle) dure 301 heures, examens en plus."
NOTE = "Ce qui change, en une ou deux phrases"

# Long choices end where the form does, beside which a panel stands.
ALL_INSIDE = """() => [...document.querySelectorAll(".form-row :is(select, .select2-container)")].every(
    choice => choice.getBoundingClientRect().right <= choice.closest("fieldset").getBoundingClientRect().right + 1)"""


@pytest.fixture
def enter(live_server, new_context, settings):
    """A page of somebody who gave a password and the code of a telephone."""
    settings.SECOND_FACTOR = True

    def entered(name, role, address="/admin/", **options):
        device = people.telephone(people.person(name, role, first_name=name.capitalize()))
        page = new_context(viewport={"width": 1280, "height": 900}, **options).new_page()
        page.goto(f"/admin/login/?next={address}")
        page.get_by_label("Nom d’utilisateur").fill(name)
        page.get_by_label("Mot de passe").fill(people.PASSWORD)
        page.get_by_role("button", name="Continuer").click()
        page.get_by_label("Code").fill(people.code(device.key))
        page.get_by_role("button", name="Entrer").click()
        expect(page).to_have_url(re.compile(f"^[^?]+{address}$"))
        return page

    return entered


def go(page, name):
    """By the side bar, or from the desk."""
    page.locator("#nav-sidebar, #content").get_by_role("link", name=name, exact=True).first.click()


def save(page):
    page.get_by_role("button", name="Enregistrer", exact=True).first.click()
    expect(page.locator(".success")).to_be_visible()


def test_a_figure_is_changed_refused_mended_published_and_taken_back(
    transactional_db, real_edition, enter, new_context, browser_faults
):
    page = enter("claire", "publication")

    # The figure of the CQP: found by searching, changed in its sentence and in its number.
    go(page, "Faits")
    page.get_by_label("Chercher dans la liste").fill("examens en plus 279")
    page.get_by_role("button", name="Rechercher").click()
    page.get_by_role("link", name=re.compile("dure 279 heures, examens en plus")).click()
    figure = page.locator("#figures-0")
    figure.get_by_label("De", exact=True).fill("301")
    figure.get_by_label("À", exact=True).fill("301")
    page.get_by_label("Phrase affichée").fill(WORDS)
    expect(page.locator(".apercu")).to_contain_text("dure 301 heures")
    save(page)

    # Whom and what it touches.
    go(page, "Publier")
    expect(page.get_by_text("« 279 heures » devient « 301 heures ».")).to_be_visible()
    expect(page.get_by_text("Aucun profil ne change de verdict.")).to_be_visible()
    expect(
        page.get_by_text(re.compile("une autre durée est annoncée à qui suit «.CQP en alternance.»"))
    ).to_be_visible()

    # A rule that would let everybody in.
    case = AccessCase.objects.get(code="cqp-niveau-bac")
    page.goto(f"/admin/pathways/accesscase/{case.pk}/change/")
    assert page.evaluate(ALL_INSIDE)
    page.locator("#criteria-0").get_by_label("Supprimer").check()
    expect(page.locator(".sens")).to_contain_text("ouvert à tout le monde")
    save(page)
    go(page, "Publier")
    page.get_by_label(NOTE).fill("La durée du CQP a changé.")
    page.get_by_role("button", name="Publier", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Rien n’est publié")
    assert Edition.objects.count() == 1
    assert "409" in browser_faults.pop()
    looked_at(page, "refused")
    expect(page.get_by_label(NOTE)).to_have_value("La durée du CQP a changé.")

    # The reason leads to its rule, which is written again.
    page.get_by_role("link", name=re.compile("Corriger.*cqp-niveau-bac.*n’a aucun critère")).click()
    again = page.locator("#criteria-0")
    again.get_by_label("Condition").select_option("any-of")
    again.get_by_label("Question").select_option(label="Quel est votre plus haut diplôme ?")
    expect(again.get_by_label("Aucun diplôme, ou le brevet")).not_to_have_attribute("aria-invalid", "true")
    for answer in ("Bac général ou technologique", "Bac professionnel, ou titre", "Un diplôme après le bac"):
        again.get_by_label(answer).check()
    expect(page.locator(".sens")).to_contain_text("ou un diplôme après le bac")
    save(page)
    go(page, "Publier")
    expect(page.get_by_role("heading", name="Publier n’est pas possible")).to_have_count(0)
    page.get_by_label(NOTE).fill("La durée du CQP a changé.")
    page.get_by_role("button", name="Publier", exact=True).click()
    expect(page.get_by_text("L’édition 2 est publiée.")).to_be_visible()

    visitor = new_context().new_page()
    training = "/metiers/assistant-medical/formation/"
    visitor.goto(training)
    expect(visitor.get_by_text(re.compile("dure.301.heures")).first).to_be_visible()

    # And back.
    page.get_by_role("link", name="Publier à nouveau l’édition 1").click()
    expect(page.get_by_text("« 301 heures » devient « 279 heures ».")).to_be_visible()
    page.get_by_role("button", name="Publier à nouveau").click()
    expect(page.get_by_text("L’édition 3 est publiée.")).to_be_visible()
    visitor.goto(training)
    expect(visitor.get_by_text(re.compile("dure.279.heures")).first).to_be_visible()
    expect(visitor.get_by_text(re.compile("301.heures"))).to_have_count(0)


def test_who_writes_is_told_who_publishes(transactional_db, small_edition, enter, browser_faults):
    people.person("samir", "publication", first_name="Samir")
    Claim.objects.filter(code="duree").update(wording="La formation dure 300 heures.")
    page = enter("rosa", "rédaction")

    go(page, "Publier")
    expect(page.get_by_text("La formation dure 300 heures.").first).to_be_visible()
    expect(page.get_by_text("Demandez à : Samir.")).to_be_visible()
    expect(page.get_by_role("button", name="Publier", exact=True)).to_have_count(0)
    go(page, "Comparer et revenir")
    page.get_by_role("link", name="Reprendre comme brouillon l’édition 1").click()
    expect(page.get_by_text("Demandez à : Samir.")).to_be_visible()
    expect(page.get_by_role("button", name="Remplacer le brouillon")).to_have_count(0)
    expect(page.get_by_role("link", name="Importer un brouillon")).to_have_count(0)
    page.goto("/admin/importer/")
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("403")
    looked_at(page, "may not import")
    assert ["403" in browser_faults.pop(), browser_faults] == [True, []]
    assert Edition.objects.count() == 1


def test_a_file_with_a_fault_changes_nothing_and_says_where(transactional_db, small_edition, enter, tmp_path):
    document = json.loads(small_edition.document)
    training = document["parts"]["rules"]["trainings"][0]
    training["name"] = "Un autre nom"
    training["hours"] = "beaucoup"
    bad = tmp_path / "brouillon.json"
    bad.write_text(json.dumps(document))
    page = enter("claire", "publication")

    go(page, "Importer un brouillon")
    page.get_by_label("Le fichier").set_input_files(bad)
    page.get_by_role("button", name="Regarder ce qu’il change").click()

    refusal = page.get_by_role("alert")
    expect(refusal).to_contain_text("Rien n’a été changé.")
    expect(refusal.locator("code")).to_contain_text("trainings")
    expect(page.get_by_role("button", name="Remplacer le brouillon")).to_have_count(0)
    looked_at(page, "refused file")
    go(page, "Publier")
    expect(page.get_by_text("Rien à publier")).to_be_visible()


def test_from_the_door_to_an_edition_with_the_keyboard_alone(
    transactional_db, small_edition, live_server, new_context, settings
):
    settings.SECOND_FACTOR = True
    device = people.telephone(people.person("claire", "publication"))
    claim = Claim.objects.get(code="duree")
    page = new_context(viewport={"width": 1280, "height": 900}).new_page()
    press, write = page.keyboard.press, page.keyboard.type

    page.goto("/admin/")
    write("claire")
    press("Tab")
    write(people.PASSWORD)
    press("Enter")
    expect(page.get_by_label("Code")).to_be_focused()
    write(people.code(device.key))
    press("Enter")

    reach(page, page.locator("#content").get_by_role("link", name="Faits", exact=True))
    press("Enter")
    reach(page, page.get_by_role("link", name=claim.wording))
    press("Enter")
    reach(page, page.get_by_label("Phrase affichée"))
    press("Control+A")
    write("La formation dure 300 heures.")
    reach(page, page.locator("#figures-0").get_by_label("De", exact=True))
    press("Control+A")
    write("300")
    reach(page, page.locator("#figures-0").get_by_label("À", exact=True))
    press("Control+A")
    write("300")
    press("Enter")
    expect(page.locator(".success")).to_be_visible()

    reach(page, page.get_by_role("link", name="Publier", exact=True).first)
    press("Enter")
    reach(page, page.get_by_label(NOTE))
    write("La durée a changé.")
    press("Tab")
    expect(page.get_by_role("button", name="Publier", exact=True)).to_be_focused()
    press("Enter")
    expect(page.get_by_text("L’édition 2 est publiée.")).to_be_visible()
    assert "300" in Edition.objects.get(number=2).document
    assert TOTPDevice.objects.get().last_t > 0


def reach(page, target):
    """Tab until there; what has the focus on the way can be seen."""
    expect(target).to_be_attached()
    element = target.element_handle()
    for _ in range(150):
        page.keyboard.press("Tab")
        if element.evaluate("target => target === document.activeElement"):
            return
    raise AssertionError(f"{target} is not reached with Tab")
