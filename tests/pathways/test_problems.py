"""Each thing that may be wrong with rules is said, with its row, and forbids to publish where it must."""

import pytest
from msgspec.structs import replace

from careers.document import CareerPart, Claim
from careers.editions import decode
from careers.parts import Row
from pathways.engine.rules import WitnessCase
from pathways.problems import rules_problems
from tests.pathways.engine.builders import (
    any_of,
    at_least,
    can_enter,
    case,
    number,
    one,
    route,
    rules,
    several,
    training,
)

LEVEL = one("level", "none", "bac")
AGE = number("age", low=10, high=99)
CAREER = CareerPart(
    code="job",
    title="Un métier",
    question="",
    summary="",
    guide="",
    claims=(
        Claim(code="fact", topic="entry", wording="Un fait.", standing="current"),
        Claim(code="false", topic="entry", wording="Un fait faux.", standing="refuted"),
    ),
)


def leaning(each):
    return replace(each, claims=("fact",))


def made(*parts, entry=None, witnesses=(), **fields):
    """Rules without any problem, but for what a test puts in."""
    entry = entry or leaning(case("entry", any_of("level", "bac")))
    parts = parts or (
        several("held", "goal", alone=("nothing",)),
        LEVEL,
        training(
            "course",
            entry,
            leaning(case("grown-up", at_least("age", 11))),
            leaning(case("child", any_of("level", "none"))),
        ),
        route("way", trainings=["course"]),
        AGE,
    )
    sound = rules(*parts, qualifies=[leaning(case("qualified", any_of("held", "goal")))])
    return replace(sound, witnesses=tuple(witnesses), **fields)


def problems_of(some_rules):
    return list(rules_problems({"rules": some_rules, "career": CAREER}))


def blocking(some_rules):
    return [(problem.message, problem.row) for problem in problems_of(some_rules) if problem.blocking]


def test_sound_rules_have_no_blocking_problem():
    assert blocking(made()) == []


def test_real_rules_have_no_problem_at_all(real_rules, real_edition):
    assert list(rules_problems({"rules": real_rules, "career": decode(real_edition.document)[1]["career"]})) == []


@pytest.mark.parametrize(
    ("fields", "message", "row"),
    [
        pytest.param({"routes": ()}, "Le métier n’a aucune voie.", None, id="no-route"),
        pytest.param(
            {"qualifies": ()}, "Aucun cas ne dit quelle qualification suffit pour exercer.", None, id="no-goal"
        ),
        pytest.param(
            {"routes": (route("lost"),)},
            "La voie « Voie lost » n’a ni formation ni cas d’accès.",
            Row("pathways.route", ("lost",)),
            id="a-route-to-nowhere",
        ),
        pytest.param(
            {"trainings": (training("course"),)},
            "La formation « Formation course » n’est ouverte par aucun cas.",
            Row("pathways.training", ("course",)),
            id="a-training-nobody-may-enter",
        ),
        pytest.param(
            {"trainings": (training("course", leaning(case("all"))),)},
            "Le cas « all » n’a aucun critère : il serait ouvert à tout le monde.",
            Row("pathways.accesscase", ("all",)),
            id="a-case-without-criteria",
        ),
        pytest.param(
            {"trainings": (training("course", case("rumour", any_of("level", "bac"))),)},
            "Le cas « rumour » ne dit pas sur quel fait il s’appuie.",
            Row("pathways.accesscase", ("rumour",)),
            id="a-case-without-fact",
        ),
        pytest.param(
            {"trainings": (training("course", replace(case("lie", any_of("level", "bac")), claims=("false",))),)},
            "La règle « lie » s’appuie sur un fait reconnu faux : false.",
            Row("pathways.accesscase", ("lie",)),
            id="a-case-on-a-false-fact",
        ),
        pytest.param(
            {"trainings": (training("course", replace(case("far", any_of("level", "bac")), claims=("elsewhere",))),)},
            "La règle « far » s’appuie sur un fait d’un autre métier : elsewhere.",
            Row("pathways.accesscase", ("far",)),
            id="a-fact-of-another-career",
        ),
        pytest.param(
            {"trainings": (training("course", leaning(case("loop", can_enter("course")))),)},
            "La formation « course » s’ouvre par elle-même : ses cas tournent en rond.",
            Row("pathways.training", ("course",)),
            id="a-circle",
        ),
    ],
)
def test_what_forbids_to_publish(fields, message, row):
    assert (message, row) in blocking(made(**fields))


