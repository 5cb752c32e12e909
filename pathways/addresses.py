"""Addresses of the questionnaire: the answers are in them, in the order of the questions, and nowhere else."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from careers.publication import Publication
from careers.serving import address
from pathways.engine.answers import Answers, in_order, texts_of
from pathways.engine.rules import Rules

SUBMITTED = "question"
"""Reserved key: which question was just sent (a form without a tick otherwise looks like a first visit)."""
CHANGING = "modifier"
"""Reserved key: which answered question to show again."""
BACK_TO = "retour"
"""Reserved key: all was answered once, and this is where a changed answer leads back to: `RESULT` or `CHECK`."""
RESULT = "resultat"
CHECK = "verifier"
INTERVIEW = "entretien"
"""Reserved key: the questionnaire is gone through by keyboard, by a counsellor beside the visitor."""
ON = "oui"
START_MONTH = "debut"
"""Reserved key: the month a plan starts in, for its calendar file."""
TRYING = "essai"
"""Reserved key: the answers one had before trying another, as an address of their own."""


def keys(publication: Publication) -> Iterator[str]:
    """All that pages with answers read after the "?"."""
    rules: Rules = publication.parts["rules"]
    yield from (question.code for question in rules.questions)
    yield from (SUBMITTED, CHANGING, BACK_TO, INTERVIEW, START_MONTH, TRYING)


def pairs(rules: Rules, answers: Answers) -> list[tuple[str, str]]:
    """Answers as they travel in an address or a form's hidden fields."""
    return [(code, text) for code, value in in_order(rules, answers).items() for text in texts_of(value)]


def link(request: HttpRequest, name: str, career: str, rules: Rules, answers: Answers) -> str:
    """The address of a page of the questionnaire with these answers."""
    return with_query(address(request, name, career=career), urlencode(pairs(rules, answers)))


def with_query(path: str, *queries: str) -> str:
    """An address of these parts, those that are empty left out."""
    query = "&".join(filter(None, queries))
    return f"{path}?{query}" if query else path


WITNESS_CAREER, WITNESS_ANSWERS = "metier", "depuis"
"""Keys of the form of a new witness case: the career, and the answers it begins with, as an address of their own."""


def new_witness(career: str, answered: list[tuple[str, str]]) -> str:
    """Where a counsellor makes a witness case of these answers."""
    query = {WITNESS_CAREER: career, WITNESS_ANSWERS: urlencode(answered)}
    return reverse("admin:pathways_witnesscase_add", query=query)
