"""Rows → document: nothing lost, in an order that does not depend on chance, with a fixed number of queries."""

from datetime import date
from decimal import Decimal

import msgspec
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from careers import document, editions
from careers.models import Topic
from careers.reading import read_career
from tests import factories

pytestmark = pytest.mark.django_db

EVERY_KIND = [
    factories.SalaryRangeFactory,
    factories.AidFactory,
    factories.MissionFactory,
    factories.WorkplaceFactory,
    factories.SkillFactory,
    factories.AdvantageFactory,
    factories.ProspectFactory,
    factories.MilestoneFactory,
    factories.DisagreementFactory,
]


def some_of_every_kind(count):
    for factory in EVERY_KIND:
        factory.create_batch(count)
    for situation in ("superseded", "refuted", "contested", "unverified", "hidden"):
        factories.ClaimFactory.create_batch(count, **{situation: True})


def read():
    return read_career(factories.CareerFactory())


def test_document_written_as_json_and_read_again_is_the_same():
    some_of_every_kind(2)
    before = read()

    after = msgspec.json.decode(msgspec.json.encode(before), type=document.CareerPart)

    assert after == before
    assert len(after.claims) == len(before.claims) > 2 * len(EVERY_KIND)


def test_real_document_written_as_json_and_read_again_is_the_same(real_edition):
    before = editions.read_draft(real_edition.career)

    assert editions.decode(editions.encode("assistant-medical", before)) == ("assistant-medical", before)


def test_queries_do_not_grow_with_the_rows(django_assert_num_queries):
    some_of_every_kind(1)
    career = factories.CareerFactory()
    with CaptureQueriesContext(connection) as for_one:
        read_career(career)
    some_of_every_kind(2)

    with django_assert_num_queries(len(for_one)):
        read_career(career)


def test_career_keeps_its_words_and_dates():
    career = factories.CareerFactory(reviewed_on=date(2026, 11, 21), next_review_on=date(2027, 1, 31))

    part = read_career(career)

    assert (part.code, part.title, part.question) == (career.code, career.title, career.question)
    assert (part.summary, part.guide) == (career.summary, career.guide)
    assert (part.reviewed_on, part.next_review_on) == (date(2026, 11, 21), date(2027, 1, 31))


def test_claim_keeps_all_it_says():
    row = factories.ClaimFactory(
        contested=True,
        detail="Examens en plus.",
        is_shown=False,
        audience="employers",
        as_of="2026",
        valid_from="2023-03",
        valid_until="2030-06-25",
        review_on=date(2027, 1, 31),
    )

    claim = read().claims_by_code[row.code]

    assert claim == document.Claim(
        code=row.code,
        topic="hours",
        wording=row.wording,
        standing="contested",
        detail="Examens en plus.",
        caveat=row.caveat,
        contested_with=row.contested_with.code,
        is_shown=False,
        audience="employers",
        as_of="2026",
        valid_from="2023-03",
        valid_until="2030-06-25",
        review_on=date(2027, 1, 31),
        sources=(row.sources.get().code,),
    )


@pytest.mark.parametrize(
    ("factory", "attribute", "said"),
    [
        (factories.MissionFactory, "mission", "administrative"),
        (factories.WorkplaceFactory, "workplace", "yes"),
        (factories.SkillFactory, "skill", "quality"),
        (factories.AdvantageFactory, "appeal", "advantage"),
        (factories.ProspectFactory, "prospect", "further"),
        (factories.MilestoneFactory, "milestone", document.Milestone(kind="event", on="2019-11")),
    ],
)
def test_claim_takes_what_its_detail_says(factory, attribute, said):
    factory()

    [claim] = read().claims

    assert getattr(claim, attribute) == said


def test_figures_keep_their_places_bounds_and_what_they_are_about():
    claim = factories.ClaimFactory()
    pay = factories.FigureFactory(
        claim=claim, name="net", low=Decimal("1500.50"), high=None, unit="eur", period="month"
    )
    factories.SalaryRangeFactory(figure=pay, basis="net", seniority="start")
    aid = factories.FigureFactory(claim=claim, name="aide", low=None, high=Decimal("38000.00"), position=1)
    factories.AidFactory(figure=aid, year=2, quota=Decimal("0.50"))

    [one] = read().claims

    assert one.figures == (
        document.Figure(
            name="net",
            label=pay.label,
            unit="eur",
            low=Decimal("1500.50"),
            period="month",
            pay=document.Pay(setting="practice", seniority="start", basis="net"),
        ),
        document.Figure(
            name="aide",
            label=aid.label,
            unit="hours",
            high=Decimal("38000.00"),
            aid=document.AidTerm(year=2, quota=Decimal("0.50")),
        ),
    )


def test_sources_of_a_claim_are_the_weightiest_then_the_latest_first():
    kinds = ["press", "law", "provider", "public-body", "agreement"]
    sources = [factories.SourceFactory(code=kind, kind=kind) for kind in kinds]
    older = factories.SourceFactory(code="older-law", kind="law", published_on="2019")
    factories.ClaimFactory(sources=[older, *sources])

    [claim] = read().claims

    assert claim.sources == ("law", "older-law", "agreement", "public-body", "provider", "press")


def test_only_the_sources_of_the_career_are_in_its_document():
    cited = factories.SourceFactory(address="https://a.example/\nhttps://b.example/")
    factories.ClaimFactory.create_batch(2, sources=[cited])
    factories.SourceFactory()
    factories.ClaimFactory(career=factories.CareerFactory(code="autre"))

    [source] = read().sources

    assert (source.code, source.addresses) == (cited.code, ("https://a.example/", "https://b.example/"))


def test_rows_come_in_the_order_of_counsellors_then_of_codes():
    factories.ClaimFactory(code="b")
    factories.ClaimFactory(code="a")
    factories.ClaimFactory(code="c", topic=Topic.AID)
    factories.ClaimFactory(code="last", position=1)
    disagreement = factories.DisagreementFactory(stances=False)
    for code in ("b", "a"):
        factories.StanceFactory(disagreement=disagreement, claim=factories.ClaimFactory(code=f"stance-{code}"))

    part = read()

    assert [claim.code for claim in part.claims] == ["c", "a", "b", "stance-a", "stance-b", "last"]
    assert [stance.claim for stance in part.disagreements[0].stances] == ["stance-a", "stance-b"]


def test_disagreement_keeps_what_each_side_says():
    row = factories.DisagreementFactory(is_settled=False, stances=False)
    retained = factories.StanceFactory(disagreement=row, says="279 h", is_retained=True)
    other = factories.StanceFactory(disagreement=row, says="384 h", position=1)

    [disagreement] = read().disagreements

    assert disagreement == document.Disagreement(
        code=row.code,
        subject=row.subject,
        we_show=row.we_show,
        why=row.why,
        is_settled=False,
        stances=(
            document.Stance(claim=retained.claim.code, says="279 h", is_retained=True),
            document.Stance(claim=other.claim.code, says="384 h"),
        ),
    )
