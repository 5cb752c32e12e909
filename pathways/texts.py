"""Texts a visitor would miss: what a page says of a verdict somebody can get, and nobody has written."""

from collections.abc import Iterator

from careers.parts import Problem, Row
from pathways.engine.outcomes import Outcomes
from pathways.engine.proof import Proof
from pathways.engine.rules import Case, Certainty, Rules, Verdict


def text_problems(rules: Rules, outcomes: Outcomes, proof: Proof) -> Iterator[Problem]:
    """Parts of sentences are needed; what stands by itself would only be missing."""
    yield from _questions(rules, outcomes)
    yield from _routes(rules, proof)
    for training in rules.trainings:
        row = Row("pathways.training", (training.code,))
        yield from _missing(row, f"La formation « {training.code} »", "nom", training.name)
        yield from _missing(row, f"La formation « {training.name} »", "résumé", training.summary, blocking=False)
    for to_do in rules.to_dos:
        row, name = Row("pathways.todo", (to_do.code,)), f"La démarche « {to_do.code} »"
        yield from _missing(row, name, "titre", to_do.title)
        yield from _missing(row, name, "condition", to_do.condition)
        yield from _missing(row, name, "explication", to_do.detail, blocking=False)
    for funding in rules.fundings:
        row = Row("pathways.funding", (funding.code,))
        yield from _missing(row, f"Le financement « {funding.code} »", "nom", funding.name)
        yield from _missing(row, f"Le financement « {funding.name} »", "explication", funding.detail, blocking=False)
    for deadline in rules.deadlines:
        row = Row("pathways.deadline", (deadline.code,))
        yield from _missing(row, f"Le délai « {deadline.code} »", "nom", deadline.name)
    for case in rules.all_cases().values():
        yield from _case(case, proof)


def _questions(rules: Rules, outcomes: Outcomes) -> Iterator[Problem]:
    """Of the questions somebody is asked."""
    for question in rules.questions:
        if not outcomes.is_moved_by(question.code, {}):
            continue
        row, name = Row("pathways.question", (question.code,)), f"La question « {question.wording or question.code} »"
        yield from _missing(row, name, "énoncé", question.wording)
        yield from _missing(row, name, "nom court", question.short)
        yield from _missing(row, name, "explication (pourquoi on la pose)", question.why, blocking=False)
        for option in question.options:
            answer = f"{name} a une réponse « {option.code} » qui"
            yield from _missing(row, answer, "libellé", option.label)
            yield from _missing(row, answer, "forme dans une phrase", option.phrase)


def _routes(rules: Rules, proof: Proof) -> Iterator[Problem]:
    for route in rules.routes:
        row, name = Row("pathways.route", (route.code,)), f"La voie « {route.name or route.code} »"
        verdicts = proof.verdicts[route.code]
        yield from _missing(row, name, "nom", route.name)
        yield from _missing(row, name, "résumé", route.summary, blocking=False)
        if verdicts.keys() - {Verdict.CLOSED}:
            yield from _missing(row, name, "but (à quoi elle mène)", route.leads_to, blocking=False)
        if Verdict.CLOSED in verdicts:  # said to those nothing would open it to
            yield from _missing(row, name, "public (pour qui)", route.for_whom, blocking=False)


def _case(case: Case, proof: Proof) -> Iterator[Problem]:
    """A case somebody meets is a reason, and a doubtful one says why it is."""
    if case.code in proof.contradictory:
        return
    what = "phrase qui dit pourquoi il est douteux" if case.certainty is Certainty.DOUBTFUL else "phrase"
    yield from _missing(Row("pathways.accesscase", (case.code,)), f"Le cas « {case.code} »", what, case.sentence)


def _missing(row: Row, name: str, what: str, text: str, *, blocking: bool = True) -> Iterator[Problem]:
    if not text.strip():
        yield Problem(f"{name} n’a pas de {what}.", row, blocking)
