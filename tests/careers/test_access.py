"""Who enters the workshop: password, second factor, codes on paper, pauses after wrong ones, the end of sessions."""

import re
import runpy
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from axes.helpers import get_client_ip_address
from axes.models import AccessFailureLog
from django.contrib.auth.models import User
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from careers import access
from config.sessions import BEGAN, SEEN
from tests import people
from tests.test_repository import ROOT

pytestmark = pytest.mark.django_db

DESK, LOGIN = "/admin/", "/admin/login/"
GIVE, NEW, CODES, MINE = (f"/admin/second-facteur/{end}" for end in ("", "activer/", "codes/", "le-mien/"))
FACTS = "/admin/careers/claim/"


def log_in(client, user, **extra):
    return client.post(LOGIN, {"username": user.username, "password": people.PASSWORD}, **extra)


def whereto(answer):
    """The address a page leads to, its query without escapes."""
    return (answer.get("Location") or "").replace("%2F", "/")


# --- Who enters -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("is_demanded", "has_telephone", "password_leads_to"),
    [
        pytest.param(False, False, DESK, id="offered, none: enters"),
        pytest.param(False, True, GIVE, id="offered, one: gives it"),
        pytest.param(True, False, NEW, id="demanded, none: registers one"),
        pytest.param(True, True, GIVE, id="demanded, one: gives it"),
    ],
)
def test_where_the_password_leads(client, settings, is_demanded, has_telephone, password_leads_to):
    settings.SECOND_FACTOR = is_demanded
    user = people.person(role="rédaction")
    if has_telephone:
        people.telephone(user)

    answer = client.post(LOGIN, {"username": user.username, "password": people.PASSWORD}, follow=True)

    assert answer.request["PATH_INFO"] == password_leads_to
    is_inside = password_leads_to == DESK
    for page in (FACTS, "/admin/apercu/", "/admin/brouillons/"):
        assert (client.get(page).status_code != 302) is is_inside, page


@pytest.mark.parametrize(
    ("name", "password"),
    [
        pytest.param("claire", "autre chose", id="wrong password"),
        pytest.param("personne", people.PASSWORD, id="nobody of that name"),
        pytest.param("closed", people.PASSWORD, id="closed account"),
        pytest.param("visitor", people.PASSWORD, id="not of the workshop"),
    ],
)
def test_refusals_say_the_same_of_everybody(client, name, password):
    people.person("claire")
    people.person("closed", is_active=False)
    User.objects.create_user("visitor", password=people.PASSWORD)

    answer = client.post(LOGIN, {"username": name, "password": password})

    assert answer.status_code == 200
    assert "Ce nom et ce mot de passe ne vont pas ensemble." in answer.text
    assert f'value="{name}"' in answer.text
    assert not access.is_staff(answer.wsgi_request.user)


def test_page_asked_for_is_reached_after_both(client):
    user = people.person(role="rédaction")
    device = people.telephone(user)

    at_the_door = client.get(f"{FACTS}?q=bac", follow=True)
    asked = client.post(f"{LOGIN}?next={FACTS}", {"username": "claire", "password": people.PASSWORD, "next": FACTS})
    second = client.get(client.get(whereto(asked))["Location"])
    inside = client.post(second["Location"], {"code": people.code(device.key)})

    assert at_the_door.request["PATH_INFO"] == LOGIN
    assert whereto(second) == f"{GIVE}?next={FACTS}"
    assert whereto(inside) == FACTS


@pytest.mark.parametrize("elsewhere", ["https://ailleurs.example/", "//ailleurs.example/", "javascript:alert(1)"])
def test_nobody_is_led_elsewhere(client, elsewhere):
    user = people.person()
    device = people.telephone(user)
    log_in(client, user)

    answer = client.post(f"{GIVE}?next={elsewhere}", {"code": people.code(device.key)})

    assert answer["Location"] == DESK


def test_one_may_leave_from_the_door(client):
    user = people.person()
    people.telephone(user)
    log_in(client, user)

    answer = client.post("/admin/logout/")

    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("address", [GIVE, NEW, CODES, MINE])
def test_pages_of_the_door_are_not_for_passers_by(client, address):
    assert whereto(client.get(address)) == f"{LOGIN}?next={address}"


# --- The second factor ------------------------------------------------------------------------------------------------


