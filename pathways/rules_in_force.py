"""The rules as they stand on a day: the cases in force, and in every reference the fact that holds that day.

A number has one home, the figure of a fact. When a fact is replaced, whatever points to its figure follows: a length, a
threshold, the months of a deadline. The engine is given rules that need no day any more.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TypeVar

from msgspec.structs import replace

from careers.document import CareerPart, Figure
from pathways.engine.rules import (
    AtLeast,
    Case,
    Criterion,
    Deadline,
    Funding,
    LessThan,
    Quantity,
    Route,
    Rules,
    Training,
)

_Owner = TypeVar("_Owner", Training, Route, Deadline, Funding)

IN_MONTHS = "mois"
"""The unit of a question that counts in months, whatever the fact counts in."""


def rules_in_force(rules: Rules, day: date, career: CareerPart, in_place_of: Mapping[str, tuple[str, ...]]) -> Rules:
    """The same object when nothing stands otherwise. `career` and `in_place_of` are of that day already."""
    return _Following(rules.on(day), career, in_place_of).rules()


class _Following:
    def __init__(self, rules: Rules, career: CareerPart, in_place_of: Mapping[str, tuple[str, ...]]):
        self._rules = rules
        self._career = career
        self._in_place_of = in_place_of

    def rules(self) -> Rules:
        if not self._in_place_of and not any(claim.is_over for claim in self._career.claims):
            return self._rules
        return replace(
            self._rules,
            questions=tuple(replace(each, claims=self._claims(each.claims)) for each in self._rules.questions),
            to_dos=tuple(replace(each, claims=self._claims(each.claims)) for each in self._rules.to_dos),
            trainings=tuple(map(self._training, self._owners(self._rules.trainings))),
            routes=self._owners(self._rules.routes),
            qualifies=tuple(map(self._case, self._rules.qualifies)),
            deadlines=tuple(
                replace(each, months=months)
                for each in self._owners(self._rules.deadlines)
                if (months := self._quantity(each.months))  # nobody says how long: there is no deadline to speak of
            ),
            fundings=self._owners(self._rules.fundings),
        )

    def _owners(self, owners: Iterable[_Owner]) -> tuple[_Owner, ...]:
        return tuple(
            replace(each, claims=self._claims(each.claims), cases=tuple(map(self._case, each.cases))) for each in owners
        )

    def _training(self, training: Training) -> Training:
        return replace(
            training,
            hours=self._quantity(training.hours),
            months=self._quantity(training.months),
            rhythm=self._claim(training.rhythm),
            cost=self._claim(training.cost),
        )

    def _case(self, case: Case) -> Case:
        return replace(case, claims=self._claims(case.claims), criteria=tuple(map(self._criterion, case.criteria)))

    def _criterion(self, criterion: Criterion) -> Criterion:
        """A threshold no fact of that day says stays what the rule says it is."""
        if not isinstance(criterion, AtLeast | LessThan) or not criterion.figure:
            return criterion
        found = self._figure(criterion.figure, self._rules.question(criterion.question).unit == IN_MONTHS)
        if found is None:
            return criterion
        reference, figure, factor = found
        return replace(criterion, figure=reference, threshold=_times(figure.low, factor) or 0)

    def _quantity(self, quantity: Quantity | None) -> Quantity | None:
        """None when nobody says it of that day."""
        if quantity is None or not self._is_replaced(quantity.figure):
            return quantity
        found = self._figure(quantity.figure, quantity.unit == "months")
        if found is None:
            return None
        reference, figure, factor = found
        return replace(quantity, figure=reference, low=_times(figure.low, factor), high=_times(figure.high, factor))

    def _is_replaced(self, reference: str) -> bool:
        code = reference.partition("/")[0]
        claim = self._career.claims_by_code.get(code)
        return code in self._in_place_of or claim is None or claim.is_over

    def _figure(self, reference: str, in_months: bool) -> tuple[str, Figure, int] | None:
        """What stands in place of a figure: its reference, itself, and its factor to months if they are asked for."""
        code, _, name = reference.partition("/")
        for stand in self._in_place_of.get(code, ()):
            figures = self._career.claims_by_code[stand].figures
            named = next((figure for figure in figures if figure.name == name), None)
            figure = named or (figures[0] if len(figures) == 1 else None)
            if figure is not None:
                return f"{stand}/{figure.name}", figure, 12 if in_months and figure.unit == "years" else 1
        return None

    def _claims(self, codes: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(stand for code in codes for stand in self._in_place_of.get(code, (code,))))

    def _claim(self, code: str) -> str:
        return next(iter(self._claims([code])), "") if code else ""


def _times(value: Decimal | None, factor: int) -> float | None:
    return None if value is None else float(value) * factor
