"""What changes for whom between two sets of rules: which profiles change verdict, on which route, because of what; and
what they have to arrange, which deadlines run and which fundings fit.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from msgspec.structs import replace

from pathways.engine.answers import Value
from pathways.engine.outcomes import to_dos_of
from pathways.engine.profiles import ProfileEvaluation, union
from pathways.engine.proof import whole_space, with_cases, without_case
from pathways.engine.rules import Case, Route, Rules, Training, Verdict

_Arranging = TypeVar("_Arranging", Training, Route)


@dataclass(frozen=True)
class Move:
    """Profiles that go from one verdict to another on a route, and the changed cases that alone move some of them.

    Without causes, only several changes together do, or the route is made otherwise.
    """

    route: Route
    before: Verdict
    after: Verdict
    profiles: int
    of: int
    causes: tuple[str, ...]
    example: dict[str, Value]


class What(StrEnum):
    TO_DO = "to-do"
    DEADLINE = "deadline"
    FUNDING = "funding"


@dataclass(frozen=True)
class Shift:
    """Something beside the verdicts that concerns other people than before: how many more, how many no more."""

    what: What
    code: str
    name: str
    joined: int
    left: int
    of: int
    route: Route | None = None


@dataclass(frozen=True)
class Difference:
    moves: tuple[Move, ...]
    added_routes: tuple[str, ...]
    removed_routes: tuple[str, ...]
    added_cases: tuple[str, ...]
    removed_cases: tuple[str, ...]
    changed_cases: tuple[str, ...]
    shifts: tuple[Shift, ...] = ()
    changed_routes: tuple[str, ...] = ()
    """Routes that are made otherwise: of other trainings, with other things to arrange, or needed by others."""


def difference(before: Rules, after: Rules) -> Difference:
    """TooLarge when both together tell too many profiles apart. Profiles are those of the questions of `after`."""
    old, new = before.all_cases(), after.all_cases()
    before = _on_questions_of(after, before)
    space = whole_space(after, before)
    then, now = ProfileEvaluation(before, space), ProfileEvaluation(after, space)
    changed = tuple(code for code in new if code in old and _substance(new[code]) != _substance(old[code]))
    routes = {route.code: route for route in before.routes}
    return Difference(
        moves=tuple(
            move
            for route in after.routes
            if route.code in routes
            for move in _moves(then, now, route, (*changed, *(new.keys() - old.keys()), *(old.keys() - new.keys())))
        ),
        shifts=tuple(_shifts(then, now)),
        added_routes=tuple(route.code for route in after.routes if route.code not in routes),
        removed_routes=tuple(sorted(routes.keys() - {route.code for route in after.routes})),
        added_cases=tuple(code for code in new if code not in old),
        removed_cases=tuple(code for code in old if code not in new),
        changed_cases=changed,
        changed_routes=tuple(
            route.code
            for route in after.routes
            if route.code in routes and _making(after, route) != _making(before, routes[route.code])
        ),
    )


def _shifts(then: ProfileEvaluation, now: ProfileEvaluation) -> Iterator[Shift]:
    """Of what both editions have: something new or gone is said by its name."""
    of = now.space.everyone.bit_count()
    old, new = _concerned(then), _concerned(now)
    for key in new:
        if key in old and old[key] != new[key]:
            joined, left = (new[key] & ~old[key]).bit_count(), (old[key] & ~new[key]).bit_count()
            what, code, route = key
            yield Shift(what, code, _name(now.rules, what, code), joined, left, of, _route(now.rules, route))


def _concerned(judged: ProfileEvaluation) -> dict[tuple[What, str, str], int]:
    """Who has what to arrange on which route that is not closed; for whom a deadline runs; whom a funding may fit."""
    rules = judged.rules
    found: dict[tuple[What, str, str], int] = {}
    for route in rules.routes:
        way = judged.route(route).to_check
        for to_do in to_dos_of(rules, route):
            found[What.TO_DO, to_do.code, route.code] = judged.needing(to_do) & way
    unqualified = judged.space.everyone & ~judged.any_of(rules.qualifies).open
    for deadline in rules.deadlines:
        found[What.DEADLINE, deadline.code, ""] = judged.any_of(deadline.cases).to_check & unqualified
    for funding in rules.fundings:
        paying = [route for route in rules.routes if set(route.trainings[:1]) & set(funding.trainings)]
        useful = union(judged.route(route).to_check for route in paying)
        found[What.FUNDING, funding.code, ""] = judged.any_of(funding.cases).to_check & useful
    return found


def _name(rules: Rules, what: What, code: str) -> str:
    match what:
        case What.TO_DO:
            return rules.to_do(code).title
        case What.DEADLINE:
            return next(each.name for each in rules.deadlines if each.code == code)
    return next(each.name for each in rules.fundings if each.code == code)


def _route(rules: Rules, code: str) -> Route | None:
    return rules.route(code) if code else None


def _making(rules: Rules, route: Route) -> object:
    """What decides a route's verdict beside its cases."""
    first = rules.training(route.trainings[0]).to_dos if route.trainings else ()
    needed = [rules.to_do(code).needed_for for code in (*first, *route.to_dos)]
    return (route.trainings[:1], first, route.to_dos, needed, route.not_needed)


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
    """The profiles whose verdict changes if this one case is put back as it was; if it is gone, when it alone goes."""
    if code in now.rules.all_cases():
        changed, compared = now, _with_case_of(now.rules, then.rules, code)
    else:
        changed, compared = then, without_case(then.rules, code)
    moved = 0
    sets = ProfileEvaluation(compared, now.space).route(compared.route(route.code)).sets
    for mine, theirs in zip(sets, changed.route(changed.rules.route(route.code)).sets, strict=True):
        moved |= mine ^ theirs
    return moved


def _with_case_of(rules: Rules, others: Rules, code: str) -> Rules:
    """These rules with one case as in others: changed, or never added."""
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
    """The former rules without what is about questions asked no more: nobody can meet that, or arrange it."""
    asked = {question.code for question in after.questions}

    def kept(case: Case) -> Case | None:
        gone = any(getattr(criterion, "question", None) not in {*asked, None} for criterion in case.criteria)
        return None if gone else case

    idle = {to_do.code for to_do in before.to_dos if to_do.needed_for and to_do.question not in asked}

    def arranged(each: _Arranging) -> _Arranging:
        return replace(each, to_dos=tuple(code for code in each.to_dos if code not in idle))

    before = replace(
        before,
        to_dos=tuple(to_do for to_do in before.to_dos if to_do.code not in idle),
        trainings=tuple(map(arranged, before.trainings)),
        routes=tuple(map(arranged, before.routes)),
    )
    return with_cases(before, kept)


def _substance(case: Case) -> object:
    return (case.criteria, case.certainty, case.valid_from, case.valid_until)
