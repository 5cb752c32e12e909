"""Cases looked at by themselves: those nobody can meet, and those another case of the same owner makes needless."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations

from pathways.engine.profiles import Leaning, ProfileEvaluation
from pathways.engine.rules import Case, Rules
from pathways.engine.space import MOST_PROFILES


@dataclass(frozen=True)
class Contained:
    """Whoever meets the case meets the wider one, which is as sure."""

    case: str
    wider: str


def contradictory(rules: Rules) -> Iterator[str]:
    """The cases whose criteria nobody can meet together."""
    for case in rules.all_cases().values():
        judged = _judged(rules, case)
        if not judged.case(case).to_check:
            yield case.code


def contained(rules: Rules) -> Iterator[Contained]:
    """Of two cases that say the same, the later one."""
    for cases in rules.cases_by_owner():
        for narrow, wide in permutations(cases, 2):
            judged = _judged(rules, narrow, wide)
            inner, outer = judged.case(narrow), judged.case(wide)
            is_within = all(not mine & ~theirs for mine, theirs in zip(inner.sets, outer.sets, strict=True))
            if inner.to_check and is_within and (inner != outer or cases.index(wide) < cases.index(narrow)):
                yield Contained(narrow.code, wide.code)


def _judged(rules: Rules, *cases: Case) -> ProfileEvaluation:
    return ProfileEvaluation(rules, Leaning(rules).on_cases(cases).space().of_at_most(MOST_PROFILES))
