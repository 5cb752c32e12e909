"""The pages of a job and of the site, for its map."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from careers import in_force, leaflets
from careers.bibliography import bibliography
from careers.citations import Citations
from careers.disputes import disputes
from careers.document import CareerPart
from careers.headcount import headcount
from careers.leaflets import Leaflet
from careers.pay_chart import pay_chart
from careers.profile import profile
from careers.publication import Publication
from careers.site_pages import Page
from careers.statements import Statements

WRITTEN_IN_THE_PROGRAM = ("site-map", "accessibility", "privacy", "legal")


def job_pages(publication: Publication, on: date) -> Iterator[Page]:
    career = publication.career
    of_career = (("career", career.code),)
    sources = bibliography(career)
    yield Page("career", of_career, (career.title, career.summary, profile(career, Citations(career))))
    for leaflet in leaflets.LEAFLETS:
        yield Page(leaflet.name, of_career, (career.title, _leaflet(career, leaflet)))
    yield Page("sources", of_career, sources)
    for entry in sources:
        yield Page("source", (*of_career, ("source", entry.source.code)), entry)
    yield Page("disputes", of_career, disputes(career))
    yield Page("editions", of_career, publication.number)
    for name in WRITTEN_IN_THE_PROGRAM:
        yield Page(name)


def turning_days(publication: Publication) -> set[date]:
    return in_force.turning_days(publication.career, publication.written_on)


def _leaflet(career: CareerPart, leaflet: Leaflet) -> tuple[Any, ...]:
    """What its template is given."""
    citations = Citations(career)
    charts: tuple[Any, ...] = ()
    if leaflet is leaflets.PAY:
        charts = (pay_chart(career, Statements(career, citations, brief=True), "fourchettes", with_history=True),)
    if leaflet is leaflets.HISTORY:
        charts = (headcount(career, Statements(career, citations)),)
    return (*charts, leaflets.chapters(career, leaflet, citations))
