"""A draft as a file, made wrong in every way: refused whole, in French, with the place; nothing is half loaded."""

import copy
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from careers import editions, files, replacing
from careers.models import Edition
from careers.replacing import NotWritable
from tests import people, whole_draft
from tests.security.hostile import MARK, STRINGS, fuzzed

pytestmark = pytest.mark.django_db
CODE = "assistant-medical"


@pytest.fixture
def draft():
    return whole_draft.make()


@pytest.fixture
def document(draft):
    return json.loads(editions.encode(CODE, draft))


def taken(data, draft):
    """Whether the document can become the draft, which it is not made; else each fault has its place and its reason."""
    try:
        replacing.rehearse(*files.read(data))
    except NotWritable as refusal:
        faults = refusal.faults
    else:
        return True
    assert faults
    assert all(fault.path.strip() and fault.reason.strip() for fault in faults)
    assert whole_draft.read() == draft
    return False


def places(value, path=()):
    """Of every value in a document, the way to it."""
    yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from places(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from places(inner, (*path, number))


def put(document, path, value):
    changed = copy.deepcopy(document)
    if not path:
        return value
    *parents, last = path
    place = changed
    for key in parents:
        place = place[key]
    place[last] = value
    return changed


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.sampled_from([0, -1, 2**31, 2**63, 2**64, 10**40, 1e308, 0.1, "1e400", "", "\x00", "2026-02-30", "9" * 400])
    | st.sampled_from([typed for name, typed in STRINGS.items() if name != "half a character"])
    | st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", max_size=5), inner, max_size=3),
    max_leaves=5,
)


@tries(fuzzed, max_examples=25)
@given(data=st.data())
def test_any_value_anywhere(draft, document, data):
    """The real shape, one or two of its values something else: what is refused changes nothing."""
    changed = document
    for _ in range(data.draw(st.integers(1, 2))):
        path = data.draw(st.sampled_from([*places(changed)]))
        changed = put(changed, path, data.draw(anything))

    taken(json.dumps(changed).encode(), draft)


@tries(fuzzed, max_examples=15)
@given(data=st.data())
def test_any_value_moved_elsewhere(draft, document, data):
    """Values of the document itself in each other's places: codes that name the wrong thing, lists in themselves."""
    everywhere = [*places(document)]
    source, target = data.draw(st.sampled_from(everywhere)), data.draw(st.sampled_from(everywhere))
    value = document
    for key in source:
        value = value[key]

    taken(json.dumps(put(document, target, copy.deepcopy(value))).encode(), draft)


@tries(fuzzed, max_examples=15)
@given(data=st.data())
def test_bytes_changed_or_cut(draft, document, data):
    text = json.dumps(document).encode()
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))

    taken(text[:start] + data.draw(st.binary(max_size=12)) + text[end:], draft)


@tries(fuzzed, max_examples=40)
@given(st.binary(max_size=200) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_bytes_of_nothing(draft, data):
    assert not taken(data, draft)


def nested(depth, opened=b"[", closed=b"]"):
    return b'{"format": 1, "career": "x", "parts": {"career": ' + opened * depth + closed * depth + b"}}"


HEAVY = {
    "deep lists": nested(100_000),
    "deep objects": nested(100_000, b'{"a":', b"}").replace(b":}", b":1}"),
    "deep and cut": b"[" * 1_900_000,
    "10^5 keys": b'{"format": 1, "career": "x", "parts": {' + b",".join(b'"k%d":0' % n for n in range(100_000)) + b"}}",
    "10^5 keys of our own": b"{" + b'"format":1,' * 100_000 + b'"career":"x","parts":{}}',
    "a number of a million digits": b'{"format": ' + b"9" * 1_000_000 + b"}",
    "a huge exponent": b'{"format": 1e999999999}',
    "a text of a million escapes": b'{"format": 1, "career": "' + b"\\u0000" * 300_000 + b'", "parts": {}}',
    "a million spaces": b" " * 1_900_000,
    "half characters": b'{"format": 1, "career": "\\ud800\\ud800", "parts": {}}',
    "several documents": b'{"format": 1}{"format": 1}',
    "compressed": bytes.fromhex("1f8b0800000000000003") + b"\x00" * 1000,
    "another notation": b"!!python/object/apply:os.system ['true']",
}


@pytest.mark.parametrize("data", HEAVY.values(), ids=HEAVY.keys())
def test_heavy_file(draft, data):
    assert not taken(data, draft)


@pytest.mark.parametrize("name", ["career", "rules"])
def test_thousands_of_rows(draft, document, name):
    """As many as fit into a file, all the same: each is told once, and nothing is loaded."""
    part = document["parts"][name]
    key = "claims" if name == "career" else "questions"
    part[key] = part[key][:1] * 5_000

    data = json.dumps(document).encode()
    assert not taken(data[: files.LARGEST], draft)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[1, 2]",
        nested(2000),
        f'{{"format": 1, "career": "</textarea><{MARK}>", "parts": {{}}}}'.encode(),
        f'{{"format": 1, "career": "x", "parts": {{"<{MARK}>": 1, "career": 1}}}}'.encode(),
        b"\xff\xfe\x00",
    ],
    ids=["empty", "a list", "deep", "markup", "markup for a name", "bytes"],
)
@pytest.mark.parametrize("way", ["file", "field"])
def test_page_says_why_and_keeps_everything(client, draft, data, way):
    client.force_login(people.person(role="everything"))
    before = whole_draft.read()
    sent = SimpleUploadedFile("brouillon.json", data) if way == "file" else data.decode("latin-1")

    response = client.post("/admin/importer/", {"file" if way == "file" else "document": sent})

    assert response.status_code == 200
    assert f"<{MARK}" not in response.text
    assert whole_draft.read() == before


@tries(fuzzed, max_examples=5)
@given(data=st.data())
def test_page_takes_any_document(client, document, data):
    if not client.session.get("_auth_user_id"):
        client.force_login(people.person(role="everything"))
    path = data.draw(st.sampled_from([*places(document)]))
    text = json.dumps(put(document, path, data.draw(anything)))

    response = client.post("/admin/importer/", {"file": SimpleUploadedFile("brouillon.json", text.encode())})

    assert response.status_code in {200, 409}
    assert f"<{MARK}" not in response.text
    assert not Edition.objects.exists()
