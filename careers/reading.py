"""Rows → document: the only module that knows both the tables of this app and the structures of an edition."""

from collections.abc import Iterable

from careers import document, models


def read_career(career: models.Career) -> document.CareerPart:
    claims = (
        career.claims.select_related(
            "superseded_by",
            "contested_with",
            "mission",
            "workplace",
            "skill",
            "advantage",
            "prospect",
            "milestone",
        )
        .prefetch_related("sources", "figures__salaryrange", "figures__aid")
        .order_by("topic", "position", "code")
    )
    disagreements = career.disagreements.prefetch_related("stances__claim").order_by("position", "code")
    return document.CareerPart(
        code=career.code,
        title=career.title,
        question=career.question,
        summary=career.summary,
        guide=career.guide,
        easy_summary=career.easy_summary,
        easy_open=career.easy_open,
        easy_conditional=career.easy_conditional,
        easy_to_check=career.easy_to_check,
        easy_closed=career.easy_closed,
        reviewed_on=career.reviewed_on,
        next_review_on=career.next_review_on,
        sources=tuple(
            map(
                read_source,
                models.Source.objects.filter(claims__career=career).distinct().order_by("publisher", "code"),
            )
        ),
        claims=tuple(map(_claim, claims)),
        disagreements=tuple(map(_disagreement, disagreements)),
    )


def read_source(row: models.Source) -> document.Source:
    return document.Source(
        code=row.code,
        publisher=row.publisher,
        title=row.title,
        kind=row.kind,
        trust=row.trust,
        trust_reason=row.trust_reason,
        addresses=tuple(row.address.split()),
        published_on=row.published_on,
        dated=row.dated,
        consulted_on=row.consulted_on,
    )


def _claim(row: models.Claim) -> document.Claim:
    milestone = getattr(row, "milestone", None)
    return document.Claim(
        code=row.code,
        topic=row.topic,
        wording=row.wording,
        detail=row.detail,
        caveat=row.caveat,
        standing=row.standing,
        superseded_by=row.superseded_by.code if row.superseded_by else "",
        contested_with=row.contested_with.code if row.contested_with else "",
        is_shown=row.is_shown,
        audience=row.audience,
        as_of=row.as_of,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        review_on=row.review_on,
        sources=tuple(in_order_of_weight(row.sources.all())),
        figures=tuple(map(_figure, row.figures.all())),
        mission=_detail(row, "mission", "family"),
        workplace=_detail(row, "workplace", "access"),
        skill=_detail(row, "skill", "kind"),
        appeal=_detail(row, "advantage", "side"),
        prospect=_detail(row, "prospect", "direction"),
        milestone=document.Milestone(kind=milestone.kind, on=milestone.on) if milestone else None,
    )


def _detail(row: models.Claim, name: str, field: str) -> str:
    return getattr(getattr(row, name, None), field, "")


def in_order_of_weight(rows: Iterable[models.Source]) -> list[str]:
    """The law first, the press last; among equals the latest."""
    weight = {"law": 0, "agreement": 1, "public-body": 2, "provider": 3, "press": 4}
    ordered = sorted(rows, key=lambda row: row.published_on, reverse=True)
    return [row.code for row in sorted(ordered, key=lambda row: weight[row.kind])]


def _figure(row: models.Figure) -> document.Figure:
    pay = getattr(row, "salaryrange", None)
    aid = getattr(row, "aid", None)
    return document.Figure(
        name=row.name,
        label=row.label,
        unit=row.unit,
        low=row.low,
        high=row.high,
        period=row.period,
        is_computed=row.is_computed,
        pay=document.Pay(setting=pay.setting, seniority=pay.seniority, basis=pay.basis) if pay else None,
        aid=document.AidTerm(year=aid.year, quota=aid.quota) if aid else None,
    )


def _disagreement(row: models.Disagreement) -> document.Disagreement:
    return document.Disagreement(
        code=row.code,
        subject=row.subject,
        we_show=row.we_show,
        why=row.why,
        is_settled=row.is_settled,
        stances=tuple(
            document.Stance(claim=stance.claim.code, says=stance.says, is_retained=stance.is_retained)
            for stance in row.stances.all()
        ),
    )
