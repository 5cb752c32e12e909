"""A proof and a difference in French sentences, for the counsellor who is about to publish."""

from collections.abc import Iterator

from pathways.engine import wording
from pathways.engine.answers import Answers, Value
from pathways.engine.difference import Difference, Move
from pathways.engine.proof import Proof
from pathways.engine.rules import Question, Rules, Verdict

SAID = {
    Verdict.OPEN: "ouverte",
    Verdict.CONDITIONAL: "ouverte sous condition",
    Verdict.TO_CHECK: "à vérifier",
    Verdict.CLOSED: "fermée",
}


def lines(rules: Rules, proof: Proof) -> Iterator[str]:
    yield f"{wording.digits(proof.profiles)} profils distingués par les règles."
    if proof.stranded:
        yield f"{wording.digits(proof.stranded)} profils n'ont aucune voie, même à vérifier : il leur faut un plan."
    else:
        yield "Chaque profil a une qualification, ou une voie qui n'est pas fermée."
    for route in rules.routes:
        counts = ", ".join(
            f"{SAID[verdict]} {percent(count, proof.profiles)}"
            for verdict, count in sorted(proof.verdicts[route.code].items(), reverse=True)
        )
        yield f"« {route.name} » : {counts}."
    yield from _idle(rules, proof)
    coverage = proof.coverage
    yield (
        f"Cas témoins : {len(rules.witnesses)}. Ils éprouvent {len(coverage.cases)} cas sur {len(coverage.all_cases)} "
        f"et {len(coverage.options & coverage.all_options)} réponses sur {len(coverage.all_options)}."
    )
    for code in sorted(coverage.all_cases - coverage.cases):
        yield f"Aucun cas témoin n'éprouve le cas « {code} »."
    for boundary in coverage.boundaries:
        question = rules.question(boundary.question)
        sides = wording.both(wording.amount(side, question.unit) for side in boundary.unseen)
        threshold = wording.amount(boundary.threshold, question.unit)
        yield f"Seuil de {threshold} ({question.short}) : pas de témoin à {sides}."


def _idle(rules: Rules, proof: Proof) -> Iterator[str]:
    for code in proof.idle_cases:
        yield f"Le cas « {code} » ne change rien pour personne : un autre cas fait déjà mieux."
    for idle in proof.idle_criteria:
        yield (
            f"Dans le cas « {idle.case} », ce critère ne change aucun verdict : "
            f"{wording.condition(rules, idle.criterion)}."
        )
    for code in proof.idle_questions:
        yield f"La question « {rules.question(code).wording} » ne change rien : elle ne sera jamais posée."
    for code in proof.never_open:
        yield f"La voie « {rules.route(code).name} » n'est jamais ouverte : au mieux à vérifier."


def difference_lines(rules: Rules, found: Difference) -> Iterator[str]:
    """Nothing moves, or who moves where, and why."""
    for code in found.added_routes:
        yield f"Nouvelle voie : « {rules.route(code).name} »."
    for code in found.removed_routes:
        yield f"La voie « {code} » disparaît."
    if not found.moves:
        yield "Aucun profil ne change de verdict."
    for move in found.moves:
        yield _moved(rules, move)


def _moved(rules: Rules, move: Move) -> str:
    causes = f", à cause de : {wording.both(move.causes)}" if move.causes else ""
    return (
        f"« {move.route.name} » passe de {SAID[move.before]} à {SAID[move.after]} "
        f"pour {wording.digits(move.profiles)} profils ({percent(move.profiles, move.of)}){causes}. "
        f"Par exemple : {person(rules, move.example)}."
    )


def person(rules: Rules, answers: Answers) -> str:
    """A profile as one would describe somebody."""
    return " ; ".join(_answered(rules.question(code), value) for code, value in answers.items())


def _answered(question: Question, value: Value) -> str:
    return f"{wording.lowered(question.short)} : {wording.lowered(wording.answer(question, value))}"


def percent(part: int, whole: int) -> str:
    share = 100 * part / whole
    return "moins de 1 %" if 0 < share < 1 else f"{share:.0f} %"
