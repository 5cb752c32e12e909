"""The plan: from this person to the qualification, the shortest chains of trainings, experience and arrangements.

Read backwards from the goal: what a case still lacks is brought about by a training that grants it, by something to
arrange, or by time. A training that is closed is opened the same way first. What is found is then sifted: nothing
rests on a doubtful case before something sure, no step can be left out, no plan asks more months and more hours than
another, and whoever is still in a training under way (a pupil) ends it first.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from pathways.engine.answers import Answers, Value
from pathways.engine.entries import MOST_KEPT, Entries
from pathways.engine.evaluation import holds
from pathways.engine.rules import (
    UNKNOWN,
    AnyOf,
    AtLeast,
    CanEnter,
    Case,
    Certainty,
    Change,
    Criterion,
    Funding,
    Grant,
    Kind,
    Quantity,
    Question,
    Rules,
    ToDo,
    Training,
    Verdict,
)

MOST_PLANS = 3
DEEPEST = 4
"""Trainings one after the other in one plan, at most."""


@dataclass(frozen=True)
class Arrange:
    """Something to arrange; nobody knows how long it takes."""

    to_do: ToDo


@dataclass(frozen=True)
class Grow:
    """Time to let pass, or to go on working: from `start` to `end`, in the question's unit."""

    question: Question
    start: float
    end: float

    @property
    def months(self) -> float:
        return (self.end - self.start) * (1 if self.question.unit == "mois" else 12)


@dataclass(frozen=True)
class Train:
    """A training, the case that opens it then, and the fundings that fit this person then."""

    training: Training
    case: Case
    is_doubtful: bool = False
    fundings: tuple[Funding, ...] = ()


Step = Arrange | Grow | Train


@dataclass(frozen=True)
class Total:
    """A sum of quantities; without those of the `unknown` trainings, so that it is "at least"."""

    low: float = 0
    high: float = 0
    unknown: frozenset[str] = frozenset()

    @property
    def is_partial(self) -> bool:
        return bool(self.unknown)

    def plus(self, low: float, high: float) -> "Total":
        return Total(self.low + low, self.high + high, self.unknown)

    def plus_quantity(self, quantity: Quantity | None, training: str) -> "Total":
        if quantity is None:
            return Total(self.low, self.high, self.unknown | {training})
        low = quantity.low if quantity.low is not None else quantity.high or 0
        return self.plus(low, quantity.high if quantity.high is not None else low)

    def is_at_most(self, other: "Total") -> bool:
        """Surely: what is not known of this one is not known of the other either."""
        return self.low <= other.low and self.unknown <= other.unknown


@dataclass(frozen=True)
class Plan:
    """`hired_after` is how many steps come before an employer may hire: 0 is "today"."""

    steps: tuple[Step, ...]
    hired_after: int = 0

    @cached_property
    def months(self) -> Total:
        total = Total().plus(self.waiting, self.waiting)
        for training in self._trainings:
            total = total.plus_quantity(training.months, training.code)
        return total

    @cached_property
    def hours(self) -> Total:
        total = Total()
        for training in self._trainings:
            total = total.plus_quantity(training.hours, training.code)
        return total

    @cached_property
    def course(self) -> tuple[object, ...]:
        """What is done and in which order, without how long one waits."""
        return (self.hired_after, *map(_course, self.steps))

    @cached_property
    def waiting(self) -> float:
        """Months to let pass, or to go on working, before a training opens."""
        return sum(step.months for step in self.steps if isinstance(step, Grow))

    def begins_after(self, other: "Plan") -> bool:
        """Whether the other plan is over when this one still waits, the trainings they begin with left aside."""
        waits = [place for place, step in enumerate(self.steps) if isinstance(step, Grow)]
        first = {step.training.code for step in self.steps[: max(waits, default=0)] if isinstance(step, Train)}
        return bool(waits) and other.months.unknown <= first and other.months.high <= self.waiting

    @cached_property
    def trainings(self) -> tuple[str, ...]:
        return tuple(training.code for training in self._trainings)

    @cached_property
    def kind(self) -> tuple[object, ...]:
        """What it asks of the person, step by step: two diplomas with the same way in are one kind of plan."""
        return tuple(
            step.case.criteria if isinstance(step, Train) else step.to_do.code if isinstance(step, Arrange) else step
            for step in self.steps
        )

    @cached_property
    def is_doubtful(self) -> bool:
        return any(isinstance(step, Train) and step.is_doubtful for step in self.steps)

    @cached_property
    def rank(self) -> tuple[bool, int, float, float, int]:
        """Sure before doubtful, known durations before unknown, then months, hours and steps."""
        return (self.is_doubtful, len(self.months.unknown), self.months.low, self.hours.low, len(self.steps))

    @cached_property
    def _trainings(self) -> tuple[Training, ...]:
        return tuple(step.training for step in self.steps if isinstance(step, Train))


@dataclass(frozen=True)
class _Chain:
    """Steps so far, and the answers one can give after them."""

    steps: tuple[Step, ...]
    answers: dict[str, Value]

    def then(self, step: Step, answers: dict[str, Value]) -> "_Chain":
        return _Chain((*self.steps, step), answers)


