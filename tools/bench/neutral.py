"""Rules in a form any rule engine can be given: the same rules for all that are compared.

A document in JSON:

    questions   [{"id": "niveau", "options": ["aucun", "cap_bep"]}]   one option is chosen
    facts       {"peut_entrer_cqp": formula}                          named, used by others, never in a circle
    routes      [{"id": "cqp", "ouverte": formula, "sous_condition": formula}]

A formula is ["in", question, [option, ...]], ["fact", name], ["not", formula], ["and", formula, ...] or
["or", formula, ...]. A route has verdict 2 if its first formula holds, else 1 if its second does, else 0: engines
compared here know no more, so "to check" counts as conditional.

`exported` writes the engine's rules in this form, `imported` reads any such document into rules of the engine. What
the engine merges is merged here too: numbers are cut at the thresholds in use, and the options of a question of
several choices that no criterion tells apart are one question, yes or no.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from pathways.engine.answers import Answers, Value
from pathways.engine.evaluation import holds
from pathways.engine.profiles import Leaning, needed_atom
from pathways.engine.rules import (
    AnyOf,
    CanEnter,
    Case,
    Certainty,
    Change,
    Criterion,
    Kind,
    NoneOf,
    Option,
    Question,
    Route,
    Rules,
    ToDo,
    Training,
    Verdict,
)
from pathways.engine.space import Atom, Space

Formula = list[Any]
Document = dict[str, Any]
Profile = Mapping[str, str]

TRUE: Formula = ["and"]
FALSE: Formula = ["or"]
YES, NO = "oui", "non"


class NotNeutral(ValueError):
    """Rules that can't be written in the neutral form."""


# --- The plain meaning


def verdicts(document: Document, profile: Profile) -> str:
    """One digit for each route: what every engine must say."""

    def digit(route: Mapping[str, Any]) -> str:
        if truth(document, route["ouverte"], profile):
            return "2"
        return "1" if truth(document, route["sous_condition"], profile) else "0"

    return "".join(map(digit, document["routes"]))


def truth(document: Document, formula: Formula, profile: Profile) -> bool:
    match formula:
        case ["in", question, options]:
            return profile[question] in options
        case ["fact", name]:
            return truth(document, document["facts"][name], profile)
        case ["not", inner]:
            return not truth(document, inner, profile)
        case ["and", *parts]:
            return all(truth(document, part, profile) for part in parts)
        case ["or", *parts]:
            return any(truth(document, part, profile) for part in parts)
    raise ValueError(f"not a formula: {formula}")


# --- From the engine's rules


def exported(rules: Rules, *, whole_questions: bool = False) -> Document:
    """The verdicts of these rules. With `whole_questions`, a question of several choices stays one question, with an
    option for each combination: then questions can be counted.
    """
    return _Export(rules, whole_questions).document()


def profile(rules: Rules, answers: Answers, *, whole_questions: bool = False) -> dict[str, str]:
    """Whole answers to these rules, as a profile of their export."""
    return _Export(rules, whole_questions).profile(answers)


