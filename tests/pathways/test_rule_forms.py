"""The forms of rules: a value that fits its question, cases as sentences, order, the draft tried beside."""

from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from pathways.models import AccessCase, Criterion, Deadline, Funding, Option, Question, Route, StartingPoint, ToDo
from pathways.models import Training as TrainingRow
from tests import factories
from tests.careers.markup import parse
from tests.editing import held, opened, page, typed

pytestmark = pytest.mark.django_db


def address_of(row):
    return page(type(row), "change", row.pk)


@pytest.fixture
def level():
    """A question of choices: niveau-1 (aucun), niveau-2 (bac)."""
    question = factories.QuestionFactory(code="niveau", short="Votre niveau")
    for code, phrase in (("aucun", "aucun diplôme"), ("bac", "le bac")):
        factories.OptionFactory(question=question, code=code, label=phrase.capitalize(), phrase=phrase)
    return question


@pytest.fixture
def years():
    return factories.QuestionFactory(
        number=True, code="secretariat", short="Vos années", condition="avoir {} de secrétariat médical", step="0.5"
    )


@pytest.fixture
def case(level, years):
    """The bac, and three years."""
    case = factories.AccessCaseFactory(code="cqp-bac", training__name="CQP", training__code="cqp")
    factories.CriterionFactory(case=case, question=level, options=[level.options.get(code="bac")], position=10)
    factories.CriterionFactory(case=case, at_least=True, question=years, position=20)
    return case


def row_errors(answer, index):
    assert answer.status_code == 200, answer.status_code
    (formset,) = (inline.formset for inline in answer.context["inline_admin_formsets"])
    return {name: list(why) for name, why in formset.forms[index].errors.items()}


# --- A value that fits ------------------------------------------------------------------------------------------------


def names_shown(node, prefix):
    inputs = [*node.find("input"), *node.find("select")]
    names = {field.attributes.get("name", "").removeprefix(f"{prefix}-") for field in inputs}
    return names & {"options", "threshold", "figure", "trainings"}


@pytest.mark.parametrize(
    ("kind", "question", "shown"),
    [
        ("any-of", "level", {"options"}),
        ("none-of", "level", {"options"}),
        ("at-least", "years", {"threshold", "figure"}),
        ("less-than", "years", {"threshold", "figure"}),
        ("can-enter", "", {"trainings"}),
        ("can-enter", "level", {"trainings"}),
        ("any-of", "years", set()),
        ("at-least", "level", set()),
        ("any-of", "", set()),
        ("", "level", set()),
    ],
)
def test_value_field_fits_the_condition_and_the_question(admin_client, level, years, kind, question, shown):
    factories.TrainingFactory()
    pk = {"level": level.pk, "years": years.pk}.get(question, "")
    data = {"criteria-4-kind": kind, "criteria-4-question": pk}

    answer = admin_client.post(reverse("admin:criterion_value"), data, headers={"HX-Trigger-Name": "criteria-4-kind"})

    assert names_shown(parse(answer.text), "criteria-4") == shown


def test_options_to_tick_are_those_of_the_question(admin_client, level, years):
    other = factories.OptionFactory(label="Ailleurs")
    data = {"criteria-0-kind": "any-of", "criteria-0-question": level.pk}

    answer = admin_client.post(
        reverse("admin:criterion_value"), data, headers={"HX-Trigger-Name": "criteria-0-question"}
    )

    boxes = [box.attributes["value"] for box in parse(answer.text).find("input")]
    assert boxes == [str(pk) for pk in level.options.values_list("pk", flat=True)]
    assert str(other.pk) not in boxes


def test_a_number_says_its_unit_and_its_bounds(admin_client, years):
    data = {"criteria-0-kind": "at-least", "criteria-0-question": years.pk}

    answer = admin_client.post(reverse("admin:criterion_value"), data, headers={"HX-Trigger-Name": "criteria-0-kind"})

    assert "Seuil, en ans" in answer.text
    assert "De 0 à 50, par 0,5." in answer.text


