"""When there is no such page, nothing is published yet, or something broke."""

import pytest
from django.db import connection
from django.test import RequestFactory

from careers.views import errors
from tests.careers.markup import parse

pytestmark = pytest.mark.django_db


def link_to(html, words):
    return next(link.attributes["href"] for link in html.find("a") if link.text == words)


@pytest.mark.parametrize(
    ("query", "address"),
    [
        pytest.param("niveau=bac&diplomes=deas&diplomes=dei", "?niveau=bac&diplomes=deas&diplomes=dei", id="answers"),
        pytest.param('niveau="><script>', "?niveau=%22%3E%3Cscript%3E", id="markup"),
        pytest.param("niveau=é%20à", "?niveau=%C3%A9+%C3%A0", id="accents"),
        pytest.param("niveau=" + "a" * 5_000, None, id="too-long"),
        pytest.param("&".join(["q="] * 1_500), None, id="too-many"),
        pytest.param("", None, id="none"),
    ],
)
def test_a_lost_visitor_keeps_the_answers(client, small_edition, query, address):
    response = client.get(f"/nulle-part/?{query}")
    html = parse(response.content.decode())
    assert response.status_code == 404
    assert response.cookies == {}
    assert len(html.find("h1")) == 1
    assert html.find("script") == []
    start = "/metiers/assistant-medical/eligibilite/"
    if address:
        assert link_to(html, "Reprendre avec mes réponses") == start + address
    else:
        assert "Reprendre avec mes réponses" not in html.text


@pytest.mark.parametrize("path", ["/metiers/astronaute/", "/metiers/astronaute/sources/", "/nulle-part/"])
def test_an_unknown_page_leads_back(client, small_edition, path):
    response = client.get(path)
    assert response.status_code == 404
    assert "La fiche du métier" in response.content.decode()


@pytest.mark.parametrize(("path", "status"), [("/mentions-legales/", 503), ("/nulle-part/", 404)])
def test_nothing_is_published_yet(client, path, status):
    response = client.get(path)
    html = parse(response.content.decode())
    assert response.status_code == status
    assert len(html.find("h1")) == 1
    assert html.find("link", rel="stylesheet")


def test_a_failure_needs_neither_database_nor_edition(monkeypatch):
    def gone(*args, **kwargs):
        raise AssertionError("the database was asked")

    monkeypatch.setattr(connection, "cursor", gone)
    response = errors.failed(RequestFactory().get("/?niveau=bac"))
    html = parse(response.content.decode())
    assert response.status_code == 500
    assert len(html.find("h1")) == 1
    assert html.find("link", rel="stylesheet")


def test_a_failure_needs_no_collected_files(monkeypatch):
    def missing(name):
        raise ValueError("Missing staticfiles manifest entry")

    monkeypatch.setattr(errors, "static", missing)
    response = errors.failed(RequestFactory().get("/"))
    assert response.status_code == 500
    assert parse(response.content.decode()).find("link", rel="stylesheet") == []
