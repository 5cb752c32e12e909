"""A step of the questionnaire, and its result, beside a wizard of the same questions and a constant page."""

import json
from statistics import median
from typing import Any

from tools.bench.journey import Timed, gone_through, looked_at, people
from tools.bench.own_site import BEHIND_TLS, DOCUMENT, QUESTIONS, OwnSite
from tools.bench.ratios import Finding, ratios
from tools.bench.running import Running, fetched
from tools.bench.web_peers import WIZARD, WebPeers

PEOPLE = 12
"""Who go through the questionnaire in each round; others in the next round."""

BEFORE = 1000
"""Who came before anything is measured: most of what pages are made of was made by then, in both workers. For the first
of them the result is looked at too: hardly anybody is like somebody before."""

AT_FIRST = 100
"""How many of them that are."""

RESULT = f"{QUESTIONS}resultat/"


class Steps:
    title = "The questionnaire, one visitor at a time"

    def __init__(self, ours: OwnSite, others: WebPeers, rounds: int, seconds: int):
        self._ours, self._others, self._rounds = ours, others, rounds
        self.figures: dict[str, Any] = {}
        self.lines: list[str] = []

    def findings(self) -> list[Finding]:
        self._ours.with_content("steps")
        with self._ours.served("steps") as site:
            questions = json.loads(fetched(site.port, DOCUMENT, BEHIND_TLS)[2])["parts"]["rules"]["questions"]
            page = self._page_of_a_size(site, questions)
            with self._others.bare("steps", page, questions, headers=BEHIND_TLS) as bare:
                site.rest()
                rounds = [self._round(site, bare, questions, number) for number in range(self._rounds + 1)]
        return self._found(rounds[1:])  # the first warms up

    def _page_of_a_size(self, site: Running, questions: list[Any]) -> bytes:
        """As many bytes as a step's page has, of that very page."""
        timed = Timed()
        for person in people(questions, BEFORE, seed=0):
            gone_through(site, QUESTIONS, person, timed, headers=BEHIND_TLS, result=RESULT)
        self._results_at_first = timed.results[:AT_FIRST]
        size = int(median(timed.sizes))
        body = fetched(site.port, QUESTIONS, BEHIND_TLS)[2]
        self.figures["bytes"] = size
        return (body * (size // len(body) + 1))[:size]

    def _round(self, site: Running, bare: Running, questions: list[Any], number: int) -> dict[str, Timed]:
        timed = {"ours": Timed(), "wizard": Timed(), "constant": Timed()}
        for person in people(questions, PEOPLE, seed=number + 1):
            gone_through(site, QUESTIONS, person, timed["ours"], headers=BEHIND_TLS, result=RESULT)
            gone_through(bare, WIZARD, person, timed["wizard"], headers=BEHIND_TLS)
            looked_at(bare, "/", len(questions), timed["constant"], headers=BEHIND_TLS)
        return timed

    def _found(self, rounds: list[dict[str, Timed]]) -> list[Finding]:
        ours, wizard, constant = (
            [median(timed[name].steps) for timed in rounds] for name in ("ours", "wizard", "constant")
        )
        result = [median(timed["ours"].results) for timed in rounds]
        again = [median(timed["ours"].results_again) for timed in rounds]
        first = [median(timed["ours"].first) for timed in rounds]
        figures = {
            "ours, a step": ours,
            "ours, the first question": first,
            "ours, a result first met": result,
            f"ours, that of the first {AT_FIRST} people": self._results_at_first,
            "ours, the same result again": again,
            "wizard, a step": wizard,
            "a constant page": constant,
        }
        self.figures["seconds"] = figures
        steps = sum(len(timed["ours"].steps) for timed in rounds) / (PEOPLE * len(rounds))
        self.figures["steps_a_person"] = steps
        self.lines.append(f"{PEOPLE} people in each of {len(rounds)} rounds, {steps:.1f} steps each; median of a step")
        self.lines += [f"  {name:<34} {median(seconds) * 1e3:>8.2f} ms" for name, seconds in figures.items()]
        return [
            Finding("a step, of a wizard's", ratios(ours, wizard), at_most=0.2),
            Finding("a step, of a constant page of its size", ratios(ours, constant), at_most=2),
            Finding("a result first met, of a wizard's step", ratios(result, wizard), at_most=0.5),
            Finding("the same result again, of a wizard's step", ratios(again, wizard)),
        ]
