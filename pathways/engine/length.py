"""How many questions are still to come: the fewest and the most, from every point of the questionnaire.

The questionnaire is a tree: a question is met only where it can still change something, and each of its answers, "je
ne sais pas" included, leads on. The tree is never walked. Each way to answer the questions before the k-th is one bit,
and "some way on has at most j questions" is a set of such bits: the sets before a question follow from those after it
by a few `&` and `|`.

Who answers "je ne sais pas" may be anybody, so a later question is worth asking where it is for one of them. Which
questions were so answered is kept beside the bits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

from pathways.engine.answers import Answers
from pathways.engine.classes import Classes
from pathways.engine.outcomes import Outcomes
from pathways.engine.profiles import ProfileEvaluation, union
from pathways.engine.rules import UNKNOWN, Rules
from pathways.engine.space import Space

MOST_PROFILES = 2_000_000
"""Beyond, no range is given rather than a slow one."""

MOST_REMAINING = 20_000
"""Classes of answers whose range is kept."""


@dataclass(frozen=True)
class Remaining:
    """Both ends are reached by some answers to come."""

    least: int
    most: int


@dataclass(frozen=True)
class _Places:
    """Where one may stand before a question: `within[j]`, where some way on has at most j questions; `beyond[j]`,
    where some way on has more than j. Both end where nothing is left to say."""

    within: tuple[int, ...]
    beyond: tuple[int, ...]


class Lengths:
    """The lengths of all ways through the questions, in the counsellors' order."""

    def __init__(self, rules: Rules, outcomes: Outcomes):
        self._space = Space(rules.questions, outcomes.atoms)
        self._questions = [question for question in rules.questions if question.code in self._space.axes]
        self._ways = [1]  # to answer the questions before the k-th
        for question in self._questions:
            self._ways.append(self._ways[-1] * prod(axis.size for axis in self._space.axes[question.code]))
        self._kept: dict[tuple[int, frozenset[str]], _Places] = {}
        self._classes = Classes(rules.questions, outcomes.atoms)
        self._remaining: dict[int, Remaining] = {}
        self.are_known = self._space.size <= MOST_PROFILES
        if self.are_known:
            self._possible = self._closing([self._space.everyone] * (len(self._questions) + 1))
            self._moved = self._closing(self._moving(rules, outcomes))

    def remaining(self, answered: Answers) -> Remaining | None:
        """Questions still to come after these answers, which are those of a path: see `Questionnaire.path`.

        None when the rules tell too many profiles apart.
        """
        if not self.are_known:
            return None
        alike = self._classes.of(answered)
        if alike not in self._remaining:
            if len(self._remaining) >= MOST_REMAINING:
                self._remaining.clear()
            self._remaining[alike] = self._remaining_of(answered)
        return self._remaining[alike]

    def _remaining_of(self, answered: Answers) -> Remaining:
        met = [k for k, question in enumerate(self._questions) if question.code in answered]
        after = met[-1] + 1 if met else 0
        someone = self._space.given(answered)
        place = ((someone & -someone).bit_length() - 1) % self._ways[after]
        places = self._places(after, frozenset(code for code, value in answered.items() if value == UNKNOWN))
        return Remaining(
            least=next(j for j, within in enumerate(places.within) if within >> place & 1),
            most=sum(beyond >> place & 1 for beyond in places.beyond),
        )

    def mean(self) -> float | None:
        """Questions asked on average, when all distinguishable profiles are as likely and everybody knows.

        None when the rules tell too many profiles apart.
        """
        if not self.are_known:
            return None
        return sum(
            moved.bit_count() / possible.bit_count()
            for moved, possible in zip(self._moved, self._possible, strict=False)
        )

    # --- before the k-th question; `unknown` are the questions before it answered by "je ne sais pas"

    def _places(self, k: int, unknown: frozenset[str]) -> _Places:
        if (k, unknown) not in self._kept:
            self._kept[k, unknown] = self._work_out(k, unknown)
        return self._kept[k, unknown]

    def _work_out(self, k: int, unknown: frozenset[str]) -> _Places:
        everywhere = self._possible[k]
        if k == len(self._questions):
            return _Places((everywhere,), (0,))
        question, asking = self._questions[k], self._asking(k, unknown)
        skipping = self._places(k + 1, unknown)
        answering = [skipping]
        if question.may_be_unknown and asking:
            answering.append(self._places(k + 1, unknown | {question.code}))

        def before(skipped: int, answered: Sequence[int]) -> int:
            """Where the question is not asked, what holds after it; where it is, what holds after some answer."""
            return self._before(k, skipped) & ~asking | self._before(k, union(answered)) & asking

        after = [before(skipping.within[0], ())]
        beyond = [before(skipping.beyond[0], [places.within[-1] for places in answering])]
        for j in range(1, len(skipping.within)):
            after.append(before(skipping.within[j], [places.within[j - 1] for places in answering]))
            beyond.append(before(skipping.beyond[j], [places.beyond[j - 1] for places in answering]))
        return _Places((*after, everywhere), (*beyond, 0))

    def _asking(self, k: int, unknown: frozenset[str]) -> int:
        """Where the k-th question is worth asking: for some completion another answer to it changes an outcome."""
        asking = self._moved[k]
        for code in unknown:
            asking = self._space.with_any_answer(asking, code)
        return asking & self._possible[k]

    # --- sets over all profiles, brought to the answers before a question

    def _moving(self, rules: Rules, outcomes: Outcomes) -> list[int]:
        """For each question, the profiles whose outcomes another answer to it changes."""
        judged = ProfileEvaluation(rules, self._space)
        moved = dict.fromkeys((question.code for question in self._questions), 0)
        for outcome in outcomes.all:
            for question, profiles in outcome.moved_in(judged).items():
                moved[question] |= profiles
        return [*moved.values(), 0]

    def _closing(self, sets: Sequence[int]) -> list[int]:
        """Each set of profiles as the answers before its question that some completion makes one of them."""
        closed = []
        for k, profiles in enumerate(sets):
            places = profiles
            for later in reversed(range(k, len(self._questions))):
                places = self._before(later, places)
            closed.append(places)
        return closed

    def _before(self, k: int, places: int) -> int:
        """The places before the k-th question from which some answer to it leads to one of these."""
        ways, before = self._ways[k], 0
        here = (1 << ways) - 1
        while places:
            before |= places & here
            places >>= ways
        return before
