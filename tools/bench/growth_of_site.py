"""What the same pages cost when the site holds a hundred careers, or a thousand editions."""

import json
from contextlib import ExitStack
from statistics import median
from typing import Any

from tools.bench.journey import Person, Timed, gone_through, people
from tools.bench.load import Loaded
from tools.bench.own_site import BEHIND_TLS, CONTENT, DOCUMENT, QUESTIONS, OwnSite
from tools.bench.ratios import Finding, ratios
from tools.bench.running import Running, fetched
from tools.bench.steps import RESULT
from tools.bench.web_peers import WebPeers

CAREERS, EDITIONS = 100, 1000
ONE, MANY_CAREERS, MANY_EDITIONS = "one career", f"{CAREERS} careers", f"{EDITIONS} editions"
PEOPLE, BEFORE = 12, 200
"""Who go through the questionnaire in each round, and who did before anything is measured."""
MOST = 1.2


class SiteGrowth:
    title = "Growth of the site"

    def __init__(self, ours: OwnSite, others: WebPeers, rounds: int, seconds: int):
        self._ours, self._rounds, self._seconds = ours, rounds, seconds
        self.figures: dict[str, Any] = {}
        self.lines: list[str] = []

    def findings(self) -> list[Finding]:
        self._ours.with_content("one")
        for database, careers, editions in (("careers", CAREERS, 1), ("editions", 1, EDITIONS)):
            self._ours.with_content(database)
            self._ours.run(database, "-m", "tools.bench.more_of_the_same", str(careers), str(editions))
        with ExitStack() as running:
            sites = {
                name: running.enter_context(self._ours.served(database))
                for name, database in ((ONE, "one"), (MANY_CAREERS, "careers"), (MANY_EDITIONS, "editions"))
            }
            return self._measured(sites)

    def _measured(self, sites: dict[str, Running]) -> list[Finding]:
        questions = json.loads(fetched(sites[ONE].port, DOCUMENT, BEHIND_TLS)[2])["parts"]["rules"]["questions"]
        pages = {name: Loaded(name, site, CONTENT, BEHIND_TLS) for name, site in sites.items()}
        steps: dict[str, list[float]] = {name: [] for name in sites}
        for name, site in sites.items():
            _steps(site, people(questions, BEFORE, seed=0))
            pages[name].load(self._seconds, counts=False)
        for site in sites.values():
            site.rest()
        for number in range(self._rounds):
            for name, site in sites.items():
                steps[name].append(_steps(site, people(questions, PEOPLE, seed=number + 1)))
            for page in pages.values():
                page.load(self._seconds)
        held = {name: site.mib() for name, site in sites.items()}
        started = {name: site.seconds_to_start for name, site in sites.items()}
        self.figures = {
            "costs": {name: page.costs for name, page in pages.items()},
            "steps": steps,
            "mib": held,
            "seconds_to_first_page": started,
        }
        self.lines += [
            f"  {name:<16} {median(pages[name].costs):>8.0f} us a page {median(steps[name]) * 1e3:>8.2f} ms a step "
            f"{held[name]:>8.0f} MiB {started[name]:>8.1f} s to the first page"
            for name in sites
        ]
        return [
            finding
            for name in (MANY_CAREERS, MANY_EDITIONS)
            for finding in (
                Finding(f"processor a page, {name} of one", ratios(pages[name].costs, pages[ONE].costs), at_most=MOST),
                Finding(f"a step, {name} of one", ratios(steps[name], steps[ONE]), at_most=MOST),
                Finding(f"MiB, {name} of one", ratios([held[name]], [held[ONE]])),
            )
        ]


def _steps(site: Running, who: list[Person]) -> float:
    """The median of a step, in seconds."""
    timed = Timed()
    for person in who:
        gone_through(site, QUESTIONS, person, timed, headers=BEHIND_TLS, result=RESULT)
    return median(timed.steps)
