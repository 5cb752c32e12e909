"""A fact as the public page would state it, while it is being written."""

from typing import Any

from django import forms
from django.urls import reverse
from msgspec.structs import replace

from careers import document, models, readability, reading
from careers.citations import Citations
from careers.models import Career, Claim
from careers.statements import Statements, in_force, is_former

UNNAMED = "nouveau-fait"
UNWRITTEN = "Écrivez la phrase : elle paraîtra ici."
PLAIN = (
    *("topic", "wording", "detail", "caveat", "standing", "is_shown", "audience"),
    *("as_of", "valid_from", "valid_until"),
)


def saved(career: document.CareerPart, code: str) -> dict[str, Any]:
    """What the page says of it now."""
    return _stated(career, career.claims_by_code[code])


def typed(form: forms.ModelForm, claim: Claim | None) -> dict[str, Any]:
    """What the page would say of it if it were saved like this: a field that can't be read keeps what it said."""
    form.is_valid()
    given = form.cleaned_data
    if not form.data.get("wording", "").strip():
        return {"silence": UNWRITTEN}
    row: Career | None = given.get("career") or (claim.career if claim else Career.objects.first())
    if row is None:
        return {"silence": "Choisissez d’abord un métier."}
    career = reading.read_career(row)
    code = claim.code if claim else given.get("code") or UNNAMED
    before = career.claims_by_code.get(code) or document.Claim(code=code, topic="", wording="", standing="current")
    sources = list(given["sources"]) if "sources" in given else []
    after = replace(
        before,
        **{name: given[name] for name in PLAIN if name in given},
        superseded_by=_code(given.get("superseded_by")),
        contested_with=_code(given.get("contested_with")),
        sources=tuple(reading.in_order_of_weight(sources)),
    )
    return _stated(_with(career, after, sources), after)


def _with(career: document.CareerPart, claim: document.Claim, sources: list[models.Source]) -> document.CareerPart:
    """The career with this fact in it, and the sources it is the first to cite."""
    claims = [claim if each.code == claim.code else each for each in career.claims]
    new = [reading.read_source(source) for source in sources if source.code not in career.sources_by_code]
    return replace(
        career,
        claims=tuple(claims if claim.code in career.claims_by_code else [*claims, claim]),
        sources=(*career.sources, *new),
    )


def _stated(career: document.CareerPart, claim: document.Claim) -> dict[str, Any]:
    if not claim.may_be_stated:
        return {"silence": "Aucune page n’affiche ce fait. Il ne paraît que dans un désaccord entre sources."}
    citations = Citations(career)
    above = in_force(career, claim) if is_former(career, claim) else claim
    return {
        "silence": "",
        "statement": Statements(career, citations).one(above, above.code),
        "citations": citations.listed(),
        "disputes_url": reverse("apercu:disputes", kwargs={"career": career.code}),
        "is_below": above is not claim,
        "advice": readability.advice(f"{claim.wording} {claim.detail}"),
    }


def _code(claim: Claim | None) -> str:
    return claim.code if claim else ""
