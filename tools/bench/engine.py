#!/usr/bin/env python3
"""engine.py [--rounds 5] [--seconds 0.5]: our rule engine beside others, on the very same rules, in one run.

The rules of the first career are written in the neutral form and given to all. Engines take turns, one process and one
core each, A B C A B C ...; what counts is people judged per second of the processor, and a ratio is taken round by
round: the median is the figure, least and most say how restless the machine was. Whatever an engine answers is
compared by a digest with the plain meaning of the rules (whole profiles) or with all completions tried (open
questions). Then the same for rule bases that grow. A table is printed, all figures go to .cache/bench/engine.json.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import msgspec

from pathways.engine.order import Orders
from pathways.engine.outcomes import Outcomes
from pathways.engine.questionnaire import Questionnaire
from pathways.engine.rules import Rules
from tools.bench import installing, neutral
from tools.bench.neutral import Document, Profile
from tools.bench.timing import COMPARED, digest

ROOT = Path(__file__).resolve().parents[2]
FIGURES = installing.CACHE / "engine.json"
PEOPLE = 2000
OURS, TREE = "ours", "ours, the tree"
BRUTE_FORCE = 25
"""Partial profiles for which all completions are tried."""

GROWTH = tuple(product((6, 60), (8, 12, 16)))
GROWTH_SECONDS = 30

Figures = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.5, help="that each engine judges, in each round")
    given = parser.parse_args()
    rules = msgspec.json.decode(_said("first_career"), type=Rules)
    document = neutral.exported(rules)
    figures: Figures = {
        "rules": {
            "questions": len(document["questions"]),
            "routes": len(document["routes"]),
            "nodes": sum(map(neutral.nodes, neutral.formulas(document))),
            "profiles": neutral.size(document),
        }
    }
    FIGURES.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), document, given.rounds, given.seconds)
        for mode in ("full", "open", "prove"):
            figures[mode] = bench.compared(mode)
            _print(mode, figures[mode])
        figures["exact_open_sets"] = _exact_open_sets(document, bench.people["open"][:BRUTE_FORCE])
    print(f"\nOpen questions as by trying all completions: {figures['exact_open_sets']} of {BRUTE_FORCE}")
    figures["questions_asked"] = _questions_asked(rules)
    figures["growth"] = [_growth(routes, questions) for routes, questions in GROWTH]
    FIGURES.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    print(f"\nAll figures: {FIGURES.relative_to(ROOT)}")
    if wrong := [engine for mode in ("full", "open") for engine, found in figures[mode].items() if found["wrong"]]:
        sys.exit(f"Answers unlike the rules: {', '.join(wrong)}")


class Bench:
    """The engines that are here, and the people they judge."""

    def __init__(self, folder: Path, document: Document, rounds: int, seconds: float):
        self.document, self._rounds, self._seconds = document, rounds, str(seconds)
        self._python, self._node = installing.python_with_peers(), installing.node_modules()
        self.people: dict[str, list[dict[str, str]]] = {
            "full": list(_people(document)),
            "open": list(_halfway(document)),
            "prove": [],
        }
        self._rules = folder / "rules.json"
        self._rules.write_text(json.dumps(document), encoding="utf-8")
        self._profiles = {mode: folder / f"{mode}.jsonl" for mode in self.people}
        for mode, people in self.people.items():
            self._profiles[mode].write_text("\n".join(map(json.dumps, people)), encoding="utf-8")

    def compared(self, mode: str) -> dict[str, Figures]:
        """What each engine gave, round by round, and our ratio to it."""
        commands = self._commands(mode)
        rounds: list[dict[str, Figures]] = []
        for number in range(self._rounds):
            print(f"\r{mode}, round {number + 1} of {self._rounds} ", end="", file=sys.stderr, flush=True)
            rounds.append({engine: _run(command) for engine, command in commands.items()})
        print("\r" + " " * 40 + "\r", end="", file=sys.stderr, flush=True)
        right = self._right(mode, rounds[0][OURS])
        return {
            engine: {
                "rounds": [found[engine] for found in rounds],
                "ratio": _ratios(mode, [(found[OURS], found[engine]) for found in rounds]),
                "wrong": mode == "full" and any(found[engine].get("digest") != right for found in rounds),
            }
            for engine in commands
        }

    def _right(self, mode: str, ours: Figures) -> str | None:
        if mode != "full":
            return ours.get("digest")
        return digest(neutral.verdicts(self.document, person) for person in self.people["full"][: COMPARED["full"]])

    def _commands(self, mode: str) -> dict[str, list[str]]:
        given = [str(self._rules), str(self._profiles[mode]), self._seconds]
        ours = [sys.executable, "-m", "tools.bench.evaluate", *given, "--mode", mode]
        commands = {OURS: ours}
        if mode == "full":
            commands[TREE] = [*ours, "--by", "tree"]
        python, node = {"full": ["business-rules", "zen-engine"], "prove": ["clingo"]}, {"full": ["json-logic-js"]}
        if self._node and mode != "prove":
            script, modules = str(ROOT / "tools/bench/peers.mjs"), str(self._node)
            for engine in ["publicodes", *node.get(mode, [])]:
                commands[engine] = ["node", script, engine, *given, mode, modules]
        if self._python:
            for engine in python.get(mode, []):
                commands[engine] = [str(self._python), "-m", "tools.bench.peers", engine, *given]
        return commands


def _questions_asked(rules: Rules) -> Figures:
    """On average over all distinguishable profiles, until nothing can change any more: a verdict, a thing to arrange,
    a deadline or a funding."""
    orders = Orders(rules, Outcomes(rules))
    found = {
        "all": len(rules.questions),
        "ours": orders.fixed([question.code for question in rules.questions]).mean,
        "best_fixed": orders.best_fixed.mean,
        "best_adaptive": orders.best_adaptive_mean,
    }
    print(
        f"\nQuestions asked on average, of {found['all']}: {found['ours']:.3f}; in the best fixed order "
        f"{found['best_fixed']:.3f}, chosen after each answer {found['best_adaptive']:.3f} "
        f"(ours/this {found['ours'] / found['best_adaptive']:.3f})"
    )
    return found


def _people(document: Document) -> Iterator[dict[str, str]]:
    chance = random.Random(1)
    for _ in range(PEOPLE):
        yield {each["id"]: chance.choice(each["options"]) for each in document["questions"]}


def _halfway(document: Document) -> Iterator[dict[str, str]]:
    """People who have answered some of the questions, not all."""
    chance = random.Random(2)
    for person in _people(document):
        yield dict(chance.sample(sorted(person.items()), chance.randrange(1, len(person))))


def _ratios(mode: str, rounds: list[tuple[Figures, Figures]]) -> Figures:
    """How many times as many people as the other engine we judge; of proofs, how much of its time ours takes."""
    if mode == "prove":
        found = {
            name: [ours[key] / other[key] for ours, other in rounds]
            for name, key in (("same_work", "seconds"), ("whole", "whole_seconds"))
        }
        return {name: _spread(ratios) for name, ratios in found.items()}
    return _spread([(ours["evals"] / ours["cpu"]) / (other["evals"] / other["cpu"]) for ours, other in rounds])


def _spread(ratios: list[float]) -> Figures:
    return {"median": statistics.median(ratios), "least": min(ratios), "most": max(ratios)}


def _exact_open_sets(document: Document, people: Sequence[Profile]) -> int:
    """For how many of these the open questions are those found by trying all completions.

    Options no formula tells apart are tried once.
    """
    questionnaire = Questionnaire(neutral.imported(document))
    classes = {each["id"]: _classes(document, each) for each in document["questions"]}
    right = 0
    for person in people:
        given = {code: next(members[0] for members in classes[code] if person[code] in members) for code in person}
        missing = [code for code in classes if code not in given]
        verdicts = {
            chosen: neutral.verdicts(document, {**given, **dict(zip(missing, chosen, strict=True))})
            for chosen in product(*([members[0] for members in classes[code]] for code in missing))
        }
        moving = set()
        for place, code in enumerate(missing):
            others = ((chosen[:place] + chosen[place + 1 :], said) for chosen, said in verdicts.items())
            seen: dict[tuple[str, ...], str] = {}
            if any(seen.setdefault(rest, said) != said for rest, said in others):
                moving.add(code)
        right += moving == {question.code for question in questionnaire.worth_asking(person)}
    return right


def _classes(document: Document, question: dict[str, Any]) -> list[list[str]]:
    """The options of a question, those together that every formula names together."""
    named = [options for code, options in _named(list(neutral.formulas(document))) if code == question["id"]]
    found: dict[tuple[bool, ...], list[str]] = {}
    for option in question["options"]:
        found.setdefault(tuple(option in options for options in named), []).append(option)
    return list(found.values())


def _named(formulas: list[neutral.Formula]) -> Iterator[tuple[str, list[str]]]:
    while formulas:
        match formulas.pop():
            case ["in", question, options]:
                yield question, options
            case ["and" | "or" | "not", *parts]:
                formulas += parts


def _growth(routes: int, questions: int) -> Figures:
    size: Figures = {"routes": routes, "questions": questions}
    try:
        found = {**size, **json.loads(_said("growth", str(routes), str(questions)))}
    except subprocess.TimeoutExpired as late:
        found = {**size, **json.loads((late.stdout or b"{}").strip().splitlines()[-1])}
    if (routes, questions) == GROWTH[0]:
        print(
            "\nroutes questions    profiles  compile ms  first us  again us  open us  "
            "verdicts s  whole proof s  peak MiB"
        )
    verdicts = "refused" if "refused" in found else f"{found['seconds']:.3f}"
    proof = "" if "refused" in found else f"{found.get('whole_seconds', GROWTH_SECONDS):.3f}"
    if not {"whole_seconds", "refused"} & set(found):
        proof = f"over {GROWTH_SECONDS}"
    print(
        f"{routes:6} {questions:9} {found['profiles']:11} {found['compile_ms']:11.1f} {found['first_us']:9.0f} "
        f"{found['again_us']:9.2f} {found['open_us']:8.2f} {verdicts:>11} {proof:>14} {found['peak_mib']:9.0f}"
    )
    if "refused" in found:
        print(f"{'':17}{found['refused']}")
    return found


def _print(mode: str, figures: dict[str, Figures]) -> None:
    titles = {
        "full": "Verdicts of all routes, whole profiles (ours with their reasons)",
        "open": "Questions that can still change a verdict, partial profiles",
        "prove": "Proofs for everybody",
    }
    print(f"\n{titles[mode]}")
    for engine, found in figures.items():
        ratio, rounds, wrong = found["ratio"], found["rounds"], "  WRONG" if found["wrong"] else ""
        if mode == "prove":
            took = (statistics.median(each[key] for each in rounds) * 1e3 for key in ("seconds", "whole_seconds"))
            print("  {:16} {:9.2f} ms, with dead parts {:9.2f} ms".format(engine, *took), end="")
            print(
                "" if engine == OURS else f"   ours/this {_in_words(ratio['same_work'])}, {_in_words(ratio['whole'])}"
            )
            continue
        rate = statistics.median(each["evals"] / each["cpu"] for each in rounds)
        print(f"  {engine:16} {rate:11.0f} a CPU second", end="")
        print(f"   ours/this {_in_words(ratio)}{wrong}" if engine != OURS else wrong)
    if mode != "prove":
        ours = figures[OURS]["rounds"]
        first = statistics.median(each["first_time"] for each in ours) * 1e6
        kept, peak = ours[0]["classes_kept"], ours[0]["peak_mib"]
        print(f"  ours: {PEOPLE} people are {kept} classes kept; {peak:.0f} MiB; {first:.0f} us each when first met")


def _in_words(ratio: Figures) -> str:
    return f"{ratio['median']:.3g} ({ratio['least']:.3g} to {ratio['most']:.3g})"


def _said(module: str, *arguments: str) -> bytes:
    """The last line a module of this folder prints, run on its own."""
    command = [sys.executable, "-m", f"tools.bench.{module}", *arguments]
    ended = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, timeout=GROWTH_SECONDS)
    return ended.stdout.strip().splitlines()[-1]


def _run(command: list[str]) -> Figures:
    ended = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, env=_one_core())
    found: Figures = json.loads(ended.stdout.strip().splitlines()[-1])
    return found


def _one_core() -> dict[str, str]:
    return {**os.environ, "OMP_NUM_THREADS": "1", "RAYON_NUM_THREADS": "1", "UV_THREADPOOL_SIZE": "1"}


if __name__ == "__main__":
    main()
