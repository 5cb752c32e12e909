"""Who may keep a public page, for how long, and what of its address it is made from.

A page is a pure function of edition and day, unless it is `changing`. Of its address it reads the path, the day asked
for, and the keys it `reads`: any other key, such as those that follow a link from a newsletter, changes nothing. So an
address with such keys only is the page without them, for caches and for config/page_store.py.
"""

from collections.abc import Callable, Iterable
from typing import Any, cast

from django.http import HttpResponse
from django.utils.cache import patch_vary_headers

from careers.days import ON_DAY
from careers.publication import Publication

View = Callable[..., HttpResponse]
Keys = Callable[[Publication], Iterable[str]]
Filler = Callable[..., str | None]
"""Of a request of today, as `careers.serving.public` hands it to a view."""
Queries = Callable[[Publication], Iterable[str]]

EDITION = "X-Edition"
"""The header that says which edition a page is made from."""

SHARED_SECONDS = 5
"""How long a cache between us and visitors answers by itself: a publication is seen that much later."""
STALE_SECONDS = 24 * 3600
"""How long it may answer with what it has while we do not."""
FOR_EVERYBODY = f"public, max-age=0, s-maxage={SHARED_SECONDS}, stale-if-error={STALE_SECONDS}"
FOR_NETWORKS = f"max-age={SHARED_SECONDS}, stale-if-error={STALE_SECONDS}"
"""The same for networks that deliver pages (RFC 9213): to those that read it strictly, `s-maxage` alone forbids a stale
answer, as "must-revalidate" would to all (RFC 9111, 5.2.2)."""
FOR_THE_VISITOR = "private, max-age=0"
SAID_AGAIN = {"etag", "vary", "cache-control", "cdn-cache-control", EDITION.lower()}
"""Headers of a 304: all others are those of the page, which whoever asked has already (RFC 9110, 15.4.5)."""


def reads(*keys: str | Keys) -> Callable[[View], View]:
    """Declare the keys a page reads after the "?"; those of the questionnaire depend on the edition."""

    def declared(view: View) -> View:
        cast("Any", view).keys_read = keys
        return view

    return declared


def changing(view: View) -> View:
    """Declare a page that may change without a publication, and is asked for again each time."""
    cast("Any", view).is_changing = True
    return view


def filled_in(by: Filler, ahead: Queries | None = None) -> Callable[[View], View]:
    """Declare what makes the text of a view's page with answers, for who asks without a cookie on the day it is.

    All else about that page (status, headers) is the same for everybody. The text is None where that is not so: the
    view then answers itself. What makes it must change nothing: it may be asked before the view is.

    Its parts are made for whoever needs them first. `ahead` says, of a publication, whose pages make most of them: the
    queries of some that are filled in before anybody asks.
    """

    def declared(view: View) -> View:
        cast("Any", view).filler = by
        cast("Any", view).ahead = ahead
        return view

    return declared


def filler_of(view: View) -> Filler | None:
    return getattr(view, "filler", None)


def queries_ahead(view: View, publication: Publication) -> Iterable[str]:
    """Of pages worth filling in before anybody asks."""
    ahead: Queries | None = getattr(view, "ahead", None)
    return ahead(publication) if ahead else ()


def of_an_edition(view: View) -> View:
    """Mark a view all of whose answers come from an edition (careers.serving.public does)."""
    cast("Any", view).is_of_an_edition = True
    return view


def may_be_kept(view: View) -> bool:
    """Whether its page, asked for without any key, stays the same until the edition or the day changes."""
    return getattr(view, "is_of_an_edition", False) and not getattr(view, "is_changing", False)


def keys_read(view: View, publication: Publication) -> frozenset[str]:
    """What a page of this edition reads after the "?"."""
    declared: tuple[str | Keys, ...] = getattr(view, "keys_read", ())
    named = {ON_DAY, *(key for key in declared if isinstance(key, str))}
    return frozenset(named.union(*(key(publication) for key in declared if not isinstance(key, str))))


def for_everybody(response: HttpResponse) -> HttpResponse:
    """Caches may keep it: browsers ask again each time, networks after seconds, and longer while we do not answer."""
    response["Cache-Control"] = FOR_EVERYBODY
    response["CDN-Cache-Control"] = FOR_NETWORKS
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def for_the_visitor(response: HttpResponse) -> HttpResponse:
    """There are answers in the address: only the browser that asked may keep it, and asks again each time."""
    response["Cache-Control"] = FOR_THE_VISITOR
    response.headers.pop("CDN-Cache-Control", None)
    return response
