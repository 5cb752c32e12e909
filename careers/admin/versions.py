"""Revenir: the editions, any two of them compared, an older one published again or taken back as draft."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.models import CHANGE
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from careers import editions, replacing
from careers.admin.drafts_at_hand import (
    PERMISSION,
    chosen_career,
    contents_of,
    draft_of,
    told_changes,
    told_effects,
)
from careers.admin.publishing import MOVED, NoteForm, already, announced, log, name_of, seen, who_may_publish
from careers.admin.site import page
from careers.changes import changes
from careers.editions import Moved, NothingNew, UnreadableDocument
from careers.files import in_french
from careers.models import Career, Edition
from careers.parts import Fault, Parts
from careers.replacing import DraftMoved, NotWritable

DRAFT = "brouillon"


@page("versions/", name="versions", title="Comparer et revenir")
def versions(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    career = chosen_career(request, context)
    if career:
        rows = career.editions.defer("document").select_related("restores").order_by("-number")
        context |= {"editions": rows, "may_publish": request.user.has_perm(PERMISSION)}
    return TemplateResponse(request, "admin/versions.html", context)


@page("versions/comparer/", name="comparer", title="Comparer deux versions")
def compare(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Any two editions, or an edition and the draft, in the order of the address."""
    career = chosen_career(request, context)
    if career is None:
        raise Http404
    old, new = (_version(career, request.GET.get(name, "")) for name in ("de", "a"))
    context |= {"old": old[0], "new": new[0], "old_code": request.GET.get("de"), "new_code": request.GET.get("a")}
    context["versions"] = career.editions.defer("document").order_by("-number")
    unreadable = [name for name, parts in (old, new) if parts is None]
    if unreadable:
        context["unreadable"] = unreadable
    elif old[1] is not None and new[1] is not None:
        found = changes(old[1], new[1])
        context |= {"changes": told_changes(found), "changes_count": len(found)}
        if DRAFT not in (context["old_code"], context["new_code"]):  # a draft may be broken
            context["effects"] = told_effects(old[1], new[1]) if found else []
    return TemplateResponse(request, "admin/comparing.html", context)


def _version(career: Career, code: str) -> tuple[str, Parts | None]:
    if code == DRAFT:
        return "le brouillon", draft_of(career)
    edition = _edition(career, code)
    return f"l’édition {edition.number}", contents_of(edition)


def _edition(career: Career, number: str) -> Edition:
    found = career.editions.filter(number=number).first() if number.isascii() and number.isdecimal() else None
    if found is None:
        raise Http404
    return found


def _of_address(number: str) -> Edition:
    """The edition named by the address."""
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        raise Http404
    edition = Edition.objects.select_related("career").filter(number=number).first()
    if edition is None:
        raise Http404
    return edition


# --- Publishing again -------------------------------------------------------------------------------------------------


@page("versions/<str:number>/publier/", name="republier", title="Publier à nouveau une édition")
def publish_again(request: HttpRequest, context: dict[str, Any], number: str) -> HttpResponse:
    edition = _of_address(number)
    form = NoteForm(request.POST or None, initial={"note": f"Retour à l’édition {edition.number}."})
    context |= {"edition": edition, "career": edition.career, "form": form, **_may(request)}
    context["title"] = f"Publier à nouveau l’édition {edition.number}"
    if request.method == "POST":
        if not context["may_publish"]:
            raise PermissionDenied
        if form.is_valid() and (answer := _published_again(request, context, edition, form)):
            return answer
    context |= _before_again(edition)
    return TemplateResponse(request, "admin/republishing.html", context, status=409 if "notice" in context else 200)


def _published_again(
    request: HttpRequest, context: dict[str, Any], edition: Edition, form: NoteForm
) -> HttpResponse | None:
    try:
        again = editions.publish_again(
            edition, by=name_of(request.user), note=form.cleaned_data["note"], at=timezone.now(), seen=seen(request)
        )
    except NothingNew as there:
        return already(request, edition.career, there.edition)
    except Moved:
        context["notice"] = MOVED
    except UnreadableDocument:
        context["notice"] = "Rien n’est publié : cette édition ne se laisse plus lire."
    except ValidationError as refusal:
        form.add_error(None, ValidationError(refusal.messages))
    else:
        return announced(request, again)
    return None


