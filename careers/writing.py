"""Document → rows: the inverse of careers/reading.py. Rows keep their primary keys by their codes, so that history and
what points to them hold.

Sources belong to no career: those the document names are made what it says, the others stay.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Model, QuerySet

from careers import document, models
from careers.parts import Fault, Parts
from careers.rows_of_documents import (
    Values,
    faults_of,
    faults_of_keys,
    faults_of_references,
    link,
    placed,
    save,
    save_all,
)

DETAILS: dict[str, tuple[type[Model], str]] = {
    "mission": (models.Mission, "family"),
    "workplace": (models.Workplace, "access"),
    "skill": (models.Skill, "kind"),
    "appeal": (models.Advantage, "side"),
    "prospect": (models.Prospect, "direction"),
}
"""What a fact of some topic has more to say: its row, and the field of that row. A milestone has two."""

_Detail = tuple[str, type[Model], Values | None]
_Details = Mapping[type[Model], Mapping[Any, Model]]


# --- What the document says, as values of rows ------------------------------------------------------------------------


def career_values(part: document.CareerPart) -> Values:
    return {
        "code": part.code,
        "title": part.title,
        "question": part.question,
        "summary": part.summary,
        "guide": part.guide,
        "easy_summary": part.easy_summary,
        "easy_open": part.easy_open,
        "easy_conditional": part.easy_conditional,
        "easy_to_check": part.easy_to_check,
        "easy_closed": part.easy_closed,
        "reviewed_on": part.reviewed_on,
        "next_review_on": part.next_review_on,
    }


def _source(source: document.Source) -> Values:
    return {
        "code": source.code,
        "publisher": source.publisher,
        "title": source.title,
        "address": "\n".join(source.addresses),
        "kind": source.kind,
        "trust": source.trust,
        "trust_reason": source.trust_reason,
        "published_on": source.published_on,
        "dated": source.dated,
        "consulted_on": source.consulted_on,
    }


def _claim(claim: document.Claim) -> Values:
    return {
        "code": claim.code,
        "topic": claim.topic,
        "wording": claim.wording,
        "detail": claim.detail,
        "caveat": claim.caveat,
        "standing": claim.standing,
        "is_shown": claim.is_shown,
        "audience": claim.audience,
        "as_of": claim.as_of,
        "valid_from": claim.valid_from,
        "valid_until": claim.valid_until,
        "review_on": claim.review_on,
    }


def _figure(figure: document.Figure) -> Values:
    return {
        "name": figure.name,
        "label": figure.label,
        "unit": figure.unit,
        "low": figure.low,
        "high": figure.high,
        "period": figure.period,
        "is_computed": figure.is_computed,
    }


def _figure_details(figure: document.Figure) -> Iterator[_Detail]:
    """What a figure of pay or aid is about; None where it has nothing to say."""
    pay, aid = figure.pay, figure.aid
    yield (
        "pay",
        models.SalaryRange,
        {"setting": pay.setting, "seniority": pay.seniority, "basis": pay.basis} if pay else None,
    )
    yield "aid", models.Aid, {"year": aid.year, "quota": aid.quota} if aid else None


def _claim_details(claim: document.Claim) -> Iterator[_Detail]:
    for name, (model, field) in DETAILS.items():
        value = getattr(claim, name)
        yield name, model, {field: value} if value else None
    milestone = claim.milestone
    yield "milestone", models.Milestone, {"kind": milestone.kind, "on": milestone.on} if milestone else None


def _disagreement(disagreement: document.Disagreement) -> Values:
    return {
        "code": disagreement.code,
        "subject": disagreement.subject,
        "we_show": disagreement.we_show,
        "why": disagreement.why,
        "is_settled": disagreement.is_settled,
    }


def _stance(stance: document.Stance) -> Values:
    return {"says": stance.says, "is_retained": stance.is_retained}


# --- Before anything is saved -----------------------------------------------------------------------------------------


def check_career(parts: Parts) -> Iterator[Fault]:
    part: document.CareerPart = parts["career"]
    yield from faults_of(models.Career, career_values(part), "career")
    yield from _check_sources(part)
    yield from _check_claims(part)
    yield from _check_disagreements(part)


def _check_sources(part: document.CareerPart) -> Iterator[Fault]:
    yield from faults_of_keys("career.sources", (source.code for source in part.sources))
    cited = {code for claim in part.claims for code in claim.sources}
    for number, source in enumerate(part.sources):
        path = f"career.sources[{number}]"
        yield from faults_of(models.Source, _source(source), path)
        if source.code not in cited:
            yield Fault(path, f"Aucun fait du document ne cite la source « {source.code} ».")


def _check_claims(part: document.CareerPart) -> Iterator[Fault]:
    yield from faults_of_keys("career.claims", (claim.code for claim in part.claims))
    for number, claim in enumerate(part.claims):
        path = f"career.claims[{number}]"
        yield from faults_of(models.Claim, _claim(claim), path)
        others = [code for code in (claim.superseded_by, claim.contested_with) if code]
        yield from faults_of_references(path, others, part.claims_by_code, "le fait")
        yield from faults_of_references(f"{path}.sources", claim.sources, part.sources_by_code, "la source")
        yield from faults_of_keys(f"{path}.sources", claim.sources)
        yield from faults_of_keys(f"{path}.figures", (figure.name for figure in claim.figures))
        yield from _check_details(_claim_details(claim), path)
        for place, figure in enumerate(claim.figures):
            yield from faults_of(models.Figure, _figure(figure), f"{path}.figures[{place}]")
            yield from _check_details(_figure_details(figure), f"{path}.figures[{place}]")


def _check_details(details: Iterable[_Detail], path: str) -> Iterator[Fault]:
    for name, model, values in details:
        if values is not None:
            yield from faults_of(model, values, f"{path}.{name}")


def _check_disagreements(part: document.CareerPart) -> Iterator[Fault]:
    yield from faults_of_keys("career.disagreements", (one.code for one in part.disagreements))
    for number, disagreement in enumerate(part.disagreements):
        path = f"career.disagreements[{number}]"
        yield from faults_of(models.Disagreement, _disagreement(disagreement), path)
        claims = [stance.claim for stance in disagreement.stances]
        yield from faults_of_keys(f"{path}.stances", claims)
        yield from faults_of_references(f"{path}.stances", claims, part.claims_by_code, "le fait")
        for place, stance in enumerate(disagreement.stances):
            yield from faults_of(models.Stance, _stance(stance), f"{path}.stances[{place}]")


# --- Writing ----------------------------------------------------------------------------------------------------------


def write_career(career: models.Career, parts: Parts) -> None:
    part: document.CareerPart = parts["career"]
    save(career, career_values(part), "career")
    sources = _save_by_code(
        models.Source.objects.filter(code__in=part.sources_by_code),
        {source.code: _source(source) for source in part.sources},
        "career.sources",
    )
    claims = _write_claims(career, part)
    link(models.Claim, "sources", {claims[one.code]: [sources[code] for code in one.sources] for one in part.claims})
    detailed: list[type[Model]] = [*(model for model, _ in DETAILS.values()), models.Milestone]
    details: _Details = {
        model: {row.pk: row for row in model._base_manager.filter(claim__career=career)} for model in detailed
    }
    for number, claim in enumerate(part.claims):
        _write_details(claims[claim.code], details, _claim_details(claim), f"career.claims[{number}]")
    _write_figures(career, part, claims)
    _write_disagreements(career, part, claims)


def _save_by_code(rows: QuerySet, wanted: Mapping[str, Values], path: str) -> dict[str, Any]:
    return save_all(rows.model, {row.code: row for row in rows}, wanted, path)


def _write_claims(career: models.Career, part: document.CareerPart) -> dict[str, models.Claim]:
    """In two passes: a fact may be replaced by one that comes after it, or by itself by way of others."""
    found = {row.code: row for row in career.claims.all()}
    wanted: dict[str, Values] = {}
    for topic in dict.fromkeys(claim.topic for claim in part.claims):
        its = {one.code: {**_claim(one), "career_id": career.pk} for one in part.claims if one.topic == topic}
        wanted |= placed(found, its)
    path = {claim.code: f"career.claims[{number}]" for number, claim in enumerate(part.claims)}
    for code in [code for code in wanted if code not in found]:
        found[code] = models.Claim()
        save(found[code], {**wanted[code], "standing": models.Standing.UNVERIFIED}, path[code])
    for claim in part.claims:
        others = {
            "superseded_by_id": found[claim.superseded_by].pk if claim.superseded_by else None,
            "contested_with_id": found[claim.contested_with].pk if claim.contested_with else None,
        }
        save(found[claim.code], {**wanted[claim.code], **others}, path[claim.code])
    return found


def _write_details(row: Model, there: _Details, details: Iterable[_Detail], path: str) -> None:
    """Rows that share the key of the one they tell more about: written, or deleted."""
    for name, model, values in details:
        detail = there[model].get(row.pk)
        if values is not None:
            save(detail or model(pk=row.pk), values, f"{path}.{name}")
        elif detail is not None:
            detail.delete()


def _write_figures(career: models.Career, part: document.CareerPart, claims: Mapping[str, models.Claim]) -> None:
    found = {(row.claim_id, row.name): row for row in models.Figure.objects.filter(claim__career=career)}
    details: _Details = {
        model: {row.pk: row for row in model._base_manager.filter(figure__claim__career=career)}
        for model in (models.SalaryRange, models.Aid)
    }
    for number, claim in enumerate(part.claims):
        pk, path = claims[claim.code].pk, f"career.claims[{number}].figures"
        wanted = {(pk, one.name): {**_figure(one), "claim_id": pk} for one in claim.figures}
        saved = save_all(models.Figure, found, placed(found, wanted), path)
        for figure in claim.figures:
            row = saved[pk, figure.name]
            _write_details(row, details, _figure_details(figure), f"{path} ({figure.name})")


def _write_disagreements(career: models.Career, part: document.CareerPart, claims: Mapping[str, models.Claim]) -> None:
    rows = career.disagreements.all()
    wanted = {one.code: {**_disagreement(one), "career_id": career.pk} for one in part.disagreements}
    saved = _save_by_code(rows, placed({row.code: row for row in rows}, wanted), "career.disagreements")
    sides = models.Stance.objects.filter(disagreement__career=career)
    found = {(row.disagreement_id, row.claim_id): row for row in sides}
    kept: set[Any] = set()
    for number, disagreement in enumerate(part.disagreements):
        pk, path = saved[disagreement.code].pk, f"career.disagreements[{number}].stances"
        stances = {(pk, claims[one.claim].pk): _stance(one) for one in disagreement.stances}
        stances = {key: {**stances[key], "disagreement_id": key[0], "claim_id": key[1]} for key in stances}
        save_all(models.Stance, found, placed(found, stances), path)
        kept |= stances.keys()
    sides.filter(pk__in=[row.pk for key, row in found.items() if key not in kept]).delete()


def sweep_career(career: models.Career, parts: Parts) -> None:
    part: document.CareerPart = parts["career"]
    career.disagreements.exclude(code__in=[one.code for one in part.disagreements]).delete()
    figures = {(claim.code, figure.name) for claim in part.claims for figure in claim.figures}
    rows = models.Figure.objects.filter(claim__career=career).values_list("pk", "claim__code", "name")
    models.Figure.objects.filter(pk__in=[pk for pk, *key in rows if tuple(key) not in figures]).delete()
    gone = career.claims.exclude(code__in=part.claims_by_code)
    # Those that go may have replaced each other.
    gone.update(superseded_by=None, contested_with=None, standing=models.Standing.UNVERIFIED)
    gone.delete()
