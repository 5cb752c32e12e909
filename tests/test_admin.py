"""The workshop: every model has its page, lists ask the database no more for more rows, editions are only read."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from careers.admin.claims import ClaimAdmin
from careers.models import Career, Claim, Edition, Figure, Source, Topic
from pathways.models import AccessCase, DailyCount, Option
from tests import factories
from tests.factories import CareerFactory, Factory

pytestmark = pytest.mark.django_db

OURS = [model for app in ("careers", "pathways") for model in apps.get_app_config(app).get_models()]
FACTORIES = {factory._meta.model: factory for factory in Factory.__subclasses__()}
PAGES = [model for model in OURS if admin.site.is_registered(model)]
EDITABLE = [model for model in PAGES if model is not Edition]


def name_of(model):
    return model._meta.label_lower


def page(model, action="changelist", *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{action}", args=args)


def make(model, count=1):
    """Rows of their own careers' only one, each with its own relations."""
    return FACTORIES[model].create_batch(count)


def test_every_model_has_a_page_or_is_written_on_the_page_of_another():
    inlined = {inline.model for model in PAGES for inline in admin.site.get_model_admin(model).inlines}
    details = {detail.model for detail in ClaimAdmin.details}

    unread = {DailyCount}  # nobody reads counts one by one: numbers under five are never shown
    assert {*PAGES, *inlined, *details, *unread} == set(OURS)


def test_index_speaks_french(admin_client):
    index = admin_client.get(reverse("admin:index")).text

    assert "Passerelle, l’atelier" in index
    assert "Le bureau" in index
    assert all(str(model._meta.verbose_name_plural).capitalize() in index for model in PAGES if model is not Option)


@pytest.mark.parametrize("model", OURS, ids=name_of)
def test_names_are_written_for_counsellors(model):
    names = [model._meta.verbose_name, *(field.verbose_name for field in model._meta.fields if field.name != "id")]

    assert all(name == name.strip() and (name[0].islower() or name[0] == "«") for name in names), names


@pytest.mark.parametrize("model", EDITABLE, ids=name_of)
def test_everything_a_model_knows_is_on_its_page(model):
    own = admin.site.get_model_admin(model)
    shown = flatten_fieldsets(own.fieldsets or [(None, {"fields": own.fields or []})])
    inlined = {inline.model for inline in own.inlines}
    fields = [*model._meta.fields, *model._meta.many_to_many]

    forgotten = {field.name for field in fields if field.editable and not field.primary_key} - set(shown)

    assert {name for name in forgotten if _through(model, name) not in inlined} == set()


def _through(model, name):
    return getattr(model._meta.get_field(name).remote_field, "through", None)


@pytest.mark.parametrize("model", EDITABLE, ids=name_of)
def test_pages_of_a_model_open(admin_client, model):
    [row] = make(model)

    listed = admin_client.get(page(model))
    added = admin_client.get(page(model, "add"))
    changed = admin_client.get(page(model, "change", row.pk))

    assert (listed.status_code, added.status_code, changed.status_code) == (200, 200, 200)
    assert page(model, "change", row.pk) in listed.text
    assert 'name="_save"' in added.text
    assert 'name="_save"' in changed.text


@pytest.mark.parametrize("model", [model for model in PAGES if model is not Career], ids=name_of)
def test_list_asks_as_much_for_three_rows_as_for_one(admin_client, django_assert_num_queries, model):
    make(model)
    admin_client.get(page(model))
    with CaptureQueriesContext(connection) as one:
        admin_client.get(page(model))
    make(model, 2)

    with django_assert_num_queries(len(one)):
        admin_client.get(page(model))


def typed(response):
    """What a browser would send if the counsellor pressed "Enregistrer" at once."""
    formsets = [inline.formset for inline in response.context["inline_admin_formsets"]]
    forms = [response.context["adminform"].form]
    forms += [form for formset in formsets for form in (formset.management_form, *formset.forms)]
    values = {bound.html_name: _value(bound) for form in forms for bound in form}
    return {name: value for name, value in values.items() if value not in (None, [], [""])}


def _value(bound):
    if isinstance(bound.value(), bool):
        return "on" if bound.value() else None
    widget = getattr(bound.field.widget, "widget", bound.field.widget)  # the admin wraps those with links beside them
    return widget.format_value(bound.value())


@pytest.mark.parametrize("model", EDITABLE, ids=name_of)
def test_form_saved_as_it_opened_changes_nothing(admin_client, model):
    [row] = make(model)
    before = model.objects.filter(pk=row.pk).values().get()
    address = page(model, "change", row.pk)

    answer = admin_client.post(address, typed(admin_client.get(address)))

    assert answer.status_code == 302, answer.context["errors"]
    assert model.objects.filter(pk=row.pk).values().get() == before


