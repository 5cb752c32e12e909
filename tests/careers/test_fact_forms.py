"""The form of a fact: what its standing asks for, how it will look, what leans on it."""

from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from careers.models import Aid, Claim, Figure, Source, Topic
from pathways.models import Option
from tests import factories
from tests.careers.markup import parse
from tests.editing import opened, page, typed

pytestmark = pytest.mark.django_db


def address_of(row):
    return page(type(row), "change", row.pk)


def refusals(answer):
    """{field: reasons}, of the form itself."""
    assert answer.status_code == 200, answer.status_code
    return {name: list(why) for name, why in answer.context["adminform"].form.errors.items()}


# --- What a standing asks for -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        pytest.param(
            {"standing": "superseded"},
            {"superseded_by": ["Un fait remplacé ou faux désigne celui qui le remplace ou le corrige."]},
            id="superseded-without-successor",
        ),
        pytest.param(
            {"standing": "refuted"},
            {"superseded_by": ["Un fait remplacé ou faux désigne celui qui le remplace ou le corrige."]},
            id="refuted-without-correction",
        ),
        pytest.param(
            {"standing": "contested", "caveat": "Les sources diffèrent."},
            {"contested_with": ["Un fait contesté désigne celui qui le contredit."]},
            id="contested-without-rival",
        ),
        pytest.param(
            {"standing": "unverified"},
            {"caveat": ["Dites ce qui n’est pas sûr, et à qui demander."]},
            id="unverified-without-caveat",
        ),
        pytest.param(
            {"valid_from": "2024", "valid_until": "2023"},
            {"__all__": ["La date de début est postérieure à la date de fin."]},
            id="ends-before-it-begins",
        ),
        pytest.param(
            {"as_of": "au printemps"},
            {"as_of": ["« au printemps » n’est pas une date. Écrivez 2023, 03/2023 ou 27/03/2023."]},
            id="no-date",
        ),
        pytest.param(
            {"review_on": "mars 2027"},
            {"review_on": ["« mars 2027 » n’est pas un jour. Écrivez 27/03/2023 ou 27 mars 2023."]},
            id="no-day",
        ),
        pytest.param({"wording": ""}, {"wording": ["Ce champ est obligatoire."]}, id="no-words"),
    ],
)
def test_a_wrong_fact_is_refused_beside_the_field_and_kept_as_typed(admin_client, changes, refused):
    claim = factories.ClaimFactory()
    form = typed(opened(admin_client, address_of(claim)), **changes)

    answer = admin_client.post(address_of(claim), form)

    assert refusals(answer) == refused
    bound = answer.context["adminform"].form
    assert all(bound[name].value() == value for name, value in changes.items())


@pytest.mark.parametrize("name", ["superseded_by", "contested_with"])
def test_a_fact_is_not_its_own_successor_nor_that_of_another_job(admin_client, name):
    claim = factories.ClaimFactory(caveat="À voir.")
    stranger = factories.ClaimFactory(career=factories.CareerFactory(code="autre", title="Autre"))
    standing = {"superseded_by": "superseded", "contested_with": "contested"}[name]

    def sent(other):
        form = typed(opened(admin_client, address_of(claim)), standing=standing, **{name: other.pk})
        return refusals(admin_client.post(address_of(claim), form))[name]

    assert sent(claim) == ["Désignez un autre fait que celui-ci."]
    assert sent(stranger) == ["Ce fait est celui d’un autre métier."]


def test_a_line_of_replacements_does_not_turn_in_circles(admin_client):
    first = factories.ClaimFactory()
    second = factories.ClaimFactory(standing="superseded", superseded_by=first)
    form = typed(opened(admin_client, address_of(first)), standing="superseded", superseded_by=second.pk)

    refused = refusals(admin_client.post(address_of(first), form))

    assert refused == {"superseded_by": ["Ce fait finirait par se remplacer lui-même."]}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"as_of": "mars 2023"}, "2023-03"),
        ({"as_of": "1er août 2023"}, "2023-08-01"),
        ({"as_of": "27/03/2023"}, "2023-03-27"),
        ({"as_of": "2023"}, "2023"),
    ],
)
def test_dates_are_typed_as_people_say_them(admin_client, given, kept):
    claim = factories.ClaimFactory()

    answer = admin_client.post(address_of(claim), typed(opened(admin_client, address_of(claim)), **given))

    assert answer.status_code == 302
    assert Claim.objects.get(pk=claim.pk).as_of == kept


@pytest.mark.parametrize(
    ("amount", "kept"), [("38 000", "38000.00"), ("38\u202f000,50", "38000.50"), ("12.5", "12.50")]
)
def test_amounts_are_typed_in_french(admin_client, amount, kept):
    figure = factories.FigureFactory(unit="eur")
    form = typed(opened(admin_client, address_of(figure)), low=amount, high=amount)

    answer = admin_client.post(address_of(figure), form)

    assert answer.status_code == 302
    assert str(Figure.objects.get(pk=figure.pk).low) == kept