def test_figures_offered_can_be_compared_with_the_question(admin_client, years):
    claim = factories.ClaimFactory()
    three = factories.FigureFactory(claim=claim, low="3", unit="years")
    factories.FigureFactory(claim=claim, low="279", unit="hours")
    data = {"criteria-0-kind": "at-least", "criteria-0-question": years.pk}

    answer = admin_client.post(reverse("admin:criterion_value"), data, headers={"HX-Trigger-Name": "criteria-0-kind"})

    values = [option.attributes["value"] for option in parse(answer.text).find("option")]
    assert values == ["", str(three.pk)]


@pytest.mark.parametrize("name", ["", "criteria-x-kind", "autre-0-kind", "criteria-0-kind-de-plus"])
def test_value_is_asked_by_a_row_only(admin_client, name):
    answer = admin_client.post(reverse("admin:criterion_value"), {}, headers={"HX-Trigger-Name": name})

    assert answer.status_code == 404


# --- Refusals, beside the field ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        pytest.param({"options": None}, {"options": ["Cochez au moins une réponse."]}, id="no-option"),
        pytest.param({"question": None, "options": None}, {"question": ["Choisissez la question."]}, id="no-question"),
        pytest.param({"kind": None}, {"kind": ["Ce champ est obligatoire."]}, id="no-kind"),
        pytest.param(
            {"kind": "at-least"},
            {"kind": ["« Votre niveau » se répond par un choix : prenez « l’une de ces réponses »."]},
            id="threshold-on-a-choice",
        ),
        pytest.param(
            {"question": "years", "options": None},
            {"kind": ["« Vos années » est un nombre : prenez « au moins » ou « moins de »."]},
            id="options-on-a-number",
        ),
        pytest.param(
            {"options": "foreign"},
            {"options": ["Cochez parmi les réponses de cette question."]},
            id="option-of-another-question",
        ),
        pytest.param(
            {"kind": "can-enter"}, {"trainings": ["Cochez au moins une formation."]}, id="can-enter-without-training"
        ),
    ],
)
def test_a_wrong_pair_is_refused_beside_the_field(admin_client, case, level, years, changes, refused):
    foreign = factories.OptionFactory()
    named = {"years": years.pk, "foreign": foreign.pk}
    sent = {f"criteria__0__{name}": named.get(value, value) for name, value in changes.items()}

    answer = admin_client.post(address_of(case), typed(opened(admin_client, address_of(case)), **sent))

    assert row_errors(answer, 0) == refused
    assert all(why in parse(answer.text).text for [why] in refused.values())


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        pytest.param(
            {"threshold": None},
            {"threshold": ["Écrivez le seuil, ou choisissez le fait qui le dit."]},
            id="no-threshold",
        ),
        pytest.param(
            {"figure": "three"},
            {"figure": ["Un seuil, et un seul : le nombre, ou le fait qui le dit."]},
            id="two-thresholds",
        ),
        pytest.param(
            {"threshold": "51"},
            {"threshold": ["Écrivez un nombre au-dessus de 0, et de 50 au plus."]},
            id="above-the-bounds",
        ),
        pytest.param(
            {"threshold": "0"}, {"threshold": ["Écrivez un nombre au-dessus de 0, et de 50 au plus."]}, id="nothing"
        ),
        pytest.param({"threshold": "1,3"}, {"threshold": ["La question se compte par 0,5."]}, id="between-steps"),
        pytest.param({"threshold": "trois"}, {"threshold": ["Saisissez un nombre."]}, id="not-a-number"),
    ],
)
def test_a_wrong_threshold_is_refused_beside_the_field(admin_client, case, changes, refused):
    three = factories.FigureFactory(low="3", unit="years")
    sent = {f"criteria__1__{name}": three.pk if value == "three" else value for name, value in changes.items()}

    answer = admin_client.post(address_of(case), typed(opened(admin_client, address_of(case)), **sent))

    assert row_errors(answer, 1) == refused


def test_without_a_script_the_field_that_fits_comes_with_the_refusal(admin_client, case, years):
    """Condition and question are changed at once; the next page asks for the threshold, then it is saved."""
    form = typed(opened(admin_client, address_of(case)), criteria__0__kind="less-than", criteria__0__question=years.pk)
    asked = admin_client.post(address_of(case), form)

    assert row_errors(asked, 0) == {"threshold": ["Écrivez le seuil, ou choisissez le fait qui le dit."]}
    saved = admin_client.post(address_of(case), typed(held(asked.text), criteria__0__threshold="12,5"))
    assert saved.status_code == 302
    criterion = case.criteria.get(position=10)
    assert (criterion.kind, criterion.question, float(criterion.threshold), criterion.options.count()) == (
        "less-than",
        years,
        12.5,
        0,
    )


