"""A proof and a difference in French sentences, for the counsellor who is about to publish."""

from collections.abc import Iterator
from itertools import groupby

from pathways.engine import wording
from pathways.engine.answers import Answers, Value
from pathways.engine.difference import Difference, Move, Shift, What
from pathways.engine.order import Orders
from pathways.engine.plan import Arrange, Plan, Train
from pathways.engine.plan_proof import Fault, PlanProof
from pathways.engine.proof import Alike, Proof
from pathways.engine.questionnaire import Questionnaire
from pathways.engine.rules import Certainty, Question, Rules, Verdict

SAID = {
    Verdict.OPEN: "ouverte",
    Verdict.CONDITIONAL: "ouverte sous condition",
    Verdict.TO_CHECK: "à vérifier",
    Verdict.CLOSED: "fermée",
}

FAULTS = {
    Fault.NONE: "Aucun plan",
    Fault.SHORT: "Un plan ne mène pas à la qualification",
    Fault.SHUT: "Une formation d'un plan n'est pas ouverte à son tour",
    Fault.UNARRANGED: "Un plan oublie une démarche",
    Fault.IDLE: "Une étape d'un plan est de trop",
    Fault.USELESS: "Un plan est moins bon qu'un autre en tout",
    Fault.MISPLACED: "Un plan moins sûr est avant un plan plus sûr",
    Fault.LEAVES: "Un plan fait quitter une formation en cours",
}


def lines(rules: Rules, proof: Proof) -> Iterator[str]:
    """What holds for everybody, and what is worth knowing; what is wrong is said by `problems`."""
    yield f"{wording.digits(proof.profiles)} profils distingués par les règles."
    if proof.stranded:
        have = "certains n'ont aucun plan non plus" if proof.lonely else "chacun a un plan"
        yield f"{wording.digits(proof.stranded)} profils n'ont aucune voie, même à vérifier : {have}."
    else:
        yield "Chaque profil a une qualification, ou une voie qui n'est pas fermée."
    if not proof.skipped:
        yield "Aucune question sautée ne pouvait changer un verdict, une démarche, un délai ou un financement."
    for route in rules.routes:
        counts = ", ".join(
            f"{SAID[verdict]} {percent(count, proof.profiles)}"
            for verdict, count in sorted(proof.verdicts[route.code].items(), reverse=True)
        )
        yield f"« {route.name} » : {counts}."
    for code in proof.never_open:
        yield f"La voie « {rules.route(code).name} » n'est jamais ouverte : au mieux à vérifier."
    for idle in proof.idle_criteria:
        yield (
            f"Dans le cas « {idle.case} », ce critère ne change aucun verdict : "
            f"{wording.condition(rules, idle.criterion)}."
        )
    for alike in proof.alike:
        yield _alike(rules.question(alike.question), alike)
    yield from _covered(rules, proof)


def _alike(question: Question, alike: Alike) -> str:
    labels = wording.both(f"« {question.option(code).label} »" for code in alike.options)
    if not alike.count_for_nothing:
        return f"« {question.short} » : aucune règle ne distingue {labels}."
    verb = "comptent" if len(alike.options) > 1 else "compte"
    return f"« {question.short} » : {labels} ne {verb} dans aucune règle."


def _covered(rules: Rules, proof: Proof) -> Iterator[str]:
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


def plan_lines(rules: Rules, proof: PlanProof) -> Iterator[str]:
    yield (
        f"{wording.digits(proof.profiles)} profils distingués par les plans, dont {wording.digits(proof.planned)} "
        f"sans qualification : {wording.digits(proof.plans)} plans pour eux."
    )
    if proof.doubtful:
        yield f"Pour {wording.digits(proof.doubtful)} d'entre eux, le meilleur plan reste à vérifier."
    if not proof.faulty:
        yield (
            "Chacun a un plan, et chaque plan mène à la qualification : chaque formation est ouverte à son tour, "
            "aucune étape n'est de trop, aucun plan n'est moins bon qu'un autre en tout."
        )
    for fault, some in groupby(sorted(proof.faulty, key=lambda faulty: faulty.fault), key=lambda faulty: faulty.fault):
        found = list(some)
        plan = f" Le plan : {_planned(found[0].plan)}." if found[0].plan else ""
        yield (
            f"{FAULTS[fault]} : {wording.digits(len(found))} fois. "
            f"Par exemple : {person(rules, found[0].answers)}.{plan}"
        )


