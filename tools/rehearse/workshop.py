"""Counsellors at long work in the workshop, while people read."""

import time
from concurrent.futures import ThreadPoolExecutor

from tools.rehearse.counsellor import Counsellor
from tools.rehearse.edge import MOST_READ
from tools.rehearse.rehearsal import Outcome, Rehearsal, all_right, share, told
from tools.rehearse.running import HOST
from tools.rehearse.site import VISITORS, WORKSHOP
from tools.rehearse.visitors import PERSONAL

PROOF = "/admin/controler/"
"""What is wrong with the draft: it is proved for everybody."""
WINDOWS, PROOFS = 4, 6
READ = (*MOST_READ, *PERSONAL)
"""All of it comes from memory."""


def proofs(rehearsal: Rehearsal) -> Outcome:
    with rehearsal.crowd(4, paths=READ) as before:
        time.sleep(6)
    log = rehearsal.access_log()
    with rehearsal.crowd(4, paths=READ) as crowd, ThreadPoolExecutor(WINDOWS) as counsellors:
        done = [proof for some in counsellors.map(prove, windows(rehearsal)) for proof in some]
    usual, usual_before = (share([seen.seconds for seen in some.seen], 0.99) for some in (crowd, before))
    longest, shortest = max(seen.seconds for seen in crowd.seen), min(seconds for _, seconds in done)
    astray = 0
    for place in (VISITORS, WORKSHOP):
        asked = log.asked(of_the_workshop=place == WORKSHOP)
        astray += asked.total() - asked[f"{HOST}:{rehearsal.site.ports[place]}"]
    return Outcome(
        f"{told(crowd)}, 99 of 100 in {usual * 1000:.0f} ms ({usual_before * 1000:.0f} before), longest "
        f"{longest * 1000:.0f} ms; {len(done)} proofs of {shortest:.1f} s and more; {astray} requests elsewhere",
        all_right(crowd) and {status for status, _ in done} == {200} and not astray and usual < shortest,
    )


def windows(rehearsal: Rehearsal) -> list[Counsellor]:
    return [rehearsal.counsellor.window() for _ in range(WINDOWS)]


def prove(counsellor: Counsellor) -> list[tuple[int, float]]:
    """One proof after the other: its status, and how long it took."""
    done = []
    for _ in range(PROOFS):
        since = time.monotonic()
        status, _ = counsellor.see(PROOF)
        done.append((status, time.monotonic() - since))
    return done
