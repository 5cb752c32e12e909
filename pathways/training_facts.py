"""What pages say of a training: hours, months, rhythm, cost, each from the claim that says it."""

from collections.abc import Iterable
from dataclasses import dataclass

from careers.citations import Citation, Citations
from careers.document import CareerPart
from careers.statements import Statement, Statements
from pathways.conditions import sources_of
from pathways.engine import wording
from pathways.engine.rules import Case, Certainty, Funding, Quantity, Rules, Training

NOT_FOUND = "Nous n'avons pas trouvé de chiffre avec une source sûre."


@dataclass(frozen=True)
class Measure:
    """A quantity in words with who says it, and when; `words` is a plain sentence when nobody does."""

    words: str
    value: float
    citations: tuple[Citation, ...]
    when: str
    is_known: bool


@dataclass(frozen=True)
class Paying:
    """A funding, for whom, and how sure we are of it."""

    funding: Funding
    for_whom: tuple[str, ...]
    is_doubtful: bool
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class TrainingFacts:
    training: Training
    hours: Measure
    months: Measure
    rhythm: Statement | None
    cost: Statement | None
    details: tuple[Statement, ...]
    fundings: tuple[Paying, ...]

    @property
    def anchor(self) -> str:
        return f"formation-{self.training.code}"


def training_facts(rules: Rules, career: CareerPart, training: Training, citations: Citations) -> TrainingFacts:
    statements = Statements(career, citations, brief=True)
    anchor = f"formation-{training.code}"

    def stated(codes: Iterable[str]) -> tuple[Statement, ...]:
        claims = [career.claims_by_code[code] for code in codes if code in career.claims_by_code]
        return statements.of((claim for claim in claims if claim.may_be_stated), anchor)

    return TrainingFacts(
        training=training,
        hours=measure(career, training.hours, citations, anchor),
        months=measure(career, training.months, citations, anchor),
        rhythm=next(iter(stated([training.rhythm])), None),
        cost=next(iter(stated([training.cost])), None),
        details=stated(training.claims),
        fundings=tuple(
            _paying(rules, career, funding, citations, anchor)
            for funding in rules.fundings
            if training.code in funding.trainings
        ),
    )


def measure(career: CareerPart, quantity: Quantity | None, citations: Citations, anchor: str) -> Measure:
    if quantity is None:
        return Measure(NOT_FOUND, 0, (), "", is_known=False)
    claim, _ = career.figure(quantity.figure)
    cited = citations.cite(claim.sources[:1], anchor)
    return Measure(wording.quantity(quantity), quantity.high or quantity.low or 0, cited, claim.when, is_known=True)


def _paying(rules: Rules, career: CareerPart, funding: Funding, citations: Citations, anchor: str) -> Paying:
    return Paying(
        funding=funding,
        for_whom=tuple(_for_whom(rules, case) for case in funding.cases),
        is_doubtful=all(case.certainty is Certainty.DOUBTFUL for case in funding.cases),
        citations=citations.cite(sources_of(career, funding.claims), anchor),
    )


def _for_whom(rules: Rules, case: Case) -> str:
    return wording.conditions(rules, case.criteria)
