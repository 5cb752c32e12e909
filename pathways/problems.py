"""What must hold of the rules of a career before they are published, beyond what the database forbids."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from math import isfinite

from django.utils.timezone import localdate

from careers import partial_dates
from careers.document import CareerPart
from careers.parts import Parts, Problem, Row
from careers.publication import Publication
from pathways import proof_report, rulebook
from pathways.engine.answers import Refused, Value, value_of_json
from pathways.engine.assessment import assess
from pathways.engine.proof import Proof, prove
from pathways.engine.questionnaire import Questionnaire
from pathways.engine.rules import (
    UNKNOWN,
    AnyOf,
    AtLeast,
    CanEnter,
    Case,
    Criterion,
    Kind,
    LessThan,
    NoneOf,
    Question,
    Rules,
    Verdict,
    WitnessCase,
)
from pathways.engine.space import TooLarge
from pathways.facts import block_problems, fact_problems, stale_problems
from pathways.links import link_problems
from pathways.texts import text_problems

STEPS = (0.5, 1)
"""Numbers are whole or half years, months, years of age: what the engine's answers and classes count in."""


def rules_problems(parts: Parts) -> Iterator[Problem]:
    rules: Rules = parts["rules"]
    found = list(unproved_problems(rules, parts["career"]))
    yield from found
    if any(problem.blocking for problem in found):
        return
    told: set[Problem] = set()
    today = localdate()
    for day, that_day in rulebook.rules_ahead(Publication(number=0, parts=parts), today):
        for problem in _proof_problems(that_day):
            if problem not in told:
                told.add(problem)
                yield problem if day == today else _from_day(day, problem)


def _proof_problems(rules: Rules) -> Iterator[Problem]:
    try:
        questionnaire = Questionnaire(rules)
        proof = prove(rules, questionnaire.outcomes)
    except TooLarge as refusal:
        yield Problem(f"Les règles distinguent trop de profils pour être prouvées : {refusal}.")
        return
    yield from proved_problems(questionnaire, proof)


def _from_day(day: date, problem: Problem) -> Problem:
    """What a change prepared for a later day brings. A witness case expects what holds today: it may well be of
    another verdict then, which is worth a look and no more."""
    is_witness = problem.row is not None and problem.row.model == "pathways.witnesscase"
    said = f"À partir du {partial_dates.day_in_french(day)} : {problem.message}"
    return replace(problem, message=said, blocking=problem.blocking and not is_witness)


def unproved_problems(rules: Rules, career: CareerPart) -> Iterator[Problem]:
    """What is seen by reading. While one of them blocks, the engine can't be trusted with these rules."""
    yield from _shape_problems(rules)
    yield from link_problems(rules)
    yield from fact_problems(rules, career)
    for case in rules.all_cases().values():
        yield from _case_problems(rules, case)
    yield from _circles(rules)
    yield from _unjudged_witnesses(rules)
    yield from stale_problems(rules, career, localdate())
    yield from block_problems(rules, career)


def _shape_problems(rules: Rules) -> Iterator[Problem]:
    if not rules.routes:
        yield Problem("Le métier n’a aucune voie.")
    if not rules.qualifies:
        yield Problem("Aucun cas ne dit quelle qualification suffit pour exercer.")
    for route in rules.routes:
        if not route.trainings and not route.cases:
            row = Row("pathways.route", (route.code,))
            yield Problem(f"La voie « {route.name} » n’a ni formation ni cas d’accès.", row)
    for training in rules.trainings:
        if not training.cases:
            row = Row("pathways.training", (training.code,))
            yield Problem(f"La formation « {training.name} » n’est ouverte par aucun cas.", row)
    for question in rules.questions:
        yield from _question_problems(question)


def _question_problems(question: Question) -> Iterator[Problem]:
    row = Row("pathways.question", (question.code,))
    if question.kind is not Kind.NUMBER and len(question.options) < 2:
        yield Problem(f"La question « {question.wording} » a moins de deux réponses possibles.", row)
    if question.condition.count("{}") != 1:
        yield Problem(f"La phrase de condition de « {question.short} » doit contenir {{}} une fois.", row)
    if question.kind is Kind.NUMBER and not (isfinite(question.high) and question.low < question.high):
        yield Problem(f"« {question.short} » n’a pas de nombre possible entre ses deux bornes.", row)
    if question.kind is Kind.NUMBER and (question.step not in STEPS or question.low % question.step):
        yield Problem(
            f"« {question.short} » se compte par unités ou par demies, à partir d’un nombre qui l’est aussi.", row
        )
    if question.may_be_unknown and not question.where_to_find:
        yield Problem(f"Dites où trouver la réponse à « {question.wording} ».", row, blocking=False)


def _case_problems(rules: Rules, case: Case) -> Iterator[Problem]:
    if not case.criteria:
        yield Problem(f"Le cas « {case.code} » n’a aucun critère : il serait ouvert à tout le monde.", _row(case))
    for criterion in case.criteria:
        faults = list(_criterion_faults(rules, criterion))
        yield from (Problem(f"Cas « {case.code} » : {fault}", _row(case)) for fault in faults)
        if not faults and (fault := _between_answers(rules, criterion)):
            yield Problem(f"Cas « {case.code} » : {fault}", _row(case), blocking=False)


