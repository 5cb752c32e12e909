"""What an edition holds, as typed frozen structures: what pages read, what open data shows, what is checksummed.

`Document` is the envelope (format, career, parts); each part is decoded by its own type (see `careers.parts`). The
part of this app is `CareerPart`. References are codes; dates are ISO text of the precision known ("2023-03").
"""

from datetime import date
from decimal import Decimal
from functools import cached_property

import msgspec
from msgspec import Struct

from careers import partial_dates

FORMAT = 1
"""Version of the document's structure. A document of another format is refused with a clear message."""


class Part(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of the structures of a document."""


class Source(Part, frozen=True):
    code: str
    publisher: str
    title: str
    kind: str
    trust: str
    consulted_on: date
    addresses: tuple[str, ...] = ()
    published_on: str = ""
    dated: str = ""
    trust_reason: str = ""

    @property
    def address(self) -> str:
        return self.addresses[0] if self.addresses else ""

    @property
    def when(self) -> str:
        """When it was published, in French, no more precise than what is known."""
        return self.dated or partial_dates.in_french(self.published_on) or "sans date"


class Pay(Part, frozen=True):
    setting: str
    seniority: str
    basis: str


class AidTerm(Part, frozen=True):
    year: int
    quota: Decimal


class Figure(Part, frozen=True):
    name: str
    label: str
    unit: str
    low: Decimal | None = None
    high: Decimal | None = None
    period: str = ""
    is_computed: bool = False
    pay: Pay | None = None
    aid: AidTerm | None = None


class Milestone(Part, frozen=True):
    kind: str
    on: str


class Claim(Part, frozen=True):
    code: str
    topic: str
    wording: str
    standing: str
    detail: str = ""
    caveat: str = ""
    superseded_by: str = ""
    contested_with: str = ""
    is_shown: bool = True
    audience: str = "everyone"
    as_of: str = ""
    valid_from: str = ""
    valid_until: str = ""
    review_on: date | None = None
    sources: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    mission: str = ""
    workplace: str = ""
    skill: str = ""
    appeal: str = ""
    prospect: str = ""
    milestone: Milestone | None = None

    def figure(self, name: str) -> Figure:
        """KeyError when the claim says no such figure."""
        for figure in self.figures:
            if figure.name == name:
                return figure
        raise KeyError(f"{self.code}/{name}")

    @property
    def may_be_stated(self) -> bool:
        """Whether a page may state it by itself; a hidden or refuted claim appears only inside a disagreement."""
        return self.is_shown and self.standing != "refuted"

    @property
    def is_over(self) -> bool:
        """Whether it ended, on the day it is read, without anything in its place."""
        return self.standing == "superseded" and not self.superseded_by

    @property
    def when(self) -> str:
        """Since when, or as of when, it is true, in French; empty when the sources do not say."""
        if self.valid_from and self.valid_until:
            return partial_dates.between_in_french(self.valid_from, self.valid_until)
        if self.valid_until:
            return f"jusqu’à {partial_dates.in_french(self.valid_until)}"
        if self.valid_from:
            return partial_dates.since_in_french(self.valid_from)
        return partial_dates.in_french(self.as_of)


class Stance(Part, frozen=True):
    claim: str
    says: str
    is_retained: bool = False


class Disagreement(Part, frozen=True):
    code: str
    subject: str
    we_show: str
    why: str
    is_settled: bool = True
    stances: tuple[Stance, ...] = ()


class CareerPart(Part, frozen=True, dict=True):
    code: str
    title: str
    question: str
    summary: str
    guide: str
    sources: tuple[Source, ...] = ()
    claims: tuple[Claim, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    reviewed_on: date | None = None
    next_review_on: date | None = None
    easy_summary: str = ""
    easy_open: str = ""
    easy_conditional: str = ""
    easy_to_check: str = ""
    easy_closed: str = ""

    @cached_property
    def claims_by_code(self) -> dict[str, Claim]:
        return {claim.code: claim for claim in self.claims}

    @cached_property
    def sources_by_code(self) -> dict[str, Source]:
        return {source.code: source for source in self.sources}

    def about(self, topic: str) -> list[Claim]:
        """The claims of a topic a page may state, in the order counsellors chose."""
        return [claim for claim in self.claims if claim.topic == topic and claim.may_be_stated]

    def figure(self, reference: str) -> tuple[Claim, Figure]:
        """The claim and figure named by "claim-code/figure-name". KeyError when there is none."""
        code, _, name = reference.partition("/")
        claim = self.claims_by_code[code]
        return claim, claim.figure(name)


class Document(Struct, frozen=True, kw_only=True):
    format: int
    career: str
    parts: dict[str, msgspec.Raw]
