"""The page of a job: what it costs beside the same bytes from a bare view, a file, an edge, and a Wagtail page."""

import json
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from tools.bench.load import Loaded, in_turn, one_by_one
from tools.bench.own_site import BEHIND_TLS, CONTENT, OwnSite
from tools.bench.ratios import Finding, Spread, ratios, spread
from tools.bench.running import Running, fetched
from tools.bench.servers import nginx_before, nginx_with
from tools.bench.web_peers import PAGE, WebPeers

FROM_BROWSERS = {**BEHIND_TLS, "Accept-Encoding": "br"}
"""What browsers take, with every page as they get it."""

MOST_MIB = 120
MOST_QUERIES = 4


class Content:
    title = "A content page"

    def __init__(self, ours: OwnSite, others: WebPeers, rounds: int, seconds: int):
        self._ours, self._others, self._rounds, self._seconds = ours, others, rounds, seconds
        self.figures: dict[str, Any] = {}
        self.lines: list[str] = []

    def findings(self) -> list[Finding]:
        with ExitStack() as running, TemporaryDirectory(prefix="bench-") as name:
            return self._measured(running, Path(name))

    def _measured(self, running: ExitStack, folder: Path) -> list[Finding]:
        self._ours.with_content("content")
        site = running.enter_context(self._ours.served("content"))
        site.rest()
        _, headers, body = fetched(site.port, CONTENT, FROM_BROWSERS)
        plain = fetched(site.port, CONTENT, BEHIND_TLS)[2]
        bare = running.enter_context(self._others.bare("bare", body, [], headers=BEHIND_TLS))
        bare_plain = running.enter_context(self._others.bare("bare-plain", plain, [], headers=BEHIND_TLS))
        file = running.enter_context(nginx_with(body, dict(headers), folder / "file"))
        edge = running.enter_context(nginx_before(site, folder / "edge", ready_at=CONTENT, headers=FROM_BROWSERS))
        wagtail = running.enter_context(self._others.wagtail(plain, headers=BEHIND_TLS))
        again = self._known_already(site, headers.get("ETag", ""))
        by_name = {
            each.name: each
            for each in [
                Loaded("bare Django view", bare, "/", BEHIND_TLS),
                *again,
                Loaded("ours", site, CONTENT, FROM_BROWSERS),
                Loaded("nginx, a file", file, "/", BEHIND_TLS),
                Loaded("ours behind nginx's cache", edge, CONTENT, FROM_BROWSERS),
                Loaded("ours, not compressed", site, CONTENT, BEHIND_TLS),
                Loaded("bare, not compressed", bare_plain, "/", BEHIND_TLS),
                Loaded("Wagtail", wagtail, PAGE, BEHIND_TLS),
            ]
        }
        in_turn(list(by_name.values()), self._rounds, self._seconds)
        self._tell(by_name, len(body), len(plain))
        return [*self._ratios(by_name), *self._memory(site, bare, wagtail), self._start(site, bare), *self._queries()]

    def _known_already(self, site: Running, tag: str) -> list[Loaded]:
        """Who has the page already, when the site can tell."""
        headers = {**FROM_BROWSERS, "If-None-Match": tag}
        is_known = bool(tag) and fetched(site.port, CONTENT, headers)[0] == 304
        return [Loaded("ours, 304", site, CONTENT, headers)] if is_known else []

    def _ratios(self, by_name: dict[str, Loaded]) -> list[Finding]:
        ours, bare, file = by_name["ours"], by_name["bare Django view"], by_name["nginx, a file"]
        edge, wagtail = by_name["ours behind nginx's cache"], by_name["Wagtail"]
        known, plain = by_name.get("ours, 304"), by_name["ours, not compressed"]
        return [
            Finding("processor a page, of a bare Django view", ratios(ours.costs, bare.costs), at_most=0.2),
            Finding("  the same, not compressed", ratios(plain.costs, by_name["bare, not compressed"].costs)),
            Finding("pages a second, of nginx with the file", ratios(ours.rates, file.rates), at_least=0.4),
            Finding("the same behind nginx's cache", ratios(edge.rates, file.rates), at_least=0.9),
            Finding("pages a second, of a Wagtail page", ratios(ours.rates, wagtail.rates), at_least=250),
            Finding("processor a 304, of a 200", ratios(known.costs, ours.costs) if known else None, at_most=1),
            Finding("processor a HEAD, of a GET, one client", self._heads(ours.server)),
        ]

    def _heads(self, site: Running) -> Spread | None:
        """Of the sums: what one client costs in a second is too little for the clock of processes."""
        heads, gets = 0.0, 0.0
        for _ in range(self._rounds):
            heads += one_by_one("HEAD", site, CONTENT, FROM_BROWSERS, self._seconds)
            gets += one_by_one("GET", site, CONTENT, FROM_BROWSERS, self._seconds)
        return ratios([heads], [gets])

    def _memory(self, site: Running, bare: Running, wagtail: Running) -> list[Finding]:
        held = {"ours": site.mib(), "bare": bare.mib(), "Wagtail": wagtail.mib()}
        self.figures["mib"] = held
        return [
            Finding("MiB of master and two workers, after load", spread([held["ours"]]), at_most=MOST_MIB),
            Finding("  of a bare Django's", ratios([held["ours"]], [held["bare"]])),
            Finding("  of Wagtail's", ratios([held["ours"]], [held["Wagtail"]])),
        ]

    def _start(self, site: Running, bare: Running) -> Finding:
        taken = {"ours": site.seconds_to_start, "bare": bare.seconds_to_start}
        self.figures["seconds_to_first_page"] = taken
        return Finding(
            "time from start to the first page, of a bare Django's", ratios([taken["ours"]], [taken["bare"]])
        )

    def _queries(self) -> list[Finding]:
        self._ours.with_content("queries")
        said = self._ours.run("queries", "-m", "tools.bench.queries", CONTENT).strip().splitlines()[-1]
        asked = self.figures["queries"] = json.loads(said)
        return [
            Finding("queries, first page after a publication", spread([asked["cold"]]), at_most=MOST_QUERIES),
            Finding("queries, any other page", spread([asked["warm"]]), at_most=0),
        ]

    def _tell(self, by_name: dict[str, Loaded], size: int, plain: int) -> None:
        self.figures |= {"bytes": size, "bytes_plain": plain, "rates": {}, "costs": {}}
        self.lines.append(f"{plain} bytes of HTML, {size} with Brotli, {self._rounds} rounds of {self._seconds} s")
        for name, each in by_name.items():
            self.figures["rates"][name], self.figures["costs"][name] = each.rates, each.costs
            rate, cost = median(each.rates), median(each.costs)
            self.lines.append(f"  {name:<28} {rate:>9.0f} a second {cost:>9.0f} us of the processor each")
