""" "Je ne sais pas", taken seriously: what each possible answer would give, and whether it matters at all."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from pathways.engine import wording
from pathways.engine.answers import Answers, Value
from pathways.engine.outcomes import Outcomes
from pathways.engine.rules import UNKNOWN, Kind, Question, Route, Rules, Verdict
from pathways.engine.space import Space


@dataclass(frozen=True)
class Branch:
    """Answers that give the same verdicts, as one would say them, and these verdicts."""

    said: tuple[str, ...]
    verdicts: tuple[tuple[Route, Verdict], ...]


@dataclass(frozen=True)
class Unknown:
    """A question answered "je ne sais pas". Without branches, the answer changes no verdict."""

    question: Question
    branches: tuple[Branch, ...]

    @property
    def matters(self) -> bool:
        return bool(self.branches)


def unknowns(rules: Rules, outcomes: Outcomes, answers: Answers) -> tuple[Unknown, ...]:
    """Each unknown answer with the verdicts it decides, everything else staying as it is."""
    return tuple(
        Unknown(question, _branches(rules, outcomes, answers, question))
        for question in rules.questions
        if answers.get(question.code) == UNKNOWN
    )


def _branches(rules: Rules, outcomes: Outcomes, answers: Answers, question: Question) -> tuple[Branch, ...]:
    groups: dict[tuple[Verdict, ...], list[str]] = {}
    for said, value in _possible(outcomes, question):
        given = {**answers, question.code: value}
        verdicts = tuple(outcomes.verdict(route.code, given) for route in rules.routes)
        groups.setdefault(verdicts, []).append(said)
    if len(groups) < 2:
        return ()
    differing = [place for place, verdicts in enumerate(zip(*groups, strict=True)) if len(set(verdicts)) > 1]
    return tuple(
        Branch(tuple(said), tuple((rules.routes[place], verdicts[place]) for place in differing))
        for verdicts, said in groups.items()
    )


def _possible(outcomes: Outcomes, question: Question) -> Iterator[tuple[str, Value]]:
    """Answers the rules tell apart, with their words; of several choices, each one alone."""
    if question.kind is Kind.NUMBER:
        yield from _ranges(outcomes, question)
        return
    for option in question.options:
        yield option.label, (option.code,) if question.kind is Kind.SEVERAL else option.code


def _ranges(outcomes: Outcomes, question: Question) -> Iterator[tuple[str, Value]]:
    (axis,) = Space([question], outcomes.atoms_on(question.code)).axes.get(question.code, (None,))
    starts = [float(sample) for sample in axis.samples if isinstance(sample, int | float)] if axis else []
    for start, following in pairwise(starts):
        end = wording.amount(following, question.unit)
        low = start > question.low
        yield (f"de {wording.digits(start)} à moins de {end}" if low else f"moins de {end}"), start
    if starts:
        yield f"au moins {wording.amount(starts[-1], question.unit)}", starts[-1]
