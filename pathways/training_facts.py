"""What pages say of trainings: hours, months, rhythm, cost, who pays; each from the claim that says it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from careers.citations import Citation, Citations
from careers.document import CareerPart, Claim, Figure
from careers.quantities import in_words
from careers.statements import Statement, Statements, formers
from pathways.conditions import cited, in_order
from pathways.engine import wording
from pathways.engine.rules import Certainty, Funding, Quantity, Rules, Training


@dataclass(frozen=True)
class Measure:
    """Hours or months, of a training or of several one after the other; no words when nobody says any.

    `uncounted` are the trainings for which nobody says it.
    """

    words: str
    value: float
    when: str
    citations: tuple[Citation, ...]
    uncounted: tuple[Training, ...]

    @property
    def is_known(self) -> bool:
        return bool(self.words)

    @property
    def left_out(self) -> str:
        """ "le bac", when the sum is without it."""
        return wording.both(wording.lowered(training.name) for training in self.uncounted)


@dataclass(frozen=True)
class Paying:
    """A funding, for whom, and how sure we are of it."""

    funding: Funding
    for_whom: tuple[str, ...]
    is_doubtful: bool
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class TrainingFacts:
    """Its fields are in the order of the page; `formers` are the lengths one still reads about."""

    training: Training
    anchor: str
    credential: str
    """The diploma or certificate it gives; empty when it gives none of any level."""
    hours: Measure
    months: Measure
    formers: tuple[Statement, ...]
    facts: tuple[Statement, ...]
    fundings: tuple[Paying, ...]

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Of its facts: what the margin beside them lists."""
        shown = (*self.formers, *self.facts)
        told = (one for statement in shown for one in statement.citations)
        return in_order((*self.hours.citations, *self.months.citations, *told))


def training_facts(rules: Rules, career: CareerPart, training: Training, citations: Citations) -> TrainingFacts:
    told = Statements(career, citations, brief=True)
    anchor = f"formation-{training.code}"
    measured = _measured(training)
    stated = dict.fromkeys([training.rhythm, *training.claims, training.cost])
    return TrainingFacts(
        training=training,
        anchor=anchor,
        credential=_credential(rules, training),
        hours=hours(career, [training], citations, anchor),
        months=months(career, [training], citations, anchor),
        formers=told.of(former_lengths(career, measured), anchor),
        facts=told.of(_may_be_stated(career, (code for code in stated if code not in measured)), anchor),
        fundings=tuple(
            _paying(rules, career, funding, citations, anchor)
            for funding in rules.fundings
            if training.code in funding.trainings
        ),
    )


def _credential(rules: Rules, training: Training) -> str:
    if training.level is None or not training.grants:
        return ""
    first = training.grants[0]
    return rules.question(first.question).option(first.option).label


def former_lengths(career: CareerPart, codes: Iterable[str]) -> list[Claim]:
    """The hours one still reads about, by the claims that say how many there are today."""
    replaced = formers(career)
    return [
        former
        for code in codes
        for former in replaced.get(code, ())
        if any(figure.unit == "hours" for figure in former.figures)
    ]


def told_by(training: Training) -> set[str]:
    """The claims `training_facts` tells or draws a number from."""
    return {training.rhythm, training.cost, *training.claims, *_measured(training)}


def hours(career: CareerPart, trainings: Sequence[Training], citations: Citations, anchor: str) -> Measure:
    return _sum(career, [(training, training.hours) for training in trainings], citations, anchor)


def months(career: CareerPart, trainings: Sequence[Training], citations: Citations, anchor: str) -> Measure:
    return _sum(career, [(training, training.months) for training in trainings], citations, anchor)


def _sum(
    career: CareerPart, quantities: Sequence[tuple[Training, Quantity | None]], citations: Citations, anchor: str
) -> Measure:
    known = [quantity for _, quantity in quantities if quantity]
    claims = [career.figure(quantity.figure)[0] for quantity in known]
    lows, highs = [quantity.low for quantity in known], [quantity.high for quantity in known]
    low = None if None in lows else sum(value or 0 for value in lows)
    high = None if None in highs else sum(value or 0 for value in highs)
    sources = cited(career, citations, (claim.code for claim in claims), anchor)
    return Measure(
        words=_in_words(known[0].unit, low, high) if known else "",
        value=high or low or 0,
        when=Statement(claims[0], sources).when if len(claims) == 1 else "",
        citations=sources,
        uncounted=tuple(training for training, quantity in quantities if not quantity),
    )


@lru_cache(maxsize=256)
def _in_words(unit: str, low: float | None, high: float | None) -> str:
    """A few sums, said on every result."""
    low_, high_ = (None if value is None else Decimal(str(value)) for value in (low, high))
    return in_words(Figure(name="", label="", unit=unit, low=low_, high=high_))


def _measured(training: Training) -> list[str]:
    """The claims that say its hours and months."""
    figures = [quantity.figure for quantity in (training.hours, training.months) if quantity]
    return list(dict.fromkeys(figure.partition("/")[0] for figure in figures))


def _may_be_stated(career: CareerPart, codes: Iterable[str]) -> Iterator[Claim]:
    claims = (career.claims_by_code[code] for code in codes if code in career.claims_by_code)
    return (claim for claim in claims if claim.may_be_stated)


def _paying(rules: Rules, career: CareerPart, funding: Funding, citations: Citations, anchor: str) -> Paying:
    return Paying(
        funding=funding,
        for_whom=tuple(wording.conditions(rules, case.criteria) for case in funding.cases),
        is_doubtful=all(case.certainty is Certainty.DOUBTFUL for case in funding.cases),
        citations=cited(career, citations, funding.claims[:1], anchor),
    )
