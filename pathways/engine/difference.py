"""What changes for whom between two sets of rules: which profiles change verdict, on which route, because of what."""

from collections.abc import Iterator
from dataclasses import dataclass

from pathways.engine.answers import Value
from pathways.engine.profiles import ProfileEvaluation
from pathways.engine.proof import whole_space, with_cases
from pathways.engine.rules import Case, Route, Rules, Verdict


@dataclass(frozen=True)
class Move:
    """Profiles that go from one verdict to another on a route, and the changed cases that alone move some of them."""

    route: Route
    before: Verdict
    after: Verdict
    profiles: int
    of: int
    causes: tuple[str, ...]
    example: dict[str, Value]


@dataclass(frozen=True)
class Difference:
    moves: tuple[Move, ...]
    added_routes: tuple[str, ...]
    removed_routes: tuple[str, ...]
    added_cases: tuple[str, ...]
    removed_cases: tuple[str, ...]
    changed_cases: tuple[str, ...]


def difference(before: Rules, after: Rules) -> Difference:
    """TooLarge when both together tell too many profiles apart. Profiles are those of the questions of `after`."""
    space = whole_space(after, before)
    then, now = ProfileEvaluation(_on_questions_of(after, before), space), ProfileEvaluation(after, space)
    old, new = before.all_cases(), after.all_cases()
    changed = tuple(code for code in new if code in old and _substance(new[code]) != _substance(old[code]))
    routes = {route.code for route in before.routes}
    return Difference(
        moves=tuple(
            move
            for route in after.routes
            if route.code in routes
            for move in _moves(then, now, route, (*changed, *(new.keys() - old.keys()), *(old.keys() - new.keys())))
        ),
        added_routes=tuple(route.code for route in after.routes if route.code not in routes),
        removed_routes=tuple(sorted(routes - {route.code for route in after.routes})),
        added_cases=tuple(code for code in new if code not in old),
        removed_cases=tuple(code for code in old if code not in new),
        changed_cases=changed,
    )


def _moves(then: ProfileEvaluation, now: ProfileEvaluation, route: Route, suspects: tuple[str, ...]) -> Iterator[Move]:
    old = _by_verdict(then, then.rules.route(route.code))
    new = _by_verdict(now, route)
    for before, were in old.items():
        for after, are in new.items():
            moved = were & are
            if before is not after and moved:
                yield Move(
                    route=route,
                    before=before,
                    after=after,
                    profiles=moved.bit_count(),
                    of=now.space.everyone.bit_count(),
                    causes=tuple(code for code in suspects if _moves_alone(then, now, route, code) & moved),
                    example=now.space.sample((moved & -moved).bit_length() - 1),
                )


def _moves_alone(then: ProfileEvaluation, now: ProfileEvaluation, route: Route, code: str) -> int:
    """The profiles whose verdict changes back if this one case is put back as it was."""
    put_back = ProfileEvaluation(_with_case_of(now.rules, then.rules, code), now.space)
    moved = 0
    for mine, theirs in zip(put_back.route(route).sets, now.route(route).sets, strict=True):
        moved |= mine ^ theirs
    return moved


def _with_case_of(rules: Rules, others: Rules, code: str) -> Rules:
    """These rules with one case as in others: changed, left out, or never added."""
    theirs = others.all_cases()
    return with_cases(rules, lambda case: theirs.get(code) if case.code == code else case)


def _by_verdict(judged: ProfileEvaluation, route: Route) -> dict[Verdict, int]:
    to_check, conditional, open_ = judged.route(route).sets
    return {
        Verdict.CLOSED: judged.space.everyone & ~to_check,
        Verdict.TO_CHECK: to_check & ~conditional,
        Verdict.CONDITIONAL: conditional & ~open_,
        Verdict.OPEN: open_,
    }


def _on_questions_of(after: Rules, before: Rules) -> Rules:
    """The former rules without the criteria whose question is asked no more: nobody can meet those."""
    asked = {question.code for question in after.questions}

    def kept(case: Case) -> Case | None:
        gone = any(getattr(criterion, "question", None) not in {*asked, None} for criterion in case.criteria)
        return None if gone else case

    return with_cases(before, kept)


def _substance(case: Case) -> object:
    return (case.criteria, case.certainty, case.valid_from, case.valid_until)
