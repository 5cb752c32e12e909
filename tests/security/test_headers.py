"""What browsers are told with every answer: what may run, who may frame, what is remembered, what nobody else hears."""

import re

import pytest
from django.test import Client

from config.privacy import NEVER_USED
from tests import people
from tests.careers.markup import parse
from tests.every_page import EVERY_PAGE
from tests.security.hostile import assert_nothing_opened
from tests.settings_of import settings_of

WORKSHOP = {
    "login": "/admin/login/",
    "desk": "/admin/",
    "a list": "/admin/careers/claim/",
    "a form": "/admin/careers/claim/add/",
    "no such page": "/admin/nulle-part/",
    "preview": "/admin/apercu/",
    "second factor": "/admin/second-facteur/activer/",
}
FILES = {
    "style": "/static/css/passerelle.css",
    "script": "/static/js/passerelle.js",
    "picture": "/static/img/icone.svg",
    "robots": "/robots.txt",
    "map": "/sitemap.xml",
    "document": "/metiers/assistant-medical/edition.json",
    "feed": "/metiers/assistant-medical/editions.atom",
    "no such file": "/static/nulle-part.css",
}


def policy(response):
    parts = (part.split() for part in response["Content-Security-Policy"].split(";"))
    return {name: set(values) for name, *values in parts}


def assert_strict(response, *, framed=False):
    found = policy(response)
    assert found["default-src"] == {"'none'"}
    assert found["base-uri"] == {"'none'"}
    assert found["form-action"] == {"'self'"}
    assert found["frame-ancestors"] == ({"*"} if framed else {"'none'"})
    own = {value for name, values in found.items() if name.endswith("-src") for value in values}
    assert own == {"'self'", "'none'"}, "nothing inline, no eval, no other host, no data:"
    assert ("X-Frame-Options" in response) is not framed
    assert framed or response["X-Frame-Options"] == "DENY"
    assert_told(response)


def assert_told(response):
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    refused = dict(part.split("=") for part in response["Permissions-Policy"].split(", "))
    assert refused == dict.fromkeys(NEVER_USED, "()")


@pytest.mark.parametrize("address", EVERY_PAGE.values(), ids=EVERY_PAGE.keys())
def test_public_page(real_pages, client, address):
    response = client.get(address)
    is_framed = address.startswith("/integrer/metiers/")

    assert_strict(response, framed=is_framed)
    assert response["Referrer-Policy"] == "no-referrer"
    assert response.get("Cross-Origin-Resource-Policy", "") == (
        "" if address.startswith("/integrer/") else "same-origin"
    )
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    if "html" in response["Content-Type"]:
        assert_nothing_opened(parse(response.text), address)


@pytest.mark.parametrize("address", FILES.values(), ids=FILES.keys())
def test_file(real_pages, client, address):
    response = client.get(address)
    response.getvalue()  # files are sent from where they lie: read, they are closed

    assert_told(response)
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies
    assert "Access-Control-Allow-Origin" not in response


@pytest.mark.parametrize("address", WORKSHOP.values(), ids=WORKSHOP.keys())
def test_page_of_the_workshop(client, small_edition, address):
    client.force_login(people.person(role="everything"))
    response = client.get(address)

    assert_strict(response)
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert not re.search(r"<[^>]* (?:on\w+|style)=|<script>|javascript:", response.text)


def test_cookies_of_the_workshop_stay_in_it(small_edition):
    client = Client()
    user = people.person(role="everything")
    client.get("/admin/login/")
    client.post("/admin/login/", {"username": user.username, "password": people.PASSWORD})

    assert {
        name: (cookie["path"], cookie["samesite"], cookie["httponly"]) for name, cookie in client.cookies.items()
    } == {
        "csrftoken": ("/admin/", "Lax", True),
        "sessionid": ("/admin/", "Lax", True),
    }


def test_production_speaks_https_only(settings, small_edition):
    production = settings_of(PASSERELLE_ENV="production", SECRET_KEY="abcdefghij" * 6, ALLOWED_HOSTS="testserver")
    for name in ("SECURE_HSTS_SECONDS", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"):
        setattr(settings, name, production[name])
    client = Client()

    plain = client.get("/recherche/?q=bac")
    secure = client.get("/recherche/?q=bac", secure=True)
    login = client.get("/admin/login/", secure=True)

    assert (plain.status_code, plain["Location"]) == (301, "https://testserver/recherche/?q=bac")
    assert secure["Strict-Transport-Security"] == "max-age=31536000"
    assert login.cookies["csrftoken"]["secure"]
    assert production["DEBUG"] is False


@pytest.mark.parametrize(
    ("environment", "is_believed"),
    [
        pytest.param({}, False, id="no proxy"),
        pytest.param({"BEHIND_TLS_PROXY": "yes"}, True, id="behind a proxy"),
    ],
)
def test_who_says_that_it_came_by_https(environment, is_believed):
    """Anybody can send the header: it is believed only where the operator said that a proxy sets it."""
    production = settings_of(
        PASSERELLE_ENV="production", SECRET_KEY="abcdefghij" * 6, ALLOWED_HOSTS="a.example", **environment
    )

    assert ("SECURE_PROXY_SSL_HEADER" in production) is is_believed
    assert not production.get("USE_X_FORWARDED_HOST")
