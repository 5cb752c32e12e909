"""The sources of a job, as the pages of sources show them: how far each is trusted, and what leans on it."""

from dataclasses import dataclass
from itertools import groupby

from careers.disputes import places
from careers.document import CareerPart, Claim, Disagreement, Source
from careers.leaflets import LEAFLETS, leaflet_of
from careers.models.sources import SourceKind, Trust
from careers.statements import Tag

KINDS = {value: str(label) for value, label in SourceKind.choices}
TRUST = {
    Trust.HIGH: Tag("current", "Confiance forte"),
    Trust.MEDIUM: Tag("neutral", "Confiance moyenne"),
    Trust.LOW: Tag("contested", "Confiance faible"),
}


@dataclass(frozen=True)
class Entry:
    """A source, the facts a page states from it, and the disagreements it has a part in."""

    source: Source
    claims: tuple[Claim, ...]
    disagreements: tuple[tuple[Disagreement, str], ...]
    """With the place of each on the page of disagreements."""

    @property
    def kind(self) -> str:
        return KINDS.get(self.source.kind, self.source.kind)

    @property
    def trust(self) -> Tag | None:
        return TRUST.get(Trust(self.source.trust))

    @property
    def leaflets(self) -> tuple[tuple[str, tuple[Claim, ...]], ...]:
        """What leans on it, by the name of the leaflet that states it."""
        names = [leaflet.name for leaflet in LEAFLETS]
        claims = sorted(self.claims, key=lambda claim: names.index(leaflet_of(claim).name))
        return tuple((name, tuple(group)) for name, group in groupby(claims, lambda claim: leaflet_of(claim).name))


def bibliography(career: CareerPart) -> tuple[Entry, ...]:
    """Every source: the law first, the press last, and by publisher."""
    order = list(KINDS)
    sources = sorted(career.sources, key=lambda one: (order.index(one.kind), one.publisher.casefold(), one.code))
    return tuple(entry(career, source) for source in sources)


def entry(career: CareerPart, source: Source) -> Entry:
    claims = [claim for claim in career.claims if source.code in claim.sources]
    where = places(career)
    codes = {claim.code for claim in claims}
    return Entry(
        source=source,
        claims=tuple(claim for claim in claims if claim.may_be_stated),
        disagreements=tuple(
            (disagreement, where[disagreement.code])
            for disagreement in career.disagreements
            if any(stance.claim in codes for stance in disagreement.stances)
        ),
    )
