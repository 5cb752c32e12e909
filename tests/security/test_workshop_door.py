"""Nobody gets into the workshop by any of its addresses: not a passer-by, not a password alone, not another site."""

import re
from unittest import mock

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from tests import people
from tests.security.addresses import DOOR, WORKSHOP, filled, real

pytestmark = pytest.mark.django_db

LOGIN, GIVE, NEW = "/admin/login/", "/admin/second-facteur/", "/admin/second-facteur/activer/"
BEHIND = [route for route in WORKSHOP if route not in DOOR]
FOR_THE_PASSWORD_ALONE = {"admin/second-facteur/", "admin/second-facteur/activer/"}


def is_turned_away(response, *leading_to):
    return response.status_code == 302 and response["Location"].partition("?")[0] in leading_to


def test_table_has_every_address():
    """Found by the resolver: among them those nobody would think of."""
    assert {"admin/jsi18n/", "admin/autocomplete/", "admin/r/<path:content_type_id>/<path:object_id>/"} <= set(BEHIND)
    assert {"admin/importer/", "admin/apercu/", "admin/auth/user/<id>/password/"} <= set(BEHIND)
    assert len(BEHIND) > 200


def test_passer_by_is_led_to_the_login(client, small_edition):
    opened = []
    for route in BEHIND:
        address = filled(route, real)
        read, asked, sent = client.get(address), client.head(address), client.post(address, {"a": "b"})
        if not (is_turned_away(read, LOGIN) and is_turned_away(asked, LOGIN)) or is_let_write(sent):
            opened.append(address)

    assert opened == []


def is_let_write(response):
    """A form sent by who may not write comes back to be sent again, or is refused."""
    return response.status_code not in {302, 403, 405} or (
        response.status_code == 302 and not response["Location"].startswith(LOGIN)
    )


