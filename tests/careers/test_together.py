"""Two counsellors on the same page: nobody's work is lost, everybody's is in the history."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.test import Client
from reversion.models import Version

from careers.models import Claim
from pathways.models import Question
from tests import factories
from tests.careers.markup import parse
from tests.editing import held, opened, page, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def claire() -> Client:
    return _staff("claire", "Claire", "Morel")


@pytest.fixture
def samir() -> Client:
    return _staff("samir", "Samir", "Benali")


def _staff(name: str, first: str, last: str) -> Client:
    user = User.objects.create_superuser(name, first_name=first, last_name=last)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def claim() -> Claim:
    return factories.ClaimFactory(wording="La formation dure 279 heures.", detail="En alternance.")


def address_of(row):
    return page(type(row), "change", row.pk)


def choices(html):
    """What the page proposes: {label: (mine, theirs, the side already chosen)}."""
    found = {}
    for fieldset in parse(html).find("fieldset", class_="versions"):
        mine, theirs = (node.text for node in fieldset.find("div", class_="version"))
        chosen = [radio.attributes["value"] for radio in fieldset.find("input") if "checked" in radio.attributes]
        found[fieldset.find("legend")[0].text] = (mine, theirs, *chosen)
    return found


# --- Two versions -----------------------------------------------------------------------------------------------------


def test_second_one_gets_both_versions_and_nothing_is_saved(claire, samir, claim):
    address = address_of(claim)
    mine, theirs = opened(samir, address), opened(claire, address)
    claire.post(address, typed(theirs, wording="La formation dure 300 heures.", caveat="À relire."))

    answer = samir.post(address, typed(mine, wording="La formation dure 280 heures.", detail="À temps plein."))

    assert answer.status_code == 409
    assert choices(answer.text) == {
        "Phrase affichée": ("La formation dure 280 heures.", "La formation dure 300 heures."),
        "Précision": ("À temps plein.", "En alternance.", "mine"),
        "Réserve": ("(vide)", "À relire.", "theirs"),
    }
    assert "Claire Morel a enregistré cette page" in answer.text
    claim.refresh_from_db()
    assert (claim.wording, claim.detail) == ("La formation dure 300 heures.", "En alternance.")


@pytest.mark.parametrize(
    ("chosen", "wording"),
    [
        pytest.param("mine", "La formation dure 280 heures.", id="mine"),
        pytest.param("theirs", "La formation dure 300 heures.", id="theirs"),
    ],
)
def test_what_is_chosen_is_saved_with_what_only_one_changed(claire, samir, claim, chosen, wording):
    address = address_of(claim)
    mine, theirs = opened(samir, address), opened(claire, address)
    claire.post(address, typed(theirs, wording="La formation dure 300 heures.", caveat="À relire."))
    both = samir.post(address, typed(mine, wording="La formation dure 280 heures.", detail="À temps plein."))

    answer = samir.post(address, held(both.text) | {"garder-wording": [chosen]})

    assert answer.status_code == 302
    claim.refresh_from_db()
    assert (claim.wording, claim.detail, claim.caveat) == (wording, "À temps plein.", "À relire.")


def test_a_choice_left_out_is_asked_again_and_nothing_is_lost(claire, samir, claim):
    address = address_of(claim)
    mine, theirs = opened(samir, address), opened(claire, address)
    claire.post(address, typed(theirs, wording="Elle dure 300 heures."))
    both = samir.post(address, typed(mine, wording="Elle dure 280 heures."))

    again = samir.post(address, held(both.text))

    assert again.status_code == 409
    assert "Choisissez une version pour chaque ligne." in again.text
    assert choices(again.text) == {"Phrase affichée": ("Elle dure 280 heures.", "Elle dure 300 heures.")}
    samir.post(address, held(again.text) | {"garder-wording": ["mine"]})
    claim.refresh_from_db()
    assert claim.wording == "Elle dure 280 heures."


def test_a_third_version_is_shown_too(claire, samir, claim):
    address = address_of(claim)
    mine, theirs = opened(samir, address), opened(claire, address)
    claire.post(address, typed(theirs, wording="Elle dure 300 heures."))
    both = samir.post(address, typed(mine, wording="Elle dure 280 heures."))
    claire.post(address, typed(opened(claire, address), wording="Elle dure 310 heures."))

    answer = samir.post(address, held(both.text) | {"garder-wording": ["mine"]})

    assert choices(answer.text) == {"Phrase affichée": ("Elle dure 280 heures.", "Elle dure 310 heures.")}


def test_the_same_change_on_both_sides_is_no_conflict(claire, samir, claim):
    address = address_of(claim)
    mine, theirs = opened(samir, address), opened(claire, address)
    claire.post(address, typed(theirs, wording="Elle dure 300 heures."))

    assert samir.post(address, typed(mine, wording="Elle dure 300 heures.")).status_code == 302


def test_an_error_after_the_choice_keeps_everything(claire, samir, claim):
    address = address_of(claim)
    mine, theirs = opened(samir, address), opened(claire, address)
    claire.post(address, typed(theirs, detail="Autre précision."))
    both = samir.post(address, typed(mine, wording="Elle dure 280 heures.", as_of="hier"))

    answer = samir.post(address, held(both.text))

    assert answer.status_code == 200
    assert "« hier » n’est pas une date" in answer.text
    kept = held(answer.text)
    assert (kept["wording"], kept["detail"], kept["as_of"]) == (
        ["Elle dure 280 heures."],
        ["Autre précision."],
        ["hier"],
    )


def test_order_changed_by_others_is_kept_without_asking(claire, samir):
    question = factories.QuestionFactory(position=3)
    factories.OptionFactory(question=question)
    address = address_of(question)
    mine, theirs = opened(samir, address), opened(claire, address)
    claire.post(address, typed(theirs, position="7"))

    assert samir.post(address, typed(mine, hint="Le plus élevé.")).status_code == 302
    question.refresh_from_db()
    assert (question.position, question.hint) == (7, "Le plus élevé.")


@pytest.mark.parametrize(
    "seen", [pytest.param("{", id="cut"), pytest.param('{"fields": 3}', id="wrong"), pytest.param("", id="empty")]
)
def test_a_form_that_no_longer_says_what_it_was_opened_with_asks(claire, claim, seen):
    address = address_of(claim)

    answer = claire.post(address, typed(opened(claire, address), wording="Elle dure 1 heure.", _vu=seen))

    assert (answer.status_code, Claim.objects.get(pk=claim.pk).wording) == (409, claim.wording)


# --- Rows of the page -------------------------------------------------------------------------------------------------


@pytest.fixture
def question():
    question = factories.QuestionFactory(wording="Quel est votre niveau ?")
    for code in ("aucun", "bac"):
        factories.OptionFactory(question=question, code=code, label=f"Le {code}", phrase=f"le {code}")
    return question


def test_a_row_changed_by_both_is_chosen_whole(claire, samir, question):
    address = address_of(question)
    mine, theirs = opened(samir, address), opened(claire, address)
    claire.post(address, typed(theirs, options__1__label="Le baccalauréat"))

    both = samir.post(address, typed(mine, options__1__label="Le bac général"))

    bac = question.options.get(code="bac")
    ((label, (here, there)),) = choices(both.text).items()
    assert label == "Réponse possible, ligne 2"
    assert "Le bac général" in here
    assert "Le baccalauréat" in there
    samir.post(address, held(both.text) | {f"garder-options-{bac.pk}": ["mine"]})
    bac.refresh_from_db()
    assert bac.label == "Le bac général"


@pytest.mark.parametrize(("chosen", "codes"), [("theirs", ["aucun", "bac", "licence"]), ("mine", ["aucun", "bac"])])
def test_a_row_added_by_others(claire, samir, question, chosen, codes):
    address = address_of(question)
    mine = opened(samir, address)
    added = factories.OptionFactory(question=question, code="licence", label="La licence", phrase="la licence")

    both = samir.post(address, typed(mine, hint="Le plus élevé."))

    shown = choices(both.text)["Réponse possible, ligne 3"]
    assert shown[0] == "Cette ligne n’y est pas."
    assert "La licence" in shown[1]
    assert shown[2] == "theirs"
    samir.post(address, held(both.text) | {f"garder-options-{added.pk}": [chosen]})
    assert sorted(question.options.values_list("code", flat=True)) == codes
    question.refresh_from_db()
    assert question.hint == "Le plus élevé."


@pytest.mark.parametrize(("chosen", "labels"), [("theirs", ["Le aucun"]), ("mine", ["Le aucun", "Mon bac"])])
def test_a_row_deleted_by_others_while_one_writes_in_it(claire, samir, question, chosen, labels):
    address = address_of(question)
    mine = opened(samir, address)
    bac = question.options.get(code="bac")
    pk = bac.pk
    bac.delete()

    both = samir.post(address, typed(mine, options__1__label="Mon bac"))

    assert both.status_code == 409
    answer = samir.post(address, held(both.text) | {f"garder-options-{pk}": [chosen]})
    assert answer.status_code == 302, answer.text
    assert sorted(question.options.values_list("label", flat=True)) == labels


def test_a_row_edited_on_its_own_page_is_seen_from_the_page_of_its_question(claire, samir, question):
    mine = opened(samir, address_of(question))
    bac = question.options.get(code="bac")
    claire.post(address_of(bac), typed(opened(claire, address_of(bac)), label="Le baccalauréat"))

    both = samir.post(address_of(question), typed(mine, options__1__label="Le bac pro"))

    assert both.status_code == 409
    assert "Le baccalauréat" in both.text


# --- Deleted meanwhile ------------------------------------------------------------------------------------------------


def test_saving_what_was_deleted_shows_what_was_typed_and_makes_it_anew(claire, samir):
    claim = factories.ClaimFactory(code="duree")
    figure = factories.FigureFactory(claim=claim, name="heures")
    address = address_of(claim)
    mine = opened(samir, address)
    claire.post(page(Claim, "delete", claim.pk), opened(claire, page(Claim, "delete", claim.pk)))
    assert not Claim.objects.filter(pk=claim.pk).exists()

    answer = samir.post(address, typed(mine, wording="Une phrase longue à écrire.", figures__0__high="280"))

    assert answer.status_code == 410
    assert "Une phrase longue à écrire." in answer.text
    again = samir.post(page(Claim, "add"), held(answer.text))
    assert again.status_code == 302, again.context["errors"]
    made = Claim.objects.get(code="duree")
    assert made.wording == "Une phrase longue à écrire."
    assert [(each.name, each.high) for each in made.figures.all()] == [(figure.name, Decimal(280))]


def test_deleting_what_somebody_just_changed_is_asked_again(claire, samir, claim):
    confirm = page(Claim, "delete", claim.pk)
    mine = opened(samir, confirm)
    claire.post(address_of(claim), typed(opened(claire, address_of(claim)), wording="Elle dure 300 heures."))

    asked = samir.post(confirm, mine)

    assert asked.status_code == 200
    assert "Claire Morel l’a modifié" in asked.text
    assert Claim.objects.filter(pk=claim.pk).exists()
    assert samir.post(confirm, held(asked.text)).status_code == 302
    assert not Claim.objects.filter(pk=claim.pk).exists()


# --- History ----------------------------------------------------------------------------------------------------------


def entries(client, row):
    """The history as read: [(who, [(what, before, after)])], the latest first."""
    shown = parse(client.get(page(type(row), "history", row.pk)).text)
    return [
        (
            item.find("h2")[0].text.partition(", ")[2],
            [
                (line.find("th")[0].text, *(cell.text for cell in line.find("td")))
                for line in item.find("tbody")[0].find("tr")
            ]
            if item.find("tbody")
            else "première",
        )
        for item in shown.find("ol", class_="historique")[0].find("li")
    ]


def test_history_says_who_changed_what_from_what(claire, samir, claim):
    address = address_of(claim)
    other = factories.SourceFactory(publisher="CPNEFP", title="Référentiel")
    first = claim.sources.get()
    claire.post(address, typed(opened(claire, address), wording="Elle dure 300 heures.", sources=[first.pk, other.pk]))
    new = {"figures-TOTAL_FORMS": ["1"], "figures-0-name": ["heures"], "figures-0-label": ["durée"]}
    new |= {"figures-0-low": ["300"], "figures-0-high": ["300"], "figures-0-unit": ["hours"], "figures-0-position": []}
    assert samir.post(address, opened(samir, address) | new).status_code == 302

    latest, middle, start = entries(claire, claim)

    assert start == ("Hors de l’atelier", "première")
    assert middle == (
        "Claire Morel",
        [
            ("Phrase affichée", "La formation dure 279 heures.", "Elle dure 300 heures."),
            ("Sources", str(first), f"{first}, {other}"),
        ],
    )
    ((what, before, after),) = latest[1]
    assert (latest[0], what, before) == ("Samir Benali", "Chiffre, ligne 1", "Cette ligne n’y est pas.")
    assert "Ce que mesure le chiffre : durée" in after


def test_saving_without_a_change_leaves_no_trace(claire, claim):
    claire.post(address_of(claim), typed(opened(claire, address_of(claim)), wording="Elle dure 300 heures."))
    claire.post(address_of(claim), opened(claire, address_of(claim)))

    assert len(entries(claire, claim)) == 2


def test_what_was_changed_outside_is_not_said_to_be_the_next_one_s(claire, samir, claim):
    claire.post(address_of(claim), typed(opened(claire, address_of(claim)), wording="Elle dure 300 heures."))
    Claim.objects.filter(pk=claim.pk).update(wording="Reprise de l’édition 3.")
    samir.post(address_of(claim), typed(opened(samir, address_of(claim)), detail="À temps plein."))

    latest, outside, *_ = entries(claire, claim)

    assert latest == ("Samir Benali", [("Précision", "En alternance.", "À temps plein.")])
    assert outside == (
        "Hors de l’atelier",
        [("Phrase affichée", "Elle dure 300 heures.", "Reprise de l’édition 3.")],
    )


def test_history_of_a_fact_tells_of_a_figure_changed_on_its_own_page(claire, claim):
    figure = factories.FigureFactory(claim=claim, low="279.00")
    claire.post(address_of(figure), typed(opened(claire, address_of(figure)), low="280", high="280"))

    ((_, [(what, before, after)]), _) = entries(claire, claim)

    assert what == "Chiffre, ligne 1"
    assert "De : 279" in before
    assert "De : 280" in after


def test_history_of_what_nobody_changed_says_so(claire, claim):
    shown = claire.get(page(Claim, "history", claim.pk))

    assert "Personne n’a encore modifié cette page dans l’atelier." in shown.text


def test_reverting_shows_what_one_would_get_then_saves_it(claire, question):
    address = address_of(question)
    form = opened(claire, address)
    claire.post(address, typed(form, hint="Une aide.", options__1__label="Le baccalauréat", options__0__DELETE="on"))
    assert question.options.count() == 1
    history = parse(claire.get(page(Question, "history", question.pk)).text)
    (link,) = [a.attributes["href"] for a in history.find("a") if "Revenir à cette version" in a.text]

    shown = claire.get(link)

    assert question.options.count() == 1
    proposed = choices(shown.text)
    assert proposed["Aide"] == ("(vide)", "Une aide.", "mine")
    assert len(proposed) == 3
    answer = claire.post(address, held(shown.text))
    assert answer.status_code == 302, answer.text
    question.refresh_from_db()
    assert question.hint == ""
    assert sorted(question.options.values_list("code", "label")) == [("aucun", "Le aucun"), ("bac", "Le bac")]


def test_reverting_over_a_newer_change_asks_first(claire, samir, claim):
    address = address_of(claim)
    claire.post(address, typed(opened(claire, address), wording="Elle dure 300 heures."))
    history = parse(claire.get(page(Claim, "history", claim.pk)).text)
    (link,) = [a.attributes["href"] for a in history.find("a") if "Revenir à cette version" in a.text]
    shown = claire.get(link)
    samir.post(address, typed(opened(samir, address), wording="Elle dure 310 heures."))

    answer = claire.post(address, held(shown.text))

    assert choices(answer.text) == {"Phrase affichée": ("La formation dure 279 heures.", "Elle dure 310 heures.")}


def test_a_version_of_another_row_is_not_found(claire, claim):
    other = factories.ClaimFactory()
    claire.post(address_of(other), typed(opened(claire, address_of(other)), wording="Autre."))
    version = Version.objects.get_for_object(other).first()

    assert claire.get(page(Claim, "version", claim.pk, version.pk)).status_code == 404


def test_deleted_rows_keep_their_last_version(claire, claim):
    claire.post(page(Claim, "delete", claim.pk), opened(claire, page(Claim, "delete", claim.pk)))

    (version,) = Version.objects.get_deleted(Claim)

    assert version.field_dict["wording"] == "La formation dure 279 heures."


# --- Long texts -------------------------------------------------------------------------------------------------------


def test_a_long_text_is_kept(claire, claim):
    text = "Un mot. " * 2000

    claire.post(address_of(claim), typed(opened(claire, address_of(claim)), detail=text))

    claim.refresh_from_db()
    assert claim.detail == text.strip()


@pytest.mark.parametrize(
    ("name", "length", "limit"),
    [pytest.param("detail", 20_001, "20000", id="text"), pytest.param("caveat", 400_000, "20000", id="very-long")],
)
def test_a_text_too_long_is_refused_with_its_limit_and_stays_in_the_form(claire, claim, name, length, limit):
    answer = claire.post(address_of(claim), typed(opened(claire, address_of(claim)), **{name: "a" * length}))

    assert answer.status_code == 200
    assert limit in answer.context["adminform"].form.errors[name][0].replace("\xa0", "").replace("\u202f", "")
    assert held(answer.text)[name] == ["a" * length]


def test_no_field_cuts_what_is_pasted(claire):
    source = factories.SourceFactory()

    shown = parse(claire.get(address_of(source)).text)

    assert [node for node in shown.walk() if "maxlength" in node.attributes] == []
