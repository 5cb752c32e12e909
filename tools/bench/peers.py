#!/usr/bin/env python3
"""peers.py ENGINE RULES PROFILES SECONDS [--mode full|prove]: another rule engine in Python, timed on the same rules.

Run by an interpreter that has the engine (`installing`), so nothing of the project's own is imported here but its
clock. business-rules and ZEN judge whole profiles; clingo proves. Each is used as its own documentation does, its
rules built once before the clock starts.
"""

import argparse
import json
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from tools.bench.timing import COMPARED, digest, proofs, timed

Document = dict[str, Any]
Formula = list[Any]
Judge = Callable[[dict[str, str]], str]


def whole(document: Document, formula: Formula) -> Formula:
    """A formula with its facts put in place."""
    match formula:
        case ["fact", name]:
            return whole(document, document["facts"][name])
        case ["in", *_]:
            return formula
        case [word, *parts]:
            return [word, *(whole(document, part) for part in parts)]
    raise ValueError(f"not a formula: {formula}")


def without_not(document: Document, formula: Formula, *, holding: bool = True) -> Formula:
    """A whole formula, its negations turned into the other options of a question."""
    match formula:
        case ["in", question, options]:
            possible = next(each["options"] for each in document["questions"] if each["id"] == question)
            return formula if holding else ["in", question, [option for option in possible if option not in options]]
        case ["not", inner]:
            return without_not(document, inner, holding=not holding)
        case [word, *parts]:
            turned = word if holding else {"and": "or", "or": "and"}[word]
            return [turned, *(without_not(document, part, holding=holding) for part in parts)]
    raise ValueError(f"not a formula: {formula}")


def business_rules(document: Document) -> Judge:
    """Python objects give the facts, a rule's action writes the verdict down; the first rule that holds ends it."""
    actions = import_module("business_rules.actions")
    variables = import_module("business_rules.variables")
    text = import_module("business_rules.fields").FIELD_TEXT
    run_all = import_module("business_rules").run_all

    def answer_to(question: str) -> Any:
        def read(self: Any) -> str:
            return str(self.person[question])

        read.__name__ = question
        return variables.string_rule_variable()(read)

    def begin(self: Any, person: dict[str, str]) -> None:
        self.person = person

    asked = {each["id"]: answer_to(each["id"]) for each in document["questions"]}
    person_type: Any = type("Person", (variables.BaseVariables,), {**asked, "__init__": begin})

    def put(self: Any, verdict: str) -> None:
        self.verdict = verdict

    written = actions.rule_action(params={"verdict": text})(put)
    paper_type: Any = type("Paper", (actions.BaseActions,), {"put": written, "verdict": "0"})

    def rule(formula: Formula, verdict: str) -> dict[str, Any]:
        conditions = _condition(without_not(document, whole(document, formula)))
        return {"conditions": conditions, "actions": [{"name": "put", "params": {"verdict": verdict}}]}

    routes = [[rule(route["ouverte"], "2"), rule(route["sous_condition"], "1")] for route in document["routes"]]

    def judge(person: dict[str, str]) -> str:
        said, found = person_type(person), ""
        for rules in routes:
            paper = paper_type()
            run_all(rule_list=rules, defined_variables=said, defined_actions=paper, stop_on_first_trigger=True)
            found += paper.verdict
        return found

    return judge


def _condition(formula: Formula) -> dict[str, Any]:
    match formula:
        case ["in", question, options]:
            tests = [{"name": question, "operator": "equal_to", "value": option} for option in options]
            return {"any": tests}
        case [word, *parts]:
            return {"all" if word == "and" else "any": [_condition(part) for part in parts]}
    raise ValueError(f"not a formula: {formula}")


def zen(document: Document) -> Judge:
    """A decision of one node of expressions, one for each route."""

    def text(formula: Formula) -> str:
        match formula:
            case ["in", question, options]:
                return f"({question} in [{', '.join(repr(option) for option in options)}])"
            case ["not", inner]:
                return f"(not {text(inner)})"
            case [word, *parts]:
                return "(" + f" {word} ".join(map(text, parts)) + ")"
        raise ValueError(f"not a formula: {formula}")

    def node(kind: str, content: dict[str, Any] | None = None) -> dict[str, Any]:
        return {"id": kind, "type": f"{kind}Node", "name": kind, "position": {"x": 0, "y": 0}, "content": content or {}}

    names = [route["id"] for route in document["routes"]]
    expressions = [
        {
            "id": route["id"],
            "key": route["id"],
            "value": f"{text(whole(document, route['ouverte']))} ? 2 : "
            f"({text(whole(document, route['sous_condition']))} ? 1 : 0)",
        }
        for route in document["routes"]
    ]
    edges = [
        {"id": f"{one}-{other}", "type": "edge", "sourceId": one, "targetId": other}
        for one, other in (("input", "expression"), ("expression", "output"))
    ]
    nodes = [node("input"), node("expression", {"expressions": expressions}), node("output")]
    graph = {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}
    engine = import_module("zen").ZenEngine()
    decision = engine.create_decision(json.dumps(graph))

    def judge(person: dict[str, str]) -> str:
        found = decision.evaluate(person)["result"]
        return "".join(str(int(found[name])) for name in names)

    return judge


