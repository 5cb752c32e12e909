"""Each thing that may be wrong with rules is said, with its row, and forbids to publish where it must."""

from datetime import date

import pytest
import time_machine
from hypothesis import given
from msgspec.structs import replace

from careers.document import CareerPart, Claim, Disagreement, Figure, Stance
from careers.editions import decode
from careers.parts import Problem, Row
from pathways.engine.proof import with_cases
from pathways.engine.rules import Grant, Quantity, StartingPoint, WitnessCase
from pathways.problems import rules_problems
from tests.pathways.engine.builders import (
    any_of,
    at_least,
    can_enter,
    case,
    deadline,
    doubtful,
    funding,
    less_than,
    number,
    one,
    route,
    rules,
    several,
    to_do,
    training,
)
from tests.pathways.engine.random_rules import broken_rules, on_random_rules, small_rules

LEVEL = one("level", "none", "bac")
AGE = number("age", low=10, high=99)


def hours(name, number_):
    return Figure(name=name, label="", unit="hours", low=number_, high=number_)


PARTS = (hours("bloc-1", 200), hours("bloc-2", 66))
CAREER = CareerPart(
    code="job",
    title="Un métier",
    question="",
    summary="",
    guide="",
    claims=(
        Claim(code="fact", topic="entry", wording="Un fait.", standing="current"),
        Claim(code="false", topic="entry", wording="Un fait faux.", standing="refuted"),
        Claim(code="replaced", topic="entry", wording="Un fait ancien.", standing="superseded", superseded_by="fact"),
        Claim(code="over", topic="entry", wording="Un fait fini.", standing="current", valid_until="2026-10"),
        Claim(code="to-review", topic="entry", wording="Un fait âgé.", standing="current", review_on=date(2026, 6, 30)),
        Claim(
            code="not-yet", topic="entry", wording="Un fait frais.", standing="current", review_on=date(2026, 11, 22)
        ),
        Claim(code="whole", topic="hours", wording="279 heures.", standing="current", figures=(hours("heures", 279),)),
        Claim(code="parts", topic="hours", wording="Deux blocs.", standing="current", figures=PARTS),
        Claim(code="told", topic="hours", wording="300 heures.", standing="current", figures=(hours("heures", 300),)),
        Claim(code="said-parts", topic="hours", wording="Deux blocs.", standing="contested", figures=PARTS),
        Claim(code="part", topic="hours", wording="Un bloc.", standing="current", figures=(hours("bloc-1", 100),)),
    ),
    disagreements=(
        Disagreement(
            code="d",
            subject="Combien d’heures ?",
            we_show="",
            why="",
            stances=(Stance(claim="told", says="", is_retained=True), Stance(claim="said-parts", says="")),
        ),
    ),
)
TODAY = "2026-11-22"


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


@time_machine.travel(TODAY)
def test_a_change_prepared_for_a_later_day_is_proved_on_its_day():
    """Today the course is open to grown-ups; from 2027 on to nobody else, and children are left without a way."""
    ends = date(2026, 12, 31)
    some = made()
    (course,) = some.trainings
    *others, child = course.cases
    prepared = replace(some, trainings=(replace(course, cases=(*others, replace(child, valid_until=ends))),))
    witness = WitnessCase(code="kid", name="Un enfant", answers={"level": "none", "age": 10}, verdicts={"way": "open"})

    (later,) = [found for found in problems_of(replace(prepared, witnesses=(witness,))) if "témoin" in found.message]
    assert later == Problem(
        "À partir du 1er janvier 2027 : Cas témoin « Un enfant » : la voie « Voie way » est fermée, "
        "on attendait ouverte.",
        Row("pathways.witnesscase", ("kid",)),
        blocking=False,
    )
    alone = [message for message, _ in blocking(prepared)]
    assert alone
    assert all(message.startswith("À partir du 1er janvier 2027 : Une personne reste") for message in alone)


