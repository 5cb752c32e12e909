"""The page of a job: what it costs beside the same bytes from a bare view, a file, an edge, and a Wagtail page."""

import json
from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from tools.bench.load import Loaded, in_turn, one_by_one
from tools.bench.own_site import BEHIND_TLS, CONTENT, OwnSite
from tools.bench.ratios import Finding, ratios, spread
from tools.bench.running import Running, fetched
from tools.bench.servers import nginx_before, nginx_with
from tools.bench.web_peers import PAGE, WebPeers

BARE, BARE_PLAIN, WAGTAIL, FILE = "bare Django view", "bare, not compressed", "Wagtail", "nginx, a file"
OURS, OURS_PLAIN, KNOWN, EDGE = "ours", "ours, not compressed", "ours, 304", "ours behind nginx's cache"

FROM_BROWSERS = {**BEHIND_TLS, "Accept-Encoding": "br"}
"""What browsers take, with every page as they get it."""

STARTS = 3
"""Of all servers, each for its share of the rounds: as long as it lives a process is a tenth slower or faster than the
next one of the same program."""

MOST_MIB = 120
MOST_QUERIES = 4

Figures = defaultdict[str, list[float]]
"""By the name of who was measured: one figure for each round, or for each start."""


class Content:
    title = "A content page"

    def __init__(self, ours: OwnSite, others: WebPeers, rounds: int, seconds: int):
        self._ours, self._others, self._seconds = ours, others, seconds
        self._rounds = -(-rounds // STARTS)
        self._rates, self._costs = Figures(list), Figures(list)
        self._mib, self._seconds_to_first_page = Figures(list), Figures(list)
        self.figures: dict[str, Any] = {
            "rates": self._rates,
            "costs": self._costs,
            "mib": self._mib,
            "seconds_to_first_page": self._seconds_to_first_page,
        }
        self.lines: list[str] = []

    def findings(self) -> list[Finding]:
        self._ours.with_content("content")
        for _ in range(STARTS):
            with ExitStack() as running, TemporaryDirectory(prefix="bench-") as name:
                self._measure(running, Path(name))
        self._tell()
        return [*self._ratios(), *self._memory(), self._start(), *self._queries()]

    def _measure(self, running: ExitStack, folder: Path) -> None:
        """All servers, from their start to their end."""
        site = running.enter_context(self._ours.served("content"))
        site.rest()
        _, headers, body = fetched(site.port, CONTENT, FROM_BROWSERS)
        plain = fetched(site.port, CONTENT, BEHIND_TLS)[2]
        self.figures |= {"bytes": len(body), "bytes_plain": len(plain)}
        bare = running.enter_context(self._others.bare("bare", body, [], headers=BEHIND_TLS))
        bare_plain = running.enter_context(self._others.bare("bare-plain", plain, [], headers=BEHIND_TLS))
        file = running.enter_context(nginx_with(body, dict(headers), folder / "file"))
        edge = running.enter_context(nginx_before(site, folder / "edge", ready_at=CONTENT, headers=FROM_BROWSERS))
        wagtail = running.enter_context(self._others.wagtail(plain, headers=BEHIND_TLS))
        loads = [
            Loaded(BARE, bare, "/", BEHIND_TLS),
            *self._known_already(site, headers.get("ETag", "")),
            Loaded(OURS, site, CONTENT, FROM_BROWSERS),
            Loaded(FILE, file, "/", BEHIND_TLS),
            Loaded(EDGE, edge, CONTENT, FROM_BROWSERS),
            Loaded(OURS_PLAIN, site, CONTENT, BEHIND_TLS),
            Loaded(BARE_PLAIN, bare_plain, "/", BEHIND_TLS),
            Loaded(WAGTAIL, wagtail, PAGE, BEHIND_TLS),
        ]
        in_turn(loads, self._rounds, self._seconds)
        for each in loads:
            self._rates[each.name] += each.rates
            self._costs[each.name] += each.costs
        for method, cost in self._one_client(site).items():
            self._costs[method].append(cost)
        for name, server in ((OURS, site), (BARE, bare), (WAGTAIL, wagtail)):
            self._mib[name].append(server.mib())
            self._seconds_to_first_page[name].append(server.seconds_to_start)

    def _known_already(self, site: Running, tag: str) -> list[Loaded]:
        """Who has the page already, when the site can tell."""
        headers = {**FROM_BROWSERS, "If-None-Match": tag}
        is_known = bool(tag) and fetched(site.port, CONTENT, headers)[0] == 304
        return [Loaded(KNOWN, site, CONTENT, headers)] if is_known else []

    def _one_client(self, site: Running) -> dict[str, float]:
        """A HEAD and a GET. Of the sums: what one client costs in a second is too little for the clock of processes."""
        costs = dict.fromkeys(("HEAD", "GET"), 0.0)
        for _ in range(self._rounds):
            for method in costs:
                costs[method] += one_by_one(method, site, CONTENT, FROM_BROWSERS, self._seconds)
        return costs

    def _ratios(self) -> list[Finding]:
        rates, costs = self._rates, self._costs
        return [
            Finding("processor a page, of a bare Django view", ratios(costs[OURS], costs[BARE]), at_most=0.2),
            Finding("  the same, not compressed", ratios(costs[OURS_PLAIN], costs[BARE_PLAIN])),
            Finding("pages a second, of nginx with the file", ratios(rates[OURS], rates[FILE]), at_least=0.4),
            Finding("the same behind nginx's cache", ratios(rates[EDGE], rates[FILE]), at_least=0.9),
            Finding("pages a second, of a Wagtail page", ratios(rates[OURS], rates[WAGTAIL]), at_least=250),
            Finding(
                "processor a 304, of a 200", ratios(costs[KNOWN], costs[OURS]) if costs[KNOWN] else None, at_most=1
            ),
            Finding("processor a HEAD, of a GET, one client", ratios(costs["HEAD"], costs["GET"])),
        ]

    def _memory(self) -> list[Finding]:
        held = self._mib
        return [
            Finding("MiB of master and two workers, after load", spread(held[OURS]), at_most=MOST_MIB),
            Finding("  of a bare Django's", ratios(held[OURS], held[BARE])),
            Finding("  of Wagtail's", ratios(held[OURS], held[WAGTAIL])),
        ]

    def _start(self) -> Finding:
        taken = self._seconds_to_first_page
        return Finding("time from start to the first page, of a bare Django's", ratios(taken[OURS], taken[BARE]))

    def _queries(self) -> list[Finding]:
        self._ours.with_content("queries")
        said = self._ours.run("queries", "-m", "tools.bench.queries", CONTENT).strip().splitlines()[-1]
        asked = self.figures["queries"] = json.loads(said)
        return [
            Finding("queries, first page after a publication", spread([asked["cold"]]), at_most=MOST_QUERIES),
            Finding("queries, any other page", spread([asked["warm"]]), at_most=0),
        ]

    def _tell(self) -> None:
        size, plain = self.figures["bytes"], self.figures["bytes_plain"]
        rounds = f"{STARTS} starts of {self._rounds} rounds of {self._seconds} s"
        self.lines.append(f"{plain} bytes of HTML, {size} with Brotli, {rounds}")
        for name, rates in self._rates.items():
            rate, cost = median(rates), median(self._costs[name])
            self.lines.append(f"  {name:<28} {rate:>9.0f} a second {cost:>9.0f} us of the processor each")