def _criterion_faults(rules: Rules, criterion: Criterion) -> Iterator[str]:
    if isinstance(criterion, CanEnter):
        if not criterion.trainings:
            yield "choisissez au moins une formation."
        if set(criterion.trainings) - {training.code for training in rules.trainings}:
            yield "une formation choisie est d’un autre métier."
        return
    question = next((question for question in rules.questions if question.code == criterion.question), None)
    if question is None:
        yield "la question est d’un autre métier."
    elif isinstance(criterion, AnyOf | NoneOf):
        if not criterion.options:
            yield "choisissez au moins une réponse."
        foreign = set(criterion.options) - {option.code for option in question.options}
        if foreign:
            yield f"une réponse choisie n’est pas de la question « {question.short} »."
    elif question.kind is not Kind.NUMBER:
        yield f"la question « {question.short} » n’attend pas un nombre."
    elif not question.low < criterion.threshold <= question.high:
        yield f"le seuil {criterion.threshold:g} est hors de {question.low:g} à {question.high:g}."


def _between_answers(rules: Rules, criterion: Criterion) -> str:
    """What is odd about a threshold nobody can answer exactly."""
    if not isinstance(criterion, AtLeast | LessThan):
        return ""
    question = rules.question(criterion.question)
    if question.step not in STEPS or not (criterion.threshold - question.low) % question.step:
        return ""  # what is wrong with the steps is said of the question
    return f"le seuil {criterion.threshold:g} tombe entre deux réponses possibles à « {question.short} »."


def _circles(rules: Rules) -> Iterator[Problem]:
    """Trainings that can be entered only by way of themselves."""
    leads_to = {
        training.code: {
            code
            for case in training.cases
            for criterion in case.criteria
            if isinstance(criterion, CanEnter)
            for code in criterion.trainings
        }
        for training in rules.trainings
    }
    for start, first in leads_to.items():
        reached: set[str] = set()
        waiting = set(first)
        while waiting:
            code = waiting.pop()
            if code not in reached:
                reached.add(code)
                waiting |= leads_to.get(code, set())
        if start in reached:
            yield Problem(
                f"La formation « {start} » s’ouvre par elle-même : ses cas tournent en rond.",
                Row("pathways.training", (start,)),
            )


def _unjudged_witnesses(rules: Rules) -> Iterator[Problem]:
    for witness in rules.witnesses:
        for fault in _witness_faults(rules, witness):
            yield Problem(f"Cas témoin « {witness.name} » : {fault}", _of_witness(witness))


def _witness_faults(rules: Rules, witness: WitnessCase) -> Iterator[str]:
    questions = {question.code: question for question in rules.questions}
    for code, value in witness.answers.items():
        if code not in questions:
            yield f"il répond à une question d’un autre métier : {code}."
        elif value != UNKNOWN and not _can_be_answered(questions[code], value):
            yield f"sa réponse à « {questions[code].short} » n’a pas la bonne forme."
    if foreign := set(witness.verdicts) - {route.code for route in rules.routes}:
        yield f"il juge une voie d’un autre métier : {', '.join(sorted(foreign))}."
    if unheard_of := set(witness.verdicts.values()) - {verdict.code for verdict in Verdict}:
        yield f"il attend un verdict qui n’existe pas : {', '.join(sorted(unheard_of))}."


def _can_be_answered(question: Question, value: Value) -> bool:
    try:
        return value_of_json(question, value) == value
    except Refused:
        return False


def proved_problems(questionnaire: Questionnaire, proof: Proof) -> Iterator[Problem]:
    """What the proof over all profiles finds: witnesses that fail, people left without a way and cases nobody can meet
    block; idle parts are worth a look."""
    rules, outcomes = questionnaire.rules, questionnaire.outcomes
    yield from _failing_witnesses(questionnaire)
    for lonely in proof.lonely:
        yield Problem(f"Une personne reste sans aucune voie ni plan : {proof_report.person(rules, lonely.answers)}.")
    for end in proof.skipped:
        said = proof_report.person(rules, end.answers)
        yield Problem(f"Les questions s’arrêtent trop tôt pour cette personne : {said}.")
    for code in proof.contradictory:
        yield Problem(f"Le cas « {code} » se contredit : personne ne peut remplir tous ses critères.", _of_case(code))
    for pair in proof.contained:
        yield Problem(
            f"Le cas « {pair.case} » est déjà compris dans le cas « {pair.wider} ».",
            _of_case(pair.case),
            blocking=False,
        )
    explained = {*proof.contradictory, *(pair.case for pair in proof.contained)}
    for code in proof.idle_cases:
        if code not in explained:
            yield Problem(f"Le cas « {code} » ne change rien pour personne.", _of_case(code), blocking=False)
    for code in proof.idle_questions:
        row = Row("pathways.question", (code,))
        yield Problem(f"La question « {rules.question(code).wording} » ne sera jamais posée.", row, blocking=False)
    for code in proof.always_closed:
        row = Row("pathways.route", (code,))
        yield Problem(f"La voie « {rules.route(code).name} » est fermée à tout le monde.", row, blocking=False)
    yield from text_problems(rules, outcomes, proof)


def _failing_witnesses(questionnaire: Questionnaire) -> Iterator[Problem]:
    """By rules without dates any more: those of one day."""
    for witness in questionnaire.rules.witnesses:
        assessment = assess(questionnaire, witness.answers, date.max)
        for code, expected in witness.verdicts.items():
            given = assessment.by_route[code].verdict
            if given is not Verdict.from_code(expected):
                name = questionnaire.rules.route(code).name
                yield Problem(
                    f"Cas témoin « {witness.name} » : la voie « {name} » est {_said(given.code)}, "
                    f"on attendait {_said(expected)}.",
                    _of_witness(witness),
                )


def _said(verdict: str) -> str:
    words = {"open": "ouverte", "conditional": "ouverte sous condition", "to-check": "à vérifier", "closed": "fermée"}
    return words[verdict]


def _row(case: Case) -> Row:
    return _of_case(case.code)


def _of_case(code: str) -> Row:
    return Row("pathways.accesscase", (code,))


def _of_witness(witness: WitnessCase) -> Row:
    return Row("pathways.witnesscase", (witness.code,))