def enrol(client, key=None):
    client.get(NEW)
    return client.post(NEW, {"code": people.code(key or client.session["second_factor_key"])}, follow=True)


def codes_on(page):
    return re.findall(r"<code>(\w{5} \w{5})</code>", page.text)


@pytest.fixture
def demanded(settings):
    settings.SECOND_FACTOR = True


def test_telephone_is_registered_by_its_first_code(client, demanded):
    user = people.person(role="rédaction")
    log_in(client, user)

    shown = client.get(NEW)
    same = client.get(NEW)
    codes = enrol(client)

    assert '<svg viewBox="0 0 ' in shown.text
    assert "style=" not in shown.text
    assert re.search(r'<code class="cle">([A-Z2-7]{4} ){7}[A-Z2-7]{4}</code>', shown.text)
    assert shown.context["key"] == same.context["key"], "a page loaded again has the square that was scanned"
    assert codes.request["PATH_INFO"] == CODES
    assert len(set(codes_on(codes))) == 10
    assert client.get(DESK).status_code == 200


def test_codes_on_paper_are_shown_until_they_are_noted_and_never_again(client, demanded):
    user = people.person(role="rédaction")
    log_in(client, user)
    first = codes_on(enrol(client))

    again = codes_on(client.get(CODES))
    noted = client.post(CODES)

    assert again == first
    assert whereto(noted) == DESK
    assert whereto(client.get(CODES)) == MINE
    assert "Il vous reste 10 codes" in client.get(MINE).text


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        pytest.param("", "Tapez le code.", id="nothing"),
        pytest.param("000000", "Ce code n’est pas bon.", id="wrong"),
        pytest.param("abcdef", "Ce code n’est pas bon.", id="letters"),
        pytest.param("1" * 40, "au plus 30 caractères", id="too long"),
    ],
)
def test_telephone_without_the_key_is_not_registered(client, demanded, typed, refusal):
    user = people.person()
    log_in(client, user)
    client.get(NEW)

    answer = client.post(NEW, {"code": typed})

    assert refusal in answer.text
    assert "<title>Erreur" in answer.text
    assert not TOTPDevice.objects.exists()
    assert client.get(DESK).status_code == 302


def test_code_is_good_once(client):
    user = people.person()
    device = people.telephone(user)
    typed = people.code(device.key)
    other = Client()
    log_in(client, user)
    log_in(other, user)

    assert client.post(GIVE, {"code": f"{typed[:3]} {typed[3:]}"}).status_code == 302
    assert "Ce code n’est pas bon." in other.post(GIVE, {"code": typed}).text
    assert other.get(DESK).status_code == 302


def test_code_of_the_registration_does_not_open_a_second_time(client, demanded):
    user = people.person()
    log_in(client, user)
    client.get(NEW)
    typed = people.code(client.session["second_factor_key"])
    client.post(NEW, {"code": typed})
    other = Client()
    log_in(other, user)

    assert "Ce code n’est pas bon." in other.post(GIVE, {"code": typed}).text


def test_code_on_paper_opens_once(client, demanded):
    user = people.person()
    log_in(client, user)
    [first, *_] = codes_on(enrol(client))
    found, other = Client(), Client()
    log_in(found, user)
    log_in(other, user)

    inside = found.post(GIVE, {"code": first.upper()}, follow=True)
    again = other.post(GIVE, {"code": first})

    assert "Il vous en reste 9" in inside.text
    assert "Ce code de secours n’est pas bon, ou il a déjà servi." in again.text


def test_code_of_somebody_else_opens_nothing(client):
    user, thief = people.person("claire"), people.person("voleur")
    device = people.telephone(user)
    people.telephone(thief)
    log_in(client, thief)

    assert "Ce code n’est pas bon." in client.post(GIVE, {"code": people.code(device.key)}).text


def test_password_alone_never_replaces_a_telephone(client):
    user = people.person()
    device = people.telephone(user)
    log_in(client, user)

    assert whereto(client.get(NEW)) == GIVE
    assert whereto(client.post(NEW, {"code": "123456"})) == GIVE
    assert [*TOTPDevice.objects.all()] == [device]


