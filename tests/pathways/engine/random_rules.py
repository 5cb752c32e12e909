"""Small random rules, well formed but otherwise as strange as they come, and answers to their questions."""

from hypothesis import settings
from hypothesis import strategies as st

from pathways.engine.rules import UNKNOWN, Kind, Question
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


@st.composite
def small_questions(draw):
    """One to four questions that few people can answer differently."""
    found: list[Question] = []
    for code in ("q1", "q2", "q3", "q4")[: draw(st.integers(1, 4))]:
        question = draw(_question(code))
        if brute_force.count([*found, question]) <= MOST_PROFILES:
            found.append(question)
    return found


@st.composite
def atoms(draw, questions):
    """A criterion on one of these questions."""
    question = draw(st.sampled_from(questions))
    if question.kind is Kind.NUMBER:
        bound = draw(st.sampled_from([at_least, less_than]))
        return bound(question.code, draw(st.sampled_from([0, 0.75, 1, 1.5, 2, 2.2, 3, 9])))
    choice = draw(st.sampled_from([any_of, none_of]))
    return choice(question.code, *_some_options(draw, question))


@st.composite
def small_rules(draw):
    """Up to four questions and four routes; "can enter" may run in circles, cases may contradict one another."""
    questions = draw(small_questions())
    trainings = TRAININGS[: draw(st.integers(0, 3))]
    make = _CaseMaker(draw, questions, trainings)
    qualifies = make.cases(most=1)
    parts = [*questions, *(_to_do(draw, code, questions) for code in TO_DOS)]
    parts += [training(code, *make.cases(), to_dos=_some(draw, TO_DOS, most=2)) for code in trainings]
    for code in ("r1", "r2", "r3", "r4")[: draw(st.integers(1, 4))]:
        cases = make.cases()
        parts.append(
            route(
                code,
                *cases,
                trainings=_some(draw, trainings, most=2),
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


@st.composite
def answers_to(draw, rules):
    """Answers to some of the questions, "je ne sais pas" included."""
    answers = {}
    for question in rules.questions:
        if draw(st.booleans()):
            answers[question.code] = draw(st.sampled_from([*brute_force.answers_to(question), UNKNOWN]))
    return answers


def profiles_of(rules):
    """Answers to all of the questions."""
    return st.fixed_dictionaries(
        {question.code: st.sampled_from(brute_force.answers_to(question)) for question in rules.questions}
    )


def with_answers(of=answers_to):
    """Random rules, and answers to their questions."""
    return small_rules().flatmap(lambda rules: st.tuples(st.just(rules), of(rules)))


def _question(code):
    options = st.integers(1, 3).map(lambda size: ("a", "b", "c")[:size])
    return st.one_of(
        options.map(lambda some: one(code, *some, unknown=True)),
        st.builds(
            lambda some, alone: several(code, *some, alone=alone, unknown=True),
            options,
            st.sampled_from([(), ("x",), ("x", "y")]),
        ),
        st.builds(
            lambda low, high, step: number(code, low=low, high=high, step=step, unknown=True),
            st.sampled_from([0, 1]),
            st.sampled_from([2, 3]),
            st.sampled_from([0.5, 1]),
        ),
    )


class _CaseMaker:
    """Draws cases, and remembers their codes."""

    def __init__(self, draw, questions, trainings):
        self._draw, self._questions, self._trainings = draw, questions, trainings
        self.codes = []

    def cases(self, most=2):
        return [self._case() for _ in range(self._draw(st.integers(0, most)))]

    def _case(self):
        self.codes.append(f"c{len(self.codes) + 1}")
        make = self._draw(st.sampled_from([case, case, doubtful]))
        criteria = [self._criterion() for _ in range(self._draw(st.sampled_from([0, 1, 1, 2, 2, 3])))]
        return make(self.codes[-1], *criteria)

    def _criterion(self):
        if self._trainings and self._draw(st.integers(0, 3)) == 0:
            return can_enter(*_some(self._draw, self._trainings, least=1))
        return self._draw(atoms(self._questions))


def _to_do(draw, code, questions):
    choices = [question for question in questions if question.kind is not Kind.NUMBER]
    if not choices or draw(st.booleans()):
        return to_do(code)
    question = draw(st.sampled_from(choices))
    return to_do(code, question.code, *_some_options(draw, question))


def _some_options(draw, question):
    return _some(draw, [option.code for option in question.options], least=1)


def _some(draw, of, least=0, most=None):
    return draw(st.lists(st.sampled_from(of), min_size=least, max_size=most, unique=True)) if of else []
