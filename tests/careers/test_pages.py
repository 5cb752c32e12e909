"""The pages of the job, of its sources and of the site, on the real content."""

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import brotli  # type: ignore[import-untyped]
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

import careers.shelf
from careers import editions
from careers.disputes import places
from careers.document import CareerPart
from careers.models import Edition
from careers.typography import french
from tests import real_content
from tests.careers.markup import Node, parse, plain

JOB = "/metiers/assistant-medical/"
LEAFLETS = (
    "missions lieux quotidien salaire formation delais-et-financement evolution histoire aide".split()  # noqa: SIM905
)
STATING = {name: f"{JOB}{name}/" for name in LEAFLETS}
PAGES = {
    "job": JOB,
    **STATING,
    "sources": f"{JOB}sources/",
    "sources, last page": f"{JOB}sources/?page=99",
    "sources of a kind": f"{JOB}sources/?nature=press",
    "a source": f"{JOB}sources/arr-2019/",
    "a source that is not online": f"{JOB}sources/seed-003/",
    "disagreements": f"{JOB}desaccords/",
    "disagreements, second page": f"{JOB}desaccords/?page=2",
    "editions": f"{JOB}editions/",
    "site map": "/plan-du-site/",
    "accessibility": "/accessibilite/",
    "privacy": "/donnees-personnelles/",
    "legal": "/mentions-legales/",
}
WEIGHT = 14 * 1024  # HTML and CSS together, compressed: what docs/interface.md allows a page

pytestmark = pytest.mark.django_db
each_page = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
each_leaflet = pytest.mark.parametrize("path", STATING.values(), ids=STATING)
each_telling = pytest.mark.parametrize("path", [JOB, *STATING.values()], ids=["job", *STATING])


class Site:
    """The site as a first visitor finds it; each page is asked for once."""

    def __init__(self, edition: Edition):
        self.edition = edition
        self.career: CareerPart = editions.decode(edition.document)[1]["career"]
        self.client = Client()
        self._visits: dict[str, Any] = {}
        self._trees: dict[str, Node] = {}

    def response(self, path):
        return self._visit(path)[0]

    def queries(self, path):
        return self._visit(path)[1]

    def page(self, path):
        if path not in self._trees:
            self._trees[path] = parse(self.response(path).content.decode())
        return self._trees[path]

    def _visit(self, path):
        if path not in self._visits:
            careers.shelf.shelf.all()  # each test begins with an empty shelf, and the first look asks the database
            with CaptureQueriesContext(connection) as asked:
                response = self.client.get(path)
            self._visits[path] = response, len(asked)
        return self._visits[path]


