"""The evaluation of a route as a page shows it to one person: case by case, criterion by criterion."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from careers.citations import Citation, Citations
from careers.document import CareerPart
from pathways.conditions import cited
from pathways.engine import wording
from pathways.engine.answers import Answers
from pathways.engine.assessment import AssessedRoute
from pathways.engine.evaluation import Bounds, JudgedCase, JudgedCriterion, JudgedTraining
from pathways.engine.rules import UNKNOWN, CanEnter, Certainty, Rules, Verdict
from pathways.headline import verdict_words

YES, NO, OPEN_QUESTION, TO_CHECK = "Oui", "Non", "À savoir", "À vérifier"
ANCHOR = "pour-vous"


@dataclass(frozen=True)
class ExplainedCriterion:
    """One condition, whether it is met, and the answer that decides it; `within` explains "can enter"."""

    met: str
    condition: str
    answer: str
    within: tuple["ExplainedCase", ...]


@dataclass(frozen=True)
class ExplainedCase:
    """One way in. A doubtful one that is met is only "to check"; its sentence says why."""

    met: str
    criteria: tuple[ExplainedCriterion, ...]
    sentence: str
    is_doubtful: bool
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class Explanation:
    """What decides the verdict: a case that makes the route needless, or the ways in and what remains to arrange."""

    verdict: str
    words: str
    unneeded: str
    cases: tuple[ExplainedCase, ...]
    to_dos: tuple[tuple[str, str], ...]


class Explainer:
    def __init__(self, rules: Rules, career: CareerPart, answers: Answers, citations: Citations):
        self._rules = rules
        self._career = career
        self._answers = answers
        self._citations = citations

    def explain(self, assessed: AssessedRoute) -> Explanation:
        judged = assessed.judged
        first = judged.first.cases if judged.first else ()
        return Explanation(
            verdict=assessed.verdict.code,
            words=verdict_words(assessed),
            unneeded=next((case.case.sentence for case in judged.unneeded if assessed.is_unneeded), ""),
            cases=() if assessed.is_unneeded else tuple(self._cases((*judged.cases, *first))),
            to_dos=tuple((to_do.title, to_do.detail) for to_do in assessed.arrange),
        )

    def _cases(self, cases: Iterable[JudgedCase]) -> Iterator[ExplainedCase]:
        """The ways that decide first: met ones, then sure ones."""
        for judged in sorted(cases, key=lambda each: (-each.bounds.low, each.case.certainty is Certainty.DOUBTFUL)):
            doubtful = judged.case.certainty is Certainty.DOUBTFUL
            met = judged.bounds.low > Verdict.CLOSED
            yield ExplainedCase(
                met=_met(judged.bounds),
                criteria=tuple(map(self._criterion, judged.criteria)),
                sentence=judged.case.sentence if met else "",
                is_doubtful=doubtful,
                citations=cited(self._career, self._citations, judged.case.claims, ANCHOR),
            )

    def _criterion(self, judged: JudgedCriterion) -> ExplainedCriterion:
        return ExplainedCriterion(
            met=_met(judged.bounds),
            condition=wording.condition(self._rules, judged.criterion),
            answer=self._answer(judged),
            within=tuple(self._within(judged.trainings)),
        )

    def _within(self, trainings: Iterable[JudgedTraining]) -> Iterator[ExplainedCase]:
        """The best way into each training: what decides whether it can be entered."""
        for training in trainings:
            best = max(training.cases, key=lambda case: case.bounds, default=None)
            if best is not None and best.bounds.high > Verdict.CLOSED:
                yield from self._cases([best])

    def _answer(self, judged: JudgedCriterion) -> str:
        if isinstance(judged.criterion, CanEnter):
            return ""
        question = self._rules.question(judged.criterion.question)
        return wording.answer(question, self._answers.get(question.code, UNKNOWN))


def _met(bounds: Bounds) -> str:
    if bounds.low is not bounds.high and bounds.low is Verdict.CLOSED:
        return OPEN_QUESTION
    if bounds.low is Verdict.TO_CHECK:
        return TO_CHECK
    return YES if bounds.low > Verdict.CLOSED else NO