class _Export:
    def __init__(self, rules: Rules, whole_questions: bool):
        self._rules = rules
        self._cases = rules.all_cases()
        self._whole = whole_questions
        self._atoms = Leaning(rules).on_routes(rules.routes).atoms
        self._questions: dict[str, list[dict[str, Any]]] = {}
        self._read: dict[str, Callable[[Atom], Formula]] = {}
        self._facts: dict[str, Formula] = {}
        self._said_as: dict[str, Callable[[Value], dict[str, str]]] = {}
        for question in rules.questions:
            if any(atom.question == question.code for atom in self._atoms):
                self._add(question)
        if not self._questions:
            raise NotNeutral("no question decides anything")

    def document(self) -> Document:
        routes = [
            {
                "id": _name(route.code),
                "ouverte": self._said(self._route(route, Verdict.OPEN)),
                "sous_condition": self._said(self._route(route, Verdict.TO_CHECK)),
            }
            for route in self._rules.routes
        ]
        questions = [asked for some in self._questions.values() for asked in some]
        facts = {name: self._said(formula) for name, formula in self._facts.items()}
        return {"questions": questions, "facts": facts, "routes": routes}

    def profile(self, answers: Answers) -> dict[str, str]:
        return {asked: option for code, said in self._said_as.items() for asked, option in said(answers[code]).items()}

    # --- questions

    def _add(self, question: Question) -> None:
        space = Space([question], [atom for atom in self._atoms if atom.question == question.code])
        axes = space.axes[question.code]
        independent = space.everyone.bit_count() == space.size
        if question.kind is Kind.SEVERAL and independent and not self._whole:
            groups = {_name(f"{question.code}-{axis.members[1][0]}"): set(axis.members[1]) for axis in axes}
            self._questions[question.code] = [{"id": name, "options": [YES, NO]} for name in groups]
            self._read[question.code] = lambda atom: _of_groups(groups, atom)
            self._said_as[question.code] = lambda chosen: {
                name: YES if group & set(chosen if isinstance(chosen, tuple) else ()) else NO
                for name, group in groups.items()
            }
            return
        samples = {_name(f"{question.code}-{_short(answer)}"): answer for answer in self._answers(space, question)}
        name = _name(question.code)
        self._questions[question.code] = [{"id": name, "options": list(samples)}]
        self._read[question.code] = lambda atom: [
            "in", name, [option for option, answer in samples.items() if holds(atom, answer)]
        ]  # fmt: skip

        self._said_as[question.code] = lambda given: {
            name: next(option for option, answer in samples.items() if self._alike(space, question, answer, given))
        }

    @staticmethod
    def _alike(space: Space, question: Question, one: Value, other: Value) -> bool:
        if question.kind is Kind.ONE:
            return one == other
        return space.given({question.code: one}) == space.given({question.code: other})

    def _answers(self, space: Space, question: Question) -> Iterator[Value]:
        if question.kind is Kind.ONE:
            yield from (option.code for option in question.options)
            return
        for number in range(space.size):
            if space.everyone >> number & 1:
                yield space.sample(number)[question.code]

    # --- formulas

    def _route(self, route: Route, level: Verdict) -> Formula:
        needed = [
            _not(self._any_case([self._cases[code]], Verdict.OPEN)) for code in route.not_needed if code in self._cases
        ]
        entry = [self._any_case(route.cases, level)] if route.cases else []
        first = [self._training(code, level, ()) for code in route.trainings[:1]]
        return _all([*needed, *entry, *first, *self._arranged(route.to_dos, level)])

    def _training(self, code: str, level: Verdict, entering: tuple[str, ...]) -> Formula:
        if code in entering:
            raise NotNeutral(f"{code} is entered by way of itself")
        training = self._rules.training(code)
        name = _name(f"peut-entrer-{code}-{level.code}")
        if name not in self._facts:
            cases = self._any_case(training.cases, level, (*entering, code))
            formula = _all([cases, *self._arranged(training.to_dos, level)])
            if formula in (TRUE, FALSE):
                return formula
            self._facts[name] = formula
        return ["fact", name]

    def _any_case(self, cases: Sequence[Case], level: Verdict, entering: tuple[str, ...] = ()) -> Formula:
        sure = [case for case in cases if level is Verdict.TO_CHECK or case.certainty is Certainty.ESTABLISHED]
        return _any([_all([self._criterion(each, level, entering) for each in case.criteria]) for case in sure])

    def _criterion(self, criterion: Criterion, level: Verdict, entering: tuple[str, ...]) -> Formula:
        if isinstance(criterion, CanEnter):
            return _any([self._training(code, level, entering) for code in criterion.trainings])
        formula = self._read[criterion.question](criterion)
        if formula[0] != "in":
            return formula
        possible = self._questions[criterion.question][0]["options"]
        return FALSE if not formula[2] else TRUE if len(formula[2]) == len(possible) else formula

    def _arranged(self, codes: Sequence[str], level: Verdict) -> list[Formula]:
        """Nothing left to arrange: asked of an open route only."""
        to_dos: list[ToDo] = [self._rules.to_do(code) for code in codes] if level is Verdict.OPEN else []
        return [_not(self._criterion(needed_atom(to_do), level, ())) if to_do.needed_for else FALSE for to_do in to_dos]

    def _said(self, formula: Formula) -> Formula:
        """Engines are spared the empty "and" and "or": what is always or never true is said with the first question."""
        if formula not in (TRUE, FALSE):
            return formula
        first = next(iter(self._questions.values()))[0]
        some: Formula = ["in", first["id"], first["options"][:1]]
        return ["or" if formula == TRUE else "and", some, ["not", some]]


def _of_groups(groups: Mapping[str, set[str]], atom: Atom) -> Formula:
    assert isinstance(atom, AnyOf | NoneOf)
    chosen = _any([["in", name, [YES]] for name, codes in groups.items() if codes & set(atom.options)])
    return chosen if isinstance(atom, AnyOf) else _not(chosen)


def _all(formulas: Sequence[Formula]) -> Formula:
    return _joined("and", FALSE, [formula for formula in formulas if formula != TRUE])


def _any(formulas: Sequence[Formula]) -> Formula:
    return _joined("or", TRUE, [formula for formula in formulas if formula != FALSE])


