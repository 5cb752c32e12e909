"""Publishing: the draft read at one instant, checked whole, frozen for good under a number of its own."""

import json
import threading
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import ProtectedError

from careers import editions, parts
from careers.document import FORMAT, CareerPart
from careers.editions import NotPublishable, UnreadableDocument
from careers.models import Career, Claim, Edition
from careers.models.editions import Immutable
from careers.parts import Row
from careers.reading import read_career
from tests import factories

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def publish(career, note="Aides de 2027"):
    return editions.publish(career, by="Claire Morel", note=note, at=NOW)


def publish_again(edition, note="Retour en arrière"):
    return editions.publish_again(edition, by="Claire Morel", note=note, at=NOW)


# --- Publishing -------------------------------------------------------------------------------------------------------


def test_publish_freezes_the_draft(small_edition):
    Claim.objects.filter(code="duree").update(wording="La formation dure 300 heures.")

    edition = publish(small_edition.career)

    career, parts = editions.decode(edition.document)
    assert (edition.number, edition.published_by, edition.note) == (2, "Claire Morel", "Aides de 2027")
    assert career == "assistant-medical"
    assert set(parts) == {"career", "rules"}
    assert parts["career"].claims_by_code["duree"].wording == "La formation dure 300 heures."
    assert edition.checksum == editions.checksum(edition.document)


def test_publish_reads_the_rows_not_what_the_caller_holds(small_edition):
    stale = Career.objects.get()
    Career.objects.update(title="Assistant médical, assistante médicale")

    edition = publish(stale)

    assert editions.decode(edition.document)[1]["career"].title == "Assistant médical, assistante médicale"


def test_publish_refuses_a_blocking_problem_and_writes_nothing(small_edition):
    unsourced = factories.ClaimFactory(sources=[])
    nameless = factories.ClaimFactory(standing="contested")

    with pytest.raises(NotPublishable) as refusal:
        publish(small_edition.career)

    rows = {problem.row for problem in refusal.value.problems}
    assert rows == {Row("careers.claim", (unsourced.code,)), Row("careers.claim", (nameless.code,))}
    assert Edition.objects.get() == small_edition


def test_publish_lets_a_remark_pass(small_edition):
    undecided = factories.DisagreementFactory(is_settled=True, stances=False)
    factories.StanceFactory.create_batch(2, disagreement=undecided, is_retained=False)

    [remark] = editions.problems(editions.read_draft(small_edition.career))

    assert (remark.row, remark.blocking) == (Row("careers.disagreement", (undecided.code,)), False)
    assert publish(small_edition.career).number == 2


@pytest.mark.parametrize(("by", "note"), [("", "Aides de 2027"), ("Claire Morel", ""), ("C" * 151, "Aides de 2027")])
def test_publish_refuses_without_a_name_and_a_note(small_edition, by, note):
    with pytest.raises(ValidationError):
        editions.publish(small_edition.career, by=by, note=note, at=NOW)

    assert Edition.objects.count() == 1


def test_numbers_grow_across_careers(small_edition):
    other = factories.EditionFactory(career__code="secretaire-medicale")

    assert [small_edition.number, other.number, publish(small_edition.career).number] == [1, 2, 3]


def test_equal_drafts_have_equal_checksums(small_edition):
    assert publish(small_edition.career).checksum == small_edition.checksum


def test_checksum_changes_with_one_word(small_edition):
    Claim.objects.filter(code="duree").update(detail="Examens en plus.")

    assert publish(small_edition.career).checksum != small_edition.checksum


def test_encoding_does_not_depend_on_the_order_of_keys(small_edition):
    draft = editions.read_draft(small_edition.career)
    backwards = dict(reversed(list(draft.items())))

    assert list(backwards) != list(draft)
    assert editions.encode("assistant-medical", backwards) == editions.encode("assistant-medical", draft)


def test_document_read_and_written_again_is_the_same_text(real_edition):
    career, parts = editions.decode(real_edition.document)

    assert editions.encode(career, parts) == real_edition.document


# --- Two at once ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_publications_at_once_get_two_numbers(small_edition):
    """On SQLite in memory the threads would share a table lock: one after the other."""
    ready = threading.Barrier(2)
    published = []

    def run():
        try:
            if connection.vendor == "postgresql":
                ready.wait(10)
            published.append(publish(Career.objects.get()).number)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
        if connection.vendor != "postgresql":
            thread.join(30)
    for thread in threads:
        thread.join(30)

    assert sorted(published) == [2, 3]
    assert list(Edition.objects.values_list("number", flat=True)) == [3, 2, 1]


@pytest.mark.django_db(transaction=True)
def test_publish_reads_one_instant_whatever_is_saved_meanwhile(small_edition, monkeypatch):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer: nobody can save while a publication reads")

    def read_after_somebody_saved(career):
        saver = threading.Thread(target=save)
        saver.start()
        saver.join(10)
        return read_career(career)

    def save():
        Claim.objects.filter(code="duree").update(wording="La formation dure 300 heures.")
        connection.close()

    late = parts.Part("late", CareerPart, read_after_somebody_saved, lambda parts: [])
    monkeypatch.setitem(parts._registered, "late", late)

    _, published = editions.decode(publish(small_edition.career).document)

    assert Claim.objects.get(code="duree").wording == "La formation dure 300 heures."
    assert published["late"] == published["career"]


# --- Publishing again -------------------------------------------------------------------------------------------------


