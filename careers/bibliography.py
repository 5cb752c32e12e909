"""The sources of a job, as the pages of sources show them: how far each is trusted, and what leans on it."""

from dataclasses import dataclass

from careers.disputes import places
from careers.document import CareerPart, Claim, Disagreement, Source
from careers.leaflets import LEAFLETS, leaflet_of
from careers.models.sources import SourceKind, Trust
from careers.statements import OVER, TAGS, Tag, in_force, is_former

KINDS = {value: str(label) for value, label in SourceKind.choices}
TRUST: dict[str, Tag] = {
    Trust.HIGH: Tag("current", "Confiance forte"),
    Trust.MEDIUM: Tag("neutral", "Confiance moyenne"),
    Trust.LOW: Tag("contested", "Confiance faible"),
}


@dataclass(frozen=True)
class Leaning:
    """A fact a page states from a source; a replaced one comes with what is true today."""

    claim: Claim
    today: Claim

    @property
    def is_replaced(self) -> bool:
        return self.today is not self.claim

    @property
    def tag(self) -> Tag | None:
        return OVER if self.claim.is_over else TAGS.get(self.claim.standing)


@dataclass(frozen=True)
class Entry:
    """A source, the facts a page states from it, and the disagreements it has a part in."""

    source: Source
    leanings: tuple[Leaning, ...]
    disagreements: tuple[tuple[Disagreement, str], ...]
    """With the place of each on the page of disagreements."""

    @property
    def kind(self) -> str:
        return KINDS.get(self.source.kind, self.source.kind)

    @property
    def trust(self) -> Tag | None:
        return TRUST.get(self.source.trust)

    def by_leaflet(self) -> dict[str, list[Leaning]]:
        """What leans on it, by the name of the leaflet that states it."""
        groups: dict[str, list[Leaning]] = {leaflet.name: [] for leaflet in LEAFLETS}
        for leaning in self.leanings:
            groups[leaflet_of(leaning.today if leaning.is_replaced else leaning.claim).name].append(leaning)
        return {name: group for name, group in groups.items() if group}


def bibliography(career: CareerPart) -> tuple[Entry, ...]:
    """Every source: the law first, the press last, and by publisher."""
    order = {kind: place for place, kind in enumerate(KINDS)}
    sources = sorted(
        career.sources, key=lambda one: (order.get(one.kind, len(order)), one.publisher.casefold(), one.code)
    )
    return tuple(entry(career, source) for source in sources)


def entry(career: CareerPart, source: Source) -> Entry:
    claims = [claim for claim in career.claims if source.code in claim.sources]
    where = places(career)
    codes = {claim.code for claim in claims}
    return Entry(
        source=source,
        leanings=tuple(_leaning(career, claim) for claim in claims if claim.may_be_stated),
        disagreements=tuple(
            (disagreement, where[disagreement.code])
            for disagreement in career.disagreements
            if any(stance.claim in codes for stance in disagreement.stances)
        ),
    )


def _leaning(career: CareerPart, claim: Claim) -> Leaning:
    return Leaning(claim, in_force(career, claim) if is_former(career, claim) else claim)
