"""What is promised of the site when something breaks: each scenario, what is expected, and how it is seen.

They run in this order on one site; each leaves it as it found it.
"""

from tools.rehearse import deaths, edge, outages, publications, workshop
from tools.rehearse.rehearsal import Scenario

SCENARIOS: list[tuple[str, str, Scenario]] = [
    ("the front door", "https, one name, nothing measured shown, static files for ever", edge.front_door),
    ("everybody reads", "every page 200; nine of ten answered by nginx", edge.everybody_reads),
    ("publication under load", "no page of two editions; all new in 10 s; kept again", publications.under_load),
    ("publication on a quiet site", "who comes 10 s later sees the new edition", publications.on_a_quiet_site),
    ("proofs in the workshop", "its own app server is at them; no visitor waits for one", workshop.proofs),
    ("two publications at once", "two numbers in order, each whole", publications.two_at_once),
    (
        "disk full while publishing",
        "nothing published, pages go on; once there is room it works",
        publications.disk_full,
    ),
    ("no room for copies", "the edition is served, copies stay whole", publications.no_room_for_copies),
    ("database stopped under load", "pages and results right; workshop says so; recovers", outages.stopped),
    ("database read-only", "pages and results right; workshop says so", outages.read_only),
    ("database 5 s slow", "no page waits for it", outages.slow),
    ("memory of an app server", "after all that, half of what its unit allows", deaths.memory),
    ("restart without a database", "serves its copy on disk", outages.restart_without),
    ("kill -9 of a worker", "no wrong page, at most one broken per visitor, replaced", deaths.worker_killed),
    ("kill -9 of an app server", "no wrong page, at most one broken per visitor", deaths.server_killed),
    ("restart one after the other", "not one broken answer", deaths.rolling_restart),
    ("both app servers down", "content goes on, the rest says so", edge.both_down),
    ("200 slow clients", "others are served; the slow ones sent away in 15 s", edge.slow_clients),
    ("what logs hold", "no answer, code, secret, password nor stack trace", edge.logs),
]
