"""Rows → rules: the only module that knows both the tables of this app and the engine's structures."""

from collections.abc import Iterable

from careers.models import Career, Claim, Figure
from careers.models.figures import Unit
from pathways import models
from pathways.engine import rules
from pathways.models.cases import CriterionKind

_CASES = ("claims", "criteria__question", "criteria__options", "criteria__figure__claim", "criteria__trainings")


def read_rules(career: Career) -> rules.Rules:
    return rules.Rules(
        questions=tuple(map(_question, career.questions.prefetch_related("options", "claims"))),
        to_dos=tuple(map(_to_do, career.to_dos.prefetch_related("needed_for__question", "grants__question", "claims"))),
        trainings=tuple(map(_training, career.trainings.prefetch_related(*_TRAINING).select_related(*_TRAINING_ONE))),
        routes=tuple(map(_route, career.routes.prefetch_related(*_ROUTE))),
        qualifies=tuple(map(_case, career.access_cases.filter(qualifies=True).prefetch_related(*_CASES))),
        deadlines=tuple(
            map(
                _deadline,
                career.deadlines.select_related("clock", "months__claim").prefetch_related(*_of_owner(), "claims"),
            )
        ),
        fundings=tuple(map(_funding, career.fundings.prefetch_related(*_of_owner(), "claims", "trainings"))),
        witnesses=tuple(
            map(
                _witness,
                career.witnesses.prefetch_related("answers__question", "answers__options", "verdicts__route"),
            )
        ),
        starting_points=tuple(map(_starting_point, career.starting_points.select_related("option__question"))),
    )


def _of_owner() -> list[str]:
    return [f"cases__{path}" for path in _CASES]


_TRAINING = (*_of_owner(), "to_dos", "grants__question", "claims")
_TRAINING_ONE = ("hours__claim", "months__claim", "rhythm", "cost")
_ROUTE = (*_of_owner(), "steps__training", "to_dos", "not_needed", "claims")


def _question(row: models.Question) -> rules.Question:
    return rules.Question(
        code=row.code,
        kind=rules.Kind(row.kind),
        wording=row.wording,
        short=row.short,
        condition=row.condition,
        hint=row.hint,
        why=row.why,
        change=rules.Change(row.change),
        options=tuple(
            rules.Option(
                code=option.code,
                label=option.label,
                phrase=option.phrase,
                hint=option.hint,
                exclusive=option.exclusive,
            )
            for option in row.options.all()
        ),
        unit=row.unit,
        low=float(row.low),
        high=float(row.high),
        step=float(row.step),
        may_be_unknown=row.may_be_unknown,
        where_to_find=row.where_to_find,
        claims=_codes(row.claims.all()),
    )


def _to_do(row: models.ToDo) -> rules.ToDo:
    needed_for = list(row.needed_for.all())
    return rules.ToDo(
        code=row.code,
        title=row.title,
        detail=row.detail,
        condition=row.condition,
        question=needed_for[0].question.code if needed_for else "",
        needed_for=tuple(option.code for option in needed_for),
        grants=_grants(row.grants.all()),
        claims=_codes(row.claims.all()),
    )


def _training(row: models.Training) -> rules.Training:
    return rules.Training(
        code=row.code,
        name=row.name,
        summary=row.summary,
        level=row.level,
        hours=_quantity(row.hours),
        months=_quantity(row.months),
        rhythm=row.rhythm.code if row.rhythm else "",
        cost=row.cost.code if row.cost else "",
        under_way=row.under_way,
        cases=tuple(map(_case, row.cases.all())),
        to_dos=_codes(row.to_dos.all()),
        grants=_grants(row.grants.all()),
        claims=_codes(row.claims.all()),
    )


def _route(row: models.Route) -> rules.Route:
    return rules.Route(
        code=row.code,
        name=row.name,
        summary=row.summary,
        for_whom=row.for_whom,
        leads_to=row.leads_to,
        cases=tuple(map(_case, row.cases.all())),
        trainings=tuple(step.training.code for step in row.steps.all()),
        to_dos=_codes(row.to_dos.all()),
        not_needed=tuple(_codes(sorted(row.not_needed.all(), key=lambda case: (case.position, case.code)))),
        claims=_codes(row.claims.all()),
    )


