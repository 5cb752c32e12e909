"""What a page of the questionnaire says to one person alone: the answers so far, also in addresses.

All else on it is the same for everybody whose answers are alike (`alike`), and is kept for them with a blank for each
of these texts (pathways/shapes.py).
"""

import html
from collections.abc import Hashable

from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from pathways import addresses
from pathways.shapes import Blank, Written
from pathways.visits import Visit

QUERY, QUERY_THAT_COUNTS = Blank("query"), Blank("query_that_counts")


class StepWords:
    """Of a visit, wherever it stands."""

    def __init__(self, visit: Visit):
        self._visit = visit

    @property
    def alike(self) -> tuple[Hashable, ...]:
        """Whoever has the same reads the same, but for these words: no rule tells their answers apart, they answered
        the same questions with as many words, and go on to the same page."""
        visit = self._visit
        fields = tuple([(question, len(said.hidden)) for question, said in visit.said.items()])
        return visit.questionnaire.table.alike(visit.reading.answers), fields, visit.back_to

    # --- In blanks, each asked about one thing

    def answer(self, question: str) -> SafeString:
        return self._visit.said[question].text

    def hidden(self, field: tuple[str, int]) -> SafeString:
        """One of the fields of an answer: its question, and which one."""
        question, place = field
        return self._visit.said[question].hidden[place]

    def query(self, _: None = None) -> SafeString:
        """All the answers, after the "?"."""
        return self._query

    def query_that_counts(self, _: None = None) -> str:
        return self._visit.query_that_counts

    # --- Addresses with these blanks, as HTML

    def questions(self) -> Written:
        """Those of the questions, with all the answers."""
        return self._address(self._visit.address("start"), QUERY, self._visit.query_of_mode)

    def result(self) -> Written:
        return self._address(self._visit.address("result"), QUERY_THAT_COUNTS, self._visit.query_of_mode)

    def here(self, page: str) -> Written:
        """What a visitor keeps or shares."""
        return self._address(self._visit.in_full(page), QUERY)

    def _address(self, path: str, answers: Blank, mode: str = "") -> Written:
        if not self._visit.reading.answers:
            return Written([html.escape(addresses.with_query(path, mode))])
        return Written([html.escape(f"{path}?"), answers, *([html.escape(f"&{mode}")] if mode else [])])

    @cached_property
    def _query(self) -> SafeString:
        return SafeString(html.escape(self._visit.query))
