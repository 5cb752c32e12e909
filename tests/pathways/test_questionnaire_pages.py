"""The questionnaire by its addresses: what each says, whatever was typed into it."""

import json
import re

import pytest
from django.core.management import call_command

from careers.typography import french
from pathways.engine.answers import missing
from pathways.models import AccessCase
from tests import factories
from tests.careers.markup import plain
from tests.pathways.test_pages import rules_of
from tests.pathways.visiting import (
    AIDE_SOIGNANTE,
    BACHELIERE,
    CHECK,
    EN_POSTE,
    INCERTAINE,
    LYCEENNE,
    PEOPLE,
    QUALIFIEE,
    RESULT,
    SECRETAIRE,
    START,
    get,
    given,
    hidden,
    link,
    sent,
    ticked,
    title,
)

each_person = pytest.mark.parametrize("answers", PEOPLE.values(), ids=PEOPLE)
DIPLOMAS = "Avez-vous l’un de ces diplômes ou titres ?"
LEVEL = "Quel est votre plus haut diplôme ?"
YEARS = "Combien d’années avez-vous travaillé comme secrétaire médicale ou médical ?"
MONTHS = "Combien de mois avez-vous fait un travail proche de ce métier ?"


def error(page):
    """The sentence beside the field; the summary must say the same and lead to it."""
    (beside,) = page.find("p", id="erreur")
    (summary,) = page.find("div", role="alert")
    sentence = beside.text.removeprefix("Erreur : ")
    (leading,) = summary.find("a")
    assert leading.text == sentence
    assert any(node.attributes.get("id") == leading.attributes["href"][1:] for node in page.find("input"))
    assert page.find("title")[0].text.startswith("Erreur : ")
    return sentence


def assessed(answers, tmp_path):
    profile = tmp_path / "profile.json"
    profile.write_text(json.dumps(answers))
    out = tmp_path / "out.json"
    with out.open("w") as stdout:
        call_command("assess", "assistant-medical", str(profile), stdout=stdout)
    return json.loads(out.read_text())


# --- Whatever the page ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [START, link(START, {"diplomes": "aucun"}), link(START, {}, question="diplomes"), link(CHECK, BACHELIERE),
     link(RESULT, BACHELIERE)],
    ids=["first", "second", "error", "check", "result"],
)  # fmt: skip
def test_nothing_is_stored_asked_or_indexed(real_edition, client, django_assert_num_queries, address):
    client.get(address)
    with django_assert_num_queries(0):
        response = client.get(address)

    assert response.cookies == {}
    assert "Cookie" not in response.get("Vary", "")
    assert "?" not in address or response["Cache-Control"] == "private, max-age=0"
    assert '<meta name="robots" content="noindex">' in response.text


def test_first_question_is_only_a_question(real_pages, client):
    page = get(client, START)

    assert title(page) == DIPLOMAS
    assert page.find("section", class_="encart") == page.find("section", id="plus-tard")
    assert ticked(page) == []
    assert hidden(page) == [("question", "diplomes")]


def test_question_says_why_with_sources_one_can_read(real_pages, client):
    (why,) = get(client, START).find("details")

    assert why.find("summary")[0].text == "Pourquoi cette question ?"
    for source in why.find("a"):
        assert client.get(source.attributes["href"]).status_code == 200


def test_routes_are_told_in_groups(real_pages, client):
    page = get(client, link(START, {"diplomes": "aucun", "niveau": "bac-general", "experience-proche": 0}))
    (routes,) = [one for one in page.find("section", class_="encart") if one.find("h2", id="les-voies")]

    assert routes.find("summary")[0].text == "1 à vérifier, 3 fermées, 6 en attente"
    assert [group.text for group in routes.find("p")][1] == (
        "Fermées : CQP déjà obtenu ; Formation d’adaptation ; Le bac d’abord."
    )


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        pytest.param({}, "Question 1. Il en reste 7 au plus.", id="start"),
        pytest.param({"diplomes": "ne-sait-pas"}, "Question 2. Il en reste 5 à 6.", id="range"),
        pytest.param({"diplomes": "deas"}, "Question 2. Il en reste une au plus.", id="one-at-most"),
        pytest.param({"diplomes": "deas", "employeur": "en-poste"}, "Question 3. C’est la dernière.", id="last"),
        pytest.param({"diplomes": "aucun", "age": 30}, "Question 2.", id="later-ones-are-answered"),
        pytest.param(
            {"diplomes": "aucun", "niveau": "cap-bep", "question": "diplomes"},
            "Question 3. Il en reste 4 à 5.",
            id="sent",
        ),
        pytest.param({"diplomes": "aucun", "modifier": "diplomes"}, "Question 1.", id="an-earlier-one-again"),
    ],
)
def test_questions_still_to_come(real_pages, client, answers, said):
    (text,) = get(client, link(START, answers)).find("div", class_="marche")[0].find("p")

    assert plain(text.text) == said


