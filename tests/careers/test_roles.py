"""What each role may do, as a table; and what nobody may."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from careers import roles
from careers.models import Claim, Edition
from tests import factories, people

pytestmark = pytest.mark.django_db

WHO = ["rédaction", "publication", "administration", "", "everything"]
FACTS, RULES, ACCOUNTS = "/admin/careers/claim/", "/admin/pathways/accesscase/", "/admin/auth/user/"

#                         rédaction, publication, administration, no role, everything
TABLE = {
    "the desk": ("/admin/", (200, 200, 200, 200, 200)),
    "the state of drafts": ("/admin/brouillons/", (200, 200, 200, 200, 200)),
    "preview": ("/admin/apercu/metiers/assistant-medical/", (200, 200, 200, 200, 200)),
    "look at facts": (FACTS, (200, 200, 200, 403, 200)),
    "add a fact": (f"{FACTS}add/", (200, 200, 403, 403, 200)),
    "look at rules": (RULES, (200, 200, 200, 403, 200)),
    "add a rule": (f"{RULES}add/", (200, 200, 403, 403, 200)),
    "look at editions": ("/admin/careers/edition/", (200, 200, 200, 403, 200)),
    "look at accounts": (ACCOUNTS, (403, 403, 200, 403, 200)),
    "add an account": (f"{ACCOUNTS}add/", (403, 403, 200, 403, 200)),
    "reset a second factor": ("/admin/comptes/{}/double-verification/", (403, 403, 200, 403, 200)),
    "journal of actions": ("/admin/admin/logentry/", (403, 403, 200, 403, 200)),
    "journal of logins": ("/admin/axes/accesslog/", (403, 403, 200, 403, 200)),
    "journal of refusals": ("/admin/axes/accessfailurelog/", (403, 403, 200, 403, 200)),
    "roles": ("/admin/auth/group/", (404, 404, 404, 404, 404)),
    "keys of telephones": ("/admin/otp_totp/totpdevice/", (404, 404, 404, 404, 404)),
    "codes on paper": ("/admin/otp_static/staticdevice/", (404, 404, 404, 404, 404)),
}


@pytest.mark.parametrize("who", WHO)
def test_pages_of_each_role(client, small_edition, who):
    user = people.person(role=who)
    client.force_login(user)

    answers = {what: client.get(address.format(user.pk)).status_code for what, (address, _) in TABLE.items()}

    assert answers == {what: expected[WHO.index(who)] for what, (_, expected) in TABLE.items()}


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("make", [factories.ClaimFactory, factories.AccessCaseFactory], ids=["fact", "rule"])
def test_who_deletes(client, make, who):
    row = make()
    client.force_login(people.person(role=who))

    client.post(f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/delete/", {"post": "yes"})

    may = who in {"rédaction", "publication", "everything"}
    assert type(row).objects.filter(pk=row.pk).exists() is not may


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("make", [factories.ClaimFactory, factories.AccessCaseFactory], ids=["fact", "rule"])
def test_who_changes(client, make, who):
    row = make()
    client.force_login(people.person(role=who))

    answer = client.get(f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/")

    may = who in {"rédaction", "publication", "everything"}
    assert ('name="_save"' in answer.text) is may
    assert answer.status_code == (403 if who == "" else 200)


def test_who_publishes():
    may = {who: people.person(f"p-{number}", who).has_perm("careers.publish_edition") for number, who in enumerate(WHO)}

    assert may == {"rédaction": False, "publication": True, "administration": False, "": False, "everything": True}


def test_nobody_is_given_what_changes_editions_or_deletes_careers():
    people.make_roles()
    given = set(Permission.objects.filter(group__isnull=False).values_list("codename", flat=True))

    assert not given & {"add_edition", "change_edition", "delete_edition", "delete_career", "delete_user"}


def test_everything_that_is_edited_is_in_the_roles_that_edit():
    """A new model without its permissions would be a page only those with all rights can see."""
    people.make_roles()
    ours = [model for app in ("careers", "pathways") for model in apps.get_app_config(app).get_models()]
    edited = [model for model in ours if _is_edited(model, ours)]

    for role in (roles.WRITING, roles.PUBLISHING):
        given = set(Group.objects.get(name=role).permissions.values_list("codename", flat=True))
        assert [model for model in edited if f"change_{model._meta.model_name}" not in given] == []
    given = set(Group.objects.get(name=roles.ADMINISTERING).permissions.values_list("codename", flat=True))
    assert [model for model in edited if f"view_{model._meta.model_name}" not in given] == []


def _is_edited(model: type[models.Model], ours: list[type[models.Model]]) -> bool:
    """On a page of its own, or in the rows of something that has one. What is only counted or published is not."""
    if admin.site.is_registered(model):
        return model is not Edition
    return any(field.related_model in ours for field in model._meta.fields if field.is_relation)


def test_roles_are_made_again_without_taking_anything_away():
    people.make_roles()
    group = Group.objects.get(name=roles.WRITING)
    own = Permission.objects.get(codename="view_user")
    group.permissions.add(own)
    before = group.permissions.count()

    people.make_roles()

    assert group.permissions.count() == before
    assert Group.objects.filter(name__in=people.ROLES).count() == len(people.ROLES)


def test_a_permission_that_is_not_there_is_refused():
    with pytest.raises(LookupError, match="publish_everything"):
        roles.grant(apps, "default", "careers", roles.WRITING, ["publish_everything"])


# --- Accounts ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def administrator(client):
    user = people.person("admine", "administration")
    client.force_login(user)
    return user


NEW = {"username": "paul", "password1": people.PASSWORD, "password2": people.PASSWORD, "first_name": "Paul"}


def test_account_is_opened_with_a_role(client, administrator):
    role = Group.objects.get(name="rédaction")

    answer = client.post(f"{ACCOUNTS}add/", NEW | {"groups": [role.pk]})

    assert answer.status_code == 302, answer.context["errors"]
    paul = User.objects.get(username="paul")
    assert (paul.is_staff, paul.is_superuser, [*paul.groups.all()]) == (True, False, [role])
    assert client.login(username="paul", password=people.PASSWORD)


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        pytest.param({"password1": "court", "password2": "court"}, "trop court", id="too short"),
        pytest.param({"password1": "motdepasse", "password2": "motdepasse"}, "trop", id="common"),
        pytest.param({"password1": "837465920174", "password2": "837465920174"}, "entièrement numérique", id="digits"),
        pytest.param({"password2": "autre chose 2027"}, "ne correspondent pas", id="typed otherwise"),
        pytest.param({"username": "admine"}, "existe déjà", id="name taken"),
    ],
)
def test_account_is_refused(client, administrator, typed, refusal):
    answer = client.post(f"{ACCOUNTS}add/", NEW | typed)

    assert answer.status_code == 200
    assert refusal in answer.text
    assert not User.objects.filter(username="paul").exists()
    assert 'value="Paul"' in answer.text


def _form_of(user, **changes):
    return {"username": user.username, "first_name": "", "last_name": "", "is_active": "on"} | changes


def test_administrator_gives_a_new_password(client, administrator):
    paul = people.person("paul")
    address = f"{ACCOUNTS}{paul.pk}/password/"

    refused = client.post(address, {"password1": "court", "password2": "court"})
    given = client.post(address, {"password1": "un tout nouveau 2027", "password2": "un tout nouveau 2027"})

    assert "trop court" in refused.text
    assert given.status_code == 302
    paul.refresh_from_db()
    assert paul.check_password("un tout nouveau 2027")


def test_administrator_gives_no_more_rights_than_roles(client, administrator):
    paul = people.person("paul")

    client.post(f"{ACCOUNTS}{paul.pk}/change/", _form_of(paul, first_name="Paul", is_superuser="on", is_staff=""))

    paul.refresh_from_db()
    assert (paul.first_name, paul.is_superuser, paul.is_staff) == ("Paul", False, True)


def test_administrator_does_nothing_to_those_with_all_rights(client, administrator):
    above = people.person("patronne", "everything")
    people.telephone(above)
    attempts = [
        client.post(f"{ACCOUNTS}{above.pk}/change/", _form_of(above, username="autre")),
        client.post(
            f"{ACCOUNTS}{above.pk}/password/", {"password1": "nouveau mot 2027", "password2": "nouveau mot 2027"}
        ),
        client.post(f"/admin/comptes/{above.pk}/double-verification/"),
    ]

    assert [answer.status_code for answer in attempts] == [403, 403, 403]
    above.refresh_from_db()
    assert above.username == "patronne"
    assert above.check_password(people.PASSWORD)
    assert above.totpdevice_set.exists()


def test_account_is_closed_and_never_deleted(client, administrator):
    paul = people.person("paul", "rédaction")
    inside = client.__class__()
    inside.force_login(paul)

    assert client.post(f"{ACCOUNTS}{paul.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post(f"{ACCOUNTS}{paul.pk}/change/", _form_of(paul, is_active=""))

    assert User.objects.filter(pk=paul.pk, is_active=False).exists()
    assert inside.get("/admin/").status_code == 302


def test_list_of_accounts_asks_as_much_for_three_as_for_none(client, administrator, django_assert_num_queries):
    client.get(ACCOUNTS)
    with CaptureQueriesContext(connection) as before:
        client.get(ACCOUNTS)
    for name in ("un", "deux", "trois"):
        people.person(name, "rédaction")

    with django_assert_num_queries(len(before)):
        shown = client.get(ACCOUNTS)

    assert shown.text.count("rédaction") >= 3


# --- Journals ---------------------------------------------------------------------------------------------------------


def test_what_was_done_is_in_the_journal_with_who_and_on_what(client, administrator):
    paul = people.person("paul")
    client.post(f"{ACCOUNTS}{paul.pk}/change/", _form_of(paul, first_name="Paul"))

    shown = client.get("/admin/admin/logentry/").text

    assert "admine" in shown
    assert "prénom" in shown.lower()
    assert f'<a href="{ACCOUNTS}{paul.pk}/change/">paul</a>' in shown


def test_history_of_an_account_is_its_lines_of_the_journal(client, administrator):
    paul, anna = people.person("paul"), people.person("anna")
    for account in (paul, anna):
        client.post(f"{ACCOUNTS}{account.pk}/change/", _form_of(account, first_name="Autre"))

    shown = client.get(f"{ACCOUNTS}{paul.pk}/history/", follow=True)

    assert [entry.object_id for entry in shown.context["cl"].queryset] == [str(paul.pk)]


@pytest.mark.parametrize("name", ["admin/logentry", "axes/accesslog", "axes/accessfailurelog"])
def test_journals_are_only_read(client, name):
    client.force_login(people.person(role="everything"))

    assert client.get(f"/admin/{name}/add/").status_code == 403
    assert "Ajouter" not in client.get(f"/admin/{name}/").text


def test_journal_filters_by_what_was_changed(client, administrator):
    claim = factories.ClaimFactory()
    writer = people.person("paul", "everything")
    client.force_login(writer)
    client.post(f"{FACTS}{claim.pk}/delete/", {"post": "yes"})
    client.post(f"{ACCOUNTS}{administrator.pk}/change/", _form_of(administrator))
    [of_claims] = [kind for kind in _kinds(client) if kind[1] == Claim._meta.verbose_name]

    shown = client.get("/admin/admin/logentry/", {"sur": of_claims[0]})

    assert [entry.object_id for entry in shown.context["cl"].queryset] == [str(claim.pk)]


def _kinds(client):
    [chosen] = [
        spec for spec in client.get("/admin/admin/logentry/").context["cl"].filter_specs if spec.title[:2] == "ce"
    ]
    return chosen.lookup_choices