@pytest.mark.parametrize(
    ("criterion", "fault"),
    [
        pytest.param(any_of("level"), "choisissez au moins une réponse.", id="no-option"),
        pytest.param(
            any_of("level", "doctor"),
            "une réponse choisie n’est pas de la question « Votre réponse à level ».",
            id="an-option-of-another-question",
        ),
        pytest.param(any_of("shoe-size", "42"), "la question est d’un autre métier.", id="no-such-question"),
        pytest.param(
            at_least("level", 3), "la question « Votre réponse à level » n’attend pas un nombre.", id="not-a-number"
        ),
        pytest.param(at_least("age", 200), "le seuil 200 est hors de 10 à 99.", id="nobody-is-so-old"),
        pytest.param(at_least("age", 10), "le seuil 10 est hors de 10 à 99.", id="everybody-is-that-old"),
        pytest.param(can_enter(), "choisissez au moins une formation.", id="no-training"),
    ],
)
def test_impossible_criteria(criterion, fault):
    found = blocking(made(entry=leaning(case("entry", criterion))))

    assert (f"Cas « entry » : {fault}", Row("pathways.accesscase", ("entry",))) in found


@pytest.mark.parametrize(
    ("question", "message"),
    [
        pytest.param(
            one("level", "bac"), "La question « Question level ? » a moins de deux réponses possibles.", id="one-option"
        ),
        pytest.param(
            replace(LEVEL, condition="avoir un niveau"),
            "La phrase de condition de « Votre réponse à level » doit contenir {} une fois.",
            id="no-gap",
        ),
        pytest.param(
            number("level", step=0.25),
            "« Votre réponse à level » se compte par unités ou par demies, à partir d’un nombre qui l’est aussi.",
            id="quarters",
        ),
    ],
)
def test_questions_that_cant_be_asked(question, message):
    assert (message, Row("pathways.question", ("level",))) in blocking(made(questions=(question, AGE)))


@pytest.mark.parametrize(
    ("answers", "verdicts", "message"),
    [
        pytest.param(
            {"level": "bac"},
            {"way": "closed"},
            "la voie « Voie way » est ouverte, on attendait fermée.",
            id="another-verdict",
        ),
        pytest.param(
            {"size": "small"}, {}, "il répond à une question d’un autre métier : size.", id="another-question"
        ),
        pytest.param(
            {"level": 3.0}, {}, "sa réponse à « Votre réponse à level » n’a pas la bonne forme.", id="another-form"
        ),
        pytest.param({}, {"moon": "open"}, "il juge une voie d’un autre métier : moon.", id="another-route"),
    ],
)
def test_witnesses_that_do_not_hold(answers, verdicts, message):
    witness = WitnessCase(code="anna", name="Anna", answers=answers, verdicts=verdicts)

    assert (f"Cas témoin « Anna » : {message}", Row("pathways.witnesscase", ("anna",))) in blocking(
        made(witnesses=[witness])
    )


def test_a_person_without_way_nor_plan_forbids_to_publish():
    lonely = made(trainings=(training("course", leaning(case("entry", any_of("level", "bac")))),))

    assert any(message.startswith("Une personne reste sans aucune voie ni plan") for message, _ in blocking(lonely))


def test_idle_parts_are_said_and_do_not_forbid():
    idle = [(problem.message, problem.blocking) for problem in problems_of(made())]

    assert ("Le cas « grown-up » ne change rien pour personne.", False) in idle
