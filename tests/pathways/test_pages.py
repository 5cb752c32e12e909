"""Home, comparison and the page of each route, on the real content."""

import brotli  # type: ignore[import-untyped]
import pytest
from django.conf import settings

from careers import editions
from careers.keeping import FOR_EVERYBODY
from pathways.engine.rules import Rules
from tests.careers.markup import Node
from tests.pathways.visiting import JOB, PEOPLE, RESULT, START, get, link, title

ROUTES = "cqp-acquis cqp cqp-allege fae embauche vae deas-fae deap-fae dei-fae bac-d-abord".split()  # noqa: SIM905
COMPARE = f"{JOB}voies/"
ROUTE_PAGES = {code: f"{COMPARE}{code}/" for code in ROUTES}
PUBLIC = {"home": "/", "compare": COMPARE, **ROUTE_PAGES}
PERSONAL = {f"result of {name}": link(RESULT, answers) for name, answers in PEOPLE.items()}
WEIGHT = 14 * 1024  # HTML and CSS together, compressed

each_page = pytest.mark.parametrize("path", PUBLIC.values(), ids=PUBLIC)
each_route = pytest.mark.parametrize("code", ROUTES)


def rules_of(edition) -> Rules:
    rules = editions.decode(edition.document)[1]["rules"]
    assert isinstance(rules, Rules)
    return rules


def marks(node: Node) -> list[str]:
    return [mark.attributes["href"] for mark in node.find("a", class_="ref")]


@each_page
def test_page_is_served_from_memory_without_a_cookie(real_edition, client, django_assert_num_queries, path):
    client.get(path)
    with django_assert_num_queries(0):
        response = client.get(path)

    assert response.status_code == 200
    assert response.cookies == {}
    assert "Cookie" not in response.get("Vary", "")
    assert response["Cache-Control"] == FOR_EVERYBODY


@pytest.mark.parametrize(
    "path", [*PUBLIC.values(), START, *PERSONAL.values()], ids=[*PUBLIC, "first question", *PERSONAL]
)
def test_page_is_light(real_pages, client, path):
    styles = (settings.BASE_DIR / "static/css/passerelle.css").read_bytes()
    page = client.get(path).content

    assert sum(len(brotli.compress(part, quality=11)) for part in (page, styles)) <= WEIGHT


@pytest.mark.parametrize("path", [*PUBLIC.values(), *PERSONAL.values()], ids=[*PUBLIC, *PERSONAL])
def test_inner_links_labels_and_sources_lead_somewhere(real_pages, client, path):
    page = get(client, path)
    anchors = [node.attributes["id"] for node in page.walk() if "id" in node.attributes]
    links = [node.attributes["href"] for node in page.find("a")]
    labels = [node.attributes["aria-labelledby"] for node in page.walk() if "aria-labelledby" in node.attributes]

    assert len(set(anchors)) == len(anchors)
    assert {one[1:] for one in links if one.startswith("#")} | set(labels) <= set(anchors)
    for one in {one.partition("#")[0] for one in links if one.startswith("/")}:
        assert client.get(one).status_code == 200, one


def test_route_that_does_not_exist(real_pages, client):
    get(client, f"{COMPARE}nulle-part/", status=404)


@pytest.mark.parametrize("path", ["/", COMPARE, START])
def test_pages_are_read_not_written(real_pages, client, path):
    assert client.head(path).status_code == 200
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("path", ["/", COMPARE, ROUTE_PAGES["cqp"], START, *PERSONAL.values()])
def test_links_of_a_preview_stay_inside_it(real_edition, admin_client, path):
    """But for the way from a result to a new witness case, which is the workshop's."""
    page = get(admin_client, f"/admin/apercu{path}", follow=True)
    links = [
        node.attributes.get("href") or node.attributes.get("action") for node in (*page.find("a"), *page.find("form"))
    ]

    out = [one for one in links if one and one.startswith("/") and not one.startswith("/admin/apercu/")]
    assert [one for one in out if not one.startswith("/admin/pathways/witnesscase/add/?")] == []


# --- Home -------------------------------------------------------------------------------------------------------------


def test_starting_points_begin_with_one_answer(real_pages, client):
    page = get(client, "/")
    (start,) = page.find("section", class_="depart")

    assert [node.attributes["href"] for node in start.find("a")] == [
        f"{START}?{point.question}={point.option}" for point in rules_of(real_pages).starting_points
    ]


def test_each_figure_names_one_source_and_leads_to_its_page(real_pages, client):
    figures = get(client, "/").find("ul", class_="chiffres")[0].find("li")

    assert [figure.find("b")[0].text for figure in figures] == ["279 h", "112 h", "8 111", "1 867,02 €"]
    for figure in figures:
        (source,) = figure.find("a")
        assert client.get(source.attributes["href"]).status_code == 200


def test_home_offers_questions_the_search_answers(real_pages, client):
    examples = get(client, "/").find("ul", class_="raccourcis")[0].find("a")

    assert examples
    for example in examples:
        assert get(client, example.attributes["href"]).find("section", class_="encart"), example.text


def test_home_strikes_the_length_one_still_reads_about(real_pages, client):
    assert [node.text for node in get(client, "/").find("s")] == ["384 heures"]


# --- Comparison -------------------------------------------------------------------------------------------------------


