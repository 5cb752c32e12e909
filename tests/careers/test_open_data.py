"""The open data beside its schema, and the feed of editions: what changed, and nothing that no page states."""

import copy
import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest

import careers.shelf
from careers import editions
from careers.document import FORMAT
from careers.edition_feed import COMPARED, MOST_EDITIONS, entries
from careers.edition_schema import edition_schema
from careers.models import Claim, Edition
from careers.older_editions import NotNow
from tests import factories
from tests.careers.markup import parse, plain

JOB = "/metiers/assistant-medical/"
SCHEMA = f"{JOB}edition.schema.json"
FEED = f"{JOB}editions.atom"

pytestmark = pytest.mark.django_db


# --- The schema -------------------------------------------------------------------------------------------------------

TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}
FORMATS = {"date": r"\d{4}-\d\d-\d\d", "decimal": r"-?\d+(\.\d+)?"}
SAID_OF_VALUES = {"type", "const", "enum", "anyOf", "$ref", "format", "minItems", "maxItems"}
SAID_OF_PARTS = {"properties", "required", "items", "prefixItems", "additionalProperties", "discriminator"}
SAID_TO_READERS = {"$schema", "$id", "$defs", "title", "description", "default"}


def faults(value: Any, schema: dict[str, Any], root: dict[str, Any], where: str = "") -> Iterator[str]:
    """Where a value is not what a schema says: as much of JSON Schema as ours uses, and nothing ours uses is missed."""
    if missed := set(schema) - SAID_OF_VALUES - SAID_OF_PARTS - SAID_TO_READERS:
        raise NotImplementedError(missed)
    if "$ref" in schema:
        yield from faults(value, root["$defs"][schema["$ref"].removeprefix("#/$defs/")], root, where)
    if "anyOf" in schema and all(list(faults(value, one, root)) for one in schema["anyOf"]):
        yield f"{where}: none of them"
    if not is_allowed(value, schema):
        yield f"{where}: not allowed"
    elif isinstance(value, dict):
        yield from (f"{where}: no {name}" for name in schema.get("required", ()) if name not in value)
        others = schema.get("additionalProperties", {})
        for name, one in value.items():
            yield from faults(one, schema.get("properties", {}).get(name, others), root, f"{where}/{name}")
    elif isinstance(value, list):
        for place, one in enumerate(value):
            yield from faults(one, schema.get("items", {}), root, f"{where}/{place}")


def is_allowed(value: Any, schema: dict[str, Any]) -> bool:
    """By what a schema says of the value itself."""
    if "type" in schema and not isinstance(value, TYPES[schema["type"]]):
        return False
    if isinstance(value, bool) and schema.get("type", "boolean") != "boolean":
        return False
    if value != schema.get("const", value) or value not in schema.get("enum", [value]):
        return False
    return not isinstance(value, str) or bool(re.fullmatch(FORMATS.get(schema.get("format", ""), r"(?s).*"), value))


def check(document: Any) -> list[str]:
    schema = edition_schema()
    return list(faults(document, schema, schema))


@pytest.fixture
def whole(client, small_edition):
    return client.get(f"{JOB}edition.json").json()


def test_the_real_edition_is_what_its_schema_says(real_edition):
    assert check(json.loads(real_edition.document)) == []


def claim(document: Any, index: int = 0) -> Any:
    return document["parts"]["career"]["claims"][index]


def figure(document: Any) -> Any:
    return next(each["figures"][0] for each in document["parts"]["career"]["claims"] if "figures" in each)


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda it: it.update(format=FORMAT + 1), id="another-format"),
        pytest.param(lambda it: it.pop("career"), id="no-career"),
        pytest.param(lambda it: it["parts"].pop("rules"), id="no-rules"),
        pytest.param(lambda it: claim(it).pop("wording"), id="a-fact-without-words"),
        pytest.param(lambda it: claim(it).update(is_shown="oui"), id="a-yes-that-is-a-text"),
        pytest.param(lambda it: claim(it).update(review_on="demain"), id="no-date"),
        pytest.param(lambda it: figure(it).update(low="beaucoup"), id="no-number"),
        pytest.param(lambda it: it["parts"]["rules"]["questions"][0].update(kind="essay"), id="no-such-kind"),
        pytest.param(
            lambda it: it["parts"]["rules"]["trainings"][0]["cases"][0]["criteria"][0].update(type="maybe"),
            id="no-such-criterion",
        ),
        pytest.param(lambda it: it["parts"]["rules"].update(routes={}), id="no-list"),
    ],
)
def test_a_document_this_site_would_refuse_is_refused_by_its_schema(whole, spoil: Callable[[Any], Any]):
    assert check(whole) == []
    spoiled = copy.deepcopy(whole)
    spoil(spoiled)
    with pytest.raises(editions.UnreadableDocument):
        editions.decode(json.dumps(spoiled))
    assert check(spoiled)


def test_every_structure_a_document_is_made_of_is_in_the_schema():
    schema = edition_schema()
    named = set(re.findall(r'"#/\$defs/(\w+)"', json.dumps(schema)))
    assert named == set(schema["$defs"])
    assert {"CareerPart", "Claim", "Figure", "Source", "Rules", "Question", "Case", "WitnessCase"} <= named


def test_the_schema_says_its_version_and_its_licence(client, small_edition):
    response = client.get(SCHEMA)
    assert response["Content-Type"] == "application/schema+json"
    assert response.json()["$id"] == f"urn:passerelle:edition:{FORMAT}"
    assert response["Link"] == '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'


