"""The log of editions and the open document, as editions come, come back, and are prepared."""

import json
from datetime import UTC, datetime

import pytest

from careers import editions
from careers.models import Edition
from tests import factories
from tests.careers.markup import parse

JOB = "/metiers/assistant-medical/"
PREVIEW = f"/admin/apercu{JOB}"


def test_the_log_says_which_edition_is_back(client, small_edition, shelf):
    at = datetime(2026, 12, 1, 9, tzinfo=UTC)
    editions.publish_again(small_edition, by="Claire Morel", note="Retour en arrière", at=at)
    shelf.clear()
    html = parse(client.get(f"{JOB}editions/").content.decode())
    latest, first = (node for node in html.find("li") if node.within("ol", "resultats"))
    assert "Retour en arrière Elle reprend l’édition 1." in latest.text
    assert "Publiée le 1er décembre 2026." in latest.text
    assert latest.find("a")[0].attributes["href"] == f"#{first.attributes['id']}"


@pytest.mark.parametrize("path", ["", "editions/", "edition.json", "missions/", "sources/", "desaccords/"])
def test_a_preview_is_for_staff_only(client, small_edition, path):
    response = client.get(PREVIEW + path)
    assert response.status_code == 302
    assert "/admin/login/" in response["Location"]


@pytest.mark.parametrize("path", ["", "editions/", "missions/", "formation/", "sources/", "desaccords/"])
def test_links_of_a_preview_stay_inside_it(admin_client, small_edition, path):
    html = parse(admin_client.get(PREVIEW + path).content.decode())
    links = {link.attributes["href"] for link in html.find("a") if link.attributes["href"].startswith("/")}
    assert links
    assert {link for link in links if not link.startswith("/admin/apercu/")} == set()


def test_the_draft_as_a_document_is_what_would_be_published(admin_client, small_edition):
    factories.ClaimFactory(code="nouveau", wording="Une phrase de plus.")
    response = admin_client.get(f"{PREVIEW}edition.json")
    career = Edition.objects.get().career
    assert response.content.decode() == editions.encode(career.code, editions.read_draft(career))
    claims = json.loads(response.content)["parts"]["career"]["claims"]
    assert "nouveau" in {claim["code"] for claim in claims}
    assert "no-store" in response["Cache-Control"]


def test_a_job_with_almost_nothing_to_say_says_so(client, small_edition):
    html = parse(client.get(JOB).content.decode())
    assert "Vous accueillez les patients." in html.text
    assert (
        "Nous n’avons trouvé aucun fait avec une source sûre sur ce sujet." in html.find("section", id="lieux")[0].text
    )
    assert "pas trouvé de chiffre" in html.find("section", id="effectifs")[0].text
