#!/usr/bin/env python3
"""growth.py ROUTES QUESTIONS: what a rule base of this size costs.

Each line printed is JSON, and says more than the one before.

The rules are made up, of the kind real ones are: a route leads through one training with three cases of two or three
criteria, on five questions of its own choice; an employer may be still to find. Questions have three to five options.
"""

import argparse
import json
import random
import time
from collections.abc import Callable, Iterator
from typing import Any

from msgspec.structs import replace

from pathways.engine.proof import prove
from pathways.engine.questionnaire import Questionnaire
from pathways.engine.rules import AnyOf, Case, Change, Kind, NoneOf, Option, Question, Route, Rules, ToDo, Training
from pathways.engine.space import TooLarge
from tools.bench.evaluate import verdicts_proved
from tools.bench.timing import peak_mib

PEOPLE = 2000
QUESTIONS_OF_A_ROUTE = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("routes", type=int)
    parser.add_argument("questions", type=int)
    given = parser.parse_args()
    for figures in measured(made_up(given.routes, given.questions)):
        print(json.dumps(figures), flush=True)


def measured(rules: Rules) -> Iterator[dict[str, Any]]:
    """The figures known so far, each time there are more: the whole proof comes last, and may be waited for in vain."""
    chance = random.Random(2)
    people = [{q.code: chance.choice(q.options).code for q in rules.questions} for _ in range(PEOPLE)]
    asked = [dict(chance.sample(sorted(each.items()), chance.randrange(len(each)))) for each in people]
    compiling, questionnaire = _timed(lambda: Questionnaire(rules))
    table = questionnaire.table
    first, _ = _timed(lambda: [table.standings(each) for each in people])
    again, _ = _timed(lambda: [table.standings(each) for each in people])
    _timed(lambda: [table.worth_asking(each) for each in asked])
    open_again, _ = _timed(lambda: [table.worth_asking(each) for each in asked])
    found: dict[str, Any] = {
        "compile_ms": compiling * 1e3,
        "first_us": first / PEOPLE * 1e6,
        "again_us": again / PEOPLE * 1e6,
        "open_us": open_again / PEOPLE * 1e6,
    }
    try:
        found |= {key: value for key, value in verdicts_proved(rules).items() if key in ("profiles", "seconds")}
        yield found | {"peak_mib": peak_mib()}
        proving, _ = _timed(lambda: prove(rules, questionnaire.outcomes))
        found |= {"whole_seconds": proving}
    except TooLarge as refusal:
        found |= {"profiles": refusal.size, "refused": str(refusal)}
    yield found | {"peak_mib": peak_mib()}


def made_up(routes: int, questions: int) -> Rules:
    chance = random.Random(routes * 1000 + questions)
    asked = tuple(_question(f"q{number}", chance.randint(3, 5)) for number in range(questions - 1))
    employer = _question("employer", 3)
    to_do = ToDo(
        code="find", title="find", detail="", condition="", question="employer", needed_for=(employer.options[0].code,)
    )
    trainings = tuple(_training(chance, asked, f"t{number}") for number in range(routes))
    ways = tuple(
        Route(
            code=f"r{number}", name="", summary="", for_whom="", leads_to="", trainings=(training.code,),
            to_dos=("find",) if chance.random() < 0.5 else (),
        )
        for number, training in enumerate(trainings)
    )  # fmt: skip
    return Rules(questions=(*asked, employer), to_dos=(to_do,), trainings=trainings, routes=ways)


def _question(code: str, options: int) -> Question:
    question = Question(
        code=code, kind=Kind.ONE, wording="", short=code, condition="{}", why="", change=Change.ACQUIRED
    )
    codes = [f"{code}-{number}" for number in range(options)]
    return replace(question, options=tuple(Option(code=each, label=each, phrase=each) for each in codes))


def _training(chance: random.Random, questions: tuple[Question, ...], code: str) -> Training:
    own = chance.sample(questions, min(len(questions), QUESTIONS_OF_A_ROUTE))
    cases = tuple(
        Case(
            code=f"{code}-{number}",
            sentence="",
            criteria=tuple(_criterion(chance, each) for each in chance.sample(own, chance.randint(2, 3))),
        )
        for number in range(3)
    )
    return Training(code=code, name=code, summary="", cases=cases)


def _criterion(chance: random.Random, question: Question) -> AnyOf | NoneOf:
    options = chance.sample([option.code for option in question.options], chance.randint(1, len(question.options) - 1))
    if chance.random() < 0.3:
        return NoneOf(question=question.code, options=tuple(options))
    return AnyOf(question=question.code, options=tuple(options))


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.process_time()
    done = work()
    return time.process_time() - started, done


if __name__ == "__main__":
    main()