def _deadline(row: models.Deadline) -> rules.Deadline:
    return rules.Deadline(
        code=row.code,
        name=row.name,
        kind=rules.Clock(row.kind),
        clock=row.clock.code,
        months=_in_months(row.months),
        cases=tuple(map(_case, row.cases.all())),
        claims=_codes(row.claims.all()),
    )


def _funding(row: models.Funding) -> rules.Funding:
    return rules.Funding(
        code=row.code,
        name=row.name,
        detail=row.detail,
        trainings=_codes(row.trainings.all()),
        cases=tuple(map(_case, row.cases.all())),
        claims=_codes(row.claims.all()),
    )


def _case(row: models.AccessCase) -> rules.Case:
    return rules.Case(
        code=row.code,
        sentence=row.sentence,
        certainty=rules.Certainty(row.certainty),
        criteria=tuple(map(_criterion, row.criteria.all())),
        claims=_codes(row.claims.all()),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )


def _criterion(row: models.Criterion) -> rules.Criterion:
    if row.kind == CriterionKind.CAN_ENTER:
        return rules.CanEnter(trainings=_codes(row.trainings.all()))
    assert row.question is not None  # a constraint of the database
    options = tuple(option.code for option in row.options.all())
    if row.kind == CriterionKind.ANY_OF:
        return rules.AnyOf(question=row.question.code, options=options)
    if row.kind == CriterionKind.NONE_OF:
        return rules.NoneOf(question=row.question.code, options=options)
    bound = rules.AtLeast if row.kind == CriterionKind.AT_LEAST else rules.LessThan
    if row.figure is None:
        return bound(question=row.question.code, threshold=float(row.threshold or 0))
    return bound(
        question=row.question.code,
        threshold=threshold_said_by(row.figure, row.question.unit),
        figure=_reference(row.figure),
    )


def threshold_said_by(figure: Figure, unit: str) -> float:
    """The number a criterion compares with, in the unit of its question."""
    quantity = _in_months(figure) if unit == "mois" else _quantity(figure)
    return (quantity.low if quantity else None) or 0


def _witness(row: models.WitnessCase) -> rules.WitnessCase:
    return rules.WitnessCase(
        code=row.code,
        name=row.name,
        answers={answer.question.code: _answer(answer) for answer in row.answers.all()},
        verdicts={verdict.route.code: verdict.verdict for verdict in row.verdicts.all()},
        note=row.note,
    )


def _answer(row: models.WitnessAnswer) -> str | float | tuple[str, ...]:
    options = tuple(option.code for option in row.options.all())
    if row.number is not None:
        return float(row.number)
    if not options:
        return rules.UNKNOWN
    return options if row.question.kind == rules.Kind.SEVERAL else options[0]


def _starting_point(row: models.StartingPoint) -> rules.StartingPoint:
    return rules.StartingPoint(
        label=row.label,
        note=row.note,
        question=row.option.question.code,
        option=row.option.code,
        code=row.code,
    )


def _grants(options: Iterable[models.Option]) -> tuple[rules.Grant, ...]:
    return tuple(rules.Grant(question=option.question.code, option=option.code) for option in options)


def _quantity(figure: Figure | None) -> rules.Quantity | None:
    if figure is None:
        return None
    return rules.Quantity(
        figure=_reference(figure),
        unit=figure.unit,
        low=None if figure.low is None else float(figure.low),
        high=None if figure.high is None else float(figure.high),
    )


def _in_months(figure: Figure) -> rules.Quantity:
    """The figure as months, whether the claim says months or years."""
    factor = 12 if figure.unit == Unit.YEARS else 1
    return rules.Quantity(
        figure=_reference(figure),
        unit=Unit.MONTHS,
        low=None if figure.low is None else float(figure.low) * factor,
        high=None if figure.high is None else float(figure.high) * factor,
    )


def _reference(figure: Figure) -> str:
    return f"{figure.claim.code}/{figure.name}"


def _codes(rows: Iterable[Claim | models.AccessCase | models.ToDo | models.Training]) -> tuple[str, ...]:
    return tuple(row.code for row in rows)
