"""Counting in a real browser: a person's questionnaire counts once; the totals can be read by everybody."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils.timezone import localdate

from pathways.statistics import storage
from pathways.statistics.marks import Mark
from pathways.statistics.storage import Key
from pathways.statistics.tally import Keeper, Tally
from pathways.views import questionnaire as views
from tests.browser.test_accessibility import RULES
from tests.pathways.statistics.test_pages import SUMS
from tests.pathways.statistics.test_tally import writers_end
from tests.pathways.statistics.test_visitors import FIREFOX
from tests.pathways.visiting import START


@pytest.mark.parametrize("javascript", [True, False], ids=["with-script", "without"])
def test_questionnaire_of_a_person_counts_once(real_site, new_context, monkeypatch, javascript):
    tally = Tally(Keeper(), seconds_between_writes=0.01)
    monkeypatch.setattr(views, "tally", tally)
    page = new_context(user_agent=FIREFOX, java_script_enabled=javascript).new_page()

    page.goto(START)
    page.get_by_label("Diplôme d’État d’aide").check()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Non, pas encore").check()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("heading", name="Vérifiez vos réponses").wait_for()
    page.reload()
    page.get_by_role("link", name="Voir ma réponse").click()
    page.wait_for_url("**/resultat/?**")
    page.reload()
    page.go_back()
    page.go_forward()
    writers_end()

    assert storage.sums("assistant-medical")[Mark("finished")] == 1


@pytest.mark.parametrize("width", [360, 1280])
def test_totals_can_be_read_by_everybody(real_site, new_context, width):
    yesterday = localdate() - timedelta(days=1)
    storage.add({Key(yesterday, "assistant-medical", mark): number for mark, number in SUMS.items()})
    page = new_context(viewport={"width": width, "height": 800}).new_page()
    page.goto("/chiffres/")
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}}).response["violations"]

    assert [(fault["id"], [node["html"] for node in fault["nodes"]][:3]) for fault in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.get_by_role("table").first.is_visible()
