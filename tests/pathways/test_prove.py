"""`manage.py prove`: what holds, what changes, and refusals that say what to mend."""

import io

import pytest
from django.core.management import CommandError, call_command
from msgspec.structs import replace

from pathways import proof_report
from pathways.engine.difference import difference
from pathways.engine.plan_proof import Fault, FaultyPlan, PlanProof
from pathways.engine.rules import Certainty
from pathways.models import AccessCase, Criterion, Option
from tests.pathways.engine.builders import any_of, at_least, case, number, one, route, rules, to_do, training


def prove(*options):
    out = io.StringIO()
    call_command("prove", "assistant-medical", *options, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize(
    "line",
    [
        "Aucune question sautée ne pouvait changer un verdict, une démarche, un délai ou un financement.",
        "« CQP en alternance » : ouverte",
        "« Votre plus haut diplôme » : aucune règle ne distingue « Bac général ou technologique »",
        "« Diplôme infirmier d'un pays hors d'Europe, pas encore reconnu » ne comptent dans aucune règle.",
        "La voie « Infirmier, puis adaptation » n'est jamais ouverte : au mieux à vérifier.",
        "Cas témoins : 48. Ils éprouvent 34 cas sur 34",
        "Les blocs de « CQP Assistant médical » font 266 heures, et la formation 279 heures. Le désaccord",
        "Aucun profil ne change de verdict.",
    ],
)
def test_what_holds_of_the_real_rules(real_rules_proved, line):
    assert line in real_rules_proved


@pytest.fixture
def real_rules_proved(real_edition):
    return prove("--against", "1")


def test_plans_are_proved_when_asked_for(small_edition):
    assert "profils distingués par les plans" not in prove()
    assert "sans qualification" in prove("--plans")


def test_the_order_of_the_questions_is_measured_when_asked_for(small_edition):
    """Whoever has the certificate answers one question, everybody else both."""
    assert "en moyenne" not in prove()

    told = prove("--order")

    assert "on répond en moyenne à 1,67 questions sur 2. Le meilleur ordre fixe en demande 1,67" in told
    assert "(rapport 1,00)" in told
    assert "Un ordre qui en demande le moins" not in told


def test_a_change_of_the_draft_is_told_with_what_the_case_asked(small_edition):
    criterion = Criterion.objects.get(case__code="cqp-experience")
    criterion.threshold = 2
    criterion.save()

    told = prove("--draft", "--against", str(small_edition.number))

    assert (
        "parce que : le cas « cqp-experience » demande maintenant : avoir au moins 2 ans de secrétariat médical "
        "(avant : avoir au moins 3 ans de secrétariat médical)"
    ) in told


def test_a_draft_that_cant_be_proved_says_why(small_edition):
    AccessCase.objects.get(code="cqp-bac").criteria.all().delete()

    with pytest.raises(CommandError, match=r"Ces règles ne peuvent pas être prouvées. Problèmes bloquants : 1."):
        prove("--draft")


def test_a_draft_that_cant_be_published_says_why(small_edition):
    Option.objects.filter(code="bac").update(phrase="")

    with pytest.raises(CommandError, match=r"Ces règles ne peuvent pas être publiées. Problèmes bloquants : 1."):
        prove("--draft")


def test_too_large_is_refused_with_its_size(small_edition, monkeypatch):
    monkeypatch.setattr("pathways.engine.proof.MOST_PROFILES", 2)

    with pytest.raises(CommandError, match="profils à distinguer, 2 au plus : ") as refusal:
        prove()
    assert refusal.value.returncode == 2


def test_an_edition_nobody_published(small_edition):
    with pytest.raises(CommandError, match="n’a pas d’édition 99"):
        prove("--against", "99")


# --- Sentences

AGE = number("age", low=10, high=99)
LEVEL = one("level", "none", "bac")


def made(*cases, to_dos=()):
    course = training("course", *cases, to_dos=[each.code for each in to_dos])
    return rules(
        AGE, LEVEL, *to_dos, course, route("way", trainings=["course"]), qualifies=[case("old", at_least("age", 90))]
    )


ENTRY = case("entry", at_least("age", 18))
FIND = to_do("find")


@pytest.mark.parametrize(
    ("before", "after", "because"),
    [
        pytest.param(
            made(ENTRY),
            made(case("entry", at_least("age", 16))),
            "parce que : le cas « entry » demande maintenant : avoir au moins 16 ans (avant : avoir au moins 18 ans).",
            id="another-threshold",
        ),
        pytest.param(
            made(ENTRY),
            made(replace(ENTRY, certainty=Certainty.DOUBTFUL)),
            "parce que : le cas « entry » est devenu douteux.",
            id="doubtful",
        ),
        pytest.param(
            made(ENTRY),
            made(ENTRY, case("other", any_of("level", "bac"))),
            "parce que : un nouveau cas, « other », demande : avoir le bac.",
            id="a-new-case",
        ),
        pytest.param(
            made(ENTRY, case("other", any_of("level", "bac"))),
            made(ENTRY),
            "parce que : le cas « other » n'existe plus.",
            id="a-case-gone",
        ),
        pytest.param(
            made(ENTRY), made(ENTRY, to_dos=[FIND]), "parce que : la voie est faite autrement", id="another-way"
        ),
        pytest.param(
            made(case("entry", at_least("age", 20)), case("same", at_least("age", 20))),
            made(ENTRY, case("same", at_least("age", 18))),
            "parce que : plusieurs règles changent ensemble.",
            id="together",
        ),
    ],
)
def test_why_people_move(before, after, because):
    (line, *_) = proof_report.difference_lines(after, difference(before, after), before)

    assert because in line


def test_something_more_to_arrange():
    before = made(ENTRY, to_dos=[to_do("find", "level", "none")])
    after = made(ENTRY, to_dos=[to_do("find", "level", "none", "bac")])

    lines = list(proof_report.difference_lines(after, difference(before, after), before))

    assert lines[-1] == "À faire : « Faire find », voie « Voie way », pour 2 profils de plus (33 %)."


def test_wrong_plans_are_counted_with_an_example():
    proof = PlanProof(3, 2, 0, 0, (FaultyPlan(Fault.NONE, {"age": 17.0}), FaultyPlan(Fault.NONE, {"age": 16.0})))

    assert list(proof_report.plan_lines(made(ENTRY), proof))[-1] == (
        "Aucun plan : 2 fois. Par exemple : votre réponse à age : 17 ans."
    )
