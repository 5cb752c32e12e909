"""Publier: what changes for visitors, in sentences; then, with a note, the draft becomes an edition.

What was shown is what is published: the page carries the number of the newest edition and the checksum of the draft.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from careers import editions
from careers.admin.drafts_at_hand import (
    PERMISSION,
    chosen_career,
    contents_of,
    draft_of,
    told_changes,
    told_effects,
    told_problems,
)
from careers.admin.site import page
from careers.changes import changes
from careers.editions import Moved, NothingNew, NotPublishable, Seen
from careers.models import Career, Edition
from careers.shelf import shelf

MOVED = (
    "Rien n’est publié : le brouillon ou l’édition en ligne a changé depuis que vous avez ouvert cette page. "
    "Relisez les changements ci-dessous, puis publiez. Votre note est gardée."
)


class NoteForm(forms.Form):
    """Why one publishes. What one was looking at travels beside it: see `seen`."""

    note = forms.CharField(
        label="Ce qui change, en une ou deux phrases",
        help_text="Cette note est publique : elle paraît dans le journal des éditions.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Écrivez une note : dites ce qui change, pour qui relira le journal."},
    )


def seen(request: HttpRequest) -> Seen:
    """What the page that was sent had shown; nothing there is, when it does not say."""
    number = request.POST.get("newest", "")
    is_number = number.isascii() and number.isdecimal() and len(number) < LONGEST_NUMBER
    return Seen(int(number) if is_number else -1, request.POST.get("draft", ""))


LONGEST_NUMBER = 10


@page("publier/", name="publier", title="Publier")
def publish(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    career = chosen_career(request, context)
    form = NoteForm(request.POST or None)
    context["form"] = form
    if request.method == "POST":
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        if career and form.is_valid() and (answer := _published(request, context, career, form)):
            return answer
    if career:
        context |= _state(request, career)
    status = 409 if context.get("notice") else 200
    return TemplateResponse(request, "admin/publishing.html", context, status=status)


def _published(request: HttpRequest, context: dict[str, Any], career: Career, form: NoteForm) -> HttpResponse | None:
    """Where to go once it is done; None when it is not, and the context says why."""
    try:
        edition = editions.publish(
            career, by=name_of(request.user), note=form.cleaned_data["note"], at=timezone.now(), seen=seen(request)
        )
    except NothingNew as there:
        return already(request, career, there.edition)
    except Moved:
        context["notice"] = MOVED
    except NotPublishable:
        context["notice"] = (
            "Rien n’est publié : le brouillon a des problèmes à corriger d’abord. Votre note est gardée."
        )
    except ValidationError as refusal:
        form.add_error(None, ValidationError(refusal.messages))
    else:
        return announced(request, edition)
    return None


def announced(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Visitors of this process see it at once, those of others within two seconds."""
    shelf.look()
    log(request, edition, ADDITION, edition.note)
    address = reverse("site:editions", kwargs={"career": edition.career.code})
    messages.success(
        request,
        format_html(
            "L’édition {} est publiée. Le public la voit dans quelques secondes : "
            '<a href="{}">la voir sur le site</a>, ou <a href="{}">dans le journal</a>.',
            edition.number,
            reverse("site:career", kwargs={"career": edition.career.code}),
            address,
        ),
    )
    return HttpResponseRedirect(reverse("admin:versions", query={"metier": edition.career.code}))


def log(request: HttpRequest, row: Edition | Career, action: int, words: str) -> None:
    """Into the journal of who did what."""
    assert request.user.pk is not None  # pages of the workshop are for those who entered it
    LogEntry.objects.log_actions(request.user.pk, [row], action, change_message=words, single_object=True)


def already(request: HttpRequest, career: Career, edition: Edition) -> HttpResponse:
    messages.warning(
        request, f"Rien de plus n’est publié : l’édition {edition.number}, déjà en ligne, dit la même chose."
    )
    return HttpResponseRedirect(reverse("admin:versions", query={"metier": career.code}))


def _state(request: HttpRequest, career: Career) -> dict[str, Any]:
    """What is in force, what the draft would change, and what forbids it."""
    newest = editions.newest(career)
    draft = draft_of(career)
    state: dict[str, Any] = {
        "newest": newest,
        "seen_newest": newest.number if newest else 0,
        "is_unreadable": draft is None,
        "fingerprint": "",
        "may_publish": request.user.has_perm(PERMISSION),
    }
    if draft is None:
        return state
    fingerprint = editions.checksum(editions.encode(career.code, draft))
    found = editions.problems(draft)
    blocking = [problem for problem in found if problem.blocking]
    before = contents_of(newest)
    changed = changes(before, draft) if before else []
    state |= {
        "fingerprint": fingerprint,
        "is_same": newest is not None and editions.checksum(newest.document) == fingerprint,
        "blocking": told_problems(blocking),
        "remarks": len(found) - len(blocking),
        "is_compared": before is not None,
        "changes": told_changes(changed),
        "changes_count": len(changed),
        "effects": told_effects(before, draft) if before and changed and not blocking else [],
    }
    if not state["may_publish"]:
        state["publishers"] = who_may_publish()
    return state


def name_of(user: AbstractBaseUser | AnonymousUser) -> str:
    """As it is written under an edition, which has room for so much."""
    longest = Edition._meta.get_field("published_by").max_length
    return (user.get_full_name() or user.get_username()).strip()[:longest]  # type: ignore[union-attr]


def who_may_publish() -> list[str]:
    backend = "django.contrib.auth.backends.ModelBackend"
    people = User.objects.with_perm(PERMISSION, backend=backend).filter(is_active=True, is_staff=True)
    return sorted(name_of(person) for person in people)
