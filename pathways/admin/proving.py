"""The witness cases played on the draft: what each expects and gets, and what none of them puts to the test."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString

from careers import editions
from careers.admin.checking import remedies, section
from careers.admin.drafts_at_hand import chosen_career, draft_of
from careers.admin.linked_rows import addresses
from careers.admin.site import page
from careers.models import Career
from careers.parts import Parts, Row
from pathways import proof_report
from pathways.engine import wording
from pathways.engine.assessment import assess
from pathways.engine.evaluation import Evaluation
from pathways.engine.proof import Coverage, prove
from pathways.engine.questionnaire import Questionnaire
from pathways.engine.rules import Case, Criterion, Rules, Verdict, WitnessCase
from pathways.engine.space import TooLarge
from pathways.models.witnesses import VerdictChoice

remedies(
    {
        "pathways.accesscase": "Ouvrez le cas. Corrigez ses critères et ses faits, ou supprimez-le.",
        "pathways.question": "Ouvrez la question. Complétez-la, ou utilisez-la dans une règle.",
        "pathways.training": "Ouvrez la formation. Vérifiez ses cas d’accès et les faits qu’elle cite.",
        "pathways.route": "Ouvrez la voie. Vérifiez ses formations et ses cas d’accès.",
        "pathways.todo": "Ouvrez la démarche et complétez-la.",
        "pathways.deadline": "Ouvrez le délai. Vérifiez la question et le fait qui le fixent.",
        "pathways.funding": "Ouvrez le financement. Vérifiez ses cas et ses formations.",
        "pathways.startingpoint": "Ouvrez le point de départ et choisissez une réponse qui existe.",
        "pathways.witnesscase": (
            "Rejouez le cas témoin. Si la règle a raison, corrigez ce qu’il attend. Sinon, corrigez la règle."
        ),
    }
)
WORDS = {Verdict.from_code(code): label for code, label in VerdictChoice.choices}


@dataclass(frozen=True)
class Judged:
    """One route of a witness: what is expected, and what the rules say."""

    route: str
    expected: str
    got: str

    @property
    def is_right(self) -> bool:
        return self.expected == self.got


@dataclass(frozen=True)
class Played:
    """A witness case played on the rules; a fault when it can't be."""

    name: str
    person: str
    address: str
    verdicts: tuple[Judged, ...]
    fault: str = ""

    @property
    def is_right(self) -> bool:
        return not self.fault and all(judged.is_right for judged in self.verdicts)

    @property
    def wrong(self) -> list[Judged]:
        return [judged for judged in self.verdicts if not judged.is_right]


@dataclass(frozen=True)
class Uncovered:
    """Something no witness puts to the test, and where it is written."""

    words: str
    address: str


