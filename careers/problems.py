"""What must hold of the facts of a career before they are published, beyond what the database forbids."""

from collections.abc import Iterable, Iterator

from careers import partial_dates
from careers.document import CareerPart, Claim, Disagreement, Source
from careers.models.sources import is_web_address
from careers.parts import Parts, Problem, Row

# Pages sort the facts of these topics by what their detail says.
DETAILS = {
    "missions": ("mission", "la famille de la mission"),
    "appeal": ("appeal", "si c’est un avantage ou un inconvénient"),
    "prospects": ("prospect", "le sens de l’évolution"),
}


def career_problems(parts: Parts) -> Iterator[Problem]:
    career: CareerPart = parts["career"]
    for source in career.sources:
        yield from _source_problems(source)
    for claim in career.claims:
        yield from _claim_problems(career, claim)
    for disagreement in career.disagreements:
        yield from _disagreement_problems(career, disagreement)


def _source_problems(source: Source) -> Iterator[Problem]:
    row = Row("careers.source", (source.code,))
    name = f"La source « {source.title} »"
    for address in source.addresses:
        if not is_web_address(address):
            yield Problem(f"{name} a une adresse qui n’est pas du web : {address}", row)
    yield from _date_problems(row, name, [source.published_on])


def _claim_problems(career: CareerPart, claim: Claim) -> Iterator[Problem]:
    row = Row("careers.claim", (claim.code,))
    name = f"Le fait « {claim.wording} »"
    if claim.may_be_stated and not claim.sources:
        yield Problem(f"{name} est affiché sans source.", row)
    if claim.may_be_stated and claim.standing in ("unverified", "contested") and not claim.caveat:
        yield Problem(f"{name} n’est pas établi : écrivez sa réserve.", row)
    if claim.standing == "contested" and not claim.contested_with:
        yield Problem(f"{name} est contesté : désignez celui qui le contredit.", row)
    elif claim.contested_with and claim.contested_with not in career.claims_by_code:
        yield Problem(f"{name} est contredit par un fait d’un autre métier.", row)
    if claim.superseded_by and claim.superseded_by not in career.claims_by_code:
        yield Problem(f"{name} est remplacé par un fait d’un autre métier.", row)
    elif _succession_turns_in_circles(career, claim):
        yield Problem(f"{name} finit par se remplacer lui-même.", row)
    yield from _handover_problems(career, claim)
    attribute, detail = DETAILS.get(claim.topic, ("code", ""))
    if claim.may_be_stated and not getattr(claim, attribute):
        yield Problem(f"{name} ne dit pas {detail} : il manquera à sa place dans les pages.", row, blocking=False)
    milestone = [claim.milestone.on] if claim.milestone else []
    yield from _date_problems(row, name, [claim.as_of, claim.valid_from, claim.valid_until, *milestone])


def _handover_problems(career: CareerPart, claim: Claim) -> Iterator[Problem]:
    """When a fact and the one that replaces it are both said to hold on a day, or, on days still to come, neither is.

    Dates known to the month or the year may touch: only what is sure is said. What history left unsaid stays unsaid.
    """
    successor = career.claims_by_code.get(claim.superseded_by)
    dates = (claim.valid_until, successor.valid_from if successor else "")
    if claim.standing != "superseded" or not all(map(partial_dates.is_date, dates)):
        return
    until, begins = dates
    row, name = Row("careers.claim", (claim.code,)), f"Le fait « {claim.wording} »"
    if partial_dates.last_day(begins) < partial_dates.first_day(until):
        yield Problem(
            f"{name} vaut {partial_dates.until_in_french(until)}, et celui qui le remplace "
            f"{partial_dates.since_in_french(begins)} : c’est le second qui sera affiché.",
            row,
            blocking=False,
        )
    is_ahead = career.reviewed_on is None or partial_dates.first_day(begins) > career.reviewed_on
    if is_ahead and (partial_dates.first_day(begins) - partial_dates.last_day(until)).days > 1:
        yield Problem(
            f"{name} vaut {partial_dates.until_in_french(until)}, et celui qui le remplace "
            f"{partial_dates.since_in_french(begins)} : entre les deux, rien ne sera affiché.",
            row,
            blocking=False,
        )


def _disagreement_problems(career: CareerPart, disagreement: Disagreement) -> Iterator[Problem]:
    row = Row("careers.disagreement", (disagreement.code,))
    name = f"Le désaccord « {disagreement.subject} »"
    is_decided = any(stance.is_retained for stance in disagreement.stances)
    if len(disagreement.stances) < 2 and not is_decided:
        yield Problem(f"{name} ne met pas deux versions face à face.", row)
    if disagreement.is_settled and not is_decided:
        yield Problem(f"{name} est tranché sans version retenue.", row, blocking=False)
    if any(stance.claim not in career.claims_by_code for stance in disagreement.stances):
        yield Problem(f"{name} cite un fait d’un autre métier.", row)


def _date_problems(row: Row, name: str, dates: Iterable[str]) -> Iterator[Problem]:
    for text in dates:
        if text and not partial_dates.is_date(text):
            yield Problem(f"{name} porte une date illisible : « {text} ».", row)


def _succession_turns_in_circles(career: CareerPart, claim: Claim) -> bool:
    seen = {claim.code}
    while claim.superseded_by in career.claims_by_code:
        claim = career.claims_by_code[claim.superseded_by]
        if claim.code in seen:
            return True
        seen.add(claim.code)
    return False
