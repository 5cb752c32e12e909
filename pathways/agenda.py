"""A plan as a calendar: its steps one after the other from a month the visitor chooses, and the deadline that runs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from hashlib import sha256

from icalendar import Calendar, Event

from careers.partial_dates import in_french
from careers.publication import Publication
from pathways.engine import wording
from pathways.engine.assessment import Assessment
from pathways.engine.clocks import shortest
from pathways.engine.plan import Arrange, Grow, Plan, Step, Train
from pathways.ways_ahead import length_unknown

MONTHS_OFFERED = 12


class NotAMonth(ValueError):
    """A start that is none of the months offered; the message is for the visitor."""


@dataclass(frozen=True)
class Month:
    """A month to start in: "2027-01", "janvier 2027"."""

    code: str
    words: str


@lru_cache(maxsize=8)
def months_offered(today: date) -> tuple[Month, ...]:
    """This month and the eleven after it."""
    firsts = (_months_later(today.replace(day=1), number) for number in range(MONTHS_OFFERED))
    return tuple(Month(f"{first:%Y-%m}", in_french(f"{first:%Y-%m}")) for first in firsts)


def first_day(code: str, today: date) -> date:
    """The first day of a month that is offered. NotAMonth for anything else."""
    if code not in {month.code for month in months_offered(today)}:
        raise NotAMonth("Choisissez un mois dans la liste.")
    return date.fromisoformat(f"{code}-01")


def calendar(publication: Publication, assessment: Assessment, plan: Plan, start: date) -> bytes:
    """The plan from that day: an unknown duration ends nothing, what follows is then set at its earliest."""
    made = Calendar()
    made.add("prodid", "-//Passerelle//plan//FR")
    made.add("version", "2.0")
    made.add("x-wr-calname", f"Passerelle : {publication.career.title}")
    stamp = publication.published_at or datetime.combine(assessment.on, datetime.min.time())
    for event in (*_steps(plan, start), *_deadline(assessment)):
        event.add("dtstamp", stamp)
        event.add("uid", sha256(event["summary"].encode() + str(event["dtstart"].dt).encode()).hexdigest()[:32])
        made.add_component(event)
    ical: bytes = made.to_ical()
    return ical


def _steps(plan: Plan, start: date) -> Iterator[Event]:
    day = start
    for number, step in enumerate(plan.steps, 1):
        title, text = _words(step)
        months = _longest(step)
        end = _months_later(day, months) if months else day + timedelta(days=1)
        event = Event()
        event.add("summary", f"{number}. {title}")
        if text:
            event.add("description", text)
        event.add("dtstart", day)
        event.add("dtend", end)
        yield event
        day = end if months else day


def _words(step: Step) -> tuple[str, str]:
    match step:
        case Arrange(to_do=to_do):
            return to_do.title, to_do.detail
        case Grow():
            return wording.sentence(wording.growth(step.question, step.start, step.end)).removesuffix("."), ""
        case Train(training=training):
            known = [wording.quantity(quantity) for quantity in (training.hours, training.months) if quantity]
            length = ", ".join(known) if training.months else length_unknown(training)
            return training.name, f"{length}. {training.summary}"


def _longest(step: Step) -> int:
    """Months to allow for a step; 0 when nobody says."""
    if isinstance(step, Grow):
        return round(step.months)
    if isinstance(step, Train) and step.training.months:
        return round(step.training.months.high or step.training.months.low or 0)
    return 0


def _deadline(assessment: Assessment) -> Iterator[Event]:
    running = shortest(assessment.deadlines)
    if running is not None and running.months_left is not None and running.months_left > 0:
        event = Event()
        event.add("summary", "Délai : qualification à obtenir")
        event.add("description", f"{running.deadline.name}. {running.case.sentence}")
        event.add("dtstart", _months_later(assessment.on, int(running.months_left)))
        yield event


def _months_later(day: date, months: int) -> date:
    """The same day so many months later; the first of the next month where there is none (31 January + 1)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        return _months_later(day.replace(day=1), months + 1)