def test_a_criterion_is_added_on_the_blank_row(admin_client, case):
    new = {"criteria__2__kind": "can-enter", "criteria__2__trainings": [case.training.pk]}

    answer = admin_client.post(address_of(case), typed(opened(admin_client, address_of(case)), **new))

    assert answer.status_code == 302
    assert [*case.criteria.values_list("kind", "position")] == [("any-of", 10), ("at-least", 20), ("can-enter", 21)]


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        pytest.param(
            {"training": None},
            {"training": ["Dites ce que le cas ouvre : une seule chose parmi les cinq."]},
            id="opens-nothing",
        ),
        pytest.param(
            {"qualifies": "on"},
            {
                "qualifies": [
                    "Un cas ouvre une seule chose : une formation, une voie, un délai, un financement, ou le métier."
                ]
            },
            id="opens-two-things",
        ),
        pytest.param(
            {"valid_from": "1er mars 2026", "valid_until": "01/02/2026"},
            {"valid_until": ["La date de début est postérieure à la date de fin."]},
            id="ends-before-it-begins",
        ),
    ],
)
def test_a_wrong_case_is_refused_beside_the_field(admin_client, case, changes, refused):
    answer = admin_client.post(address_of(case), typed(opened(admin_client, address_of(case)), **changes))

    errors = answer.context["adminform"].form.errors
    assert {name: errors[name] for name in refused} == refused


@pytest.mark.parametrize(
    ("changes", "field", "refused"),
    [
        pytest.param({"condition": "avoir le diplôme"}, "condition", "Écrivez {} une fois", id="no-gap"),
        pytest.param({"condition": "avoir {} et {}"}, "condition", "Écrivez {} une fois", id="two-gaps"),
        pytest.param({"condition": "avoir {nom} {}"}, "condition", "Écrivez {} une fois", id="braces"),
        pytest.param({"unit": None}, "unit", "Dites ce que l’on compte", id="no-unit"),
        pytest.param({"high": "0"}, "high", "doit dépasser la valeur basse", id="no-range"),
        pytest.param({"step": "0"}, "step", "plus grand que zéro", id="no-step"),
    ],
)
def test_a_wrong_question_is_refused_beside_the_field(admin_client, years, changes, field, refused):
    answer = admin_client.post(address_of(years), typed(opened(admin_client, address_of(years)), **changes))

    assert refused in answer.context["adminform"].form.errors[field][0]


# --- The sentence it means --------------------------------------------------------------------------------------------


def sentence(client, case, form):
    address = reverse("admin:pathways_accesscase_sentence", args=[case.pk])
    return parse(client.post(address, form).text).find("p")[0].text


def test_a_case_says_what_it_means(admin_client, case):
    shown = parse(admin_client.get(address_of(case)).text)

    (meaning,) = shown.find("div", class_="sens")
    assert meaning.find("p")[0].text == "Ouverte si : le bac et au moins 3 ans de secrétariat médical."


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({}, "Ouverte si : le bac et au moins 3 ans de secrétariat médical.", id="as-saved"),
        pytest.param(
            {"criteria__1__threshold": "1,5"},
            "Ouverte si : le bac et au moins 1,5 an de secrétariat médical.",
            id="threshold",
        ),
        pytest.param(
            {"criteria__0__DELETE": "on"}, "Ouverte si : au moins 3 ans de secrétariat médical.", id="removed"
        ),
        pytest.param(
            {"criteria__0__kind": "none-of"},
            "Ouverte si : ne pas avoir le bac et au moins 3 ans de secrétariat médical.",
            id="none-of",
        ),
        pytest.param(
            {"criteria__0__options": None},
            "Ouverte si : une condition à compléter et au moins 3 ans de secrétariat médical.",
            id="unfinished",
        ),
        pytest.param(
            {"criteria__0__position": "30"},
            "Ouverte si : au moins 3 ans de secrétariat médical et le bac.",
            id="moved",
        ),
        pytest.param(
            {"certainty": "doubtful"},
            "Ouverte si : peut-être : le bac et au moins 3 ans de secrétariat médical.",
            id="doubtful",
        ),
        pytest.param(
            {"criteria__0__DELETE": "on", "criteria__1__DELETE": "on"},
            "Ouverte si : ouvert à tout le monde : ce cas n’a aucun critère.",
            id="nothing-left",
        ),
    ],
)
def test_sentence_follows_what_is_typed_and_saves_nothing(admin_client, case, changes, words):
    form = typed(opened(admin_client, address_of(case)), **changes)

    assert sentence(admin_client, case, form) == words
    assert [*case.criteria.values_list("kind", "position")] == [("any-of", 10), ("at-least", 20)]


