"""Answers that no criterion tells apart, under one number: whoever has the same number has the same reasons."""

from collections.abc import Iterable
from threading import Lock

from pathways.engine.answers import Answers, Value
from pathways.engine.evaluation import holds
from pathways.engine.rules import UNKNOWN, Kind, Question
from pathways.engine.space import Atom

MOST_VALUES = 4096
"""Different answers to one question whose number is kept; some take any number, or any choice of options."""


class Classes:
    """The classes of answers that these criteria tell apart.

    Two answers to a question are of one class when they meet the same criteria. No answer yet is a class of its own,
    and so is "je ne sais pas".
    """

    def __init__(self, questions: Iterable[Question], atoms: Iterable[Atom]):
        by_question: dict[str, list[Atom]] = {}
        for atom in dict.fromkeys(atoms):
            by_question.setdefault(atom.question, []).append(atom)
        self._parts: list[_Part] = []
        step = 1
        for question in questions:
            if question.code in by_question:
                part = _Part(question, by_question[question.code], step)
                self._parts.append(part)
                step *= part.size
        self._numbers = tuple((part.question.code, part.numbers) for part in self._parts)

    def of(self, answers: Answers) -> int:
        """The class of some answers: a digit for each question the criteria are about. It is all there is to do for
        somebody who is like others, so it does nothing else."""
        given, found = answers.get, 0
        try:
            for question, numbers in self._numbers:
                found += numbers[given(question)]
        except KeyError:
            return sum(part.number(given(part.question.code)) for part in self._parts)
        return found

    @property
    def values_kept(self) -> int:
        return sum(len(numbers) for _, numbers in self._numbers)


class _Part:
    """What one question adds to the number of a class: a digit times its step, found out once for each answer."""

    def __init__(self, question: Question, atoms: Iterable[Atom], step: int):
        self.question = question
        self.numbers: dict[Value | None, int] = {}
        self._atoms = tuple(atoms)
        self._step = step
        self._digits: dict[object, int] = {}
        self._numbering = Lock()

    @property
    def size(self) -> int:
        """As many digits as there may be: for the answers, for none of them, for not knowing, for no answer yet."""
        options, atoms = len(self.question.options), len(self._atoms)
        answers = {Kind.ONE: options, Kind.SEVERAL: 1 << min(options, atoms), Kind.NUMBER: atoms + 1}
        return answers[self.question.kind] + 3

    def number(self, answer: Value | None) -> int:
        signature: object = answer
        if answer is not None and answer != UNKNOWN:
            signature = tuple(holds(atom, answer) for atom in self._atoms)
        with self._numbering:  # two threads that met two new kinds of answers at once would number both the same
            digit = self._digits.setdefault(signature, len(self._digits))
        if digit >= self.size:
            raise ValueError(f"{answer!r} is no answer to {self.question.code}")
        if len(self.numbers) >= MOST_VALUES:
            self.numbers.clear()
        self.numbers[answer] = digit * self._step
        return digit * self._step
