"""Every fact a page may state has its place, whatever its topic and kind."""

from decimal import Decimal

import pytest

from careers import models
from careers.citations import Citations
from careers.disputes import disputes, places
from careers.document import Disagreement, Figure, Milestone, Pay, Stance
from careers.headcount import headcount
from careers.key_figures import key_figures
from careers.leaflets import HISTORY, LEAFLETS, MISSIONS, chapters, leaflet_of
from careers.pay_chart import pay_chart
from careers.profile import in_force_about
from careers.statements import Statements
from tests.careers.documents import a_career, a_claim, a_source

KINDS = {
    "mission": models.Mission.Family,
    "workplace": models.Workplace.Access,
    "skill": models.Skill.Kind,
    "appeal": models.Advantage.Side,
    "prospect": models.Prospect.Direction,
}
TOPICS = models.Topic.values
CASES = [
    *[pytest.param({"topic": topic}, id=topic) for topic in TOPICS],
    *[pytest.param({"topic": topic, "audience": "employers"}, id=f"{topic}-for-employers") for topic in TOPICS],
    *[
        pytest.param({"topic": topic, detail: kind}, id=f"{topic}-{kind}")
        for detail, topic in [
            ("mission", "missions"),
            ("mission", "limits"),
            ("workplace", "workplaces"),
            ("skill", "skills"),
            ("appeal", "appeal"),
            ("prospect", "prospects"),
        ]
        for kind in KINDS[detail].values
    ],
]


def stated(career) -> list[str]:
    citations = Citations(career)
    told = [
        statement.claim.code
        for leaflet in LEAFLETS
        for chapter in chapters(career, leaflet, citations)
        for one in chapter.statements
        for statement in (one, *one.formers)
    ]
    counted = headcount(career, Statements(career, citations))
    return told + [row.statement.claim.code for row in (*counted.counts, *counted.goals)]


def figure(low, high, unit="eur", **fields):
    return Figure(name="chiffre", label="chiffre", unit=unit, low=Decimal(low), high=Decimal(high), **fields)


def monthly(amount, setting, **fields):
    pay = Pay(setting=setting, seniority="any", basis=fields.pop("basis", "gross"))
    return figure(amount, amount, pay=pay, **{"period": "month", **fields})


@pytest.mark.parametrize("fields", CASES)
def test_a_fact_is_on_exactly_one_leaflet(fields):
    claim = a_claim("fait", **fields)
    assert stated(a_career(claim)) == ["fait"]
    assert leaflet_of(claim) in LEAFLETS


@pytest.mark.parametrize("kind", models.Milestone.Kind.values)
@pytest.mark.parametrize("standing", ["current", "superseded"])
@pytest.mark.parametrize("figures", [(), (figure(8111, 8111, "contracts"),)], ids=["no-figure", "figure"])
def test_a_milestone_is_told_once(kind, standing, figures):
    today = a_claim("aujourd-hui", topic="headcount")
    successor = today.code if standing == "superseded" else ""
    milestone = Milestone(kind=kind, on="2024-12")
    claim = a_claim(
        "fait", topic="headcount", standing=standing, superseded_by=successor, milestone=milestone, figures=figures
    )
    assert sorted(stated(a_career(today, claim))) == ["aujourd-hui", "fait"]


@pytest.mark.parametrize("fields", [{"is_shown": False}, {"standing": "refuted", "superseded_by": "vrai"}])
def test_a_hidden_or_refuted_fact_is_on_none(fields):
    assert stated(a_career(a_claim("vrai"), a_claim("fait", **fields))) == ["vrai"]


def test_the_names_of_leaflets_differ():
    assert len({leaflet.name for leaflet in LEAFLETS}) == len(LEAFLETS)


def test_anchors_differ_inside_a_leaflet():
    for leaflet in LEAFLETS:
        anchors = [subject.anchor for subject in (*leaflet.charts, *leaflet.subjects)]
        assert len(set(anchors)) == len(anchors)


def test_a_subject_without_fact_has_no_source():
    empty = chapters(a_career(), MISSIONS, Citations(a_career()))
    assert {(chapter.statements, chapter.citations) for chapter in empty} == {((), ())}


def test_facts_to_confirm_are_told_only_when_none_is_established():
    current, doubtful = a_claim("un"), a_claim("deux", standing="unverified", caveat="À voir.")
    assert in_force_about(a_career(current, doubtful), "hours") == [current]
    assert in_force_about(a_career(doubtful), "hours") == [doubtful]


def test_key_figures_are_the_first_of_their_unit_in_force():
    old = a_claim("avant", standing="superseded", superseded_by="fait", figures=(figure(384, 384, "hours"),))
    now = a_claim("fait", figures=(figure(2, 2, "days"), figure(279, 279, "hours")))
    career = a_career(old, now)
    shown = key_figures(career, Statements(career, Citations(career)), "chiffres")
    assert [one.words for one in shown] == ["279\u00a0h"]