def test_a_training_shows_its_cases_whole(admin_client, case, level):
    doubtful = factories.AccessCaseFactory(
        training=case.training, doubtful=True, sentence="Demandez.", position=case.position + 1
    )
    factories.CriterionFactory(case=doubtful, question=level, options=[level.options.get(code="aucun")])

    shown = parse(admin_client.get(address_of(case.training)).text)

    (together,) = shown.find("div", class_="sens")
    whole = "Ouverte si : le bac et au moins 3 ans de secrétariat médical ; peut-être aussi : aucun diplôme."
    assert together.find("p")[0].text == whole
    cells = [cell.text for cell in shown.find("td", class_="field-meaning")]
    assert cells == [
        "Ouverte si : le bac et au moins 3 ans de secrétariat médical.« Vous avez le bac. »",
        "Ouverte si : peut-être : aucun diplôme.« Demandez. »",
    ]
    assert {address_of(each) for each in (case, doubtful)} <= {a.attributes.get("href") for a in shown.find("a")}


@pytest.mark.parametrize(
    ("owner", "words"),
    [
        ("route", "Ouverte si : le bac."),
        ("deadline", "S’applique si : le bac."),
        ("funding", "Accordé si : le bac."),
        ("training", "Ouverte si : le bac."),
    ],
)
def test_each_owner_has_its_words(admin_client, level, owner, words):
    made = {"route": "RouteFactory", "deadline": "DeadlineFactory", "funding": "FundingFactory"}
    row = getattr(factories, made.get(owner, "TrainingFactory"))()
    case = factories.AccessCaseFactory(**{"training": None, owner: row})
    factories.CriterionFactory(case=case, question=level, options=[level.options.get(code="bac")])

    (together,) = parse(admin_client.get(address_of(row)).text).find("div", class_="sens")

    assert together.find("p")[0].text == words


# --- Order ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("places", "order"),
    [
        pytest.param({"0": "30"}, ["at-least", "any-of"], id="moved-last"),
        pytest.param({"0": "20", "1": "10"}, ["at-least", "any-of"], id="swapped"),
        pytest.param({"0": "20"}, ["any-of", "at-least"], id="the-same-place-twice"),
        pytest.param({"0": None}, ["at-least", "any-of"], id="no-place-is-the-last"),
    ],
)
def test_criteria_are_put_in_order_with_their_places(admin_client, case, places, order):
    sent = {f"criteria__{index}__position": place for index, place in places.items()}

    answer = admin_client.post(address_of(case), typed(opened(admin_client, address_of(case)), **sent))

    assert answer.status_code == 302
    assert [*case.criteria.order_by("position").values_list("kind", flat=True)] == order


def test_cases_are_put_in_order_on_the_page_of_what_they_open(admin_client, case):
    other = factories.AccessCaseFactory(training=case.training, position=case.position + 10)
    training = case.training
    form = typed(opened(admin_client, address_of(training)), cases__0__position=other.position + 10)

    assert admin_client.post(address_of(training), form).status_code == 302
    assert [*training.cases.order_by("position")] == [other, case]


@pytest.mark.parametrize("model", [Question, Route, TrainingRow, ToDo, Deadline, Funding, StartingPoint])
def test_lists_are_put_in_order_without_a_script(admin_client, model):
    made = getattr(factories, f"{model.__name__}Factory")
    first, second = made(position=1), made(position=2)
    form = opened_list(admin_client, model)

    answer = admin_client.post(page(model), typed(form, form__0__position="7", _save="Enregistrer"))

    assert answer.status_code == 302
    assert [*model.objects.filter(pk__in=[first.pk, second.pk]).order_by("position")] == [second, first]


