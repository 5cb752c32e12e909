"""What differs between two versions, in sentences: everything that can differ is told, and nothing else."""

import json

import pytest

from careers import editions
from careers.changes import changes
from careers.editions import UnreadableDocument
from careers.models import Claim, Disagreement, Figure, Source
from careers.parts import Row
from tests import factories, whole_draft

pytestmark = pytest.mark.django_db


def told(before, group):
    """The sentences on the rows of a group, since then."""
    return [sentence for change in since(before) if change.group == group for sentence in change.sentences]


def since(before):
    return changes(before, whole_draft.read())


@pytest.fixture
def before():
    return whole_draft.make()


def test_nothing_changed_is_no_change(before):
    assert since(before) == []


def test_real_content_against_itself_is_no_change(real_edition):
    _, contents = editions.decode(real_edition.document)

    assert changes(contents, editions.read_draft(real_edition.career)) == []


# --- Nothing changes in silence ---------------------------------------------------------------------------------------


def leaves(value, path=()):
    """Every place of a document, with what is there."""
    yield path, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from leaves(one, (*path, key))


def shape(path):
    """What places have in common: those of a list are alike; so are those named by the code of a question or route."""
    return tuple(
        "*" if isinstance(key, int) or path[n - 1] in {"answers", "verdicts"} else key for n, key in enumerate(path)
    )


def others(value):
    """Other values there might be, of which some fit the place."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int | float):
        return [value + 1]
    if isinstance(value, list):
        return [value[:-1]]
    if isinstance(value, dict):
        return [dict(list(value.items())[:-1])]
    known = ["2031-01-01", "17.00", "never", "established", "doubtful", "obtain", "one"]
    return [f"{value} x", *(other for other in known if other != value)]


def put(document, path, value):
    copy = json.loads(json.dumps(document))
    place = copy
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return copy


def decoded(document):
    try:
        return editions.decode(json.dumps(document))[1]
    except UnreadableDocument:
        return None


def altered(document):
    """For each kind of place of a document, the parts with another value there.

    An object changes by what is in it; the tag of a criterion would make it another kind, with other fields.
    """
    places: dict[tuple[str, ...], tuple[tuple[str | int, ...], object]] = {}
    for path, value in leaves(document["parts"]):
        is_object = isinstance(value, dict) and path[-1:] not in {("answers",), ("verdicts",)}
        if value not in ([], {}) and not is_object and path[-1] != "type":
            places.setdefault(shape(path), (path, value))
    for kind, (path, value) in places.items():
        variants = (decoded(put(document, ("parts", *path), other)) for other in others(value))
        yield ".".join(kind), next((parts for parts in variants if parts), None)


def test_whatever_changes_is_told(before):
    found = dict(altered(json.loads(editions.encode("assistant-medical", before))))

    assert {name for name, after in found.items() if after is None} == set()
    assert {name for name, after in found.items() if after and not changes(before, after)} == set()
    assert len(found) > 150


# --- In which words ---------------------------------------------------------------------------------------------------


def change(model, code, **values):
    row = model.objects.get(code=code)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


FACT = "La formation dure 279 heures."


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        pytest.param(
            {"wording": "La formation dure 300 heures."},
            f"Phrase affichée : « {FACT} » devient « La formation dure 300 heures. ».",
            id="wording",
        ),
        pytest.param({"detail": ""}, "Précision : « Examens en plus. » disparaît.", id="gone"),
        pytest.param({"caveat": "À confirmer."}, "Réserve : « À confirmer. » s’ajoute.", id="added"),
        pytest.param({"is_shown": False}, "Affiché : « oui » devient « non ».", id="yes-or-no"),
        pytest.param({"standing": "unverified"}, "Statut : « en vigueur » devient « non vérifié ».", id="standing"),
        pytest.param(
            {"valid_from": "2024-09-01"}, "En vigueur depuis : « mars 2023 » devient « 1er septembre 2024 ».", id="date"
        ),
        pytest.param({"as_of": "un jour"}, "Vrai en : « 2026 » devient « un jour ».", id="unreadable-date"),
    ],
)
def test_fact_is_told_old_and_new(before, values, sentence):
    change(Claim, "duree", **values)

    [told] = [one for one in since(before) if one.row == Row("careers.claim", ("duree",))]

    assert (told.group, told.name) == ("Faits : heures et durée de formation", values.get("wording", FACT))
    assert told.sentences == (sentence,)


def test_figure_is_told_with_its_unit_where_it_is_said_and_where_it_is_used(before):
    Figure.objects.filter(claim__code="duree", name="heures").update(low=310, high=310)

    assert told(before, "Faits : heures et durée de formation") == (
        ["Chiffre : « durée de la formation, 279 à 300\u00a0h » devient « durée de la formation, 310\u00a0h »."]
    )
    assert told(before, "Formations") == ["Heures de formation : « 279 à 300 heures » devient « 310 heures »."]


def test_figure_of_pay_is_told_with_what_it_is_about(before):
    Figure.objects.filter(name="net").update(low=1600)

    [sentence] = told(before, "Faits : salaire")

    assert sentence.endswith(
        "devient « durée de la formation, au moins 1\u202f600\u00a0€ par mois, "
        "net, cabinet ou centre de santé, au début »."
    )


def test_source_of_a_fact_comes_and_goes(before):
    claim = Claim.objects.get(code="cachee")
    claim.sources.set(Source.objects.filter(code="branche"))

    assert [sentence.partition(",")[0] for sentence in told(before, "Faits : heures et durée de formation")] == [
        "Source : « B",
        "Source : « A",
    ]


def test_new_fact_says_what_it_brings(before):
    new = factories.ClaimFactory(code="neuf", topic="cost", unverified=True, sources=[Source.objects.get(code="loi")])
    factories.FigureFactory(claim=new, label="prix", low=20, unit="eur")

    [change] = since(before)

    assert change.row == Row("careers.claim", ("neuf",))
    assert change.sentences[:3] == ("Nouveau fait.", "Statut : non vérifié.", "Chiffre : prix, 20\u00a0€.")


def test_what_is_gone_is_told_without_a_row(before):
    Claim.objects.filter(code="cachee").delete()

    [change] = since(before)

    assert (change.sentences, change.row) == (("Fait supprimé.",), None)


def test_fact_that_changes_places_is_told_alone(before):
    change(Claim, "cachee", position=0)

    [moved] = since(before)

    assert moved.row == Row("careers.claim", ("cachee",))
    assert moved.sentences == ("Change de place : vient en premier.",)


def test_disagreement_tells_its_versions(before):
    Disagreement.objects.filter(code="desaccord-0").update(is_settled=False)
    Disagreement.objects.get(code="desaccord-0").stances.filter(claim__code="duree").update(says="280 h")

    settled, version = told(before, "Désaccords entre sources")

    assert settled == "Tranché : « oui » devient « non »."
    assert version == (
        "Version : « 279 h, version retenue, d’après le fait : La formation dure 279 heures. » devient "
        "« 280 h, version retenue, d’après le fait : La formation dure 279 heures. »."
    )