def test_publish_again_gives_the_same_document_a_new_number(small_edition):
    Claim.objects.filter(code="duree").update(detail="Examens en plus.")
    publish(small_edition.career)

    again = publish_again(small_edition)

    assert (again.number, again.restores, again.career) == (3, small_edition, small_edition.career)
    assert (again.document, again.checksum) == (small_edition.document, small_edition.checksum)


@pytest.mark.django_db
def test_publish_again_refuses_a_document_it_cannot_read():
    old = factories.EditionFactory(document='{"format": 0, "career": "assistant-medical", "parts": {}}')

    with pytest.raises(UnreadableDocument, match="format 0"):
        publish_again(old)

    assert Edition.objects.get() == old


def test_publish_again_refuses_a_document_changed_behind_our_back(small_edition):
    Edition._base_manager.update(document=small_edition.document.replace("279", "300"))
    changed = Edition.objects.get()

    with pytest.raises(UnreadableDocument, match="checksum"):
        publish_again(changed)


# --- Reading documents ------------------------------------------------------------------------------------------------


def damaged(edition, *path, value):
    """The document with one value replaced."""
    document = json.loads(edition.document)
    *parents, last = path
    place = document
    for key in parents:
        place = place[key]
    place[last] = value
    return json.dumps(document)


def test_decode_names_the_part_and_the_path(small_edition):
    text = damaged(small_edition, "parts", "career", "claims", 1, "wording", value=279)

    with pytest.raises(UnreadableDocument) as refusal:
        editions.decode(text)

    assert str(refusal.value) == "part career: Expected `str`, got `int` - at `$.claims[1].wording`"


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        pytest.param(["format"], FORMAT + 1, f"document: format {FORMAT + 1}, this version reads format {FORMAT}"),
        pytest.param(["format"], "un", "document: Expected `int`, got `str` - at `$.format`"),
        pytest.param(["career"], None, "document: Expected `str`, got `null` - at `$.career`"),
        pytest.param(["parts"], {}, "document: no part career, rules"),
        pytest.param(
            ["parts", "rules", "questions", 0, "kind"],
            "many",
            "part rules: Invalid enum value 'many' - at `$.questions[0].kind`",
        ),
        pytest.param(
            ["parts", "career", "claims", 0, "review_on"],
            "2026-13-01",
            "part career: Invalid RFC3339 encoded date - at `$.claims[0].review_on`",
        ),
    ],
)
def test_decode_refuses_what_this_version_does_not_know(small_edition, path, value, reason):
    with pytest.raises(UnreadableDocument) as refusal:
        editions.decode(damaged(small_edition, *path, value=value))

    assert str(refusal.value) == reason


def test_decode_refuses_a_document_cut_short(small_edition):
    for length in (0, 1, len(small_edition.document) // 2, len(small_edition.document) - 1):
        with pytest.raises(UnreadableDocument):
            editions.decode(small_edition.document[:length])


@pytest.mark.parametrize("text", ["[]", "null", "{}", '"édition"', '{"name": "Passerelle"}', "[" * 100_000])
def test_decode_refuses_what_is_no_edition(text):
    with pytest.raises(UnreadableDocument, match=r"^document: "):
        editions.decode(text)


# --- For good ---------------------------------------------------------------------------------------------------------


def test_edition_is_not_saved_again(small_edition):
    small_edition.note = "Autre"

    with pytest.raises(Immutable):
        small_edition.save()
    with pytest.raises(Immutable):
        small_edition.save(update_fields=["note"])

    assert Edition.objects.get().note == "Première édition"


def test_edition_is_not_overwritten_by_another_of_the_same_key(small_edition):
    impostor = factories.EditionFactory.build(
        pk=small_edition.pk, career=small_edition.career, number=2, note="Autre", document="{}", checksum=""
    )

    with pytest.raises(Exception, match=r"(?i)unique"):
        impostor.save()


def test_edition_is_not_deleted(small_edition):
    with pytest.raises(Immutable):
        small_edition.delete()
    with pytest.raises(ProtectedError):
        small_edition.career.delete()

    assert Edition.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda rows: rows.update(note="Autre"), id="update"),
        pytest.param(lambda rows: rows.delete(), id="delete"),
        pytest.param(lambda rows: rows.filter(number=1).delete(), id="delete-some"),
        pytest.param(lambda rows: rows.bulk_update(rows.all(), ["note"]), id="bulk-update"),
        pytest.param(lambda rows: rows.update_or_create(number=1, defaults={"note": "Autre"}), id="update-or-create"),
        pytest.param(
            lambda rows: rows.bulk_create(
                rows.all(), update_conflicts=True, update_fields=["note"], unique_fields=["number"]
            ),
            id="upsert",
        ),
    ],
)
def test_editions_are_not_changed_in_bulk(small_edition, change):
    with pytest.raises(Immutable), transaction.atomic():
        change(Edition.objects)

    assert Edition.objects.get().note == "Première édition"


def test_editions_of_a_career_are_not_changed_through_it(small_edition):
    with pytest.raises(Immutable):
        small_edition.career.editions.update(note="Autre")
    with pytest.raises(Immutable):
        small_edition.career.editions.all().delete()


def test_restored_edition_keeps_the_one_it_restores(small_edition):
    again = publish_again(small_edition)

    with pytest.raises(Immutable):
        again.delete()
    assert list(small_edition.restored_as.all()) == [again]