def opened_list(client, model):
    forms = parse(client.get(page(model)).text).find("form", id="changelist-form")
    fields = [node.attributes for form in forms for node in form.find("input")]
    return {each["name"]: [each.get("value", "")] for each in fields if each.get("type") in ("hidden", "number")}


# --- Trying the draft -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        pytest.param("niveau=bac&secretariat=0", ["open"], id="open"),
        pytest.param("niveau=aucun&secretariat=4", ["open"], id="by-experience"),
        pytest.param("niveau=cqp-am&secretariat=1", ["closed"], id="closed"),
        pytest.param("niveau=aucun&secretariat=1", ["to-check"], id="doubtful"),
        pytest.param("", ["waiting"], id="nothing-answered"),
    ],
)
def test_draft_is_tried(admin_client, small_edition, answers, words):
    shown = parse(admin_client.get(f"{reverse('admin:essayer', args=['assistant-medical'])}?{answers}").text)

    (list_,) = shown.find("ul", class_="verdicts")
    assert [item.attributes["data-verdict"] for item in list_.find("li")] == words


def test_trying_is_about_the_draft_not_the_edition(admin_client, small_edition):
    Criterion.objects.filter(case__code="cqp-experience").update(threshold="5.0")
    address = reverse("admin:essayer", args=["assistant-medical"])

    (list_,) = parse(admin_client.get(f"{address}?niveau=cqp-am&secretariat=4").text).find("ul", class_="verdicts")

    assert [item.attributes["data-verdict"] for item in list_.find("li")] == ["closed"]


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        pytest.param("secretariat=mille", "« mille » n’est pas un nombre.", id="no-number"),
        pytest.param("niveau=licence", "« licence » ne fait pas partie des réponses.", id="no-option"),
    ],
)
def test_a_wrong_answer_is_said_and_the_others_count(admin_client, small_edition, answers, words):
    shown = parse(admin_client.get(f"{reverse('admin:essayer', args=['assistant-medical'])}?{answers}").text)

    assert words in shown.text
    assert shown.find("ul", class_="verdicts")[0].find("li")


def test_rules_that_can_t_be_tried_yet_say_so(admin_client, small_edition):
    """A question whose phrase has no gap to fill: no sentence can be made of it."""
    Question.objects.filter(code="niveau").update(condition="avoir {0.rien}")

    answer = admin_client.get(f"{reverse('admin:essayer', args=['assistant-medical'])}?niveau=cqp-am&secretariat=1")

    assert answer.status_code == 200
    assert "Ces règles ne peuvent pas encore être essayées" in answer.text


def test_panel_beside_a_rule_asks_the_questions(admin_client, small_edition):
    case = AccessCase.objects.get(code="cqp-bac")

    (panel,) = parse(admin_client.get(address_of(case)).text).find("form", class_="essai")

    assert {field.attributes["name"] for field in [*panel.find("select"), *panel.find("input")]} == {
        "niveau",
        "secretariat",
    }


# --- On the site ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "model", [AccessCase, Deadline, Funding, Option, Question, Route, StartingPoint, ToDo, TrainingRow]
)
def test_link_to_the_site_leads_to_the_right_page(admin_client, real_edition, model):
    missing = []
    for row in model.objects.order_by("pk")[:2]:
        parts = urlsplit(admin_client.get(address_of(row)).context["preview_url"])
        shown = admin_client.get(parts.path)
        if shown.status_code != 200 or (parts.fragment and f'id="{parts.fragment}"' not in shown.text):
            missing.append(parts.geturl())

    assert missing == []


def test_every_rule_of_the_real_content_is_accepted_as_it_is(admin_client, real_edition):
    refused = {}
    for model in (AccessCase, Question, Route, TrainingRow):
        for row in model.objects.order_by("pk")[:8]:
            answer = admin_client.post(address_of(row), opened(admin_client, address_of(row)))
            if answer.status_code != 302:
                refused[str(row)] = answer.context["errors"]

    assert refused == {}