@time_machine.travel(TODAY)
def test_all_there_is_to_say_of_the_real_rules(real_rules, real_edition):
    """They lean on one fact of the past, and mean to: an older certificate keeps its value."""
    found = list(rules_problems({"rules": real_rules, "career": decode(real_edition.document)[1]["career"]}))

    assert [(problem.row, problem.blocking) for problem in found] == [
        (Row("careers.claim", ("ent-rncp-36358",)), False)
    ]


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


def test_a_number_without_steps_is_said_of_the_question_alone():
    age = replace(AGE, step=0)
    rules = made(
        questions=(LEVEL, age),
        entry=leaning(case("entry", at_least("age", 17.5))),
        witnesses=[WitnessCase(code="anna", name="Anna", answers={"level": "bac", "age": 17.5}, verdicts={})],
    )
    message = "« Votre réponse à age » se compte par unités ou par demies, à partir d’un nombre qui l’est aussi."
    assert (message, Row("pathways.question", ("age",))) in blocking(rules)
    assert not [each.message for each in problems_of(rules) if "17.5" in each.message or "Anna" in each.message]


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


COURSE = Row("pathways.training", ("course",))
WAY = Row("pathways.route", ("way",))
ENTRY = Row("pathways.accesscase", ("entry",))


def with_course(**fields):
    sound = made()
    return {"trainings": tuple(replace(each, **fields) for each in sound.trainings)}


def wordless(question):
    first, *others = question.options
    return replace(question, options=(replace(first, phrase=""), *others))


def with_way(**fields):
    return {"routes": tuple(replace(each, **fields) for each in made().routes)}


