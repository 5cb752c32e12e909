"""Facts as a page states them: with their caveat and sources, and below them, struck, what they replaced."""

from collections.abc import Iterable
from dataclasses import dataclass

from careers import partial_dates
from careers.citations import Citation, Citations
from careers.disputes import places
from careers.document import CareerPart, Claim


@dataclass(frozen=True)
class Tag:
    standing: str
    words: str


TAGS = {
    "unverified": Tag("unverified", "À confirmer"),
    "contested": Tag("contested", "Sources en désaccord"),
    "superseded": Tag("superseded", "Remplacé"),
}
OVER = Tag("superseded", "Terminé")


@dataclass(frozen=True)
class Statement:
    claim: Claim
    citations: tuple[Citation, ...]
    formers: tuple["Statement", ...] = ()
    dispute: str = ""
    """The place of the disagreement between sources this fact has a part in, on the page of disagreements."""

    @property
    def tag(self) -> Tag | None:
        return OVER if self.claim.is_over else TAGS.get(self.claim.standing)

    @property
    def when(self) -> str:
        """Since when it is true, or was seen to be; when nobody says it, the date of the text it comes from."""
        claim = self.claim
        if claim.valid_from and claim.valid_until:
            return partial_dates.between_in_french(claim.valid_from, claim.valid_until)
        if claim.valid_until:
            return partial_dates.until_in_french(claim.valid_until)
        if claim.valid_from:
            return partial_dates.since_in_french(claim.valid_from)
        if claim.as_of:
            is_day = len(claim.as_of) == len("2023-03-27")
            return f"vrai {'au' if is_day else 'en'} {partial_dates.in_french(claim.as_of)}"
        return f"texte : {self.citations[0].source.when}" if self.citations else ""

    @property
    def when_unsaid(self) -> str:
        """The same, unless its own words say it already."""
        claim = self.claim
        date = "" if claim.valid_until else partial_dates.in_french(claim.valid_from or claim.as_of)
        return "" if date and date in f"{claim.wording} {claim.detail}" else self.when


class Statements:
    """Makes the statements of one page, which share the numbers of their sources.

    A brief page gives each fact its weightiest source only, and no history.
    """

    def __init__(self, career: CareerPart, citations: Citations, *, brief: bool = False):
        self._citations = citations
        self._brief = brief
        self._formers = {} if brief else formers(career)
        place = places(career)
        self._disputes = {
            stance.claim: place[dispute.code] for dispute in career.disagreements for stance in dispute.stances
        }

    def of(self, claims: Iterable[Claim], anchor: str = "") -> tuple[Statement, ...]:
        """One statement a claim. `anchor` names the part of the page; without it each claim is a part of its own."""
        return tuple(self.one(claim, anchor or claim.code) for claim in claims)

    def one(self, claim: Claim, anchor: str) -> Statement:
        cite = self._citations.cite_one if self._brief else self._citations.cite
        return Statement(
            claim=claim,
            citations=cite(claim.sources, anchor),
            formers=tuple(self.one(former, anchor) for former in self._formers.get(claim.code, ())),
            dispute=self._disputes.get(claim.code, ""),
        )


def formers(career: CareerPart) -> dict[str, list[Claim]]:
    """The replaced facts a page may state, by the code of the fact in force today."""
    found: dict[str, list[Claim]] = {}
    for claim in career.claims:
        if is_former(career, claim):
            found.setdefault(in_force(career, claim).code, []).append(claim)
    return found


def is_former(career: CareerPart, claim: Claim) -> bool:
    """Whether it is stated below the fact that replaced it, and not by itself."""
    if not claim.may_be_stated or claim.standing != "superseded" or is_counted(claim):
        return False
    today = in_force(career, claim)
    return today.may_be_stated and today.standing != "superseded"


def is_counted(claim: Claim) -> bool:
    """Whether it is a headcount or a goal: the tables of the history of the job tell those, old and new."""
    return bool(claim.figures) and claim.milestone is not None and claim.milestone.kind in ("headcount", "goal")


def in_force(career: CareerPart, claim: Claim) -> Claim:
    """The fact at the end of a line of replacements (a draft may still turn in circles, or point outside)."""
    seen = {claim.code}
    while claim.superseded_by in career.claims_by_code and claim.superseded_by not in seen:
        seen.add(claim.superseded_by)
        claim = career.claims_by_code[claim.superseded_by]
    return claim
