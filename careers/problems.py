"""What must hold of the facts of a career before they are published, beyond what the database forbids."""

from collections.abc import Iterator

from careers.document import CareerPart, Claim
from careers.parts import Parts, Problem, Row


def career_problems(parts: Parts) -> Iterator[Problem]:
    career: CareerPart = parts["career"]
    for claim in career.claims:
        yield from _claim_problems(career, claim)
    for disagreement in career.disagreements:
        row = Row("careers.disagreement", (disagreement.code,))
        if len(disagreement.stances) < 2 and not any(stance.is_retained for stance in disagreement.stances):
            yield Problem(f"Le désaccord « {disagreement.subject} » ne met pas deux versions face à face.", row)
        if disagreement.is_settled and not any(stance.is_retained for stance in disagreement.stances):
            yield Problem(
                f"Le désaccord « {disagreement.subject} » est tranché sans version retenue.", row, blocking=False
            )


def _claim_problems(career: CareerPart, claim: Claim) -> Iterator[Problem]:
    row = Row("careers.claim", (claim.code,))
    name = f"« {claim.wording} »"
    if claim.may_be_stated and not claim.sources:
        yield Problem(f"Le fait {name} est affiché sans source.", row)
    if claim.may_be_stated and claim.standing in ("unverified", "contested") and not claim.caveat:
        yield Problem(f"Le fait {name} n’est pas établi : écrivez sa réserve.", row)
    if claim.standing == "contested" and not claim.contested_with:
        yield Problem(f"Le fait {name} est contesté : désignez celui qui le contredit.", row)
    if claim.superseded_by and claim.superseded_by not in career.claims_by_code:
        yield Problem(f"Le fait {name} est remplacé par un fait d’un autre métier.", row)
    elif _succession_turns_in_circles(career, claim):
        yield Problem(f"Le fait {name} finit par se remplacer lui-même.", row)


def _succession_turns_in_circles(career: CareerPart, claim: Claim) -> bool:
    seen = {claim.code}
    while claim.superseded_by in career.claims_by_code:
        claim = career.claims_by_code[claim.superseded_by]
        if claim.code in seen:
            return True
        seen.add(claim.code)
    return False
