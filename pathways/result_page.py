"""The result page put together from pieces: what it says is `result`'s, where it is written the templates'.

Hardly anybody's page is another's, and nearly all its parts are: a card depends on how its route stands, not on who
asks. So each part is kept by what it says, with holes for what depends on the rest of the page, such as marks of
sources, and blanks for what is this person's own (`result_words`). Whoever is alike in all the page says gets the whole
of it from what is kept (ADR 0021).
"""

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from django.utils.safestring import SafeString

from careers.citations import Citation
from careers.statements import Statement
from careers.templatetags.typography import french
from pathways.agenda import Month
from pathways.engine.assessment import AssessedRoute
from pathways.engine.plan import Grow
from pathways.engine.plan import Step as EngineStep
from pathways.result import Card, Delay, Pays, Result, Shut, Step
from pathways.result_words import ResultWords
from pathways.said import shown
from pathways.shapes import Blank, Hole, Pieces, Text, Written, together
from pathways.ways_ahead import PlannedStep, ShownLever, ShownPlan, ShownUnknown

TO_QUESTIONS = Written([Blank("to_questions")])


class ResultPage:
    """Every part of one result as HTML, with blanks for what is the person's own."""

    def __init__(
        self, result: Result, own: ResultWords, pieces: Pieces, *, sources_url: str, address_of: Callable[[str], str]
    ):
        """`address_of` says that of the page of a route."""
        self._result = result
        self._address_of = address_of
        self._own = own
        self._pieces = pieces
        self._sources_url = sources_url

    def parts(self) -> dict[str, Text]:
        """By the names that `result.html` gives them."""
        result = self._result
        return {
            "overview": together(map(self._overview_route, result.overview if result.has_a_way else ())),
            "unknowns": self._unknowns(result.ahead.unknowns),
            "cards": together(map(self._card, result.cards)),
            "levers": together(map(self._lever, result.ahead.levers)),
            "delays": together(map(self._delay, result.delays)),
            "shut": together(map(self._shut, result.shut)),
            "steps": together(map(self._step, result.steps)),
            "fundings": together(map(self._funding, result.fundings)),
            "pay": together(map(self._pay, result.pay)),
            "unneeded": together(map(self._unneeded, result.unneeded)),
            "sources": together(map(self._source, result.citations)),
            "lead": french(result.lead),
            "back_url": Blank("link_back"),
            "witness_url": Blank("new_witness"),
        }

    def plans(self, agenda_url: str, months: Sequence[Month], error: str) -> Written:
        """The plans, and the form that puts the first one in a calendar."""
        plans = self._result.ahead.plans
        if not plans:
            return Written()
        form = self._agenda(agenda_url, months, error)
        return self._piece(
            "plans",
            None,
            lambda hole: {
                "plans": [
                    {"name": hole(self._plan_name(place, plan)), "html": hole(self._plan(place, plan))}
                    for place, plan in enumerate(plans)
                ],
                "agenda": hole(form),
            },
        )

    def paper_head(self, edition: int) -> Written:
        """What paper shows above the answer."""
        return self._piece(
            "paper_head",
            (edition, self._own.asked),
            lambda hole: {
                "today": self._result.assessment.on,
                "edition": edition,
                "given": shown(self._own.asked, TO_QUESTIONS, hole),
                "code": self._code(hole),
                "here": hole(Blank("here")),
            },
        )

    def share(self, restart_url: str) -> Written:
        """Beside the answer: its address, its code, and all the answers."""
        return self._piece(
            "share",
            (self._own.code is None, self._own.asked),
            lambda hole: {
                "here": hole(Blank("here")),
                "code": self._code(hole),
                "given": shown(self._own.asked, TO_QUESTIONS, hole),
                "restart_url": hole(restart_url),
            },
        )

    def _code(self, hole: Hole) -> dict[str, SafeString] | None:
        if self._own.code is None:
            return None
        return {name: hole(Blank("of_the_code", name)) for name in self._own.code}

    # --- Routes

    def _overview_route(self, route: tuple[str, str, str, str]) -> SafeString:
        anchor, name, verdict, words = route
        return self._without_holes(
            "overview_route", route, {"anchor": anchor, "name": name, "verdict": verdict, "words": words}
        )

    def _card(self, card: Card) -> Written:
        return self._piece(
            "card",
            _stands(card.assessed),
            lambda hole: {
                "card": card,
                "address": hole(self._address(card.assessed)),
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

    def _shut(self, shut: Shut) -> Written:
        """What closes it is said with the words of answers."""
        assessed = shut.assessed
        return self._piece(
            "shut",
            (assessed.route.code, assessed.missing),
            lambda hole: {
                "shut": shut,
                "address": hole(self._address(assessed)),
                "because": hole(Blank("because", assessed.route.code)),
                "marks": hole(self._marks(shut.citations)),
            },
        )

    def _address(self, assessed: AssessedRoute) -> Written:
        """Of the route's page, with the answers."""
        return Written([f"{self._address_of(assessed.route.code)}?", Blank("query")])

    def _unneeded(self, assessed: AssessedRoute) -> SafeString:
        return self._without_holes("unneeded", (assessed.route.code, assessed.because), {"each": assessed})

    # --- Ways ahead

    def _plan_name(self, place: int, plan: ShownPlan) -> SafeString | Blank:
        return Blank("plan_name", place) if _waits(plan) else french(plan.words.name_in_title)

    def _plan(self, place: int, plan: ShownPlan) -> Written:
        """Months to let pass are counted from answers, and so is what is left of a delay."""
        words = plan.words
        steps = [
            self._planned((place, number), shown, step)
            for number, (shown, step) in enumerate(zip(plan.steps, words.plan.steps, strict=True))
        ]
        return self._piece(
            "plan",
            None,
            lambda hole: {
                "total": hole(Blank("total", place) if _waits(plan) else french(words.total)),
                "hired": hole(french(words.hired)),
                "in_time": hole(Blank("in_time", place) if words.clock else ""),
                "steps": hole(together(steps)),
            },
        )

    def _planned(self, place: tuple[int, int], shown: PlannedStep, step: EngineStep) -> Written:
        """What grows, grows from an answer."""
        is_own = isinstance(step, Grow)
        said = (shown.text, shown.fundings, shown.is_doubtful)
        return self._piece(
            "plan_step",
            said if is_own else (shown.when, shown.title, *said),
            lambda hole: {
                "step": shown,
                "when": hole(Blank("step_when", place)) if is_own else french(shown.when),
                "title": hole(Blank("step_title", place)) if is_own else french(shown.title),
                "marks": hole(self._marks(shown.citations)),
            },
        )

    def _agenda(self, url: str, months: Sequence[Month], error: str) -> Written:
        names = self._own.fields
        return self._piece(
            "agenda",
            tuple(names),
            lambda hole: {
                "agenda": {
                    "url": hole(url),
                    "fields": [(name, hole(Blank("field", place))) for place, name in enumerate(names)],
                    "months": months,
                    "error": hole(error),
                }
            },
        )

    def _lever(self, shown: ShownLever) -> Written:
        return self._piece(
            "lever",
            shown.sentence,
            lambda hole: {"sentence": shown.sentence, "trial": hole(Blank("trial", shown.lever.criteria))},
        )

    def _unknowns(self, unknowns: Sequence[ShownUnknown]) -> SafeString:
        if not unknowns:
            return SafeString()
        key = tuple((shown.unknown.question.code, shown.branches) for shown in unknowns)
        return self._without_holes("unknowns", key, {"unknowns": unknowns})

    # --- What to do, who pays, and what one earns

    def _delay(self, delay: Delay) -> Written:
        running = delay.running
        return self._piece(
            "delay",
            (running.deadline.code, running.case.code, delay.is_over, running.months_left is None),
            lambda hole: {
                "delay": delay,
                "left": hole(Blank("left", running.deadline.code)),
                "marks": hole(self._marks(delay.citations)),
            },
        )

    def _step(self, step: Step) -> Written:
        return self._piece(
            "next_step",
            step.to_do.code,
            lambda hole: {"to_do": step.to_do, "marks": hole(self._marks(step.citations))},
        )

    def _funding(self, pays: Pays) -> Written:
        fitting = pays.fitting
        return self._piece(
            "funding",
            (fitting.funding.code, fitting.case.code, fitting.is_doubtful, pays.routes),
            lambda hole: {"pays": pays, "marks": hole(self._marks(pays.citations))},
        )

    def _pay(self, statement: Statement) -> Written:
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

    def _piece(self, name: str, key: Hashable, context: Callable[[Hole], dict[str, Any]]) -> Written:
        return self._pieces.piece(f"pathways/includes/{name}.html", key, context)

    def _without_holes(self, name: str, key: Hashable, context: dict[str, Any]) -> SafeString:
        return self._pieces.without_holes(f"pathways/includes/{name}.html", key, context)


def _waits(plan: ShownPlan) -> bool:
    return any(isinstance(step, Grow) for step in plan.words.plan.steps)


def _stands(assessed: AssessedRoute) -> Hashable:
    """All that a route which is not closed has to say."""
    arrange = tuple(to_do.code for to_do in assessed.arrange)
    return (assessed.route.code, assessed.verdict, assessed.because, assessed.missing, arrange)
