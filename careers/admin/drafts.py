"""How far each draft is from what visitors see: how many changes, and what forbids to publish them.

A page of its own, which the desk fetches: reading and proving a whole draft takes longer than showing a desk.
"""

import logging
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from careers import editions
from careers.admin.site import page
from careers.changes import changes
from careers.models import Career, Edition
from careers.parts import Parts

logger = logging.getLogger(__name__)

# What rows that no longer fit together make reading raise. The others of the page go on being told.
UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, AssertionError)


class Draft(NamedTuple):
    career: Career
    edition: int | None
    changes: int | None
    """None when the edition in force can't be read any more, or there is none."""
    blocking: int
    others: int
    is_readable: bool = True


@page("brouillons/", name="drafts", title="L’état des brouillons")
def drafts(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    found = [_draft_of(career) for career in Career.objects.order_by("code")]
    return render(request, "admin/drafts.html", context | {"drafts": found})


def _draft_of(career: Career) -> Draft:
    edition = career.editions.order_by("-number").first()
    number = edition.number if edition else None
    try:
        rows = editions.read_draft(career)
        problems = editions.problems(rows)
    except UNREADABLE:
        logger.exception("The draft of %s can't be read", career.code)
        return Draft(career, number, None, 0, 0, is_readable=False)
    blocking = sum(problem.blocking for problem in problems)
    return Draft(career, number, _changes_since(edition, rows), blocking, len(problems) - blocking)


def _changes_since(edition: Edition | None, rows: Parts) -> int | None:
    if edition is None:
        return None
    try:
        published = editions.open_document(edition.document, edition.checksum)
    except editions.UnreadableDocument:
        return None
    return len(changes(published, rows))