@pytest.mark.parametrize(
    ("address", "kind", "apart"),
    [
        (START, "checkbox", ["aucun", "ne-sait-pas"]),
        (link(START, {"diplomes": "aucun"}), "radio", ["ne-sait-pas"]),
        (link(START, {"diplomes": "aucun", "niveau": "cap-bep"}), "checkbox", ["ne-sait-pas"]),
    ],
    ids=["several", "one", "number"],
)
def test_what_goes_with_no_other_answer_stands_apart(real_pages, client, address, kind, apart):
    (alone,) = get(client, address).find("div", class_="apart")
    inputs = alone.find("input")

    assert [node.attributes["value"] for node in inputs] == apart
    assert {node.attributes["type"] for node in inputs} == {kind}


# --- The way through --------------------------------------------------------------------------------------------------


@each_person
def test_answering_in_turn_leads_to_the_check_then_the_result(real_pages, client, answers):
    page, asked = get(client, START), []
    while page.find("form", class_="questionnaire"):
        code = dict(hidden(page))["question"]
        asked.append(code)
        page = get(client, sent(page, answers[code]), follow=True)

    assert set(asked) == set(answers)
    assert title(page) == "Vérifiez vos réponses"
    result = get(client, page.find("a", class_="bouton")[0].attributes["href"])
    assert title(result) == title(get(client, link(RESULT, answers)))


def test_answers_keep_the_order_of_the_questions_and_unknown_keys_are_dropped(real_pages, client):
    mixed = {"employeur": "aucun", "utm_source": "x", "diplomes": ["deas", "dei"], "question": "employeur"}
    response = client.get(link(START, mixed))

    assert response.status_code == 302
    assert given(response["Location"]) == [("diplomes", "dei"), ("diplomes", "deas"), ("employeur", "aucun")]


@pytest.mark.parametrize("page", [CHECK, RESULT])
@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ({}, DIPLOMAS),
        ({"diplomes": "aucun", "niveau": "cap-bep"}, MONTHS),
        ({"niveau": "cap-bep", "employeur": "aucun"}, DIPLOMAS),
        ({"diplomes": "aucun", "niveau": "licorne"}, LEVEL),
    ],
    ids=["nothing", "two answers", "a hole", "an answer that is none"],
)
def test_address_that_jumps_ahead_leads_to_the_first_question_left(real_pages, client, page, answers, asked):
    landed = client.get(link(page, answers), follow=True)

    assert landed.redirect_chain
    assert asked in plain(landed.text)


def test_answers_to_later_questions_are_kept(real_pages, client):
    page = get(client, link(START, {"niveau": "bac-general"}))

    assert title(page) == DIPLOMAS
    assert hidden(page) == [("niveau", "bac-general"), ("question", "diplomes")]


def test_question_of_several_answers_repeats_its_key(real_pages, client):
    page = get(client, link(START, {"diplomes": ["assistant-dentaire", "secretaire-medicale"]}))

    assert [pair for pair in hidden(page) if pair[0] == "diplomes"] == [
        ("diplomes", "assistant-dentaire"),
        ("diplomes", "secretaire-medicale"),
    ]


def test_changing_an_answer_shows_it_ticked_then_comes_back_to_the_check(real_pages, client):
    check = get(client, link(CHECK, BACHELIERE))
    change = check.find("dl", class_="reponses")[0].find("a")[1].attributes["href"]
    page = get(client, change)

    assert title(page) == LEVEL
    assert ticked(page) == ["bac-general"]
    led = client.get(sent(page, "bac-pro"))["Location"]
    assert led.startswith(CHECK)
    assert ("niveau", "bac-pro") in given(led)


def test_changing_an_answer_from_the_result_comes_back_to_the_result(real_pages, client):
    result = get(client, link(RESULT, BACHELIERE))
    change = result.find("dl", class_="reponses")[0].find("a")[-1].attributes["href"]
    page = get(client, change)
    (form,) = page.find("form", class_="questionnaire")

    assert "data-hx-get" not in form.attributes, "the header of the result is another one: a plain load"
    assert client.get(sent(page, "promesse"))["Location"].startswith(RESULT)


