#!/usr/bin/env python3
"""evaluate.py RULES PROFILES SECONDS [--mode full|open|prove] [--by table|tree]: our engine, timed on neutral rules.

The last line printed is JSON. `full`: whole profiles to the verdicts of all routes, with their reasons. `open`: partial
profiles to the questions that can still change a verdict. `prove`: verdicts, skipping and dead parts for everybody.
The table is what the site runs, the tree is the definition of every verdict.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pathways.engine.evaluation import Evaluation
from pathways.engine.outcomes import Outcomes
from pathways.engine.profiles import ProfileEvaluation, union
from pathways.engine.proof import prove, whole_space
from pathways.engine.questionnaire import Questionnaire
from pathways.engine.rules import Rules
from tools.bench.neutral import digit, imported
from tools.bench.timing import COMPARED, digest, peak_mib, proofs, timed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rules", type=Path)
    parser.add_argument("profiles", type=Path, nargs="?")
    parser.add_argument("seconds", type=float, nargs="?", default=1.0)
    parser.add_argument("--mode", choices=["full", "open", "prove"], default="full")
    parser.add_argument("--by", choices=["table", "tree"], default="table")
    given = parser.parse_args()
    rules = imported(json.loads(given.rules.read_text(encoding="utf-8")))
    if given.mode == "prove":
        print(json.dumps(proofs(lambda: proved(rules), given.seconds)))
        return
    if given.profiles is None:
        sys.exit("profiles are needed, but for --mode prove")
    lines = given.profiles.read_text(encoding="utf-8").splitlines()
    print(json.dumps(evaluated(rules, [json.loads(line) for line in lines if line], given)))


def evaluated(rules: Rules, people: list[Any], given: argparse.Namespace) -> dict[str, Any]:
    questionnaire = Questionnaire(rules)
    started = time.process_time()
    judge, say = _engine(questionnaire, given.mode, given.by)
    compared = digest(say(judge(person)) for person in people[: COMPARED[given.mode]])
    for person in people:
        judge(person)
    first = time.process_time() - started
    found = {**timed(judge, people, given.seconds), "digest": compared, "first_time": first / len(people)}
    if given.mode == "open":
        asked = [len(questionnaire.worth_asking(person)) for person in people[: COMPARED["open"]]]
        found["mean_open"] = sum(asked) / len(asked)
    return {
        **found,
        "classes_kept": questionnaire.table.classes_kept,
        "peak_mib": peak_mib(),
    }


def _engine(questionnaire: Questionnaire, mode: str, by: str) -> tuple[Callable[[Any], Any], Callable[[Any], str]]:
    """How to judge a person, and how to say what was found, to compare it."""
    rules, table = questionnaire.rules, questionnaire.table
    if mode == "open":
        return table.worth_asking, lambda found: ",".join(sorted(question.code for question in found))
    if by == "table":
        return table.standings, lambda found: "".join(digit(standing.verdict) for standing in found)

    def tree(person: Any) -> list[Any]:
        evaluation = Evaluation(rules, person)
        return [evaluation.route(route) for route in rules.routes]

    return tree, lambda found: "".join(digit(judged.bounds.low) for judged in found)


def proved(rules: Rules) -> dict[str, Any]:
    """`seconds`: everybody's verdicts, who has no route, which questions matter; `whole_seconds`: dead parts too."""
    found = verdicts_proved(rules)
    started = time.process_time()
    proof = prove(rules, Outcomes(rules))
    return {
        **found,
        "whole_seconds": time.process_time() - started,
        "dead_parts": len(proof.idle_cases) + len(proof.idle_criteria),
    }


def verdicts_proved(rules: Rules) -> dict[str, Any]:
    started = time.process_time()
    outcomes = Outcomes(rules)
    everybody = ProfileEvaluation(rules, whole_space(rules))
    levels = {route.code: everybody.route(route).sets for route in rules.routes}
    reached = {code: [profiles.bit_count() for profiles in sets] for code, sets in levels.items()}
    without = everybody.space.everyone & ~union(to_check for to_check, _, _ in levels.values())
    idle = [question.code for question in rules.questions if not outcomes.is_moved_by(question.code, {})]
    return {
        "seconds": time.process_time() - started,
        "profiles": everybody.space.everyone.bit_count(),
        "verdicts_reached": sum(count > 0 for counts in reached.values() for count in counts),
        "without_any_route": without.bit_count(),
        "every_question_matters": not idle,
    }


if __name__ == "__main__":
    main()
