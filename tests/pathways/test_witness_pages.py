"""The witness cases played on the draft, and made from a result page of the preview."""

import pytest
from django.urls import reverse

from careers.models import Career
from pathways.models import AccessCase, Criterion, Option, WitnessCase
from tests import factories, people
from tests.careers.markup import parse
from tests.pathways.visiting import RESULT
from tests.test_admin import typed

pytestmark = pytest.mark.django_db
PLAY = reverse("admin:temoins")
ANSWERS = {"niveau": "aucun", "secretariat": "4"}


@pytest.fixture
def counsellor(client):
    client.force_login(people.person("remi", "rédaction"))
    return client


def witness(expected, **values):
    route = Career.objects.get().routes.get()
    made = factories.WitnessCaseFactory(**values)
    bac = Option.objects.get(code="bac")
    factories.WitnessAnswerFactory(witness=made, question=bac.question, options=[bac])
    factories.WitnessVerdictFactory(witness=made, route=route, verdict=expected)
    return made


def test_witnesses_are_played_failing_ones_first(counsellor, small_edition):
    right = witness("open", name="Celle qui a raison", position=1)
    wrong = witness("closed", name="Celui qui a tort", position=2)

    page = counsellor.get(PLAY).text

    assert "1 cas témoin sur 2 ne reçoit pas le résultat attendu." in page
    links = [reverse("admin:pathways_witnesscase_change", args=[one.pk]) for one in (wrong, right)]
    assert page.index(links[0]) < page.index(links[1])
    rows = [[cell.text for cell in row.find("td")] for row in parse(page).find("tr", class_="faux")]
    assert rows == [["fermée", "ouverte"]]


def test_all_right_is_said(counsellor, small_edition):
    witness("open")

    page = counsellor.get(PLAY).text

    assert "reçoivent le résultat attendu" in page
    assert "ne reçoi" not in page


def test_coverage_counts_cases_criteria_and_options_and_links_what_is_missing(counsellor, small_edition):
    witness("open")

    page = counsellor.get(PLAY).text

    counted = [
        [cell.text for cell in row.find("td")] for row in parse(page).find("table", class_="couverture")[0].find("tr")
    ]
    assert [row for row in counted if row] == [["1", "4"], ["1", "4"], ["2", "4"], ["1", "3"]]
    experience = AccessCase.objects.get(code="cqp-experience")
    assert reverse("admin:pathways_accesscase_change", args=[experience.pk]) in page
    assert "Aucun témoin ne répond «\u00a0Aucun diplôme\u00a0»" in page
    assert "Seuil de 3\u00a0ans" in page


def test_rules_that_do_not_hold_are_not_played(counsellor, small_edition):
    witness("open")
    Criterion.objects.filter(case__code="cqp-bac").delete()

    page = counsellor.get(PLAY).text

    assert "d’autres problèmes sont à corriger d’abord" in page


def test_real_witnesses_are_all_right(counsellor, real_edition):
    assert "Les 48 cas témoins reçoivent le résultat attendu." in counsellor.get(PLAY).text


# --- Made from a result page ------------------------------------------------------------------------------------------


def new_witness(client):
    """The link of the result page of the preview."""
    page = client.get(f"/admin/apercu{RESULT}", ANSWERS)
    assert page.status_code == 200
    [link] = [node for node in parse(page.text).find("a") if node.text == "En faire un cas témoin"]
    return link.attributes["href"]


def test_link_is_in_the_preview_only(counsellor, small_edition):
    assert new_witness(counsellor).startswith(reverse("admin:pathways_witnesscase_add"))
    assert "cas témoin" not in counsellor.get(RESULT, ANSWERS).text


def test_witness_begun_from_a_result_is_saved_as_it_opened(counsellor, small_edition):
    witness("open")
    address = new_witness(counsellor)
    form = typed(counsellor.get(address))

    answer = counsellor.post(address, {**form, "name": "Quatre ans de secrétariat"})

    assert answer.status_code == 302, answer.context["errors"]
    made = WitnessCase.objects.get(name="Quatre ans de secrétariat")
    assert [(one.question.code, one.number, [o.code for o in one.options.all()]) for one in made.answers.all()] == [
        ("niveau", None, ["aucun"]),
        ("secretariat", 4, []),
    ]
    assert [(one.route.code, one.verdict) for one in made.verdicts.all()] == [("cqp", "open")]
    assert "reçoivent le résultat attendu" in counsellor.get(PLAY).text


@pytest.mark.parametrize(
    "query",
    [
        pytest.param({"depuis": "niveau=bac"}, id="no-career"),
        pytest.param({"metier": "pompier", "depuis": "niveau=bac"}, id="unknown-career"),
        pytest.param({"metier": "assistant-medical", "depuis": ""}, id="no-answers"),
        pytest.param({"metier": "assistant-medical", "depuis": "niveau=doctorat&x=y&%ff=%00"}, id="nonsense"),
    ],
)
def test_form_opens_empty_when_the_address_makes_no_sense(counsellor, small_edition, query):
    page = counsellor.get(reverse("admin:pathways_witnesscase_add"), query)

    assert page.status_code == 200
    assert typed(page)["answers-TOTAL_FORMS"] == "0"


def test_who_does_not_know_is_kept(counsellor, small_edition):
    question = Option.objects.get(code="bac").question
    type(question).objects.filter(pk=question.pk).update(may_be_unknown=True)
    query = {"metier": "assistant-medical", "depuis": "niveau=ne-sait-pas&secretariat=4"}

    form = typed(counsellor.get(reverse("admin:pathways_witnesscase_add"), query))

    assert "answers-0-options" not in form
    assert form["answers-0-question"]
