"""The answers of an older result under today's rules: what they lead to now, and what changed for them since.

Pure functions of two publications, answers and a day. "Then" is the day the older edition was published: a code does
not say on which day it was made.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from careers.publication import Publication
from pathways import rulebook
from pathways.engine import wording
from pathways.engine.answers import Answers, Reading
from pathways.engine.assessment import AssessedRoute, Assessment, assess
from pathways.engine.rules import Question, Rules
from pathways.headline import to_arrange, verdict_words


@dataclass(frozen=True)
class Change:
    """Something that was said otherwise; `before` or `after` is empty for what is new or no longer there."""

    what: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class LostAnswer:
    """An answer given then that can't be one today, with the reason."""

    question: Question
    text: str
    why: str


@dataclass(frozen=True)
class Since:
    """What the result page says of the edition its answers come from."""

    edition: int
    published_on: date
    code: str
    lost: tuple[LostAnswer, ...]
    changes: tuple[Change, ...]


def assessed_then(then: Publication, answers: Answers) -> Assessment:
    """The answers as the older edition judged them on its first day."""
    day = then.written_on
    return assess(rulebook.questionnaire(then.on(day), day), answers, day)


def lost_answers(then: Rules, answers: Answers, reading: Reading) -> tuple[LostAnswer, ...]:
    """What today's rules do not take; `reading` is what they make of the same answers."""
    return tuple(
        LostAnswer(
            question=then.question(code),
            text=wording.answer(then.question(code), value),
            why="Cette réponse n'est plus proposée."
            if code in reading.refusals
            else "Cette question n'est plus posée.",
        )
        for code, value in answers.items()
        if code not in reading.answers
    )


def changes(then: Assessment, now: Assessment) -> tuple[Change, ...]:
    """Route by route, from what to what; then the deadlines that run and who may pay."""
    return (*_routes(then, now), *_deadlines(then, now), *_fundings(then, now))


def _routes(then: Assessment, now: Assessment) -> Iterable[Change]:
    for after in now.routes:
        before = then.by_route.get(after.route.code)
        if before is None:
            yield Change(after.route.name, after=wording.lowered(verdict_words(after)))
        elif _stands(before) != _stands(after):
            yield Change(after.route.name, *_told_apart(before, after))
    for before in then.routes:
        if before.route.code not in now.by_route:
            yield Change(before.route.name, before=wording.lowered(verdict_words(before)))


def _stands(assessed: AssessedRoute) -> object:
    """What a change of is worth telling: a word chosen better is none."""
    return assessed.verdict, assessed.is_unneeded, {to_do.code for to_do in assessed.arrange}


def _told_apart(before: AssessedRoute, after: AssessedRoute) -> tuple[str, str]:
    was, is_ = wording.lowered(verdict_words(before)), wording.lowered(verdict_words(after))
    return (was, is_) if was != is_ else (f"{was}{_arrangements(before)}", f"{is_}{_arrangements(after)}")


def _arrangements(assessed: AssessedRoute) -> str:
    groups = (wording.either(wording.lowered(to_do.title) for to_do in group) for group in to_arrange(assessed))
    return f" ({wording.both(groups)})" if assessed.arrange else ""


def _deadlines(then: Assessment, now: Assessment) -> Iterable[Change]:
    before = {each.deadline.code: each for each in then.deadlines}
    after = {each.deadline.code: each for each in now.deadlines}
    for code, running in after.items():
        months = wording.amount(running.months, "mois")
        if code not in before:
            yield Change(running.deadline.name, after=months)
        elif before[code].months != running.months:
            yield Change(running.deadline.name, wording.amount(before[code].months, "mois"), months)
    for code, running in before.items():
        if code not in after:
            yield Change(running.deadline.name, before=wording.amount(running.months, "mois"))


def _fundings(then: Assessment, now: Assessment) -> Iterable[Change]:
    before = {each.funding.code: each for each in then.fundings}
    after = {each.funding.code: each for each in now.fundings}
    for code, fitting in after.items():
        if code not in before:
            yield Change(fitting.funding.name, after=_pays(fitting.is_doubtful))
        elif before[code].is_doubtful != fitting.is_doubtful:
            yield Change(fitting.funding.name, _pays(before[code].is_doubtful), _pays(fitting.is_doubtful))
    for code, fitting in before.items():
        if code not in after:
            yield Change(fitting.funding.name, before=_pays(fitting.is_doubtful))


def _pays(is_doubtful: bool) -> str:
    return "peut-être un financement, à vérifier" if is_doubtful else "un financement possible"
