"""What search engines and messengers are told of the site: which page is the page, what it shows, when it changed."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings as site_settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

import careers.shelf
from careers import partial_dates
from careers.templatetags.discovery import json_ld
from careers.typography import euros
from config import environment
from tests import real_content
from tests.careers.markup import Node, parse, plain

JOB = "/metiers/assistant-medical/"
ANSWERS = "?diplomes=deas&employeur=aucun"
HOST = "http://testserver"
DAY = "/au/2023-03-27"
ROUTES = "cqp cqp-allege fae embauche vae deas-fae deap-fae dei-fae bac-d-abord cqp-acquis".split()  # noqa: SIM905

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def site(_real_rows: real_content.Rows, django_db_blocker: DjangoDbBlocker) -> Iterator[Client]:
    with django_db_blocker.unblock(), transaction.atomic():
        real_content.put(_real_rows)
        careers.shelf.shelf.clear()
        yield Client()
        transaction.set_rollback(True)


def page(client: Client, path: str, status: int = 200) -> Node:
    response = client.get(path, follow=True)
    assert response.status_code == status
    return parse(response.content.decode())


def canonical(html: Node) -> list[str]:
    return [link.attributes["href"] for link in html.find("link", rel="canonical")]


def is_noindex(html: Node) -> bool:
    return any("noindex" in node.attributes["content"] for node in html.find("meta", name="robots"))


def data(html: Node) -> list[dict[str, Any]]:
    return [json.loads("".join(map(str, node.parts))) for node in html.find("script", type="application/ld+json")]


# --- Which page is the page -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("/", "/", id="home"),
        pytest.param("/?utm_source=x", "/", id="unknown-parameters"),
        pytest.param(JOB, JOB, id="job"),
        pytest.param(f"{JOB}salaire/", f"{JOB}salaire/", id="leaflet"),
        pytest.param(f"{JOB}voies/cqp/", f"{JOB}voies/cqp/", id="route"),
        pytest.param(f"{JOB}sources/?nature=press&page=2", f"{JOB}sources/", id="filtered-sources"),
        pytest.param(f"{JOB}sources/?page=2", f"{JOB}sources/?page=2", id="second-page-of-sources"),
        pytest.param(f"{JOB}sources/?page=1", f"{JOB}sources/", id="first-page-said-in-full"),
        pytest.param(f"{JOB}desaccords/?page=2", f"{JOB}desaccords/?page=2", id="second-page-of-disagreements"),
        pytest.param(f"{DAY}{JOB}salaire/", f"{JOB}salaire/", id="another-day"),
        pytest.param(f"{JOB}salaire/?au=27/03/2023", f"{JOB}salaire/", id="another-day-as-a-parameter"),
        pytest.param("/integrer/", "/integrer/", id="for-partners"),
    ],
)
def test_a_page_names_the_one_address_it_is_known_by(site, path, expected):
    assert canonical(page(site, path)) == [HOST + expected]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        pytest.param(f"{JOB}eligibilite/", 200, id="first-question"),
        pytest.param(f"{JOB}eligibilite/verifier/{ANSWERS}", 200, id="check"),
        pytest.param(f"{JOB}eligibilite/resultat/{ANSWERS}", 200, id="result"),
        pytest.param(f"{JOB}voies/cqp/{ANSWERS}", 200, id="route-with-answers"),
        pytest.param("/recherche/?q=salaire", 200, id="search-results"),
        pytest.param(f"/integrer{JOB}eligibilite/", 200, id="framed"),
        pytest.param("/nulle-part/", 404, id="no-such-page"),
        pytest.param(f"{JOB}sources/personne/", 404, id="no-such-source"),
        pytest.param(f"{JOB}?au=demain", 400, id="no-such-day"),
    ],
)
def test_what_is_not_to_be_found_says_so_and_nothing_to_machines(site, path, status):
    html = page(site, path, status)
    assert is_noindex(html)
    assert canonical(html) == []
    assert data(html) == []


def test_another_day_says_nothing_to_machines_but_where_today_is(site):
    for path in (f"{DAY}{JOB}salaire/", f"{DAY}{JOB}voies/cqp/", f"{DAY}/"):
        assert is_noindex(page(site, path))
        assert data(page(site, path)) == []


@pytest.mark.parametrize("path", ["/", JOB, f"{JOB}salaire/", f"{JOB}eligibilite/"])
def test_a_messenger_shows_what_the_page_says_of_itself(site, path):
    html = page(site, path)
    card = {
        node.attributes.get("property") or node.attributes["name"]: node.attributes["content"]
        for node in html.find("meta")
        if "content" in node.attributes and not node.attributes.get("name", "").startswith("theme")
    }
    assert card["og:title"] == html.find("title")[0].text_with_spaces
    assert card["og:description"] == card["description"]
    assert card["og:locale"] == "fr_FR"
    assert card["twitter:card"] == "summary_large_image"
    picture = site_settings.BASE_DIR / card["og:image"].removeprefix(f"{HOST}/")
    assert picture.read_bytes()[16:24] == (1200).to_bytes(4, "big") + (630).to_bytes(4, "big")


@pytest.mark.parametrize("path", ["/sitemap.xml", "/robots.txt", f"{JOB}editions.atom", JOB, "/integrer/"])
def test_the_operator_says_how_the_site_is_called(site, settings, path):
    settings.SITE_URL = "https://passerelle.example"
    text = site.get(path).content.decode()
    assert "https://passerelle.example/" in text
    assert HOST not in text


def test_behind_a_proxy_addresses_are_those_visitors_see(site, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    html = parse(site.get("/", headers={"X-Forwarded-Proto": "https", "Host": "testserver"}).content.decode())
    assert canonical(html) == ["https://testserver/"]


@pytest.mark.parametrize(
    ("written", "understood"),
    [
        ("", ""),
        ("https://passerelle.example", "https://passerelle.example"),
        ("https://passerelle.example/", "https://passerelle.example"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("passerelle.example", None),
        ("https://passerelle.example/site", None),
        ("ftp://passerelle.example", None),
        ("https://", None),
        ('https://a"b', None),
    ],
)
def test_the_name_of_the_site_is_an_address_without_a_path(monkeypatch, written, understood):
    monkeypatch.setenv("SITE_URL", written)
    if understood is None:
        with pytest.raises(ImproperlyConfigured, match="SITE_URL"):
            environment.site_url("SITE_URL")
    else:
        assert environment.site_url("SITE_URL") == understood


# --- What it shows ----------------------------------------------------------------------------------------------------

DATED = re.compile(r"\d{4}-\d\d-\d\d")
LASTING = {"H": "h", "M": "mois"}
MEANT = {"EUR": "€", "MONTH": "par mois"}
NOT_SHOWN = {"@type", "@context", "position"}


def values(block: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(block, dict):
        for key, value in block.items():
            yield from values(value, key)
    elif isinstance(block, list):
        for value in block:
            yield from values(value, name)
    elif name not in NOT_SHOWN:
        yield name, block


def shown_as(name: str, value: str | float) -> list[str]:
    """What a visitor reads of a value."""
    if isinstance(value, int | float):
        return [euros(Decimal(str(value)))]
    if value in MEANT:
        return [MEANT[value]]
    if DATED.fullmatch(value):
        return [partial_dates.in_french(value)]
    if name == "timeToComplete":
        (number, unit), *_ = re.findall(r"^PT?(\d+)([HM])$", value)
        return [f"{int(number):,} {LASTING[unit]}".replace(",", " ")]
    if name == "programPrerequisites":
        return value.removeprefix("Il suffit de l’un de ces cas : ").split(" ; ")
    return [value]


@pytest.mark.parametrize("path", [f"{JOB}salaire/", *(f"{JOB}voies/{route}/" for route in ROUTES)])
def test_machines_read_nothing_a_visitor_does_not(site, path):
    html = page(site, path)
    visible = plain(html.text).casefold()
    anchors = {node.attributes["id"] for node in html.walk() if "id" in node.attributes}
    links = {HOST + link.attributes["href"] for link in html.find("a")}
    for block in data(html):
        for name, value in values(block):
            if name == "item":
                assert value in links
            elif name == "url":
                assert value.startswith(f"{HOST}{path}#")
                assert urlsplit(value).fragment in anchors
            else:
                for text in shown_as(name, value):
                    assert plain(text).casefold() in visible, (name, value)


@pytest.mark.parametrize(
    ("path", "kinds"),
    [
        pytest.param("/", [], id="home"),
        pytest.param(JOB, ["BreadcrumbList"], id="job"),
        pytest.param(f"{JOB}missions/", ["BreadcrumbList"], id="leaflet"),
        pytest.param(f"{JOB}salaire/", ["BreadcrumbList", "Occupation"], id="pay"),
        pytest.param(f"{JOB}voies/cqp/", ["BreadcrumbList", "EducationalOccupationalProgram"], id="one-training"),
        pytest.param(
            f"{JOB}voies/deas-fae/", ["BreadcrumbList", *["EducationalOccupationalProgram"] * 2], id="two-trainings"
        ),
        pytest.param(f"{JOB}voies/cqp-acquis/", ["BreadcrumbList"], id="no-training"),
        pytest.param(f"{JOB}sources/arr-2019/", ["BreadcrumbList"], id="source"),
    ],
)
def test_each_page_tells_what_it_is_about(site, path, kinds):
    blocks = data(page(site, path))
    assert [block["@type"] for block in blocks] == kinds
    assert {block["@context"] for block in blocks} <= {"https://schema.org"}


def test_the_trail_is_the_one_on_the_page(site):
    (trail,) = data(page(site, f"{JOB}sources/arr-2019/"))
    steps = [(step["position"], step.get("item", "").removeprefix(HOST)) for step in trail["itemListElement"]]
    assert steps == [(1, "/"), (2, f"{JOB}sources/"), (3, "")]


def test_the_course_lasts_279_hours_for_machines_too(site):
    program = data(page(site, f"{JOB}voies/cqp/"))[1]
    assert program["timeToComplete"] == "PT279H"
    assert program["educationalCredentialAwarded"]["name"] == "CQP Assistant médical"
    assert "bac" in program["programPrerequisites"]
    assert "un an" not in program["programPrerequisites"]  # nobody is sure of that case


def test_the_pay_is_a_minimum_with_its_date(site):
    (salary,) = data(page(site, f"{JOB}salaire/"))[1]["estimatedSalary"]
    assert salary["value"] == {"@type": "QuantitativeValue", "minValue": 1867.02, "unitText": "MONTH"}
    assert salary["validFrom"] == "2026-06-01"


@pytest.mark.parametrize("nasty", ["</script><b>", "<!--", "a & b", "\u2028", "]]>"])
def test_a_text_can_not_end_a_block_of_data(nasty):
    html = json_ld({"name": nasty})
    inside = html.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set("<>&\u2028") & set(inside)
    assert json.loads(inside)["name"] == nasty


# --- The map, and when pages changed ----------------------------------------------------------------------------------


def mapped(client: Client) -> dict[str, str]:
    root = ET.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 - our own
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    return {
        url.findtext("s:loc", "", space).removeprefix(HOST): url.findtext("s:lastmod", "", space)
        for url in root.findall("s:url", space)
    }


def test_the_map_lists_pages_that_are_there_and_may_be_kept(site):
    for path in mapped(site):
        html = page(site, path)
        assert canonical(html) == [HOST + path]
        assert not is_noindex(html)


def test_the_map_lists_what_can_be_reached(site):
    found, to_see = set(), ["/plan-du-site/"]
    while to_see:
        path = to_see.pop()
        html = page(site, path)
        found.add(path)
        links = {link.attributes["href"].partition("#")[0] for link in html.find("a")}
        to_see += [
            link
            for link in links
            if link.startswith("/") and "?" not in link and link.endswith("/") and link not in {*found, *to_see}
        ]
    kept = {path for path in found if not is_noindex(page(site, path))}
    assert kept - set(mapped(site)) <= {"/recherche/", "/entretien/"}


def test_the_map_people_read_names_what_machines_are_told(site):
    """But the page of each source, which the page of the sources names."""
    links = {link.attributes["href"] for link in page(site, "/plan-du-site/").find("a")}
    told = {path for path in mapped(site) if not re.match(f"{JOB}sources/.", path)}
    assert told - links == set()


def test_the_map_of_another_day_stays_in_that_day(site):
    links = {link.attributes["href"] for link in page(site, f"{DAY}/plan-du-site/").find("a")}
    assert {f"{DAY}{JOB}voies/{route}/" for route in ROUTES} <= links


def test_the_map_asks_the_database_nothing_once_made(site, django_assert_num_queries):
    site.get("/sitemap.xml")
    with django_assert_num_queries(0):
        site.get("/sitemap.xml")


# --- For machines that ask by name ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "is_left_alone"),
    [
        ("/", False),
        (JOB, False),
        (f"{JOB}eligibilite/", False),  # it says itself that it is not to be kept
        (f"{JOB}eligibilite/{ANSWERS}", True),
        (f"{JOB}eligibilite/resultat/{ANSWERS}", True),
        (f"{JOB}eligibilite/verifier/{ANSWERS}", True),
        (f"/integrer{JOB}eligibilite/{ANSWERS}", True),
        ("/integrer/", False),
        ("/admin/", True),
        (f"{DAY}{JOB}", True),
        (f"{JOB}?au=27/03/2023", True),
        (f"{JOB}sources/?nature=press&au=2023-03-27", True),
        (f"{JOB}sources/?page=2", False),
        ("/code/", False),
        ("/code/ABCD-EFGH-IJKLM/", True),
        ("/recherche/", False),
        ("/recherche/?q=bac", True),
        ("/static/css/passerelle.css", False),
    ],
)
def test_robots_leave_answers_and_other_days_alone(client, path, is_left_alone):
    text = client.get("/robots.txt").content.decode()
    rules = [line.removeprefix("Disallow: ") for line in text.splitlines() if line.startswith("Disallow")]
    patterns = [re.compile(re.escape(rule).replace(r"\*", ".*")) for rule in rules]
    assert any(pattern.match(path) for pattern in patterns) == is_left_alone


def test_robots_are_told_where_the_map_is(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    assert response.content.decode().splitlines()[-1] == f"Sitemap: {HOST}/sitemap.xml"


def test_the_icons_of_the_manifest_are_as_large_as_they_say(client):
    response = client.get("/manifest.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    for icon in response.json()["icons"]:
        content = (site_settings.BASE_DIR / icon["src"].removeprefix("/")).read_bytes()
        if icon["type"] == "image/png":
            assert f"{int.from_bytes(content[16:20], 'big')}x{int.from_bytes(content[20:24], 'big')}" == icon["sizes"]
    assert {link.attributes["href"] for link in parse(client.get("/nulle-part/").content.decode()).find("link")}


@pytest.mark.parametrize("path", ["/favicon.ico", "/apple-touch-icon.png", "/integrer/hauteur.js"])
def test_addresses_that_stay_lead_to_files_that_are_there(client, path):
    response = client.get(path)
    assert response.status_code == 302
    assert (site_settings.BASE_DIR / response["Location"].removeprefix("/")).is_file()


@pytest.mark.parametrize("path", ["/robots.txt", "/sitemap.xml", "/manifest.webmanifest", "/integrer/hauteur.js"])
def test_machines_only_read(client, path):
    assert client.post(path).status_code == 405
