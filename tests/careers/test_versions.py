"""Revenir: editions compared, published again, taken back as draft; drafts as files, in and out."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from careers import editions, files
from careers.files import LARGEST
from careers.models import Career, Claim, Edition
from tests import factories, people
from tests.careers.markup import parse

pytestmark = pytest.mark.django_db
VERSIONS, COMPARE, IMPORT, EXPORT = (
    reverse(f"admin:{name}") for name in ("versions", "comparer", "importer", "exporter")
)


def again(number=1):
    return reverse("admin:republier", args=[number])


def back(number=1):
    return reverse("admin:reprendre", args=[number])


@pytest.fixture
def publisher(client):
    client.force_login(people.person("claire", "publication", first_name="Claire", last_name="Morel"))
    return client


@pytest.fixture
def two_editions(small_edition):
    """The second says that the training lasts 300 hours."""
    edit(wording="La formation dure 300 heures.")
    return editions.publish(small_edition.career, by="Rémi", note="La durée", at=small_edition.published_at)


def edit(**values):
    Claim.objects.filter(code="duree").update(**values)


def wording():
    return Claim.objects.get(code="duree").wording


def hidden(text):
    page = parse(text)
    return {node.attributes["name"]: node.attributes["value"] for node in page.find("input", type="hidden")}


# --- The list, and two of them compared -------------------------------------------------------------------------------


def test_editions_are_listed_with_who_when_and_why(publisher, two_editions):
    page = publisher.get(VERSIONS).text

    assert all(said in page for said in ("Édition 2", "Édition 1", "La durée", "par Rémi", "par Claire Morel"))
    assert again(1) in page
    assert again(2) not in page
    assert back(1) in page
    assert back(2) in page


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        pytest.param("1", "2", "dure 279 heures. » devient « La formation dure 300", id="forwards"),
        pytest.param("2", "1", "dure 300 heures. » devient « La formation dure 279", id="backwards"),
        pytest.param("2", "brouillon", "« De plus. » s’ajoute", id="draft"),
        pytest.param("2", "2", "Les deux versions disent la même chose.", id="same"),
    ],
)
def test_two_versions_are_compared_in_sentences(publisher, two_editions, old, new, sentence):
    edit(detail="De plus.")

    page = publisher.get(COMPARE, {"de": old, "a": new}).text.replace("\u00a0", " ")

    assert sentence in page


@pytest.mark.parametrize("query", [{}, {"de": "9", "a": "1"}, {"de": "un", "a": "1"}, {"de": "²", "a": "1"}])
def test_versions_there_are_not_are_not_found(publisher, two_editions, query):
    assert publisher.get(COMPARE, query).status_code == 404


@pytest.mark.parametrize(
    "address", ["/admin/versions/9/publier/", "/admin/versions/x/reprendre/", f"/admin/versions/{'9' * 99}/publier/"]
)
def test_edition_there_is_not_is_not_found(publisher, two_editions, address):
    assert publisher.get(address).status_code == 404


def test_versions_whose_rules_do_not_hold_are_compared_without_people(publisher, two_editions, caplog):
    document = json.loads(two_editions.document)
    document["parts"]["rules"]["routes"][0]["trainings"] = ["nulle"]
    text = json.dumps(document)
    Edition._base_manager.filter(number=2).update(document=text, checksum=editions.checksum(text))

    page = publisher.get(COMPARE, {"de": "1", "a": "2"}).text

    assert "Formation" in page
    assert "ne se comparent pas" in page
    assert "can't be told" in caplog.text


def test_edition_that_can_not_be_read_is_named(publisher, two_editions):
    Edition._base_manager.filter(number=1).update(document="{}")

    assert "Ne se laisse pas lire\u00a0: l’édition 1." in publisher.get(COMPARE, {"de": "1", "a": "2"}).text


# --- Publishing again -------------------------------------------------------------------------------------------------


def test_older_edition_is_published_again_with_a_note(publisher, two_editions):
    page = publisher.get(again()).text
    assert "dure 300\u00a0heures" in page

    answer = publisher.post(again(), {**hidden(page), "note": "Retour en arrière"})

    edition = Edition.objects.latest()
    assert (edition.number, edition.restores, edition.note) == (3, Edition.objects.get(number=1), "Retour en arrière")
    assert edition.published_by == "Claire Morel"
    assert "L’édition 3 est publiée." in publisher.get(answer.url).text
    assert wording() == "La formation dure 300 heures."


def test_note_is_proposed_and_can_not_be_left_out(publisher, two_editions):
    page = publisher.get(again()).text

    assert "Retour à l’édition 1." in page
    assert "Écrivez une note" in publisher.post(again(), {**hidden(page), "note": ""}).text
    assert Edition.objects.count() == 2


def test_edition_in_force_is_not_published_again(publisher, two_editions):
    assert "il n’y a rien à publier" in publisher.get(again(2)).text
    publisher.post(again(2), {"newest": "2", "note": "Encore"})

    assert Edition.objects.count() == 2


def test_second_click_publishes_it_once(publisher, two_editions):
    form = {**hidden(publisher.get(again()).text), "note": "Deux clics"}

    for _ in range(2):
        publisher.post(again(), form)

    assert Edition.objects.count() == 3


def test_edition_published_meanwhile_is_shown_first(publisher, two_editions):
    form = {**hidden(publisher.get(again()).text), "note": "La mienne"}
    edit(wording="La formation dure 310 heures.")
    editions.publish(two_editions.career, by="Rémi", note="Encore", at=two_editions.published_at)

    answer = publisher.post(again(), form)

    assert answer.status_code == 409
    assert "310" in answer.text
    assert "La mienne" in answer.text
    assert Edition.objects.count() == 3


@pytest.mark.parametrize(
    ("document", "reason"),
    [("{}", "son empreinte a changé"), ('{"format": 0}', "son empreinte a changé")],
)
def test_document_that_is_damaged_is_neither_published_nor_taken_back(publisher, two_editions, document, reason):
    Edition._base_manager.filter(number=1).update(document=document)

    for address in (again(), back()):
        assert reason in publisher.get(address).text
        publisher.post(address, {"newest": "2", "note": "x", "looked_at": ""})
    assert Edition.objects.count() == 2


def test_document_of_another_format_is_refused_in_french(publisher, small_edition):
    text = small_edition.document.replace('"format":1', '"format":7')
    Edition._base_manager.update(document=text, checksum=editions.checksum(text))

    for address in (again(), back()):
        assert "Le document est au format 7" in publisher.get(address).text


# --- Taking back as draft ---------------------------------------------------------------------------------------------


def test_edition_is_taken_back_after_what_is_lost_was_shown(publisher, two_editions):
    edit(detail="Jamais publié.")
    page = publisher.get(back()).text
    assert "1 élément du brouillon, jamais publié" in page
    assert "Jamais publié." in page
    assert "Exporter d’abord" in page

    answer = publisher.post(back(), hidden(page))

    assert files.written(Career.objects.get()) == Edition.objects.get(number=1).document
    assert Edition.objects.count() == 2
    assert "Le brouillon est remplacé (1 élément changé)." in publisher.get(answer.url).text


def test_draft_edited_meanwhile_is_not_lost(publisher, two_editions):
    form = hidden(publisher.get(back()).text)
    edit(detail="Écrit entre-temps.")

    answer = publisher.post(back(), form)

    assert answer.status_code == 409
    assert "Écrit entre-temps." in answer.text
    assert Claim.objects.get(code="duree").detail == "Écrit entre-temps."


def test_form_that_does_not_say_what_was_seen_changes_nothing(publisher, two_editions):
    assert publisher.post(back(), {}).status_code == 409
    assert wording() == "La formation dure 300 heures."


def test_edition_the_draft_says_already_is_not_taken_back(publisher, two_editions):
    assert "il n’y a rien à reprendre" in publisher.get(back(2)).text


def test_edition_that_can_not_become_rows_is_refused_with_its_reasons(publisher, small_edition):
    text = small_edition.document.replace('"topic":"entry"', '"topic":"cuisine"')
    Edition._base_manager.update(document=text, checksum=editions.checksum(text))

    page = publisher.get(back()).text

    assert "ne peut pas devenir le brouillon" in page
    assert "career.claims[0], sujet" in page
    assert "Remplacer le brouillon" not in page


# --- Files ------------------------------------------------------------------------------------------------------------


def upload(client, data, name="brouillon.json"):
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, data)})


def test_draft_is_exported_as_a_document(publisher, small_edition):
    answer = publisher.get(EXPORT)

    assert answer.text == small_edition.document
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="assistant-medical-brouillon-')
    assert answer.headers["Content-Type"] == "application/json"
    assert "no-store" in answer.headers["Cache-Control"]


def test_file_is_imported_after_what_it_changes_was_shown(publisher, two_editions):
    exported = Edition.objects.get(number=1).document.encode()

    shown = upload(publisher, exported)
    assert "dure 300\u00a0heures" in shown.text
    assert wording() == "La formation dure 300 heures."
    answer = publisher.post(IMPORT, hidden(shown.text))

    assert wording() == "La formation dure 279 heures."
    assert "Le brouillon est remplacé" in publisher.get(answer.url).text


def test_career_is_made_from_a_file(publisher, small_edition):
    document = json.loads(small_edition.document)
    document["career"] = document["parts"]["career"]["code"] = "autre"
    document["parts"]["rules"] = {"questions": [], "to_dos": [], "trainings": [], "routes": []}
    document["parts"]["career"] |= {"claims": [], "sources": []}

    shown = upload(publisher, json.dumps(document).encode())
    assert "Un nouveau métier est créé" in shown.text
    publisher.post(IMPORT, hidden(shown.text))

    assert set(Career.objects.values_list("code", flat=True)) == {"assistant-medical", "autre"}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"", "Ce fichier est vide.", id="empty"),
        pytest.param(b"<html>", "Ce n’est pas du JSON", id="a-page"),
        pytest.param(b"{" + b" " * LARGEST, "dépasse 2\u00a0Mo", id="huge"),
        pytest.param(b"[" * 100_000, "document", id="deep"),
        pytest.param(b"\xff\xfe", "Ce n’est pas du texte en UTF-8.", id="not-utf-8"),
    ],
)
def test_bad_file_is_refused_and_changes_nothing(publisher, small_edition, data, reason):
    answer = upload(publisher, data)

    assert answer.status_code == 200
    assert reason in answer.text.replace("2 Mo", "2\u00a0Mo")
    assert "Remplacer le brouillon" not in answer.text
    assert files.written(small_edition.career) == small_edition.document


def test_forgotten_file_is_asked_for(publisher, small_edition):
    assert "Choisissez un fichier." in publisher.post(IMPORT, {}).text


def test_document_changed_between_the_two_steps_is_checked_again(publisher, two_editions):
    form = hidden(upload(publisher, Edition.objects.get(number=1).document.encode()).text)
    form["document"] = form["document"].replace('"topic":"entry"', '"topic":"cuisine"')

    answer = publisher.post(IMPORT, form)

    assert "cuisine" in answer.text
    assert wording() == "La formation dure 300 heures."


def test_draft_edited_between_the_two_steps_is_shown_again(publisher, two_editions):
    form = hidden(upload(publisher, Edition.objects.get(number=1).document.encode()).text)
    edit(detail="Écrit entre-temps.")

    answer = publisher.post(IMPORT, form)

    assert answer.status_code == 409
    assert "Écrit entre-temps." in answer.text
    assert Claim.objects.get(code="duree").detail == "Écrit entre-temps."


def test_source_another_career_shares_is_said_before(publisher, two_editions):
    neighbour = factories.CareerFactory(code="autre", title="Secrétaire médicale")
    source = Claim.objects.get(code="duree").sources.get()
    factories.ClaimFactory(career=neighbour, sources=[source])
    type(source).objects.filter(pk=source.pk).update(title="Titre corrigé")

    assert "Secrétaire médicale. Elle change aussi dans son brouillon." in publisher.get(back()).text
