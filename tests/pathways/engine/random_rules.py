"""Small random rules, well formed but otherwise as strange as they come, and answers to their questions.

Few draws make one set of rules: whatever can be chosen at once is, which keeps hundreds of examples quick.
"""

from itertools import combinations, permutations

from hypothesis import settings
from hypothesis import strategies as st

from pathways.engine.rules import UNKNOWN, Criterion, Kind, Question
from tests.pathways.engine import brute_force
from tests.pathways.engine.builders import (
    any_of,
    at_least,
    can_enter,
    case,
    deadline,
    doubtful,
    funding,
    less_than,
    none_of,
    number,
    one,
    route,
    rules,
    several,
    to_do,
    training,
)

on_random_rules = settings(deadline=None, max_examples=100)

MOST_PROFILES = 80
TRAININGS = ("t1", "t2", "t3")
TO_DOS = ("d1", "d2", "d3")
THRESHOLDS = (0, 0.75, 1, 1.5, 2, 2.2, 3, 9)

OPTIONS = (("a",), ("a", "b"), ("a", "b", "c"))
QUESTIONS = (
    *(lambda code, some=some: one(code, *some, unknown=True) for some in OPTIONS),
    *(
        lambda code, some=some, alone=alone: several(code, *some, alone=alone, unknown=True)
        for some in OPTIONS
        for alone in ((), ("x",), ("x", "y"))
    ),
    *(
        lambda code, low=low, high=high, step=step: number(code, low=low, high=high, step=step, unknown=True)
        for low in (0, 1)
        for high in (2, 3)
        for step in (0.5, 1)
    ),
)


@st.composite
def small_questions(draw):
    """One to four questions that few people can answer differently."""
    found: list[Question] = []
    for code in ("q1", "q2", "q3", "q4")[: draw(st.integers(1, 4))]:
        question = draw(st.sampled_from(QUESTIONS))(code)
        if brute_force.count([*found, question]) <= MOST_PROFILES:
            found.append(question)
    return found


def atoms(questions):
    """A criterion on one of these questions."""
    return st.sampled_from(questions).flatmap(lambda question: st.sampled_from(_atoms_of(question)))


@st.composite
def small_rules(draw):
    """Up to four questions and four routes; "can enter" may run in circles, cases may contradict one another."""
    questions = draw(small_questions())
    trainings = TRAININGS[: draw(st.integers(0, 3))]
    make = _CaseMaker(draw, questions, trainings)
    qualifies = make.cases(most=1)
    parts = [*questions, *(_to_do(draw, code, questions) for code in TO_DOS)]
    parts += [training(code, *make.cases(), to_dos=_some(draw, TO_DOS)) for code in trainings]
    for code in ("r1", "r2", "r3", "r4")[: draw(st.integers(1, 4))]:
        cases = make.cases()
        parts.append(
            route(
                code,
                *cases,
                trainings=_some(draw, trainings),
                to_dos=_some(draw, TO_DOS, most=1),
                not_needed=_some(draw, (*make.codes, "no-longer-in-force"), most=1),
            )
        )
    numbers = [question.code for question in questions if question.kind is Kind.NUMBER]
    if numbers and draw(st.booleans()):
        parts.append(deadline("l1", draw(st.sampled_from(numbers)), draw(st.integers(1, 3)), *make.cases()))
    if trainings and draw(st.booleans()):
        parts.append(funding("f1", _some(draw, trainings, least=1), *make.cases()))
    return rules(*parts, qualifies=qualifies)


def answers_to(rules):
    """Answers to some of the questions, "je ne sais pas" included."""
    return st.fixed_dictionaries(
        {},
        optional={
            question.code: st.sampled_from([*brute_force.answers_to(question), UNKNOWN]) for question in rules.questions
        },
    )


def profiles_of(rules):
    """Answers to all of the questions."""
    return st.fixed_dictionaries(
        {question.code: st.sampled_from(brute_force.answers_to(question)) for question in rules.questions}
    )


def with_answers(of=answers_to):
    """Random rules, and answers to their questions."""
    return small_rules().flatmap(lambda rules: st.tuples(st.just(rules), of(rules)))


class _CaseMaker:
    """Draws cases, and remembers their codes."""

    def __init__(self, draw, questions, trainings):
        self._draw = draw
        entries = [can_enter(*some) for size in (1, 2) for some in combinations(trainings, size)]
        self._criteria: list[Criterion] = [atom for question in questions for atom in _atoms_of(question)]
        self._criteria += entries * (len(self._criteria) // (3 * len(entries)) + 1 if entries else 0)
        self.codes: list[str] = []

    def cases(self, most=2):
        return [self._case() for _ in range(self._draw(st.integers(0, most)))]

    def _case(self):
        self.codes.append(f"c{len(self.codes) + 1}")
        make = self._draw(st.sampled_from([case, case, doubtful]))
        size = self._draw(st.sampled_from([0, 1, 1, 2, 2, 3]))
        return make(self.codes[-1], *(self._draw(st.sampled_from(self._criteria)) for _ in range(size)))


def _atoms_of(question):
    if question.kind is Kind.NUMBER:
        return [bound(question.code, threshold) for bound in (at_least, less_than) for threshold in THRESHOLDS]
    return [choice(question.code, *some) for choice in (any_of, none_of) for some in _named(question)]


def _named(question):
    codes = [option.code for option in question.options]
    return [some for size in range(1, len(codes) + 1) for some in combinations(codes, size)]


def _to_do(draw, code, questions):
    needed_for = [(), *((question.code, *some) for question in questions for some in _named(question))]
    return to_do(code, *draw(st.sampled_from(needed_for)))


def _some(draw, of, least=0, most=2):
    """At least and at most so many of these, in any order."""
    sizes = range(min(least, len(of)), min(most, len(of)) + 1)
    return draw(st.sampled_from([chosen for size in sizes for chosen in permutations(of, size)]))
