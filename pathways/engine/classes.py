"""Answers that no criterion tells apart, under one number: whoever has the same numbers has the same reasons."""

from collections.abc import Iterable

from pathways.engine.answers import Answers, Value
from pathways.engine.evaluation import holds
from pathways.engine.rules import UNKNOWN
from pathways.engine.space import Atom

Class = tuple[int, ...]

MOST_VALUES = 4096
"""Different answers to one question whose number is kept; some take any number, or any choice of options."""


class Classes:
    """The classes of answers that these criteria tell apart.

    Two answers to a question are of one class when they meet the same criteria. No answer yet is a class of its own,
    and so is "je ne sais pas".
    """

    def __init__(self, atoms: Iterable[Atom]):
        by_question: dict[str, list[Atom]] = {}
        for atom in dict.fromkeys(atoms):
            by_question.setdefault(atom.question, []).append(atom)
        self._numbers = tuple((question, _Numbers(atoms)) for question, atoms in by_question.items())

    def of(self, answers: Answers) -> Class:
        """The class of some answers: one number for each question the criteria are about."""
        return tuple([numbers[answers.get(question)] for question, numbers in self._numbers])

    @property
    def values_kept(self) -> int:
        return sum(len(numbers) for _, numbers in self._numbers)


class _Numbers(dict[Value | None, int]):
    """The number of each answer to one question, found out when it is first met."""

    def __init__(self, atoms: Iterable[Atom]):
        super().__init__()
        self._atoms = tuple(atoms)
        self._by_signature: dict[object, int] = {}

    def __missing__(self, answer: Value | None) -> int:
        signature: object = answer
        if answer is not None and answer != UNKNOWN:
            signature = tuple(holds(atom, answer) for atom in self._atoms)
        number = self._by_signature.setdefault(signature, len(self._by_signature))
        if len(self) >= MOST_VALUES:
            self.clear()
        self[answer] = number
        return number
