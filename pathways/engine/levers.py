"""What would change the answer: the smallest changes that open a route, among those a person can make or wait for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pathways.engine import reasons, wording
from pathways.engine.answers import Answers, Value, in_order
from pathways.engine.assessment import AssessedRoute, Assessment
from pathways.engine.outcomes import Outcomes
from pathways.engine.rules import (
    UNKNOWN,
    AnyOf,
    AtLeast,
    Certainty,
    Change,
    Criterion,
    Kind,
    NoneOf,
    Question,
    Route,
    Rules,
    Verdict,
)

MOST_CHANGES = 2
MOST_LEVERS = 4


@dataclass(frozen=True)
class Lever:
    """Facts that would have to be true, the answers then, and the routes these open, with their verdict then."""

    criteria: tuple[Criterion, ...]
    answers: dict[str, Value]
    opens: tuple[tuple[Route, Verdict], ...]

    def sentence(self, rules: Rules) -> str:
        """ "Si vous aviez le bac, cette voie s'ouvrirait : « CQP en alternance »." """
        supposed = wording.both(wording.supposition(wording.condition(rules, each)) for each in self.criteria)
        names = wording.both(f"« {route.name} »" for route, _ in self.opens)
        many = len(self.opens) > 1
        now = all(verdict is Verdict.OPEN for _, verdict in self.opens)
        routes = "ces voies seraient ouvertes" if many else "cette voie serait ouverte"
        if not now:
            routes = "ces voies s'ouvriraient sous condition" if many else "cette voie s'ouvrirait sous condition"
        return f"Si {supposed}, {routes} : {names}."


def levers(outcomes: Outcomes, assessment: Assessment) -> tuple[Lever, ...]:
    """The best ones: the fewest changes first, then those that open most; none that another does as well."""
    found: dict[frozenset[tuple[str, Value]], Lever] = {}
    for route in assessment.routes:
        for criteria in _changes(assessment.rules, route):
            lever = _lever(outcomes, assessment, criteria)
            if lever is not None:
                found.setdefault(frozenset(lever.answers.items()), lever)
    kept: list[Lever] = []
    for lever in sorted(found.values(), key=lambda each: (len(each.criteria), -len(each.opens))):
        if not any(_does_as_well(other, lever) for other in kept):
            kept.append(lever)
    return tuple(kept[:MOST_LEVERS])


def _changes(rules: Rules, assessed: AssessedRoute) -> Iterator[tuple[Criterion, ...]]:
    """Sets of facts that are not true yet and would open this route, or open it further."""
    if assessed.is_unneeded:
        return
    if assessed.verdict < Verdict.CONDITIONAL:
        for way in assessed.ways:
            criteria = tuple(unmet.criterion for unmet in way.criteria)
            if (
                way.certainty is Certainty.ESTABLISHED
                and 0 < len(criteria) <= MOST_CHANGES
                and all(_can_be_made_true(rules, criterion) for criterion in criteria)
            ):
                yield criteria
    for to_do in assessed.arrange:
        for grant in to_do.grants:
            yield (AnyOf(question=grant.question, options=(grant.option,)),)


def _can_be_made_true(rules: Rules, criterion: Criterion) -> bool:
    """Whether time, or something these rules know to do, brings it about."""
    if isinstance(criterion, AnyOf) and rules.question(criterion.question).change is Change.ACQUIRED:
        gained = {grant.option for training in rules.trainings for grant in training.grants}
        return bool(gained & set(criterion.options))
    return reasons.is_reachable(rules, criterion)


def _lever(outcomes: Outcomes, assessment: Assessment, criteria: tuple[Criterion, ...]) -> Lever | None:
    answers = with_changes(assessment.rules, assessment.answers, criteria)
    if answers is None:
        return None
    if outcomes.qualified.values(answers) == {Verdict.OPEN}:
        return None  # "if you had the certificate already": true, and of no use
    opens = tuple(
        (before.route, after)
        for before in assessment.routes
        if not before.is_unneeded
        and (after := outcomes.verdict(before.route.code, answers)) > before.verdict
        and after >= Verdict.CONDITIONAL
    )
    return Lever(criteria, answers, opens) if opens else None


def with_changes(rules: Rules, answers: Answers, criteria: Iterable[Criterion]) -> dict[str, Value] | None:
    """The answers if these criteria were met; None when no change of an answer meets one of them."""
    found: dict[str, Value] = dict(answers)
    for criterion in criteria:
        changed = _meeting(rules, criterion, found)
        if changed is None:
            return None
        found |= changed
    return in_order(rules, found)


def _meeting(rules: Rules, criterion: Criterion, answers: Answers) -> dict[str, Value] | None:
    """The smallest change of answers that meets a criterion."""
    match criterion:
        case AtLeast():
            return {criterion.question: criterion.threshold}
        case AnyOf():
            question = rules.question(criterion.question)
            return {question.code: _with_option(question, answers.get(question.code, UNKNOWN), criterion.options[0])}
        case NoneOf() if isinstance(held := answers.get(criterion.question), tuple):
            return {criterion.question: tuple(code for code in held if code not in criterion.options)}
    return None


def _with_option(question: Question, answer: Value, option: str) -> Value:
    if question.kind is not Kind.SEVERAL:
        return option
    alone = {each.code for each in question.options if each.exclusive}
    held = (set(answer) if isinstance(answer, tuple) else set()) - alone
    return tuple(each.code for each in question.options if each.code in held | {option})


def _does_as_well(other: Lever, lever: Lever) -> bool:
    """Whether another lever asks for part of this one only, or with no more changes opens all it opens, as far."""
    return set(other.criteria) < set(lever.criteria) or (
        len(other.criteria) <= len(lever.criteria) and set(lever.opens) <= set(other.opens)
    )
