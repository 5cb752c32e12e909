"""Contrôler and Publier: what is wrong is linked to its row; what was shown is what is published, and only once."""

import threading

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.urls import reverse

from careers import editions
from careers.models import Career, Claim, Edition
from pathways.models import Criterion, WitnessVerdict
from tests import factories, people
from tests.careers.markup import parse

pytestmark = pytest.mark.django_db
CHECK, PUBLISH = reverse("admin:controler"), reverse("admin:publier")


@pytest.fixture
def publisher(client):
    user = people.person("claire", "publication", first_name="Claire", last_name="Morel")
    client.force_login(user)
    return client


def edit(**values):
    Claim.objects.filter(code="duree").update(**(values or {"detail": "Examens en plus."}))


def sent(client, note="Aides de 2027", **changed):
    """The form of the page as it is now, with a note."""
    page = parse(client.get(PUBLISH).text)
    hidden = {node.attributes["name"]: node.attributes["value"] for node in page.find("input", type="hidden")}
    return client.post(PUBLISH, {**hidden, "note": note, **changed})


# --- Contrôler --------------------------------------------------------------------------------------------------------


def test_problems_are_linked_to_their_rows_the_blocking_ones_first(publisher, small_edition):
    unsourced = factories.ClaimFactory(sources=[], wording="Vous êtes payé.")
    undecided = factories.DisagreementFactory(stances=False, subject="La durée")
    factories.StanceFactory.create_batch(2, disagreement=undecided)

    page = publisher.get(CHECK).text

    links = [reverse("admin:careers_claim_change", args=[unsourced.pk])]
    links += [reverse("admin:careers_disagreement_change", args=[undecided.pk])]
    assert [page.index(link) for link in links] == sorted(page.index(link) for link in links)
    assert page.index("1 problème empêche de publier") < page.index("1 point à améliorer")
    assert "décochez «\u00a0affiché\u00a0»" in page


def test_draft_without_problems_says_so_and_leads_to_publishing(publisher, small_edition):
    page = publisher.get(CHECK).text

    assert "Rien n’empêche de publier." in page
    assert f"{PUBLISH}?metier=assistant-medical" in page


@pytest.mark.parametrize("address", [CHECK, PUBLISH, reverse("admin:versions"), reverse("admin:temoins")])
def test_pages_hold_without_a_career_and_with_two(admin_client, address):
    assert "Il n’y a pas encore de métier." in admin_client.get(address).text
    factories.CareerFactory()
    factories.CareerFactory(code="autre", title="L’autre métier")

    assert "L’autre métier" in admin_client.get(address, {"metier": "autre"}).text
    assert admin_client.get(address, {"metier": "pompier"}).status_code == 404


@pytest.mark.parametrize("address", [CHECK, PUBLISH, reverse("admin:temoins"), reverse("admin:exporter")])
def test_draft_that_can_not_be_read_is_said_not_thrown(publisher, small_edition, address, monkeypatch, caplog):
    def broken(career):
        raise LookupError("duree/heures")

    monkeypatch.setattr(editions, "read_draft", broken)

    page = publisher.get(address)

    assert page.status_code in {200, 409}
    assert "Le brouillon ne se laisse pas lire" in page.text
    assert "can't be read" in caplog.text


# --- What is shown ----------------------------------------------------------------------------------------------------


def test_page_tells_facts_rules_and_people(publisher, small_edition):
    edit(wording="La formation dure 300 heures.")
    Criterion.objects.filter(case__code="cqp-experience").update(threshold=5)

    page = publisher.get(PUBLISH).text

    assert "La formation dure 279\u00a0heures." in page
    assert "avoir au moins 5\u00a0ans de secrétariat médical" in page
    assert "passe de ouverte à fermée" in page
    assert "Voir la règle cqp-experience" in page
    assert reverse("admin:careers_claim_change", args=[Claim.objects.get(code="duree").pk]) in page


def test_nothing_to_publish_is_said(publisher, small_edition):
    page = publisher.get(PUBLISH).text

    assert "Rien à publier" in page
    assert "<textarea" not in page


def test_first_edition_is_published(publisher, small_edition):
    Edition.objects.all()._raw_delete("default")

    assert "c’est la première édition" in publisher.get(PUBLISH).text
    sent(publisher)

    assert Edition.objects.get().number == 1


def test_edition_in_force_that_can_not_be_read_is_no_obstacle(publisher, small_edition):
    Edition._base_manager.update(document="{}")

    assert "ne se laisse plus lire" in publisher.get(PUBLISH).text
    sent(publisher)

    assert Edition.objects.latest().number == 2


# --- Publishing -------------------------------------------------------------------------------------------------------


def test_draft_is_published_with_its_note_and_visitors_see_it(publisher, small_edition, shelf):
    publisher.get("/metiers/assistant-medical/")
    edit(wording="La formation dure 300 heures.")

    answer = sent(publisher, note="  La durée a changé.  ")

    edition = Edition.objects.latest()
    assert (edition.number, edition.note, edition.published_by) == (2, "La durée a changé.", "Claire Morel")
    assert shelf.get("assistant-medical").number == 2
    followed = publisher.get(answer.url).text
    assert "L’édition 2 est publiée." in followed
    assert 'href="/metiers/assistant-medical/"' in followed
    assert LogEntry.objects.get().change_message == "La durée a changé."


def test_long_name_is_cut_to_the_room_there_is(client, small_edition):
    client.force_login(people.person("claire", "publication", first_name="C" * 150, last_name="M" * 150))
    edit()

    sent(client)

    assert Edition.objects.latest().published_by == "C" * 150


