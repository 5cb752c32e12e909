"""How easy French text is to read: a measure, the texts of an edition by it, and advice to whoever writes one.

The measure is Kandel and Moles' adaptation to French of Flesch's reading ease ("Application de l'indice de Flesch à la
langue française", Cahiers d'études de radio-télévision, 1958): 207 - 1.015 x words per sentence - 73.6 x syllables per
word. 100 is very easy, 60 plain, under 30 hard. It knows nothing of meaning: it says where to look, never what is good.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import msgspec

LONG_SENTENCE = 20  # words; we aim at 15
HARD = 40
WORDS_TO_JUDGE = 8
"""Under so many words one long word decides alone."""
LONG_WORD = 5  # syllables
LONG_WORDS = 3
"""In one sentence."""
SHORTEST_TEXT = 4
"""Words. Under so many it is a name, not a sentence."""
NOT_OURS = frozenset({"sources", "addresses"})
"""Titles of other people's publications are as they are."""

_SENTENCE = re.compile(r"(?<=[.!?…])[\s»]+(?=[«\s]*[A-ZÀ-ÖØ-Þ0-9])")
_WORD = re.compile(r"\d+(?:[ \u00a0\u202f,.]\d+)*|[^\W\d_]+(?:[’'][^\W\d_]+)*")
_GROUP = re.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]+")
# Two vowels heard apart: "ré-a-lité", "thé-â-tre", "ma-ïs", "po-é-sie", "emplo-yeur". Not after i, u or y: "mé-tier".
_APART = re.compile(r"(?<=é)(?=[aeiouâèîôœ])|(?<=[aeo])(?=[éèêëïü])|(?<=[aou])(?=y[aeiouéè])")
_SILENT = re.compile(r"(?<=[^aeiouyàâäéèêëîïôöùûüœæ])(?:es?)$|(?<=[éiuy])es?$")


@dataclass(frozen=True)
class Measured:
    """A text and how it reads."""

    text: str
    place: str = ""

    @cached_property
    def sentences(self) -> list[list[str]]:
        """The words of each."""
        return [words for part in _SENTENCE.split(self.text) if (words := _WORD.findall(part))]

    @property
    def words(self) -> int:
        return sum(map(len, self.sentences))

    @property
    def longest(self) -> int:
        """Words of its longest sentence."""
        return max(map(len, self.sentences), default=0)

    @property
    def ease(self) -> int:
        if not self.words:
            return 100
        heard = sum(syllables(word) for words in self.sentences for word in words)
        return round(207 - 1.015 * self.words / len(self.sentences) - 73.6 * heard / self.words)


def syllables(word: str) -> int:
    """As one hears them, a final e unheard. A number is seen at a glance; initials have as many as letters."""
    if not any(char.isalpha() for char in word):
        return 1
    if len(word) > 1 and word.isupper() and len(word) <= 5:
        return len(word)
    heard = word.lower().replace("qu", "k")
    heard = re.sub(r"gu(?=[eéèêiy])", "g", heard)
    heard = _SILENT.sub("", heard)
    return max(1, sum(len(_GROUP.findall(part)) for part in _APART.split(heard)))


def advice(text: str) -> list[str]:
    """What would make it easier, in French sentences; nothing when it reads well. Advice never blocks."""
    measured = Measured(text)
    said = []
    for words in measured.sentences:
        if len(words) > LONG_SENTENCE:
            said.append(f"« {' '.join(words[:4])}… » a {len(words)} mots. Coupez cette phrase en deux.")
        long = [word for word in words if syllables(word) >= LONG_WORD]
        if len(long) >= LONG_WORDS:
            said.append(f"Beaucoup de mots longs : {', '.join(long)}. En avez-vous de plus courts ?")
    if not said and measured.words >= WORDS_TO_JUDGE and measured.ease < HARD:
        said.append(f"Cette phrase se lit mal : {measured.ease} sur 100. Essayez des mots plus courts.")
    return said


def texts(parts: Mapping[str, Any]) -> Iterator[Measured]:
    """Every text of an edition that is a sentence of ours, with where it is; the same words once."""
    met: set[str] = set()
    for name, part in parts.items():
        for place, text in _strings(msgspec.to_builtins(part), name):
            measured = Measured(text, place)
            if text not in met and measured.words >= SHORTEST_TEXT:
                met.add(text)
                yield measured


def by_difficulty(parts: Mapping[str, Any]) -> list[Measured]:
    """The hardest first. Short texts come after those long enough to be judged."""
    return sorted(texts(parts), key=lambda each: (each.words < WORDS_TO_JUDGE, each.ease, -each.longest))


def summary(measured: list[Measured]) -> str:
    """One line for all of them."""
    sentences = [words for each in measured for words in each.sentences]
    if not sentences:
        return "Aucun texte."
    words = sum(map(len, sentences))
    heard = sum(syllables(word) for sentence in sentences for word in sentence)
    ease = round(207 - 1.015 * words / len(sentences) - 73.6 * heard / words)
    long = sum(len(sentence) > LONG_SENTENCE for sentence in sentences)
    return (
        f"{len(measured)} textes, {len(sentences)} phrases de {words / len(sentences):.1f} mots en moyenne, "
        f"dont {long} de plus de {LONG_SENTENCE} mots. Facilité de lecture : {ease} sur 100."
    )


def _strings(node: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, str):
        yield place, node
    elif isinstance(node, dict):
        code = node.get("code") or node.get("name")
        here = f"{place} {code}" if code else place
        for key, value in node.items():
            if key not in NOT_OURS:
                yield from _strings(value, f"{here} / {key}")
    elif isinstance(node, list | tuple):
        for value in node:
            yield from _strings(value, place)
