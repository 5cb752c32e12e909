"""Too long, too many, too heavy, of no use: refused in French, before anything is worked out for it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from careers.files import LARGEST
from config.limits import LONGEST_ADDRESS
from tests import people
from tests.careers.markup import parse
from tests.pathways.visiting import BACHELIERE, EN_POSTE, RESULT, START, link
from tests.security.addresses import PUBLIC, filled, real

IMPORT = "/admin/importer/"


@pytest.mark.parametrize(
    ("path", "query"),
    [
        pytest.param("/", "a" * LONGEST_ADDRESS, id="query"),
        pytest.param("/" + "a" * LONGEST_ADDRESS, "", id="path"),
        pytest.param("/admin/", "q=" + "a" * LONGEST_ADDRESS, id="workshop"),
        pytest.param("/static/" + "a" * LONGEST_ADDRESS, "", id="files"),
        pytest.param(RESULT, "&".join(["a=b"] * LONGEST_ADDRESS), id="many"),
    ],
)
def test_address_too_long(client, monkeypatch, path, query):
    """No view, no session and no database is asked."""
    monkeypatch.setattr("django.core.handlers.base.BaseHandler.resolve_request", None)

    response = client.get(path, QUERY_STRING=query)

    assert response.status_code == 414
    assert parse(response.text).find("h1")[0].text == "Cette adresse est trop longue."
    assert response["Content-Security-Policy"]


def test_longest_address_is_read(real_pages, client):
    query = "a" * (LONGEST_ADDRESS - len(RESULT))

    assert client.get(RESULT, QUERY_STRING=query).status_code == 302
    assert client.get(RESULT, QUERY_STRING=query + "a").status_code == 414


@pytest.mark.parametrize("answers", [BACHELIERE, EN_POSTE])
def test_all_answers_are_far_from_too_long(answers):
    assert len(link(RESULT, answers, essai=link("", answers))) < LONGEST_ADDRESS / 10


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"])
def test_public_side_only_reads(real_pages, client, method):
    for path in ("/", START, "/recherche/", "/code/x/", "/nulle-part/", "/robots.txt", "/static/nulle-part.css"):
        response = client.generic(method, path, b"diplomes=deas", content_type="application/x-www-form-urlencoded")
        assert response.status_code == 405, path
        assert response["Allow"] == "GET, HEAD"
        assert parse(response.text).find("h1")[0].text == "Cette page se lit seulement."


@pytest.mark.parametrize("route", PUBLIC)
def test_every_public_address_only_reads(real_pages, client, route):
    address = filled(route, real)

    assert client.post(address).status_code == 405
    assert client.head(address).content == b""
    assert client.head(address).status_code == client.get(address).status_code


def test_body_of_a_form_nobody_takes_is_not_read(client):
    class Unread:
        def read(self, *args):
            raise AssertionError("the body was read")

        readline = read

    response = client.post("/", **{"wsgi.input": Unread(), "CONTENT_LENGTH": str(10**9)})

    assert response.status_code == 405


# --- The workshop -----------------------------------------------------------------------------------------------------


@pytest.fixture
def inside(client, db):
    client.force_login(people.person(role="everything"))
    return client


def test_form_too_heavy(inside, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2000

    response = inside.post(IMPORT, {"document": "a" * 3000})

    assert response.status_code == 400
    assert "Nous ne savons pas lire cette adresse." in response.text


def test_form_of_too_many_fields(inside, settings):
    response = inside.post(IMPORT, {f"a{n}": "b" for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)})

    assert response.status_code == 400


def test_too_many_files(inside, settings, tmp_path):
    file = tmp_path / "a"
    file.write_text("a")
    opened = [file.open("rb") for _ in range(settings.DATA_UPLOAD_MAX_NUMBER_FILES + 1)]
    try:
        response = inside.post(IMPORT, {f"file{n}": each for n, each in enumerate(opened)})
    finally:
        for each in opened:
            each.close()

    assert response.status_code == 400


@pytest.mark.parametrize(
    ("size", "said"),
    [
        pytest.param(LARGEST + 1, "Ce fichier dépasse 2 Mo : ce n’est pas un brouillon.", id="too heavy"),
        pytest.param(LARGEST, "Ce n’est pas du JSON", id="as heavy as may be"),
    ],
)
def test_file_too_heavy(inside, size, said, tmp_path):
    file = tmp_path / "brouillon.json"
    file.write_bytes(b"x" * size)
    with file.open("rb") as opened, CaptureQueriesContext(connection) as asked:
        response = inside.post(IMPORT, {"file": opened})

    assert response.status_code == 200
    assert said in response.text.replace("\u202f", " ").replace("\xa0", " ")
    assert not any(query["sql"].startswith(("INSERT", "DELETE")) for query in asked)


@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=a\x00b",
        "text/xml",
        "",
        "a" * 500,
    ],
)
@pytest.mark.parametrize(
    "body", [b"", b"--a\r\n\r\n", b"\x00" * 100, b"%" * 100], ids=["none", "cut", "NUL", "percents"]
)
def test_body_that_is_no_form(inside, content_type, body):
    response = inside.generic("POST", IMPORT, body, content_type=content_type)

    assert response.status_code < 500


@pytest.mark.parametrize("length", ["-1", "x", "", "9" * 30])
def test_length_that_is_not_one(real_pages, client, length):
    assert client.get("/nulle-part/", CONTENT_LENGTH=length).status_code in {400, 404}


@pytest.mark.parametrize("value", ["a" * 3000, "sessionid=" + "a" * 3000, "a=b; " * 500, "\x00", "sessionid=é"])
def test_cookies_nobody_gave(client, small_edition, value):
    assert client.get("/metiers/assistant-medical/", headers={"Cookie": value}).status_code == 200
    assert client.get("/admin/", headers={"Cookie": value}).status_code == 302
