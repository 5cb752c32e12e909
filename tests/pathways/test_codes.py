"""Short codes by their addresses: typed, opened again under today's rules, drawn; and what is said otherwise."""

import logging
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
import segno
from django.db import OperationalError
from django.urls import reverse

import careers.older_editions
from careers import editions
from careers.models import Career
from config.privacy import WithoutAnswers
from pathways import short_code
from pathways.models import AccessCase, Option, Question, Route
from pathways.rulebook import questionnaire
from pathways.short_code import MOST_EDITIONS, write
from tests import factories
from tests.careers.markup import plain
from tests.pathways.visiting import AIDE_SOIGNANTE, BACHELIERE, PEOPLE, RESULT, START, get, given, link, title

CODES = "/code/"
each_person = pytest.mark.parametrize("answers", PEOPLE.values(), ids=PEOPLE)


def code_on(page):
    """The short code a result shows; it shows the same one on paper."""
    on_paper, on_screen = page.find("div", class_="papier")[0], page.find("section", class_="partage")[0]
    (code,) = {node.text for node in on_screen.find("b") if node.text.count("-") == 2}
    assert code in on_paper.text
    return code


def code_of(shelf, number=None, **answers):
    """The code of answers to the small questionnaire."""
    publication = shelf.get("assistant-medical")
    return write(number or publication.number, publication.parts["rules"].questions, answers)


def publish(shelf, note="Deuxième édition"):
    edition = editions.publish(
        Career.objects.get(), by="Claire Morel", note=note, at=datetime(2026, 11, 22, 10, tzinfo=UTC)
    )
    shelf.clear()
    return edition


def since(page):
    """What the result says of what changed."""
    (told,) = page.find("section", id="depuis")
    return told


# --- On the result ----------------------------------------------------------------------------------------------------


@each_person
def test_a_code_opens_the_same_result(real_pages, client, answers):
    first = get(client, link(RESULT, answers))
    code = code_on(first)
    again = get(client, f"{CODES}{code}/")

    assert title(again) == title(first)
    assert code_on(again) == code
    assert since(again).find("h2")[0].text == "Rien n’a changé depuis."
    assert (
        again.find("input", id="lien")[0].attributes["value"] == first.find("input", id="lien")[0].attributes["value"]
    )
    shown = [[node.text for node in page.find("dl", class_="reponses")[0].find("dd")] for page in (first, again)]
    assert shown[0] == shown[1]


