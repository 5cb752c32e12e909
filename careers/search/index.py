"""Finding what a visitor asks for in plain French, in everything an edition says.

An entry is found by the stems of its words. A word nobody wrote is taken for the written ones that are spelt nearly so,
or begin so, or mean the same in everyday speech; each is worth less than the word itself. What answers more of the
question comes first, then what says it in its title, in rarer words.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from math import log

from rapidfuzz import process
from rapidfuzz.distance import OSA

from careers.parts import Parts
from careers.search.words import everyday_words, said, said_otherwise, stem

LONGEST_QUESTION = 120
MOST_WORDS = 12
MOST_FOUND = 12

MEANS_THE_SAME, BEGINS_SO, SPELT_SO = 0.6, 0.5, 0.7
SHORTEST_BEGINNING, SHORTEST_MISSPELT, LONG = 3, 4, 7
ENOUGH = 0.4
"""Of the question, rare words counting more: what answers less is not shown."""
RAREST = 4.0
"""What a word nobody wrote counts in the question."""
IN_TITLE, IN_WORDS, IN_TEXT = 3.0, 2.0, 1.0


@dataclass(frozen=True)
class Place:
    """Where something is said: the name of an address, what it asks for beside the career, what follows it."""

    name: str
    kwargs: tuple[tuple[str, str], ...] = ()
    after: str = ""


@dataclass(frozen=True)
class Entry:
    """Something that can be found. `words` are looked in too, and not shown. `claims` say it, with their sources.

    `weight` puts first, of what answers as well, what answers more plainly.
    """

    kind: str
    title: str
    text: str
    place: Place
    words: str = ""
    claims: tuple[str, ...] = ()
    weight: float = 1.0


@dataclass(frozen=True)
class Found:
    """What was found, best first. `taken_for` says which words were taken for others: "salair" for "salaire"."""

    entries: tuple[Entry, ...] = ()
    taken_for: tuple[tuple[str, str], ...] = ()


Source = Callable[[Parts], Iterable[Entry]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Each app says what can be found in its part of an edition."""
    _sources.append(source)


def index_of(parts: Parts) -> "Index":
    return Index(entry for source in _sources for entry in source(parts))


class Index:
    def __init__(self, entries: Iterable[Entry]):
        self.entries = tuple(entries)
        self._postings: dict[str, dict[int, float]] = defaultdict(dict)
        self._titles: list[frozenset[str]] = []
        self._written: set[str] = set()
        for number, entry in enumerate(self.entries):
            self._add(number, entry)

    def find(self, question: str) -> Found:
        asked = list(dict.fromkeys(said(question[:LONGEST_QUESTION])))[:MOST_WORDS]
        scores: dict[int, float] = defaultdict(float)
        answered: dict[int, float] = defaultdict(float)
        taken_for, whole = [], 0.0
        for place, word in enumerate(asked):
            meant = self._meant(word, is_last=place == len(asked) - 1)
            if not meant and (near := self._spelt_nearly(word)):
                taken_for.append((word, near))
                meant = {stem: worth * SPELT_SO for stem, worth in self._meant(near, is_last=False).items()}
            rare = max((self._rarity(stem) for stem in meant), default=RAREST)
            whole += rare
            for number, score in self._scores(meant).items():
                scores[number] += score
                answered[number] += rare
        stems = {stem(word) for word in asked}
        share = {number: answered[number] / whole for number in scores}
        enough = [number for number in scores if share[number] >= ENOUGH]
        best = sorted(enough, key=lambda number: (-scores[number] * share[number] * self._worth(number, stems), number))
        return Found(tuple(self.entries[number] for number in best[:MOST_FOUND]), tuple(taken_for))

    def _add(self, number: int, entry: Entry) -> None:
        title = said(entry.title)
        self._titles.append(frozenset(map(stem, title)))
        for words, weight in ((title, IN_TITLE), (said(entry.words), IN_WORDS), (said(entry.text), IN_TEXT)):
            self._written.update(words)
            for each in set(map(stem, words)):
                postings = self._postings[each]
                postings[number] = max(postings.get(number, 0.0), weight)

    def _meant(self, word: str, *, is_last: bool) -> dict[str, float]:
        """The written stems a word may stand for, and what each is worth. The last one may not be ended yet."""
        meant: dict[str, float] = {}
        asked = stem(word)
        if asked in self._postings:
            meant[asked] = 1.0
        for other in said_otherwise().get(asked, ()):
            if other in self._postings:
                meant.setdefault(other, MEANS_THE_SAME)
        if is_last and len(word) >= SHORTEST_BEGINNING:
            for other in self._postings:
                if other.startswith(word):
                    meant.setdefault(other, BEGINS_SO)
        return meant

    def _spelt_nearly(self, word: str) -> str:
        """The written or everyday word it was most likely meant to be: one slip in a short word, two in a long one."""
        if len(word) < SHORTEST_MISSPELT:
            return ""
        slips = 1 if len(word) < LONG else 2
        nearest = process.extractOne(word, self._vocabulary, scorer=OSA.distance, score_cutoff=slips)
        return nearest[0] if nearest else ""

    @cached_property
    def _vocabulary(self) -> list[str]:
        return sorted(self._written | everyday_words())

    def _rarity(self, stem: str) -> float:
        return log(1 + len(self.entries) / len(self._postings[stem]))

    def _scores(self, meant: dict[str, float]) -> dict[int, float]:
        """What one word of the question brings to each entry: its best meaning there, the rarer the better."""
        best: dict[int, float] = {}
        for each, worth in meant.items():
            rare = self._rarity(each)
            for number, weight in self._postings[each].items():
                best[number] = max(best.get(number, 0.0), worth * rare * weight)
        return best

    def _worth(self, number: int, asked: set[str]) -> float:
        """Up to twice as good when its title says nothing else than what is asked."""
        title = self._titles[number]
        return self.entries[number].weight * (1 + len(title & asked) / max(1, len(title)))
