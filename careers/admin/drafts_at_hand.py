"""What several pages of the workshop begin with: the career they are about, its draft, and the edition in force."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest

from careers import editions
from careers.admin.drafts import UNREADABLE
from careers.admin.linked_rows import addresses
from careers.changes import effects
from careers.models import Career, Edition
from careers.parts import Change, Parts, Problem

CAREER = "metier"
"""Which career a page is about, in its address; without it, the first one."""
PERMISSION = "careers.publish_edition"

logger = logging.getLogger(__name__)


def chosen_career(request: HttpRequest, context: dict[str, Any]) -> Career | None:
    """The career asked for; None when there is none at all. The others go into the context, to be chosen from."""
    careers = list(Career.objects.order_by("code"))
    code = request.GET.get(CAREER)
    found = next((career for career in careers if career.code == code), None)
    if code and not found:
        raise Http404
    context |= {"careers": careers, "career": found or next(iter(careers), None)}
    chosen: Career | None = context["career"]
    return chosen


def draft_of(career: Career) -> Parts | None:
    """None when rows no longer fit together: the page says so, and the log why."""
    try:
        return editions.read_draft(career)
    except UNREADABLE:
        logger.exception("The draft of %s can't be read", career.code)
        return None


def contents_of(edition: Edition | None) -> Parts | None:
    """None without an edition, or when this version of the site can't read it."""
    if edition is None:
        return None
    try:
        return editions.open_document(edition.document, edition.checksum)
    except editions.UnreadableDocument:
        logger.warning("Edition %s can't be read", edition.number)
        return None


@dataclass(frozen=True)
class Told:
    """A change, a problem or an effect with where it is mended: one line, or several, under a name."""

    name: str
    sentences: tuple[str, ...]
    address: str = ""


Groups = list[tuple[str, list[Told]]]


def told_changes(found: Iterable[Change]) -> Groups:
    """Changes by their groups, in their order, each linked to its row of today if there is one."""
    found = list(found)
    where = addresses(change.row for change in found)
    groups: dict[str, list[Told]] = {}
    for change in found:
        address = where.get(change.row, "") if change.row else ""
        groups.setdefault(change.group, []).append(Told(change.name, change.sentences, address))
    return list(groups.items())


def told_effects(before: Parts, after: Parts) -> list[tuple[str, list[tuple[str, str]]]]:
    """What changes for whom: each sentence, with the rules it comes from as (code, address)."""
    try:
        found = effects(before, after)
    except UNREADABLE:  # an edition from before something was checked
        logger.exception("The effects of a version can't be told")
        return [("Les résultats de ces deux versions ne se comparent pas : l’une a des règles incomplètes.", [])]
    where = addresses(row for effect in found for row in effect.rows)
    return [
        (effect.sentence, [(str(row.key[0]), where[row]) for row in effect.rows if row in where]) for effect in found
    ]


def told_problems(found: Iterable[Problem]) -> list[Told]:
    found = list(found)
    where = addresses(problem.row for problem in found)
    return [Told(problem.message, (), where.get(problem.row, "") if problem.row else "") for problem in found]
