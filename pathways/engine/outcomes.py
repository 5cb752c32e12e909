"""Everything the answers can change, each worked out once for all the profiles that differ on it.

An outcome is a verdict, a thing to arrange, a deadline or a funding line. It depends on a few questions only, so it
has a small space of its own, and there a set of profiles for each of its values. "Which verdicts are still possible?"
and "can another answer to this question still change anything?" are then one `&` each.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pathways.engine.answers import Answers
from pathways.engine.classes import Classes
from pathways.engine.profiles import Leaning, ProfileEvaluation, needed_atom, union
from pathways.engine.rules import AtLeast, CanEnter, Deadline, Funding, Route, Rules, ToDo, Verdict
from pathways.engine.space import MOST_PROFILES, Atom

Sets = tuple[int, ...]

MOST_CLASSES = 1_000
"""Classes of answers whose values are kept, for each outcome."""


@dataclass(frozen=True)
class Left:
    """What some answers leave of an outcome.

    After two sets of answers to the same questions that leave the same residue, it hangs on the others alike.
    """

    residue: Sets
    moved_by: frozenset[str]
    is_decided: bool


class Outcome:
    """One thing the answers decide. `sets[i]` holds the profiles whose value is above the i-th one.

    `read` works the sets out of an evaluation: of these rules, or of others on the same space.
    """

    def __init__(self, kind: str, code: str, rules: Rules, leaning: Leaning, read: Callable[[ProfileEvaluation], Sets]):
        judged = ProfileEvaluation(rules, leaning.space().of_at_most(MOST_PROFILES))
        self.kind = kind
        self.code = code
        self.cases = frozenset(leaning.cases)
        self.read = read
        self.sets = read(judged)
        self._space = judged.space
        self._moved_by = self.moved_in(judged)
        self._classes = Classes(rules.questions, judged.space.atoms)
        self._values: dict[int, frozenset[int]] = {}

    def moved_in(self, judged: ProfileEvaluation) -> dict[str, int]:
        """For each question it depends on, the profiles of a space whose value another answer changes."""
        sets = self.sets if judged.space is self._space else self.read(judged)
        return {
            question: union(judged.space.differing(profiles, question) for profiles in sets)
            for question in self._space.axes
        }

    def under(self, rules: Rules) -> Sets:
        """The same outcome under other rules that lean on no other criterion."""
        return self.read(ProfileEvaluation(rules, self._space))

    @property
    def atoms(self) -> tuple[Atom, ...]:
        """The criteria it leans on."""
        return self._space.atoms

    def values(self, answers: Answers) -> frozenset[int]:
        """The values still possible, 0 being none of the sets. The same for all whose answers are of one class."""
        alike = self._classes.of(answers)
        values = self._values.get(alike)
        if values is None:
            values = frozenset(self._left(self._space.given(answers)))
            if len(self._values) >= MOST_CLASSES:
                self._values.clear()
            self._values[alike] = values
        return values

    def _left(self, remaining: int) -> Iterator[int]:
        for value in range(len(self.sets), 0, -1):
            if remaining & self.sets[value - 1]:
                yield value
            remaining &= ~self.sets[value - 1]
        if remaining:
            yield 0

    def left_after(self, answers: Answers) -> Left:
        """What remains of it once these answers are given."""
        given = self._space.given(answers)
        first = (given & -given).bit_length() - 1
        parts = [profiles & given for profiles in self.sets]
        return Left(
            residue=tuple(part >> first for part in parts),
            moved_by=frozenset(code for code, moved in self._moved_by.items() if code not in answers and moved & given),
            is_decided=all(part in (0, given) for part in parts),
        )

    def is_moved_by(self, question: str, answers: Answers) -> bool:
        """Whether, among the profiles still possible, another answer to this question changes the value."""
        moved = self._moved_by.get(question, 0)
        return bool(moved and moved & self._space.given(answers))


class Outcomes:
    """The outcomes of a set of rules. TooLarge when one of them tells too many profiles apart."""

    def __init__(self, rules: Rules):
        self._rules = rules
        self.verdicts = {route.code: self._verdict(route) for route in rules.routes}
        self.qualified = self._qualified()
        self.deadlines = {deadline.code: self._deadline(deadline) for deadline in rules.deadlines}
        self.fundings = {funding.code: self._funding(funding) for funding in rules.fundings}
        self.to_dos = {
            (route.code, to_do.code): self._to_do(route, to_do)
            for route in rules.routes
            for to_do in to_dos_of(rules, route)
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

    def atoms_on(self, question: str) -> list[Atom]:
        """The criteria on one question, each once."""
        return [atom for atom in dict.fromkeys(self.atoms) if atom.question == question]

    def possible_verdicts(self, route: str, answers: Answers) -> set[Verdict]:
        return {Verdict(value) for value in self.verdicts[route].values(answers)}

    def verdict(self, route: str, answers: Answers) -> Verdict:
        """The verdict of a route; while something is unknown, what can be said of it."""
        return resolved(self.possible_verdicts(route, answers))

    def is_moved_by(self, question: str, answers: Answers) -> bool:
        """Whether the question is still worth asking: some completion of the other answers lets it change something."""
        return any(outcome.is_moved_by(question, answers) for outcome in self.all)

    # --- one outcome at a time

    def _verdict(self, route: Route) -> Outcome:
        def read(judged: ProfileEvaluation) -> Sets:
            return judged.route(judged.rules.route(route.code)).sets

        return Outcome("verdict", route.code, self._rules, self._leaning().on_routes([route]), read)

    def _qualified(self) -> Outcome:
        def read(judged: ProfileEvaluation) -> Sets:
            return judged.any_of(judged.rules.qualifies).sets

        return Outcome("qualified", "", self._rules, self._leaning().on_cases(self._rules.qualifies), read)

    def _to_do(self, route: Route, to_do: ToDo) -> Outcome:
        """Nothing to arrange here, or something for a route that is not closed."""

        def read(judged: ProfileEvaluation) -> Sets:
            return (judged.needing(to_do) & judged.route(judged.rules.route(route.code)).to_check,)

        leaning = self._leaning().on_routes([route]).on_atoms([needed_atom(to_do)])
        return Outcome("to-do", to_do.code, self._rules, leaning, read)

    def _deadline(self, deadline: Deadline) -> Outcome:
        """Not concerned, running, passed: only for those who do not hold the qualification yet."""
        passed = AtLeast(question=deadline.clock, threshold=deadline.months.least)

        def read(judged: ProfileEvaluation) -> Sets:
            cases = next(each.cases for each in judged.rules.deadlines if each.code == deadline.code)
            concerned = judged.any_of(cases).to_check & ~judged.any_of(judged.rules.qualifies).open
            return (concerned, concerned & judged.space.meeting(passed))

        leaning = self._leaning().on_atoms([passed]).on_cases(deadline.cases).on_cases(self._rules.qualifies)
        return Outcome("deadline", deadline.code, self._rules, leaning, read)

    def _funding(self, funding: Funding) -> Outcome:
        """Not for this person, to check, yes: only where a route that is not closed begins with what it pays."""
        routes = [route for route in self._rules.routes if set(route.trainings[:1]) & set(funding.trainings)]

        def read(judged: ProfileEvaluation) -> Sets:
            cases = next(each.cases for each in judged.rules.fundings if each.code == funding.code)
            useful = union(judged.route(judged.rules.route(route.code)).to_check for route in routes)
            levels = judged.any_of(cases)
            return (levels.to_check & useful, levels.open & useful)

        leaning = self._leaning().on_routes(routes).on_cases(funding.cases)
        return Outcome("funding", funding.code, self._rules, leaning, read)

    def _leaning(self) -> Leaning:
        return Leaning(self._rules)


def resolved(possible: set[Verdict]) -> Verdict:
    """One verdict where all completions agree; conditional where only the arranging is open; to check otherwise."""
    if len(possible) == 1:
        return next(iter(possible))
    if possible == {Verdict.CONDITIONAL, Verdict.OPEN}:
        return Verdict.CONDITIONAL
    return Verdict.TO_CHECK


def to_dos_of(rules: Rules, route: Route) -> list[ToDo]:
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
            training = rules.training(code)
            codes |= dict.fromkeys(training.to_dos)
            cases = list(training.cases)
    return [rules.to_do(code) for code in codes]
