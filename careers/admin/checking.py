"""Contrôler: everything wrong with the draft, what forbids to publish first, each with where and how to mend it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString

from careers import editions
from careers.admin.drafts_at_hand import Groups, chosen_career, draft_of, told_problems
from careers.admin.linked_rows import kind_of
from careers.admin.site import page
from careers.models import Career
from careers.parts import Parts, Problem

Section = Callable[[HttpRequest, Career, Parts], SafeString | str]

_sections: list[Section] = []
_remedies: dict[str, str] = {
    "careers.claim": "Ouvrez le fait. Complétez ce qui manque, ou décochez « affiché ».",
    "careers.source": "Ouvrez la source et corrigez sa date.",
    "careers.disagreement": "Ouvrez le désaccord et complétez ses versions.",
}


def section(view: Section) -> Section:
    """More to check, from another app: the HTML of a section of the page, which begins with its <h2>."""
    _sections.append(view)
    return view


def remedies(words: dict[str, str]) -> None:
    """What to do about rows of these models ("careers.claim"), in a sentence or two."""
    _remedies.update(words)


@page("controler/", name="controler", title="Contrôler le brouillon")
def check(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    career = chosen_career(request, context)
    draft = draft_of(career) if career else None
    context["is_unreadable"] = career is not None and draft is None
    if career and draft:
        found = editions.problems(draft)
        blocking = [problem for problem in found if problem.blocking]
        others = [problem for problem in found if not problem.blocking]
        context |= {
            "blocking": _by_kind(blocking),
            "blocking_count": len(blocking),
            "others": _by_kind(others),
            "others_count": len(others),
            "sections": [html for view in _sections if (html := view(request, career, draft))],
        }
    return TemplateResponse(request, "admin/checking.html", context)


def _by_kind(problems: list[Problem]) -> list[tuple[str, str, Groups]]:
    """By what is to be mended: its name, what to do, and the problems."""
    kinds: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        remedy = _remedies.get(problem.row.model, "") if problem.row else ""
        kinds.setdefault((kind_of(problem.row), remedy), []).append(problem)
    return [(name, remedy, told_problems(found)) for (name, remedy), found in kinds.items()]  # type: ignore[misc]