def test_no_query_for_the_edition_in_force(real_edition, client, django_assert_num_queries):
    address = f"{CODES}{code_on(get(client, link(RESULT, BACHELIERE)))}/"

    with django_assert_num_queries(0):
        response = client.get(address)

    assert response.cookies == {}
    assert "private" in response["Cache-Control"]
    assert "public" not in response["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in response.text


def test_answers_that_do_not_fit_have_no_code(real_pages, client, monkeypatch):
    monkeypatch.setattr(short_code, "_ROOM", 2**20)
    page = get(client, link(RESULT, BACHELIERE))

    assert "Vos réponses ne tiennent pas dans un code court. Gardez ce lien." in page.text
    assert page.find("img") == []
    assert "eligibilite/resultat/?" in page.find("div", class_="papier")[0].text


def test_another_day_has_no_code(real_pages, client):
    page = get(client, link(RESULT, AIDE_SOIGNANTE, au="2027-06-01"))

    assert page.find("img") == []
    assert "code court" not in page.text


def test_a_preview_has_no_code(real_edition, admin_client):
    page = get(admin_client, f"/admin/apercu{link(RESULT, AIDE_SOIGNANTE)}")

    assert page.find("img") == []
    assert "code court" not in page.text


def test_a_code_opens_in_the_preview_under_the_draft(small_edition, shelf, admin_client):
    code = code_of(shelf, niveau="bac", secretariat=1.0)
    AccessCase.objects.filter(code="cqp-bac").update(certainty="doubtful")

    page = get(admin_client, f"/admin/apercu{CODES}{code}/")

    assert "avant, ouverte maintenant ; maintenant, à vérifier" in plain(since(page).text)


def test_a_preview_is_for_staff(small_edition, shelf, client):
    response = client.get(f"/admin/apercu{CODES}{code_of(shelf, niveau='bac')}/")

    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


# --- Typed ------------------------------------------------------------------------------------------------------------


def test_the_form_says_what_a_code_looks_like(real_pages, client):
    page = get(client, CODES)
    (field,) = page.find("input", id="code")

    assert field.attributes["value"] == ""
    assert "aria-invalid" not in field.attributes
    assert "13 lettres et chiffres" in page.find("p", id="aide-code")[0].text
    assert "public" in client.get(CODES)["Cache-Control"]


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("{}", id="as-printed"),
        pytest.param(" {} ", id="spaces-around"),
        pytest.param("lower", id="small-letters"),
    ],
)
def test_a_code_that_is_typed_leads_to_its_page(small_edition, shelf, client, typed):
    code = code_of(shelf, niveau="bac")
    wanted = code.lower().replace("-", " ") if typed == "lower" else typed.format(code)

    response = client.get(CODES, {"code": wanted})

    assert response.status_code == 302
    assert response["Location"] == f"{CODES}{code}/"
    assert "private" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        pytest.param("", "Écrivez le code de votre plan.", id="empty"),
        pytest.param("G6D8-CZ6G", "Il manque 5 caractères. Un code en a 13.", id="too-short"),
        pytest.param("G6D8-CZ6G-GB0PP-2", "Il y a 1 caractère de trop. Un code en a 13.", id="too-long"),
        pytest.param(
            "G6D8-CZ6G-GB0PQ",
            "Ce code n’est pas juste. Un caractère est faux, ou deux sont inversés. Relisez-le.",
            id="check",
        ),
        pytest.param("<b>é", "« < » ne fait partie d’aucun code. Un code a 13 lettres et chiffres.", id="no-letter"),
    ],
)
def test_a_wrong_code_is_kept_with_what_is_wrong(small_edition, client, typed, says):
    page = get(client, f"{CODES}?{'code=' + typed if typed else 'code='}")
    (beside,), (field,) = page.find("p", id="erreur-code"), page.find("input", id="code")
    (summary,) = page.find("div", role="alert")

    assert plain(beside.text) == plain(f"Erreur : {says}")
    assert plain(summary.find("a")[0].text) == plain(says)
    assert summary.find("a")[0].attributes["href"] == "#code"
    assert field.attributes["value"] == typed
    assert field.attributes["aria-invalid"] == "true"
    assert "erreur-code" in field.attributes["aria-describedby"].split()
    assert page.find("title")[0].text.startswith("Erreur")


def test_a_very_long_code_is_not_all_said_again(small_edition, client):
    (field,) = get(client, f"{CODES}?code={'A' * 3000}").find("input", id="code")

    assert field.attributes["value"] == "A" * 100


@pytest.mark.parametrize(
    ("number", "says"),
    [
        pytest.param(2, "Ce code est d’une édition que ce site n’a pas encore.", id="future"),
        pytest.param(MOST_EDITIONS, "Ce code est d’une édition que ce site n’a pas encore.", id="far-future"),
    ],
)
def test_a_code_of_no_edition_comes_back(small_edition, shelf, client, number, says):
    code = code_of(shelf, number, niveau="bac")
    page = get(client, f"{CODES}{code}/", status=404)

    assert says in page.find("p", id="erreur-code")[0].text
    assert page.find("input", id="code")[0].attributes["value"] == code


def test_a_number_nobody_published_comes_back(small_edition, shelf, client):
    factories.EditionFactory(number=7)
    shelf.clear()
    page = get(client, f"{CODES}{code_of(shelf, 5, niveau='bac')}/", status=404)

    assert "Ce code est d’une édition que ce site ne connaît pas." in page.find("p", id="erreur-code")[0].text


@pytest.mark.parametrize(
    "path",
    ["abc", "G6D8-CZ6G-GB0PQ", "0000-0000-00000", "%C3%A9", "a" * 2000],
    ids=["short", "check", "0", "é", "long"],
)
def test_a_wrong_code_in_an_address_comes_back(small_edition, client, path):
    response = client.get(f"{CODES}{path}/")

    assert response.status_code == 404
    assert 'id="erreur-code"' in response.text
    assert "private" in response["Cache-Control"]


def test_an_address_in_small_letters_leads_to_the_code(small_edition, shelf, client):
    code = code_of(shelf, niveau="bac")
    response = client.get(f"{CODES}{code.lower()}/")

    assert response["Location"] == f"{CODES}{code}/"


def test_codes_are_not_logged(small_edition, shelf, client, caplog):
    code = code_of(shelf, 2, niveau="bac")
    with caplog.at_level(logging.DEBUG):
        client.get(f"{CODES}{code}/")

    for record in caplog.records:
        WithoutAnswers().filter(record)
        assert code not in record.getMessage()
    assert caplog.records


# --- What changed since -----------------------------------------------------------------------------------------------