def _joined(word: str, decisive: Formula, formulas: Sequence[Formula]) -> Formula:
    if decisive in formulas:
        return decisive
    return formulas[0] if len(formulas) == 1 else [word, *formulas]


def _not(formula: Formula) -> Formula:
    if formula in (TRUE, FALSE):
        return FALSE if formula == TRUE else TRUE
    return ["not", formula]


def _name(code: str) -> str:
    """Letters, digits and underscores, a letter first: what all engines take for a name."""
    name = re.sub(r"[^a-z0-9]+", "_", code.lower())
    return name if name[0].isalpha() else f"n{name}"


def _short(answer: Value) -> str:
    if isinstance(answer, tuple):
        return "-".join(answer)
    return answer if isinstance(answer, str) else f"{answer:g}"


# --- Into the engine's rules


def imported(document: Document) -> Rules:
    """Rules that decide the same: what must all hold is a case, what may be one of several a training's cases."""
    return _Import(document).rules()


class _Import:
    def __init__(self, document: Document):
        self._document = document
        self._trainings: dict[str, Training] = {}
        self._cases = 0

    def rules(self) -> Rules:
        questions = tuple(_question(each["id"], each["options"]) for each in self._document["questions"])
        routes = tuple(
            Route(
                code=each["id"], name=each["id"], summary="", for_whom="", leads_to="",
                cases=(
                    *self._ways(each["ouverte"], holding=True, certainty=Certainty.ESTABLISHED),
                    *self._ways(each["sous_condition"], holding=True, certainty=Certainty.DOUBTFUL),
                ),
            )
            for each in self._document["routes"]
        )  # fmt: skip
        return Rules(questions=questions, to_dos=(), trainings=tuple(self._trainings.values()), routes=routes)

    def _ways(self, formula: Formula, *, holding: bool, certainty: Certainty) -> Iterator[Case]:
        """One case for each way to make a formula hold, or not hold."""
        match formula:
            case ["not", inner]:
                yield from self._ways(inner, holding=not holding, certainty=certainty)
            case [word, *parts] if word == ("or" if holding else "and"):
                for part in parts:
                    yield from self._ways(part, holding=holding, certainty=certainty)
            case _:
                self._cases += 1
                criteria = tuple(self._criteria(formula, holding=holding))
                yield Case(code=f"c{self._cases}", sentence="", criteria=criteria, certainty=certainty)

    def _criteria(self, formula: Formula, *, holding: bool) -> Iterator[Criterion]:
        """All that must be met for a formula to hold, or not to."""
        match formula:
            case ["in", question, options]:
                criterion = AnyOf if holding else NoneOf
                yield criterion(question=question, options=tuple(options))
            case ["not", inner]:
                yield from self._criteria(inner, holding=not holding)
            case ["fact", name]:
                yield CanEnter(trainings=(self._training(name if holding else f"not-{name}", formula, holding),))
            case [word, *parts] if word == ("and" if holding else "or"):
                for part in parts:
                    yield from self._criteria(part, holding=holding)
            case _:
                yield CanEnter(trainings=(self._training(f"any-{len(self._trainings) + 1}", formula, holding),))

    def _training(self, code: str, formula: Formula, holding: bool) -> str:
        if code not in self._trainings:
            inner = self._document["facts"][formula[1]] if formula[0] == "fact" else formula
            self._trainings[code] = Training(code=code, name=code, summary="", cases=())  # its place
            cases = tuple(self._ways(inner, holding=holding, certainty=Certainty.ESTABLISHED))
            self._trainings[code] = Training(code=code, name=code, summary="", cases=cases)
        return code


def _question(code: str, options: Sequence[str]) -> Question:
    return Question(
        code=code, kind=Kind.ONE, wording=code, short=code, condition="{}", why="", change=Change.ACQUIRED,
        options=tuple(Option(code=option, label=option, phrase=option) for option in options),
    )  # fmt: skip


def digit(verdict: Verdict) -> str:
    """A verdict of imported rules, as documents know it."""
    return "2" if verdict is Verdict.OPEN else "0" if verdict is Verdict.CLOSED else "1"


def size(document: Document) -> int:
    """How many profiles there are."""
    found = 1
    for question in document["questions"]:
        found *= len(question["options"])
    return found


def formulas(document: Document) -> Iterator[Formula]:
    yield from document["facts"].values()
    yield from chain.from_iterable((route["ouverte"], route["sous_condition"]) for route in document["routes"])


def nodes(formula: Formula) -> int:
    return 1 + sum(nodes(part) for part in formula[1:] if formula[0] in ("and", "or", "not"))
