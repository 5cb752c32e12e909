"""The routes side by side: what each asks for, how long it takes, what remains to arrange, what it gives."""

from collections.abc import Callable
from dataclasses import dataclass

from careers.citations import Citations
from careers.document import CareerPart
from pathways.conditions import Entry, entries, to_dos_of, trainings_of
from pathways.engine.rules import Route, Rules, ToDo, Training
from pathways.letters import routes_in_letters
from pathways.training_facts import Measure, hours, months


@dataclass(frozen=True)
class Row:
    """A route. `entry` is its first step; the others follow from it."""

    route: Route
    address: str
    entry: Entry | None
    trainings: tuple[Training, ...]
    hours: Measure
    months: Measure
    to_dos: tuple[ToDo, ...]

    @property
    def anchor(self) -> str:
        return f"voie-{self.route.code}"

    @property
    def asks_for_another(self) -> bool:
        """No training of its own, but a way in: one trains afterwards, as one can."""
        return not self.trainings and bool(self.to_dos)


@dataclass(frozen=True)
class Comparison:
    rows: tuple[Row, ...]

    @property
    def title(self) -> str:
        return f"{routes_in_letters(len(self.rows))}, un même métier"

    @property
    def most_hours(self) -> float:
        return max((row.hours.value for row in self.rows), default=0)


def compare(rules: Rules, career: CareerPart, citations: Citations, address_of: Callable[[str], str]) -> Comparison:
    return Comparison(tuple(_row(rules, career, route, citations, address_of(route.code)) for route in rules.routes))


def _row(rules: Rules, career: CareerPart, route: Route, citations: Citations, address: str) -> Row:
    trainings = trainings_of(rules, route)
    anchor = f"voie-{route.code}"
    return Row(
        route=route,
        address=address,
        entry=next(iter(entries(rules, career, route, citations, anchor)), None),
        trainings=trainings,
        hours=hours(career, trainings, citations, anchor),
        months=months(career, trainings, citations, anchor),
        to_dos=to_dos_of(rules, route),
    )
