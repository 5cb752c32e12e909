"""Every address of the site, from the resolver: a new page is attacked the day it is added."""

import re
from collections.abc import Callable, Iterator

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

KNOWN = {"career": "assistant-medical", "source": "arr-2019", "route": "cqp", "au": "2023-03-27"}
CODE = "G6D8-CZ6G-GB0PP"
_CAPTURE = re.compile(r"<(?:\w+:)?(?P<name>\w+)>")


def routes(within: URLResolver | None = None, before: str = "") -> Iterator[str]:
    """What leads to each view, such as "metiers/<slug:career>/"; to Django's catch-all, a page that is not there."""
    for pattern in (within or get_resolver()).url_patterns:
        after = str(pattern.pattern) if isinstance(pattern.pattern, RoutePattern) else "nulle-part"
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, before + after)
        else:
            assert isinstance(pattern, URLPattern)
            yield before + after


def filled(route: str, value: Callable[[str], str]) -> str:
    """The address of a route, each of its captures filled by its name."""
    return "/" + _CAPTURE.sub(lambda capture: value(capture["name"]), route)


def real(name: str) -> str:
    """What leads to a page of the real content."""
    return KNOWN.get(name, CODE if name == "code" else "1")


def captures(route: str) -> list[str]:
    return [capture["name"] for capture in _CAPTURE.finditer(route)]


PUBLIC = sorted({route for route in routes() if not route.startswith("admin/")})
WORKSHOP = sorted({route for route in routes() if route.startswith("admin/")})
DOOR = ["admin/login/", "admin/logout/"]
"""Open to passers-by, since they lead in and out."""
