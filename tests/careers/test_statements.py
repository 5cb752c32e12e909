from decimal import Decimal

import pytest

from careers.citations import Citations
from careers.document import Disagreement, Figure, Milestone, Stance
from careers.statements import Statements, formers, in_force
from careers.templatetags.claims import struck
from tests.careers.documents import a_career, a_claim, a_source
from tests.careers.markup import parse


def told(*claims, brief=False, **fields):
    career = a_career(*claims, **fields)
    return {one.claim.code: one for one in Statements(career, Citations(career), brief=brief).of(claims)}


@pytest.mark.parametrize(
    ("fields", "when"),
    [
        pytest.param({"valid_from": "2023"}, "depuis 2023", id="since-a-year"),
        pytest.param({"valid_from": "2026-06-01"}, "depuis le 1er juin 2026", id="since-a-day"),
        pytest.param(
            {"valid_from": "2024-05-02", "valid_until": "2026-04-01"}, "du 2 mai 2024 au 1er avril 2026", id="between"
        ),
        pytest.param({"valid_until": "2026-08"}, "jusqu’en août 2026", id="until"),
        pytest.param({"as_of": "2023-03"}, "vrai en mars 2023", id="seen-in-a-month"),
        pytest.param({"as_of": "2024-10-31"}, "vrai au 31 octobre 2024", id="seen-on-a-day"),
        pytest.param({"as_of": "2023", "valid_from": "2019"}, "depuis 2019", id="since-says-more"),
        pytest.param({}, "texte : 13 novembre 2019", id="the-date-of-its-source"),
        pytest.param({"sources": ("sans-date",)}, "texte : sans date", id="a-source-without-date"),
        pytest.param({"sources": ()}, "", id="nothing-known"),
    ],
)
def test_every_statement_is_dated(fields, when):
    sources = (a_source("loi", published_on="2019-11-13"), a_source("sans-date"))
    assert told(a_claim("fait", **fields), sources=sources)["fait"].when == when


@pytest.mark.parametrize(
    ("fields", "when"),
    [
        pytest.param({"wording": "Depuis le 1er juin 2026, le Smic est de…"}, "", id="in-the-wording"),
        pytest.param({"detail": "C’est la règle depuis le 1er juin 2026."}, "", id="in-the-detail"),
        pytest.param({"wording": "En juin, le Smic a augmenté."}, "depuis le 1er juin 2026", id="not-said"),
        pytest.param(
            {"wording": "Du 1er juin 2026.", "valid_until": "2027"},
            "du 1er juin 2026 à 2027",
            id="one-end-is-said",
        ),
    ],
)
def test_a_date_is_not_said_twice(fields, when):
    assert told(a_claim("fait", valid_from="2026-06-01", **fields))["fait"].when_unsaid == when


@pytest.mark.parametrize(
    ("standing", "successor", "words"),
    [
        ("current", "", None),
        ("unverified", "", "À confirmer"),
        ("contested", "", "Sources en désaccord"),
        ("superseded", "suite", "Remplacé"),
        ("superseded", "", "Terminé"),
    ],
)
def test_a_statement_says_how_sure_it_is(standing, successor, words):
    tag = told(a_claim("fait", standing=standing, superseded_by=successor))["fait"].tag
    assert (tag.words if tag else None) == words


def test_a_replaced_fact_is_told_under_the_one_in_force_today():
    oldest = a_claim("2021", standing="superseded", superseded_by="2023")
    older = a_claim("2023", standing="superseded", superseded_by="2026")
    statements = told(a_claim("2026"), older, oldest)
    assert [former.claim.code for former in statements["2026"].formers] == ["2023", "2021"]


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"is_shown": False}, id="hidden"),
        pytest.param({"standing": "refuted"}, id="never-true"),
        pytest.param(
            {
                "milestone": Milestone(kind="headcount", on="2022"),
                "figures": (Figure(name="contrats", label="contrats", unit="contracts", low=Decimal(1)),),
            },
            id="a-headcount-has-a-table-of-its-own",
        ),
    ],
)
def test_not_everything_replaced_is_history(fields):
    former = a_claim("avant", **{"standing": "superseded", "superseded_by": "fait", **fields})
    assert formers(a_career(a_claim("fait"), former)) == {}


def test_a_brief_page_gives_one_source_and_no_history():
    former = a_claim("avant", standing="superseded", superseded_by="fait")
    statements = told(
        a_claim("fait", sources=("loi", "presse")),
        former,
        brief=True,
        sources=(a_source("loi"), a_source("presse", kind="press")),
    )
    assert [citation.source.code for citation in statements["fait"].citations] == ["loi"]
    assert statements["fait"].formers == ()


@pytest.mark.parametrize("is_settled", [False, True])
def test_a_disagreement_is_pointed_to(is_settled):
    dispute = Disagreement(
        code="heures",
        subject="Les heures",
        we_show="279",
        why="…",
        is_settled=is_settled,
        stances=(Stance("fait", "279"),),
    )
    assert told(a_claim("fait"), disagreements=(dispute,))["fait"].dispute == "#heures"


@pytest.mark.parametrize("successor", ["deux", "un", "ailleurs", ""])
def test_a_draft_whose_replacements_lead_nowhere_is_still_told(successor):
    """Publishing refuses such a draft; the preview shows it."""
    one = a_claim("un", standing="superseded", superseded_by=successor)
    two = a_claim("deux", standing="superseded", superseded_by="un")
    assert in_force(a_career(one, two), one) in {one, two}
    assert [statement.formers for statement in told(one, two).values()] == [(), ()]


def figures(*values):
    return tuple(
        Figure(name=f"f{n}", label="", unit="eur", low=Decimal(value), high=Decimal(value))
        for n, value in enumerate(values)
    )


STRUCK = {
    "hours": ("La formation durait 384 heures.", ["384"], ["384 heures"]),
    "cents": ("Le Smic était de 1 801,80 € brut.", ["1801.80"], ["1 801,80 €"]),
    "a range": ("La grille donnait de 1 642 à 1 943 € brut.", ["1642", "1943"], ["1 642 à 1 943 €"]),
    "a percentage": ("La grille a augmenté de 2,2 % en 2021.", ["2.2"], ["2,2 %"]),
    "two apart": ("Il fallait 100 € en 2024, puis 102,23 €.", ["100", "102.23"], ["100 €", "102,23 €"]),
    "not inside another number": ("On comptait 3 112 contrats en 2022.", ["112", "2"], []),
    "in words": ("De 2020 à 2023, douze organismes.", ["12"], []),
    "no figure": ("Les postes étaient réservés.", [], []),
    "escaped": ("Moins de <b>384</b> heures.", ["384"], ["384"]),
}


@pytest.mark.parametrize(("wording", "values", "expected"), STRUCK.values(), ids=STRUCK)
def test_the_figures_of_a_replaced_fact_are_struck(wording, values, expected):
    page = parse(struck(a_claim("avant", wording=wording, figures=figures(*values))))
    assert [node.text for node in page.find("s")] == expected
    assert page.find("b") == []
    assert page.text == " ".join(wording.split())