def test_answers_no_longer_asked_leave_the_address(real_pages, client):
    check = get(client, link(START, {**BACHELIERE, "diplomes": "cqp-am"}, question="diplomes"), follow=True)

    assert given(check.find("a", class_="bouton")[0].attributes["href"]) == [("diplomes", "cqp-am")]


# --- What can't be taken ----------------------------------------------------------------------------------------------

TWO = "diplomes=aucun&niveau=cap-bep"
THREE = f"{TWO}&experience-proche=0"
NO_DIPLOMA = "Choisissez au moins une réponse, « Aucun de ces diplômes » ou « Je ne sais pas »."
NO_YEARS = "Écrivez un nombre en chiffres, par exemple 3, ou choisissez « Je ne sais pas »."
NOT_A_NUMBER = "« trois » n’est pas un nombre. Écrivez-le en chiffres, par exemple 3."
ONE_OR_THE_OTHER = "ne va pas avec une autre réponse. Gardez l’un ou l’autre."
NOT_IN_THE_LIST = "ne fait pas partie des réponses. Choisissez dans la liste."


@pytest.mark.parametrize(
    ("query", "asked", "message"),
    [
        ("question=diplomes", DIPLOMAS, NO_DIPLOMA),
        ("diplomes=%00", DIPLOMAS, NO_DIPLOMA),
        ("diplomes=licorne", DIPLOMAS, f"« licorne » {NOT_IN_THE_LIST}"),
        ("diplomes=%FF%FE", DIPLOMAS, f"« \ufffd\ufffd » {NOT_IN_THE_LIST}"),
        ("diplomes=aucun&diplomes=deas", DIPLOMAS, f"« Aucun de ces diplômes » {ONE_OR_THE_OTHER}"),
        ("diplomes=ne-sait-pas&diplomes=deas", DIPLOMAS, f"« Je ne sais pas » {ONE_OR_THE_OTHER}"),
        ("diplomes=aucun&question=niveau", LEVEL, "Choisissez une réponse ou « Je ne sais pas »."),
        ("diplomes=aucun&niveau=cap-bep&niveau=bac-pro", LEVEL, "Donnez une seule réponse."),
        (f"{THREE}&secretariat=&question=secretariat", YEARS, NO_YEARS),
        (f"{THREE}&secretariat=trois", YEARS, NOT_A_NUMBER),
        (f"{THREE}&secretariat=-2", YEARS, "Le nombre ne peut pas être négatif. Écrivez par exemple 3."),
        (f"{THREE}&secretariat=400", YEARS, "Écrivez un nombre entre 0 et 60."),
        (f"{THREE}&secretariat=1,3", YEARS, "Écrivez un nombre entier ou un demi (2 ou 2,5)."),
        (f"{THREE}&secretariat=2&secretariat=3", YEARS, "Donnez une seule réponse."),
        (f"{THREE}&secretariat=2&secretariat=ne-sait-pas", YEARS, "Donnez une seule réponse."),
        (f"{TWO}&experience-proche=1,5", MONTHS, "Écrivez un nombre entier."),
    ],
)
def test_answer_that_is_none_comes_back_with_its_reason(real_pages, client, query, asked, message):
    page = get(client, f"{START}?{query}")

    assert title(page) == asked
    assert error(page) == plain(message)


def test_control_characters_are_not_part_of_an_answer(real_pages, client):
    assert hidden(get(client, f"{START}?diplomes=de%00as%0d%0a"))[0] == ("diplomes", "deas")


@pytest.mark.parametrize(
    ("query", "invalid"),
    [
        pytest.param("question=diplomes", "input", id="boxes"),
        pytest.param("diplomes=aucun&question=niveau", "fieldset", id="radios"),
        pytest.param(f"{THREE}&secretariat=x", "input", id="number"),
    ],
)
def test_error_is_wired_to_its_field(real_pages, client, query, invalid):
    page = get(client, f"{START}?{query}")
    (fieldset,) = page.find("fieldset")

    assert "erreur" in fieldset.attributes["aria-describedby"].split()
    assert {node.tag for node in page.walk() if node.attributes.get("aria-invalid") == "true"} == {invalid}
    assert fieldset.attributes.get("role", "") == ("radiogroup" if invalid == "fieldset" else "")


def test_nothing_typed_is_lost(real_pages, client):
    sent = {"diplomes": "aucun", "niveau": "cap-bep", "employeur": "aucun", "secretariat": "trois ans environ"}
    page = get(client, link(START, sent, question="secretariat"))

    assert page.find("input", id="secretariat")[0].attributes["value"] == "trois ans environ"
    assert hidden(page) == [
        ("diplomes", "aucun"),
        ("niveau", "cap-bep"),
        ("employeur", "aucun"),
        ("question", "secretariat"),
    ]