def test_comparison_counts_its_routes_and_is_a_table_for_everyone(real_pages, client):
    page = get(client, COMPARE)
    (table,) = page.find("table")
    rows = table.find("tbody")[0].find("tr")

    assert title(page) == "Dix voies, un même métier"
    assert [row.attributes["id"] for row in rows] == [f"voie-{code}" for code in ROUTES]
    assert [len(row.find("td")) for row in rows] == [5] * len(ROUTES)
    assert [node.attributes["scope"] for node in table.find("th")] == ["col"] * 6 + ["row"] * len(ROUTES)


@pytest.mark.parametrize(
    ("code", "needs", "hours", "months", "to_dos"),
    [
        ("cqp-acquis", "Le CQP Assistant médical", "Aucune", "Aucune", "Rien de plus"),
        ("cqp", "ou au moins 3 ans de secrétariat médical à temps plein, et un CAP ou un BEP", "279 h", "6 à 12 mois",
         "Trouver un employeur. Convenir du poste avec votre employeur"),
        ("cqp-allege", "Les conditions de la formation « CQP Assistant médical », et le titre d’assistante",
         "Le nombre d’heures est fixé au cas par cas.", "Pas de chiffre sûr", "Faire le bilan de départ"),
        ("fae", "Le diplôme d’État d’infirmière ou d’infirmier", "112 h", "Pas de chiffre sûr", "Rien de plus"),
        ("embauche", "Les conditions de l’une de ces formations : « CQP Assistant médical »",
         "Celles de la formation que vous suivrez", "Celle de la formation", "Trouver un employeur"),
        ("deas-fae", "Au moins 17 ans", "1 652 h", "11 à 12 mois", "Passer la sélection"),
        ("bac-d-abord", "Être élève au collège ou au lycée", "279 h", "6 à 12 mois", "Trouver un employeur"),
    ],
)  # fmt: skip
def test_row_of_a_route(real_pages, client, code, needs, hours, months, to_dos):
    cells = [cell.text for cell in get(client, COMPARE).find("tr", id=f"voie-{code}")[0].find("td")]

    for cell, said in zip(cells, (needs, hours, months, to_dos), strict=False):
        assert said.replace("'", "’") in cell.replace("\u2011", "-")


def test_bars_share_one_scale(real_pages, client):
    bars = [node.attributes["width"] for node in get(client, COMPARE).find("rect")]

    assert bars[0] == "5.896%"  # 279 hours of 4 732, the longest
    assert "100%" in bars


def test_sum_says_what_it_leaves_out(real_pages, client):
    row = get(client, COMPARE).find("tr", id="voie-deas-fae")[0]

    assert "sans compter : formation d’adaptation" in row.text


# --- A route ----------------------------------------------------------------------------------------------------------


@each_route
def test_route_page_states_a_fact_once_with_its_weightiest_source(real_pages, client, code):
    page = get(client, ROUTE_PAGES[code])
    sections = [node for node in page.find("section") if node.attributes["id"] not in ("conditions", "sources")]
    facts = [item for section in sections for item in section.find("li") if item.find("a", class_="ref")]

    assert len({fact.text for fact in facts}) == len(facts)
    assert all(len(marks(fact)) == 1 for fact in facts)


@each_route
def test_route_page_generates_its_conditions_from_the_rules(real_pages, client, code):
    rules = rules_of(real_pages)
    shown = get(client, ROUTE_PAGES[code]).find("section", id="conditions")[0]
    route = rules.route(code)
    cases = [*route.cases, *(case for training in route.trainings for case in rules.training(training).cases)]
    caveats = [node for node in shown.find("span", class_="etiquette") if node.text == "À vérifier"]

    assert len([item for item in shown.find("li") if item.within("ul")]) == len(cases)
    assert len(caveats) == len([case for case in cases if case.certainty == "doubtful"])


@pytest.mark.parametrize(
    ("code", "struck"),
    [
        ("cqp", ["384 heures"]),
        ("bac-d-abord", ["384 heures"]),
        ("deas-fae", ["1 435 heures", "41 semaines"]),
        ("vae", []),
        ("fae", []),
    ],
)
def test_former_length_stands_once_beside_todays(real_pages, client, code, struck):
    assert [node.text for node in get(client, ROUTE_PAGES[code]).find("s")] == struck


@each_route
def test_deadlines_stand_where_one_trains_in_post(real_pages, client, code):
    shown = bool(get(client, ROUTE_PAGES[code]).find("section", id="delais"))

    assert shown == (code in {"cqp", "cqp-allege", "fae", "embauche", "vae"})


def test_deadline_of_the_adaptation_course_is_for_those_who_may_take_it(real_pages, client):
    told = {code: get(client, path).text for code, path in ROUTE_PAGES.items()}

    assert {code for code, text in told.items() if "laisse trois ans après la prise de poste" in text} == {
        "fae",
        "embauche",
    }


@pytest.mark.parametrize("page", ["voies/", "voies/cqp/", "eligibilite/", "eligibilite/resultat/?niveau=bac"])
def test_a_draft_no_page_can_be_made_of_says_what_to_mend(admin_client, small_edition, monkeypatch, page):
    monkeypatch.setattr("pathways.engine.outcomes.MOST_PROFILES", 1)
    response = admin_client.get(f"/admin/apercu/metiers/assistant-medical/{page}")

    assert response.status_code == 409
    assert "Les règles distinguent trop de profils" in response.text
    assert "no-store" in response["Cache-Control"]


def test_a_fault_of_a_page_is_not_blamed_on_the_draft(admin_client, small_edition, monkeypatch):
    def broken(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr("pathways.comparison.compare", broken)
    with pytest.raises(ZeroDivisionError):
        admin_client.get("/admin/apercu/metiers/assistant-medical/voies/")