def test_claim_is_written_with_a_date_as_people_type_it(admin_client):
    [source] = make(Source)
    address = page(Claim, "add")
    form = typed(admin_client.get(address))
    mine = {"code": "duree", "topic": Topic.HOURS, "wording": "La formation dure 279 heures.", "as_of": "03/2023"}
    figure = {"name": "heures", "label": "durée", "low": "279", "high": "279", "unit": "hours", "position": 0}
    figures = {f"figures-0-{name}": value for name, value in figure.items()} | {"figures-TOTAL_FORMS": 1}

    answer = admin_client.post(address, form | mine | figures | {"career": CareerFactory().pk, "sources": [source.pk]})

    assert answer.status_code == 302, answer.context["errors"]
    claim = Claim.objects.get()
    assert (claim.code, claim.as_of, [*claim.sources.all()]) == ("duree", "2023-03", [source])
    assert str(claim.figures.get()) == "durée : 279 heures"


def test_constraint_is_said_in_french_on_the_form(admin_client):
    [claim] = make(Claim)
    address = page(Claim, "change", claim.pk)

    answer = admin_client.post(address, typed(admin_client.get(address)) | {"standing": "superseded"})

    assert answer.status_code == 200
    assert "Un fait remplacé ou faux désigne celui qui le remplace ou le corrige." in answer.text


def test_claim_offers_the_detail_of_its_topic_and_those_it_has(admin_client):
    mission = factories.MissionFactory(claim__topic=Topic.HOURS)
    appeal = factories.ClaimFactory(topic=Topic.APPEAL)

    def offered(claim):
        formsets = admin_client.get(page(Claim, "change", claim.pk)).context["inline_admin_formsets"]
        return [inline.opts.model._meta.model_name for inline in formsets]

    assert offered(mission.claim) == ["mission", "figure"]
    assert offered(appeal) == ["advantage", "figure"]


# --- Finding ----------------------------------------------------------------------------------------------------------


def found(admin_client, model, **query):
    return {row.pk for row in admin_client.get(page(model), query).context["cl"].queryset}


def test_claims_are_found_by_what_is_wrong_with_them(admin_client):
    today = localdate()
    late = factories.ClaimFactory(review_on=today)
    soon = factories.ClaimFactory(review_on=today + timedelta(days=30))
    later = factories.ClaimFactory(review_on=today + timedelta(days=31))
    unsourced = factories.ClaimFactory(sources=[])

    assert found(admin_client, Claim, relecture="retard") == {late.pk}
    assert found(admin_client, Claim, relecture="mois") == {soon.pk}
    assert found(admin_client, Claim, relecture="jamais") == {unsourced.pk}
    assert found(admin_client, Claim, source="non") == {unsourced.pk}
    assert found(admin_client, Claim, source="oui") == {late.pk, soon.pk, later.pk}


def test_claims_are_found_by_their_words_and_by_their_sources(admin_client):
    branch = factories.SourceFactory(publisher="CPNEFP des cabinets médicaux")
    claim = factories.ClaimFactory(wording="La formation compte quatre blocs.", sources=[branch])
    factories.ClaimFactory()

    assert found(admin_client, Claim, q="quatre blocs") == {claim.pk}
    assert found(admin_client, Claim, q="cpnefp") == {claim.pk}


@pytest.mark.parametrize(
    ("owner", "case"),
    [
        pytest.param("training", {}, id="training"),
        pytest.param("route", {"training": None, "route": factories.RouteFactory}, id="route"),
        pytest.param("deadline", {"training": None, "deadline": factories.DeadlineFactory}, id="deadline"),
        pytest.param("funding", {"training": None, "funding": factories.FundingFactory}, id="funding"),
        pytest.param("qualifies", {"qualifying": True}, id="qualifies"),
    ],
)
def test_cases_are_found_by_what_they_open(admin_client, owner, case):
    given = {name: value() if callable(value) else value for name, value in case.items()}
    expected = factories.AccessCaseFactory(**given)
    factories.AccessCaseFactory(**({} if owner == "qualifies" else {"qualifying": True}))

    assert found(admin_client, AccessCase, ouvre=owner) == {expected.pk}


@pytest.mark.parametrize(
    ("model", "field", "make_it"),
    [
        ("claim", "sources", lambda: factories.SourceFactory(title="Arrêté du 7 novembre 2019")),
        ("criterion", "options", lambda: factories.OptionFactory(label="Arrêté du 7 novembre 2019")),
        ("training", "hours", lambda: factories.FigureFactory(label="Arrêté du 7 novembre 2019")),
    ],
)
def test_references_are_found_by_typing(admin_client, model, field, make_it):
    row = make_it()
    app = "careers" if model == "claim" else "pathways"

    answer = admin_client.get(
        reverse("admin:autocomplete"),
        {"app_label": app, "model_name": model, "field_name": field, "term": "7 novembre"},
    )

    assert [result["id"] for result in answer.json()["results"]] == [str(row.pk)]


