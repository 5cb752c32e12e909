"""Everything the answers can change, each worked out once for all the profiles that differ on it.

An outcome is a verdict, a thing to arrange, a deadline or a funding line. It depends on a few questions only, so it
has a small space of its own, and there a set of profiles for each of its values. "Which verdicts are still possible?"
and "can another answer to this question still change anything?" are then one `&` each.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pathways.engine.answers import Answers
from pathways.engine.rules import (
    AnyOf,
    AtLeast,
    CanEnter,
    Case,
    Certainty,
    Deadline,
    Funding,
    Route,
    Rules,
    ToDo,
    Verdict,
)
from pathways.engine.space import Atom, Space


@dataclass(frozen=True)
class Levels:
    """Sets of profiles for which something is at least to check, at least conditional, open."""

    to_check: int
    conditional: int
    open: int

    def __and__(self, other: "Levels") -> "Levels":
        return Levels(self.to_check & other.to_check, self.conditional & other.conditional, self.open & other.open)

    def __or__(self, other: "Levels") -> "Levels":
        return Levels(self.to_check | other.to_check, self.conditional | other.conditional, self.open | other.open)


class Outcome:
    """One thing the answers decide. `sets[i]` holds the profiles whose value is above the i-th one."""

    def __init__(self, kind: str, code: str, space: Space, sets: tuple[int, ...]):
        self.kind = kind
        self.code = code
        self._space = space
        self._sets = sets
        self._moved_by = {
            question: _union(space.differing(profiles, question) for profiles in sets) for question in space.axes
        }

    @property
    def atoms(self) -> Iterator[Atom]:
        return self._space.atoms

    def values(self, answers: Answers) -> set[int]:
        """The values still possible, 0 being none of the sets."""
        remaining = self._space.given(answers)
        found = set()
        for value in range(len(self._sets), 0, -1):
            if remaining & self._sets[value - 1]:
                found.add(value)
            remaining &= ~self._sets[value - 1]
        return found | {0} if remaining else found

    def is_moved_by(self, question: str, answers: Answers) -> bool:
        """Whether, among the profiles still possible, another answer to this question changes the value."""
        moved = self._moved_by.get(question, 0)
        return bool(moved and moved & self._space.given(answers))


class Outcomes:
    """The outcomes of a set of rules."""

    def __init__(self, rules: Rules):
        self._rules = rules
        self._cases = rules.all_cases()
        self.verdicts = {route.code: self._verdict(route) for route in rules.routes}
        self.qualified = self._of_cases("qualified", "", rules.qualifies)
        self.deadlines = {deadline.code: self._deadline(deadline) for deadline in rules.deadlines}
        self.fundings = {funding.code: self._funding(funding) for funding in rules.fundings}
        self.to_dos = {
            (route.code, to_do.code): self._to_do(route, to_do)
            for route in rules.routes
            for to_do in self.to_dos_of(route)
            if to_do.needed_for
        }
        self.all: tuple[Outcome, ...] = (
            *self.verdicts.values(),
            self.qualified,
            *self.to_dos.values(),
            *self.deadlines.values(),
            *self.fundings.values(),
        )

    @property
    def atoms(self) -> Iterator[Atom]:
        """Every criterion some outcome leans on."""
        for outcome in self.all:
            yield from outcome.atoms

    def possible_verdicts(self, route: str, answers: Answers) -> set[Verdict]:
        return {Verdict(value) for value in self.verdicts[route].values(answers)}

    def verdict(self, route: str, answers: Answers) -> Verdict:
        """The verdict of a route; while something is unknown, what can be said of it."""
        return resolved(self.possible_verdicts(route, answers))

    def is_moved_by(self, question: str, answers: Answers) -> bool:
        """Whether the question is still worth asking: some completion of the other answers lets it change something."""
        return any(outcome.is_moved_by(question, answers) for outcome in self.all)

    def to_dos_of(self, route: Route) -> list[ToDo]:
        """What a route may ask to arrange: for itself, for its first training, for the trainings that open these."""
        codes = dict.fromkeys(route.to_dos)
        entered: set[str] = set()
        waiting = list(route.trainings[:1])
        cases = list(route.cases)
        while waiting or cases:
            for case in cases:
                for criterion in case.criteria:
                    if isinstance(criterion, CanEnter):
                        waiting += criterion.trainings
            cases = []
            if waiting and (code := waiting.pop(0)) not in entered:
                entered.add(code)
                training = self._rules.training(code)
                codes |= dict.fromkeys(training.to_dos)
                cases = list(training.cases)
        return [self._rules.to_do(code) for code in codes]

    # --- one outcome at a time

    def _verdict(self, route: Route) -> Outcome:
        space = self._space([route])
        levels = self._route(space, route)
        return Outcome("verdict", route.code, space, (levels.to_check, levels.conditional, levels.open))

    def _to_do(self, route: Route, to_do: ToDo) -> Outcome:
        needed = AnyOf(question=to_do.question, options=to_do.needed_for)
        space = self._space([route], [needed])
        shown = space.meeting(needed) & self._route(space, route).to_check
        return Outcome("to-do", to_do.code, space, (shown,))

    def _deadline(self, deadline: Deadline) -> Outcome:
        """Not concerned, running, passed: only for those who do not hold the qualification yet."""
        passed = AtLeast(question=deadline.clock, threshold=deadline.months.low or 0)
        space = self._space(extra=[passed], cases=[*deadline.cases, *self._rules.qualifies])
        concerned = self._any(space, deadline.cases).to_check & ~self._any(space, self._rules.qualifies).open
        return Outcome("deadline", deadline.code, space, (concerned, concerned & space.meeting(passed)))

    def _funding(self, funding: Funding) -> Outcome:
        """Not for this person, to check, yes: only where a route that is not closed begins with what it pays."""
        routes = [route for route in self._rules.routes if set(route.trainings[:1]) & set(funding.trainings)]
        space = self._space(routes, cases=funding.cases)
        useful = _union(self._route(space, route).to_check for route in routes)
        levels = self._any(space, funding.cases)
        return Outcome("funding", funding.code, space, (levels.to_check & useful, levels.open & useful))

    def _of_cases(self, kind: str, code: str, cases: Iterable[Case]) -> Outcome:
        cases = tuple(cases)
        space = self._space(cases=cases)
        levels = self._any(space, cases)
        return Outcome(kind, code, space, (levels.to_check, levels.conditional, levels.open))

    # --- the definition of `evaluation`, on sets of profiles

    def _route(self, space: Space, route: Route) -> Levels:
        levels = self._any(space, route.cases) if route.cases else _all(space)
        if route.trainings:
            levels &= self._training(space, route.trainings[0], ())
        levels = self._arranged(space, levels, route.to_dos)
        needed = space.everyone & ~_union(
            self._case(space, self._cases[code], ()).open for code in route.not_needed if code in self._cases
        )
        return levels & Levels(needed, needed, needed)

    def _training(self, space: Space, code: str, entering: tuple[str, ...]) -> Levels:
        if code in entering:
            return Levels(0, 0, 0)
        training = self._rules.training(code)
        return self._arranged(space, self._any(space, training.cases, (*entering, code)), training.to_dos)

    def _any(self, space: Space, cases: Iterable[Case], entering: tuple[str, ...] = ()) -> Levels:
        levels = Levels(0, 0, 0)
        for case in cases:
            levels |= self._case(space, case, entering)
        return levels

    def _case(self, space: Space, case: Case, entering: tuple[str, ...]) -> Levels:
        levels = _all(space)
        for criterion in case.criteria:
            if isinstance(criterion, CanEnter):
                entry = Levels(0, 0, 0)
                for code in criterion.trainings:
                    entry |= self._training(space, code, entering)
                levels &= entry
            else:
                met = space.meeting(criterion)
                levels &= Levels(met, met, met)
        return Levels(levels.to_check, 0, 0) if case.certainty is Certainty.DOUBTFUL else levels

    def _arranged(self, space: Space, levels: Levels, codes: Iterable[str]) -> Levels:
        for code in codes:
            to_do = self._rules.to_do(code)
            needed = space.everyone
            if to_do.needed_for:
                needed = space.meeting(AnyOf(question=to_do.question, options=to_do.needed_for))
            levels = Levels(levels.to_check, levels.conditional, levels.open & ~needed)
        return levels

    # --- which criteria an outcome leans on

    def _space(self, routes: Iterable[Route] = (), extra: Iterable[Atom] = (), *, cases: Iterable[Case] = ()) -> Space:
        atoms: list[Atom] = [*extra]
        self._gather_cases(cases, atoms, set())
        for route in routes:
            entered: set[str] = set()
            self._gather_cases(route.cases, atoms, entered)
            self._gather_trainings(route.trainings[:1], atoms, entered)
            self._gather_to_dos(route.to_dos, atoms)
            self._gather_cases((self._cases[code] for code in route.not_needed if code in self._cases), atoms, entered)
        return Space(self._rules.questions, atoms)

    def _gather_cases(self, cases: Iterable[Case], atoms: list[Atom], entered: set[str]) -> None:
        for case in cases:
            for criterion in case.criteria:
                if isinstance(criterion, CanEnter):
                    self._gather_trainings(criterion.trainings, atoms, entered)
                else:
                    atoms.append(criterion)

    def _gather_trainings(self, codes: Iterable[str], atoms: list[Atom], entered: set[str]) -> None:
        for code in codes:
            if code not in entered:
                entered.add(code)
                training = self._rules.training(code)
                self._gather_cases(training.cases, atoms, entered)
                self._gather_to_dos(training.to_dos, atoms)

    def _gather_to_dos(self, codes: Iterable[str], atoms: list[Atom]) -> None:
        for code in codes:
            to_do = self._rules.to_do(code)
            if to_do.needed_for:
                atoms.append(AnyOf(question=to_do.question, options=to_do.needed_for))


def resolved(possible: set[Verdict]) -> Verdict:
    """One verdict where all completions agree; conditional where only the arranging is open; to check otherwise."""
    if len(possible) == 1:
        return next(iter(possible))
    if possible == {Verdict.CONDITIONAL, Verdict.OPEN}:
        return Verdict.CONDITIONAL
    return Verdict.TO_CHECK


def _all(space: Space) -> Levels:
    return Levels(space.everyone, space.everyone, space.everyone)


def _union(sets: Iterable[int]) -> int:
    united = 0
    for profiles in sets:
        united |= profiles
    return united