def test_fields_a_standing_does_not_ask_for_are_named_for_the_script(admin_client):
    shown = parse(admin_client.get(page(Claim, "add")).text)

    (standing,) = shown.find("select", id="id_standing")
    assert '"superseded_by": ["superseded", "refuted"]' in standing.attributes["data-shows"]


def test_every_fact_of_the_real_content_is_accepted_as_it_is(admin_client, real_edition):
    """At least one of each topic and standing."""
    seen, refused = set(), {}
    for claim in Claim.objects.order_by("pk"):
        if (claim.topic, claim.standing) in seen:
            continue
        seen.add((claim.topic, claim.standing))
        answer = admin_client.post(address_of(claim), opened(admin_client, address_of(claim)))
        if answer.status_code != 302:
            refused[claim.code] = answer.context["errors"]

    assert refused == {}
    assert len(seen) > 30


# --- As visitors read it ----------------------------------------------------------------------------------------------


def preview(client, form, claim=None):
    name = "careers_claim_statement" if claim else "careers_claim_statement_new"
    return parse(client.post(reverse(f"admin:{name}", args=[claim.pk] if claim else []), form).text)


def test_preview_states_what_is_typed_with_its_sources_and_saves_nothing(admin_client):
    claim = factories.ClaimFactory(wording="La formation dure 279 heures.")
    new = factories.SourceFactory(publisher="CPNEFP", title="Référentiel")
    form = typed(
        opened(admin_client, address_of(claim)),
        wording="La formation dure 300 heures.",
        standing="unverified",
        caveat="À confirmer.",
        sources=[new.pk],
        as_of="n’importe quoi",
    )

    shown = preview(admin_client, form, claim)

    assert "La formation dure 300 heures." in shown.text
    assert "À confirmer" in shown.text
    assert "CPNEFP, Référentiel" in shown.text
    assert [node.attributes["href"] for node in shown.find("a", class_="ref")] == ["#source-1"]
    claim.refresh_from_db()
    assert claim.wording == "La formation dure 279 heures."


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({"is_shown": None}, "Aucune page n’affiche ce fait.", id="hidden"),
        pytest.param({"wording": ""}, "Écrivez la phrase", id="empty"),
        pytest.param({"sources": None}, "Sans source, ce fait empêchera de publier.", id="unsourced"),
    ],
)
def test_preview_says_why_it_shows_nothing(admin_client, changes, words):
    claim = factories.ClaimFactory()

    assert words in preview(admin_client, typed(opened(admin_client, address_of(claim)), **changes), claim).text


def test_a_replaced_fact_is_previewed_below_the_one_that_replaced_it(admin_client):
    old = factories.ClaimFactory(wording="Elle durait 384 heures.", superseded=True)

    shown = preview(admin_client, opened(admin_client, address_of(old)), old)

    assert "Ce fait paraît sous celui qui le remplace." in shown.text
    assert old.superseded_by.wording in shown.text


def test_a_new_fact_is_previewed_before_it_has_a_code(admin_client):
    factories.CareerFactory()
    form = typed(opened(admin_client, page(Claim, "add")), wording="Une phrase.", topic="hours")

    assert "Une phrase." in preview(admin_client, form).text


def test_preview_is_only_for_who_may_see_facts(client):
    claim = factories.ClaimFactory()

    assert client.post(f"/admin/careers/claim/{claim.pk}/phrase/", {}).status_code in (302, 403)


def test_link_to_the_site_leads_to_the_place_of_the_fact(admin_client, real_edition):
    """One fact of each topic, and a replaced one."""
    claims = [Claim.objects.shown().filter(topic=topic, standing="current").first() for topic in Topic.values]
    claims += [Claim.objects.shown().filter(standing="superseded", topic="hours").first()]
    known = [claim for claim in claims if claim]
    missing = []
    for claim in known:
        link = admin_client.get(address_of(claim)).context["preview_url"]
        parts = urlsplit(link)
        shown = admin_client.get(f"{parts.path}?{parts.query}")
        if shown.status_code != 200 or f'id="{parts.fragment}"' not in shown.text:
            missing.append(link)

    assert missing == []
    assert len(known) > 15


# --- What leans on it -------------------------------------------------------------------------------------------------


def rule_with_fact():
    claim = factories.ClaimFactory(wording="Il faut le bac.")
    return claim, factories.AccessCaseFactory(code="cqp-bac", claims=[claim]), "Cas d’accès : cqp-bac"


def rule_with_figure():
    claim = factories.ClaimFactory()
    figure = factories.FigureFactory(claim=claim)
    return claim, factories.TrainingFactory(name="Le CQP", hours=figure), "Formation : Le CQP"


def successor():
    old = factories.ClaimFactory(superseded=True, wording="Elle durait 384 heures.")
    return old.superseded_by, old, "Fait : Elle durait 384 heures."


def disagreement():
    stance = factories.StanceFactory(disagreement__subject="La durée")
    return stance.claim, stance.disagreement, "Version : 279 h, dans Désaccord entre sources : La durée"