class Planner:
    """Plans under one set of rules. Answers not known count as not held: a plan must hold without them."""

    def __init__(self, rules: Rules, most_kept: int = MOST_KEPT):
        self.rules = rules
        self._entries = Entries(rules)
        self._best = lru_cache(most_kept)(_best)
        self._gained = lru_cache(most_kept)(self._gain)
        self._sources: dict[AnyOf, tuple[list[ToDo], list[Training]]] = {}

    def plans(self, answers: Answers) -> tuple[Plan, ...]:
        """The best plans, at most three; none for someone already qualified."""
        if self._entries.is_qualified(answers):
            return ()
        start = self._under_way(_Chain((), dict(answers)))
        found = dict.fromkeys(chain.steps for chain in self._to_the_goal(start))
        working = [steps for steps in found if self._works(answers, steps)]  # a later step may undo an earlier one
        best = self._best(tuple(steps for steps in working if not self._has_idle_step(answers, steps)))
        return tuple(replace(plan, hired_after=self._hired_after(answers, plan.steps)) for plan in best)

    def after(self, answers: Answers, steps: Sequence[Step]) -> dict[str, Value]:
        """The answers one can give after these steps."""
        after = dict(answers)
        for step in steps:
            after = self._after_step(after, step)
        return after

    # --- backwards from the goal

    def _to_the_goal(self, chain: _Chain) -> Iterator[_Chain]:
        for case in self.rules.qualifies:
            yield from self._meet(chain, case.criteria, ())

    def _meet(self, chain: _Chain, criteria: Sequence[Criterion], within: tuple[str, ...]) -> Iterator[_Chain]:
        """Chains after which all these criteria hold."""
        if not criteria:
            yield chain
            return
        for reached in self._bring_about(chain, criteria[0], within):
            yield from self._meet(reached, criteria[1:], within)

    def _bring_about(self, chain: _Chain, criterion: Criterion, within: tuple[str, ...]) -> Iterator[_Chain]:
        if isinstance(criterion, CanEnter):
            for code in criterion.trainings:
                yield from self._open(chain, code, within)
            return
        question = self.rules.question(criterion.question)
        answer = chain.answers.get(question.code, UNKNOWN)
        if answer != UNKNOWN and holds(criterion, answer):
            yield chain
        elif isinstance(criterion, AtLeast) and question.change is Change.GROWS:
            yield from self._grow(chain, question, criterion.threshold)
        elif isinstance(criterion, AnyOf) and question.change is not Change.NEVER:
            yield from self._acquire(chain, criterion, within)

    def _grow(self, chain: _Chain, question: Question, threshold: float) -> Iterator[_Chain]:
        """Years pass by themselves; experience is proposed only to those who have begun to gain some."""
        answer = chain.answers.get(question.code, UNKNOWN)
        passes_by_itself = question.low > 0
        if isinstance(answer, int | float) and (answer > 0 or passes_by_itself):
            step = Grow(question, answer, threshold)
            yield chain.then(step, self._after_step(chain.answers, step))

    def _acquire(self, chain: _Chain, criterion: AnyOf, within: tuple[str, ...]) -> Iterator[_Chain]:
        to_dos, trainings = self._granting(criterion)
        for to_do in to_dos:
            step = Arrange(to_do)
            yield chain.then(step, self._after_step(chain.answers, step))
        for training in trainings if len(within) < DEEPEST else ():
            if training.code not in within:
                for opened in self._open(chain, training.code, (*within, training.code)):
                    if self._entries.is_needed(training.code, opened.answers):
                        yield self._follow(opened, training)

    def _granting(self, criterion: AnyOf) -> tuple[list[ToDo], list[Training]]:
        """What brings a criterion about."""
        if criterion not in self._sources:
            self._sources[criterion] = (
                [to_do for to_do in self.rules.to_dos if _grants(to_do.grants, criterion)],
                [training for training in self.rules.trainings if _grants(training.grants, criterion)],
            )
        return self._sources[criterion]

    def _open(self, chain: _Chain, code: str, within: tuple[str, ...]) -> Iterator[_Chain]:
        """Chains after which a training can be entered: the same one where it can be already."""
        entry = self._entries.into(code, chain.answers)
        if entry.verdict is not Verdict.CLOSED:
            yield chain
        if entry.verdict < Verdict.CONDITIONAL:
            for way in entry.ways:
                if way.certainty is Certainty.ESTABLISHED or entry.verdict is Verdict.CLOSED:
                    criteria = [unmet.criterion for unmet in way.criteria]
                    yield from self._meet(chain, criteria, (*within, code))

    def _follow(self, chain: _Chain, training: Training) -> _Chain:
        """Arrange what the training asks for, then follow it."""
        answers, entry = chain.answers, self._entries.into(training.code, chain.answers)
        assert entry.opening is not None  # it was opened, or is under way
        for to_do in entry.still_to_arrange:
            if not any(isinstance(step, Arrange) and step.to_do == to_do for step in chain.steps):
                step = Arrange(to_do)
                chain = chain.then(step, self._after_step(chain.answers, step))
        train = Train(
            training,
            entry.opening.case,
            is_doubtful=entry.verdict < Verdict.CONDITIONAL,
            fundings=self._entries.fundings(training.code, answers),
        )
        return chain.then(train, self._after_step(chain.answers, train))

    def _under_way(self, chain: _Chain) -> _Chain:
        """Whoever is in a training already ends it before anything else."""
        for training in self.rules.trainings:
            if training.under_way and self._entries.into(training.code, chain.answers).verdict is Verdict.OPEN:
                chain = self._follow(chain, training)
        return chain

    # --- forwards

    def _after_step(self, answers: Answers, step: Step) -> dict[str, Value]:
        if isinstance(step, Grow):
            return {**answers, step.question.code: step.end}
        return self._gaining(answers, step.to_do.grants if isinstance(step, Arrange) else step.training.grants)

    def _gaining(self, answers: Answers, grants: Sequence[Grant]) -> dict[str, Value]:
        after = dict(answers)
        for grant in grants:
            after[grant.question] = self._gained(after.get(grant.question, UNKNOWN), grant)
        return after

    def _gain(self, answer: Value, grant: Grant) -> Value:
        return _granted(self.rules.question(grant.question), answer, grant.option)

    def _hired_after(self, answers: Answers, steps: tuple[Step, ...]) -> int:
        """Once a route lets one be hired first, and only the last training is left: it alone is followed in post.

        Unless it is under way already: nobody is hired out of school.
        """
        ends = [(place, step.training) for place, step in enumerate(steps, 1) if isinstance(step, Train)]
        before = [place for place, training in ends if training.under_way or training is not ends[-1][1]]
        for place in range(max(before, default=0), len(steps)):
            if self._entries.is_hireable(self.after(answers, steps[:place])):
                return place
        return len(steps)

    def _has_idle_step(self, answers: Answers, steps: tuple[Step, ...]) -> bool:
        """Whether a step can be left out and each training still be entered, and the goal still be met."""
        return any(
            self._works(answers, (*steps[:place], *steps[place + 1 :]))
            for place, step in enumerate(steps)
            if not isinstance(step, Arrange) and not (isinstance(step, Train) and step.training.under_way)
        )

    def _works(self, answers: Answers, steps: Sequence[Step]) -> bool:
        for step in steps:
            if isinstance(step, Train):
                verdict = self._entries.into(step.training.code, answers).verdict
                if verdict is Verdict.CLOSED or (verdict is Verdict.TO_CHECK and not step.is_doubtful):
                    return False
            answers = self._after_step(answers, step)
        return self._entries.is_qualified(answers)


