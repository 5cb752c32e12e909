"""Answers as pages say them and as addresses carry them: the same whoever gave them, so worked out once."""

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlencode

from django.utils.html import escape
from django.utils.safestring import SafeString

from careers.publication import Publication
from careers.templatetags.typography import french
from pathways.engine import wording
from pathways.engine.answers import Answers, Value, texts_of
from pathways.engine.rules import Question
from pathways.shapes import Shapes

MOST_SAID = 4000
"""Of an edition, in a process: half a kilobyte each. Numbers, and choices of several options, are many."""


class Said(NamedTuple):
    """One answer to one question."""

    text: SafeString
    """In words, as HTML with French spaces."""
    fields: tuple[tuple[str, str], ...]
    """As fields of a form."""
    hidden: tuple[tuple[str, SafeString], ...]
    """The same, as HTML."""
    query: str
    """As a part of an address."""


class Sayings:
    """What the answers to the questions of an edition are in words and in addresses."""

    def __init__(self, publication: Publication) -> None:
        self._said = Shapes(publication, "said", MOST_SAID)

    def of(self, questions: Mapping[str, Question], answers: Answers) -> dict[str, Said]:
        """Those to some answers, in the order of the questions."""
        return {code: self._of(question, answers[code]) for code, question in questions.items() if code in answers}

    def _of(self, question: Question, value: Value) -> Said:
        found: Said = self._said.get((question, value), lambda: _said(question, value))
        return found


def _said(question: Question, value: Value) -> Said:
    fields = tuple((question.code, text) for text in texts_of(value))
    hidden = tuple((name, escape(text)) for name, text in fields)
    return Said(french(wording.answer(question, value)), fields, hidden, urlencode(fields))
