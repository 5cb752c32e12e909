"""All the profiles some criteria can tell apart, held at once as the bits of one integer.

A question the criteria mention has a few classes of answers: numbers cut at the thresholds in use, options no
criterion tells apart merged, and for a question of several choices one yes-or-no for each group of options. A
profile takes one class of each, so it has a number (mixed radix), and a set of profiles is an integer with those bits
set: "and" is `&`, "or" is `|`, and changing one answer is a shift.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import ceil, prod

from pathways.engine.answers import Answers, Value
from pathways.engine.evaluation import holds
from pathways.engine.rules import UNKNOWN, AnyOf, AtLeast, Kind, LessThan, NoneOf, Question

Atom = AnyOf | NoneOf | AtLeast | LessThan

MOST_PROFILES = 10_000_000
"""Profiles held at once, at most: a set of them is then a megabyte."""


class TooLarge(ValueError):
    """More distinguishable profiles than can be held: how many, and which questions make them."""

    def __init__(self, size: int, axes: dict[str, int], most: int):
        self.size = size
        self.axes = axes
        parts = ", ".join(f"{code} × {count}" for code, count in sorted(axes.items(), key=lambda axis: -axis[1]))
        super().__init__(f"{size} profils à distinguer, {most} au plus : {parts}")


@dataclass(frozen=True)
class Axis:
    """One digit of a profile's number.

    `samples[d]` is an answer of class d. `members[d]` holds the options merged into it; empty for a number, whose
    class d goes from sample d to the next one. A group of a question of several choices has two classes: none of it
    chosen, some of it chosen.
    """

    samples: tuple[Value, ...]
    stride: int
    members: tuple[tuple[str, ...], ...] = ()

    @property
    def size(self) -> int:
        return len(self.samples)

    def class_of(self, answer: Value) -> int:
        """The class of a known answer."""
        if isinstance(answer, str):
            return next(digit for digit, options in enumerate(self.members) if answer in options)
        if isinstance(answer, tuple):
            return int(any(code in self.members[1] for code in answer))
        return bisect_right(self.samples, answer) - 1


class Space:
    """The profiles that these criteria, on these questions, tell apart."""

    def __init__(self, questions: Iterable[Question], atoms: Iterable[Atom]):
        self.axes: dict[str, tuple[Axis, ...]] = {}
        self.size = 1
        self._questions: dict[str, Question] = {}
        self._digits: dict[tuple[int, int, int], int] = {}
        self._meeting: dict[Atom, int] = {}
        by_question: dict[str, list[Atom]] = {}
        self.atoms = tuple(dict.fromkeys(atoms))
        for atom in self.atoms:
            by_question.setdefault(atom.question, []).append(atom)
        for question in questions:
            if question.code in by_question:
                self._questions[question.code] = question
                self._add(question, by_question[question.code])

    @cached_property
    def everyone(self) -> int:
        """All the profiles somebody can have."""
        found = (1 << self.size) - 1
        for question in self._questions.values():
            if question.kind is Kind.SEVERAL:
                found &= ~self._impossible(question)
        return found

    def of_at_most(self, most: int) -> "Space":
        """This very space. TooLarge when it has more profiles: asked before any set of them is made."""
        if self.size > most:
            raise TooLarge(
                self.size, {code: prod(axis.size for axis in axes) for code, axes in self.axes.items()}, most
            )
        return self

    def meeting(self, atom: Atom) -> int:
        """The profiles that meet a criterion."""
        if atom not in self._meeting:
            self._meeting[atom] = self._meet(atom)
        return self._meeting[atom]

    def given(self, answers: Answers) -> int:
        """The profiles that agree with these answers; an unknown answer excludes none."""
        profiles = self.everyone
        for code, axes in self.axes.items():
            answer = answers.get(code, UNKNOWN)
            if answer != UNKNOWN:
                for axis in axes:
                    profiles &= self.digit(axis, axis.class_of(answer))
        return profiles

    def sample(self, number: int) -> dict[str, Value]:
        """Answers of the profile of this number."""
        answers: dict[str, Value] = {}
        for code, axes in self.axes.items():
            values = [axis.samples[number // axis.stride % axis.size] for axis in axes]
            if self._questions[code].kind is Kind.SEVERAL:
                chosen = [option for value in values if isinstance(value, tuple) for option in value]
                answers[code] = tuple(chosen) or self._nothing(code)
            else:
                answers[code] = values[0]
        return answers

    def differing(self, profiles: int, question: str) -> int:
        """The profiles that another answer to this question would bring into the set, or take out of it."""
        others = self.everyone & ~profiles
        return self.everyone & self.with_any_answer(profiles, question) & self.with_any_answer(others, question)

    def _nothing(self, code: str) -> tuple[str, ...]:
        """An answer of several choices that falls in no group: the exclusive option, or one no criterion names."""
        grouped = {option for axis in self.axes[code] for option in axis.members[1]}
        free = [option for option in self._questions[code].options if option.code not in grouped]
        return tuple(option.code for option in sorted(free, key=lambda option: not option.exclusive)[:1])

    def _add(self, question: Question, atoms: list[Atom]) -> None:
        if question.kind is Kind.SEVERAL:
            axes = []
            for group in _groups(question, atoms):
                axes.append(Axis(samples=((), (group[0],)), stride=self.size, members=((), group)))
                self.size *= 2
        else:
            classes = _classes(question, atoms)
            samples = tuple(options[0] for options in classes) or _cuts(question, atoms)
            axes = [Axis(samples=samples, stride=self.size, members=classes)]
            self.size *= len(samples)
        self.axes[question.code] = tuple(axes)

    def with_any_answer(self, profiles: int, question: str) -> int:
        """These profiles, and all that differ from them in their answer to this question only, possible or not."""
        for axis in self.axes.get(question, ()):
            shifts = [digit * axis.stride for digit in range(axis.size)]
            first = _union((profiles & self.digit(axis, d)) >> shift for d, shift in enumerate(shifts))
            profiles = _union(first << shift for shift in shifts)
        return profiles

    def digit(self, axis: Axis, digit: int) -> int:
        """The profiles of one class on one axis: a block of bits, repeated."""
        key = (axis.stride, axis.size, digit)
        if key not in self._digits:
            blocks = ((1 << axis.stride) - 1) << (digit * axis.stride)
            covered = axis.stride * axis.size
            while covered < self.size:  # doubling: a division would say it in one line, and take much longer
                blocks |= blocks << covered
                covered *= 2
            self._digits[key] = blocks & ((1 << self.size) - 1)
        return self._digits[key]

    def _meet(self, atom: Atom) -> int:
        axes, question = self.axes[atom.question], self._questions[atom.question]
        if question.kind is not Kind.SEVERAL:
            (axis,) = axes
            return _union(self.digit(axis, d) for d, sample in enumerate(axis.samples) if holds(atom, sample))
        assert isinstance(atom, AnyOf | NoneOf)
        chosen = _union(self.digit(axis, 1) for axis in axes if set(axis.members[1]) & set(atom.options))
        return self.everyone & (chosen if isinstance(atom, AnyOf) else ~chosen)

    def _impossible(self, question: Question) -> int:
        """The profiles that choose something beside an exclusive option, or nothing though every option has a group."""
        axes = self.axes[question.code]
        found = 0
        for axis in axes:
            if question.option(axis.members[1][0]).exclusive:
                found |= self.digit(axis, 1) & _union(self.digit(other, 1) for other in axes if other != axis)
        grouped = {code for axis in axes for code in axis.members[1]}
        if all(option.code in grouped for option in question.options):
            found |= ~_union(self.digit(axis, 1) for axis in axes)
        return found


def _union(sets: Iterable[int]) -> int:
    united = 0
    for profiles in sets:
        united |= profiles
    return united


def _signature(option: str, atoms: Iterable[Atom]) -> tuple[bool, ...]:
    """Which criteria name the option: options of one signature can't be told apart."""
    return tuple(option in atom.options for atom in atoms if isinstance(atom, AnyOf | NoneOf))


def _classes(question: Question, atoms: list[Atom]) -> tuple[tuple[str, ...], ...]:
    classes: dict[tuple[bool, ...], list[str]] = {}
    for option in question.options:
        classes.setdefault(_signature(option.code, atoms), []).append(option.code)
    return tuple(map(tuple, classes.values()))


def _groups(question: Question, atoms: list[Atom]) -> tuple[tuple[str, ...], ...]:
    """Options of several choices, merged, the exclusive ones apart. One that no criterion names needs no group."""
    groups: dict[tuple[bool, ...], list[str]] = {}
    for option in question.options:
        signature = _signature(option.code, atoms)
        if any(signature):
            groups.setdefault((option.exclusive, *signature), []).append(option.code)
    return tuple(map(tuple, groups.values()))


def _cuts(question: Question, atoms: list[Atom]) -> tuple[float, ...]:
    """The smallest answer of each class: the thresholds in use, brought to answers that can be given."""
    cuts = {
        question.low + ceil((atom.threshold - question.low) / question.step) * question.step
        for atom in atoms
        if isinstance(atom, AtLeast | LessThan)
    }
    return (question.low, *sorted(cut for cut in cuts if question.low < cut <= question.high))