def test_note_is_required_and_what_is_typed_is_kept(publisher, small_edition):
    edit()

    empty, long = sent(publisher, note=" "), sent(publisher, note="x" * 1001)

    assert "Écrivez une note" in empty.text
    assert "x" * 1001 in long.text
    assert Edition.objects.count() == 1


def test_blocking_problem_refuses_and_keeps_the_note(publisher, small_edition):
    unsourced = factories.ClaimFactory(sources=[], wording="Vous êtes payé.")

    answer = sent(publisher, note="Tout est prêt")

    assert answer.status_code == 409
    assert reverse("admin:careers_claim_change", args=[unsourced.pk]) in answer.text
    assert "Tout est prêt" in answer.text
    assert "Les résultats se comparent une fois les problèmes corrigés." in answer.text
    assert Edition.objects.count() == 1


def test_draft_that_moved_since_it_was_shown_is_shown_again(publisher, small_edition):
    edit()
    page = parse(publisher.get(PUBLISH).text)
    hidden = {node.attributes["name"]: node.attributes["value"] for node in page.find("input", type="hidden")}
    edit(detail="Réécrit par un autre.")

    answer = publisher.post(PUBLISH, {**hidden, "note": "La mienne"})

    assert answer.status_code == 409
    assert "a changé depuis que vous avez ouvert cette page" in answer.text
    assert "Réécrit par un autre." in answer.text
    assert "La mienne" in answer.text
    assert Edition.objects.count() == 1


@pytest.mark.parametrize(
    "changed",
    [{"draft": ""}, {"draft": "0" * 64}, {"newest": ""}, {"newest": "7"}, {"newest": "-1"}, {"newest": "9" * 400}],
    ids=str,
)
def test_form_that_does_not_say_what_was_seen_publishes_nothing(publisher, small_edition, changed):
    edit()

    assert sent(publisher, **changed).status_code == 409
    assert Edition.objects.count() == 1


def test_second_click_publishes_nothing_more(publisher, small_edition):
    edit()
    page = parse(publisher.get(PUBLISH).text)
    hidden = {node.attributes["name"]: node.attributes["value"] for node in page.find("input", type="hidden")}

    for _ in range(2):
        answer = publisher.post(PUBLISH, {**hidden, "note": "Deux clics"})

    assert "l’édition 2, déjà en ligne, dit la même chose" in publisher.get(answer.url).text
    assert Edition.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_publications_of_one_draft_at_once_make_one_edition(small_edition):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer: one after the other")
    edit()
    seen = editions.Seen(1, editions.checksum(editions.encode("assistant-medical", editions.read_draft(career()))))
    ready, said = threading.Barrier(2), []

    def run():
        try:
            ready.wait(10)
            editions.publish(career(), by="Claire", note="Deux à la fois", at=small_edition.published_at, seen=seen)
            said.append("published")
        except editions.NothingNew:
            said.append("nothing new")
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(said) == ["nothing new", "published"]
    assert Edition.objects.count() == 2


def career():
    return Career.objects.get()


# --- Who may ----------------------------------------------------------------------------------------------------------


def test_without_permission_the_page_is_read_and_says_who_may(client, small_edition):
    people.person("claire", "publication", first_name="Claire", last_name="Morel")
    client.force_login(people.person("remi", "rédaction"))
    edit()

    page = client.get(PUBLISH).text

    assert "Demandez à\u00a0: Claire Morel." in page
    assert "Examens en plus." in page
    assert "<textarea" not in page
    assert client.post(PUBLISH, {"note": "Quand même"}).status_code == 403
    assert Edition.objects.count() == 1


PAGES = {
    "controler": (200, 200, 200, 200, 200),
    "publier": (200, 200, 200, 200, 200),
    "versions": (200, 200, 200, 200, 200),
    "temoins": (200, 200, 200, 403, 200),
    "importer": (403, 200, 403, 403, 200),
    "exporter": (200, 200, 200, 200, 200),
}
WHO = ["rédaction", "publication", "administration", "", "everything"]


@pytest.mark.parametrize("who", WHO)
def test_pages_of_each_role(client, small_edition, who):
    client.force_login(people.person("claire", who))

    answers = {name: client.get(reverse(f"admin:{name}")).status_code for name in PAGES}

    assert answers == {name: expected[WHO.index(who)] for name, expected in PAGES.items()}


@pytest.mark.parametrize("who", ["rédaction", "administration", ""])
@pytest.mark.parametrize("address", [PUBLISH, "/admin/versions/1/publier/", "/admin/versions/1/reprendre/"])
def test_nobody_else_changes_what_visitors_see_or_the_whole_draft(client, small_edition, who, address):
    client.force_login(people.person("claire", who))
    edit()

    assert client.post(address, {"note": "x", "newest": "1"}).status_code == 403
    assert Claim.objects.get(code="duree").detail == "Examens en plus."
    assert Edition.objects.count() == 1


def test_strangers_are_led_to_the_door(client, small_edition):
    for name in PAGES:
        assert client.get(reverse(f"admin:{name}")).url.startswith("/admin/login/")


def test_form_needs_its_token(small_edition):
    guarded = Client(enforce_csrf_checks=True)
    guarded.force_login(people.person("claire", "publication"))
    edit()

    assert guarded.post(PUBLISH, {"note": "x", "newest": "1"}).status_code == 403
    assert Edition.objects.count() == 1


def test_witness_that_fails_blocks_and_is_linked(publisher, small_edition):
    verdict = factories.WitnessVerdictFactory(route=small_edition.career.routes.get(), verdict="open")

    page = publisher.get(CHECK).text

    assert reverse("admin:pathways_witnesscase_change", args=[verdict.witness_id]) in page
    assert "Rejouez le cas témoin." in page
    assert WitnessVerdict.objects.count() == 1
