"""The pages of the questionnaire: made once for all who are alike, for others each time (ADR 0021)."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from careers.document import CareerPart, Claim, Source
from careers.serving import absolute, address
from pathways import shapes
from pathways.agenda import months_offered
from pathways.doors import doors
from pathways.engine.assessment import assess
from pathways.engine.rules import Question
from pathways.forms import QuestionForm
from pathways.reopened import Since
from pathways.result import Result
from pathways.result_page import ResultPage
from pathways.result_words import ResultWords
from pathways.said import shown, to_change
from pathways.shapes import Blank, Hole, Holes, Pieces, Shapes, Text, Written
from pathways.step_words import StepWords
from pathways.visits import Visit

QUOTED = 2
"""Facts that say why a question is asked, at most."""

MOST_RESULTS = 400
"""Of an edition, in a process: fifteen kilobytes each, the pieces being shared."""

MOST_STEPS = 4000
"""Of an edition, in a process: some hundred bytes each, the texts being shared."""


def question_page(visit: Visit, form: QuestionForm) -> str:
    own = StepWords(visit)
    if not is_shared(visit, form):
        return _asked(visit, form, own, is_kept=False).said_by(own)
    return _step(visit, own, form.question.code, lambda: _asked(visit, form, own, is_kept=True)).said_by(own)


def _step(visit: Visit, own: StepWords, page: str, made: Callable[[], Written]) -> Written:
    """A page of the questionnaire with its blanks, kept for all who meet the same."""
    publication = visit.request.publication

    def shared() -> Written:
        """One for all that are the same: people who are not alike, too, read the same page more often than not."""
        written = made()
        found: Written = shapes.kept(publication, tuple(written), lambda: written)
        return found

    steps = Shapes(publication, "steps", MOST_STEPS)
    found: Written = steps.get((page, *visit.seen_from, *own.alike), shared)
    return found


def _asked(visit: Visit, form: QuestionForm, own: StepWords, *, is_kept: bool) -> Written:
    holes = Holes(own, is_kept=is_kept)
    context = _question(visit, form, own, holes.hole)
    return shapes.part(
        visit.request.publication,
        _shape(visit, context),
        holes,
        lambda: render_to_string("pathways/question.html", context, visit.request),
    )


def check_page(visit: Visit) -> str:
    own = StepWords(visit)
    if not visit.is_like_others:
        return _checked(visit, own, is_kept=False).said_by(own)
    return _step(visit, own, "check", lambda: _checked(visit, own, is_kept=True)).said_by(own)


def _checked(visit: Visit, own: StepWords, *, is_kept: bool) -> Written:
    request, holes = visit.request, Holes(own, is_kept=is_kept)
    previous = visit.before()
    context = {
        "given": shown(visit.answered, own.questions(), holes.hole),
        "result_url": holes.hole(own.result()),
        "previous": holes.hole(to_change(previous, own.questions())) if previous else "",
        "here": holes.hole(own.here("check")),
        "interview": _interview(visit, "check"),
    }
    shape = (*visit.seen_from, tuple(visit.path.answered))
    return shapes.part(
        request.publication, shape, holes, lambda: render_to_string("pathways/check.html", context, request)
    )


def result_page(visit: Visit, agenda_error: str = "", since: Since | None = None) -> str:
    """The page of a result; with what was wrong, when its calendar was asked for and could not be made, and with what
    changed since, when a short code opened it."""
    own, is_kept = ResultWords(visit, _code(visit)), visit.is_like_others and not (agenda_error or since)
    if not is_kept:
        return _result(visit, own, agenda_error, since, is_kept=False).said_by(own)
    kept = Shapes(visit.request.publication, "results", MOST_RESULTS)
    written: Written = kept.get((*visit.seen_from, *own.alike), lambda: _result(visit, own, is_kept=True))
    return written.said_by(own)


def _result(
    visit: Visit, own: ResultWords, agenda_error: str = "", since: Since | None = None, *, is_kept: bool
) -> Written:
    request, holes = visit.request, Holes(own, is_kept=is_kept)
    result = Result(request.publication.career, own.assessment, visit.questionnaire)
    said = {
        "title": result.title,
        "easy": result.easy,
        "has_a_way": result.has_a_way,
        "cards_title": result.cards_title,
        "shut_title": result.shut_title,
        "unneeded_counted": result.unneeded_counted if result.unneeded else "",
        "pay_url": visit.address("pay"),
        "since": since,
    }
    pieces = Pieces(request.publication, request.day, own, is_kept=is_kept)
    page = ResultPage(
        result,
        own,
        pieces,
        sources_url=visit.address("sources"),
        address_of=lambda code: visit.address("route", route=code),
    )
    parts: dict[str, Text] = {
        **page.parts(),
        "plans": page.plans(visit.address("agenda"), months_offered(request.day), agenda_error),
        "paper_head": page.paper_head(request.publication.number),
        "share": page.share(visit.link_to_start_again()),
    }
    context = {**said, **{name: holes.hole(part) for name, part in parts.items()}}
    shape = ("result", *visit.seen_from, *said.values(), *holes.are_filled)
    return shapes.part(
        request.publication, shape, holes, lambda: render_to_string("pathways/result.html", context, request)
    )


def _code(visit: Visit) -> dict[str, str] | None:
    """The short code of the page, where to type it, and its drawing. Without text when the answers do not fit."""
    code = visit.short_code()
    if not code:
        return None if code is None else {"text": ""}
    return {
        "text": code,
        "typed_at": absolute(visit.request, address(visit.request, "codes")).partition("://")[2],
        "drawing_url": address(visit.request, "code-drawing", code=code),
    }


def _question(visit: Visit, form: QuestionForm, own: StepWords, hole: Hole) -> dict[str, Any]:
    """What the page of a question shows; all that comes from answers is a hole."""
    asked, place = form.question, _place(visit, form.question)
    given = shown((each for each in visit.answered if each != asked), own.questions(), hole)
    previous = visit.before(asked)
    return {
        "form": form,
        "hidden": [*_hidden(visit, asked, hole), *visit.other_fields(asked)],
        "action": visit.address("start"),
        "swaps": not visit.returns_to_result,
        "number": place.number,
        "left": place.left,
        "progress": place.progress,
        "previous": hole(to_change(previous, own.questions())) if previous else "",
        "given": given,
        "claims": _sourced(visit.request.publication.career, asked.claims),
        "source_url": visit.address("sources"),
        "doors": hole(place.doors) if given else "",
        "here": hole(own.here("start")),
        "interview": _interview(visit, "start"),
    }


def _hidden(visit: Visit, asked: Question, hole: Hole) -> Iterator[tuple[str, SafeString]]:
    """The other answers travel with the form, so that the address after sending holds them all."""
    for code, said in visit.said.items():
        if code != asked.code:
            for place in range(len(said.hidden)):
                yield code, hole(Blank("hidden", (code, place)))


def is_shared(visit: Visit, form: QuestionForm) -> bool:
    """Whether others are shown the same page, but for what is in its holes.

    Not when it shows more of what was sent: an answer to change, or one that can't be taken.
    """
    return not (form.typed or form.error) and visit.is_like_others


def _shape(visit: Visit, context: dict[str, Any]) -> Hashable:
    """All that tells the shared page of a question from that of the next person."""
    return (
        *visit.seen_from,
        context["form"].question.code,
        context["swaps"],
        context["number"],
        context["left"],
        context["progress"],
        bool(context["previous"]),
        tuple(name for name, _ in context["hidden"]),
        tuple(given["question"].code for given in context["given"]),
    )


class Place(NamedTuple):
    """How far one has come when a question is asked, and which routes are open so far."""

    number: int
    left: str
    progress: int
    """In per cent."""
    doors: SafeString


def _place(visit: Visit, asked: Question) -> Place:
    """The same for all whose answers are alike."""
    answered = visit.path.answered
    are_all = answered.keys() >= visit.reading.answers.keys()
    place = list(answered).index(asked.code) if asked.code in answered else len(answered)
    to_come = max(1, len(visit.questionnaire.worth_asking(answered)))
    return Place(
        number=place + 1,
        left=_left(visit) if are_all and place == len(answered) else "",
        progress=100 * place // (place + to_come),
        doors=_doors(visit),
    )


def _doors(visit: Visit) -> SafeString:
    """The routes so far, as HTML: the same for all whose routes stand the same."""
    request, answered = visit.request, visit.path.answered
    stand = tuple(
        (standing.verdict, bool(standing.waiting_for), standing.judged.is_unneeded)
        for standing in visit.questionnaire.table.standings(answered)
    )

    def made() -> SafeString:
        shown = doors(assess(visit.questionnaire, answered, request.day))
        return render_to_string("pathways/includes/doors.html", {"doors": shown})

    return shapes.kept(request.publication, ("doors", request.day, stand), made)


def _interview(visit: Visit, name: str) -> dict[str, str] | None:
    """Where the keys are told, and the same page without them; None for everybody who did not ask for keys."""
    if not visit.is_interview:
        return None
    return {"help_url": address(visit.request, "interview"), "leave_url": visit.link_to_leave_interview(name)}


def _left(visit: Visit) -> str:
    """How many questions come after the next one; empty when nobody knows."""
    remaining = visit.questionnaire.remaining(visit.path.answered)
    if remaining is None:
        return ""
    least, most = remaining.least - 1, remaining.most - 1
    if not most:
        return "C’est la dernière."
    number = "une" if most == 1 else f"{most}"
    if least == most:
        return f"Il en reste {number}."
    return f"Il en reste {least} à {most}." if least else f"Il en reste {number} au plus."


def _sourced(career: CareerPart, codes: Iterable[str]) -> list[tuple[Claim, Source]]:
    """The facts behind a question that a page may state, each with its weightiest source."""
    claims = (career.claims_by_code[code] for code in codes if code in career.claims_by_code)
    stated = [claim for claim in claims if claim.may_be_stated and claim.sources]
    return [(claim, career.sources_by_code[claim.sources[0]]) for claim in stated[:QUOTED]]
