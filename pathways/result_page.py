"""The result page put together from pieces: what it says is `result`'s, where it is written the templates'.

Hardly anybody's page is another's, and nearly all its parts are: a card depends on how its route stands, not on who
asks. So each part is kept by what it says, with holes for what comes from answers and for what depends on the rest of
the page: addresses, numbers said, marks of sources (ADR 0021).
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, TypeVar

from django.utils.safestring import SafeString

from careers.citations import Citation
from careers.statements import Statement
from careers.templatetags.typography import french
from pathways.engine.assessment import AssessedRoute
from pathways.engine.plan import Grow
from pathways.engine.plan import Step as EngineStep
from pathways.result import Card, Delay, Pays, Result, Shut, Step
from pathways.shapes import Hole, Pieces
from pathways.visits import Given
from pathways.ways_ahead import PlannedStep, ShownLever, ShownPlan, ShownUnknown

_Each = TypeVar("_Each")


class ResultPage:
    """Every part of one result as HTML."""

    def __init__(self, result: Result, pieces: Pieces, sources_url: str):
        self._result = result
        self._pieces = pieces
        self._sources_url = sources_url

    def parts(self) -> dict[str, SafeString]:
        """By the names that `result.html` gives them."""
        result = self._result
        return {
            "overview": _together(self._overview_route, result.overview if result.has_a_way else ()),
            "unknowns": self._unknowns(result.ahead.unknowns),
            "cards": _together(self._card, result.cards),
            "levers": _together(self._lever, result.ahead.levers),
            "delays": _together(self._delay, result.delays),
            "shut": _together(self._shut, result.shut),
            "steps": _together(self._step, result.steps),
            "fundings": _together(self._funding, result.fundings),
            "pay": _together(self._pay, result.pay),
            "unneeded": _together(self._unneeded, result.unneeded),
            "sources": _together(self._source, result.citations),
        }

    def plans(self, agenda: dict[str, Any]) -> SafeString:
        """The plans, and the form that puts the first one in a calendar."""
        plans = self._result.ahead.plans
        if not plans:
            return SafeString()
        form = self._agenda(agenda)
        return self._piece(
            "plans",
            None,
            lambda hole: {
                "plans": [{"name": hole(french(plan.name_in_title)), "html": hole(self._plan(plan))} for plan in plans],
                "agenda": hole(form),
            },
        )

    def paper_head(self, given: Sequence[Given], here: str, code: dict[str, str] | None, edition: int) -> SafeString:
        """What paper shows above the answer."""
        return self._piece(
            "paper_head",
            (edition, _asked(given)),
            lambda hole: {
                "today": self._result.assessment.on,
                "edition": edition,
                "given": with_holes(given, hole),
                "code": _code_with_holes(code, hole),
                "here": hole(here),
            },
        )

    def share(self, given: Sequence[Given], here: str, code: dict[str, str] | None, restart_url: str) -> SafeString:
        """Beside the answer: its address, its code, and all the answers."""
        return self._piece(
            "share",
            (code is None, _asked(given)),
            lambda hole: {
                "here": hole(here),
                "code": _code_with_holes(code, hole),
                "given": with_holes(given, hole),
                "restart_url": hole(restart_url),
            },
        )

    # --- Routes

    def _overview_route(self, route: tuple[str, str, str, str]) -> SafeString:
        anchor, name, verdict, words = route
        return self._without_holes(
            "overview_route", route, {"anchor": anchor, "name": name, "verdict": verdict, "words": words}
        )

    def _card(self, card: Card) -> SafeString:
        return self._piece(
            "card",
            _stands(card.assessed),
            lambda hole: {
                "card": card,
                "address": hole(card.address),
                "hours_marks": hole(self._marks(card.hours.citations)),
                "months_marks": hole(self._marks(card.months.citations)),
                "lasting_marks": hole(self._marks(card.measure_citations)),
                "sources": hole(self._card_sources(card.citations)),
            },
        )

    def _card_sources(self, citations: Sequence[Citation]) -> SafeString:
        if not citations:
            return SafeString()
        key = tuple((citation.source.code, citation.number) for citation in citations)
        return self._without_holes("card_sources", key, {"citations": citations})

    def _shut(self, shut: Shut) -> SafeString:
        """What closes it is said with the words of answers."""
        assessed = shut.assessed
        return self._piece(
            "shut",
            (assessed.route.code, assessed.missing),
            lambda hole: {
                "shut": shut,
                "address": hole(shut.address),
                "because": hole(french(shut.because)),
                "marks": hole(self._marks(shut.citations)),
            },
        )

    def _unneeded(self, assessed: AssessedRoute) -> SafeString:
        return self._without_holes("unneeded", (assessed.route.code, assessed.because), {"each": assessed})

    # --- Ways ahead

    def _plan(self, plan: ShownPlan) -> SafeString:
        """Months are counted from answers."""
        steps = (self._planned(shown, step) for shown, step in zip(plan.steps, plan.plan.steps, strict=True))
        return self._piece(
            "plan",
            None,
            lambda hole: {
                "total": hole(french(plan.total)),
                "hired": hole(french(plan.hired)),
                "in_time": hole(french(plan.in_time)),
                "steps": hole(SafeString("".join(steps))),
            },
        )

    def _planned(self, shown: PlannedStep, step: EngineStep) -> SafeString:
        """What grows, grows from an answer."""
        is_own = isinstance(step, Grow)
        when, title = french(shown.when), french(shown.title)
        said = (shown.text, shown.fundings, shown.is_doubtful)
        return self._piece(
            "plan_step",
            said if is_own else (shown.when, shown.title, *said),
            lambda hole: {
                "step": shown,
                "when": hole(when) if is_own else when,
                "title": hole(title) if is_own else title,
                "marks": hole(self._marks(shown.citations)),
            },
        )

    def _agenda(self, agenda: dict[str, Any]) -> SafeString:
        return self._piece(
            "agenda",
            tuple(name for name, _ in agenda["fields"]),
            lambda hole: {
                "agenda": {
                    **agenda,
                    "url": hole(agenda["url"]),
                    "fields": [(name, hole(value)) for name, value in agenda["fields"]],
                    "error": hole(agenda["error"]),
                }
            },
        )

    def _lever(self, shown: ShownLever) -> SafeString:
        return self._piece(
            "lever", shown.sentence, lambda hole: {"sentence": shown.sentence, "trial": hole(shown.trial)}
        )

    def _unknowns(self, unknowns: Sequence[ShownUnknown]) -> SafeString:
        if not unknowns:
            return SafeString()
        key = tuple((shown.unknown.question.code, shown.branches) for shown in unknowns)
        return self._without_holes("unknowns", key, {"unknowns": unknowns})

    # --- What to do, who pays, and what one earns

    def _delay(self, delay: Delay) -> SafeString:
        running = delay.running
        return self._piece(
            "delay",
            (running.deadline.code, running.case.code, delay.is_over, running.months_left is None),
            lambda hole: {
                "delay": delay,
                "left": hole(french(delay.left)),
                "marks": hole(self._marks(delay.citations)),
            },
        )

    def _step(self, step: Step) -> SafeString:
        return self._piece(
            "next_step",
            step.to_do.code,
            lambda hole: {"to_do": step.to_do, "marks": hole(self._marks(step.citations))},
        )

    def _funding(self, pays: Pays) -> SafeString:
        fitting = pays.fitting
        return self._piece(
            "funding",
            (fitting.funding.code, fitting.case.code, fitting.is_doubtful, pays.routes),
            lambda hole: {"pays": pays, "marks": hole(self._marks(pays.citations))},
        )

    def _pay(self, statement: Statement) -> SafeString:
        return self._piece(
            "pay",
            statement.claim.code,
            lambda hole: {"wording": statement.claim.wording, "marks": hole(self._marks(statement.citations))},
        )

    # --- Sources

    def _marks(self, citations: Sequence[Citation]) -> SafeString:
        if not citations:
            return SafeString()
        numbers = tuple(citation.number for citation in citations)
        return self._pieces.without_holes("careers/includes/marks.html", numbers, {"citations": citations})

    def _source(self, citation: Citation) -> SafeString:
        return self._pieces.without_holes(
            "careers/includes/source.html",
            (citation.source.code, citation.number, citation.first_used_in, self._sources_url),
            {"citation": citation, "sources_url": self._sources_url},
        )

    def _piece(self, name: str, key: Hashable, context: Callable[[Hole], dict[str, Any]]) -> SafeString:
        return self._pieces.piece(f"pathways/includes/{name}.html", key, context)

    def _without_holes(self, name: str, key: Hashable, context: dict[str, Any]) -> SafeString:
        return self._pieces.without_holes(f"pathways/includes/{name}.html", key, context)


def with_holes(given: Iterable[Given], hole: Hole) -> list[Given]:
    """Answers for a template: nothing but which questions they are to is left of them."""
    return [Given(each.question, hole(each.text), hole(each.change)) for each in given]


def _asked(given: Iterable[Given]) -> tuple[str, ...]:
    return tuple(each.question.code for each in given)


def _code_with_holes(code: dict[str, str] | None, hole: Hole) -> dict[str, str] | None:
    return None if code is None else {name: hole(text) for name, text in code.items()}


def _stands(assessed: AssessedRoute) -> Hashable:
    """All that a route which is not closed has to say."""
    arrange = tuple(to_do.code for to_do in assessed.arrange)
    return (assessed.route.code, assessed.verdict, assessed.because, assessed.missing, arrange)


def _together(piece: Callable[[_Each], SafeString], things: Iterable[_Each]) -> SafeString:
    return SafeString("".join(map(piece, things)))
