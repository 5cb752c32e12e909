"""Several people edit the same object and nobody's work is lost.

A form carries what it was opened with. When it comes back, the rows are locked and compared with that: if somebody
saved something else meanwhile, both versions are shown and one chooses, field by field. Going back to an older version
is the same choice, between the rows and that version.
"""

from typing import Any

import reversion
from django.contrib import admin
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms.models import _get_foreign_key
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from careers.admin import history
from careers.admin.contents import Contents, Difference, Layout, Side, as_new, merged, read

SEEN = "_vu"
CHOSEN = "_choix"
BUTTONS = ("_save", "_continue", "_addanother")


class Together(admin.ModelAdmin):
    """The form, the history and the deletion of a model that several people edit."""

    follows: tuple[str, ...] = ()
    """Relations whose rows are kept in the same version, besides those of the page."""

    def __init__(self, model: type[models.Model], admin_site: admin.AdminSite):
        super().__init__(model, admin_site)
        follow = list(self.follows)
        for inline in self.rows_kept():
            fk = _get_foreign_key(model, inline.model, fk_name=inline.fk_name)
            follow.append(fk.remote_field.get_accessor_name())
            if not reversion.is_registered(inline.model):
                reversion.register(inline.model)
        if reversion.is_registered(model):  # as the rows of another page
            reversion.unregister(model)
        reversion.register(model, follow=follow)

    def rows_kept(self) -> list[Any]:
        """The kinds of rows a page of this model may have."""
        return list(self.inlines)

    # --- Saving ---

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if request.method != "POST":
            return super().add_view(request, form_url, extra_context)
        with history.recorded(request.user):
            return super().add_view(request, form_url, extra_context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method != "POST":
            return super().change_view(request, object_id, form_url, extra_context)
        if (obj := self.get_object(request, unquote(object_id))) and self.has_change_permission(request, obj):
            history.keep_as_it_is(self, request, obj)
        with history.recorded(request.user):
            return super().change_view(request, object_id, form_url, extra_context)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if request.method != "POST":
            return super().changelist_view(request, extra_context)
        with history.recorded(request.user):
            return super().changelist_view(request, extra_context)

    def _changeform_view(
        self, request: HttpRequest, object_id: str | None, form_url: str, extra_context: Any
    ) -> HttpResponse:
        if object_id is not None and request.method == "POST":
            obj = self.get_object(request, unquote(object_id))
            if not self.has_change_permission(request, obj):
                raise PermissionDenied
            if obj is None:
                return self._gone(request, object_id)
            self._lock(request, obj)
            obj = self.get_object(request, unquote(object_id))
            if obj is None:
                return self._gone(request, object_id)
            if SEEN in request.POST and (answer := self._settle(request, obj)):
                return answer
        response: HttpResponse = super()._changeform_view(request, object_id, form_url, extra_context)  # type: ignore[misc]
        return response

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        context["seen_name"], context["seen"] = SEEN, ""
        if obj and change and self.has_change_permission(request, obj):
            context["seen"] = Layout(self, request, obj).saved().text()
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _lock(self, request: HttpRequest, obj: models.Model) -> None:
        """Until the end of the transaction nobody else changes the object nor the rows of its page."""
        list(type(obj)._base_manager.select_for_update(of=("self",), no_key=True).filter(pk=obj.pk))
        for formset, _ in self.get_formsets_with_inlines(request, obj):
            rows = formset.model._base_manager.select_for_update(of=("self",), no_key=True)
            list(rows.filter(**{formset.fk.name: obj.pk}).order_by("pk"))

    def _settle(self, request: HttpRequest, obj: models.Model) -> HttpResponse | None:
        """Leave in the request what to save; or answer with the choice to make."""
        layout = Layout(self, request, obj)
        now, start = layout.saved(), read(request.POST[SEEN])
        mine = layout.typed(request.POST)
        unmade: set[str] = set()
        is_sent_again = CHOSEN in request.POST
        if is_sent_again:
            choices = _choices(request.POST, layout.differences(mine, start, start))
            unmade = {difference.key for difference, side in choices.items() if side is None}
            if not unmade:
                mine = merged(mine, start, choices)
        differences = layout.differences(mine, now, start)
        moved = [difference for difference in differences if difference.by_them]
        if unmade and not moved:
            differences = layout.differences(mine, start, Contents())
        elif all(difference.is_place and not difference.by_me for difference in moved):
            # Nobody minds where the object stands in a list: what others ordered stays.
            mine = merged(mine, now, dict.fromkeys(moved, "theirs"))
            if is_sent_again or moved:
                request.POST = self._sent(request.POST, layout, mine)  # type: ignore[assignment]
            return None
        return self._side_by_side(
            request,
            obj,
            layout,
            mine=mine,
            theirs=now,
            differences=differences,
            unmade=unmade,
            extra={"title": "Deux versions à réunir", "last_change": history.last_change(obj), "is_conflict": True},
        )

    def _sent(self, post: QueryDict, layout: Layout, contents: Contents) -> QueryDict:
        data = QueryDict(mutable=True)
        for name in post:
            if name.startswith("_") or name == "csrfmiddlewaretoken":
                data.setlist(name, post.getlist(name))
        for name, text in layout.data(contents):
            data.appendlist(name, text)
        return data

    def _side_by_side(
        self,
        request: HttpRequest,
        obj: models.Model,
        layout: Layout,
        *,
        mine: Contents,
        theirs: Contents,
        differences: list[Difference],
        unmade: set[str],
        extra: dict[str, Any],
    ) -> HttpResponse:
        button = next((name for name in BUTTONS if name in request.POST), "_save")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": obj,
            "action": self._address("change", obj.pk),
            "hidden": [(SEEN, theirs.text()), (CHOSEN, "1"), (button, "1"), *layout.data(mine)],
            "differences": [
                (
                    difference,
                    (unmade and request.POST.get(difference.name, "")) or difference.proposed,
                    difference.key in unmade,
                )
                for difference in differences
            ],
            "unmade": unmade,
            **extra,
        }
        return TemplateResponse(
            request, "admin/side_by_side.html", context, status=409 if extra["is_conflict"] else 200
        )

    # --- What is gone ---

    def _gone(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Somebody deleted the object: what was typed is shown, and can be sent as a new one."""
        layout = Layout(self, request, None)
        typed = as_new(layout.typed(request.POST))
        told = layout.said_of(typed)
        if "code" in layout.form.fields and not typed.fields.get("code"):
            typed.fields["code"] = [history.last_code(self.model, unquote(object_id))]
        context = {
            **self.admin_site.each_context(request),
            "title": "Cette page a été supprimée pendant que vous écriviez",
            "opts": self.opts,
            "told": told,
            "action": self._address("add"),
            "hidden": [("_continue", "1"), *layout.data(typed)],
            "may_add": self.has_add_permission(request),
        }
        return TemplateResponse(request, "admin/gone.html", context, status=410)

    # --- Deleting ---

    def _delete_view(self, request: HttpRequest, object_id: str, extra_context: Any) -> HttpResponse:
        extra: dict[str, Any] = {"seen_name": SEEN, **(extra_context or {})}
        obj = self.get_object(request, unquote(object_id))
        if obj is not None and self.has_delete_permission(request, obj):
            if request.method == "POST":
                self._lock(request, obj)
            now = Layout(self, request, obj).saved().text()
            extra["seen"] = now
            if request.method == "POST" and request.POST.get(SEEN, now) != now:
                extra["last_change"], extra["is_changed"] = history.last_change(obj), True
                request.POST = QueryDict()  # to be confirmed again
        response: HttpResponse = super()._delete_view(request, object_id, extra)  # type: ignore[misc]
        return response

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        history.keep_as_it_is(self, request, obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for obj in queryset:
            history.keep_as_it_is(self, request, obj)
        super().delete_queryset(request, queryset)

    # --- History ---

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_version"
        view = self.admin_site.admin_view(self.version_view)
        return [path("<path:object_id>/history/<int:version_id>/", view, name=name), *super().get_urls()]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        obj = self._shown(request, object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Historique : {obj}",
            "opts": self.opts,
            "object": obj,
            "change_url": self._address("change", obj.pk),
            "entries": [
                (entry, self._address("version", obj.pk, entry.version.pk) if rank else "")
                for rank, entry in enumerate(history.entries(self, request, obj))
            ],
            "may_change": self.has_change_permission(request, obj),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/object_history.html", context)

    def version_view(self, request: HttpRequest, object_id: str, version_id: int) -> HttpResponse:
        """An older version beside the rows of today, with what one would get by taking it back."""
        obj = self._shown(request, object_id)
        if not self.has_change_permission(request, obj):
            raise PermissionDenied
        version = history.versions(obj).filter(pk=version_id).first()
        layout = Layout(self, request, obj)
        old = history.contents(layout, version) if version else None
        if version is None or old is None:
            raise Http404
        now = layout.saved()
        return self._side_by_side(
            request,
            obj,
            layout,
            mine=old,
            theirs=now,
            differences=layout.differences(old, now, now),
            unmade=set(),
            extra={"title": "Revenir à une version", "version": version, "is_conflict": False},
        )

    def _shown(self, request: HttpRequest, object_id: str) -> models.Model:
        obj: models.Model | None = self.get_object(request, unquote(object_id))
        if obj is None:
            raise Http404
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        return obj

    def _address(self, page: str, *args: Any) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=[quote(arg) for arg in args])


def _choices(post: QueryDict, differences: list[Difference]) -> dict[Difference, Side | None]:
    found: dict[Difference, Side | None] = {}
    for difference in differences:
        chosen = post.get(difference.name)
        found[difference] = "mine" if chosen == "mine" else "theirs" if chosen == "theirs" else None
    return found
