"""The answer in one line: a table of people, and of situations the real rules do not have."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pathways.engine.assessment import assess
from pathways.engine.questionnaire import Questionnaire
from pathways.engine.rules import Verdict
from pathways.headline import Headline, clause, verdict_words
from tests.pathways.engine import builders as b

DAY = date(2026, 11, 22)
BAC: dict[str, Any] = {
    "diplomes": ("aucun",),
    "niveau": "bac-general",
    "secretariat": 0.0,
    "experience-proche": 0.0,
    "age": 30.0,
    "situation": "demandeur-emploi",
    "employeur": "aucun",
}
PUPIL = {**BAC, "niveau": "aucun", "situation": "scolaire"}
WHY = "Voici pourquoi, et par quoi commencer."
INSTITUTE = "Deux autres s'ouvrent dès que l'institut de formation vous retient."


@pytest.fixture(scope="module")
def questionnaire(real_rules):
    return Questionnaire(real_rules)


@pytest.mark.parametrize(
    ("answers", "title", "lead"),
    [
        pytest.param(
            {"diplomes": ("cqp-am",)},
            "C'est fait. Vous pouvez exercer ce métier.",
            "Votre qualification suffit. Il reste à trouver un poste auprès d'un médecin ou d'un centre de santé.",
            id="qualified",
        ),
        pytest.param(
            {"diplomes": ("dei",), "employeur": "en-poste", "mois-en-poste": 3.0},
            "Oui. Deux voies vous sont ouvertes dès maintenant.",
            WHY,
            id="open",
        ),
        pytest.param(
            {"diplomes": ("deas",), "employeur": "aucun"},
            "Oui. Une voie vous est ouverte dès maintenant.",
            f"Une autre s'ouvre dès que vous trouvez un employeur. {WHY}",
            id="one-open-one-conditional",
        ),
        pytest.param(
            {**BAC, "experience-proche": 12.0},
            "Oui. Une voie vous est ouverte dès maintenant.",
            f"Quatre autres s'ouvrent sous condition. Une autre est à vérifier. {WHY}",
            id="open-others-on-different-conditions",
        ),
        pytest.param(
            BAC,
            "Oui, si… Deux voies s'ouvrent dès que vous trouvez un employeur.",
            f"{INSTITUTE} Une autre est à vérifier. {WHY}",
            id="conditional-only",
        ),
        pytest.param(
            {**BAC, "employeur": "en-cabinet"},
            "Oui, si… Deux voies s'ouvrent dès que votre employeur vous confie le poste.",
            f"{INSTITUTE} Une autre est à vérifier. {WHY}",
            id="conditional-on-ones-own-employer",
        ),
        pytest.param(
            {**BAC, "niveau": "cap-bep", "secretariat": 2.0},
            "Oui, si… Deux voies s'ouvrent dès que l'institut de formation vous retient.",
            f"Cinq autres sont à vérifier. {WHY}",
            id="only-long-roads-conditional",
        ),
        pytest.param(
            {**BAC, "employeur": "ne-sait-pas", "age": 16.0},
            "Oui, si… Deux voies s'ouvrent dès que vous trouvez un employeur ou que votre employeur "
            "vous confie le poste.",
            f"Une autre est à vérifier. {WHY}",
            id="conditional-on-one-of-two",
        ),
        pytest.param(
            {**PUPIL, "situation": "autre", "age": 16.0},
            "Peut-être. Une voie dépend d'une règle à vérifier : voici à qui demander.",
            "Voici pourquoi, voie par voie.",
            id="to-check-only",
        ),
        pytest.param(
            {**BAC, "diplomes": "ne-sait-pas", "age": 16.0},
            "Peut-être. Six voies dépendent de ce que vous ne savez pas encore : voici où trouver la réponse.",
            "Voici pourquoi, voie par voie.",
            id="unknown-only",
        ),
        pytest.param(
            {**BAC, "niveau": "ne-sait-pas", "secretariat": 1.0, "age": 16.0},
            "Peut-être. Cinq voies sont à vérifier : voici à qui demander.",
            "Voici pourquoi, voie par voie.",
            id="unknown-and-to-check",
        ),
        pytest.param(
            {**PUPIL, "age": 16.0},
            "D'abord le bac. Voici ce qu'il ouvrira, et ce qui s'ouvre dès 17 ans.",
            WHY,
            id="pupil",
        ),
        pytest.param(
            {**PUPIL, "age": 17.0},
            "D'abord le bac. Voici ce qu'il ouvrira, et les autres chemins.",
            WHY,
            id="pupil-of-17",
        ),
    ],
)
def test_headline(questionnaire, answers, title, lead):
    headline = Headline(assess(questionnaire, answers, DAY))

    assert (headline.title, headline.lead) == (title, lead)


def judged(*parts, **answers: Any):
    return assess(Questionnaire(b.rules(*parts)), answers, DAY)


def test_nothing_open():
    headline = Headline(
        judged(b.number("age"), b.route("a", b.case("adult", b.at_least("age", 18))), age=3.0)
    )  # fmt: skip

    assert headline.title == "Pas encore. Aucune voie n'est ouverte pour le moment."
    assert headline.lead == "Mais des chemins y mènent. Les voici, avec ce qui manque pour chacun."


def test_no_road_but_a_long_one_whose_name_has_no_article():
    assessment = judged(
        b.number("age"),
        b.training("a", b.case("adult", b.at_least("age", 18))),
        b.training("b"),
        b.route("long", trainings=["a", "b"]),
        age=30.0,
    )

    assert Headline(assessment).title == "D'abord formation a. Voici ce qui s'ouvrira ensuite."


EMPLOYER = b.one("employer", "none", "other")


@pytest.mark.parametrize(
    ("to_dos", "words"),
    [
        pytest.param([b.to_do("a")], "Ouverte si vous faites a", id="one"),
        pytest.param([b.to_do("a"), b.to_do("b")], "Ouverte à deux conditions", id="two"),
        pytest.param([b.to_do("a", "employer", "none"), b.to_do("b", "employer", "other")],
                     "Ouverte si vous faites a ou si vous faites b", id="one-of-two"),
        pytest.param([b.to_do("a", "employer", "none", "other"), b.to_do("b", "employer", "other")],
                     "Ouverte à deux conditions", id="perhaps-both"),
    ],
)  # fmt: skip
def test_verdict_names_its_condition(to_dos, words):
    """With the employer not known, so that whatever may have to be arranged still counts."""
    codes = [to_do.code for to_do in to_dos]
    (assessed,) = judged(EMPLOYER, *to_dos, b.route("road", to_dos=codes)).routes

    assert verdict_words(assessed) == words


def test_every_condition_of_the_real_rules_reads_as_french(questionnaire, real_rules):
    assessed = assess(questionnaire, BAC, DAY).by_route["cqp"]
    said = {
        to_do.code: verdict_words(replace(assessed, arrange=(to_do,), verdict=Verdict.CONDITIONAL))
        for to_do in real_rules.to_dos
    }

    assert said == {
        "trouver-employeur": "Ouverte si vous trouvez un employeur",
        "convenir-du-poste": "Ouverte si votre employeur vous confie le poste",
        "bilan-de-depart": "Ouverte si l'organisme vous accorde un allègement",
        "selection-institut": "Ouverte si l'institut de formation vous retient",
        "admission-ecole-infirmiere": "Ouverte si un institut de soins infirmiers vous admet",
    }


@pytest.mark.parametrize(
    ("word", "condition", "said"),
    [
        ("si", "il pleut", "s'il pleut"),
        ("si", "ils viennent", "s'ils viennent"),
        ("si", "illusion il y a", "si illusion il y a"),
        ("si", "un institut vous admet", "si un institut vous admet"),
        ("que", "un institut vous admet", "qu'un institut vous admet"),
        ("que", "l'institut vous retient", "que l'institut vous retient"),
        ("que", "votre employeur signe", "que votre employeur signe"),
    ],
)
def test_elision(word, condition, said):
    assert clause(word, ((condition,),)) == said


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (Verdict.OPEN, "Ouverte maintenant"),
        (Verdict.TO_CHECK, "À vérifier"),
        (Verdict.CLOSED, "Pas ouverte aujourd'hui"),
    ],
)
def test_words_of_the_other_verdicts(verdict, words):
    (assessed,) = judged(b.route("road")).routes

    assert verdict_words(replace(assessed, verdict=verdict)) == words


def test_route_one_does_not_need_is_said_useless():
    held = b.case("held", b.any_of("level", "high"))
    rules = b.rules(b.one("level", "high", "low"), b.route("road", not_needed=["held"]), qualifies=[held])
    (assessed,) = assess(Questionnaire(rules), {"level": "high"}, DAY).routes

    assert verdict_words(assessed) == "Inutile pour vous"