def test_an_edition_that_changes_nothing_says_so(small_edition, shelf, client):
    code = code_of(shelf, niveau="bac")
    publish(shelf)
    page = get(client, f"{CODES}{code}/")

    assert since(page).find("h2")[0].text == "Rien n’a changé depuis."
    assert "l’édition 1, du 22 novembre 2026" in plain(since(page).text)
    assert code_on(page) != code


def test_a_verdict_that_changed_is_told_from_what_to_what(small_edition, shelf, client):
    code = code_of(shelf, niveau="bac", secretariat=1.0)
    AccessCase.objects.filter(code="cqp-bac").update(certainty="doubtful")
    publish(shelf)
    told = since(get(client, f"{CODES}{code}/"))

    assert told.find("h2")[0].text == "Les règles ont changé depuis."
    name = Route.objects.get().name
    assert [plain(node.text) for node in told.find("li")] == [
        plain(f"{name} : avant, ouverte maintenant ; maintenant, à vérifier.")
    ]


def test_a_new_route_and_one_that_is_gone_are_told(small_edition, shelf, client):
    code = code_of(shelf, niveau="bac")
    old = Route.objects.get()
    new = factories.RouteFactory(code="autre", name="Une autre voie", trainings=list(old.trainings.all()))
    new.claims.set(old.claims.all())
    name = old.name
    old.delete()
    publish(shelf)
    told = since(get(client, f"{CODES}{code}/"))

    assert [plain(node.text) for node in told.find("li")] == [
        "Une autre voie : c’est nouveau, ouverte maintenant.",
        plain(f"{name} : avant, ouverte maintenant ; n’y est plus."),
    ]


def test_a_new_question_is_asked_and_the_other_answers_kept(small_edition, shelf, client):
    code = code_of(shelf, niveau="bac")
    age = factories.QuestionFactory(
        number=True, code="age", wording="Quel âge avez-vous ?", short="Votre âge", unit="ans", condition="avoir {}"
    )
    with_bac = AccessCase.objects.get(code="cqp-bac")
    AccessCase.objects.filter(pk=with_bac.pk).update(certainty="doubtful", sentence="Demandez à l’organisme.")
    of_age = factories.AccessCaseFactory(code="cqp-age", training=with_bac.training, claims=list(with_bac.claims.all()))
    factories.CriterionFactory(
        case=of_age, question=Question.objects.get(code="niveau"), options=[Option.objects.get(code="bac")]
    )
    factories.CriterionFactory(case=of_age, at_least=True, question=age)
    publish(shelf)
    page = get(client, f"{CODES}{code}/")
    (button,) = page.find("a", class_="bouton")

    assert title(page) == "Il manque une réponse."
    assert given(button.attributes["href"]) == [("niveau", "bac")]
    assert button.attributes["href"].startswith(START)
    assert "Le bac" in page.find("dl", class_="reponses")[0].text
    asked = get(client, button.attributes["href"])
    assert title(asked) in page.find("p", class_="chapo")[0].text


def test_an_answer_that_is_no_longer_proposed_is_told(small_edition, shelf, client):
    code = code_of(shelf, niveau="aucun", secretariat=1.0)
    AccessCase.objects.get(code="cqp-sans-diplome").delete()
    Option.objects.get(code="aucun").delete()
    publish(shelf)
    page = get(client, f"{CODES}{code}/")

    assert title(page) == "Il manque une réponse."
    assert "Aucun diplôme. Cette réponse n’est plus proposée." in plain(page.find("main")[0].text)
    assert given(page.find("a", class_="bouton")[0].attributes["href"]) == [("secretariat", "1")]


def test_a_question_that_is_gone_is_told_beside_the_result(small_edition, shelf, client):
    code = code_of(shelf, niveau="aucun", secretariat=4.0)
    AccessCase.objects.get(code="cqp-experience").delete()
    Question.objects.get(code="secretariat").delete()
    publish(shelf)
    told = since(get(client, f"{CODES}{code}/"))

    assert "Vos années de secrétariat : 4 ans. Cette question n’est plus posée." in plain(told.text)
    assert "avant, ouverte maintenant ; maintenant, à vérifier" in plain(told.text)


def test_codes_name_the_career_of_their_edition(small_edition, shelf, client):
    """Numbers are global: an edition of another career does not hide the older ones of this one."""
    code = code_of(shelf, niveau="bac")
    factories.EditionFactory(career__code="a-cote")
    shelf.clear()

    assert "resultat/?niveau=bac" in get(client, f"{CODES}{code}/").find("input", id="lien")[0].attributes["value"]