@pytest.mark.parametrize("path", [SCHEMA, FEED, f"{JOB}edition.json"])
def test_what_one_has_already_is_not_sent_again(client, small_edition, path, django_assert_num_queries):
    first = client.get(path)
    assert first.status_code == 200
    with django_assert_num_queries(0):
        again = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(path, headers={"If-None-Match": '"autre"'}).status_code == 200


@pytest.mark.parametrize("path", [SCHEMA, FEED])
def test_only_careers_with_an_edition_have_them(client, small_edition, path):
    assert client.get(path.replace("assistant-medical", "astronaute")).status_code == 404
    assert client.post(path).status_code == 405


# --- The feed ---------------------------------------------------------------------------------------------------------

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def feed(client) -> ET.Element:
    response = client.get(FEED)
    assert response["Content-Type"].startswith("application/atom+xml")
    return ET.fromstring(response.content)  # noqa: S314 - our own


def told(root: ET.Element) -> dict[str, str]:
    """What each entry says, by its title."""
    return {
        entry.findtext("a:title", "", ATOM): plain(parse(entry.findtext("a:summary", "", ATOM)).text)
        for entry in root.findall("a:entry", ATOM)
    }


def publish(day: int, note: str = "Suite") -> None:
    career = Edition.objects.all()[0].career
    editions.publish(career, by="Claire Morel", note=note, at=datetime(2026, 12, day, 9, tzinfo=UTC))
    careers.shelf.shelf.clear()


def test_the_first_edition_has_its_note(client, small_edition):
    assert told(feed(client)) == {"Édition 1": "Première édition"}


def test_an_edition_says_what_changed(client, small_edition):
    Claim.objects.filter(code="accueil").update(wording="Vous accueillez les patients et leurs proches.")
    publish(1, "Missions relues")
    said = told(feed(client))
    assert list(said) == ["Édition 2", "Édition 1"]
    assert said["Édition 2"].startswith("Missions relues")
    assert "Vous accueillez les patients et leurs proches." in said["Édition 2"]
    assert said["Édition 1"] == "Première édition"


@pytest.mark.parametrize("trait", ["hidden", "refuted"])
def test_a_fact_no_page_states_is_not_told(client, small_edition, trait):
    factories.ClaimFactory(**{trait: True}, code="rumeur", wording="On fait des prises de sang.")
    publish(1)
    assert Edition.objects.get(number=2).document.count("On fait des prises de sang.") == 1
    assert "prises de sang" not in client.get(FEED).content.decode()


def test_a_fact_that_is_hidden_from_now_on_is_not_told_either(client, small_edition):
    Claim.objects.filter(code="accueil").update(is_shown=False)
    publish(1)
    assert "accueillez" not in client.get(FEED).content.decode()


def test_an_edition_that_changes_no_page_says_so(client, small_edition):
    publish(1, "Rien.")
    assert told(feed(client))["Édition 2"] == "Rien.Rien ne change dans ce que nos pages disent."


def test_a_restored_edition_says_which(client, small_edition):
    Claim.objects.filter(code="accueil").update(wording="Vous accueillez.")
    publish(1)
    at = datetime(2026, 12, 2, 9, tzinfo=UTC)
    editions.publish_again(small_edition, by="Claire Morel", note="Retour", at=at)
    careers.shelf.shelf.clear()
    assert "Elle reprend l’édition 1." in told(feed(client))["Édition 3"]
    assert "Vous accueillez les patients." in told(feed(client))["Édition 3"]


def test_what_is_typed_can_not_break_the_feed(client, small_edition):
    publish(1, "<script>alert(1)</script> & ]]>")
    said = feed(client).findtext("a:entry/a:summary", "", ATOM)
    assert "&lt;script&gt;" in said
    assert "<script" not in said


def test_a_reader_knows_entries_again(client, small_edition):
    publish(1)
    root = feed(client)
    ids = [entry.findtext("a:id", "", ATOM) for entry in root.findall("a:entry", ATOM)]
    assert ids == [f"http://testserver{JOB}editions/#edition-{number}" for number in (2, 1)]
    assert root.findtext("a:updated", "", ATOM) == "2026-12-01T09:00:00+00:00"
    anchors = parse(client.get(f"{JOB}editions/").content.decode()).find("li")
    assert {"edition-1", "edition-2"} <= {node.attributes.get("id") for node in anchors}


def test_the_feed_is_short_and_compares_the_latest(client, small_edition):
    for number in range(MOST_EDITIONS + 3):
        Claim.objects.filter(code="accueil").update(wording=f"Vous accueillez {number + 2} patients.")
        publish(1 + number % 20)
    made = entries(careers.shelf.shelf.all()["assistant-medical"])
    assert len(made) == MOST_EDITIONS
    assert [entry.is_compared for entry in made] == [place < COMPARED for place in range(MOST_EDITIONS)]


def test_without_its_older_editions_the_feed_has_its_notes_and_tries_again(client, small_edition, monkeypatch):
    Claim.objects.filter(code="accueil").update(wording="Vous accueillez tout le monde.")
    publish(1, "Relu")

    def gone(number: int) -> None:
        raise NotNow

    with monkeypatch.context() as outage:
        outage.setattr("careers.older_editions.older_editions.get", gone)
        assert told(feed(client))["Édition 2"] == "Relu"
    assert "tout le monde" in told(feed(client))["Édition 2"]


def test_the_page_of_editions_leads_to_feed_and_schema(client, small_edition):
    html = parse(client.get(f"{JOB}editions/").content.decode())
    assert {FEED, SCHEMA} <= {link.attributes["href"] for link in html.find("a")}
    assert [link.attributes["href"] for link in html.find("link", rel="alternate")] == [FEED]
