"""What is counted of one finished questionnaire: marks, each added to a sum of its own.

No mark holds more than one answer or one verdict: what a person answered together is not kept. All codes are the
rules' own, so there are no more different marks than the rules have words.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from pathways.engine.answers import Answers, Value
from pathways.engine.evaluation import Evaluation
from pathways.engine.questionnaire import Questionnaire
from pathways.engine.rules import UNKNOWN, AtLeast, CanEnter, Case, Kind, LessThan, Question, Rules, Verdict

FINISHED = "finished"
"""One questionnaire."""
BEST = "best"
"""What it found at best; `code`: a verdict, or `QUALIFIED`."""
ANSWER = "answer"
"""`subject`: a question; `code`: an option, a band of numbers, "ne-sait-pas", or nothing for whatever was answered."""
VERDICT = "verdict"
"""`subject`: a route; `code`: its verdict, or `UNNEEDED`."""
CLOSING = "closing"
"""An answer among the reasons why a route is closed. `subject`: the route, or nothing for any route; `code`: the
question. A route nobody needs is closed by nothing."""
UNMET = "unmet"
"""`subject`: a case of a closed route or training; `code`: the question of a criterion that is not met, or `ENTRY`."""

QUALIFIED = "qualified"
UNNEEDED = "unneeded"
ENTRY = "_entry"  # no question has this code: a criterion that asks to be able to enter a training


class Mark(NamedTuple):
    kind: str
    subject: str = ""
    code: str = ""


def marks(questionnaire: Questionnaire, answers: Answers) -> Iterator[Mark]:
    """Of complete answers, the ones that count for this person only."""
    rules, standings = questionnaire.rules, questionnaire.table.standings(answers)
    is_qualified = set(questionnaire.outcomes.qualified.values(answers)) == {Verdict.OPEN}
    yield Mark(FINISHED)
    yield Mark(BEST, code=QUALIFIED if is_qualified else max(standing.verdict for standing in standings).code)
    for code, value in answers.items():
        yield Mark(ANSWER, code)
        yield from (Mark(ANSWER, code, chosen) for chosen in _chosen(rules, rules.question(code), value))
    for standing in standings:
        judged = standing.judged
        yield Mark(VERDICT, judged.route.code, UNNEEDED if judged.is_unneeded else standing.verdict.code)
        yield from (Mark(CLOSING, judged.route.code, question.code) for question in standing.closed_by)
    for code in {question.code for standing in standings for question in standing.closed_by}:
        yield Mark(CLOSING, code=code)
    if not is_qualified:
        yield from _unmet(rules, answers)


def bands(rules: Rules, question: Question) -> list[str]:
    """The codes of a number's bands, cut where a rule cuts: "0-3", "3-5", "5-" (the end is not in the band)."""
    cuts = {
        criterion.threshold
        for case in rules.all_cases().values()
        for criterion in case.criteria
        if isinstance(criterion, AtLeast | LessThan) and criterion.question == question.code
    }
    inside = sorted(cut for cut in cuts if question.low < cut <= question.high)
    bounds = [question.low, *inside]
    return [*(f"{low:g}-{high:g}" for low, high in pairwise(bounds)), f"{bounds[-1]:g}-"]


def _chosen(rules: Rules, question: Question, value: Value) -> Iterable[str]:
    if value == UNKNOWN:
        return [UNKNOWN]
    if question.kind is Kind.NUMBER:
        assert isinstance(value, int | float)
        return [next(band for band in reversed(bands(rules, question)) if value >= float(band.partition("-")[0]))]
    return value if isinstance(value, tuple) else [str(value)]


def _unmet(rules: Rules, answers: Answers) -> Iterator[Mark]:
    evaluation = Evaluation(rules, answers)
    cases: list[Case] = []
    for training in rules.trainings:
        if evaluation.training(training.code).bounds.high is Verdict.CLOSED:
            cases += training.cases
    for route in rules.routes:
        judged = evaluation.route(route)
        if judged.bounds.high is Verdict.CLOSED and not judged.is_unneeded:
            cases += route.cases
    for case in cases:
        unmet = [each.criterion for each in evaluation.case(case).criteria if each.bounds.high is Verdict.CLOSED]
        asked = {ENTRY if isinstance(criterion, CanEnter) else criterion.question for criterion in unmet}
        yield from (Mark(UNMET, case.code, code) for code in asked)