# --- When the older edition can't be read -----------------------------------------------------------------------------


def test_without_the_database_the_code_is_kept_and_one_may_try_again(small_edition, shelf, client, monkeypatch):
    code = code_of(shelf, niveau="bac")
    publish(shelf)
    shelf.all()

    def gone(number):
        raise OperationalError

    with monkeypatch.context() as outage:
        outage.setattr(careers.older_editions, "_read", gone)
        response = client.get(f"{CODES}{code}/")
        assert response.status_code == 503
        assert response["Retry-After"] == "60"
        assert "private" in response["Cache-Control"]
        page = get(client, f"{CODES}{code}/", status=503)
        assert title(page) == "Votre code est juste. Nous ne pouvons pas le lire en ce moment."
        assert page.find("a", class_="bouton")[0].attributes["href"] == f"{CODES}{code}/"
        assert code in page.text
        now = code_on(get(client, link(RESULT, {"niveau": "bac"})))
        assert since(get(client, f"{CODES}{now}/")).find("h2")[0].text == "Rien n’a changé depuis."
    careers.older_editions.older_editions.clear()

    assert since(get(client, f"{CODES}{code}/")).find("h2")[0].text == "Rien n’a changé depuis."


def test_an_edition_this_version_can_not_read(small_edition, shelf, client, monkeypatch):
    code = code_of(shelf, niveau="bac")
    publish(shelf)
    shelf.all()
    monkeypatch.setattr(editions, "FORMAT", 99)
    page = get(client, f"{CODES}{code}/", status=404)

    assert title(page) == "Votre code est juste. Nous ne savons plus le lire."
    assert page.find("a", class_="bouton")[0].attributes["href"] == START


# --- Drawn ------------------------------------------------------------------------------------------------------------


def test_the_drawing_is_kept_for_ever(small_edition, shelf, client):
    code = code_of(shelf, niveau="bac")
    response = client.get(reverse("site:code-drawing", kwargs={"code": code}), headers={"host": "localhost"})

    assert response["Content-Type"] == "image/svg+xml"
    assert response["Cache-Control"] == "private, max-age=31536000, immutable"
    assert response["X-Robots-Tag"] == "noindex"
    assert response.cookies == {}
    assert ElementTree.fromstring(response.text).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314  # our own
    assert "style" not in response.text


def test_the_drawing_is_of_the_absolute_address(small_edition, shelf, client, monkeypatch):
    code = code_of(shelf, niveau="bac")
    drawn = []
    real = segno.make

    def make(text, **how):
        drawn.append(text)
        return real(text, **how)

    monkeypatch.setattr("pathways.views.codes.segno.make", make)

    client.get(f"{CODES}{code}.svg", headers={"host": "localhost"})
    client.get(f"{CODES}{code}.svg", secure=True, headers={"host": "127.0.0.1:8000"})

    assert drawn == [f"http://localhost/code/{code}/", f"https://127.0.0.1:8000/code/{code}/"]


@pytest.mark.parametrize("code", ["abc", "g6d8-cz6g-gb0pp", "G6D8CZ6GGB0PP", "G6D8-CZ6G-GB0PQ"])
def test_nothing_else_is_drawn(small_edition, client, code):
    assert client.get(f"{CODES}{code}.svg").status_code == 404


def test_the_drawing_needs_neither_edition_nor_database(client):
    assert client.get(f"{CODES}{write(3, [], {})}.svg").status_code == 200


# --- Whatever the method, whatever the answers ------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["", "G6D8-CZ6G-GB0PP/", "G6D8-CZ6G-GB0PP.svg"], ids=["form", "code", "drawing"])
def test_nothing_is_posted(small_edition, client, path):
    assert client.post(f"{CODES}{path}").status_code == 405


def test_nothing_published_yet(db, client):
    assert client.get(f"{CODES}G6D8-CZ6G-GB0PP/").status_code == 503


def test_the_questions_a_code_is_made_of_are_those_of_the_edition_on_any_day(real_pages, shelf):
    """A code is read without its day: cases in force may differ, questions may not."""
    publication = shelf.get("assistant-medical")
    of_edition = publication.parts["rules"].questions
    for day in (datetime(2026, 11, 22, tzinfo=UTC).date(), datetime(2030, 1, 1, tzinfo=UTC).date()):
        of_day = questionnaire(publication.on(day), day).rules.questions
        shapes = [
            [(each.code, each.kind, each.low, each.high, each.step, each.may_be_unknown, each.options) for each in some]
            for some in (of_edition, of_day)
        ]
        assert shapes[0] == shapes[1]
