"""Where a person stands on one route, and why: all that does not depend on the very words of the answers.

It is read off the tree of `evaluation` once, and is then the same for everybody whose answers no criterion tells apart:
`verdict_table` keeps it for them. What is said with the words of an answer ("Votre niveau : CAP") is `assessment`'s.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pathways.engine import reasons, wording
from pathways.engine.evaluation import Evaluation, JudgedRoute
from pathways.engine.outcomes import Outcome, resolved
from pathways.engine.rules import CanEnter, Certainty, Question, Route, Rules, ToDo, Verdict


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence of an explanation, with the claims it leans on."""

    text: str
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Missing:
    """What a person lacks, as an infinitive: one alternative for a closed route, one thing to find out for others."""

    text: str
    is_doubtful: bool = False
    where_to_find: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """`possible` are the verdicts that unknown answers leave open; `ways` what would open it, or open it more surely;
    `waiting_for` the questions not asked yet that can still move it. A closed route is explained by the answers to the
    questions in `closed_by`, others by `because`.
    """

    verdict: Verdict
    possible: frozenset[Verdict]
    judged: JudgedRoute
    ways: tuple[reasons.Way, ...]
    because: tuple[Reason, ...]
    closed_by: tuple[Question, ...]
    missing: tuple[Missing, ...]
    arrange: tuple[ToDo, ...]
    waiting_for: tuple[Question, ...]


def standing(evaluation: Evaluation, outcome: Outcome, route: Route) -> Standing:
    """What the tree, and the verdicts still possible, say of a route."""
    answers = evaluation.answers
    possible = frozenset(Verdict(value) for value in outcome.values(answers))
    verdict = resolved(set(possible))
    judged = evaluation.route(route)
    unknown = [
        evaluation.rules.question(code)
        for code in reasons.unknown_questions(judged)
        if outcome.is_moved_by(code, answers)  # one may be mentioned, and change nothing
    ]
    closed = verdict is Verdict.CLOSED
    ways = () if judged.is_unneeded or verdict >= Verdict.CONDITIONAL else tuple(reasons.ways(judged))
    return Standing(
        verdict=verdict,
        possible=possible,
        judged=judged,
        ways=ways,
        because=tuple(_because(judged, verdict, unknown)),
        closed_by=tuple(_closed_by(evaluation, ways)) if closed else (),
        missing=tuple(_missing(evaluation.rules, ways, verdict, unknown)),
        arrange=() if closed else tuple(reasons.arrangements(judged)),
        waiting_for=tuple(
            question
            for question in evaluation.rules.questions
            if question.code not in answers and outcome.is_moved_by(question.code, answers)
        ),
    )


def _because(judged: JudgedRoute, verdict: Verdict, unknown: Sequence[Question]) -> Iterator[Reason]:
    if verdict is Verdict.CLOSED:
        for case in judged.unneeded:
            if case.bounds.low is Verdict.OPEN:
                yield Reason(f"Vous n’en avez pas besoin. {case.case.sentence}", case.case.claims)
                return
        return
    opening = reasons.opening_cases(judged, min(verdict, Verdict.CONDITIONAL))
    if verdict is Verdict.TO_CHECK and not opening and not unknown:
        opening = reasons.possible_cases(judged)  # which of them is met is not known, and changes nothing
    yield from (Reason(case.sentence, case.claims) for case in opening)
    if verdict is Verdict.TO_CHECK:
        for question in unknown:
            yield Reason(f"Cela dépend d’une réponse que vous ne connaissez pas : {wording.lowered(question.short)}.")


def _closed_by(evaluation: Evaluation, ways: Sequence[reasons.Way]) -> Iterator[Question]:
    """The answers that close a route, in the order of the questions: exactly those its ways would have to change."""
    sure = [way for way in ways if way.certainty is Certainty.ESTABLISHED] or ways
    asked = {
        unmet.criterion.question
        for way in sure
        for unmet in way.criteria
        if not isinstance(unmet.criterion, CanEnter) and unmet.bounds.high is Verdict.CLOSED
    }
    for question in evaluation.rules.questions:
        if question.code in asked and question.code in evaluation.answers:
            yield question


def _missing(
    rules: Rules, ways: Sequence[reasons.Way], verdict: Verdict, unknown: Iterable[Question]
) -> Iterator[Missing]:
    if verdict is Verdict.CLOSED:
        for way in ways:
            criteria = [criterion.criterion for criterion in way.criteria]
            if all(reasons.is_reachable(rules, criterion) for criterion in criteria):
                doubtful = way.certainty is Certainty.DOUBTFUL
                yield Missing(wording.conditions(rules, criteria), is_doubtful=doubtful)
    elif verdict is Verdict.TO_CHECK:
        for question in unknown:
            yield Missing(f"savoir ceci : {wording.lowered(question.short)}", where_to_find=question.where_to_find)