def _before_again(edition: Edition) -> dict[str, Any]:
    """What changes for visitors if it is published again; or why it can't be."""
    newest = editions.newest(edition.career)
    state: dict[str, Any] = {
        "newest": newest,
        "seen_newest": newest.number if newest else 0,
        "is_same": newest is not None and newest.document == edition.document,
    }
    contents, fault = _opened(edition)
    if contents is None:
        return {**state, "fault": fault}
    before = contents_of(newest)
    found = changes(before, contents) if before else []
    told = told_effects(before, contents) if before and found else []
    return {**state, "changes": told_changes(found), "changes_count": len(found), "effects": told}


def _opened(edition: Edition) -> tuple[Parts | None, Fault | None]:
    try:
        return editions.open_document(edition.document, edition.checksum), None
    except UnreadableDocument as error:
        return None, in_french(error)


# --- Taking back as draft ---------------------------------------------------------------------------------------------


@page("versions/<str:number>/reprendre/", name="reprendre", title="Reprendre une édition comme brouillon")
def take_back(request: HttpRequest, context: dict[str, Any], number: str) -> HttpResponse:
    edition = _of_address(number)
    context |= {"edition": edition, "career": edition.career, "faults": [], **_may(request)}
    context["title"] = f"Reprendre l’édition {edition.number} comme brouillon"
    contents, fault = _opened(edition)
    if contents is None:
        context["faults"] = [fault]
    elif request.method == "POST":
        if not context["may_publish"]:
            raise PermissionDenied
        if answer := taken(request, context, edition.career.code, contents, f"édition {edition.number} reprise"):
            return answer
    if contents is not None:
        context |= _before_taking(edition.career, contents)
    return TemplateResponse(request, "admin/taking_back.html", context, status=409 if "notice" in context else 200)


def taken(request: HttpRequest, context: dict[str, Any], code: str, contents: Parts, done: str) -> HttpResponse | None:
    """Where to go once the draft is replaced; None when it is not, and the context says why."""
    try:
        replacement = replacing.replace(code, contents, looked_at=request.POST.get("looked_at", ""))
    except DraftMoved:
        context["notice"] = (
            "Rien n’a changé : le brouillon a été modifié depuis que vous avez ouvert cette page. "
            "Relisez ce qui serait perdu, puis confirmez."
        )
    except NotWritable as refusal:
        context["faults"] = refusal.faults
    else:
        career = Career.objects.get(code=code)
        log(request, career, CHANGE, f"Brouillon remplacé : {done}.")
        count = len(replacement.changes)
        changed = f"{count} élément{'s' if count > 1 else ''} changé{'s' if count > 1 else ''}"
        messages.success(
            request,
            f"Le brouillon est remplacé ({changed}). Le public ne voit rien de nouveau tant que vous ne publiez pas."
            if not replacement.is_new
            else "Le métier est créé, comme brouillon. Le public ne le voit pas tant que vous ne publiez pas.",
        )
        return HttpResponseRedirect(reverse("admin:controler", query={"metier": code}))
    return None


def _before_taking(career: Career, contents: Parts) -> dict[str, Any]:
    return {**lost(career), **replaced(career.code, contents)}


def replaced(code: str, contents: Parts) -> dict[str, Any]:
    """What would become of the draft; or why these contents can't be one."""
    try:
        rehearsed = replacing.rehearse(code, contents)
    except NotWritable as refusal:
        return {"faults": refusal.faults}
    return {
        "looked_at": rehearsed.before,
        "is_new": rehearsed.is_new,
        "changes": told_changes(rehearsed.changes),
        "changes_count": len(rehearsed.changes),
        "shared": rehearsed.shared,
        "is_same": not rehearsed.is_new and not rehearsed.changes,
    }


def lost(career: Career | None) -> dict[str, Any]:
    """What was edited since the edition in force, and stands nowhere else."""
    newest = editions.newest(career) if career else None
    before, draft = contents_of(newest), draft_of(career) if career else None
    found = changes(before, draft) if before and draft else []
    return {"newest": newest, "lost": told_changes(found), "lost_count": len(found)}


def _may(request: HttpRequest) -> dict[str, Any]:
    may = request.user.has_perm(PERMISSION)
    return {"may_publish": may, "publishers": [] if may else who_may_publish()}