def test_boxes_that_exclude_each_other_come_back_ticked(real_pages, client):
    assert ticked(get(client, link(START, {"diplomes": ["aucun", "deas"]}))) == ["deas", "aucun"]


def test_two_radios_of_one_question_come_back_unticked(real_pages, client):
    assert ticked(get(client, link(START, {"diplomes": "aucun", "niveau": ["cap-bep", "bac-pro"]}))) == []


@pytest.mark.parametrize("key", ["question", "modifier"])
@pytest.mark.parametrize("code", ["licorne", "", "cqp", "%00", "../../etc"])
def test_reserved_key_that_names_no_question_is_ignored(real_pages, client, key, code):
    assert title(get(client, f"{START}?diplomes=aucun&{key}={code}")) == LEVEL


def test_html_typed_into_an_address_stays_text(real_pages, client):
    nasty = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    for answers in (
        {"diplomes": nasty},
        {"diplomes": "aucun", "niveau": "cap-bep", "secretariat": nasty},
        {nasty: nasty},
        {"question": nasty},
    ):
        page = client.get(link(START, answers)).text
        assert "<script>alert" not in page
        assert "<img" not in page


def test_very_long_address_is_answered(real_pages, client):
    page = get(client, link(START, {"diplomes": "aucun", "niveau": "x" * 7_000}))

    assert title(page) == LEVEL
    assert len(error(page)) < 200


def test_address_of_too_many_parts_gets_a_kind_page(real_pages, client):
    page = get(client, f"{START}?{'&'.join(['a=1'] * 1_500)}", status=400)

    assert title(page) == "Nous ne savons pas lire cette adresse."
    assert page.find("a")[-1].attributes["href"] == "/"


# --- The result -------------------------------------------------------------------------------------------------------


@each_person
def test_result_has_the_verdicts_of_assess(real_edition, client, tmp_path, answers):
    page = get(client, link(RESULT, answers))
    told = assessed(answers, tmp_path)["routes"]
    overview = page.find("ul", class_="voies")[0].find("li")
    shown = {
        item.find("a")[0].attributes["href"].removeprefix("#voie-"): item.find("p")[0].attributes["data-verdict"]
        for item in overview
    }

    assert shown == {code: one["verdict"] for code, one in told.items() if not one["not_needed"]}
    verdicts = list(shown.values())
    order = ["open", "conditional", "to-check", "closed"]
    assert verdicts == sorted(verdicts, key=order.index)


@each_person
def test_only_routes_that_are_not_closed_have_a_card(real_pages, client, answers):
    page = get(client, link(RESULT, answers))
    cards = [card.attributes["data-verdict"] for card in page.find("article", class_="carte")]

    assert cards
    assert "closed" not in cards


def test_card_cites_what_its_reasons_and_figures_lean_on(real_pages, client):
    (card,) = get(client, link(RESULT, AIDE_SOIGNANTE)).find("article", id="voie-fae")

    assert [mark.attributes["href"] for mark in card.find("a", class_="ref")] == ["#source-2", "#source-1"]
    assert "112 h" in card.text


def test_closed_route_says_what_closes_it_and_what_would_open_it(real_pages, client):
    (route,) = get(client, link(RESULT, SECRETAIRE)).find("li", id="voie-fae")

    assert "Vos diplômes de santé ou de secrétariat : aucun de ces diplômes." in route.text
    assert "Pour l’ouvrir : avoir le diplôme d’État d’infirmière ou d’infirmier" in route.text
    assert route.find("details")[0].find("summary")[0].text == "Une autre façon de l’ouvrir"


def test_route_nothing_would_open_says_whom_it_is_for(real_pages, client):
    (route,) = get(client, link(RESULT, SECRETAIRE)).find("li", id="voie-bac-d-abord")

    assert "Elle est faite pour d’autres : les élèves qui n’ont pas encore le bac." in route.text


def test_route_to_check_names_whom_to_ask(real_pages, client):
    page = get(client, link(RESULT, SECRETAIRE))

    for card in page.find("article"):
        if card.attributes["data-verdict"] == "to-check":
            assert re.search(r"demandez à", card.text, re.IGNORECASE), card.text