def test_who_gave_it_changes_telephones(client):
    user = people.person()
    old = people.telephone(user)
    log_in(client, user)
    client.post(GIVE, {"code": people.code(old.key)})

    codes = enrol(client)

    assert len(codes_on(codes)) == 10
    [new] = TOTPDevice.objects.all()
    assert new.key != old.key
    assert client.get(DESK).status_code == 200


def test_new_codes_on_paper_replace_the_old_ones(client, demanded):
    user = people.person()
    log_in(client, user)
    before = codes_on(enrol(client))
    client.post(CODES)

    after = codes_on(client.post(MINE, follow=True))

    assert len(after) == 10
    assert not set(before) & set(after)
    assert user.staticdevice_set.get().token_set.count() == 10


def test_reset_closes_the_session_and_asks_for_a_new_telephone(client, demanded):
    user = people.person("paul")
    log_in(client, user)
    enrol(client)
    administrator = Client()
    admine = people.person("admine", "administration")
    log_in(administrator, admine)
    enrol(administrator)

    asked = administrator.get(f"/admin/comptes/{user.pk}/double-verification/")
    administrator.post(f"/admin/comptes/{user.pk}/double-verification/")

    assert "Assurez-vous que c’est bien cette personne" in asked.text
    assert client.get(DESK, follow=True).request["PATH_INFO"] == NEW
    assert "Double vérification réinitialisée." in administrator.get("/admin/admin/logentry/").text


# --- Pauses -----------------------------------------------------------------------------------------------------------

HERE, THERE = {"REMOTE_ADDR": "192.0.2.1"}, {"REMOTE_ADDR": "192.0.2.2"}
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def counted(settings):
    settings.AXES_ENABLED = True


def fail(client, name="claire", times=5, **extra):
    return [client.post(LOGIN, {"username": name, "password": "faux"}, **extra) for _ in range(times)]


def test_five_wrong_passwords_and_one_waits(client, counted):
    claire, paul = people.person("claire"), people.person("paul")
    with time_machine.travel(NOON, tick=False) as clock:
        answers = fail(client, **HERE)
        clock.shift(timedelta(minutes=5))
        right = log_in(client, claire, **HERE)
        statuses = {
            "the same person elsewhere": log_in(Client(), claire, **THERE).status_code,
            "somebody else here": log_in(Client(), paul, **HERE).status_code,
        }
        clock.shift(timedelta(minutes=10, seconds=1))
        later = log_in(client, claire, **HERE)

    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert "Réessayez dans 15 minutes." in answers[-1].text
    assert right.status_code == 429
    assert "Réessayez dans 10 minutes." in right.text
    assert right["Retry-After"] == "600"
    assert statuses == {"the same person elsewhere": 302, "somebody else here": 302}
    assert later.status_code == 302


def test_trying_during_the_pause_does_not_make_it_longer(client, counted):
    claire = people.person("claire")
    with time_machine.travel(NOON, tick=False) as clock:
        fail(client, **HERE)
        clock.shift(timedelta(minutes=14))
        [last] = fail(client, times=1, **HERE)
        clock.shift(timedelta(minutes=1, seconds=1))
        later = log_in(client, claire, **HERE)

    assert "Réessayez dans 1 minute." in last.text
    assert later.status_code == 302


def test_good_password_forgets_the_wrong_ones(client, counted):
    claire = people.person("claire")
    fail(client, times=4)
    log_in(client, claire)
    client.post("/admin/logout/")

    assert [answer.status_code for answer in fail(client, times=4)] == [200] * 4


def test_wrong_codes_wait_too(client, counted):
    claire = people.person("claire")
    device = people.telephone(claire)
    with time_machine.travel(NOON, tick=False) as clock:
        log_in(client, claire)
        first = client.post(GIVE, {"code": "000000"})
        at_once = client.post(GIVE, {"code": people.code(device.key)})
        clock.shift(timedelta(seconds=2))
        right = client.post(GIVE, {"code": people.code(device.key)})

    assert "Ce code n’est pas bon." in first.text
    assert "Une petite pause après un code faux. Réessayez dans 1 seconde." in at_once.text
    assert right.status_code == 302


