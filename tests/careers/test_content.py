"""The facts of the first career, as the fixtures load them: none missing, none stronger than its source."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from django.apps import apps
from django.core.management import call_command
from django.db import models, transaction

from careers.models import Claim, Disagreement, SalaryRange, Source, Standing

FIXTURES = Path(__file__).parents[2] / "fixtures" / "assistant-medical"
EXPECTED = yaml.safe_load((Path(__file__).parent / "claims_expected.yaml").read_text(encoding="utf-8"))
NUMBERS = {code: {Decimal(str(number)) for number in row["numbers"]} for code, row in EXPECTED.items()}
UNUSED_SOURCES: frozenset[str] = frozenset()  # a source no fact leans on is named here, with the reason
REPLACED = {Standing.SUPERSEDED, Standing.REFUTED}
MINIMUM_WAGE = "sal-smic-2026-06"

pytestmark = pytest.mark.django_db

# What the voice of the site never says, and what must not leak from working notes.
FORBIDDEN = re.compile(
    r"veuillez|\béligibles?\b|\bdispositifs?\b|bravo|félicitations|[!·•]|\w\((?:e|ne|s|es|trice)\)"
    r"|ne pas afficher|\((?:historique|à nuancer)|\bseed\b",
    re.IGNORECASE,
)
QUOTED = {"careers.source.title", "careers.source.publisher", "careers.source.address"}  # other people's words


@dataclass(frozen=True)
class Content:
    claims: dict[str, Claim]
    pay: list[SalaryRange]
    sources: dict[str, Source]
    disagreements: list[str]
    texts: dict[str, str]

    def shown(self) -> Iterator[Claim]:
        return (claim for claim in self.claims.values() if claim.is_shown)


@pytest.fixture(scope="module")
def content(django_db_setup, django_db_blocker) -> Content:
    """The fixtures, loaded once and read whole; the database is left as it was."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", *sorted(map(str, FIXTURES.glob("*.yaml"))), verbosity=0)
        claims = Claim.objects.select_related("superseded_by", "contested_with").prefetch_related(
            "sources", "figures__aid"
        )
        read = Content(
            claims={claim.code: claim for claim in claims},
            pay=list(SalaryRange.objects.select_related("figure__claim")),
            sources={source.code: source for source in Source.objects.all()},
            disagreements=sorted(Disagreement.objects.values_list("code", flat=True)),
            texts=dict(visible_texts()),
        )
        transaction.set_rollback(True)
    return read


def visible_texts() -> Iterator[tuple[str, str]]:
    for model in apps.get_app_config("careers").get_models():
        fields = [
            field
            for field in model._meta.fields
            if isinstance(field, models.CharField | models.TextField)
            and not isinstance(field, models.SlugField)
            and not field.choices
            and f"{model._meta.label_lower}.{field.name}" not in QUOTED
        ]
        for row in model._default_manager.all():
            for field in fields:
                yield f"{model._meta.label_lower} {row.pk} {field.name}: {row}", getattr(row, field.name)


def standing(claim: Claim) -> str:
    return "superseded-or-refuted" if claim.standing in REPLACED else claim.standing


def code_of(claim: Claim | None) -> str | None:
    return claim.code if claim else None


def numbers(claim: Claim, *, computed: bool) -> set[Decimal]:
    """Those of its figures; with what an amount of aid is for, and our own calculations if asked."""
    said: set[Decimal | None] = set()
    for figure in claim.figures.all():
        if computed or not figure.is_computed:
            said |= {figure.low, figure.high}
        if computed and hasattr(figure, "aid"):
            said |= {Decimal(figure.aid.year), figure.aid.quota}
    return {number for number in said if number is not None}


def test_every_fact_is_loaded_and_no_other(content):
    assert len(EXPECTED) == 313
    assert set(content.claims) == set(EXPECTED)


@pytest.mark.parametrize(
    ("column", "of"),
    [
        pytest.param("topic", lambda claim: claim.topic, id="topic"),
        pytest.param("standing", standing, id="standing"),
        pytest.param("successor", lambda claim: code_of(claim.superseded_by), id="successor"),
        pytest.param("rival", lambda claim: code_of(claim.contested_with), id="rival"),
        pytest.param("shown", lambda claim: claim.is_shown, id="shown"),
        pytest.param("sources", lambda claim: sorted(source.code for source in claim.sources.all()), id="sources"),
    ],
)
def test_facts_agree_with_the_table(content, column, of):
    wanted = {code: sorted(row[column]) if column == "sources" else row[column] for code, row in EXPECTED.items()}
    loaded = {code: of(claim) for code, claim in content.claims.items()}
    assert {code: loaded[code] for code in loaded if loaded[code] != wanted[code]} == {}


def test_every_number_of_a_fact_is_in_its_figures(content):
    missing = {code: NUMBERS[code] - numbers(claim, computed=True) for code, claim in content.claims.items()}
    assert {code: gap for code, gap in missing.items() if gap} == {}


def test_a_figure_says_no_number_of_its_own_unless_computed(content):
    invented = {code: numbers(claim, computed=False) - NUMBERS[code] for code, claim in content.claims.items()}
    assert {code: surplus for code, surplus in invented.items() if surplus} == {}


def test_every_fact_has_a_source(content):
    assert [claim.code for claim in content.claims.values() if not claim.sources.all()] == []


def test_a_shown_fact_that_is_not_established_says_what_is_missing(content):
    doubtful = {Standing.UNVERIFIED, Standing.CONTESTED}
    assert [claim.code for claim in content.shown() if claim.standing in doubtful and not claim.caveat] == []


def test_a_replaced_fact_leads_to_one_that_stands(content):
    for claim in content.claims.values():
        passed: list[str] = []
        following = claim
        while following.standing in REPLACED:
            assert following.code not in passed, f"{claim.code} comes back to itself: {passed}"
            passed.append(following.code)
            assert following.superseded_by, f"{following.code} names no successor"
            following = content.claims[following.superseded_by.code]


def test_a_fact_that_stands_is_to_be_read_again_and_a_replaced_one_is_not(content):
    assert [c.code for c in content.claims.values() if (c.review_on is None) is not (c.standing in REPLACED)] == []


def test_every_source_serves_a_fact_or_says_why_not(content):
    used = {source.code for claim in content.claims.values() for source in claim.sources.all()}
    assert set(content.sources) - used == UNUSED_SOURCES


def test_no_forbidden_word_in_any_visible_text(content):
    found = {where: FORBIDDEN.findall(text) for where, text in content.texts.items()}
    assert {where: words for where, words in found.items() if words} == {}


def test_pay_below_the_minimum_wage_is_dated_and_called_outdated(content):
    """Except under training contracts, which the law lets below it."""
    minimum = {
        (pay.figure.period, pay.basis): pay.figure.low for pay in content.pay if pay.figure.claim.code == MINIMUM_WAGE
    }
    assert len(minimum) == 3
    unsaid = []
    for pay in content.pay:
        claim = content.claims[pay.figure.claim.code]
        amount = pay.figure.high if pay.figure.low is None else pay.figure.low
        below = amount < minimum[pay.figure.period, pay.basis] and pay.setting != SalaryRange.Setting.TRAINING
        said = "dépassé" in claim.wording and re.search(r"\b20\d\d\b", claim.wording)
        dated = claim.as_of or claim.valid_from or claim.valid_until
        if claim.is_shown and below and not (said and dated):
            unsaid.append(claim.code)
    assert unsaid == []


def test_the_disagreements_are_the_thirty_nine(content):
    assert content.disagreements == [f"c{number:02}" for number in range(1, 40)]