# --- What leans on what -----------------------------------------------------------------------------------------------


def test_source_names_the_claims_that_lean_on_it(admin_client):
    source = factories.SourceFactory()
    claim = factories.ClaimFactory(sources=[source])
    factories.ClaimFactory()

    shown = admin_client.get(page(Source, "change", source.pk))

    assert _linked(shown, Claim) == [claim.pk]


def test_training_names_its_cases_and_leads_to_a_new_one(admin_client):
    case = factories.AccessCaseFactory()
    factories.AccessCaseFactory()

    shown = admin_client.get(page(type(case.training), "change", case.training.pk))

    assert _linked(shown, AccessCase) == [case.pk]
    assert f'href="{page(AccessCase, "add")}?training={case.training.pk}&amp;career={case.career.pk}"' in shown.text


def _linked(response, model):
    rows = model.objects.order_by("pk")
    return [row.pk for row in rows if f'href="{page(model, "change", row.pk)}"' in response.text]


def test_deleting_what_a_rule_needs_names_the_rule_instead(admin_client):
    hours = factories.FigureFactory()
    training = factories.TrainingFactory(hours=hours, name="CQP Assistant médical")

    answer = admin_client.post(page(Figure, "delete", hours.pk), {"post": "yes"})

    assert answer.status_code == 200
    assert page(type(training), "change", training.pk) in answer.text
    assert Figure.objects.filter(pk=hours.pk).exists()


# --- Codes, preview ---------------------------------------------------------------------------------------------------


def test_code_is_not_offered_once_the_row_exists(admin_client):
    [claim] = make(Claim)

    assert 'name="code"' in admin_client.get(page(Claim, "add")).text
    assert 'name="code"' not in admin_client.get(page(Claim, "change", claim.pk)).text


def test_code_of_an_answer_never_changes(admin_client):
    option = factories.OptionFactory(code="bac")
    address = page(type(option.question), "change", option.question.pk)

    answer = admin_client.post(address, typed(admin_client.get(address)) | {"options-0-code": "baccalaureat"})

    assert "Le code d’une réponse ne change jamais" in answer.text
    assert Option.objects.get().code == "bac"


def test_change_page_leads_to_the_preview(admin_client):
    route = factories.RouteFactory(code="cqp")

    shown = admin_client.get(page(type(route), "change", route.pk))

    link = '<a href="/admin/apercu/metiers/assistant-medical/voies/cqp/" class="viewsitelink">'
    assert f"{link}Voir sur le site (brouillon)</a>" in shown.text


@pytest.mark.parametrize("model", EDITABLE, ids=name_of)
def test_preview_shows_the_draft_to_staff_only(admin_client, client, real_edition, model):
    row = model.objects.filter(**{"claims__isnull": False} if model is Source else {}).first()
    address = admin_client.get(page(model, "change", row.pk)).context["preview_url"]

    shown = admin_client.get(address)

    assert (shown.status_code, client.get(address).status_code) == (200, 302)
    assert "Brouillon" in shown.text
    assert "no-store" in shown.headers["Cache-Control"]


# --- Editions are only read -------------------------------------------------------------------------------------------


def role(name):
    """A person of the workshop: someone who may do everything, who may do what is asked for editions, or only look."""
    permissions = {
        "counsellor": Permission.objects.filter(content_type__model="edition"),
        "reader": Permission.objects.filter(codename="view_edition"),
        "stranger": Permission.objects.none(),
        "superuser": Permission.objects.none(),
    }
    user = User.objects.create_user(name, is_staff=True, is_superuser=name == "superuser")
    user.user_permissions.set(permissions[name])
    return user


@pytest.mark.parametrize("name", ["superuser", "counsellor", "reader", "stranger"])
def test_nobody_adds_changes_or_deletes_an_edition(client, small_edition, name):
    before = Edition.objects.values().get()
    client.force_login(role(name))
    pk = small_edition.pk
    attempts = [
        client.post(page(Edition, "add"), {"number": 2, "note": "Autre"}),
        client.post(page(Edition, "change", pk), {"note": "Autre"}),
        client.post(page(Edition, "delete", pk), {"post": "yes"}),
    ]
    client.post(page(Edition), {"action": "delete_selected", "_selected_action": [pk], "post": "yes"})

    assert [answer.status_code for answer in attempts] == [403, 403, 403]
    assert Edition.objects.values().get() == before


@pytest.mark.parametrize(("name", "status"), [("superuser", 200), ("reader", 200), ("stranger", 403)])
def test_edition_is_shown_without_anything_to_press(client, small_edition, name, status):
    client.force_login(role(name))

    shown = client.get(page(Edition, "change", small_edition.pk))

    assert shown.status_code == status
    assert 'name="_save"' not in shown.text
    assert ("La formation dure 279 heures." in shown.text) is (status == 200)
