"""The definition of `evaluation`, read on sets of profiles instead of one person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pathways.engine.rules import AnyOf, CanEnter, Case, Certainty, Route, Rules, ToDo
from pathways.engine.space import Atom, Space


@dataclass(frozen=True)
class Levels:
    """Sets of profiles for which something is at least to check, at least conditional, open."""

    to_check: int
    conditional: int
    open: int

    @property
    def sets(self) -> tuple[int, int, int]:
        return (self.to_check, self.conditional, self.open)

    def __and__(self, other: "Levels") -> "Levels":
        return Levels(self.to_check & other.to_check, self.conditional & other.conditional, self.open & other.open)

    def __or__(self, other: "Levels") -> "Levels":
        return Levels(self.to_check | other.to_check, self.conditional | other.conditional, self.open | other.open)


class ProfileEvaluation:
    """The profiles of one space judged by one set of rules: `&` where the tree takes the least, `|` the best."""

    def __init__(self, rules: Rules, space: Space):
        self.rules = rules
        self.space = space
        self._cases = rules.all_cases()

    def route(self, route: Route) -> Levels:
        levels = self.any_of(route.cases) if route.cases else self._everyone()
        if route.trainings:
            levels &= self.training(route.trainings[0])
        levels = self._arranged(levels, route.to_dos)
        needed = self.space.everyone & ~self.unneeded(route)
        return levels & Levels(needed, needed, needed)

    def unneeded(self, route: Route) -> int:
        """Those who need this route no more."""
        return union(self.case(self._cases[code]).open for code in route.not_needed if code in self._cases)

    def training(self, code: str, entering: tuple[str, ...] = ()) -> Levels:
        if code in entering:
            return Levels(0, 0, 0)
        training = self.rules.training(code)
        return self._arranged(self.any_of(training.cases, (*entering, code)), training.to_dos)

    def any_of(self, cases: Iterable[Case], entering: tuple[str, ...] = ()) -> Levels:
        levels = Levels(0, 0, 0)
        for case in cases:
            levels |= self.case(case, entering)
        return levels

    def case(self, case: Case, entering: tuple[str, ...] = ()) -> Levels:
        levels = self._everyone()
        for criterion in case.criteria:
            if isinstance(criterion, CanEnter):
                entry = Levels(0, 0, 0)
                for code in criterion.trainings:
                    entry |= self.training(code, entering)
                levels &= entry
            else:
                met = self.space.meeting(criterion)
                levels &= Levels(met, met, met)
        return Levels(levels.to_check, 0, 0) if case.certainty is Certainty.DOUBTFUL else levels

    def needing(self, to_do: ToDo) -> int:
        """Those who have this still to arrange."""
        return self.space.meeting(needed_atom(to_do)) if to_do.needed_for else self.space.everyone

    def _arranged(self, levels: Levels, codes: Iterable[str]) -> Levels:
        needing = union(self.needing(self.rules.to_do(code)) for code in codes)
        return Levels(levels.to_check, levels.conditional, levels.open & ~needing)

    def _everyone(self) -> Levels:
        return Levels(self.space.everyone, self.space.everyone, self.space.everyone)


class Leaning:
    """Which cases and criteria on answers something leans on, those of the trainings it leads through included."""

    def __init__(self, rules: Rules):
        self._rules = rules
        self._cases = rules.all_cases()
        self._entered: set[str] = set()
        self.atoms: list[Atom] = []
        self.cases: set[str] = set()

    def on_routes(self, routes: Sequence[Route]) -> "Leaning":
        for route in routes:
            self.on_cases(route.cases)
            self.on_trainings(route.trainings[:1])
            self._on_to_dos(route.to_dos)
        return self.on_unneeded(routes)

    def on_unneeded(self, routes: Iterable[Route]) -> "Leaning":
        """Only on what makes these routes unneeded."""
        return self.on_cases(self._cases[code] for route in routes for code in route.not_needed if code in self._cases)

    def on_cases(self, cases: Iterable[Case]) -> "Leaning":
        for case in cases:
            self.cases.add(case.code)
            for criterion in case.criteria:
                if isinstance(criterion, CanEnter):
                    self.on_trainings(criterion.trainings)
                else:
                    self.atoms.append(criterion)
        return self

    def on_trainings(self, codes: Iterable[str]) -> "Leaning":
        for code in codes:
            if code not in self._entered:
                self._entered.add(code)
                training = self._rules.training(code)
                self.on_cases(training.cases)
                self._on_to_dos(training.to_dos)
        return self

    def on_atoms(self, atoms: Iterable[Atom]) -> "Leaning":
        self.atoms += atoms
        return self

    def space(self) -> Space:
        return Space(self._rules.questions, self.atoms)

    def _on_to_dos(self, codes: Iterable[str]) -> None:
        to_dos = (self._rules.to_do(code) for code in codes)
        self.atoms += (needed_atom(to_do) for to_do in to_dos if to_do.needed_for)


def needed_atom(to_do: ToDo) -> AnyOf:
    return AnyOf(question=to_do.question, options=to_do.needed_for)


def union(sets: Iterable[int]) -> int:
    united = 0
    for profiles in sets:
        united |= profiles
    return united
