"""The workshop itself: an admin site with pages of its own beside those of the models."""

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path

View = Callable[..., HttpResponse]


class WorkshopPage(NamedTuple):
    route: str
    name: str
    title: str
    permission: str
    view: View


_pages: dict[str, WorkshopPage] = {}


def page(route: str, *, name: str, title: str, permission: str = "") -> Callable[[View], View]:
    """A page of the workshop, reached as `admin:<name>`, for whoever may enter it and has the permission.

    The view gets the request and the context `admin/atelier_page.html` needs, then what its route captures.
    """

    def register(view: View) -> View:
        _pages[name] = WorkshopPage(route, name, title, permission, view)
        return view

    return register


class Workshop(AdminSite):
    """Where counsellors edit the rows that editions are made of."""

    site_header = "Passerelle, l’atelier"
    site_title = "Passerelle, l’atelier"
    index_title = "Le bureau"

    def get_urls(self) -> list[URLResolver | URLPattern]:
        own = [path(page.route, self.admin_view(self._served(page)), name=page.name) for page in _pages.values()]
        return [*own, *super().get_urls()]

    def _served(self, page: WorkshopPage) -> View:
        @wraps(page.view)
        def served(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if page.permission and not request.user.has_perm(page.permission):
                raise PermissionDenied
            return page.view(request, {**self.each_context(request), "title": page.title}, **kwargs)

        return served
