"""A form sent too late loses nothing: after the session, and from before a new login."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from careers.models import Claim
from tests import factories
from tests.careers.markup import parse
from tests.editing import held, opened, page, typed

pytestmark = pytest.mark.django_db

NOW = 1795334400

SAME_SITE = {"Origin": "http://testserver"}


@pytest.fixture
def claire():
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create_superuser("claire"))
    return client


@pytest.fixture
def claim():
    return factories.ClaimFactory(wording="La formation dure 279 heures.")


def address_of(row):
    return page(type(row), "change", row.pk)


def test_a_form_sent_after_the_session_comes_back_and_is_saved_after_a_new_login(claire, claim):
    address = address_of(claim)
    written = typed(opened(claire, address), wording="Une longue phrase.\nEt une autre.")
    claire.session.flush()

    late = claire.post(address, written, headers=SAME_SITE)

    assert late.status_code == 403
    assert "Votre session est terminée. Ce que vous avez écrit est gardé dans cette page." in parse(late.text).text
    assert "no-store" in late.headers["Cache-Control"]
    claire.force_login(User.objects.get(username="claire"))  # in another tab
    assert claire.post(address, held(late.text), headers=SAME_SITE).status_code == 302
    claim.refresh_from_db()
    assert claim.wording == "Une longue phrase.\nEt une autre."


def test_a_form_from_before_a_new_login_comes_back_with_a_new_code(claire, claim):
    """Logging in changes the code every form carries: without a script the page does not know."""
    address = address_of(claim)
    written = typed(opened(claire, address), wording="Une autre phrase.", csrfmiddlewaretoken="a" * 64)

    refused = claire.post(address, written, headers=SAME_SITE)

    assert refused.status_code == 403
    assert "Cette page était ouverte avant votre dernière connexion." in refused.text
    assert claire.post(address, held(refused.text), headers=SAME_SITE).status_code == 302
    claim.refresh_from_db()
    assert claim.wording == "Une autre phrase."


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Origin": "https://ailleurs.example"}, id="another-origin"),
        pytest.param({"Origin": "null"}, id="no-origin-said"),
        pytest.param({"Referer": "http://ailleurs.example/page"}, id="another-page"),
        pytest.param({}, id="nothing-said"),
    ],
)
def test_what_another_site_sends_is_never_offered_again(claire, claim, headers):
    written = typed(opened(claire, address_of(claim)), wording="Piège.", csrfmiddlewaretoken="a" * 64)

    refused = claire.post(address_of(claim), written, headers=headers)

    assert refused.status_code == 403
    assert "Piège." not in refused.text


def test_a_conflict_is_still_seen_after_a_late_save(claire, claim):
    address = address_of(claim)
    written = typed(opened(claire, address), wording="La mienne.")
    claire.session.flush()
    late = claire.post(address, written, headers=SAME_SITE)
    Claim.objects.filter(pk=claim.pk).update(wording="La leur.")
    claire.force_login(User.objects.get(username="claire"))

    answer = claire.post(address, held(late.text), headers=SAME_SITE)

    assert answer.status_code == 409
    assert "La mienne." in answer.text
    assert "La leur." in answer.text


def test_pages_are_still_asked_for_a_login_by_going_there(claire, claim):
    claire.session.flush()

    answer = claire.get(address_of(claim))

    assert (answer.status_code, answer.url) == (302, f"{reverse('admin:login')}?next={address_of(claim)}")


def test_the_script_learns_whether_the_session_lasts(claire):
    assert set(claire.get(reverse("admin:session")).json()) == {"token"}
    claire.session.flush()
    assert claire.get(reverse("admin:session")).status_code == 302


@pytest.mark.parametrize(
    ("began", "minutes"),
    [pytest.param(None, 120, id="idle"), pytest.param(11.5 * 3600, 30, id="longest")],
)
def test_forms_say_when_the_session_ends(client, claim, time_machine, began, minutes):
    time_machine.move_to("2026-11-22 09:00:00+01:00", tick=False)
    client.force_login(User.objects.create_superuser("claire"))
    if began is not None:
        session = client.session
        session["began"] = NOW - int(began)
        session.save()

    shown = parse(client.get(address_of(claim)).text)

    (notice,) = [node for node in shown.walk() if "data-session-ends" in node.attributes]
    assert int(notice.attributes["data-session-ends"]) == (NOW + minutes * 60) * 1000