@page("temoins/", name="temoins", title="Les cas témoins, sur le brouillon", permission="pathways.view_witnesscase")
def play(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    career = chosen_career(request, context)
    draft = draft_of(career) if career else None
    context["is_unreadable"] = career is not None and draft is None
    if draft:
        context |= _played(draft)
    return TemplateResponse(request, "admin/witnesses.html", context)


def _played(draft: Parts) -> dict[str, Any]:
    if not _can_be_judged(draft):
        return {"is_broken": True}
    rules: Rules = draft["rules"]
    questionnaire = Questionnaire(rules)
    where = addresses(Row("pathways.witnesscase", (witness.code,)) for witness in rules.witnesses)
    played = [_play(questionnaire, witness, where) for witness in rules.witnesses]
    context: dict[str, Any] = {
        "played": sorted(played, key=lambda one: one.is_right),
        "wrong_count": sum(not one.is_right for one in played),
    }
    try:
        coverage = prove(rules, questionnaire.outcomes).coverage
    except TooLarge as refusal:
        return {**context, "too_large": str(refusal)}
    return {**context, **_covered(rules, coverage)}


def _can_be_judged(draft: Parts) -> bool:
    """Witnesses that fail are what this page is for; anything else that blocks must be mended first."""
    blocking = [problem for problem in editions.problems(draft) if problem.blocking]
    return all(problem.row and problem.row.model == "pathways.witnesscase" for problem in blocking)


def _play(questionnaire: Questionnaire, witness: WitnessCase, where: dict[Row, str]) -> Played:
    """On rules without dates: on its day all cases are in force."""
    rules = questionnaire.rules
    address = where.get(Row("pathways.witnesscase", (witness.code,)), "")
    try:
        assessment = assess(questionnaire, witness.answers, date.max)
        verdicts = tuple(
            Judged(rules.route(code).name, WORDS[Verdict.from_code(expected)], WORDS[assessment.by_route[code].verdict])
            for code, expected in witness.verdicts.items()
        )
        person = proof_report.person(rules, witness.answers)
    except (LookupError, ValueError, TypeError, AttributeError) as fault:  # an answer or a route there is not
        return Played(
            witness.name, "", address, (), f"Ses réponses ou ses voies ne vont plus avec les règles ({fault})."
        )
    return Played(witness.name, person, address, verdicts)


def _covered(rules: Rules, coverage: Coverage) -> dict[str, Any]:
    cases = rules.all_cases()
    criteria = {(code, number) for code, case in cases.items() for number in range(len(case.criteria))}
    met, failed = _criteria_tried(rules)
    options = sorted(coverage.all_options - coverage.options)
    rows = [*(Row("pathways.accesscase", (code,)) for code in cases), *(Row("pathways.option", key) for key in options)]
    where = addresses(rows)
    uncovered_cases = sorted(coverage.all_cases - coverage.cases)
    return {
        "coverage": [
            ("Cas d’accès remplis par un témoin", len(coverage.cases), len(coverage.all_cases)),
            ("Critères remplis par un témoin", len(met), len(criteria)),
            ("Critères non remplis par un autre", len(failed), len(criteria)),
            ("Réponses données par un témoin", len(coverage.options & coverage.all_options), len(coverage.all_options)),
        ],
        "uncovered": [
            *(_case(rules, cases[code], "Aucun témoin ne remplit le cas", where) for code in uncovered_cases),
            *_criteria(rules, criteria - met, "Aucun témoin ne remplit ce critère", where, without=uncovered_cases),
            *_criteria(rules, criteria - failed, "Chaque témoin remplit ce critère", where),
            *(_option(rules, key, where) for key in options),
            *(Uncovered(words, "") for words in _boundaries(rules, coverage)),
        ],
    }


def _criteria_tried(rules: Rules) -> tuple[set[tuple[str, int]], set[tuple[str, int]]]:
    """The criteria some witness surely meets, and those some witness surely does not: by their case and place."""
    met: set[tuple[str, int]] = set()
    failed: set[tuple[str, int]] = set()
    for witness in rules.witnesses:
        evaluation = Evaluation(rules, witness.answers)
        for code, case in rules.all_cases().items():
            for number, judged in enumerate(evaluation.case(case).criteria):
                if judged.bounds.low > Verdict.CLOSED:
                    met.add((code, number))
                elif judged.bounds.high is Verdict.CLOSED:
                    failed.add((code, number))
    return met, failed


def _case(rules: Rules, case: Case, words: str, where: dict[Row, str]) -> Uncovered:
    return Uncovered(f"{words} « {case.sentence} »", where.get(Row("pathways.accesscase", (case.code,)), ""))


def _criteria(
    rules: Rules, places: set[tuple[str, int]], words: str, where: dict[Row, str], without: list[str] | None = None
) -> Iterator[Uncovered]:
    for code, number in sorted(places):
        if code not in (without or ()):
            criterion: Criterion = rules.all_cases()[code].criteria[number]
            said = f"{words} : {wording.condition(rules, criterion)} (cas {code})"
            yield Uncovered(said, where.get(Row("pathways.accesscase", (code,)), ""))


def _option(rules: Rules, key: tuple[str, str], where: dict[Row, str]) -> Uncovered:
    question = rules.question(key[0])
    words = f"Aucun témoin ne répond « {question.option(key[1]).label} » ({question.short})"
    return Uncovered(words, where.get(Row("pathways.option", key), ""))


def _boundaries(rules: Rules, coverage: Coverage) -> Iterator[str]:
    for boundary in coverage.boundaries:
        question = rules.question(boundary.question)
        sides = wording.both(wording.amount(side, question.unit) for side in boundary.unseen)
        threshold = wording.amount(boundary.threshold, question.unit)
        yield f"Seuil de {threshold} ({question.short}) : aucun témoin à {sides}"


@section
def witnesses(request: HttpRequest, career: Career, draft: Parts) -> SafeString | str:
    """How many witness cases there are, and the button to play them."""
    if not request.user.has_perm("pathways.view_witnesscase"):
        return ""
    context = {"career": career, "count": len(draft["rules"].witnesses)}
    return render_to_string("admin/includes/witnesses_section.html", context, request)