@pytest.fixture(scope="module")
def site(_real_rows: real_content.Rows, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    with django_db_blocker.unblock(), transaction.atomic():
        real_content.put(_real_rows)
        careers.shelf.shelf.clear()
        yield Site(Edition.objects.get())
        transaction.set_rollback(True)


def said(text: str) -> str:
    return plain(french(text))


@each_page
def test_a_page_is_served_from_memory_without_a_cookie(site, path):
    response = site.response(path)
    assert response.status_code == 200
    assert site.queries(path) == 0
    assert response.cookies == {}
    assert "private" in response["Cache-Control"] if "?" in path else "public" in response["Cache-Control"]
    assert "Cookie" not in response.get("Vary", "")


@each_page
def test_a_page_has_one_title_a_description_and_needs_no_script(site, path):
    html = site.page(path)
    assert len(html.find("h1")) == 1
    assert html.find("title")[0].text.endswith(" – Passerelle")
    assert html.find("meta", name="description")[0].attributes["content"]
    assert html.find("html")[0].attributes["lang"] == "fr"
    assert html.find("script") == html.find("script", type="application/ld+json")
    assert [node for node in html.walk() if "style" in node.attributes] == []
    levels = [int(node.tag[1]) for node in html.walk() if node.tag in {"h1", "h2", "h3"}]
    assert all(deeper - level <= 1 for level, deeper in pairwise(levels))


def test_titles_and_descriptions_differ(site):
    titles = {name: site.page(path).find("title")[0].text for name, path in PAGES.items() if "?" not in path}
    assert len(set(titles.values())) == len(titles)


@each_page
def test_inner_links_and_labels_lead_somewhere(site, path):
    html = site.page(path)
    anchors = [node.attributes["id"] for node in html.walk() if "id" in node.attributes]
    assert len(set(anchors)) == len(anchors)
    inner = {link.attributes["href"][1:] for link in html.find("a") if link.attributes["href"].startswith("#")}
    labelled = {node.attributes["aria-labelledby"] for node in html.walk() if "aria-labelledby" in node.attributes}
    assert inner | labelled <= set(anchors)


@each_page
def test_a_page_is_light(site, path):
    styles = (settings.BASE_DIR / "static/css/passerelle.css").read_bytes()
    weight = sum(len(brotli.compress(part, quality=11)) for part in (site.response(path).content, styles))
    assert weight <= WEIGHT


def test_every_link_to_a_page_of_the_job_works(site):
    links = {link.attributes["href"].partition("#")[0] for path in PAGES.values() for link in site.page(path).find("a")}
    inside = {link for link in links if link.startswith("/") and not re.search(r"^/$|/voies/|/eligibilite/", link)}
    assert {link: status for link in inside if (status := site.response(link).status_code) != 200} == {}


# --- Nothing without its source, nothing that is not true any more ----------------------------------------------------


def test_every_fact_that_may_be_stated_is_on_a_leaflet(site):
    told = "\n".join(site.page(path).text for path in STATING.values())
    assert [claim.code for claim in site.career.claims if claim.may_be_stated and said(claim.wording) not in told] == []


def test_nothing_hidden_or_refuted_is_stated(site):
    every = [*PAGES.values(), *(f"{JOB}sources/{source.code}/" for source in site.career.sources)]
    told = "\n".join(site.page(path).text for path in every)
    assert [claim.code for claim in site.career.claims if not claim.may_be_stated and said(claim.wording) in told] == []


def test_every_disagreement_says_who_says_what_and_what_we_show(site):
    rows = [
        row
        for path in ("", "?page=2")
        for row in site.page(f"{JOB}desaccords/{path}").find("tr")
        if "id" in row.attributes
    ]
    told = {row.attributes["id"]: row.text.casefold() for row in rows}
    assert set(told) == {one.code for one in site.career.disagreements}
    for one in site.career.disagreements:
        for text in (one.subject, one.we_show, one.why, *(stance.says for stance in one.stances)):
            assert said(text).casefold() in told[one.code]


def test_a_disagreement_is_where_others_point_to(site):
    for code, place in places(site.career).items():
        path, _, anchor = place.partition("#")
        assert anchor == code
        assert site.page(f"{JOB}desaccords/{path}").find("tr", id=code)


@each_leaflet
def test_a_fact_comes_with_sources_a_date_and_how_sure_it_is(site, path):
    html = site.page(path)
    for claim in site.career.claims:
        for place in html.find(id=claim.code):
            assert place.find("a", class_="ref"), claim.code
            assert re.search(r"Texte : |\b20\d\d\b", place.text), claim.code
            if claim.standing in ("unverified", "contested"):
                assert place.find(class_="etiquette"), claim.code
                assert said(claim.caveat) in place.text, claim.code


@each_leaflet
def test_a_replaced_fact_is_told_only_beside_what_replaced_it(site, path):
    html = site.page(path)
    for claim in site.career.claims:
        for place in html.find(id=claim.code):
            if claim.standing == "superseded":
                beside = place.within("li") or place.within("table")
                assert beside, claim.code
                assert place.find(class_="etiquette") or place.find("svg", class_="ancien"), claim.code


def figures(html: Node) -> Iterator[tuple[str, Node]]:
    """Every figure set apart, with the row or the entry that holds it."""
    for node in html.walk():
        if "valeur" in node.attributes.get("class", "").split() or (node.tag == "b" and node.within("ul", "chiffres")):
            holder = node.parent
            while holder and holder.tag not in ("tr", "li", "div", "section"):
                holder = holder.parent
            assert holder
            yield node.text, holder


@each_telling
def test_every_figure_has_a_source_mark(site, path):
    assert [text for text, holder in figures(site.page(path)) if not holder.find("a", class_="ref")] == []


@each_telling
def test_every_mark_leads_to_a_source_with_its_date(site, path):
    html = site.page(path)
    marks = {mark.text for mark in html.find("a", class_="ref")}
    listed = {node.attributes["value"]: node for node in html.find("li") if node.within("ol", "sources")}
    assert marks == {f"source {number}" for number in listed}
    assert [number for number, node in listed.items() if not node.find("a")] == []


def test_outdated_pay_is_called_outdated_and_dated(site):
    rows = site.page(STATING["salaire"]).find("tr")
    outdated = [row for row in rows if row.find("s")]
    assert outdated
    for row in outdated:
        assert "Dépassé" in row.text
        assert "20" in row.find("th")[0].text
    assert all("Dépassé" not in row.text for row in site.page(JOB).find("tr"))


def test_the_course_lasts_279_hours_and_the_page_says_what_384_was(site):
    html = site.page(JOB)
    assert "279 h" in [plain(node.text) for node in html.find("b")]
    (replaced,) = (one for one in html.find(class_="desaccord") if one.attributes["data-standing"] == "superseded")
    assert "Chiffre remplacé" in replaced.text
    assert [node.text for node in replaced.find("s")] == ["384 heures"]


def test_the_job_page_says_no_to_blood_tests_hospitals_and_dental_practices(site):
    html = site.page(JOB)
    limits, places = html.find("section", id="limites")[0], html.find("section", id="lieux")[0]
    assert "Vous ne faites aucune prise de sang." in limits.text
    assert "Nous retenons : non, aucune prise de sang." in limits.find(class_="desaccord")[0].text
    yes = places.find("ul")[0].text
    assert "hôpital" not in yes
    assert "dentaire" not in yes
    assert "autre métier" in places.text


# --- Sources ----------------------------------------------------------------------------------------------------------


def test_every_source_has_its_page(site):
    for source in site.career.sources:
        html = site.page(f"{JOB}sources/{source.code}/")
        assert said(source.title) == html.find("h1")[0].text
        assert [link.attributes["href"] for link in html.find("a") if link.text in source.addresses] == [
            *source.addresses
        ]
        assert "Confiance" in html.text
        assert "Lue le" in html.text


def test_an_unknown_source_is_not_found(site):
    assert site.response(f"{JOB}sources/personne/").status_code == 404


@pytest.mark.parametrize(
    ("query", "first", "chosen"),
    [
        pytest.param("", "Loi ou règlement", "", id="all"),
        pytest.param("?nature=press", "Presse ou site d’information", "press", id="one-kind"),
        pytest.param("?nature=", "Loi ou règlement", "", id="empty"),
        pytest.param("?nature=rumeur", "Loi ou règlement", "", id="unknown-kind"),
        pytest.param("?page=deux", "Loi ou règlement", "", id="a-page-that-is-no-number"),
        pytest.param("?page=-1", "Presse ou site d’information", "", id="a-page-below-the-first"),
    ],
)
def test_sources_are_filtered_by_kind(site, query, first, chosen):
    html = site.page(f"{JOB}sources/{query}")
    entries = [node for node in html.find("li") if node.within("ol", "bibliographie")]
    assert entries[0].find("p")[0].text == first
    assert [node.attributes["value"] for node in html.find("input") if "checked" in node.attributes] == [chosen]


def test_turning_the_pages_shows_every_source_once(site):
    shown = [
        node.attributes["id"]
        for number in range(1, 6)
        for node in site.page(f"{JOB}sources/?page={number}").find("li")
        if node.within("ol", "bibliographie")
    ]
    assert sorted(shown) == sorted(source.code for source in site.career.sources)


# --- Editions ---------------------------------------------------------------------------------------------------------


def test_the_log_says_when_why_and_which(site):
    html = site.page(f"{JOB}editions/")
    (entry,) = html.find("li", id="edition-1")
    assert site.edition.checksum[:12] in entry.text
    assert said(site.edition.note) in entry.text
    assert "Publiée le" in entry.text


def test_the_document_is_the_very_text_that_was_checksummed(site):
    response = site.response(f"{JOB}edition.json")
    assert response.content.decode() == site.edition.document
    assert response["Content-Type"] == "application/json"
    assert response["ETag"] == f'"{site.edition.checksum}"'
    assert response["Link"].split(", ") == [
        '<https://creativecommons.org/licenses/by/4.0/>; rel="license"',
        f'<{JOB}edition.schema.json>; rel="describedby"; type="application/schema+json"',
    ]
    standings = {
        claim["code"]: claim["standing"] for claim in json.loads(response.content)["parts"]["career"]["claims"]
    }
    assert standings["fb-blood-draw-seed"] == "refuted"


@pytest.mark.parametrize(("tag", "status"), [("", 200), ('"autre"', 200), ("*", 304), ("same", 304)])
def test_a_document_one_has_already_is_not_sent_again(site, tag, status):
    known = f'"{site.edition.checksum}"' if tag == "same" else tag
    response = site.client.get(f"{JOB}edition.json", headers={"If-None-Match": known} if known else {})
    assert response.status_code == status
    assert bool(response.content) == (status == 200)


# --- The site ---------------------------------------------------------------------------------------------------------


def test_what_only_the_operator_knows_is_not_made_up(site):
    assert site.page("/mentions-legales/").text.count("non renseigné par l’exploitant du site") >= 3


def test_the_operator_says_who_answers_for_the_site(site, settings):
    settings.LEGAL_EDITOR, settings.LEGAL_HOST = "Mission locale d’Arras", "Un hébergeur, Lille"
    settings.CONTACT_EMAIL = "contact@example.org"
    html = parse(site.client.get("/mentions-legales/").content.decode())
    assert "Mission locale d’Arras" in html.text
    assert "Un hébergeur, Lille" in html.text
    assert "non renseigné" not in html.text
    assert "mailto:contact@example.org" in {link.attributes["href"] for link in html.find("a")}


def test_the_site_map_leads_to_every_page(site):
    links = {link.attributes["href"] for link in site.page("/plan-du-site/").find("a")}
    expected = {path for path in PAGES.values() if "?" not in path and f"{JOB}sources/" not in path}
    assert expected - links == {"/plan-du-site/"} - links
