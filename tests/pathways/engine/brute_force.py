"""What the engine works out cleverly, found out by trying everybody. Slow, short, and plainly right."""

from collections import defaultdict
from itertools import chain, combinations, product
from math import prod
from types import MappingProxyType

from pathways.engine.evaluation import Evaluation
from pathways.engine.rules import UNKNOWN, CanEnter, Kind, Verdict


def answers_to(question):
    """Every answer the question can take, "je ne sais pas" aside."""
    if question.kind is Kind.NUMBER:
        steps = int((question.high - question.low) / question.step)
        return [question.low + step * question.step for step in range(steps + 1)]
    together = [option.code for option in question.options if not option.exclusive]
    alone = [option.code for option in question.options if option.exclusive]
    if question.kind is Kind.ONE:
        return together + alone
    chosen = chain.from_iterable(combinations(together, size) for size in range(1, len(together) + 1))
    return [*chosen, *((code,) for code in alone)]


def count(questions):
    return prod(len(answers_to(question)) for question in questions)


def agrees(profile, answers):
    """Whether a complete profile is one of those these answers leave possible."""
    return all(answer in (UNKNOWN, profile[code]) for code, answer in answers.items())


def outcomes(rules, profile):
    """Everything the rules decide for a complete profile: (kind, code…) → value."""
    evaluation = Evaluation(rules, profile)

    def level(cases):
        return max((evaluation.case(case).bounds.low for case in cases), default=Verdict.CLOSED)

    verdicts: dict[str, int] = {}
    for route in rules.routes:
        low, high = evaluation.route(route).bounds
        assert low == high, "a complete profile leaves nothing undecided"
        verdicts[route.code] = low
    found: dict[tuple[str, ...], int] = {("verdict", code): verdict for code, verdict in verdicts.items()}
    found["qualified", ""] = level(rules.qualifies)
    for route in rules.routes:
        for to_do in to_dos_of(rules, route):
            if to_do.needed_for:
                answer = profile[to_do.question]
                met = set(to_do.needed_for) & ({answer} if isinstance(answer, str) else set(answer))
                found["to-do", route.code, to_do.code] = bool(met) and verdicts[route.code] is not Verdict.CLOSED
    for deadline in rules.deadlines:
        concerned = level(deadline.cases) is not Verdict.CLOSED and level(rules.qualifies) is not Verdict.OPEN
        passed = profile[deadline.clock] >= deadline.months.low
        found["deadline", deadline.code] = concerned + (concerned and passed)
    for funding in rules.fundings:
        useful = any(
            set(route.trainings[:1]) & set(funding.trainings) and verdicts[route.code] is not Verdict.CLOSED
            for route in rules.routes
        )
        fits = level(funding.cases)
        found["funding", funding.code] = useful * (0 if fits is Verdict.CLOSED else 2 if fits is Verdict.OPEN else 1)
    return found


def to_dos_of(rules, route):
    """The route's own, those of its first training, and of all that can be entered on the way."""
    codes = set(route.to_dos)
    cases = list(route.cases)
    entered: set[str] = set()
    trainings = set(route.trainings[:1])
    while trainings or cases:
        for case in cases:
            for criterion in case.criteria:
                if isinstance(criterion, CanEnter):
                    trainings |= set(criterion.trainings) - entered
        entered |= trainings
        codes |= {to_do for code in trainings for to_do in rules.training(code).to_dos}
        cases = [case for code in trainings for case in rules.training(code).cases]
        trainings = set()
    return [rules.to_do(code) for code in sorted(codes)]


class Everybody:
    """The complete profiles that agree with some answers, each with its outcomes.

    `choices` stands for all the answers of questions that have too many.
    """

    def __init__(self, rules, answers=MappingProxyType({}), choices=MappingProxyType({})):
        self._codes = [question.code for question in rules.questions]
        possible = [
            [answers[question.code]]
            if answers.get(question.code, UNKNOWN) != UNKNOWN
            else choices.get(question.code) or answers_to(question)
            for question in rules.questions
        ]
        self.profiles = [dict(zip(self._codes, chosen, strict=True)) for chosen in product(*possible)]
        self.outcomes = [outcomes(rules, profile) for profile in self.profiles]

    def values(self, outcome, answers):
        return {
            found[outcome]
            for profile, found in zip(self.profiles, self.outcomes, strict=True)
            if agrees(profile, answers)
        }

    def moved_by(self, question, answers):
        """The outcomes that another answer to this question, the rest left as it is, changes for someone."""
        alike = defaultdict(list)
        others = {code: answer for code, answer in answers.items() if code != question}
        for profile, found in zip(self.profiles, self.outcomes, strict=True):
            if agrees(profile, others):
                alike[tuple(profile[code] for code in self._codes if code != question)].append((profile, found))
        moved = set()
        for group in alike.values():
            if any(agrees(profile, answers) for profile, _ in group):
                first = group[0][1]
                moved |= {outcome for outcome in first if any(found[outcome] != first[outcome] for _, found in group)}
        return moved
