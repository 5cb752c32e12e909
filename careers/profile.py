"""The short version of a job, as its main page tells it: the facts in force, each with its weightiest source."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from careers.citations import Citation, Citations
from careers.disputes import Dispute, disputes
from careers.document import CareerPart, Claim
from careers.headcount import Headcount, headcount
from careers.key_figures import KeyFigure, key_figures
from careers.leaflets import kind_of
from careers.pay_chart import PayChart, pay_chart
from careers.statements import Statement, Statements, formers, is_counted


@dataclass(frozen=True)
class Part:
    """Facts told together, with the sources they lean on."""

    statements: tuple[Statement, ...]

    @property
    def citations(self) -> tuple[Citation, ...]:
        used = {citation.number: citation for statement in self.statements for citation in statement.citations}
        return tuple(used[number] for number in sorted(used))


@dataclass(frozen=True)
class Training:
    """Conditions, lengths of the courses on one scale, and the length one still reads about."""

    entry: Part
    hours: tuple[KeyFigure, ...]
    former: tuple[Statement, ...]

    @property
    def longest(self) -> Decimal:
        return max((one.value for one in self.hours), default=Decimal())


@dataclass(frozen=True)
class Profile:
    """Its fields are in the order of the page."""

    key_figures: tuple[KeyFigure, ...]
    whole: Part
    missions: dict[str, Part]
    limits: Part
    limit_disputes: tuple[Dispute, ...]
    workplaces: dict[str, Part]
    skills: Part
    pay: Part
    pay_chart: PayChart
    training: Training
    deadlines: Part
    appeal: dict[str, Part]
    prospects: dict[str, Part]
    neighbours: Part
    headcount: Headcount
    aid: Part


def profile(career: CareerPart, citations: Citations) -> Profile:
    told = Statements(career, citations, brief=True)

    def part(anchor: str, topic: str, *kinds: str, most: int | None = None) -> Part:
        return Part(told.of(in_force_about(career, topic, kinds)[:most], anchor))

    def parts(anchor: str, topic: str, *kinds: str, most: int | None = None) -> dict[str, Part]:
        return {kind: part(anchor, topic, kind, most=most) for kind in kinds}

    # Written in the order of the page: a source takes its number where one meets it first.
    return Profile(
        key_figures=key_figures(career, told, "chiffres"),
        whole=part("missions", "missions", "whole", most=3),
        missions=parts("missions", "missions", "administrative", "consultation", "coordination", most=6),
        limits=part("limites", "limits", "not-done"),
        limit_disputes=disputes(career, citations, "limites", about="limits", settled=True),
        workplaces=parts("lieux", "workplaces", "yes", "depends", "no", most=6),
        skills=part("competences", "skills", most=5),
        pay=part("salaire", "pay", most=3),
        pay_chart=pay_chart(career, told, "salaire", with_history=False),
        training=_training(career, told),
        deadlines=part("delais", "deadlines", most=1),
        appeal=parts("plus-et-moins", "appeal", "advantage", "drawback", most=5),
        prospects=parts("evolution", "prospects", "further", most=3),
        neighbours=part("voisins", "neighbours", most=3),
        headcount=headcount(career, told, "effectifs", brief=True),
        aid=part("aide", "aid", most=3),
    )


def in_force_about(career: CareerPart, topic: str, kinds: Iterable[str] = ()) -> list[Claim]:
    """The facts in force; when there is none, those still to be confirmed, which are shown with their caveat."""
    told = [
        claim
        for claim in career.about(topic)
        if claim.standing != "superseded" and not is_counted(claim) and (not kinds or kind_of(claim) in kinds)
    ]
    return [claim for claim in told if claim.standing == "current"] or told


def _training(career: CareerPart, told: Statements) -> Training:
    hours = key_figures(career, told, "formation", measures=(("adaptation", "hours"), ("hours", "hours")))
    replaced = formers(career)
    measured = [former for shown in hours for former in replaced.get(shown.statement.claim.code, ()) if former.figures]
    return Training(
        entry=Part(told.of(in_force_about(career, "entry")[:3], "formation")),
        hours=hours,
        former=told.of([former for former in measured if former.figures[0].unit == "hours"], "formation"),
    )
