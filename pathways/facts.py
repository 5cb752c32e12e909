"""The facts rules lean on: that they are of this career, not known to be false, and still up to date."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from careers import partial_dates
from careers.document import CareerPart, Claim
from careers.parts import Problem, Row
from pathways.engine import wording
from pathways.engine.rules import AtLeast, LessThan, Quantity, Rules, Training

BLOCK = "bloc-"
"""How the name of a figure begins that says the hours of one part of a training: « bloc-1 », « bloc-accueil »."""


@dataclass(frozen=True)
class Leaning:
    """A rule, by its row and as one names it, and the codes of the facts it leans on, those of its figures included."""

    row: Row
    name: str
    claims: tuple[str, ...]


def leanings(rules: Rules) -> Iterator[Leaning]:
    for question in rules.questions:
        yield _leaning("question", question.code, question.claims)
    for to_do in rules.to_dos:
        yield _leaning("todo", to_do.code, to_do.claims)
    for training in rules.trainings:
        figures = (_of(training.hours), _of(training.months), training.rhythm, training.cost)
        yield _leaning("training", training.code, (*training.claims, *figures))
    for route in rules.routes:
        yield _leaning("route", route.code, route.claims)
    for deadline in rules.deadlines:
        yield _leaning("deadline", deadline.code, (*deadline.claims, _of(deadline.months)))
    for funding in rules.fundings:
        yield _leaning("funding", funding.code, funding.claims)
    for case in rules.all_cases().values():
        bounds = [each for each in case.criteria if isinstance(each, AtLeast | LessThan)]
        yield _leaning("accesscase", case.code, (*case.claims, *(each.figure.partition("/")[0] for each in bounds)))


def fact_problems(rules: Rules, career: CareerPart) -> Iterator[Problem]:
    """A rule may lean only on facts of its own career that are not known to be false."""
    for leaning in leanings(rules):
        for code in leaning.claims:
            if code not in career.claims_by_code:
                yield Problem(
                    f"La règle « {leaning.name} » s’appuie sur un fait d’un autre métier : {code}.", leaning.row
                )
            elif career.claims_by_code[code].standing == "refuted":
                yield Problem(f"La règle « {leaning.name} » s’appuie sur un fait reconnu faux : {code}.", leaning.row)
    for case in rules.all_cases().values():
        if not case.claims:
            row = Row("pathways.accesscase", (case.code,))
            yield Problem(f"Le cas « {case.code} » ne dit pas sur quel fait il s’appuie.", row)


def stale_problems(rules: Rules, career: CareerPart, on: date) -> Iterator[Problem]:
    """Facts out of date that rules lean on, each once, with these rules."""
    leaning_on: dict[str, list[str]] = {}
    for leaning in leanings(rules):
        for code in leaning.claims:
            leaning_on.setdefault(code, []).append(leaning.name)
    for code, names in leaning_on.items():
        claim = career.claims_by_code.get(code)
        if claim is not None and (fault := _staleness(claim, on)):
            many = "des règles s’appuient" if len(names) > 1 else "une règle s’appuie"
            yield Problem(
                f"Le fait « {claim.wording} » {fault}, et {many} dessus : {wording.both(names)}.",
                Row("careers.claim", (code,)),
                blocking=False,
            )


def block_problems(rules: Rules, career: CareerPart) -> Iterator[Problem]:
    """Trainings whose blocks do not make up their hours, unless a disagreement tells visitors so."""
    for training in rules.trainings:
        gap = blocks_gap(training, career)
        if gap and not gap.disagreement:
            yield Problem(gap.sentence, Row("pathways.training", (training.code,)), blocking=False)


@dataclass(frozen=True)
class BlocksGap:
    """Hours of blocks that do not add up to a training's; `disagreement` is the one that says so, if one does."""

    training: Training
    blocks: float
    disagreement: str = ""

    @property
    def sentence(self) -> str:
        whole = wording.quantity(self.training.hours) if self.training.hours else ""
        said = f" Le désaccord « {self.disagreement} » le dit." if self.disagreement else ""
        return (
            f"Les blocs de « {self.training.name} » font {wording.amount(self.blocks, 'heures')}, "
            f"et la formation {whole}.{said}"
        )


def blocks_gap(training: Training, career: CareerPart) -> BlocksGap | None:
    """Blocks are figures named « bloc-… » of the facts a training leans on, or of those a disagreement sets beside the
    fact that says its hours. One alone is no division into blocks."""
    if training.hours is None:
        return None
    whole = _of(training.hours)
    beside = next(
        (
            each
            for each in career.disagreements
            if whole in (codes := [stance.claim for stance in each.stances]) and len(_blocks(career, codes)) > 1
        ),
        None,
    )
    codes = [*training.claims, whole, *(stance.claim for stance in (beside.stances if beside else ()))]
    blocks = _blocks(career, dict.fromkeys(codes))
    low, high = training.hours.least, training.hours.high or training.hours.least
    if len(blocks) < 2 or low <= sum(blocks) <= high:
        return None
    return BlocksGap(training, sum(blocks), beside.subject if beside else "")


def _blocks(career: CareerPart, codes: Iterable[str]) -> list[float]:
    """The hours these facts give to blocks."""
    claims = [career.claims_by_code[code] for code in codes if code in career.claims_by_code]
    return [
        float(figure.low or figure.high or 0)
        for claim in claims
        for figure in claim.figures
        if figure.name.startswith(BLOCK) and figure.unit == "hours"
    ]


def _staleness(claim: Claim, on: date) -> str:
    """What is out of date of a fact, in words; empty when nothing is. Dates nobody can read are a problem elsewhere."""
    if partial_dates.is_date(claim.valid_until) and partial_dates.last_day(claim.valid_until) < on:
        return f"ne vaut que {partial_dates.until_in_french(claim.valid_until)}"
    if claim.standing == "superseded":
        return "a été remplacé"
    if claim.review_on and claim.review_on < on:
        return f"était à revoir le {partial_dates.day_in_french(claim.review_on)}"
    return ""


def _leaning(model: str, code: str, claims: tuple[str, ...]) -> Leaning:
    return Leaning(Row(f"pathways.{model}", (code,)), code, tuple(dict.fromkeys(filter(None, claims))))


def _of(quantity: Quantity | None) -> str:
    """The fact that says a number."""
    return quantity.figure.partition("/")[0] if quantity else ""
