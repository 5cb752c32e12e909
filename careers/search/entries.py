"""What can be found in the part of this app: facts, the questions sources disagree on, and the pages."""

from collections.abc import Iterator

from careers.disputes import places
from careers.document import CareerPart, Claim
from careers.leaflets import LEAFLETS, leaflet_of
from careers.parts import Parts
from careers.search.index import Entry, Place
from careers.statements import in_force, is_former

ANSWER, FACT, PAGE = "Réponse", "Fait", "Page"
ANSWERS_FIRST, REPLACED_LAST = 1.4, 0.5


def entries(parts: Parts) -> Iterator[Entry]:
    career: CareerPart = parts["career"]
    yield from _answers(career)
    for claim in career.claims:
        if claim.may_be_stated:
            yield _fact(career, claim)
    yield Entry(
        PAGE, "Le métier en une page", career.summary, Place("career"), words=career.title, weight=ANSWERS_FIRST
    )
    for leaflet in LEAFLETS:
        yield Entry(PAGE, leaflet.title, leaflet.lead, Place(leaflet.name))
        for subject in leaflet.subjects:
            yield Entry(PAGE, subject.heading, leaflet.title, Place(leaflet.name, after=f"#{subject.anchor}"))


def _answers(career: CareerPart) -> Iterator[Entry]:
    """What sources disagree on is told as a question with its answer."""
    where = places(career)
    for one in career.disagreements:
        yield Entry(
            ANSWER,
            one.subject,
            one.we_show,
            Place("disputes", after=where[one.code]),
            words=one.why,
            claims=tuple(stance.claim for stance in one.stances if stance.is_retained),
            weight=ANSWERS_FIRST,
        )


def _fact(career: CareerPart, claim: Claim) -> Entry:
    """A replaced fact is told below the one that replaced it."""
    leaflet = leaflet_of(in_force(career, claim) if is_former(career, claim) else claim)
    return Entry(
        FACT,
        claim.wording,
        claim.detail,
        Place(leaflet.name, after=f"#{claim.code}"),
        words=f"{leaflet.title} {claim.caveat}",
        claims=(claim.code,),
        weight=REPLACED_LAST if claim.standing == "superseded" else 1.0,
    )
