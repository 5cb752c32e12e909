"""What the addresses of the workshop say is as little believed as those of the site: no failure, whatever is asked."""

from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from careers.admin.site import _pages
from tests import people
from tests.security.addresses import WORKSHOP, captures, filled, real
from tests.security.hostile import MARK, STRINGS, fuzzed, names_in, queried, quoted, strings

pytestmark = pytest.mark.django_db

OWN_KEYS = [
    "metier",
    "de",
    "a",
    "periode",
    "depuis",
    "next",
    "diplomes",
    "q",
    "o",
    "p",
    "e",
    "all",
    "_popup",
    "_to_field",
]
STRANGE = [
    *("markup", "markup in quotes", "a template", "a format", "SQL", "another site", "a header", "NUL"),
    *("control characters", "beyond the plane", "half a character", "not a number", "huge", "a power", "negative"),
    *("other digits", "day", "far day", "path", "half a percent"),
]
"""A page of the workshop costs more than one of the site: the others differ in nothing that matters here."""


@pytest.fixture
def inside(client, small_edition):
    client.force_login(people.person(role="everything"))
    return client


def assert_no_failure(response, asked):
    assert response.status_code < 500, asked
    if response.get("Content-Type", "").startswith("text/html"):
        assert not any(MARK in name for name in names_in(response.text)), asked
    if response.status_code in {301, 302}:
        parts = urlsplit(response["Location"])
        assert (parts.scheme, parts.netloc) == ("", ""), (asked, response["Location"])


def filters_of(model_admin):
    """The parameters of a list: those its filters read, and those any of its columns takes."""
    fields = [each[0] if isinstance(each, tuple) else each for each in model_admin.list_filter]
    names = [field if isinstance(field, str) else getattr(field, "parameter_name", "") for field in fields]
    found = [
        f"{name}{end}" for name in names if name for end in ("", "__exact", "__id__exact", "__in", "__isnull", "__gte")
    ]
    return [
        *found,
        "id__exact",
        "pk__in",
        "id__regex",
        "password__startswith",
        "career__code",
        "q",
        "o",
        "p",
        "e",
        "all",
    ]


MODELS = sorted(
    ((model, admin.site.get_model_admin(model)) for model in apps.get_models() if admin.site.is_registered(model)),
    key=lambda item: item[0]._meta.label,
)


@pytest.mark.parametrize(("model", "model_admin"), MODELS, ids=[model._meta.label for model, _ in MODELS])
def test_list_with_any_value_of_its_parameters(inside, model, model_admin):
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    strange = [STRINGS[name] for name in STRANGE]
    for number, name in enumerate(filters_of(model_admin)):
        worst = ("\x00", "9" * 30, "x,\x00")  # what databases can't compare with
        typed = worst[number // 2 % 3] if number % 2 else strange[number * 3 % len(strange)]
        asked = f"{address}?{queried([(name, typed)])}"
        assert_no_failure(inside.get(asked), asked)


@pytest.mark.parametrize(("model", "model_admin"), MODELS, ids=[model._meta.label for model, _ in MODELS])
def test_what_is_ticked_in_a_list(inside, rf, model, model_admin):
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    request = rf.get(address)
    request.user = User.objects.get()
    for action in model_admin.get_actions(request) or ["delete_selected"]:
        for ticked in ("9" * 30, "x,\x00", "", "-1"):
            response = inside.post(address, {"action": action, "_selected_action": ticked, "index": 0})
            assert_no_failure(response, (address, action, ticked))


@pytest.mark.parametrize("name", STRANGE)
def test_search_of_lists(inside, name):
    for address in ("/admin/careers/claim/", "/admin/careers/source/", "/admin/auth/user/"):
        for key in ("q", "o", "p"):
            asked = f"{address}?{queried([(key, STRINGS[name])])}"
            assert_no_failure(inside.get(asked), asked)


@pytest.mark.parametrize("name", STRANGE[::2])
def test_own_page_with_any_value_of_its_parameters(inside, name):
    for page in _pages.values():
        if captures(f"admin/{page.route}"):
            continue
        asked = f"/admin/{page.route}?{queried([(key, STRINGS[name]) for key in OWN_KEYS])}"
        assert_no_failure(inside.get(asked), asked)
    for key in ("de", "a", "depuis", "periode"):
        path = {"depuis": "/admin/pathways/witnesscase/add/", "periode": "/admin/statistiques/"}.get(
            key, "/admin/versions/comparer/"
        )
        asked = f"{path}?{queried([('metier', 'assistant-medical'), ('de', '1'), ('a', '1'), (key, STRINGS[name])])}"
        assert_no_failure(inside.get(asked), asked)


@pytest.mark.parametrize("name", [*STRANGE, "9" * 30])
def test_string_in_the_path(inside, name):
    """One of each kind of address: those of a model are the same for all."""
    kinds = [
        route
        for route in WORKSHOP
        if captures(route)
        and not route.startswith(("admin/apercu/", "admin/axes/", "admin/admin/", "admin/pathways/"))
        and not (route.startswith("admin/careers/") and "/claim/" not in route)
    ]
    part = quoted(STRINGS.get(name, name)) or "x"
    for route in kinds:
        asked = filled(route, lambda _: part)
        assert_no_failure(inside.get(asked), asked)


AUTOCOMPLETE = {"app_label": "careers", "model_name": "claim", "field_name": "career", "term": "x"}


@pytest.mark.parametrize("key", AUTOCOMPLETE)
@pytest.mark.parametrize(
    "typed", ["\x00", "9" * 40, "", "' OR 1=1", "\ud800"], ids=["NUL", "huge", "nothing", "SQL", "half"]
)
def test_completion(inside, key, typed):
    asked = f"/admin/autocomplete/?{queried([*(AUTOCOMPLETE | {key: typed}).items()])}"

    assert_no_failure(inside.get(asked), asked)


@tries(fuzzed, max_examples=40)
@given(
    route=st.sampled_from([route for route in WORKSHOP if "logout" not in route]),
    parts=st.lists(strings, min_size=2, max_size=2),
    pairs=st.lists(st.tuples(st.sampled_from(OWN_KEYS) | strings, strings), max_size=5),
)
def test_any_address_of_the_workshop_with_anything(inside, route, parts, pairs):
    known = iter([*parts, "x", "y"])
    asked = (
        f"{filled(route, lambda name: real(name) if name == 'career' else quoted(next(known)) or 'x')}?{queried(pairs)}"
    )

    assert_no_failure(inside.get(asked), asked)


@pytest.mark.parametrize("name", STRANGE)
def test_login_with_strange_names(client, settings, name):
    settings.AXES_ENABLED = True
    typed = STRINGS[name]
    body = queried([("username", typed), ("password", typed)])

    response = client.post("/admin/login/", body, content_type="application/x-www-form-urlencoded")

    assert_no_failure(response, name)
    assert "_auth_user_id" not in client.session