def test_five_wrong_codes_close_the_door_even_to_the_right_one(client, counted):
    claire = people.person("claire")
    device = people.telephone(claire)
    with time_machine.travel(NOON, tick=False) as clock:
        log_in(client, claire)
        answers = []
        for _ in range(5):
            answers.append(client.post(GIVE, {"code": "000000"}).status_code)
            clock.shift(timedelta(seconds=40))
        right = client.post(GIVE, {"code": people.code(device.key)})
        clock.shift(timedelta(minutes=15))
        later = client.post(GIVE, {"code": people.code(device.key)})

    assert answers == [200, 200, 200, 200, 429]
    assert right.status_code == 429
    assert "Réessayez dans 15 minutes." in right.text
    assert later.status_code == 302
    assert AccessFailureLog.objects.filter(username="claire").count() == 5


def test_refusals_are_in_the_journal_without_passwords(client, counted):
    people.person("claire")
    client.post(LOGIN, {"username": "claire", "password": "un secret de trop"})
    administrator = Client()
    administrator.force_login(people.person("admine", "administration"))

    shown = administrator.get("/admin/axes/accessfailurelog/").text

    assert "claire" in shown
    assert "127.0.0.1" in shown
    assert "secret" not in shown


@pytest.mark.parametrize(
    ("is_behind_proxy", "forwarded", "believed"),
    [
        pytest.param(False, "198.51.100.7", "192.0.2.1", id="no proxy: what is claimed is not believed"),
        pytest.param(True, "198.51.100.7", "198.51.100.7", id="proxy: what it says"),
        pytest.param(True, "8.8.8.8, 198.51.100.7", "198.51.100.7", id="proxy: not what came with the request"),
        pytest.param(True, "8.8.8.8, 10.0.0.4", "10.0.0.4", id="proxy: also for an address of one's own network"),
        pytest.param(True, "8.8.8.8, <b>", "192.0.2.1", id="proxy: what is no address is nobody's"),
        pytest.param(True, "", "192.0.2.1", id="proxy: says nothing"),
    ],
)
def test_whose_address_is_counted(rf, settings, is_behind_proxy, forwarded, believed):
    settings.AXES_CLIENT_IP_CALLABLE = "config.addresses.seen_by_the_proxy" if is_behind_proxy else None

    assert get_client_ip_address(rf.get("/", headers={"X-Forwarded-For": forwarded}, **HERE)) == believed