def test_password_without_second_factor_opens_nothing(client, small_edition, settings):
    settings.SECOND_FACTOR = True
    client.force_login(people.person(role="everything"))
    opened = []
    for route in BEHIND:
        address = filled(route, real)
        response = client.get(address)
        if route in FOR_THE_PASSWORD_ALONE:
            assert response.status_code == 200 or is_turned_away(response, NEW)
        elif not is_turned_away(response, LOGIN) or is_let_write(client.post(address, {"a": "b"})):
            opened.append(address)

    assert opened == []


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_no_other_site_sends_a_form(small_edition, method):
    """To any address, also those that take no forms, through somebody who may do everything."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.person(role="everything"))
    before = User.objects.count(), LogEntry.objects.count()
    taken = []
    for route in BEHIND:
        response = getattr(client, method)(filled(route, real), headers={"Origin": "https://ailleurs.example"})
        if response.status_code != 403:
            taken.append(route)

    assert taken == []
    assert (User.objects.count(), LogEntry.objects.count()) == before


@pytest.mark.parametrize("route", DOOR)
def test_no_other_site_logs_somebody_in_or_out(small_edition, route):
    client = Client(enforce_csrf_checks=True)
    user = people.person()

    response = client.post(f"/{route}", {"username": user.username, "password": people.PASSWORD})

    assert response.status_code == 403
    assert "_auth_user_id" not in client.session


def test_link_logs_nobody_out(client):
    client.force_login(people.person())

    assert client.get("/admin/logout/").status_code == 405
    assert "_auth_user_id" in client.session


def test_session_has_another_key_after_each_step_of_the_door(client):
    """A key somebody else put into the browser is worth nothing once its owner is inside."""
    user = people.person()
    device = people.telephone(user)
    session = SessionStore()
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted

    client.post(LOGIN, {"username": user.username, "password": people.PASSWORD})
    after_password = client.cookies["sessionid"].value
    client.post(GIVE, {"code": people.code(device.key)})
    after_code = client.cookies["sessionid"].value
    client.post("/admin/logout/")

    assert len({planted, after_password, after_code}) == 3
    for key in filter(None, (planted, after_password, after_code)):
        assert not SessionStore(key).exists(key), "none of them opens anything any more"


def test_key_of_our_own_is_not_taken_over(client):
    """A session key we never gave is not made ours."""
    client.cookies["sessionid"] = "a" * 32
    user = people.person()

    client.post(LOGIN, {"username": user.username, "password": people.PASSWORD})

    assert client.cookies["sessionid"].value != "a" * 32


ELSEWHERE = [
    "https://ailleurs.example/",
    "//ailleurs.example/",
    "/\\ailleurs.example/",
    "\\\\ailleurs.example/",
    "///ailleurs.example/",
    "http:ailleurs.example",
    "javascript:alert(1)",
    "https:/\\ailleurs.example",
    "https://testserver@ailleurs.example/",
    "https://testserver.ailleurs.example/",
    "\thttps://ailleurs.example/",
    "/admin/\r\nLocation: https://ailleurs.example/",
]


@pytest.mark.parametrize("asked", ELSEWHERE)
def test_login_leads_nowhere_else(client, asked):
    user = people.person()

    answer = client.post(LOGIN, {"username": user.username, "password": people.PASSWORD, "next": asked})
    again = client.get(LOGIN, {"next": asked})

    for location in (answer["Location"], again["Location"]):
        assert location.startswith("/admin/"), location
        assert location.isprintable()


@pytest.mark.parametrize("asked", ELSEWHERE)
def test_logout_leads_nowhere_else(client, asked):
    client.force_login(people.person())

    response = client.post("/admin/logout/", {"next": asked})

    assert response.status_code == 200 or response["Location"].startswith("/admin/")


@pytest.mark.parametrize(
    ("name", "is_there"),
    [
        pytest.param("claire", True, id="wrong password"),
        pytest.param("personne", False, id="nobody"),
        pytest.param("closed", True, id="closed account"),
    ],
)
def test_refusal_takes_as_long_for_nobody_as_for_somebody(client, name, is_there):
    """A password is worked out once, whoever is asked for: what takes time is that, and nothing else."""
    people.person("claire")
    people.person("closed", is_active=False)
    assert User.objects.filter(username=name).exists() is is_there

    with mock.patch.object(MD5PasswordHasher, "encode", autospec=True, side_effect=MD5PasswordHasher.encode) as worked:
        client.post(LOGIN, {"username": name, "password": "faux"})

    assert worked.call_count == 1


@pytest.mark.parametrize("path", ["/admin/password_reset/", "/accounts/password_reset/", "/accounts/login/"])
def test_no_mail_gives_a_password(client, path):
    assert client.get(path, follow=True).request["PATH_INFO"] != path or client.get(path).status_code == 404


# --- Too many tries, behind a proxy -----------------------------------------------------------------------------------


def tries(client, forwarded):
    form = {"username": "claire", "password": "faux"}
    return [client.post(LOGIN, form, headers={"X-Forwarded-For": value}).status_code for value in forwarded]


@pytest.mark.parametrize(
    ("is_behind_proxy", "forwarded", "last"),
    [
        pytest.param(True, [f"198.51.100.{n}, 203.0.113.9" for n in range(5)], 429, id="addresses made up"),
        pytest.param(True, [f"203.0.113.{n}" for n in range(5)], 200, id="five people behind the proxy"),
        pytest.param(False, [f"203.0.113.{n}" for n in range(5)], 429, id="no proxy: nobody is believed"),
        pytest.param(
            True, ["x, 203.0.113.9", "203.0.113.9", ",203.0.113.9", " 203.0.113.9 ", "a,b,203.0.113.9"], 429, id="forms"
        ),
    ],
)
def test_tries_are_counted_by_the_address_the_proxy_saw(client, settings, is_behind_proxy, forwarded, last):
    people.person("claire")
    settings.AXES_ENABLED = True
    settings.AXES_CLIENT_IP_CALLABLE = "config.addresses.seen_by_the_proxy" if is_behind_proxy else None

    assert tries(client, forwarded) == [200, 200, 200, 200, last]


# --- The name one is asked by -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Host": "ailleurs.example"}, id="another site"),
        pytest.param({"Host": "testserver.ailleurs.example"}, id="a longer name"),
        pytest.param({"Host": "testserver:80@ailleurs.example"}, id="a user"),
        pytest.param({"Host": "testserver/x"}, id="a path"),
        pytest.param({"Host": "testserver\x00"}, id="NUL"),
        pytest.param({"Host": '"><script>'}, id="markup"),
        pytest.param({"Host": "a" * 5000}, id="long"),
    ],
)
@pytest.mark.parametrize("path", ["/", LOGIN, "/sitemap.xml", "/robots.txt", "/integrer/"])
def test_name_that_is_not_ours_is_refused(client, small_edition, headers, path):
    response = client.get(path, headers=headers)

    assert response.status_code == 400
    assert "Nous ne savons pas lire cette adresse." in response.text
    assert "ailleurs" not in response.text


@pytest.mark.parametrize(
    "name", ["X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Port"]
)
def test_name_a_header_claims_is_not_believed(client, small_edition, name):
    for path in ("/sitemap.xml", "/integrer/", "/robots.txt", "/"):
        said = client.get(path, headers={name: "ailleurs.example"})
        assert said.status_code == 200
        assert "ailleurs" not in said.text


def test_workshop_is_in_nobodys_frame_and_nobodys_cache(client, small_edition):
    client.force_login(people.person(role="everything"))
    for path in ("/admin/", "/admin/careers/claim/", "/admin/apercu/", "/admin/exporter/", LOGIN):
        response = client.get(path)
        assert response["X-Frame-Options"] == "DENY"
        assert re.search("no-store|private|no-cache", response["Cache-Control"]), path