def source():
    claim = factories.ClaimFactory(wording="Il faut le bac.")
    return claim.sources.get(), claim, "Fait : Il faut le bac."


def option():
    criterion = factories.CriterionFactory(options=[factories.OptionFactory()], case__code="cqp-bac")
    words = "Critère : cqp-bac : l’une de ces réponses, dans Cas d’accès : cqp-bac"
    return criterion.options.get(), criterion.case, words


def question():
    criterion = factories.CriterionFactory(at_least=True, case__code="cqp-bac")
    return criterion.question, criterion.case, "Critère : cqp-bac : au moins, dans Cas d’accès : cqp-bac"


def training():
    route = factories.RouteFactory(name="Le CQP", trainings=[factories.TrainingFactory()])
    return route.trainings.get(), route, "dans Voie : Le CQP"


USED = [rule_with_fact, rule_with_figure, successor, disagreement, source, option, question, training]


@pytest.mark.parametrize("make", USED, ids=lambda make: make.__name__)
@pytest.mark.parametrize("several", [False, True], ids=["one", "list"])
def test_what_is_needed_is_not_deleted_and_its_uses_are_linked(admin_client, make, several):
    row, user, words = make()
    if several:
        data = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        answer = admin_client.post(page(type(row)), data)
    else:
        answer = admin_client.post(page(type(row), "delete", row.pk), {"post": "yes"})

    assert answer.status_code == 200
    assert type(row).objects.filter(pk=row.pk).exists()
    shown = parse(answer.text)
    assert any(words in item.text for item in shown.find("li"))
    assert address_of(user) in [link.attributes.get("href") for link in shown.find("a")]


def test_what_nothing_needs_is_deleted_with_its_own(admin_client):
    claim = factories.ClaimFactory()
    factories.AidFactory(figure__claim=claim)
    confirm = page(Claim, "delete", claim.pk)

    assert admin_client.post(confirm, opened(admin_client, confirm)).status_code == 302
    assert (Claim.objects.count(), Figure.objects.count(), Aid.objects.count()) == (0, 0, 0)
    assert Source.objects.count() == 1


def test_several_rows_nothing_needs_are_deleted(admin_client):
    claims = factories.ClaimFactory.create_batch(2)
    data = {"action": "delete_selected", "_selected_action": [claim.pk for claim in claims]}
    asked = admin_client.post(page(Claim), data)

    assert "Supprimer tout ceci du brouillon ?" in asked.text
    admin_client.post(page(Claim), data | {"post": "yes"})
    assert not Claim.objects.exists()


@pytest.mark.parametrize(
    ("make", "prefix"), [(option, "options"), (rule_with_figure, "figures")], ids=["option", "figure"]
)
def test_a_row_that_is_needed_is_not_taken_off_its_page(admin_client, make, prefix):
    row, user, _ = make()
    parent = row.question if prefix == "options" else row
    form = typed(opened(admin_client, address_of(parent)), **{f"{prefix}__0__DELETE": "on"})

    answer = admin_client.post(address_of(parent), form)

    assert answer.status_code == 200
    assert "ne peut pas être retiré, car ceci s’en sert" in answer.text
    assert address_of(user) in answer.text
    assert (Option if prefix == "options" else Figure).objects.exists()


def test_source_names_the_rules_that_lean_on_it_through_its_facts(admin_client):
    source = factories.SourceFactory()
    claim = factories.ClaimFactory(sources=[source])
    rows = [
        factories.AccessCaseFactory(claims=[claim]),
        factories.TrainingFactory(hours=factories.FigureFactory(claim=claim)),
        factories.QuestionFactory(),
    ]
    rows[2].claims.add(claim)
    factories.AccessCaseFactory()

    shown = parse(admin_client.get(address_of(source)).text)

    (rules,) = shown.find("div", class_="field-rules")
    links = {link.attributes["href"] for link in rules.find("a")}
    assert links == {address_of(row) for row in rows}


# --- Finding ----------------------------------------------------------------------------------------------------------


def found(admin_client, **query):
    return {claim.code for claim in admin_client.get(page(Claim), query).context["cl"].queryset}


def test_facts_are_found_by_what_the_site_shows_of_them(admin_client):
    factories.ClaimFactory(code="en-vigueur")
    factories.ClaimFactory(code="cache", hidden=True)
    factories.ClaimFactory(code="faux", refuted=True, superseded_by__code="vrai")
    factories.ClaimFactory(code="conteste", contested=True, contested_with__code="rival")
    factories.StanceFactory(claim=Claim.objects.get(code="cache"))

    assert found(admin_client, affiche="non") == {"cache", "faux"}
    assert found(admin_client, affiche="oui") == {"en-vigueur", "vrai", "conteste", "rival"}
    assert found(admin_client, standing="contested") == {"conteste"}
    assert found(admin_client, desaccord="oui") == {"cache"}


def test_search_minds_no_capitals(admin_client):
    claim = factories.ClaimFactory(wording="L’École de santé forme en ALTERNANCE.")

    assert found(admin_client, q="alternance") == {claim.code}
    assert found(admin_client, q="de santé") == {claim.code}