@pytest.mark.parametrize(
    ("environment", "is_demanded", "is_proxy_believed"),
    [
        pytest.param({}, False, False, id="one's own machine"),
        pytest.param({"SECOND_FACTOR": "yes"}, True, False, id="asked for"),
        pytest.param({"BEHIND_TLS_PROXY": "yes"}, False, False, id="no proxy on one's own machine"),
        pytest.param({"PASSERELLE_ENV": "production"}, True, False, id="production"),
        pytest.param({"PASSERELLE_ENV": "production", "BEHIND_TLS_PROXY": "yes"}, True, True, id="behind a proxy"),
    ],
)
def test_what_settings_demand(monkeypatch, environment, is_demanded, is_proxy_believed):
    given = {"SECRET_KEY": "abcdefghij" * 6, "ALLOWED_HOSTS": "a.example", "PASSERELLE_ENV": "local"} | environment
    for name in ("SECOND_FACTOR", "BEHIND_TLS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)

    settings = runpy.run_path(str(ROOT / "config/settings.py"))

    assert settings["SECOND_FACTOR"] is is_demanded
    assert ("AXES_CLIENT_IP_CALLABLE" in settings) is is_proxy_believed


# --- The end of a session ---------------------------------------------------------------------------------------------


def test_session_ends_after_two_hours_without_a_page(client):
    with time_machine.travel(NOON, tick=False) as clock:
        client.force_login(people.person(role="everything"))
        client.get(DESK)
        for _ in range(3):
            clock.shift(timedelta(minutes=119))
            assert client.get(DESK).status_code == 200
        clock.shift(timedelta(minutes=121))
        assert client.get(DESK).status_code == 302


def test_session_ends_after_half_a_day_whatever_one_does(client):
    with time_machine.travel(NOON, tick=False) as clock:
        client.force_login(people.person(role="everything"))
        client.get(DESK)
        for _ in range(7):
            clock.shift(timedelta(minutes=100))
            assert client.get(DESK).status_code == 200
        clock.shift(timedelta(minutes=21))
        assert client.get(DESK).status_code == 302
        log_in(client, User.objects.get())
        assert client.get(DESK).status_code == 200


def test_session_is_written_at_most_once_a_minute(client):
    with time_machine.travel(NOON, tick=False) as clock:
        client.force_login(people.person(role="everything"))
        client.get(DESK)
        first = client.session[SEEN]
        clock.shift(timedelta(seconds=59))
        client.get(DESK)
        assert client.session[SEEN] == first
        clock.shift(timedelta(seconds=1))
        client.get(DESK)
        assert client.session[SEEN] == first + 60
        assert client.session[BEGAN] == first


def test_who_has_no_cookie_is_given_none(client):
    answer = client.get(LOGIN)

    assert "sessionid" not in answer.cookies


def test_cookies_stay_in_the_workshop(client):
    answer = log_in(client, people.person(role="everything"))

    cookie = answer.cookies["sessionid"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/admin/", True, "Lax")
    assert int(cookie["max-age"]) == 2 * 3600


# --- Words ------------------------------------------------------------------------------------------------------------

ENGLISH = re.compile(
    r"\b(log (in|out)|password|username|user|token|device|welcome|delete|add|save|home|search|filter|history|"
    r"please|yes|skip|first name|last name|active|staff|group|select|access|attempt|failure|lock|otp|totp|static|"
    r"recent|none|view|site|today|now|close|submit|confirm|raw|algorithm|enter|error)\b",
    re.IGNORECASE,
)
FRENCH_TOO = {"site", "active", "static", "error"}
NAMES = ("Google Authenticator", "Microsoft Authenticator")


def english_in(page):
    """English words a reader or a screen reader would meet."""
    body = re.sub(r"<(script|style|symbol)\b.*?</\1>", " ", page, flags=re.DOTALL)
    spoken = " ".join(re.findall(r'(?:alt|title|placeholder|aria-label|type="submit" value)="([^"]*)"', body))
    read = re.sub(r"<[^>]*>", " ", body)
    return {
        word.lower() for word in re.findall(r"[A-Za-zÀ-ÿ]+", _without_names(f"{spoken} {read}")) if _is_english(word)
    }


def _without_names(text):
    for name in NAMES:
        text = text.replace(name, "")
    return re.sub(r"\b[A-Za-z0-9+/]{30,}={0,2}\b|otpauth:\S+|/admin/\S*", "", text)


def _is_english(word):
    return bool(ENGLISH.fullmatch(word)) and word.lower() not in FRENCH_TOO


def test_no_english_at_the_door(client, demanded):
    user = people.person("claire", "rédaction")
    pages = [client.get(LOGIN), client.post(LOGIN, {"username": "claire", "password": "faux"}), client.post(LOGIN, {})]
    log_in(client, user)
    pages += [client.get(NEW), client.post(NEW, {"code": "1"}), enrol(client), client.get(MINE)]
    other = Client()
    log_in(other, user)
    pages += [other.get(GIVE), other.post(GIVE, {"code": "1"}), other.post("/admin/logout/")]

    assert {page.request["PATH_INFO"]: english_in(page.text) for page in pages if english_in(page.text)} == {}


INSIDE = [
    DESK,
    "/admin/brouillons/",
    MINE,
    "/admin/password_change/",
    "/admin/auth/user/",
    "/admin/auth/user/add/",
    "/admin/auth/user/{}/change/",
    "/admin/auth/user/{}/password/",
    "/admin/comptes/{}/double-verification/",
    "/admin/admin/logentry/",
    "/admin/axes/accesslog/",
    "/admin/axes/accessfailurelog/",
    FACTS,
    "/admin/careers/edition/",
]


@pytest.mark.parametrize("address", INSIDE)
def test_no_english_inside(client, small_edition, address):
    user = people.person(role="everything", first_name="Claire")
    client.force_login(user)

    shown = client.get(address.format(user.pk))

    assert shown.status_code == 200
    assert english_in(shown.text) == set()


def test_refusals_are_pages_of_ours_in_french(client):
    client.force_login(people.person(role="rédaction"))
    careful = Client(enforce_csrf_checks=True)

    forbidden = client.get("/admin/auth/user/")
    refused = careful.post(LOGIN, {"username": "claire"})

    assert (forbidden.status_code, refused.status_code) == (403, 403)
    assert "Cette page n’est pas ouverte à votre rôle." in forbidden.text
    assert "Ce formulaire n’a pas été accepté." in refused.text
