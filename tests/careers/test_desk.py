"""The desk: what waits, for whom, in how many queries; and how far drafts are from what visitors see."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.utils.html import escape

from careers import editions
from careers.admin import desk
from careers.models import Claim, Standing
from tests import factories, people

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)
DESK, DRAFTS = "/admin/", "/admin/brouillons/"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime(2026, 11, 22, 9, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def counsellor(client):
    user = people.person("claire", "rédaction", first_name="Claire")
    client.force_login(user)
    return user


def test_desk_is_shown_in_few_queries(client, settings, small_edition, django_assert_max_num_queries):
    factories.ClaimFactory.create_batch(3, review_on=TODAY)
    factories.DisagreementFactory.create_batch(3, is_settled=False)
    settings.SECOND_FACTOR = True
    user = people.person("claire", "rédaction", first_name="Claire")
    device = people.telephone(user)
    client.force_login(user)
    client.post("/admin/second-facteur/", {"code": people.code(device.key)})
    client.get(DESK)  # the edition in force is on the shelf, the session was written this minute

    with django_assert_max_num_queries(14):
        shown = client.get(DESK)

    assert "Bonjour Claire" in shown.text
    assert "Édition 1 en ligne" in shown.text


def test_contents_follow_the_work_of_a_counsellor(client):
    client.force_login(people.person(role="everything"))

    drawers = client.get(DESK).context["app_list"]

    assert [drawer["name"] for drawer in drawers] == [
        "Les faits",
        "Les sources et leurs désaccords",
        "Les voies et les règles",
        "Publier",
        "Les comptes",
    ]
    assert all(entry["words"] for drawer in drawers for entry in drawer["models"])


@pytest.mark.parametrize(
    ("role", "names"),
    [
        pytest.param("", ["Les comptes"], id="no role: only one's own second factor"),
        pytest.param("administration", ["Les faits", "Les comptes"], id="accounts, and the facts to read"),
        pytest.param("rédaction", ["Les faits", "Publier"], id="facts and rules"),
    ],
)
def test_contents_are_those_one_may_open(client, role, names):
    client.force_login(people.person(role=role))

    found = {drawer["name"]: [entry["name"] for entry in drawer["models"]] for drawer in _drawers(client)}

    assert set(names) <= set(found)
    assert ("utilisateurs" in [name.lower() for name in found["Les comptes"]]) is (role == "administration")
    assert "Double vérification" in found["Les comptes"]


def _drawers(client):
    return client.get(DESK).context["app_list"]


# --- Cards ------------------------------------------------------------------------------------------------------------


def test_cards_of_other_apps_take_their_place(client, counsellor, monkeypatch):
    monkeypatch.setattr(desk, "_cards", [])
    desk.card(order=2)(lambda request: "<h2>Deuxième</h2>")
    desk.card(order=3)(lambda request: "")
    desk.card(order=1)(lambda request: "Première")

    assert client.get(DESK).context["cards"] == ["Première", "<h2>Deuxième</h2>"]


def _card(client, heading):
    [found] = [str(card) for card in client.get(DESK).context["cards"] if f"<h2>{heading}</h2>" in card]
    return found


def test_facts_to_review_are_named_and_all_are_one_link_away(client, counsellor):
    for days in range(7):
        factories.ClaimFactory(wording=f"Fait numéro {days}.", review_on=TODAY - timedelta(days=days))
    factories.ClaimFactory(wording="Plus tard.", review_on=TODAY + timedelta(days=1))

    card = _card(client, "À relire")

    assert "7 faits dont la date de relecture est passée" in card
    assert [f"numéro {days}" in card for days in range(7)] == [False, False, True, True, True, True, True]
    assert "Plus tard" not in card
    assert client.get("/admin/careers/claim/?relecture=retard").context["cl"].result_count == 7


@pytest.mark.parametrize(
    ("claim", "is_named"),
    [
        pytest.param({"valid_until": "2027-02"}, False, id="its month ends later than in 90 days"),
        pytest.param({"valid_until": "2027-02-20"}, True, id="ends in 90 days"),
        pytest.param({"valid_until": "2027-02-21"}, False, id="ends in 91 days"),
        pytest.param({"valid_until": "2026"}, True, id="ends with the year"),
        pytest.param({"valid_until": "2020"}, True, id="has ended and is still shown"),
        pytest.param({"valid_until": "2026", "is_shown": False}, False, id="not shown"),
        pytest.param({"valid_until": "2026", "standing": Standing.SUPERSEDED}, False, id="replaced"),
        pytest.param({"valid_until": "bientôt"}, False, id="a date nobody can read"),
    ],
)
def test_facts_that_end_soon_are_named(client, counsellor, claim, is_named):
    row = factories.ClaimFactory(wording="Le fait qui prend fin.")
    other = factories.ClaimFactory(wording="Un autre.")
    Claim.objects.filter(pk=row.pk).update(**claim, superseded_by=other if "standing" in claim else None)

    card = _card(client, "À relire")

    assert ("Le fait qui prend fin." in card) is is_named
    if is_named:
        address = f"/admin/careers/claim/?id__in={row.pk}"
        assert f'href="{address}"' in card
        assert [*client.get(address).context["cl"].queryset] == [row]


def test_nothing_to_review_is_said(client, counsellor):
    assert "Aucune date de relecture n’est passée." in _card(client, "À relire")


def test_open_disagreements_are_named(client, counsellor):
    opened = factories.DisagreementFactory(subject="Combien gagne-t-on ?", is_settled=False)
    factories.DisagreementFactory(subject="Qui paie ?", is_settled=True)

    card = _card(client, "Désaccords à trancher")

    assert f'<a href="/admin/careers/disagreement/{opened.pk}/change/">Combien gagne-t-on ?</a>' in card
    assert "Qui paie ?" not in card
    assert [*client.get("/admin/careers/disagreement/?is_settled__exact=0").context["cl"].queryset] == [opened]


def test_last_editions_say_who_and_why(client, counsellor, small_edition):
    editions.publish_again(
        small_edition, by="Paul", note="Retour <en> arrière", at=datetime(2026, 11, 22, 10, tzinfo=UTC)
    )

    card = _card(client, "Dernières éditions")

    assert card.index("Édition 2") < card.index("Édition 1")
    assert "par Paul, reprend l’édition 1" in " ".join(card.split())
    assert escape("Retour <en> arrière") in card


def test_own_changes_lead_back_to_what_was_changed(client):
    user = people.person(role="everything")
    client.force_login(user)
    other = people.person("paul")
    client.post(f"/admin/auth/user/{other.pk}/change/", {"username": "paul", "first_name": "Paul", "is_active": "on"})

    card = _card(client, "Vos derniers gestes")

    assert f'<a href="/admin/auth/user/{other.pk}/change/">paul</a>, modification le 22 novembre' in card


@pytest.mark.parametrize(("has_telephone", "is_offered"), [(False, True), (True, False)])
def test_second_factor_is_offered_to_who_has_none(client, has_telephone, is_offered):
    user = people.person(role="rédaction")
    if has_telephone:
        device = people.telephone(user)
        client.force_login(user)
        client.post("/admin/second-facteur/", {"code": people.code(device.key)})
    else:
        client.force_login(user)

    assert ("Protégez votre compte" in client.get(DESK).text) is is_offered


# --- The state of drafts ----------------------------------------------------------------------------------------------


def _state(client):
    page = client.get(DRAFTS)
    assert page.status_code == 200
    state = page.text[page.text.index('id="etat"') :]
    return " ".join(state[: state.index("</div>")].split())


def test_draft_that_was_just_published(client, counsellor, small_edition):
    assert "Brouillon&nbsp;: identique à l’édition 1. <br> Rien n’empêche de publier." in _state(client)


def test_changes_since_the_edition_are_counted(client, counsellor, small_edition):
    claim = Claim.objects.get(code="duree")
    claim.wording = "La formation dure 280 heures."
    claim.save()
    factories.ClaimFactory(code="nouveau")

    assert "Brouillon&nbsp;: 3 changements depuis l’édition 1." in _state(client)  # its new source is the third


def test_problems_that_forbid_to_publish_are_counted(client, counsellor, small_edition):
    factories.ClaimFactory(sources=[])

    assert "1 problème empêche de publier." in _state(client)


def test_draft_never_published(client, counsellor):
    factories.CareerFactory()

    assert "Brouillon jamais publié." in _state(client)


def test_edition_nobody_can_read_any_more(client, counsellor, small_edition):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE careers_edition SET document = '{}'")

    assert "L’édition 1 ne se laisse plus lire" in _state(client)
    assert client.get(DESK).status_code == 200


def test_one_draft_nobody_can_read_hides_neither_the_desk_nor_the_others(
    client, counsellor, small_edition, monkeypatch
):
    broken = factories.CareerFactory(code="autre-metier", title="Autre métier")
    read = editions.read_draft
    monkeypatch.setattr(editions, "read_draft", lambda career: int("?") if career == broken else read(career))

    state = _state(client)

    assert "Le brouillon ne se laisse pas lire." in state
    assert "identique à l’édition 1" in state
    assert client.get(DESK).status_code == 200
