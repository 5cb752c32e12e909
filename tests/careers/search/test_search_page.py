"""The search page, on the whole real content: what people ask in their words, and what they get first."""

import pytest
from django.urls import reverse

from careers.models import Career
from careers.publication import draft
from careers.search.index import index_of
from tests.careers.markup import plain
from tests.pathways.visiting import get

SEARCH = "/recherche/"


def asked(client, question):
    return get(client, f"{SEARCH}?q={question}")


def headings(page):
    return [heading.text for heading in page.find("h3")]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("combien on gagne", "Combien gagne-t-on ?"),
        ("salaire", "Le salaire"),
        ("prise de sang", "Fait-on des prises de sang dans ce métier ?"),
        ("PRISES DE SANGS", "Fait-on des prises de sang dans ce métier ?"),
        ("sans bac", "Sans le bac, combien d’années de secrétariat médical faut-il ?"),
        ("j'ai pas le bac", "Le bac d’abord"),
        ("combien de temps dure la formation", "Combien d’heures dure la formation au CQP ?"),
        ("aide soignante", "Aide-soignant, puis adaptation"),
        ("vae", "VAE"),
        ("hopital", "Combien gagne-t-on à l’hôpital public ?"),
        ("qui paie la formation", "Qui paie la formation"),
        ("quel age", "Quel âge avez-vous ?"),
        ("c'est quoi le métier", "Le métier en une page"),
        ("dentiste", "Peut-on travailler dans un cabinet dentaire ?"),
        ("cpf", "Avec le CPF, combien reste-t-il à payer ?"),
        ("heures de formatoin d'adaptaion", "Combien d’heures dure la formation d’adaptation ?"),
    ],
)
def test_the_answer_comes_first(real_pages, client, question, first):
    assert headings(asked(client, question))[0].replace("\u202f", " ") == first


def test_an_answer_has_its_source_and_its_date(real_pages, client):
    page = asked(client, "prise de sang")
    (best,) = page.find("section", class_="encart")
    (source,) = [link for link in best.find("a") if "/sources/" in link.attributes["href"]]

    assert "Non, aucune prise de sang." in best.text
    assert source.text
    get(client, source.attributes["href"])


def test_the_count_is_announced(real_pages, client):
    (said,) = asked(client, "smic").find("p", role="status")
    count = len(headings(asked(client, "smic")))
    assert said.text == f"{count} réponses"
    assert asked(client, "licorne").find("p", role="status")[0].text == "Aucune réponse"
    assert get(client, SEARCH).find("p", role="status")[0].text == ""


@pytest.mark.parametrize(
    "question", ["licorne", "le", "%00", "%3Cscript%3Ealert(1)%3C/script%3E", "%22%20onfocus=x", "a" * 3000]
)
def test_nothing_found_still_offers_ways(real_pages, client, question):
    page = asked(client, question)

    assert not headings(page)
    assert len(page.find("ul", class_="raccourcis")[0].find("a")) >= 4
    assert len(page.find("ul", class_="chemins")[0].find("a")) >= 5
    assert not [node for node in page.find("script") if "src" not in node.attributes]


def test_a_word_taken_for_another_is_told(real_pages, client):
    assert "Nous avons lu « formation » au lieu de « formatoin »." in plain(asked(client, "formatoin").text)


def test_what_was_asked_stays_in_the_field(real_pages, client):
    assert asked(client, "prise+de+%22sang%22").find("input", id="q")[0].attributes["value"] == 'prise de "sang"'


def test_a_replaced_fact_says_so(real_pages, client):
    assert "Remplacé" in asked(client, "384 heures").text


def test_hidden_and_refuted_facts_are_not_found(real_edition):
    part = draft(Career.objects.get()).career
    found = {code for entry in index_of(draft(Career.objects.get()).parts).entries for code in entry.claims}
    assert found <= {claim.code for claim in part.claims if claim.may_be_stated}


def test_every_place_is_there(real_edition, client):
    """Each thing that can be found is at its address, and at its place of the page where it has one."""
    parts = draft(Career.objects.get()).parts
    pages: dict[str, set[str]] = {}
    for entry in index_of(parts).entries:
        place = entry.place
        path = reverse(f"site:{place.name}", kwargs={"career": parts["career"].code, **dict(place.kwargs)})
        address, _, anchor = (path + place.after).partition("#")
        if address not in pages:
            pages[address] = {node.attributes.get("id", "") for node in get(client, address).walk()}
        assert not anchor or anchor in pages[address], (entry.title, path, anchor)


def test_no_question_no_query_is_kept(real_edition, client, django_assert_num_queries):
    asked(client, "salaire")
    with django_assert_num_queries(0):
        response = client.get(f"{SEARCH}?q=bac")
    assert response["Cache-Control"] == "private, max-age=0"
    assert 'content="noindex"' in response.text
    assert not response.cookies


def test_the_field_is_on_the_home_page_and_where_a_page_is_missing(real_pages, client):
    for address, status in (("/", 200), ("/nulle-part/", 404)):
        (form,) = get(client, address, status=status).find("form", role="search")
        assert form.attributes["action"] == SEARCH
