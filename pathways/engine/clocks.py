"""Time limits that run from hiring, beside what a plan takes: what still fits, and when to begin at the latest."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from pathways.engine.assessment import RunningDeadline
from pathways.engine.plan import Plan


class Fit(StrEnum):
    YES = "yes"  # even the longest course ends in time
    PERHAPS = "perhaps"  # the shortest does; or a duration is not known
    NO = "no"


@dataclass(frozen=True)
class Clock:
    """The shortest deadline that applies, and the months by which a plan must begin to end in time.

    `start_within` is None when the plan's duration is not known in full.
    """

    running: RunningDeadline
    fit: Fit
    start_within: float | None


def shortest(deadlines: Iterable[RunningDeadline]) -> RunningDeadline | None:
    """The deadline that ends first, among those whose months in post are known."""
    known = [running for running in deadlines if running.months_left is not None]
    return min(known, key=lambda running: running.months_left or 0, default=None)


def clock(plan: Plan, deadlines: Iterable[RunningDeadline]) -> Clock | None:
    """None when no deadline runs, or the months in post are not known."""
    running = shortest(deadlines)
    if running is None or running.months_left is None:
        return None
    left, needed = running.months_left, plan.months
    if needed.low > left:
        return Clock(running, Fit.NO, None)
    if needed.is_partial:
        return Clock(running, Fit.PERHAPS, None)
    if needed.high > left:
        return Clock(running, Fit.PERHAPS, left - needed.low)
    return Clock(running, Fit.YES, left - needed.high)
