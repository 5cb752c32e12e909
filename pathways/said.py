"""Answers as pages say them and as addresses carry them: the same whoever gave them, so worked out once."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.utils.html import escape
from django.utils.safestring import SafeString

from careers.publication import Publication
from careers.templatetags.typography import french
from pathways import addresses
from pathways.engine import wording
from pathways.engine.answers import Answers, Value, texts_of
from pathways.engine.rules import Question
from pathways.shapes import Blank, Hole, Shapes, Written

MOST_SAID = 4000
"""Of an edition, in a process: half a kilobyte each. Numbers, and choices of several options, are many."""


class Said(NamedTuple):
    """One answer to one question."""

    text: SafeString
    """In words, as HTML with French spaces."""
    hidden: tuple[SafeString, ...]
    """As fields of a form that bear the name of the question, as HTML."""
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
        found: Said = self._said.get((question.code, value), lambda: _said(question, value))
        return found


def _said(question: Question, value: Value) -> Said:
    texts = texts_of(value)
    hidden = tuple(escape(text) for text in texts)
    return Said(french(wording.answer(question, value)), hidden, urlencode([(question.code, text) for text in texts]))


def shown(answered: Iterable[Question], questions: Written, hole: Hole) -> list[dict[str, Any]]:
    """The answers to these for a template, each with the address that shows its question again."""
    return [
        {
            "question": question,
            "text": hole(Blank("answer", question.code)),
            "change": hole(to_change(question, questions)),
        }
        for question in answered
    ]


def to_change(question: Question, questions: Written) -> Written:
    """The address that shows an answered question again: one of the questions, with all the answers, as HTML."""
    return Written([*questions, f"&amp;{addresses.CHANGING}={question.code}"])