class Clingo:
    """Answer sets: `h(K,N)` says that part N of the rules holds for person K.

    Proofs look for two people, or for one person under the rules and under the rules without one part: what no answer
    set shows can't happen. Brave reasoning gathers, over all answer sets, every question and every part that matters.
    """

    def __init__(self, document: Document):
        self._control_of = import_module("clingo").Control
        self.document = document
        self.parts: list[int] = []
        self._lines: list[str] = []
        self._number = 0
        self._facts: dict[str, int] = {}
        for route in document["routes"]:
            self._lines.append(f"v(K,{route['id']},2) :- h(K,{self._node(route['ouverte'])}).")
            second = self._node(route["sous_condition"])
            self._lines.append(f"v(K,{route['id']},1) :- h(K,{second}), not v(K,{route['id']},2).")
        self.program = "\n".join([*self._questions(), *self._lines])

    def proved(self) -> dict[str, Any]:
        started = time.process_time()
        without = self._control(["person(1).", ":- v(1,R,V)."]).solve().satisfiable
        differ = ["person(1..2).", *self._differing(), "1 { other(Q) : question(Q) } 1."]
        differ += [":- a(1,Q,O), not a(2,Q,O), not other(Q)."]
        questions = self._brave(differ, "other", 1)
        seconds = time.process_time() - started
        loose = ["person(1..2).", *self._differing(), ":- a(1,Q,O), not a(2,Q,O).", "1 { loose(N) : part(N) } 1."]
        live = self._brave([*loose, *(f"part({part})." for part in self.parts)], "loose", 1)
        return {
            "seconds": seconds,
            "whole_seconds": time.process_time() - started,
            "without_any_route": int(bool(without)),
            "every_question_matters": len(questions) == len(self.document["questions"]),
            "dead_parts": len(self.parts) - len(live),
        }

    def _questions(self) -> list[str]:
        lines = []
        for each in self.document["questions"]:
            options = "; ".join(f"a(K,{each['id']},o_{option})" for option in each["options"])
            lines.append(f"question({each['id']}). 1 {{ {options} }} 1 :- person(K).")
        return lines

    def _differing(self) -> list[str]:
        return [
            "changed :- v(1,R,V), not v(2,R,V).",
            "changed :- v(2,R,V), not v(1,R,V).",
            ":- not changed.",
        ]

    def _node(self, formula: Formula) -> int:
        """The number of a part; a part of an "and" is loose when it is taken as met, of an "or" when it is left out."""
        self._number += 1
        number = self._number
        match formula:
            case ["in", question, options]:
                self._lines += [f"h(K,{number}) :- a(K,{question},o_{option})." for option in options]
            case ["fact", name]:
                if name not in self._facts:
                    self._facts[name] = self._node(self.document["facts"][name])
                self._lines.append(f"h(K,{number}) :- h(K,{self._facts[name]}).")
            case ["not", inner]:
                self._lines.append(f"h(K,{number}) :- person(K), not h(K,{self._node(inner)}).")
            case ["and", *parts]:
                within = [self._node(part) for part in parts]
                self.parts += within
                self._lines.append(f"h(K,{number}) :- {', '.join(f'met(K,{part})' for part in within)}.")
                for part in within:
                    self._lines += [f"met(K,{part}) :- h(K,{part}).", f"met(2,{part}) :- person(2), loose({part})."]
            case ["or", *parts]:
                for part in [self._node(part) for part in parts]:
                    self.parts.append(part)
                    self._lines.append(f"h(1,{number}) :- h(1,{part}).")
                    self._lines.append(f"h(2,{number}) :- h(2,{part}), not loose({part}).")
        return number

    def _control(self, more: list[str], *arguments: str) -> Any:
        control = self._control_of(["--warn=none", *arguments])
        control.add("base", [], "\n".join([self.program, *more]))
        control.ground([("base", [])])
        return control

    def _brave(self, more: list[str], shown: str, size: int) -> list[Any]:
        control = self._control([*more, f"#show {shown}/{size}."], "--enum-mode=brave", "0")
        found: list[Any] = []
        with control.solve(yield_=True) as solutions:
            for solution in solutions:
                found = solution.symbols(shown=True)
        return found


JUDGES = {"business-rules": business_rules, "zen-engine": zen}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("engine", choices=[*JUDGES, "clingo"])
    parser.add_argument("rules", type=Path)
    parser.add_argument("profiles", type=Path)
    parser.add_argument("seconds", type=float)
    given = parser.parse_args()
    document = json.loads(given.rules.read_text(encoding="utf-8"))
    if given.engine == "clingo":
        print(json.dumps(proofs(Clingo(document).proved, given.seconds)))
        return
    people = [json.loads(line) for line in given.profiles.read_text(encoding="utf-8").splitlines() if line]
    judge = JUDGES[given.engine](document)
    compared = digest(map(judge, people[: COMPARED["full"]]))
    print(json.dumps({**timed(judge, people, given.seconds), "digest": compared}))


if __name__ == "__main__":
    main()
