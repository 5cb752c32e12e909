"""What may never be false of a job, whatever writes to the database."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from careers.models import Edition
from tests import constraints, factories
from tests.constraints import attempt

pytestmark = pytest.mark.django_db


def same_claim(stance):
    other = factories.StanceFactory(disagreement=stance.disagreement)
    return {"claim": other.claim}


def same_name(figure):
    return {"name": factories.FigureFactory(claim=figure.claim).name}


claim, figure = factories.ClaimFactory, factories.FigureFactory
ATTEMPTS = [
    attempt("claim_superseded_names_its_successor", claim, standing="superseded"),
    attempt("claim_superseded_names_its_successor", lambda: claim(superseded=True), superseded_by=None),
    attempt("claim_superseded_names_its_successor", lambda: claim(refuted=True), superseded_by=None),
    attempt("claim_is_not_its_own_successor", claim, lambda row: {"superseded_by": row}),
    attempt("claim_does_not_contest_itself", claim, lambda row: {"contested_with": row}),
    attempt("claim_begins_before_it_ends", claim, valid_from="2024", valid_until="2023"),
    attempt("claim_begins_before_it_ends", claim, valid_from="2023-04", valid_until="2023-03"),
    attempt("claim_begins_before_it_ends", claim, valid_from="2023-03-02", valid_until="2023-03-01"),
    attempt("claim_begins_before_it_ends", claim, valid_from="2024", valid_until="2023-12-31"),
    attempt("figure_name_is_unique_in_its_claim", figure, same_name),
    attempt("figure_low_is_not_above_high", figure, low=Decimal(280), high=Decimal(279)),
    attempt("figure_has_a_value", figure, low=None, high=None),
    attempt("figure_is_not_negative", figure, low=Decimal(-1)),
    attempt("figure_is_not_negative", figure, low=None, high=Decimal(-1)),
    attempt("aid_year_starts_at_one", factories.AidFactory, year=0),
    attempt("aid_quota_is_a_share", factories.AidFactory, quota=Decimal(0)),
    attempt("aid_quota_is_a_share", factories.AidFactory, quota=Decimal("1.01")),
    attempt("milestone_has_a_date", factories.MilestoneFactory, on=""),
    attempt("stance_once_per_claim", factories.StanceFactory, same_claim),
    attempt("edition_number_starts_at_one", factories.EditionFactory, number=0),
]
# A form asks for these before the constraint does.
SAID_BY_THE_FIELD = {"milestone_has_a_date", "claim_says_something"}
EMPTY = attempt("claim_says_something", claim, wording="")


def test_every_constraint_is_tried():
    tried = {one.values[0].constraint for one in [*ATTEMPTS, EMPTY]}

    assert tried == set(constraints.constraints_of("careers"))


@pytest.mark.parametrize("attempt", [*ATTEMPTS, EMPTY])
def test_update_is_refused(attempt):
    constraints.refused_by_update(attempt)


@pytest.mark.parametrize("attempt", [*ATTEMPTS, EMPTY])
def test_bulk_create_is_refused(attempt):
    constraints.refused_by_bulk_create(attempt)


@pytest.mark.parametrize("attempt", [one for one in ATTEMPTS if one.values[0].constraint not in SAID_BY_THE_FIELD])
def test_form_says_so_in_french(attempt):
    constraints.refused_in_french(attempt)


@pytest.mark.parametrize(
    ("valid_from", "valid_until"),
    [
        ("2023", "2023-03"),
        ("2023-03-27", "2023-03"),
        ("2023-03-27", "2023"),
        ("2023-03", "2023-03"),
        ("2023", ""),
        ("", "2023"),
    ],
)
def test_claim_may_begin_in_the_period_it_ends_in(valid_from, valid_until):
    row = claim(valid_from=valid_from, valid_until=valid_until)

    row.full_clean()


@pytest.mark.parametrize(
    "factory",
    [factories.CareerFactory, factories.SourceFactory, factories.ClaimFactory, factories.DisagreementFactory],
    ids=lambda factory: factory._meta.model._meta.model_name,
)
def test_code_belongs_to_one_row(factory):
    first, second = factory(code="premier"), factory(code="second")

    with pytest.raises(IntegrityError), transaction.atomic():
        type(first).objects.filter(pk=second.pk).update(code="premier")


def test_number_belongs_to_one_edition():
    first, second = factories.EditionFactory.create_batch(2)

    with pytest.raises(IntegrityError), transaction.atomic():
        Edition._base_manager.filter(pk=second.pk).update(number=first.number)
