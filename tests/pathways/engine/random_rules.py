"""Small random rules, well formed but otherwise as strange as they come, and answers to their questions.

Few draws make one set of rules: whatever can be chosen at once is, which keeps hundreds of examples quick.
"""

from itertools import combinations, permutations

from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pathways.engine.rules import UNKNOWN, Case, Criterion, Kind, Question, WitnessCase
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


@st.composite
def broken_rules(draw):
    """Random rules in which anything may have gone wrong: names of nothing, doubles, texts and parts lost."""
    made = draw(small_rules())
    for _ in range(draw(st.integers(1, 4))):
        made = _BREAKERS[draw(st.sampled_from(sorted(_BREAKERS)))](draw, made)
    return made


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


CODES = ("q1", "q2", "t1", "t2", "c1", "c2", "d1", "a", "x", "nothing", "")
NUMBERS = (0, -1, 0.5, 0.3, 1, 7, float("inf"), float("-inf"), float("nan"))


def _broken(kind, *fields):
    """One of these fields of one of these things is made anything of its type."""

    def breaker(draw, made):
        things = getattr(made, kind)
        if not things:
            return made
        place, field = draw(st.integers(0, len(things) - 1)), draw(st.sampled_from(fields))
        broken = replace(things[place], **{field: _anything(draw, field, getattr(things[place], field))})
        return replace(made, **{kind: (*things[:place], broken, *things[place + 1 :])})

    return breaker


def _anything(draw, field, value):
    """Something of the same type, and seldom right."""
    if isinstance(value, str):
        return draw(st.sampled_from(CODES))
    if isinstance(value, int | float):
        return draw(st.sampled_from(NUMBERS))
    if field in {"cases", "options"}:
        return draw(st.sampled_from([(), value[:1], value + value, tuple(_criterion(draw, each) for each in value)]))
    return tuple(draw(st.lists(st.sampled_from(CODES), max_size=2)))


def _criterion(draw, value):
    """A case of one criterion that may be about nothing; another thing stays as it is."""
    if not isinstance(value, Case):
        return value
    question, option, threshold = (draw(st.sampled_from(some)) for some in (CODES, CODES, NUMBERS))
    choices = [any_of(question), any_of(question, option), none_of(question, option), can_enter(), can_enter(option)]
    choices += [at_least(question, threshold), less_than(question, threshold)]
    return replace(value, criteria=(draw(st.sampled_from(choices)),))


def _doubled(kind):
    return lambda draw, made: replace(made, **{kind: getattr(made, kind) * 2})


def _lost(kind):
    return lambda draw, made: replace(made, **{kind: getattr(made, kind)[1:]})


def _with_witness(draw, made):
    values = [*CODES, *NUMBERS, (), ("a",), ("a", "x"), UNKNOWN]
    answers = {draw(st.sampled_from(CODES)): draw(st.sampled_from(values)) for _ in range(2)}
    verdicts = {draw(st.sampled_from(["r1", "r9"])): draw(st.sampled_from(["open", "ajar"]))}
    return replace(made, witnesses=(WitnessCase(code="w", name="W", answers=answers, verdicts=verdicts),))


_BREAKERS = {
    "question": _broken("questions", "code", "low", "high", "step", "options", "condition", "wording"),
    "to-do": _broken("to_dos", "code", "question", "needed_for", "title"),
    "training": _broken("trainings", "code", "cases", "to_dos", "name"),
    "route": _broken("routes", "code", "cases", "trainings", "to_dos", "not_needed"),
    "deadline": _broken("deadlines", "clock", "cases"),
    "funding": _broken("fundings", "trainings", "cases"),
    "witness": _with_witness,
    **{f"double-{kind}": _doubled(kind) for kind in ("questions", "trainings", "routes", "qualifies")},
    **{f"lost-{kind}": _lost(kind) for kind in ("questions", "trainings", "routes", "to_dos", "qualifies")},
}
