"""The database stopped, read-only, slow, or not there when an app server starts."""

import http.client
import time

from tests.pathways.visiting import AIDE_SOIGNANTE, START, link
from tools.rehearse.counsellor import title
from tools.rehearse.rehearsal import Outcome, Rehearsal, all_right, share, told
from tools.rehearse.running import wait_until
from tools.rehearse.visitors import Seen, judged

LAST_ANSWER = link(START, AIDE_SOIGNANTE, question="employeur")
"""The request that is counted: it gives the last missing answer."""
SLOW = 5.0
"""Seconds before anything gets through, each way: a page that waits for the database takes longer than that."""


def stopped(rehearsal: Rehearsal) -> Outcome:
    site = rehearsal.site
    with rehearsal.crowd() as crowd:
        time.sleep(1)
        site.database.stop()
        time.sleep(4)
        wrong = rehearsal.wrong_pages(rehearsal.browser.see)
        counted = [rehearsal.browser.get(LAST_ANSWER)[0].status for _ in range(3)]
        status, page = rehearsal.counsellor.see("/admin/")
        time.sleep(8)  # the time of dropping what was counted
    site.database.start()
    back = wait_until(lambda: rehearsal.counsellor.see("/admin/")[0] == 200, 30)
    number = rehearsal.publish("neuf")
    shown = rehearsal.shows(number, 30)
    return Outcome(
        f"{told(crowd)}; {len(wrong)} wrong pages{': ' + wrong[0] if wrong else ''}; counting {counted}; "
        f"workshop {status} « {title(page)} »; then {'back' if back else 'NOT BACK'}, "
        f"edition {number} {'shown' if shown else 'NOT SHOWN'}",
        all_right(crowd)
        and not wrong
        and set(counted) <= {200, 302, 303}
        and (status, "base de données" in page) == (503, True)
        and back
        and shown,
    )


def read_only(rehearsal: Rehearsal) -> Outcome:
    rehearsal.site.database.read_only(True)
    try:
        with rehearsal.crowd() as crowd:
            time.sleep(3)
            wrong = rehearsal.wrong_pages(rehearsal.browser.see)
            status, _ = rehearsal.counsellor.see("/admin/")
            door, refusal = rehearsal.counsellor.stranger().log_in()
    finally:
        rehearsal.site.database.read_only(False)
    back = wait_until(lambda: rehearsal.counsellor.see("/admin/")[0] == 200, 30)
    return Outcome(
        f"{told(crowd)}; {len(wrong)} wrong pages; workshop {status}, its door {door} « {title(refusal)} »; "
        f"then {'back' if back else 'NOT BACK'}",
        all_right(crowd) and not wrong and status in (200, 503) and door == 503 and back,
    )


def slow(rehearsal: Rehearsal) -> Outcome:
    with rehearsal.crowd(4) as before:
        time.sleep(4)
    line = rehearsal.site.database.line
    line.delay = SLOW
    try:
        with rehearsal.crowd(4) as crowd:
            time.sleep(15)
    finally:
        line.delay = 0.0
    longest, usual = max(seen.seconds for seen in crowd.seen), share([seen.seconds for seen in crowd.seen], 0.99)
    usual_before = share([seen.seconds for seen in before.seen], 0.99)
    time.sleep(SLOW)
    back = wait_until(lambda: rehearsal.counsellor.see("/admin/")[0] == 200, 60)
    return Outcome(
        f"{told(crowd)}; 99 of 100 in {usual * 1000:.0f} ms ({usual_before * 1000:.0f} before), "
        f"longest {longest * 1000:.0f} ms; workshop {'back' if back else 'NOT BACK'}",
        all_right(crowd) and longest < SLOW and back,
    )


def restart_without(rehearsal: Rehearsal) -> Outcome:
    site = rehearsal.site
    site.database.stop()
    took = []
    for place in (0, 1):
        site.servers[place].end()
        took.append(site.start_server(place))

    def from_one(path: str) -> Seen:
        at = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", site.ports[0], timeout=15)
        try:
            connection.request("GET", path, headers={"Host": "passerelle.example", "X-Forwarded-Proto": "https"})
            response = connection.getresponse()
            return judged(path, at, time.monotonic() - at, response, response.read().decode())
        except (OSError, http.client.HTTPException) as error:
            return Seen(path, at, time.monotonic() - at, 0, fault=type(error).__name__)
        finally:
            connection.close()

    wrong = rehearsal.wrong_pages(from_one)
    status, page = rehearsal.counsellor.see("/admin/")
    site.database.start()
    back = wait_until(lambda: rehearsal.counsellor.see("/admin/")[0] == 200, 30)
    number = rehearsal.publish("dix")
    shown = rehearsal.shows(number, 30)
    return Outcome(
        f"ready in {max(took):.1f} s, {len(wrong)} wrong pages{': ' + wrong[0] if wrong else ''}; workshop {status} "
        f"« {title(page)} »; then {'back' if back else 'NOT BACK'}, edition {number} "
        f"{'shown' if shown else 'NOT SHOWN'}",
        not wrong and status == 503 and back and shown,
    )
