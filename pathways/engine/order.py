"""How good the counsellors' order of the questions is, beside the best there can be.

Whether a question is worth asking depends on which questions were answered, not on the order they were answered in:
so the chance of asking it is worked out once for each set of questions answered before. The best fixed order and the
best adaptive one (after each answer, the question that leads to the fewest on average) follow by dynamic programming
over these sets. Seconds for real rules: a page never asks for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from pathways.engine.outcomes import Outcomes
from pathways.engine.profiles import ProfileEvaluation
from pathways.engine.rules import Rules
from pathways.engine.space import Space


@dataclass(frozen=True)
class Order:
    """Questions in an order, and how many of them are asked on average."""

    questions: tuple[str, ...]
    mean: float


class Orders:
    """All distinguishable profiles are taken as equally likely, and everybody knows the answers.

    Each order asks until nothing can change any more, and leaves out what can change nothing.
    """

    def __init__(self, rules: Rules, outcomes: Outcomes):
        self._space = Space(rules.questions, outcomes.atoms)
        self._codes = list(self._space.axes)
        judged = ProfileEvaluation(rules, self._space)
        self._decided = tuple(dict.fromkeys(profiles for outcome in outcomes.all for profiles in outcome.read(judged)))
        self._moved = dict.fromkeys(self._codes, 0)
        for outcome in outcomes.all:
            for code, profiles in outcome.moved_in(judged).items():
                self._moved[code] |= profiles
        self._worth_asking: dict[tuple[frozenset[str], str], int] = {}

    def fixed(self, questions: Sequence[str]) -> Order:
        """The order of the counsellors, or any other."""
        asked = sum(
            self._chance(frozenset(questions[:k]), code) for k, code in enumerate(questions) if code in self._moved
        )
        return Order(tuple(questions), asked)

    @cached_property
    def best_fixed(self) -> Order:
        best = {frozenset[str](): Order((), 0.0)}
        for _ in self._codes:
            longer: dict[frozenset[str], Order] = {}
            for known, order in best.items():
                for code in self._codes:
                    if code not in known:
                        mean = order.mean + self._chance(known, code)
                        reached = known | {code}
                        if reached not in longer or mean < longer[reached].mean:
                            longer[reached] = Order((*order.questions, code), mean)
            best = longer
        return next(iter(best.values()))

    @cached_property
    def best_adaptive_mean(self) -> float:
        """Questions asked on average by whoever chooses the next one knowing the answers so far."""
        return self._least(frozenset(), 0, {})

    def _least(self, known: frozenset[str], place: int, found: dict[tuple[frozenset[str], int], float]) -> float:
        """The fewest on average from these answers: `place` numbers the profile that has class 0 on all other axes."""
        if (known, place) not in found:
            asking = [code for code in self._codes if code not in known and self._asking(known, code) >> place & 1]
            found[known, place] = min(
                (
                    1
                    + sum(
                        share * self._least(known | {code}, place + answer, found)
                        for answer, share in self._answers[code]
                    )
                    for code in asking
                ),
                default=0.0,
            )
        return found[known, place]

    def _chance(self, known: frozenset[str], code: str) -> float:
        """How likely a question is still worth asking when these were answered before."""
        return (self._asking(known, code) & self._space.everyone).bit_count() / self._space.everyone.bit_count()

    def _asking(self, known: frozenset[str], code: str) -> int:
        """The profiles for whom, these questions being answered, the answer to another can change something."""
        if (known, code) not in self._worth_asking:
            asking = self._moved[code]
            for other in self._codes:
                if other not in known:
                    asking = self._space.with_any_answer(asking, other)
            self._worth_asking[known, code] = asking
        return self._worth_asking[known, code]

    @cached_property
    def _answers(self) -> dict[str, list[tuple[int, float]]]:
        """For each question, what its answers add to a place, and their share: alike ones are counted together."""
        return {code: self._answers_to(code) for code in self._codes}

    def _answers_to(self, code: str) -> list[tuple[int, float]]:
        axes = self._space.axes[code]
        alike: dict[tuple[int, ...], list[int]] = {}
        for digits in product(*(range(axis.size) for axis in axes)):
            answer = sum(axis.stride * digit for axis, digit in zip(axes, digits, strict=True))
            given = self._space.everyone
            for axis, digit in zip(axes, digits, strict=True):
                given &= self._space.digit(axis, digit)
            if given:
                alike.setdefault(tuple((moved & given) >> answer for moved in self._decided), []).append(answer)
        possible = sum(map(len, alike.values()))
        return [(answers[0], len(answers) / possible) for answers in alike.values()]
