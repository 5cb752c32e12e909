"""What may never be false of the rules, whatever writes to the database."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from tests import constraints, factories
from tests.constraints import attempt

pytestmark = pytest.mark.django_db


def number(**values):
    return factories.QuestionFactory(number=True, **values)


def with_same(factory, owner, *fields):
    """What makes a row the double of another of the same owner."""

    def wrong(row):
        other = factory(**{owner: getattr(row, owner)})
        return {field: getattr(other, field) for field in fields}

    return wrong


def what_is_counted_already(row):
    return {"subject": factories.DailyCountFactory().subject}


case, criterion, question = factories.AccessCaseFactory, factories.CriterionFactory, factories.QuestionFactory
case_of = {"training": factories.TrainingFactory, "route": factories.RouteFactory, "funding": factories.FundingFactory}
ATTEMPTS = [
    attempt("daily_count_is_one_sum", factories.DailyCountFactory, what_is_counted_already),
    attempt("question_number_has_bounds_and_unit", number, low=Decimal(50), high=Decimal(50)),
    attempt("question_number_has_bounds_and_unit", number, step=Decimal(0)),
    attempt("question_number_has_bounds_and_unit", number, unit=""),
    attempt("question_number_has_bounds_and_unit", question, kind="number"),
    attempt(
        "option_code_is_unique_in_its_question",
        factories.OptionFactory,
        with_same(factories.OptionFactory, "question", "code"),
    ),
    attempt("option_is_not_the_unknown_answer", factories.OptionFactory, code="ne-sait-pas"),
    attempt("training_level_is_between_1_and_8", factories.TrainingFactory, level=0),
    attempt("training_level_is_between_1_and_8", factories.TrainingFactory, level=9),
    attempt(
        "training_once_per_route",
        factories.RouteTrainingFactory,
        with_same(factories.RouteTrainingFactory, "route", "training"),
    ),
    attempt("case_belongs_to_one_thing", case, training=None),
    attempt("case_belongs_to_one_thing", case, qualifies=True),
    attempt("case_belongs_to_one_thing", case, lambda row: {"route": factories.RouteFactory()}),
    attempt("case_belongs_to_one_thing", case, lambda row: {"deadline": factories.DeadlineFactory()}),
    attempt("case_belongs_to_one_thing", case, lambda row: {"funding": factories.FundingFactory()}),
    attempt("case_belongs_to_one_thing", lambda: case(qualifying=True), qualifies=False),
    attempt("case_begins_before_it_ends", case, valid_from=date(2026, 1, 2), valid_until=date(2026, 1, 1)),
    attempt("criterion_place_is_unique_in_its_case", criterion, with_same(criterion, "case", "position")),
    attempt("criterion_asks_a_question_or_enters", criterion, question=None),
    attempt("criterion_asks_a_question_or_enters", criterion, kind="can-enter"),
    attempt("criterion_asks_a_question_or_enters", lambda: criterion(can_enter=True), kind="none-of"),
    attempt("criterion_of_a_number_has_one_threshold", criterion, threshold=Decimal(3)),
    attempt("criterion_of_a_number_has_one_threshold", criterion, kind="at-least"),
    attempt("criterion_of_a_number_has_one_threshold", lambda: criterion(at_least=True), threshold=None),
    attempt("criterion_of_a_number_has_one_threshold", lambda: criterion(at_least=True), kind="any-of"),
    attempt(
        "criterion_of_a_number_has_one_threshold",
        lambda: criterion(at_least=True),
        lambda row: {"figure": factories.FigureFactory()},
    ),
    attempt(
        "witness_answers_a_question_once",
        factories.WitnessAnswerFactory,
        with_same(factories.WitnessAnswerFactory, "witness", "question"),
    ),
    attempt("witness_number_is_not_negative", factories.WitnessAnswerFactory, number=Decimal(-1)),
    attempt(
        "witness_judges_a_route_once",
        factories.WitnessVerdictFactory,
        with_same(factories.WitnessVerdictFactory, "witness", "route"),
    ),
]


def test_every_constraint_is_tried():
    assert {one.values[0].constraint for one in ATTEMPTS} == set(constraints.constraints_of("pathways"))


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_update_is_refused(attempt):
    constraints.refused_by_update(attempt)


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_bulk_create_is_refused(attempt):
    constraints.refused_by_bulk_create(attempt)


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_form_says_so_in_french(attempt):
    constraints.refused_in_french(attempt)


@pytest.mark.parametrize("owner", case_of)
def test_case_may_open_a_training_a_route_or_a_funding(owner):
    row = case(**{"training": None, owner: case_of[owner]()})

    row.full_clean()


def test_threshold_may_be_said_by_a_figure():
    row = criterion(at_least=True, threshold=None, figure=factories.FigureFactory())

    row.full_clean()


@pytest.mark.parametrize(
    "factory",
    [
        question,
        factories.StartingPointFactory,
        factories.ToDoFactory,
        factories.TrainingFactory,
        factories.RouteFactory,
        case,
        factories.DeadlineFactory,
        factories.FundingFactory,
        factories.WitnessCaseFactory,
    ],
    ids=lambda factory: factory._meta.model._meta.model_name,
)
def test_code_belongs_to_one_row(factory):
    first, second = factory(code="premier"), factory(code="second")

    with pytest.raises(IntegrityError), transaction.atomic():
        type(first).objects.filter(pk=second.pk).update(code="premier")
