"""Disagreements between sources, as pages tell them: who says what, what we show, and why.

Those still open come first: they are what a visitor has to ask about.
"""

from dataclasses import dataclass

from careers.citations import Citation, Citations
from careers.document import CareerPart, Disagreement, Source, Stance

ON_A_PAGE = 20


@dataclass(frozen=True)
class Version:
    """What one side says, with its sources; on a page that numbers them, with their numbers."""

    says: str
    is_retained: bool
    is_replaced: bool
    sources: tuple[Source, ...]
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True)
class Dispute:
    """`place` is where the page of disagreements tells it: what follows that page's address."""

    code: str
    place: str
    subject: str
    we_show: str
    why: str
    is_settled: bool
    versions: tuple[Version, ...]

    @property
    def conclusion(self) -> str:
        """What we show, as the end of a sentence that has begun."""
        first = self.we_show.split(maxsplit=1)[0]
        return self.we_show if first.isupper() else self.we_show[0].lower() + self.we_show[1:]

    @property
    def retained(self) -> tuple[Version, ...]:
        return tuple(version for version in self.versions if version.is_retained)

    @property
    def others(self) -> tuple[Version, ...]:
        return tuple(version for version in self.versions if not version.is_retained)


def disputes(
    career: CareerPart, citations: Citations | None = None, anchor: str = "", *, about: str = "", settled: bool = False
) -> tuple[Dispute, ...]:
    """All of them, or those with a fact of one topic, or the settled ones. `citations` gives the sources numbers."""
    where = places(career)
    return tuple(
        _dispute(career, disagreement, where[disagreement.code], citations, anchor)
        for disagreement in _in_order(career)
        if not about or any(career.claims_by_code[stance.claim].topic == about for stance in disagreement.stances)
        if disagreement.is_settled or not settled
    )


def places(career: CareerPart) -> dict[str, str]:
    """By code, what to add to the address of the page of disagreements: "#c05", "?page=2#c05"."""
    pages = ((place // ON_A_PAGE + 1, one.code) for place, one in enumerate(_in_order(career)))
    return {code: f"?page={page}#{code}" if page > 1 else f"#{code}" for page, code in pages}


def _in_order(career: CareerPart) -> list[Disagreement]:
    return sorted(career.disagreements, key=lambda one: one.is_settled)


def _dispute(
    career: CareerPart, disagreement: Disagreement, place: str, citations: Citations | None, anchor: str
) -> Dispute:
    return Dispute(
        code=disagreement.code,
        place=place,
        subject=disagreement.subject,
        we_show=disagreement.we_show,
        why=disagreement.why,
        is_settled=disagreement.is_settled,
        versions=tuple(_version(career, stance, citations, anchor) for stance in disagreement.stances),
    )


def _version(career: CareerPart, stance: Stance, citations: Citations | None, anchor: str) -> Version:
    claim = career.claims_by_code[stance.claim]
    return Version(
        says=stance.says,
        is_retained=stance.is_retained,
        is_replaced=claim.standing == "superseded",
        sources=tuple(career.sources_by_code[code] for code in claim.sources),
        citations=citations.cite_one(claim.sources, anchor) if citations else (),
    )