@pytest.mark.parametrize(
    ("fields", "message", "row"),
    [
        pytest.param(
            with_way(trainings=("course", "moon")),
            "La voie « Voie way » renvoie à une formation qui n’existe pas : moon.",
            WAY,
            id="a-route-of-no-training",
        ),
        pytest.param(
            with_way(to_dos=("fly",)),
            "La voie « Voie way » renvoie à une démarche qui n’existe pas : fly.",
            WAY,
            id="a-route-of-nothing-to-do",
        ),
        pytest.param(
            with_way(not_needed=("never",)),
            "La voie « Voie way » renvoie à un cas qui n’existe pas : never.",
            WAY,
            id="a-route-made-useless-by-nothing",
        ),
        pytest.param(
            with_course(to_dos=("fly",)),
            "La formation « Formation course » renvoie à une démarche qui n’existe pas : fly.",
            COURSE,
            id="a-training-of-nothing-to-do",
        ),
        pytest.param(
            with_course(grants=(Grant(question="level", option="doctor"),)),
            "La formation « Formation course » renvoie à une réponse qui n’existe pas : level/doctor.",
            COURSE,
            id="a-training-that-gives-nothing",
        ),
        pytest.param(
            {"to_dos": (to_do("find", "employer", "none"),)},
            "La démarche « Faire find » renvoie à une réponse qui n’existe pas : employer/none.",
            Row("pathways.todo", ("find",)),
            id="something-to-do-for-nobody",
        ),
        pytest.param(
            {"deadlines": (deadline("soon", "moon", 24, leaning(case("late", any_of("level", "bac")))),)},
            "Le délai « Délai soon » renvoie à une question qui n’existe pas : moon.",
            Row("pathways.deadline", ("soon",)),
            id="a-deadline-from-nothing",
        ),
        pytest.param(
            {"deadlines": (deadline("soon", "level", 24, leaning(case("late", any_of("level", "bac")))),)},
            "Le délai « Délai soon » part d’une question qui n’attend pas un nombre.",
            Row("pathways.deadline", ("soon",)),
            id="a-deadline-from-no-number",
        ),
        pytest.param(
            {"fundings": (funding("purse", ["moon"], leaning(case("rich", any_of("level", "bac")))),)},
            "Le financement « Financement purse » renvoie à une formation qui n’existe pas : moon.",
            Row("pathways.funding", ("purse",)),
            id="a-funding-of-nothing",
        ),
        pytest.param(
            {"starting_points": (StartingPoint(label="J’ai tout", question="level", option="all", code="start"),)},
            "Le départ « J’ai tout » renvoie à une réponse qui n’existe pas : level/all.",
            Row("pathways.startingpoint", ("start",)),
            id="a-start-from-nothing",
        ),
        pytest.param(
            {"routes": (*made().routes, *made().routes)}, "Le code « way » sert 2 fois.", WAY, id="a-code-used-twice"
        ),
        pytest.param(
            {"questions": (*made().questions, one("size", "small", "small"))},
            "« Votre réponse à size » a 2 réponses de code « small ».",
            Row("pathways.question", ("size",)),
            id="an-option-twice",
        ),
        pytest.param(
            {"questions": (*made().questions, number("size", low=3, high=3))},
            "« Votre réponse à size » n’a pas de nombre possible entre ses deux bornes.",
            Row("pathways.question", ("size",)),
            id="bounds-with-nothing-between",
        ),
        pytest.param(
            {"entry": leaning(case("entry", at_least("age", 30), less_than("age", 18)))},
            "Le cas « entry » se contredit : personne ne peut remplir tous ses critères.",
            ENTRY,
            id="a-case-nobody-can-meet",
        ),
        pytest.param(
            {"entry": leaning(case("entry", can_enter("moon")))},
            "Cas « entry » : une formation choisie est d’un autre métier.",
            ENTRY,
            id="a-case-through-no-training",
        ),
        pytest.param(
            {"entry": replace(leaning(case("entry", any_of("level", "bac"))), sentence=" ")},
            "Le cas « entry » n’a pas de phrase.",
            ENTRY,
            id="a-case-without-words",
        ),
        pytest.param(
            {"entry": replace(leaning(doubtful("entry", any_of("level", "bac"))), sentence="")},
            "Le cas « entry » n’a pas de phrase qui dit pourquoi il est douteux.",
            ENTRY,
            id="a-doubt-without-words",
        ),
        pytest.param(
            {"to_dos": (replace(to_do("find"), condition=""),)},
            "La démarche « find » n’a pas de condition.",
            Row("pathways.todo", ("find",)),
            id="a-condition-without-words",
        ),
        pytest.param(
            {"questions": (wordless(made().questions[0]), LEVEL, AGE)},
            "La question « Question held ? » a une réponse « goal » qui n’a pas de forme dans une phrase.",
            Row("pathways.question", ("held",)),
            id="an-answer-without-words",
        ),
    ],
)
def test_what_else_forbids_to_publish(fields, message, row):
    assert (message, row) in blocking(made(**fields))


