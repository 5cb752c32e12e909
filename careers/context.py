"""What every public page's frame needs: addresses, edition number and date, and the day when it is not today."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.timezone import localdate

from careers.publication import Publication
from careers.serving import absolute, address, address_today, is_framed
from careers.shelf import shelf


@dataclass(frozen=True)
class AnotherDay:
    """A day a page is looked at on, other than today, and the way back."""

    on: date
    is_past: bool
    today_url: str


@dataclass(frozen=True)
class Site:
    root: str
    career_url: str
    routes_url: str
    sources_url: str
    start_url: str
    search_url: str
    editions_url: str
    career_title: str
    edition_number: int
    published_on: date | None
    reviewed_on: date | None
    next_review_on: date | None
    preview: bool
    another_day: AnotherDay | None
    is_framed: bool
    canonical: str
    """The page as it is today, in full and without answers; empty for what is no page of the public site."""


def site(request: HttpRequest) -> dict[str, Any]:
    """`site`, on pages of a career and on error pages; nothing in the admin, whose templates have no use for it."""
    publication: Publication | None = getattr(request, "publication", None)
    if publication is None and not request.path_info.startswith("/admin/"):
        publication = next(iter(sorted(shelf.all().items())), (None, None))[1]
    if publication is None:
        return {"site": None}
    career = publication.career
    return {
        "site": Site(
            root=address(request, "home"),
            career_url=address(request, "career", career=career.code),
            routes_url=address(request, "routes", career=career.code),
            sources_url=address(request, "sources", career=career.code),
            start_url=address(request, "start", career=career.code),
            search_url=address(request, "search"),
            editions_url=address(request, "editions", career=career.code),
            career_title=career.title,
            edition_number=publication.number,
            published_on=localdate(publication.published_at) if publication.published_at else None,
            reviewed_on=career.reviewed_on,
            next_review_on=career.next_review_on,
            preview=publication.is_draft,
            another_day=_another_day(request),
            is_framed=is_framed(request),
            canonical=_canonical(request),
        )
    }


def _another_day(request: HttpRequest) -> AnotherDay | None:
    if getattr(request, "is_today", True):
        return None
    day: date = request.day  # type: ignore[attr-defined]  # a PublicRequest
    return AnotherDay(day, day < localdate(), address_today(request))


def _canonical(request: HttpRequest) -> str:
    publication: Publication | None = getattr(request, "publication", None)
    if publication is None or publication.is_draft or is_framed(request):
        return ""
    return absolute(request, address_today(request).partition("?")[0])
