"""A draft as a file: hostile ones are refused whole with place and reason, and one moves a career to an empty site."""

import json
from datetime import UTC, datetime

import pytest

from careers import editions, files, replacing
from careers.models import Career, Claim, Edition
from careers.replacing import NotWritable
from tests import whole_draft
from tests.real_content import rows

pytestmark = pytest.mark.django_db
CODE = "assistant-medical"


@pytest.fixture
def document():
    return json.loads(editions.encode(CODE, whole_draft.make()))


def refused(text):
    """The faults of a file, as (place, reason)."""
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(NotWritable) as refusal:
        files.read(data)
    return [(fault.path, fault.reason) for fault in refusal.value.faults]


def put(document, path, value):
    *parents, last = path
    place = document
    for key in parents:
        place = place[key]
    if value is GONE:
        del place[last]
    else:
        place[last] = value
    return json.dumps(document)


GONE = object()
CLAIM = ("parts", "career", "claims", 0)
QUESTION = ("parts", "rules", "questions", 0)


@pytest.mark.parametrize(
    ("data", "place", "reason"),
    [
        pytest.param(b"", "document", "Le fichier est vide, ou il lui manque la fin.", id="empty"),
        pytest.param(b"{", "document", "Le fichier est vide, ou il lui manque la fin.", id="cut-short"),
        pytest.param(b"\xff\xfe{\x00}\x00", "fichier", "Ce n’est pas du texte en UTF-8.", id="utf-16"),
        pytest.param(b"\x89PNG\r\n\x1a\n", "fichier", "Ce n’est pas du texte en UTF-8.", id="a-picture"),
        pytest.param(b"<html>", "document", "Ce n’est pas du JSON : erreur à l’octet 0.", id="a-page"),
        pytest.param(b"[]", "document", "Il faut un objet, et non une liste.", id="a-list"),
        pytest.param(b"null", "document", "Il faut un objet, et non rien (null).", id="null"),
        pytest.param(b"{}", "document", "Il manque « format ».", id="no-format"),
        pytest.param(b'{"format": "un"}', "document.format", "Il faut un nombre entier, et non un texte.", id="format"),
        pytest.param(
            b'{"format": 2, "career": "x", "parts": {}}',
            "document",
            "Le document est au format 2 : ce site ne lit que le format 1.",
            id="another-format",
        ),
        pytest.param(
            b'{"format": 1, "career": "x", "parts": {}}', "document", "Il manque une partie : career, rules.", id="bare"
        ),
        pytest.param(b"[" * 100_000, "document", "", id="deep"),
        pytest.param(
            b'{"format": 1, "career": "x", "parts": {"career": ' + b"[" * 500_000, "document", "", id="deep-inside"
        ),
        pytest.param(b" " * (files.LARGEST + 1), "fichier", "Il dépasse 2 Mo : ce n’est pas un brouillon.", id="huge"),
        pytest.param(b'"\\ud800"', "document", "", id="half-a-character"),
    ],
)
def test_file_that_is_no_document_is_refused(data, place, reason):
    [(path, said)] = refused(data)

    assert path == place
    assert reason in said


@pytest.mark.parametrize(
    ("path", "value", "place", "reason"),
    [
        pytest.param(
            (*CLAIM, "wording"), 279, "career.claims[0].wording", "Il faut un texte, et non un nombre entier."
        ),
        pytest.param((*CLAIM, "wording"), GONE, "career.claims[0]", "Il manque « wording »."),
        pytest.param((*CLAIM, "is_shown"), "oui", "career.claims[0].is_shown", "vrai ou faux, et non un texte."),
        pytest.param((*CLAIM, "sources"), "loi", "career.claims[0].sources", "Il faut une liste, et non un texte."),
        pytest.param((*CLAIM, "review_on"), "2026-13-01", "career.claims[0].review_on", "Ce n’est pas une date"),
        pytest.param((*QUESTION, "kind"), "many", "rules.questions[0].kind", "La valeur 'many' n’est pas connue."),
        pytest.param((*QUESTION, "low"), "zéro", "rules.questions[0].low", "Il faut un nombre, et non un texte."),
        pytest.param((*CLAIM, "worrding"), "Oups", "career.claims[0]", "« worrding » n’est pas un nom connu"),
        pytest.param(("parts", "autre"), {}, "document.parts", "« autre » n’est pas un nom connu"),
        pytest.param(("extra",), [[[[]]]], "document", "« extra » n’est pas un nom connu"),
        pytest.param(("career",), "autre", "career.code", "celui du métier « autre »"),
        pytest.param(("parts", "rules", "qualifies", 0, "criteria", 0, "type"), "eval", "", "n’est pas connue"),
    ],
)
def test_document_with_a_wrong_value_is_refused_with_its_place(document, path, value, place, reason):
    [(where, said)] = refused(put(document, path, value))

    assert where.startswith(place)
    assert reason in said


@pytest.mark.parametrize("amount", ["NaN", "sNaN", "Infinity", "1E+400", "1.234", "-1"])
def test_amount_no_figure_can_have_is_refused(document, amount):
    place = next(n for n, claim in enumerate(document["parts"]["career"]["claims"]) if claim.get("figures"))
    text = put(document, ("parts", "career", "claims", place, "figures", 0, "low"), amount)
    before = whole_draft.read()

    with pytest.raises(NotWritable) as refusal:
        replacing.replace(*files.read(text.encode()))

    assert all(fault.path.startswith(f"career.claims[{place}].figures") for fault in refusal.value.faults)
    assert whole_draft.read() == before


def test_spaces_order_of_keys_and_a_byte_order_mark_mean_nothing(document):
    backwards = json.dumps(dict(reversed(list(document.items()))), indent=2)

    assert files.read(b"\xef\xbb\xbf" + backwards.encode()) == (CODE, whole_draft.read())


def test_name_given_twice_counts_as_the_last(document):
    text = json.dumps(document).replace('"format": 1', '"format": 9, "format": 1', 1)

    assert files.read(text.encode())[1] == whole_draft.read()


def test_career_moves_to_an_empty_site(real_edition):
    exported = files.written(real_edition.career)
    empty_the_database()

    replacing.replace(*files.read(exported.encode()))
    edition = editions.publish(
        Career.objects.get(), by="Claire Morel", note="Venue d’ailleurs", at=datetime(2026, 11, 22, tzinfo=UTC)
    )

    assert exported == real_edition.document
    assert (edition.document, edition.checksum) == (real_edition.document, real_edition.checksum)


def test_published_edition_is_a_file_too(small_edition):
    Claim.objects.filter(code="duree").update(detail="Tout autre.")

    replacing.replace(*files.read(small_edition.document.encode()))

    assert files.written(small_edition.career) == small_edition.document


def empty_the_database():
    """From what leans on others to what others lean on."""
    for model in reversed(list(rows())):
        if model is not Edition:
            model._base_manager.all()._raw_delete("default")
    Edition._base_manager.all()._raw_delete("default")
    Career._base_manager.all()._raw_delete("default")
    assert not any(rows().values())
