"""The rules of a publication as they are in force on a day, with everything worked out of them once and kept."""

from collections.abc import Iterator
from datetime import date, timedelta

from careers import in_force
from careers.publication import Publication
from careers.turns import Turns
from pathways.engine.questionnaire import Questionnaire
from pathways.engine.rules import Rules
from pathways.rules_in_force import rules_in_force

QUESTIONNAIRES_KEPT = 4
"""For each reading of an edition: what is worked out of the rules weighs some megabytes once many people came."""


def questionnaire(publication: Publication, on: date) -> Questionnaire:
    """Of a publication as it stands that day. Compiled once for all the days on which the same cases are in force."""
    if "questionnaires" not in publication.kept:
        rules: Rules = publication.parts["rules"]
        publication.kept["questionnaires"] = Turns(
            turning_days(rules),
            lambda day: Questionnaire(rules_in_force(rules, day, publication.career, publication.in_place_of)),
            QUESTIONNAIRES_KEPT,
        )
    kept: Turns[Questionnaire] = publication.kept["questionnaires"]
    return kept.on(on)


def rules_ahead(publication: Publication, today: date) -> Iterator[tuple[date, Rules]]:
    """The rules as they stand today, then each later day from which on they stand otherwise."""
    rules: Rules = publication.parts["rules"]
    turns = {*in_force.turning_days(publication.career, publication.written_on), *turning_days(rules)}
    before: Rules | None = None
    for day in (today, *sorted(turn for turn in turns if turn > today)):
        standing = publication.on(day)
        found = rules_in_force(rules, day, standing.career, standing.in_place_of)
        if found != before:
            yield day, found
        before = found


def known_since(publication: Publication) -> date:
    """The first day whose verdicts can be said: since then every case is known to be in force, or known not to be.

    A case that does not say since when it holds was only seen to hold when the career was last reviewed, or else
    published.
    """
    if "known_since" not in publication.kept:
        publication.kept["known_since"] = _known_since(publication)
    since: date = publication.kept["known_since"]
    return since


def _known_since(publication: Publication) -> date:
    rules: Rules = publication.parts["rules"]
    begun = [case.valid_from for case in rules.all_cases().values() if case.valid_from]
    all_are_dated = len(begun) == len(rules.all_cases())
    seen = min(begun, default=None) if all_are_dated else publication.career.reviewed_on
    return min(seen or publication.written_on, publication.written_on)


def turning_days(rules: Rules) -> Iterator[date]:
    """When a case comes into force, and the day after its last."""
    for case in rules.all_cases().values():
        if case.valid_from:
            yield case.valid_from
        if case.valid_until and case.valid_until < date.max:
            yield case.valid_until + timedelta(days=1)
