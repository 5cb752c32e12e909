"""The day a page is asked for: `?au=27/03/2023`, or the same at the head of its address (`/au/2023-03-27/…`).

A page is of one day: a month or a year is refused, with what to write instead. A day is looked at neither before the
first fact that says since when it is true, nor so far ahead that nothing is known of it.
"""

from datetime import date

from careers import in_force, partial_dates
from careers.publication import Publication

ON_DAY = "au"
"""Reserved key of every address of the public site."""
YEARS_AHEAD = 10
SHOWN = 30
"""Characters of a wrong date that are said again."""


class NoSuchDay(ValueError):
    """A day no page can be shown for; the message is for the visitor."""

    status = 404


class NotADay(NoSuchDay):
    """What was written is no day."""

    status = 400


def day_asked(typed: str, publication: Publication, today: date) -> date:
    """Today when nothing was written."""
    written = "".join(char for char in typed if char.isprintable()).strip()
    if not written:
        return today
    try:
        day = date.fromisoformat(partial_dates.normalise(written))
    except ValueError:
        shown = written if len(written) <= SHOWN else f"{written[:SHOWN]}…"
        raise NotADay(f"« {shown} » n’est pas un jour. Écrivez-le en entier, comme 27/03/2023.") from None
    first = in_force.first_known_day(publication.career) or publication.written_on
    if day < min(first, today):
        known = partial_dates.day_in_french(first)
        raise NoSuchDay(f"Nous ne savons rien de ce jour. Ce que nous savons commence le {known}.")
    last = today.year + YEARS_AHEAD
    if day.year > last:
        raise NoSuchDay(f"Nous ne savons rien d’un jour si lointain. Choisissez-en un jusqu’en {last}.")
    return day
