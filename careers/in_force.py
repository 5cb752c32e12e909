"""The facts of a job as they stand on one day: which are true, which are not yet, which are over, what stood before.

An edition holds facts of several times. `standing_on` gives the career part of a day in the same structures, so that
pages tell it as they tell today. Nothing here knows what day it is.

How dates are read. One known to the month or the year covers all its days: a fact in force "depuis 2020" is told on
every day of 2020, one in force "jusqu’en 2023" on every day of 2023. A replacement has one more rule, since two facts
would then be told at once:

- on a day of the past the older one is told through the whole month or year of the change, if it was still seen in it
  (384 hours on any day of 2023 but the last, since the course was cut "en 2023");
- from the day the edition was written the counsellor's word counts: the new one is told from the first day of its month
  or year, so that a change prepared for "2027-01" takes effect on 1 January 2027.

A fact without a beginning is told on every day: nobody says since when it holds. A replaced one was true until it was
last seen (`as_of`), or until it was replaced when nobody says; a count, an event or a doubtful fact is known from the
day it was seen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from msgspec.structs import replace

from careers import partial_dates
from careers.document import CareerPart, Claim
from careers.statements import is_counted


@dataclass(frozen=True)
class Standing:
    """A career part on a day. `in_place_of` names, for a fact that is not the one to read that day, those that are."""

    career: CareerPart
    in_place_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def standing_on(career: CareerPart, day: date, written: date) -> Standing:
    """The part itself when it says nothing else of that day. `written` is the day it was published, or is read."""
    return _Reading(career, day, written).standing


def turning_days(career: CareerPart, written: date) -> set[date]:
    """The days on which the facts may stand differently from the day before."""
    days = {written}
    for claim in career.claims:
        for text in (claim.valid_from, claim.valid_until, claim.as_of, claim.milestone.on if claim.milestone else ""):
            if _is_known(text):
                days |= {partial_dates.first_day(text), partial_dates.last_day(text), _after(text)}
    return days


def first_known_day(career: CareerPart) -> date | None:
    """The first day a fact is known to be true; None when no fact says since when it is."""
    begun = (claim.valid_from for claim in career.claims if claim.may_be_stated and _is_known(claim.valid_from))
    return min(map(partial_dates.first_day, begun), default=None)


class _Reading:
    """All the questions about one day. A fact is asked about by itself, and about the line of those it replaced."""

    def __init__(self, career: CareerPart, day: date, written: date):
        self._career = career
        self._day = day
        self._written = written
        self._is_past = day < written

    @cached_property
    def standing(self) -> Standing:
        claims = tuple(told for claim in self._career.claims if (told := self._told(claim)))
        in_place_of = {claim.code: place for claim in self._career.claims if (place := self._place(claim)) is not None}
        if len(claims) == len(self._career.claims) and all(map(_is_same, claims, self._career.claims)):
            return Standing(self._career, in_place_of)
        known = {claim.code for claim in claims}
        return Standing(
            replace(
                self._career,
                claims=claims,
                disagreements=tuple(
                    disagreement
                    for disagreement in self._career.disagreements
                    if all(stance.claim in known for stance in disagreement.stances)
                ),
            ),
            in_place_of,
        )

    @cached_property
    def _replaced(self) -> dict[str, list[Claim]]:
        """The facts each fact replaced, which a page may state."""
        found: dict[str, list[Claim]] = {}
        for claim in self._career.claims:
            if claim.standing == "superseded" and claim.may_be_stated:
                found.setdefault(claim.superseded_by, []).append(claim)
        return found

    @cached_property
    def _restored(self) -> set[str]:
        """The replaced facts that are the ones to read this day."""
        return {
            claim.code
            for successor in self._replaced
            if successor in self._career.claims_by_code
            for claim in self._standing_for(self._career.claims_by_code[successor])
            if claim.standing == "superseded"
        }

    # --- What becomes of a fact ---------------------------------------------------------------------------------------

    def _told(self, claim: Claim) -> Claim | None:
        """The fact as it is told this day; None when it is not true, or not known, yet."""
        if claim.standing == "refuted":
            return claim
        if not self._has_begun(claim) or (self._is_past and self._is_of_later(claim)):
            return None
        if claim.code in self._restored:
            doubt = "contested" if claim.contested_with else "unverified" if claim.caveat else "current"
            return replace(claim, standing=doubt, superseded_by="")
        if claim.standing != "superseded":
            return replace(claim, standing="superseded", superseded_by="") if self._has_ended(claim) else claim
        successor = self._career.claims_by_code.get(claim.superseded_by)
        if successor is None or self._has_begun(successor):
            return claim
        return replace(claim, superseded_by=next((one.code for one in self._standing_for(successor)), ""))

    def _place(self, claim: Claim) -> tuple[str, ...] | None:
        """What to read where a rule names this fact: None when it is the fact itself.

        A rule that names a replaced fact means it, unless the replacement was prepared and took effect since.
        """
        if claim.standing == "refuted":
            return None
        if not self._has_begun(claim):
            return tuple(one.code for one in self._standing_for(claim))
        if self._is_past:
            return self._after(claim) if self._is_of_later(claim) else None
        return self._after(claim) if self._was_prepared(claim) else None

    def _was_prepared(self, claim: Claim) -> bool:
        """Whether what replaces it took its place after the edition was written."""
        successor = self._career.claims_by_code.get(claim.superseded_by)
        if claim.standing != "superseded" or successor is None or not self._has_begun(successor):
            return False
        begins = self._first(successor.valid_from)
        until = partial_dates.last_day(claim.valid_until) if _is_known(claim.valid_until) else date.min
        return begins > self._written or (until >= self._written and successor.standing != "superseded")

    def _after(self, claim: Claim, above: frozenset[str] = frozenset()) -> tuple[str, ...]:
        """What stands this day at the end of the line that begins with a replaced fact."""
        successor = self._career.claims_by_code.get(claim.superseded_by)
        if successor is None or successor.code in above:
            return ()
        if not self._has_begun(successor):
            return tuple(one.code for one in self._standing_for(successor))
        if successor.standing == "superseded" and self._was_prepared(successor):
            return self._after(successor, above | {claim.code})
        return (successor.code,)

    # --- When a fact begins and ends ----------------------------------------------------------------------------------

    def _has_begun(self, claim: Claim) -> bool:
        """Whether it is true this day and, if it replaced others, has taken their place."""
        replaced = [one for one in self._replaced.get(claim.code, ()) if self._is_dated_before(one)]
        if _is_known(claim.valid_from):
            if self._first(claim.valid_from) > self._day:
                return False
            is_sure = not self._is_past or partial_dates.last_day(claim.valid_from) <= self._day
            return is_sure or not any(self._lasts(one) for one in replaced)
        if claim.milestone and self._is_past:
            return partial_dates.last_day(_seen(claim)) <= self._day if _is_known(_seen(claim)) else True
        if any(_is_known(one.valid_until) and not self._has_ended(one) for one in replaced):
            return False
        if not self._is_past or (_is_known(claim.as_of) and self._first(claim.as_of) <= self._day):
            return True
        return not any(self._lasts(one) for one in replaced)

    def _is_dated_before(self, claim: Claim) -> bool:
        return not _is_known(claim.valid_from) or self._first(claim.valid_from) <= self._day

    def _has_ended(self, claim: Claim) -> bool:
        return _is_known(claim.valid_until) and partial_dates.last_day(claim.valid_until) < self._day

    def _lasts(self, claim: Claim) -> bool:
        """Whether it is known to be still true this day, or was seen to be later."""
        last = claim.valid_until or claim.as_of
        return _is_known(last) and partial_dates.last_day(last) >= self._day

    def _is_of_later(self, claim: Claim) -> bool:
        """Whether it is a replaced or doubtful fact first seen after this day: it says nothing of it."""
        return (
            claim.standing != "current"
            and claim.code not in self._restored
            and not claim.valid_from
            and _is_known(claim.as_of)
            and self._first(claim.as_of) > self._day
        )

    def _first(self, text: str) -> date:
        return partial_dates.first_day(text) if _is_known(text) else date.min

    # --- What stands where a fact does not yet ------------------------------------------------------------------------

    def _standing_for(self, claim: Claim, above: frozenset[str] = frozenset()) -> list[Claim]:
        """Those to read in its place, none when it has begun (a draft may turn in circles)."""
        if self._has_begun(claim) or claim.code in above:
            return []
        found: dict[str, Claim] = {}
        for one in self._replaced.get(claim.code, ()):
            stand = [one] if self._has_begun(one) else self._standing_for(one, above | {claim.code})
            found |= {each.code: each for each in stand}
        return self._chosen(found.values())

    def _chosen(self, claims: Iterable[Claim]) -> list[Claim]:
        """Among facts that were all replaced by the same one: those their dates say, else the one seen about then."""
        counts = [claim for claim in claims if is_counted(claim)]
        if counts:
            return [max(counts, key=lambda claim: self._first(_seen(claim)))]
        ended = [claim for claim in claims if self._has_ended(claim)]
        dated = [claim for claim in claims if _is_dated(claim) and claim not in ended]
        if dated:
            endless = [claim for claim in dated if not _is_known(claim.valid_until)]
            latest = max((self._first(claim.valid_from) for claim in endless), default=None)
            return [claim for claim in dated if claim not in endless or self._first(claim.valid_from) == latest]
        seen = [claim for claim in claims if not _is_dated(claim) and _is_known(claim.as_of)]
        if seen or ended:
            return self._seen_about_then(seen, ended)
        return list(claims)  # nobody says when: until it was replaced

    def _seen_about_then(self, claims: list[Claim], ended: list[Claim]) -> list[Claim]:
        """Those last seen first after this day; else the last ones seen before, if nothing dated has come since."""
        until = {claim.code: partial_dates.last_day(claim.as_of) for claim in claims}
        later = [last for last in until.values() if last >= self._day]
        before = max(until.values(), default=date.min)
        if not later and any(partial_dates.last_day(claim.valid_until) > before for claim in ended):
            return []
        then = min(later, default=before)
        return [claim for claim in claims if until[claim.code] == then]


def _is_same(told: Claim, claim: Claim) -> bool:
    return told is claim


def _is_dated(claim: Claim) -> bool:
    return _is_known(claim.valid_from) or _is_known(claim.valid_until)


def _seen(claim: Claim) -> str:
    """When a count or an event was known; a goal is known before the year it is for."""
    return claim.as_of or (claim.milestone.on if claim.milestone else "")


def _is_known(text: str) -> bool:
    """Whether it is a date: one that can't be read is named by the problems of the draft, and bounds nothing here."""
    return bool(text) and partial_dates.is_date(text)


def _after(text: str) -> date:
    last = partial_dates.last_day(text)
    return last if last == date.max else last + timedelta(days=1)
