"""Processes that die, are restarted, or grow."""

import os
import signal
import time

from tools.rehearse.evidence import proportional_mib
from tools.rehearse.rehearsal import Outcome, Rehearsal, all_right, nothing_wrong, told
from tools.rehearse.running import wait_until
from tools.rehearse.site import VISITORS, WORKSHOP
from tools.rehearse.visitors import faults

PEOPLE = 6
MOST_MIB = 240.0
"""After many publications, results and the workshop; after pages alone `make bench` holds it to 120. The unit lets it
have twice as much before it slows it down (MemoryHigh in deploy/)."""
SECONDS_TO_END = 15.0
ASKED_AGAIN = 3.0
"""Seconds after which nginx has found out that the app server of visitors is back (fail_timeout in deploy/)."""


def worker_killed(rehearsal: Rehearsal) -> Outcome:
    server = rehearsal.site.servers[VISITORS]
    before = set(server.children())
    with rehearsal.crowd(PEOPLE) as crowd:
        time.sleep(1)
        os.kill(min(before), signal.SIGKILL)
        replaced = wait_until(lambda: len(server.children()) == len(before) and set(server.children()) != before, 20)
        time.sleep(3)
    broken = sum(faults(crowd.seen).values())
    return Outcome(
        f"{told(crowd)}; worker {'replaced' if replaced else 'NOT REPLACED'}",
        nothing_wrong(crowd) and broken <= PEOPLE and replaced,
    )


def server_killed(rehearsal: Rehearsal) -> Outcome:
    site = rehearsal.site
    with rehearsal.crowd(PEOPLE) as crowd:
        time.sleep(1)
        site.servers[VISITORS].kill()
        time.sleep(4)
        took = site.start_server(VISITORS)
        time.sleep(2)
    broken = sum(faults(crowd.seen).values())
    return Outcome(f"{told(crowd)}; started again in {took:.1f} s", nothing_wrong(crowd) and broken <= PEOPLE)


def rolling_restart(rehearsal: Rehearsal) -> Outcome:
    """As docs/exploitation.md says, and the other way round."""
    site = rehearsal.site
    ended = []
    with rehearsal.crowd(PEOPLE) as crowd:
        time.sleep(1)
        for place in (WORKSHOP, VISITORS, WORKSHOP):
            ended.append(site.servers[place].end())
            site.start_server(place)
            if place == VISITORS:
                time.sleep(ASKED_AGAIN)
        time.sleep(1)
    return Outcome(
        f"{told(crowd)}; they ended in {', '.join(f'{seconds:.1f} s' for seconds in ended)}",
        all_right(crowd) and max(ended) < SECONDS_TO_END,
    )


def memory(rehearsal: Rehearsal) -> Outcome:
    parts = [[proportional_mib([pid]) for pid in (server.pid, *server.children())] for server in rehearsal.site.servers]
    said = " and ".join(f"{sum(held):.0f} MiB ({' + '.join(f'{mib:.0f}' for mib in held)})" for held in parts)
    return Outcome(f"{said}, {sum(map(sum, parts)):.0f} together", max(map(sum, parts)) <= MOST_MIB)