@pytest.mark.parametrize(
    ("fields", "message", "row"),
    [
        pytest.param(
            {"entry": leaning(case("entry", at_least("age", 17.5)))},
            "Cas « entry » : le seuil 17.5 tombe entre deux réponses possibles à « Votre réponse à age ».",
            ENTRY,
            id="a-threshold-between-answers",
        ),
        pytest.param(
            {"entry": leaning(case("entry", at_least("age", 12)))},
            "Le cas « entry » est déjà compris dans le cas « grown-up ».",
            ENTRY,
            id="a-case-inside-another",
        ),
        pytest.param(
            {"routes": (replace(made().routes[0], summary=""),)},
            "La voie « Voie way » n’a pas de résumé.",
            WAY,
            id="no-summary",
        ),
        pytest.param(
            with_course(rhythm="replaced"),
            "Le fait « Un fait ancien. » a été remplacé, et une règle s’appuie dessus : course.",
            Row("careers.claim", ("replaced",)),
            id="a-fact-replaced",
        ),
        pytest.param(
            with_course(claims=("over",)) | {"routes": (replace(made().routes[0], claims=("over",)),)},
            "Le fait « Un fait fini. » ne vaut que jusqu’en octobre 2026, "
            "et des règles s’appuient dessus : course et way.",
            Row("careers.claim", ("over",)),
            id="a-fact-that-ended",
        ),
        pytest.param(
            with_course(cost="to-review"),
            "Le fait « Un fait âgé. » était à revoir le 30 juin 2026, et une règle s’appuie dessus : course.",
            Row("careers.claim", ("to-review",)),
            id="a-fact-to-review",
        ),
        pytest.param(
            with_course(hours=Quantity(figure="whole/heures", unit="hours", low=279, high=279), claims=("parts",)),
            "Les blocs de « Formation course » font 266 heures, et la formation 279 heures.",
            COURSE,
            id="blocks-that-do-not-add-up",
        ),
    ],
)
@time_machine.travel(TODAY)
def test_what_is_said_and_does_not_forbid(fields, message, row):
    assert (message, row) in [(each.message, each.row) for each in problems_of(made(**fields)) if not each.blocking]


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        pytest.param(with_course(claims=("not-yet",)), "à revoir", id="to-review-from-today"),
        pytest.param(
            with_course(hours=Quantity(figure="whole/heures", unit="hours", low=266, high=279), claims=("parts",)),
            "blocs",
            id="blocks-within-the-hours",
        ),
        pytest.param(
            with_course(hours=Quantity(figure="told/heures", unit="hours", low=300, high=300)),
            "blocs",
            id="blocks-a-disagreement-tells-of",
        ),
        pytest.param(
            with_course(hours=Quantity(figure="whole/heures", unit="hours", low=279, high=279), claims=("part",)),
            "blocs",
            id="one-block-alone",
        ),
    ],
)
@time_machine.travel(TODAY)
def test_what_is_not_worth_saying(fields, word):
    assert [each.message for each in problems_of(made(**fields)) if word in each.message] == []


@pytest.mark.parametrize(
    ("answers", "verdicts", "message"),
    [
        pytest.param(
            {"level": "doctor"}, {}, "sa réponse à « Votre réponse à level » n’a pas la bonne forme.", id="no-option"
        ),
        pytest.param({"age": 300.0}, {}, "sa réponse à « Votre réponse à age » n’a pas la bonne forme.", id="too-old"),
        pytest.param(
            {"held": "goal"}, {}, "sa réponse à « Votre réponse à held » n’a pas la bonne forme.", id="one-of-many"
        ),
        pytest.param({}, {"way": "ajar"}, "il attend un verdict qui n’existe pas : ajar.", id="no-verdict"),
    ],
)
def test_witnesses_nobody_can_judge(answers, verdicts, message):
    witness = WitnessCase(code="anna", name="Anna", answers=answers, verdicts=verdicts)

    assert (f"Cas témoin « Anna » : {message}", Row("pathways.witnesscase", ("anna",))) in blocking(
        made(witnesses=[witness])
    )


def test_rules_too_large_to_prove_are_refused_with_their_size_and_cause():
    held = several("held", *(f"o{place}" for place in range(40)), alone=("nothing",))
    cases = [leaning(case(f"c{place}", any_of("held", f"o{place}"))) for place in range(40)]
    large = rules(held, route("way", *cases), qualifies=[leaning(case("goal", any_of("held", "o1")))])

    ((message, row),) = blocking(large)

    assert message.endswith("1099511627776 profils à distinguer, 10000000 au plus : held × 1099511627776.")
    assert row is None


@on_random_rules
@given(small_rules())
def test_random_rules_have_problems_and_never_raise(made_up):
    for problem in problems_of(with_cases(made_up, leaning)):
        assert problem.message


@on_random_rules
@given(broken_rules())
def test_broken_rules_have_problems_and_never_raise(made_up):
    for problem in problems_of(with_cases(made_up, leaning)):
        assert problem.message


def test_idle_parts_are_said_and_do_not_forbid():
    idle = [(problem.message, problem.blocking) for problem in problems_of(made())]

    assert ("Le cas « grown-up » ne change rien pour personne.", False) in idle