class TestPayChart:
    def rows(self, *claims, with_history=True):
        career = a_career(*claims)
        return pay_chart(career, Statements(career, Citations(career)), "salaire", with_history=with_history)

    def claim(self, code, *figures, **fields):
        return a_claim(code, topic="pay", figures=figures, **fields)

    def test_amounts_stand_on_one_scale_and_the_legal_minimum_is_marked(self):
        chart = self.rows(
            self.claim("smic", monthly(1800, "legal")),
            self.claim("vu", monthly(2600, "practice"), standing="unverified"),
        )
        assert [(row.low, row.high) for row in chart.rows] == [(5.0, 5.0), (95.0, 95.0)]
        assert chart.mark == 5.0
        assert [row.tag.words for row in chart.rows] == ["Minimum légal", "À confirmer"]

    @pytest.mark.parametrize(
        ("with_history", "tags"), [(True, ["Minimum légal", "Dépassé"]), (False, ["Minimum légal"])]
    )
    def test_an_outdated_amount_is_only_in_the_history(self, with_history, tags):
        old = self.claim("avant", monthly(1750, "legal"), standing="superseded", superseded_by="smic")
        chart = self.rows(self.claim("smic", monthly(1867, "legal")), old, with_history=with_history)
        assert [row.tag.words for row in chart.rows] == tags
        assert [row.kept for row in chart.rows] == [True, False][: len(tags)]

    def test_the_positions_of_the_grid_are_shown_while_its_amounts_are_unknown(self):
        smic, grid = self.claim("smic", monthly(1867, "legal")), self.claim("grille", figure(5, 9, "position"))
        unknown = self.rows(smic, grid)
        assert [row.words for row in unknown.rows] == ["1\u202f867\u00a0€", "positions\u00a05 à 9"]
        assert unknown.rows[1].low is None
        known = self.rows(smic, grid, self.claim("montants", monthly(1900, "branch")))
        assert [row.statement.claim.code for row in known.rows] == ["smic", "montants"]

    @pytest.mark.parametrize("fields", [{"period": "hour"}, {"basis": "net"}])
    def test_only_gross_monthly_amounts_compare(self, fields):
        assert self.rows(self.claim("smic", monthly(12, "legal", **fields))).rows == ()

    def test_without_any_amount_there_is_no_chart(self):
        assert self.rows().mark is None


def test_a_brief_history_counts_in_one_unit_and_shows_the_last_goal():
    def counted(code, kind, on, unit):
        milestone = Milestone(kind=kind, on=on)
        return a_claim(code, topic="headcount", milestone=milestone, figures=(figure(1000, 1000, unit),))

    career = a_career(
        counted("contrats-2024", "headcount", "2024-12", "contracts"),
        counted("contrats-2022", "headcount", "2022", "contracts"),
        counted("personnes-2023", "headcount", "2023", "people"),
        counted("but-2022", "goal", "2022", "posts"),
        counted("but-2029", "goal", "2029", "people"),
    )
    shown = headcount(career, Statements(career, Citations(career)), "effectifs", brief=True)
    assert [row.statement.claim.code for row in shown.counts] == ["contrats-2022", "contrats-2024"]
    assert [row.statement.claim.code for row in shown.goals] == ["but-2029"]
    assert HISTORY.charts[0].anchor == "effectifs"


def a_disagreement(code, *, is_settled, claims=("vrai", "faux")):
    stances = tuple(Stance(claim=claim, says=claim, is_retained=not n) for n, claim in enumerate(claims))
    return Disagreement(
        code=code, subject=f"{code} ?", we_show="Non, jamais.", why="Parce que.", is_settled=is_settled, stances=stances
    )


def test_open_disagreements_come_first_and_each_knows_its_page():
    many = [a_disagreement(f"tranche-{n}", is_settled=True) for n in range(20)]
    career = a_career(
        a_claim("vrai"),
        a_claim("faux", standing="refuted", superseded_by="vrai"),
        disagreements=(*many, a_disagreement("ouvert", is_settled=False)),
    )
    assert [dispute.code for dispute in disputes(career)][:2] == ["ouvert", "tranche-0"]
    assert places(career)["ouvert"] == "#ouvert"
    assert places(career)["tranche-19"] == "?page=2#tranche-19"


def test_a_disagreement_sets_what_is_retained_apart_from_the_others():
    career = a_career(
        a_claim("vrai"),
        a_claim("faux", standing="refuted", superseded_by="vrai", sources=("presse",)),
        sources=(a_source("loi"), a_source("presse")),
        disagreements=(a_disagreement("sang", is_settled=True),),
    )
    (dispute,) = disputes(career, Citations(career), "limites", about="hours")
    assert [version.says for version in dispute.retained] == ["vrai"]
    assert [version.says for version in dispute.others] == ["faux"]
    assert [[citation.number for citation in version.citations] for version in dispute.versions] == [[1], [2]]
    assert dispute.conclusion == "non, jamais."
    assert disputes(career, about="pay") == ()
