"""A training as search engines read it (schema.org), from what the page of a route shows of it.

Texts are as they were typed: the spaces and hyphens of French typography are for eyes.
"""

from typing import Any

from pathways.conditions import Entry
from pathways.engine.rules import Quantity
from pathways.route_page import RoutePage
from pathways.training_facts import TrainingFacts


def programs(page: RoutePage, address: str) -> list[dict[str, Any]]:
    """One for each training of a route; `address` is that of its page."""
    entries = {entry.anchor: entry for entry in page.entries}
    return [_program(facts, entries.get(f"entree-{facts.training.code}"), address) for facts in page.trainings]


def _program(facts: TrainingFacts, entry: Entry | None, address: str) -> dict[str, Any]:
    training = facts.training
    said: dict[str, Any] = {
        "@type": "EducationalOccupationalProgram",
        "name": training.name,
        "description": training.summary,
        "url": f"{address}#{facts.anchor}",
    }
    if prerequisites := _prerequisites(entry):
        said["programPrerequisites"] = prerequisites
    if duration := _duration(training.hours, "PT{}H") or _duration(training.months, "P{}M"):
        said["timeToComplete"] = duration
    if facts.credential:
        said["educationalCredentialAwarded"] = {
            "@type": "EducationalOccupationalCredential",
            "name": facts.credential,
            "educationalLevel": f"niveau {training.level}",
        }
    return said


def _prerequisites(entry: Entry | None) -> str:
    """One text: a list would be read as if all of it were asked. Cases nobody is sure of are left out."""
    sure = [case for case in entry.cases if not case.is_doubtful] if entry else []
    cases = [" et ".join(case.conditions) for case in sure]
    if not cases:
        return ""
    return cases[0] if len(cases) == 1 else "Il suffit de l’un de ces cas : " + " ; ".join(cases)


def _duration(quantity: Quantity | None, pattern: str) -> str:
    """An ISO 8601 duration; empty for a range, which it can't say."""
    if quantity is None or quantity.low is None or quantity.low != quantity.high:
        return ""
    return pattern.format(f"{quantity.low:.10g}")
