"""The workshop itself: an admin site with pages of its own beside those of the models."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, NamedTuple

from django.contrib.admin import AdminSite
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import DataError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.views.decorators.cache import never_cache

from careers import access
from careers.admin import desk, kept_forms
from careers.admin.login import LoginForm

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


class Entry(NamedTuple):
    """A line of the contents: a model, or the name of a page, with what one does there in plain words."""

    what: type[Model] | str
    words: str


class Drawer(NamedTuple):
    order: int
    title: str
    entries: tuple[Entry, ...]


_drawers: list[Drawer] = []


def drawer(order: int, title: str, entries: dict[type[Model] | str, str]) -> None:
    """A group of the contents and of the side bar, the lowest order first. Each app adds its own.

    Entries are {model or name of a page: what one does there}. A page nobody made is left out.
    """
    _drawers.append(Drawer(order, title, tuple(Entry(*entry) for entry in entries.items())))


LONGEST_NUMBER = 18
"""Digits that fit into eight bytes."""


def _is_the_number_of_a_row(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER


class Workshop(AdminSite):
    """Where counsellors edit the rows that editions are made of."""

    site_header = "Passerelle, l’atelier"
    site_title = "Passerelle, l’atelier"
    index_title = "Le bureau"
    login_form = LoginForm

    def has_permission(self, request: HttpRequest) -> bool:
        return access.may_enter(request.user)

    def admin_view(self, view: View, cacheable: bool = False) -> View:  # type: ignore[override]  # of every view
        """As Django's; but a form sent after the session ended comes back with all it holds, and an address that asks
        for a number or a character the database can't even compare with is an address nobody can read."""
        behind_the_door: View = super().admin_view(view, cacheable)

        @wraps(view)
        def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not self.has_permission(request) and kept_forms.holds_something(request):
                return never_cache(kept_forms.kept)(request, is_logged_out=True)
            if not all(map(_is_the_number_of_a_row, request.POST.getlist(ACTION_CHECKBOX_NAME))):
                raise SuspiciousOperation("ticked in a list, and no row's number")
            try:
                return behind_the_door(request, *args, **kwargs)
            except (DataError, OverflowError) as refusal:
                if request.method != "GET":
                    raise  # forms are checked before: this is a fault of ours
                raise SuspiciousOperation("a value the database can't compare with") from refusal

        return opened

    def get_urls(self) -> list[URLResolver | URLPattern]:
        own = [path(page.route, self._opened(page), name=page.name) for page in _pages.values()]
        # Django's own would send those who stand at the door back inside: they may leave too.
        return [path("logout/", never_cache(self.logout), name="logout"), *own, *super().get_urls()]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        return super().index(request, {"cards": desk.cards(request), **(extra_context or {})})

    def app_index(  # type: ignore[override]  # a redirection, which Django itself could answer with
        self, request: HttpRequest, app_label: str, extra_context: Any = None
    ) -> HttpResponse:
        """Our apps are no places for a counsellor: the desk shows everything."""
        return HttpResponseRedirect(reverse("admin:index"))

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The drawers this person may open, in the shape of Django's apps, which its templates know."""
        models = {model["model"]: model for app in self._build_app_dict(request).values() for model in app["models"]}
        drawers = [
            {"name": drawer.title, "models": [*self._entries(request, drawer, models)]}
            for drawer in sorted(_drawers, key=lambda drawer: drawer.order)
        ]
        return [drawer for drawer in drawers if drawer["models"]]

    def _entries(self, request: HttpRequest, drawer: Drawer, models: dict[Any, Any]) -> Iterator[dict[str, Any]]:
        for entry in drawer.entries:
            if entry.what in models:
                assert not isinstance(entry.what, str)
                title = getattr(self.get_model_admin(entry.what), "title", "")
                yield models[entry.what] | {"words": entry.words} | ({"name": title} if title else {})
            elif isinstance(entry.what, str) and (page := _pages.get(entry.what)) and _may_see(request, page):
                address = reverse(f"admin:{page.name}")
                yield {"name": page.title, "object_name": page.name, "admin_url": address, "words": entry.words}

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The password first; who gave it is asked for the second factor on a page of its own."""
        if request.method == "GET" and access.is_staff(request.user) and not self.has_permission(request):
            name = "second_factor" if access.has_second_factor(request.user) else "second_factor_new"
            return HttpResponseRedirect(reverse(f"admin:{name}", query=where_to(request)))
        return super().login(request, extra_context)

    def _opened(self, page: WorkshopPage) -> View:
        @wraps(page.view)
        def opened(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if not _may_see(request, page):
                raise PermissionDenied
            return page.view(request, {**self.each_context(request), "title": page.title}, **kwargs)

        return never_cache(access.for_staff_at_the_door(opened)) if page.at_the_door else self.admin_view(opened)


def _may_see(request: HttpRequest, page: WorkshopPage) -> bool:
    return not page.permission or request.user.has_perm(page.permission)


def where_to(request: HttpRequest) -> dict[str, str] | None:
    """The query that says where one wanted to go before the door."""
    asked = request.GET.get(REDIRECT_FIELD_NAME)
    return {REDIRECT_FIELD_NAME: asked} if asked else None