def test_unknown_answer_says_where_to_find_it(real_pages, client):
    answers = {**BACHELIERE, "niveau": "ne-sait-pas", "secretariat": 0}
    page = get(client, link(RESULT, answers))
    (card,), (to_know,) = page.find("article", id="voie-cqp"), page.find("section", id="a-savoir")

    assert "Cela dépend de ce que vous ne savez pas encore : votre plus haut diplôme. Où le trouver" in card.text
    assert card.find("a")[0].attributes["href"] == "#a-savoir"
    assert "Le niveau est écrit sur le diplôme" in to_know.text


def test_what_is_to_check_whatever_the_unknown_answer_says_whom_to_ask(real_pages, client):
    page = get(client, link(RESULT, {**BACHELIERE, "niveau": "ne-sait-pas"}))
    (card,) = page.find("article", id="voie-dei-fae")

    assert "Avec un diplôme de niveau bac, on candidate par la procédure nationale." in card.text
    assert "Sans le bac, d’autres accès existent" in card.text
    assert "Cela dépend de ce que vous ne savez pas" not in card.text


def test_of_two_things_to_arrange_that_exclude_each_other_one_is_enough(real_pages, client):
    (card,) = get(client, link(RESULT, INCERTAINE)).find("article", id="voie-cqp")

    assert "trouver un employeur ou convenir du poste avec votre employeur." in card.text


@pytest.mark.parametrize(
    ("months", "said"),
    [(0, "Il vous reste 24 mois."), (14, "Il vous reste 10 mois."), (24, "Ce délai est passé"),
     ("ne-sait-pas", "visez la qualification dans les deux ans")],
)  # fmt: skip
def test_deadline_of_someone_in_post(real_pages, client, months, said):
    (delays,) = get(client, link(RESULT, {**EN_POSTE, "mois-en-poste": months})).find("section", id="delais")

    assert said in delays.find("li")[0].text


@pytest.mark.parametrize(
    ("months", "said"),
    [
        pytest.param(4, "Il vous reste 20 mois : ce plan tient, si vous commencez dans 8 mois au plus tard.", id="4"),
        pytest.param(14, "Il vous reste 10 mois : ce plan peut tenir, selon le rythme.", id="14"),
        pytest.param(20, "Il vous reste 4 mois : ce plan n’y tient pas.", id="20"),
        pytest.param(30, "Le délai le plus court est passé : parlez-en tout de suite à votre employeur.", id="30"),
    ],
)
def test_plan_of_someone_in_post(real_pages, client, months, said):
    in_post = {**BACHELIERE, "employeur": "en-poste", "mois-en-poste": months}
    (plan,) = get(client, link(RESULT, in_post)).find("section", id="plan")

    assert said in plan.text
    assert "vous embaucher" not in plan.text


def test_what_is_under_way_is_no_length_to_ask_for(real_pages, client):
    (plan,) = get(client, link(RESULT, LYCEENNE)).find("section", id="plan")

    assert plan.find("li")[0].text.startswith("Déjà en cours")


def test_useless_routes_are_folded_away(real_pages, client):
    page = get(client, link(RESULT, QUALIFIEE))
    (useless,) = page.find("section", id="inutiles")

    assert useless.find("summary")[0].text == "Neuf voies vous seraient inutiles"
    assert len(useless.find("li")) == 9


def test_result_keeps_the_link_and_prints_the_day(real_pages, client):
    page = get(client, link(RESULT, LYCEENNE))
    (field,) = page.find("input", id="lien")

    assert field.attributes["value"] == f"http://testserver{link(RESULT, LYCEENNE)}"
    assert "édition 1" in page.find("div", class_="en-tete-papier")[0].text


def test_when_nothing_is_open_the_page_says_what_would_open_a_route(small_edition, client, shelf):
    AccessCase.objects.filter(certainty="doubtful").delete()
    factories.EditionFactory(career=small_edition.career)
    shelf.clear()

    page = get(client, link(RESULT, {"niveau": "aucun", "secretariat": 1}))

    assert title(page) == "Pas encore. Aucune voie n’est ouverte pour le moment."
    assert page.find("svg", class_="pont")
    assert "Ce qui ouvrirait une voie" in [heading.text for heading in page.find("h2")]
    (route,) = page.find("li", id="voie-cqp")
    assert "Pour l’ouvrir : avoir" in route.text


def test_every_question_may_be_missing_only_in_words_of_its_own(real_pages, client):
    """The sentences of the pages are those of the engine, with French spaces."""
    for question in rules_of(real_pages).questions:
        said = plain(french(missing(question)))
        page = client.get(f"{START}?question={question.code}").text
        assert said in plain(re.sub(r"<[^>]+>", "", page))
