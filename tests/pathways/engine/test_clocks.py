"""What still fits before a deadline, and when to begin at the latest."""

import pytest

from pathways.engine.assessment import RunningDeadline
from pathways.engine.clocks import Clock, Fit, clock, shortest
from pathways.engine.plan import Plan, Total
from tests.pathways.engine.builders import any_of, case, deadline


def taking(months):
    """A plan of these months: its sum is worked out once and kept, so it can be given."""
    plan = Plan((), 0)
    plan.__dict__["months"] = months
    return plan


def running(months_left, months=24):
    hired = case("hired", any_of("employer", "yes"))
    return RunningDeadline(deadline("limit", "months", months, hired), hired, months, months_left)


@pytest.mark.parametrize(
    ("months", "left", "fit", "start_within"),
    [
        pytest.param(Total(6, 12), 14, Fit.YES, 2, id="the-longest-fits"),
        pytest.param(Total(6, 12), 12, Fit.YES, 0, id="just-fits"),
        pytest.param(Total(6, 12), 8, Fit.PERHAPS, 2, id="only-the-shortest-fits"),
        pytest.param(Total(6, 12), 4, Fit.NO, None, id="too-late"),
        pytest.param(Total(6, 12), -3, Fit.NO, None, id="deadline-passed"),
        pytest.param(Total(0, 0, unknown=frozenset({"fae"})), 4, Fit.PERHAPS, None, id="duration-not-known"),
    ],
)
def test_what_fits(months, left, fit, start_within):
    limit = running(left)

    assert clock(taking(months), [limit]) == Clock(limit, fit, start_within)


def test_the_deadline_that_ends_first_counts():
    late, soon = running(20, 36), running(8)

    assert shortest([late, soon]) == soon


@pytest.mark.parametrize("deadlines", [[], [running(None)]], ids=["none-runs", "months-in-post-not-known"])
def test_no_clock(deadlines):
    assert clock(taking(Total(6, 12)), deadlines) is None
