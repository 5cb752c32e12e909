"""That skipping a question never changes anything: every way through the questionnaire, walked to its end.

Where it stops, everything the answers decide must be decided. There are tens of thousands of ways, but after most of
them what is not decided yet hangs on the other questions alike: those are walked once.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pathways.engine.answers import Answers, Value
from pathways.engine.outcomes import Left, Outcome, Outcomes
from pathways.engine.rules import Question, Rules
from pathways.engine.space import Space

Open = dict[Outcome, Callable[[Answers], Left]]
"""What is not decided yet, each with what some answers leave of it. What is decided stays so: nobody looks again."""


@dataclass(frozen=True)
class Skipped:
    """Answers after which no question is worth asking, and an outcome that is not decided all the same."""

    answers: dict[str, Value]
    outcome: Outcome


def skipped(rules: Rules, outcomes: Outcomes) -> Iterator[Skipped]:
    """Ways through the questions, by people who know all the answers, that end too early: none, if all is well."""
    questions = [question.code for question in rules.questions]
    choices = {question.code: _choices(question, outcomes) for question in rules.questions}
    waiting: list[tuple[dict[str, Value], Open]] = [({}, {outcome: _leaving(outcome) for outcome in outcomes.all})]
    walked: set[object] = set()
    while waiting:
        answers, open_before = waiting.pop()
        left = {outcome: leaving(answers) for outcome, leaving in open_before.items()}
        still_open = {outcome: open_before[outcome] for outcome, each in left.items() if not each.is_decided}
        rest = (frozenset(answers), tuple((outcome, left[outcome].residue) for outcome in still_open))
        if rest in walked:
            continue
        walked.add(rest)
        worth_asking = frozenset().union(*(left[outcome].moved_by for outcome in still_open))
        asked = next((code for code in questions if code in worth_asking), None)
        if asked is not None:
            waiting += (({**answers, asked: choice}, still_open) for choice in choices[asked])
            continue
        for outcome in still_open:
            yield Skipped(answers, outcome)


def _leaving(outcome: Outcome) -> Callable[[Answers], Left]:
    """Worked out once for each set of answers to the questions the outcome leans on."""
    questions = tuple(dict.fromkeys(atom.question for atom in outcome.atoms))
    kept: dict[tuple[Value | None, ...], Left] = {}

    def left(answers: Answers) -> Left:
        key = tuple(map(answers.get, questions))
        if key not in kept:
            kept[key] = outcome.left_after(answers)
        return kept[key]

    return left


def _choices(question: Question, outcomes: Outcomes) -> list[Value]:
    """One answer of each class."""
    space = Space([question], outcomes.atoms_on(question.code))
    return [
        space.sample(number)[question.code]
        for number in range(space.size)
        if space.everyone >> number & 1 and space.axes
    ]
