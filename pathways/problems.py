"""What must hold of the rules of a career before they are published, beyond what the database forbids."""

from collections.abc import Iterator
from datetime import date

from careers.document import CareerPart
from careers.parts import Parts, Problem, Row
from pathways import proof_report
from pathways.engine.assessment import assess
from pathways.engine.outcomes import Outcomes
from pathways.engine.proof import prove
from pathways.engine.questionnaire import Questionnaire
from pathways.engine.rules import (
    UNKNOWN,
    AnyOf,
    CanEnter,
    Case,
    Criterion,
    Kind,
    NoneOf,
    Question,
    Rules,
    Verdict,
    WitnessCase,
)
from pathways.engine.space import TooLarge

STEPS = (0.5, 1)
"""Numbers are whole or half years, months, years of age: what the engine's answers and classes count in."""


def rules_problems(parts: Parts) -> Iterator[Problem]:
    rules: Rules = parts["rules"]
    found = [
        *_shape_problems(rules),
        *_reference_problems(rules, parts["career"]),
        *(problem for case in rules.all_cases().values() for problem in _case_problems(rules, case)),
        *_circles(rules),
    ]
    yield from found
    if not any(problem.blocking for problem in found):  # the engine may be trusted with these rules
        yield from _witness_problems(rules)
        yield from _proof_problems(rules)


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
    if question.kind is Kind.NUMBER and (question.step not in STEPS or question.low % question.step):
        yield Problem(
            f"« {question.short} » se compte par unités ou par demies, à partir d’un nombre qui l’est aussi.", row
        )
    if question.may_be_unknown and not question.where_to_find:
        yield Problem(f"Dites où trouver la réponse à « {question.wording} ».", row, blocking=False)


def _reference_problems(rules: Rules, career: CareerPart) -> Iterator[Problem]:
    """A rule may lean only on facts of its own career that are not known to be false."""
    leaning: list[tuple[str, tuple[str, ...]]] = [
        *(("pathways.question", (question.code, *question.claims)) for question in rules.questions),
        *(("pathways.todo", (to_do.code, *to_do.claims)) for to_do in rules.to_dos),
        *(("pathways.training", (training.code, *training.claims)) for training in rules.trainings),
        *(("pathways.route", (route.code, *route.claims)) for route in rules.routes),
        *(("pathways.deadline", (deadline.code, *deadline.claims)) for deadline in rules.deadlines),
        *(("pathways.funding", (funding.code, *funding.claims)) for funding in rules.fundings),
        *(("pathways.accesscase", (case.code, *case.claims)) for case in rules.all_cases().values()),
    ]
    for model, (code, *claims) in leaning:
        for claim in claims:
            if claim not in career.claims_by_code:
                yield Problem(
                    f"La règle « {code} » s’appuie sur un fait d’un autre métier : {claim}.", Row(model, (code,))
                )
            elif career.claims_by_code[claim].standing == "refuted":
                yield Problem(f"La règle « {code} » s’appuie sur un fait reconnu faux : {claim}.", Row(model, (code,)))
    for case in rules.all_cases().values():
        if not case.claims:
            yield Problem(f"Le cas « {case.code} » ne dit pas sur quel fait il s’appuie.", _row(case))


def _case_problems(rules: Rules, case: Case) -> Iterator[Problem]:
    if not case.criteria:
        yield Problem(f"Le cas « {case.code} » n’a aucun critère : il serait ouvert à tout le monde.", _row(case))
    for criterion in case.criteria:
        for message in _criterion_faults(rules, criterion):
            yield Problem(f"Cas « {case.code} » : {message}", _row(case))


def _criterion_faults(rules: Rules, criterion: Criterion) -> Iterator[str]:
    if isinstance(criterion, CanEnter):
        if not criterion.trainings:
            yield "choisissez au moins une formation."
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


def _witness_problems(rules: Rules) -> Iterator[Problem]:
    """Witness cases are judged on rules without dates: their day is any day all cases are in force."""
    questionnaire = Questionnaire(rules)
    for witness in rules.witnesses:
        row = Row("pathways.witnesscase", (witness.code,))
        faults = list(_witness_faults(rules, witness))
        for fault in faults:
            yield Problem(f"Cas témoin « {witness.name} » : {fault}", row)
        if faults:
            continue
        assessment = assess(questionnaire, witness.answers, date.max)
        for code, expected in witness.verdicts.items():
            given = assessment.by_route[code].verdict
            if given is not Verdict.from_code(expected):
                name = rules.route(code).name
                yield Problem(
                    f"Cas témoin « {witness.name} » : la voie « {name} » est {_said(given.code)}, "
                    f"on attendait {_said(expected)}.",
                    row,
                )


def _proof_problems(rules: Rules) -> Iterator[Problem]:
    """What the proof over all profiles finds: people left without a way block, idle parts are worth a look."""
    try:
        proof = prove(rules, Outcomes(rules))
    except TooLarge as refusal:
        yield Problem(f"Les règles distinguent trop de profils pour être prouvées : {refusal}.")
        return
    for lonely in proof.lonely:
        yield Problem(f"Une personne reste sans aucune voie ni plan : {proof_report.person(rules, lonely.answers)}.")
    for code in proof.idle_cases:
        row = Row("pathways.accesscase", (code,))
        yield Problem(f"Le cas « {code} » ne change rien pour personne.", row, blocking=False)
    for code in proof.idle_questions:
        row = Row("pathways.question", (code,))
        yield Problem(f"La question « {rules.question(code).wording} » ne sera jamais posée.", row, blocking=False)


def _witness_faults(rules: Rules, witness: WitnessCase) -> Iterator[str]:
    questions = {question.code: question for question in rules.questions}
    for code, value in witness.answers.items():
        if code not in questions:
            yield f"il répond à une question d’un autre métier : {code}."
        elif value != UNKNOWN and isinstance(value, float) is not (questions[code].kind is Kind.NUMBER):
            yield f"sa réponse à « {questions[code].short} » n’a pas la bonne forme."
    if foreign := set(witness.verdicts) - {route.code for route in rules.routes}:
        yield f"il juge une voie d’un autre métier : {', '.join(sorted(foreign))}."


def _said(verdict: str) -> str:
    words = {"open": "ouverte", "conditional": "ouverte sous condition", "to-check": "à vérifier", "closed": "fermée"}
    return words[verdict]


def _row(case: Case) -> Row:
    return Row("pathways.accesscase", (case.code,))
