"""Where what we say comes from: the sources, one source, and the disagreements between them."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render

from careers.bibliography import KINDS, Entry, bibliography, entry
from careers.disputes import ON_A_PAGE as DISPUTES_ON_A_PAGE
from careers.disputes import disputes as told_disputes
from careers.keeping import reads
from careers.serving import PublicRequest, address, public
from careers.views.leaflets import leaflet_links

SOURCES_ON_A_PAGE = 25


@dataclass(frozen=True)
class Kind:
    """A choice of the filter."""

    value: str
    label: str
    count: int
    is_chosen: bool


@public
@reads("nature", "page")
def sources(request: PublicRequest) -> HttpResponse:
    career = request.publication.career
    entries = bibliography(career)
    chosen = request.GET.get("nature", "")
    shown = [one for one in entries if one.source.kind == chosen] if chosen in KINDS else entries
    context = {
        "career": career,
        "kinds": _kinds(entries, chosen),
        "chosen": chosen if chosen in KINDS else "",
        "page": Paginator(shown, SOURCES_ON_A_PAGE).get_page(request.GET.get("page")),
        "dispute_count": len(career.disagreements),
        "open_disputes": sum(not one.is_settled for one in career.disagreements),
        "disputes_url": address(request, "disputes", career=career.code),
    }
    return render(request, "careers/sources.html", context)


@public
def source(request: PublicRequest, source: str) -> HttpResponse:
    career = request.publication.career
    if source not in career.sources_by_code:
        raise Http404
    links, told = leaflet_links(request), entry(career, career.sources_by_code[source])
    context = {
        "career": career,
        "entry": told,
        "groups": [(links[name], leanings) for name, leanings in told.by_leaflet().items()],
        "disputes_url": address(request, "disputes", career=career.code),
    }
    return render(request, "careers/source.html", context)


@public
@reads("page")
def disputes(request: PublicRequest) -> HttpResponse:
    career = request.publication.career
    page = Paginator(told_disputes(career), DISPUTES_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "career": career,
        "page": page,
        "settled": [one for one in page if one.is_settled],
        "unsettled": [one for one in page if not one.is_settled],
        "disputes_url": address(request, "disputes", career=career.code),
    }
    return render(request, "careers/disputes.html", context)


def _kinds(entries: tuple[Entry, ...], chosen: str) -> list[Kind]:
    counted = [(value, label, sum(one.source.kind == value for one in entries)) for value, label in KINDS.items()]
    everything = Kind("", "Toutes", len(entries), chosen not in KINDS)
    return [everything, *(Kind(value, label, count, value == chosen) for value, label, count in counted if count)]