def _best(found: Iterable[tuple[Step, ...]]) -> tuple[Plan, ...]:
    """The best first, without those that another one makes useless, and as many kinds as there is room for.

    Sure ones before doubtful ones; a second one of a kind only fills what other kinds leave.
    """
    kept: list[Plan] = []
    for plan in sorted(map(Plan, found), key=lambda plan: plan.rank):
        if not any(makes_useless(other, plan) for other in kept):
            kept.append(plan)
    first_of_kind = {plan.kind: plan for plan in reversed(kept)}
    best = sorted(kept, key=lambda plan: first_of_kind[plan.kind] is not plan)[:MOST_PLANS]
    return tuple(plan for plan in kept if plan in best)


def makes_useless(other: Plan, plan: Plan) -> bool:
    """Whether nobody who is told of a plan that is as sure needs this one too."""
    if other.is_doubtful and not plan.is_doubtful:
        return False
    if other.trainings == plan.trainings and other.waiting <= plan.waiting:
        return True
    if plan.begins_after(other) or (plan.is_doubtful and plan.waiting):  # nobody waits for a perhaps
        return True
    no_dearer = other.months.is_at_most(plan.months) and other.hours.is_at_most(plan.hours)
    return no_dearer and (other.months.low, other.hours.low) != (plan.months.low, plan.hours.low)


def _course(step: Step) -> tuple[object, ...]:
    match step:
        case Arrange(to_do=to_do):
            return ("arrange", to_do.code)
        case Grow(question=question):
            return ("grow", question.code)
    fundings = tuple(funding.code for funding in step.fundings)
    return ("train", step.training.code, step.case.code, step.is_doubtful, fundings)


def _grants(grants: Sequence[Grant], criterion: AnyOf) -> bool:
    return any(grant.question == criterion.question and grant.option in criterion.options for grant in grants)


def _granted(question: Question, answer: Value, option: str) -> Value:
    """The answer once an option is gained: added to several, or put in place of a lower one."""
    codes = [each.code for each in question.options]
    if question.kind is Kind.SEVERAL:
        held = set(answer) if isinstance(answer, tuple) else set()
        alone = {each.code for each in question.options if each.exclusive}
        return tuple(code for code in codes if code in (held - alone) | {option})
    if question.change is Change.ACQUIRED and answer in codes and codes.index(str(answer)) > codes.index(option):
        return answer
    return option
