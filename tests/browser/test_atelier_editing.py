"""Editing in a browser: two people on one fact, a rule that says what it means, order, a session that ends."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as site
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from careers.models import Claim
from pathways.models import AccessCase, Question, Training
from tests import factories, people
from tests.browser.test_accessibility import RULES
from tests.editing import page as address

pytestmark = pytest.mark.usefixtures("shelf")


@pytest.fixture
def enter(live_server, new_context):
    """A browser of somebody already logged in."""

    def entered(name, first, **kwargs):
        client = Client()
        client.force_login(people.person(name, "everything", first_name=first))
        context = new_context(viewport={"width": 1280, "height": 900}, **kwargs)
        cookie = client.cookies[site.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": site.SESSION_COOKIE_NAME, "value": cookie, "url": f"{live_server.url}/admin/"}])
        return context.new_page()

    return entered


def looked_at(page, what):
    """axe finds nothing to say, and nothing is wider than the screen. It may not fetch the sheets of Django again."""
    page.wait_for_load_state()
    options = {"runOnly": {"type": "tag", "values": RULES}, "preload": False}
    found = Axe().run(page, options=options).response["violations"]
    assert [(what, fault["id"], [node["html"] for node in fault["nodes"]][:3]) for fault in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), what


def edit(row):
    return address(type(row), "change", row.pk)


def save(page):
    page.locator("input[name=_continue]").first.click()


@pytest.fixture
def rule(small_edition):
    """A case with two criteria, of a training, and a second case."""
    case = AccessCase.objects.get(code="cqp-bac")
    years = Question.objects.get(code="secretariat")
    factories.CriterionFactory(case=case, at_least=True, question=years, position=case.criteria.get().position + 10)
    return case


def test_the_second_of_two_chooses_and_nothing_is_lost(transactional_db, enter, browser_faults):
    claim = factories.ClaimFactory(wording="La formation dure 279 heures.")
    claire, samir = enter("claire", "Claire"), enter("samir", "Samir")
    claire.goto(edit(claim))
    samir.goto(edit(claim))
    claire.get_by_label("Phrase affichée").fill("La formation dure 300 heures.")
    save(claire)
    expect(claire.locator(".success")).to_be_visible()
    samir.get_by_label("Phrase affichée").fill("La formation dure 280 heures.")
    samir.get_by_label("Précision").fill("À temps plein.")
    save(samir)

    expect(samir.get_by_role("heading", level=1)).to_have_text("Deux versions à réunir")
    looked_at(samir, "two versions")
    assert "409" in browser_faults.pop()
    samir.get_by_role("group", name="Phrase affichée").get_by_label("Ma version").check()
    samir.get_by_role("button", name="Enregistrer ces choix").click()
    expect(samir.locator(".success")).to_be_visible()
    claim.refresh_from_db()
    assert (claim.wording, claim.detail) == ("La formation dure 280 heures.", "À temps plein.")

    samir.get_by_role("link", name="Historique").click()
    expect(samir.locator(".historique > li")).to_have_count(3)
    looked_at(samir, "history")
    samir.get_by_role("link", name="Revenir à cette version…").last.click()
    looked_at(samir, "going back")
    samir.get_by_role("button", name="Enregistrer ces choix").click()
    expect(samir.locator(".success")).to_be_visible()
    claim.refresh_from_db()
    assert (claim.wording, claim.detail) == ("La formation dure 279 heures.", "")


def test_a_fact_is_read_as_the_site_will_state_it(transactional_db, enter):
    claim = factories.ClaimFactory(wording="La formation dure 279 heures.")
    page = enter("claire", "Claire")
    page.goto(edit(claim))
    shown = page.locator(".apercu")

    expect(page.locator(".field-contested_with")).to_be_hidden()
    page.get_by_label("Phrase affichée").fill("La formation dure 300 heures.")
    page.get_by_label("Statut").select_option("contested")

    expect(shown).to_contain_text("La formation dure 300 heures.")
    expect(shown).to_contain_text("Sources en désaccord")
    expect(page.locator(".field-contested_with")).to_be_visible()


def test_a_rule_is_written_without_syntax(transactional_db, rule, enter):
    page = enter("claire", "Claire")
    page.goto(edit(rule))
    meaning = page.locator(".sens")
    expect(meaning).to_contain_text("Ouverte si : le bac et au moins 3 ans de secrétariat médical.")

    second = page.locator("#criteria-1")
    second.get_by_label("Condition").select_option("can-enter")
    second.get_by_label("CQP Assistant médical").check()
    expect(meaning).to_contain_text("le bac et les conditions de la formation « CQP Assistant médical ».")
    second.get_by_label("Condition").select_option("less-than")
    second.get_by_label("Seuil, en ans").fill("2")
    expect(meaning).to_contain_text("Ouverte si : le bac et moins de 2 ans de secrétariat médical.")
    looked_at(page, "case")
    save(page)

    expect(page.locator(".success")).to_be_visible()
    assert [*rule.criteria.values_list("kind", "threshold")] == [("any-of", None), ("less-than", 2)]


def test_criteria_and_cases_are_put_in_order_by_keyboard_and_by_dragging(transactional_db, rule, enter):
    page = enter("claire", "Claire")
    page.goto(edit(rule))
    down = page.locator("#criteria-0").get_by_role("button", name="Descendre")
    down.focus()
    page.keyboard.press("Enter")

    expect(down).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="Place 2 sur 2")).to_have_count(1)
    expect(page.locator(".sens")).to_contain_text("Ouverte si : au moins 3 ans de secrétariat médical et le bac.")
    save(page)
    expect(page.locator(".success")).to_be_visible()
    assert [*rule.criteria.order_by("position").values_list("kind", flat=True)] == ["at-least", "any-of"]

    training = Training.objects.get(code="cqp")
    before = [*training.cases.order_by("position").values_list("code", flat=True)]
    page.goto(edit(training))
    page.locator("#cases-2 .poignee").drag_to(page.locator("#cases-0"), target_position={"x": 40, "y": 4})
    save(page)
    expect(page.locator(".success")).to_be_visible()
    assert [*training.cases.order_by("position").values_list("code", flat=True)] == [before[2], before[0], before[1]]


def test_the_draft_answers_beside_the_form(transactional_db, rule, enter):
    page = enter("claire", "Claire")
    page.goto(edit(rule))
    page.locator("#essai-niveau").select_option("aucun")
    page.locator("#essai-secretariat").fill("4")

    expect(page.locator(".verdicts [data-verdict=open]")).to_have_count(1)
    page.reload()
    expect(page.locator(".verdicts [data-verdict=open]")).to_have_count(1)
    page.goto(reverse("admin:essayer", args=["assistant-medical"]))
    looked_at(page, "trying")


def test_a_session_that_ends_is_announced_and_a_late_save_keeps_the_page(transactional_db, enter, browser_faults):
    claim = factories.ClaimFactory()
    page = enter("claire", "Claire")
    page.clock.install()
    page.goto(edit(claim))
    page.get_by_label("Phrase affichée").fill("Une longue phrase.")
    notice = page.locator("[data-session-ends]")
    expect(notice).to_be_hidden()
    page.clock.fast_forward("01:52:00")
    expect(notice).to_contain_text(re.compile(r"Votre session se termine à \d\d:\d\d"))
    page.context.clear_cookies(name=site.SESSION_COOKIE_NAME)
    page.clock.fast_forward("00:10:00")
    expect(notice).to_contain_text("Votre session est terminée.")
    save(page)

    expect(notice).to_be_visible()
    expect(page.get_by_label("Phrase affichée")).to_have_value("Une longue phrase.")
    assert Claim.objects.get().wording == claim.wording


@pytest.mark.parametrize(("width", "theme"), [(360, "dark"), (1280, "light")])
def test_pages_of_editing_are_accessible_and_fit(transactional_db, rule, enter, browser_faults, width, theme):
    claim = Claim.objects.get(code="duree")
    page = enter("claire", "Claire", color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 800})
    pages = {
        "fact": edit(claim),
        "case": edit(rule),
        "question": edit(Question.objects.get(code="niveau")),
        "training": edit(Training.objects.get(code="cqp")),
        "trying": f"{reverse('admin:essayer', args=['assistant-medical'])}?niveau=bac",
        "history": address(Claim, "history", claim.pk),
        "cannot be deleted": address(Claim, "delete", claim.pk),
        "list in order": address(Question),
    }
    for name, where in pages.items():
        page.goto(where)
        looked_at(page, name)
    page.goto(edit(claim))
    page.context.clear_cookies(name=site.SESSION_COOKIE_NAME)
    page.locator("input[name=_save]").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Rien n’est perdu")
    looked_at(page, "kept form")
    assert "403" in browser_faults.pop()
