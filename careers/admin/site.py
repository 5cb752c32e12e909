"""The workshop itself: an admin site with pages of its own beside those of the models."""

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, path, reverse
from django.views.decorators.cache import never_cache

from careers import access

View = Callable[..., HttpResponse]


class WorkshopPage(NamedTuple):
    route: str
    name: str
    title: str
    permission: str
    at_the_door: bool
    view: View


_pages: dict[str, WorkshopPage] = {}


def page(
    route: str, *, name: str, title: str, permission: str = "", at_the_door: bool = False
) -> Callable[[View], View]:
    """A page of the workshop, reached as `admin:<name>`, for whoever may enter it and has the permission.

    The view gets the request and the context `admin/atelier_page.html` needs, then what its route captures.
    A page `at_the_door` is also for those of whom only the second factor is still missing.
    """

    def register(view: View) -> View:
        _pages[name] = WorkshopPage(route, name, title, permission, at_the_door, view)
        return view

    return register


class Workshop(AdminSite):
    """Where counsellors edit the rows that editions are made of."""

    site_header = "Passerelle, l’atelier"
    site_title = "Passerelle, l’atelier"
    index_title = "Le bureau"

    def has_permission(self, request: HttpRequest) -> bool:
        return access.may_enter(request.user)

    def get_urls(self) -> list[URLResolver | URLPattern]:
        own = [path(page.route, self._opened(page), name=page.name) for page in _pages.values()]
        # Django's own would send those who stand at the door back inside: they may leave too.
        return [path("logout/", never_cache(self.logout), name="logout"), *own, *super().get_urls()]

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The password first; who gave it is asked for the second factor on a page of its own."""
        if request.method == "GET" and access.is_staff(request.user) and not self.has_permission(request):
            name = "second_factor" if access.has_second_factor(request.user) else "second_factor_new"
            return HttpResponseRedirect(f"{reverse(f'admin:{name}')}?{urlencode(_whereto(request))}")
        return super().login(request, extra_context)

    def _opened(self, page: WorkshopPage) -> View:
        @wraps(page.view)
        def opened(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if page.permission and not request.user.has_perm(page.permission):  # type: ignore[union-attr]
                raise PermissionDenied
            return page.view(request, {**self.each_context(request), "title": page.title}, **kwargs)

        return never_cache(access.for_staff_at_the_door(opened)) if page.at_the_door else self.admin_view(opened)


def _whereto(request: HttpRequest) -> dict[str, str]:
    asked = request.GET.get(REDIRECT_FIELD_NAME)
    return {REDIRECT_FIELD_NAME: asked} if asked else {}
