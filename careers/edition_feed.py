"""What each edition changed, for those who follow: the note of its author, and the sentences that tell two editions
apart.

A sentence never tells a fact that no page states: what is hidden or refuted stays inside its disagreement.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from careers.changes import changes
from careers.editions import UnreadableDocument
from careers.older_editions import NotNow, older_editions
from careers.parts import Parts
from careers.publication import Notice, Publication

MOST_EDITIONS = 20
COMPARED = 4
"""The latest editions, each beside the one before it: older ones have their note only."""
MOST_CHANGES = 40


@dataclass(frozen=True)
class Entry:
    """`is_compared` says whether it was put beside the edition before it; `more` counts what is not told."""

    notice: Notice
    sentences: tuple[str, ...] = ()
    more: int = 0
    is_compared: bool = False


def entries(publication: Publication) -> tuple[Entry, ...]:
    """Newest first. Compared once for each publication, then kept."""
    if entries in publication.kept:
        kept: tuple[Entry, ...] = publication.kept[entries]
        return kept
    notices = publication.notices[:MOST_EDITIONS]
    compared: dict[int, Entry] = {}
    is_whole = True
    for newer, older in list(pairwise(notices))[:COMPARED]:
        try:
            compared[newer.number] = _compared(newer, _parts(publication, older), _parts(publication, newer))
        except UnreadableDocument:
            continue
        except NotNow:  # asked again next time
            is_whole = False
            break
    made = tuple(compared.get(notice.number, Entry(notice)) for notice in notices)
    if is_whole:
        publication.kept[entries] = made
    return made


def _parts(publication: Publication, notice: Notice) -> Parts:
    if notice.number == publication.number:
        return publication.parts
    found = older_editions.get(notice.number)
    if found is None:
        raise UnreadableDocument(f"edition {notice.number} is not there")
    return found.parts


def _compared(notice: Notice, before: Parts, after: Parts) -> Entry:
    untold = {claim.wording for parts in (before, after) for claim in _claims(parts) if not claim.may_be_stated}
    told = [
        f"{change.group}, « {change.name} » : {' '.join(change.sentences)}"
        for change in changes(before, after)
        if change.name not in untold
    ]
    return Entry(notice, tuple(told[:MOST_CHANGES]), max(0, len(told) - MOST_CHANGES), is_compared=True)


def _claims(parts: Parts) -> Any:
    return parts["career"].claims
