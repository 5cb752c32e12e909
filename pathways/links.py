"""That every code a rule names is there: a question, an option, a training, something to arrange, a case.

The database keeps references whole inside one career; across careers, or in a document from elsewhere, nothing does.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from careers.parts import Problem, Row
from pathways.engine.rules import Deadline, Grant, Kind, Rules, StartingPoint, ToDo, Training


def link_problems(rules: Rules) -> Iterator[Problem]:
    """What rules name and do not have, and what they have twice."""
    yield from _repeated(rules)
    links = _Links(rules)
    for to_do in rules.to_dos:
        yield from links.of_to_do(to_do)
    for training in rules.trainings:
        yield from links.of_training(training)
    for route in rules.routes:
        row, name = Row("pathways.route", (route.code,)), f"La voie « {route.name} »"
        yield from links.missing(row, name, "une formation", route.trainings, links.trainings)
        yield from links.missing(row, name, "une démarche", route.to_dos, links.to_dos)
        yield from links.missing(row, name, "un cas", route.not_needed, links.cases)
    for deadline in rules.deadlines:
        yield from links.of_deadline(deadline)
    for funding in rules.fundings:
        row = Row("pathways.funding", (funding.code,))
        yield from links.missing(
            row, f"Le financement « {funding.name} »", "une formation", funding.trainings, links.trainings
        )
    for start in rules.starting_points:
        yield from links.of_starting_point(start)


def _repeated(rules: Rules) -> Iterator[Problem]:
    codes = {
        "pathways.question": [each.code for each in rules.questions],
        "pathways.todo": [each.code for each in rules.to_dos],
        "pathways.training": [each.code for each in rules.trainings],
        "pathways.route": [each.code for each in rules.routes],
        "pathways.accesscase": [case.code for cases in rules.cases_by_owner() for case in cases],
    }
    for model, found in codes.items():
        for code, count in Counter(found).items():
            if count > 1:
                yield Problem(f"Le code « {code} » sert {count} fois.", Row(model, (code,)))
    for question in rules.questions:
        for code, count in Counter(option.code for option in question.options).items():
            if count > 1:
                row = Row("pathways.question", (question.code,))
                yield Problem(f"« {question.short} » a {count} réponses de code « {code} ».", row)


class _Links:
    def __init__(self, rules: Rules):
        self.questions = {question.code: question for question in rules.questions}
        self.options = {(question.code, option.code) for question in rules.questions for option in question.options}
        self.trainings = {training.code for training in rules.trainings}
        self.to_dos = {to_do.code for to_do in rules.to_dos}
        self.cases = set(rules.all_cases())

    def missing(self, row: Row, name: str, what: str, codes: Iterable[str], known: set[str]) -> Iterator[Problem]:
        for code in dict.fromkeys(codes):
            if code not in known:
                yield Problem(f"{name} renvoie à {what} qui n’existe pas : {code}.", row)

    def of_to_do(self, to_do: ToDo) -> Iterator[Problem]:
        row, name = Row("pathways.todo", (to_do.code,)), f"La démarche « {to_do.title} »"
        if to_do.needed_for:
            needed_for = [f"{to_do.question}/{option}" for option in to_do.needed_for]
            yield from self._missing_options(row, name, needed_for)
        yield from self._missing_grants(row, name, to_do.grants)

    def of_training(self, training: Training) -> Iterator[Problem]:
        row, name = Row("pathways.training", (training.code,)), f"La formation « {training.name} »"
        yield from self.missing(row, name, "une démarche", training.to_dos, self.to_dos)
        yield from self._missing_grants(row, name, training.grants)

    def of_deadline(self, deadline: Deadline) -> Iterator[Problem]:
        row, name = Row("pathways.deadline", (deadline.code,)), f"Le délai « {deadline.name} »"
        yield from self.missing(row, name, "une question", [deadline.clock], set(self.questions))
        if deadline.clock in self.questions and self.questions[deadline.clock].kind is not Kind.NUMBER:
            yield Problem(f"{name} part d’une question qui n’attend pas un nombre.", row)

    def of_starting_point(self, start: StartingPoint) -> Iterator[Problem]:
        row = Row("pathways.startingpoint", (start.code,))
        yield from self._missing_options(row, f"Le départ « {start.label} »", [f"{start.question}/{start.option}"])

    def _missing_grants(self, row: Row, name: str, grants: Iterable[Grant]) -> Iterator[Problem]:
        yield from self._missing_options(row, name, [f"{grant.question}/{grant.option}" for grant in grants])

    def _missing_options(self, row: Row, name: str, references: Iterable[str]) -> Iterator[Problem]:
        known = {f"{question}/{option}" for question, option in self.options}
        yield from self.missing(row, name, "une réponse", references, known)