def _planned(plan: Plan) -> str:
    return ", puis ".join(
        wording.lowered(step.training.name)
        if isinstance(step, Train)
        else wording.lowered(step.to_do.title)
        if isinstance(step, Arrange)
        else wording.growth(step.question, step.start, step.end)
        for step in plan.steps
    )


def order_lines(questionnaire: Questionnaire, orders: Orders) -> Iterator[str]:
    """How many questions people answer on average, beside the best orders there can be."""
    rules = questionnaire.rules
    ours = orders.fixed([question.code for question in rules.questions]).mean
    best, adaptive = orders.best_fixed, orders.best_adaptive_mean
    yield (
        f"Si tous les profils se valent, on répond en moyenne à {mean(ours)} questions sur {len(rules.questions)}. "
        f"Le meilleur ordre fixe en demande {mean(best.mean)}, le meilleur ordre selon les réponses {mean(adaptive)} "
        f"(rapport {mean(ours / adaptive)})."
    )
    if ours > best.mean:
        names = wording.both([wording.lowered(rules.question(code).short) for code in best.questions])
        yield f"Un ordre qui en demande le moins : {names}."
    if rules.witnesses:
        asked = sum(len(questionnaire.path(witness.answers).answered) for witness in rules.witnesses)
        yield f"Les cas témoins répondent en moyenne à {mean(asked / len(rules.witnesses))} questions."


def mean(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")


def difference_lines(rules: Rules, found: Difference, before: Rules) -> Iterator[str]:
    """Nothing moves, or who moves where, and why, in what the cases ask and asked before."""
    for code in found.added_routes:
        yield f"Nouvelle voie : « {rules.route(code).name} »."
    for code in found.removed_routes:
        yield f"La voie « {code} » disparaît."
    if not found.moves:
        yield "Aucun profil ne change de verdict."
    for move in found.moves:
        yield _moved(rules, move, found, before)
    for shift in found.shifts:
        yield _shifted(shift)


def _moved(rules: Rules, move: Move, found: Difference, before: Rules) -> str:
    if move.causes:
        causes = f", parce que : {' ; '.join(_cause(before, rules, code) for code in move.causes)}"
    elif move.route.code in found.changed_routes:
        causes = ", parce que : la voie est faite autrement (formations, démarches, ou quand elle est inutile)"
    else:
        causes = ", parce que : plusieurs règles changent ensemble"
    return (
        f"« {move.route.name} » passe de {SAID[move.before]} à {SAID[move.after]} "
        f"pour {wording.amount(move.profiles, 'profils')} ({percent(move.profiles, move.of)}){causes}. "
        f"Par exemple : {person(rules, move.example)}."
    )


def _cause(before: Rules, after: Rules, code: str) -> str:
    """What became of a case."""
    old, new = before.all_cases().get(code), after.all_cases().get(code)
    if new is None:
        return f"le cas « {code} » n'existe plus"
    asks = wording.conditions(after, new.criteria)
    if old is None:
        return f"un nouveau cas, « {code} », demande : {asks}"
    said = []
    if old.certainty is not new.certainty:
        said.append(f"est devenu {'douteux' if new.certainty is Certainty.DOUBTFUL else 'sûr'}")
    if old.criteria != new.criteria:
        said.append(f"demande maintenant : {asks} (avant : {wording.conditions(before, old.criteria)})")
    return f"le cas « {code} » {wording.both(said or ['ne vaut plus pour les mêmes jours'])}"


def _shifted(shift: Shift) -> str:
    counts = wording.both(
        f"{wording.amount(count, 'profils')} {way} ({percent(count, shift.of)})"
        for count, way in ((shift.joined, "de plus"), (shift.left, "de moins"))
        if count
    )
    route = f", voie « {shift.route.name} »" if shift.route else ""
    subjects = {What.TO_DO: "À faire", What.DEADLINE: "Délai", What.FUNDING: "Financement"}
    return f"{subjects[shift.what]} : « {shift.name} »{route}, pour {counts}."


def person(rules: Rules, answers: Answers) -> str:
    """A profile as one would describe somebody."""
    return " ; ".join(_answered(rules.question(code), value) for code, value in answers.items())


def _answered(question: Question, value: Value) -> str:
    return f"{wording.lowered(question.short)} : {wording.lowered(wording.answer(question, value))}"


def percent(part: int, whole: int) -> str:
    share = 100 * part / whole
    return "moins de 1 %" if 0 < share < 1 else f"{share:.0f} %"
