"""A draft as a file: taken from here, brought into here. Nothing is loaded before one has seen what it changes."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.timezone import localdate

from careers import editions, files
from careers.admin.drafts_at_hand import PERMISSION, chosen_career, draft_of
from careers.admin.site import page
from careers.admin.versions import lost, replaced, taken
from careers.files import LARGEST
from careers.models import Career
from careers.replacing import NotWritable

DOCUMENT = "document"


class FileForm(forms.Form):
    file = forms.FileField(
        label="Le fichier",
        help_text="Un brouillon exporté d’ici ou d’un autre site Passerelle, ou une édition. JSON, 2 Mo au plus.",
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        error_messages={
            "required": "Choisissez un fichier.",
            "missing": "Choisissez un fichier.",
            "empty": "Ce fichier est vide.",
        },
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(f"Ce fichier dépasse {LARGEST // 1_000_000} Mo : ce n’est pas un brouillon.")
        return file


@page("exporter/", name="exporter", title="Exporter le brouillon")
def export(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The draft as a document, of the very format of editions."""
    career = chosen_career(request, context)
    draft = draft_of(career) if career else None
    if career is None or draft is None:
        return TemplateResponse(request, "admin/exporting.html", context, status=409)
    name = f"{career.code}-brouillon-{localdate().isoformat()}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(editions.encode(career.code, draft), content_type="application/json", headers=headers)


@page("importer/", name="importer", title="Importer un brouillon", permission=PERMISSION)
def bring(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """A file is chosen; what it would change is shown; then it is confirmed. The document travels with the form."""
    context |= {"form": FileForm(), "faults": []}
    data = b""
    if request.method == "POST" and DOCUMENT in request.POST:
        data = request.POST[DOCUMENT].encode(errors="replace")
    elif request.method == "POST":
        context["form"] = form = FileForm(request.POST, request.FILES)
        data = form.cleaned_data["file"].read() if form.is_valid() else b""
    if data and (answer := _shown(request, context, data)):
        return answer
    return TemplateResponse(request, "admin/importing.html", context, status=409 if "notice" in context else 200)


def _shown(request: HttpRequest, context: dict[str, Any], data: bytes) -> HttpResponse | None:
    """What the file would change, in the context; or, once confirmed, where to go."""
    try:
        code, contents = files.read(data)
    except NotWritable as refusal:
        context["faults"] = refusal.faults
        return None
    if DOCUMENT in request.POST and (answer := taken(request, context, code, contents, "fichier importé")):
        return answer
    context |= lost(Career.objects.filter(code=code).first()) | replaced(code, contents)
    context |= {"code": code, "imported": contents["career"].title, "document": editions.encode(code, contents)}
    return None
