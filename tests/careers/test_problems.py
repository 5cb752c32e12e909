"""What forbids to publish, and what is only to be looked at."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from careers import editions
from careers.models import Career, Claim, Topic
from careers.parts import Row
from careers.problems import career_problems
from careers.reading import read_career
from tests import factories

pytestmark = pytest.mark.django_db


def problems():
    """Message, row and weight of all that is wrong with the facts."""
    found = career_problems({"career": read_career(factories.CareerFactory())})
    return {(problem.message, problem.row.key[0] if problem.row else "", problem.blocking) for problem in found}


def claim(**values):
    return factories.ClaimFactory(code="fait", wording="Vous êtes payé.", **values)


def of_another_career():
    return factories.ClaimFactory(career=factories.CareerFactory(code="autre"))


def circle():
    first = claim()
    second = factories.ClaimFactory(code="suite", wording="Suite.", standing="superseded", superseded_by=first)
    Claim.objects.filter(pk=first.pk).update(standing="superseded", superseded_by=second)


@pytest.mark.parametrize(
    ("address", "is_refused"),
    [
        ("https://a.example/b?c=d#e", False),
        ("http://a.example", False),
        ("", False),
        ("javascript:alert(1)", True),
        ("data:text/html,x", True),
        ("//a.example", True),
        ("https://", True),
        ("ici", True),
    ],
)
def test_an_address_of_a_source_is_of_the_web(address, is_refused):
    source = factories.SourceFactory(code="texte", title="Un texte", address=f"https://sure.example {address}")
    claim(sources=[source])

    message = f"La source « Un texte » a une adresse qui n’est pas du web : {address}"
    assert problems() == ({(message, "texte", True)} if is_refused else set())
    if is_refused:
        with pytest.raises(ValidationError, match="n’est pas une adresse du web"):
            source.full_clean()
    else:
        source.full_clean()


NAME = "Le fait « Vous êtes payé. »"


def test_career_in_order_has_no_problem(small_edition):
    assert editions.problems(editions.read_draft(small_edition.career)) == []


@pytest.mark.parametrize("situation", ["superseded", "refuted", "contested", "unverified", "hidden"])
def test_each_situation_of_a_claim_can_be_in_order(situation):
    claim(**{situation: True})

    assert problems() == set()


@pytest.mark.parametrize(
    ("make", "message", "blocking"),
    [
        pytest.param(
            lambda: claim(sources=[]),
            f"{NAME} est affiché sans source.",
            True,
            id="no-source",
        ),
        pytest.param(
            lambda: claim(unverified=True, caveat=""),
            f"{NAME} n’est pas établi : écrivez sa réserve.",
            True,
            id="unverified-without-caveat",
        ),
        pytest.param(
            lambda: claim(contested=True, caveat=""),
            f"{NAME} n’est pas établi : écrivez sa réserve.",
            True,
            id="contested-without-caveat",
        ),
        pytest.param(
            lambda: claim(contested=True, contested_with=None),
            f"{NAME} est contesté : désignez celui qui le contredit.",
            True,
            id="contested-with-nothing",
        ),
        pytest.param(
            lambda: claim(contested=True, contested_with=of_another_career()),
            f"{NAME} est contredit par un fait d’un autre métier.",
            True,
            id="contested-from-elsewhere",
        ),
        pytest.param(
            lambda: claim(superseded=True, superseded_by=of_another_career()),
            f"{NAME} est remplacé par un fait d’un autre métier.",
            True,
            id="superseded-from-elsewhere",
        ),
        pytest.param(
            lambda: claim(topic=Topic.MISSIONS),
            f"{NAME} ne dit pas la famille de la mission : il manquera à sa place dans les pages.",
            False,
            id="mission-without-family",
        ),
        pytest.param(
            lambda: claim(topic=Topic.APPEAL),
            f"{NAME} ne dit pas si c’est un avantage ou un inconvénient : il manquera à sa place dans les pages.",
            False,
            id="appeal-without-side",
        ),
    ],
)
def test_problem_of_a_claim_is_said_once_with_its_row(make, message, blocking):
    make()

    assert problems() == {(message, "fait", blocking)}


@pytest.mark.parametrize("field", ["as_of", "valid_from", "valid_until"])
def test_unreadable_date_of_a_claim(field):
    claim()
    Claim.objects.update(**{field: "vers 2023"[:10]})

    assert problems() == {(f"{NAME} porte une date illisible : « vers 2023 ».", "fait", True)}


def test_unreadable_date_of_a_milestone_and_of_a_source():
    milestone = factories.MilestoneFactory(claim=claim(sources=[factories.SourceFactory(code="loi", title="Loi")]))
    type(milestone).objects.update(on="2023-13")
    milestone.claim.sources.update(published_on="bientôt")

    assert problems() == {
        (f"{NAME} porte une date illisible : « 2023-13 ».", "fait", True),
        ("La source « Loi » porte une date illisible : « bientôt ».", "loi", True),
    }


def test_succession_in_circles_is_said_of_each_claim_in_it():
    circle()

    assert problems() == {
        (f"{NAME} finit par se remplacer lui-même.", "fait", True),
        ("Le fait « Suite. » finit par se remplacer lui-même.", "suite", True),
    }


def test_succession_of_several_steps_is_in_order():
    last = claim()
    for _ in range(3):
        last = factories.ClaimFactory(standing="superseded", superseded_by=last)

    assert problems() == set()


def disagreement(**values):
    return factories.DisagreementFactory(code="desaccord", subject="La durée", stances=False, **values)


def test_settled_disagreement_with_its_two_sides_is_in_order():
    factories.DisagreementFactory()

    assert problems() == set()


def test_disagreement_without_sides():
    disagreement(is_settled=False)

    message = "Le désaccord « La durée » ne met pas deux versions face à face."
    assert problems() == {(message, "desaccord", True)}


def test_disagreement_settled_without_choosing():
    row = disagreement()
    factories.StanceFactory.create_batch(2, disagreement=row)

    assert problems() == {("Le désaccord « La durée » est tranché sans version retenue.", "desaccord", False)}


def test_disagreement_over_a_claim_of_another_career():
    row = disagreement()
    factories.StanceFactory(disagreement=row, is_retained=True)
    factories.StanceFactory(disagreement=row, claim=of_another_career())

    assert problems() == {("Le désaccord « La durée » cite un fait d’un autre métier.", "desaccord", True)}


def test_all_problems_are_said_at_once_blocking_ones_first(small_edition):
    claim(sources=[], unverified=True, caveat="", topic=Topic.MISSIONS)

    found = editions.problems(editions.read_draft(small_edition.career))

    assert [problem.blocking for problem in found] == [True, True, False]
    assert {problem.row for problem in found} == {Row("careers.claim", ("fait",))}


@pytest.mark.parametrize(
    ("until", "begins", "remark"),
    [
        pytest.param("2026-12-31", "2027-01-01", "", id="one-after-the-other"),
        pytest.param("2026", "2027", "", id="year-after-year"),
        pytest.param("2026", "2026-09", "", id="a-year-may-end-in-a-month-of-it"),
        pytest.param("2027-02", "2027-02-15", "", id="the-month-of-the-change"),
        pytest.param(
            "2027-06",
            "2027-01",
            "vaut jusqu’en juin 2027, et celui qui le remplace depuis janvier 2027 : c’est le second qui sera affiché.",
            id="both-for-some-months",
        ),
        pytest.param(
            "2026-12-31",
            "2027-02-01",
            "vaut jusqu’au 31 décembre 2026, et celui qui le remplace depuis le 1er février 2027 : "
            "entre les deux, rien ne sera affiché.",
            id="neither-in-january",
        ),
        pytest.param("2025-04-24", "2025-06", "", id="history-may-have-gaps"),
        pytest.param("", "2027", "", id="no-end-said"),
        pytest.param("2026", "", "", id="no-beginning-said"),
    ],
)
def test_a_handover_leaves_no_gap_and_no_doubt(until, begins, remark):
    factories.CareerFactory()
    Career.objects.update(reviewed_on=date(2026, 11, 21))
    claim(superseded=True, superseded_by=factories.ClaimFactory(valid_from=begins), valid_until=until)

    assert problems() == ({(f"{NAME} {remark}", "fait", False)} if remark else set())
