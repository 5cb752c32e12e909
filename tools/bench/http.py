#!/usr/bin/env python3
"""http.py [--rounds 12] [--seconds 1] [--only content,steps,growth]: our pages beside other sites, in one run.

The site runs as in production (settings, granian, two workers) from a copy, on loopback. Everybody takes turns, A B C A
B C ...; a ratio is taken round by round, and its median is held to its target. What a page costs is the user and system
time of the server's own processes. A missed target ends with status 1; all figures go to .cache/bench/http.json.
"""

import argparse
import json
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

from tools.bench import installing
from tools.bench.content import Content
from tools.bench.growth_of_site import SiteGrowth
from tools.bench.own_site import OwnSite
from tools.bench.ratios import Finding
from tools.bench.steps import Steps
from tools.bench.web_peers import WebPeers

FIGURES = installing.CACHE / "http.json"
PARTS: dict[str, Callable[[OwnSite, WebPeers, int, int], "Part"]] = {
    "content": Content,
    "steps": Steps,
    "growth": SiteGrowth,
}


class Part(Protocol):
    """One subject: its lines are for people, its figures are kept, its findings are held to their targets."""

    title: str
    lines: list[str]
    figures: dict[str, Any]

    def findings(self) -> list[Finding]: ...


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--seconds", type=int, default=1, help="of load on each address, in each round")
    parser.add_argument("--only", default=",".join(PARTS), help="some of: %(default)s")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # servers are ended whatever ends this program
    installing.programs()
    figures: dict[str, Any] = {"load_at_start": os.getloadavg()[0]}
    findings: list[Finding] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        peers = folder / "peers"
        peers.mkdir()
        others, ours = WebPeers(peers), OwnSite(folder / "site")
        for part in given.only.split(","):
            measured = PARTS[part](ours, others, given.rounds, given.seconds)
            found = measured.findings()
            print(f"\n{measured.title}\n")
            print("\n".join(measured.lines))
            print("\n".join(map(str, found)), flush=True)
            figures[part] = measured.figures
            findings += found
    figures["load_at_end"] = os.getloadavg()[0]
    figures["findings"] = [asdict(finding) | {"is_missed": finding.is_missed} for finding in findings]
    FIGURES.parent.mkdir(parents=True, exist_ok=True)
    FIGURES.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    print(f"\nLoad of the machine: {figures['load_at_start']:.1f} at first, {figures['load_at_end']:.1f} at last.")
    print(f"All figures: {FIGURES.relative_to(installing.CACHE.parents[1])}")
    ended(findings)


def ended(findings: list[Finding]) -> None:
    """Status 1, naming them, when targets were missed."""
    if missed := [finding.what for finding in findings if finding.is_missed]:
        sys.exit("Missed: " + "; ".join(missed))


if __name__ == "__main__":
    main()
