"""Rules → rows: the inverse of pathways/reading.py. Rows keep their primary keys by their codes, so that history and
what points to them hold; criteria have no code, and keep theirs by their place in the case.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import Any

from django.db.models import Model, QuerySet

from careers.document import CareerPart
from careers.models import Career, Claim, Figure
from careers.parts import Fault, Parts
from careers.rows_of_documents import (
    Values,
    faults_of,
    faults_of_keys,
    faults_of_references,
    link,
    placed,
    save,
    save_all,
)
from pathways import models
from pathways.changes import code_of
from pathways.engine.rules import (
    UNKNOWN,
    AnyOf,
    AtLeast,
    CanEnter,
    Case,
    Criterion,
    Deadline,
    Funding,
    Grant,
    LessThan,
    NoneOf,
    Option,
    Quantity,
    Question,
    Route,
    Rules,
    StartingPoint,
    ToDo,
    Training,
    WitnessCase,
)
from pathways.models.cases import CriterionKind

# --- What the document says, as values of rows ------------------------------------------------------------------------


def _number(value: float) -> Decimal:
    return Decimal(repr(value))


def _question(question: Question) -> Values:
    return {
        "code": question.code,
        "kind": str(question.kind),
        "wording": question.wording,
        "short": question.short,
        "condition": question.condition,
        "hint": question.hint,
        "why": question.why,
        "change": str(question.change),
        "unit": question.unit,
        "low": _number(question.low),
        "high": _number(question.high),
        "step": _number(question.step),
        "may_be_unknown": question.may_be_unknown,
        "where_to_find": question.where_to_find,
    }


def _option(option: Option) -> Values:
    return {
        "code": option.code,
        "label": option.label,
        "phrase": option.phrase,
        "hint": option.hint,
        "exclusive": option.exclusive,
    }


def _to_do(to_do: ToDo) -> Values:
    return {"code": to_do.code, "title": to_do.title, "detail": to_do.detail, "condition": to_do.condition}


def _training(training: Training) -> Values:
    return {
        "code": training.code,
        "name": training.name,
        "summary": training.summary,
        "level": training.level,
        "under_way": training.under_way,
    }


def _route(route: Route) -> Values:
    return {
        "code": route.code,
        "name": route.name,
        "summary": route.summary,
        "for_whom": route.for_whom,
        "leads_to": route.leads_to,
    }


def _deadline(deadline: Deadline) -> Values:
    return {"code": deadline.code, "name": deadline.name, "kind": str(deadline.kind)}


def _funding(funding: Funding) -> Values:
    return {"code": funding.code, "name": funding.name, "detail": funding.detail}


def _case(case: Case) -> Values:
    return {
        "code": case.code,
        "sentence": case.sentence,
        "certainty": str(case.certainty),
        "valid_from": case.valid_from,
        "valid_until": case.valid_until,
    }


_KINDS = {
    AnyOf: CriterionKind.ANY_OF,
    NoneOf: CriterionKind.NONE_OF,
    AtLeast: CriterionKind.AT_LEAST,
    LessThan: CriterionKind.LESS_THAN,
    CanEnter: CriterionKind.CAN_ENTER,
}


def _criterion(criterion: Criterion) -> Values:
    """A threshold a figure says is not written a second time."""
    is_own = isinstance(criterion, AtLeast | LessThan) and not criterion.figure
    threshold = _number(criterion.threshold) if is_own else None  # type: ignore[union-attr]
    return {"kind": str(_KINDS[type(criterion)]), "threshold": threshold}


def _starting_point(point: StartingPoint) -> Values:
    return {"code": code_of(point), "label": point.label, "note": point.note}


def _witness(witness: WitnessCase) -> Values:
    return {"code": witness.code, "name": witness.name, "note": witness.note}


def _witness_number(value: object) -> Values:
    return {"number": _number(value) if isinstance(value, float | int) else None}


# --- Before anything is saved -----------------------------------------------------------------------------------------


def check_rules(parts: Parts) -> Iterator[Fault]:
    rules: Rules = parts["rules"]
    known = _Known(rules, parts["career"])
    for number, question in enumerate(rules.questions):
        yield from known.question(question, f"rules.questions[{number}]")
    for number, to_do in enumerate(rules.to_dos):
        yield from known.to_do(to_do, f"rules.to_dos[{number}]")
    for number, training in enumerate(rules.trainings):
        yield from known.training(training, f"rules.trainings[{number}]")
    for number, route in enumerate(rules.routes):
        yield from known.route(route, f"rules.routes[{number}]")
    for number, deadline in enumerate(rules.deadlines):
        yield from known.deadline(deadline, f"rules.deadlines[{number}]")
    for number, funding in enumerate(rules.fundings):
        yield from known.funding(funding, f"rules.fundings[{number}]")
    yield from known.cases_at(rules.qualifies, "rules.qualifies")
    for number, point in enumerate(rules.starting_points):
        yield from known.starting_point(point, f"rules.starting_points[{number}]")
    for number, witness in enumerate(rules.witnesses):
        yield from known.witness(witness, f"rules.witnesses[{number}]")
    for name in ("questions", "to_dos", "trainings", "routes", "deadlines", "fundings", "witnesses"):
        yield from faults_of_keys(f"rules.{name}", [each.code for each in getattr(rules, name)])
    yield from faults_of_keys("rules.starting_points", map(code_of, rules.starting_points))
    yield from faults_of_keys("rules, cas d’accès", [case.code for _, case in _owned_cases(rules)])


class _Known:
    """What the document holds, and what each of its rules names that it does not hold."""

    def __init__(self, rules: Rules, career: CareerPart):
        self.claims = career.claims_by_code
        self.figures = {f"{claim.code}/{figure.name}" for claim in career.claims for figure in claim.figures}
        self.questions = {question.code: question for question in rules.questions}
        self.options = {(question.code, option.code) for question in rules.questions for option in question.options}
        self.to_dos = {to_do.code for to_do in rules.to_dos}
        self.trainings = {training.code for training in rules.trainings}
        self.routes = {route.code for route in rules.routes}
        self.cases = {case.code for _, case in _owned_cases(rules)}

    def question(self, question: Question, path: str) -> Iterator[Fault]:
        yield from faults_of(models.Question, _question(question), path)
        yield from self._claims(question.claims, path)
        yield from faults_of_keys(f"{path}.options", [option.code for option in question.options])
        for number, option in enumerate(question.options):
            yield from faults_of(models.Option, _option(option), f"{path}.options[{number}]")

    def to_do(self, to_do: ToDo, path: str) -> Iterator[Fault]:
        yield from faults_of(models.ToDo, _to_do(to_do), path)
        yield from self._claims(to_do.claims, path)
        yield from self._options(to_do.question, to_do.needed_for, f"{path}.needed_for")
        yield from self._grants(to_do.grants, path)

    def training(self, training: Training, path: str) -> Iterator[Fault]:
        yield from faults_of(models.Training, _training(training), path)
        said = [code for code in (training.rhythm, training.cost) if code]
        yield from self._claims((*training.claims, *said), path)
        yield from self._quantities((training.hours, training.months), path)
        yield from self._to_dos(training.to_dos, path)
        yield from self._grants(training.grants, path)
        yield from self.cases_at(training.cases, f"{path}.cases")

    def route(self, route: Route, path: str) -> Iterator[Fault]:
        yield from faults_of(models.Route, _route(route), path)
        yield from self._claims(route.claims, path)
        yield from self._to_dos(route.to_dos, path)
        yield from faults_of_references(f"{path}.trainings", route.trainings, self.trainings, "la formation")
        yield from faults_of_keys(f"{path}.trainings", route.trainings)
        yield from faults_of_references(f"{path}.not_needed", route.not_needed, self.cases, "le cas")
        yield from self.cases_at(route.cases, f"{path}.cases")

    def deadline(self, deadline: Deadline, path: str) -> Iterator[Fault]:
        yield from faults_of(models.Deadline, _deadline(deadline), path)
        yield from self._claims(deadline.claims, path)
        yield from faults_of_references(f"{path}.clock", [deadline.clock], self.questions, "la question")
        yield from self._quantities((deadline.months,), path)
        yield from self.cases_at(deadline.cases, f"{path}.cases")

    def funding(self, funding: Funding, path: str) -> Iterator[Fault]:
        yield from faults_of(models.Funding, _funding(funding), path)
        yield from self._claims(funding.claims, path)
        yield from faults_of_references(f"{path}.trainings", funding.trainings, self.trainings, "la formation")
        yield from self.cases_at(funding.cases, f"{path}.cases")

    def cases_at(self, cases: Sequence[Case], path: str) -> Iterator[Fault]:
        for number, case in enumerate(cases):
            yield from faults_of(models.AccessCase, _case(case), f"{path}[{number}]")
            yield from self._claims(case.claims, f"{path}[{number}]")
            for place, criterion in enumerate(case.criteria):
                yield from self._criterion(criterion, f"{path}[{number}].criteria[{place}]")

    def _criterion(self, criterion: Criterion, path: str) -> Iterator[Fault]:
        yield from faults_of(models.Criterion, _criterion(criterion), path)
        match criterion:
            case CanEnter(trainings=trainings):
                yield from faults_of_references(f"{path}.trainings", trainings, self.trainings, "la formation")
            case AnyOf(question=question, options=options) | NoneOf(question=question, options=options):
                yield from self._options(question, options, f"{path}.options")
                yield from faults_of_references(f"{path}.question", [question], self.questions, "la question")
            case AtLeast(question=question, figure=figure) | LessThan(question=question, figure=figure):
                yield from faults_of_references(f"{path}.question", [question], self.questions, "la question")
                yield from faults_of_references(
                    f"{path}.figure", [figure] if figure else [], self.figures, "le chiffre"
                )

    def starting_point(self, point: StartingPoint, path: str) -> Iterator[Fault]:
        yield from faults_of(models.StartingPoint, _starting_point(point), path)
        yield from self._options(point.question, [point.option], f"{path}.option")

    def witness(self, witness: WitnessCase, path: str) -> Iterator[Fault]:
        yield from faults_of(models.WitnessCase, _witness(witness), path)
        yield from faults_of_references(f"{path}.answers", witness.answers, self.questions, "la question")
        yield from faults_of_references(f"{path}.verdicts", witness.verdicts, self.routes, "la voie")
        for code, value in witness.answers.items():
            yield from faults_of(models.WitnessAnswer, _witness_number(value), f"{path}.answers.{code}")
            yield from self._options(code, _chosen(value), f"{path}.answers.{code}")
        for code, verdict in witness.verdicts.items():
            yield from faults_of(models.WitnessVerdict, {"verdict": verdict}, f"{path}.verdicts.{code}")

    def _claims(self, codes: Iterable[str], path: str) -> Iterator[Fault]:
        yield from faults_of_references(f"{path}.claims", codes, self.claims, "le fait")

    def _to_dos(self, codes: Iterable[str], path: str) -> Iterator[Fault]:
        yield from faults_of_references(f"{path}.to_dos", codes, self.to_dos, "la démarche")

    def _options(self, question: str, codes: Iterable[str], path: str) -> Iterator[Fault]:
        yield from faults_of_references(path, [(question, code) for code in codes], self.options, "la réponse")

    def _grants(self, grants: Iterable[Grant], path: str) -> Iterator[Fault]:
        for grant in grants:
            yield from self._options(grant.question, [grant.option], f"{path}.grants")

    def _quantities(self, quantities: Iterable[Quantity | None], path: str) -> Iterator[Fault]:
        named = [quantity.figure for quantity in quantities if quantity]
        yield from faults_of_references(path, named, self.figures, "le chiffre")


def _chosen(value: object) -> tuple[str, ...]:
    """The options of an answer: none for a number, or for somebody who does not know."""
    if isinstance(value, tuple):
        return value
    return (value,) if isinstance(value, str) and value != UNKNOWN else ()


def _owned_cases(rules: Rules) -> Iterator[tuple[tuple[str, str], Case]]:
    """Every case, with the field and code of what it opens."""
    yield from ((("qualifies", ""), case) for case in rules.qualifies)
    several: dict[str, Sequence[Training | Route | Deadline | Funding]] = {
        "training": rules.trainings,
        "route": rules.routes,
        "deadline": rules.deadlines,
        "funding": rules.fundings,
    }
    for field, owners in several.items():
        yield from (((field, owner.code), case) for owner in owners for case in owner.cases)


def _places(rules: Rules, have: Mapping[str, int]) -> Mapping[str, int]:
    """A place for each case, so that those that open one thing follow each other as the document says, and so do those
    that make a route unneeded, whatever they open; the present ones when they say it.
    """
    owners: dict[tuple[str, str], list[str]] = {}
    for owner, case in _owned_cases(rules):
        owners.setdefault(owner, []).append(case.code)
    runs = [*owners.values(), *(list(route.not_needed) for route in rules.routes)]
    cases = [code for codes in owners.values() for code in codes]
    pairs = [pair for run in runs for pair in pairwise(run)]
    if have.keys() >= {*cases} and all(have[one] < have[other] for one, other in pairs):
        return have
    try:
        order = list(_following({code: [] for code in cases}, pairs))
    except CycleError:  # only a document written by hand says both: rows are read in one order
        order = cases
    return {code: 10 * number for number, code in enumerate(order, 1)}


def _following(graph: dict[str, list[str]], pairs: Iterable[tuple[str, str]]) -> Iterable[str]:
    for before, after in pairs:
        graph[after].append(before)
    return TopologicalSorter(graph).static_order()


def _path(field: str, code: str) -> str:
    return f"rules.{field}s ({code}).cases" if code else "rules.qualifies"


# --- Writing ----------------------------------------------------------------------------------------------------------


def write_rules(career: Career, parts: Parts) -> None:
    _Writing(career, parts["rules"]).write()


class _Writing:
    """The rows of one career, by their codes, as they are written one kind after the other."""

    def __init__(self, career: Career, rules: Rules):
        self.career = career
        self.rules = rules
        self.claims = {row.code: row for row in Claim.objects.filter(career=career)}
        figures = Figure.objects.filter(claim__career=career).select_related("claim")
        self.figures = {f"{row.claim.code}/{row.name}": row for row in figures}

    def write(self) -> None:
        rules = self.rules
        self.questions = self._save(self.career.questions.all(), rules.questions, _question, "questions")
        self._link_claims(self.questions, rules.questions)
        self._write_options()
        self.to_dos = self._save(self.career.to_dos.all(), rules.to_dos, _to_do, "to_dos")
        self._link_claims(self.to_dos, rules.to_dos)
        self._link_to_dos()
        self.trainings = self._save(self.career.trainings.all(), rules.trainings, self._training, "trainings")
        self._link_claims(self.trainings, rules.trainings)
        self._link_trainings()
        self.routes = self._save(self.career.routes.all(), rules.routes, _route, "routes")
        self._link_claims(self.routes, rules.routes)
        self._write_steps()
        self.deadlines = self._save(self.career.deadlines.all(), rules.deadlines, self._deadline, "deadlines")
        self._link_claims(self.deadlines, rules.deadlines)
        self.fundings = self._save(self.career.fundings.all(), rules.fundings, _funding, "fundings")
        self._link_claims(self.fundings, rules.fundings)
        funded = {self.fundings[one.code]: [self.trainings[code] for code in one.trainings] for one in rules.fundings}
        link(models.Funding, "trainings", funded)
        self._write_cases()
        to_dos = {self.routes[one.code]: [self.to_dos[code] for code in one.to_dos] for one in rules.routes}
        link(models.Route, "to_dos", to_dos)
        unneeded = {self.routes[one.code]: [self.cases[code] for code in one.not_needed] for one in rules.routes}
        link(models.Route, "not_needed", unneeded)
        starts = {code_of(point): point for point in rules.starting_points}
        self._save(self.career.starting_points.all(), starts.values(), self._start, "starting_points", code=code_of)
        self.witnesses = self._save(self.career.witnesses.all(), rules.witnesses, _witness, "witnesses")
        self._write_answers()
        self._write_verdicts()

    def _save(self, rows: QuerySet, wanted: Iterable[Any], values: Any, path: str, code: Any = None) -> dict[str, Any]:
        found = {row.code: row for row in rows}
        named = {(code(one) if code else one.code): one for one in wanted}
        every = {name: {**values(one), "career_id": self.career.pk} for name, one in named.items()}
        return save_all(rows.model, found, placed(found, every), f"rules.{path}")

    def _link_claims(self, rows: Mapping[str, Model], rules: Sequence[Any]) -> None:
        if rules:
            wanted = {rows[one.code]: [self.claims[code] for code in one.claims] for one in rules}
            link(type(rows[rules[0].code]), "claims", wanted)

    def _write_options(self) -> None:
        found = {(row.question_id, row.code): row for row in models.Option.objects.filter(question__career=self.career)}
        self.options: dict[tuple[str, str], models.Option] = {}
        for number, question in enumerate(self.rules.questions):
            pk, path = self.questions[question.code].pk, f"rules.questions[{number}].options"
            wanted = {(pk, one.code): {**_option(one), "question_id": pk} for one in question.options}
            saved = save_all(models.Option, found, placed(found, wanted), path)
            self.options |= {(question.code, code): row for (_, code), row in saved.items()}

    def _granted(self, grants: Iterable[Grant]) -> list[models.Option]:
        return [self.options[grant.question, grant.option] for grant in grants]

    def _link_to_dos(self) -> None:
        rules = self.rules.to_dos
        needed = {self.to_dos[one.code]: [self.options[one.question, code] for code in one.needed_for] for one in rules}
        link(models.ToDo, "needed_for", needed)
        link(models.ToDo, "grants", {self.to_dos[one.code]: self._granted(one.grants) for one in rules})

    def _training(self, training: Training) -> Values:
        return {
            **_training(training),
            "hours_id": self._figure(training.hours),
            "months_id": self._figure(training.months),
            "rhythm_id": self.claims[training.rhythm].pk if training.rhythm else None,
            "cost_id": self.claims[training.cost].pk if training.cost else None,
        }

    def _figure(self, quantity: Quantity | None) -> int | None:
        return self.figures[quantity.figure].pk if quantity else None

    def _link_trainings(self) -> None:
        rules, rows = self.rules.trainings, self.trainings
        link(models.Training, "to_dos", {rows[one.code]: [self.to_dos[code] for code in one.to_dos] for one in rules})
        link(models.Training, "grants", {rows[one.code]: self._granted(one.grants) for one in rules})

    def _write_steps(self) -> None:
        steps = models.RouteTraining.objects.filter(route__career=self.career)
        found = {(row.route_id, row.training_id): row for row in steps}
        kept: set[Any] = set()
        for number, route in enumerate(self.rules.routes):
            keys = [(self.routes[route.code].pk, self.trainings[code].pk) for code in route.trainings]
            wanted = {key: {"route_id": key[0], "training_id": key[1]} for key in keys}
            path = f"rules.routes[{number}].trainings"
            save_all(models.RouteTraining, found, placed(found, wanted), path)
            kept |= wanted.keys()
        steps.filter(pk__in=[row.pk for key, row in found.items() if key not in kept]).delete()

    def _deadline(self, deadline: Deadline) -> Values:
        clock, months = self.questions[deadline.clock].pk, self._figure(deadline.months)
        return {**_deadline(deadline), "clock_id": clock, "months_id": months}

    def _write_cases(self) -> None:
        found = {row.code: row for row in self.career.access_cases.all()}
        owned = list(_owned_cases(self.rules))
        places = _places(self.rules, {code: row.position for code, row in found.items()})
        self.cases: dict[str, models.AccessCase] = {}
        for owner in dict.fromkeys(owner for owner, _ in owned):
            its = {
                case.code: {**_case(case), **self._owner(*owner), "position": places[case.code]}
                for other, case in owned
                if other == owner
            }
            self.cases |= save_all(models.AccessCase, found, its, _path(*owner))
        self._link_claims(self.cases, [case for _, case in owned])
        self._write_criteria([case for _, case in owned])

    def _owner(self, field: str, code: str) -> Values:
        rows = {"training": self.trainings, "route": self.routes, "deadline": self.deadlines, "funding": self.fundings}
        owners = {f"{name}_id": by_code[code].pk if name == field else None for name, by_code in rows.items()}
        return {"career_id": self.career.pk, "qualifies": field == "qualifies", **owners}

    def _write_criteria(self, cases: Iterable[Case]) -> None:
        found: dict[int, list[models.Criterion]] = {}
        for row in models.Criterion.objects.filter(case__career=self.career).order_by("position"):
            found.setdefault(row.case_id, []).append(row)
        options: dict[Model, list[models.Option]] = {}
        trainings: dict[Model, list[models.Training]] = {}
        for case in cases:
            rows = found.get(self.cases[case.code].pk, [])
            for row in rows[len(case.criteria) :]:
                row.delete()
            last = rows[-1].position if rows else 0
            for number, criterion in enumerate(case.criteria):
                there = rows[number] if number < len(rows) else models.Criterion(position=last + number + 1)
                values = {**self._criterion(criterion), "case_id": self.cases[case.code].pk}
                saved = save(there, values, f"rules, cas « {case.code} », critère {number + 1}")
                question = getattr(criterion, "question", "")
                options[saved] = [self.options[question, code] for code in getattr(criterion, "options", ())]
                trainings[saved] = [self.trainings[code] for code in getattr(criterion, "trainings", ())]
        link(models.Criterion, "options", options)
        link(models.Criterion, "trainings", trainings)

    def _criterion(self, criterion: Criterion) -> Values:
        question, figure = getattr(criterion, "question", ""), getattr(criterion, "figure", "")
        return {
            **_criterion(criterion),
            "question_id": self.questions[question].pk if question else None,
            "figure_id": self.figures[figure].pk if figure else None,
        }

    def _start(self, point: StartingPoint) -> Values:
        return {**_starting_point(point), "option_id": self.options[point.question, point.option].pk}

    def _write_answers(self) -> None:
        answers = models.WitnessAnswer.objects.filter(witness__career=self.career)
        found = {(row.witness_id, row.question_id): row for row in answers}
        chosen: dict[Model, list[models.Option]] = {}
        for number, witness in enumerate(self.rules.witnesses):
            wanted = {}
            for code, value in witness.answers.items():
                key = (self.witnesses[witness.code].pk, self.questions[code].pk)
                wanted[key] = {**_witness_number(value), "witness_id": key[0], "question_id": key[1]}
            saved = save_all(models.WitnessAnswer, found, wanted, f"rules.witnesses[{number}].answers")
            for row, (code, value) in zip(saved.values(), witness.answers.items(), strict=True):
                chosen[row] = [self.options[code, option] for option in _chosen(value)]
        link(models.WitnessAnswer, "options", chosen)
        answers.exclude(pk__in=[row.pk for row in chosen]).delete()

    def _write_verdicts(self) -> None:
        verdicts = models.WitnessVerdict.objects.filter(witness__career=self.career)
        found = {(row.witness_id, row.route_id): row for row in verdicts}
        kept: list[int] = []
        for number, witness in enumerate(self.rules.witnesses):
            wanted = {}
            for code, verdict in witness.verdicts.items():
                key = (self.witnesses[witness.code].pk, self.routes[code].pk)
                wanted[key] = {"witness_id": key[0], "route_id": key[1], "verdict": verdict}
            saved = save_all(models.WitnessVerdict, found, wanted, f"rules.witnesses[{number}].verdicts")
            kept += [row.pk for row in saved.values()]
        verdicts.exclude(pk__in=kept).delete()


def sweep_rules(career: Career, parts: Parts) -> None:
    """From what leans on others to what others lean on."""
    rules: Rules = parts["rules"]
    cases = [case.code for _, case in _owned_cases(rules)]
    for rows, codes in (
        (career.witnesses, [one.code for one in rules.witnesses]),
        (career.starting_points, [code_of(one) for one in rules.starting_points]),
        (career.access_cases, cases),
        (career.routes, [one.code for one in rules.routes]),
        (career.deadlines, [one.code for one in rules.deadlines]),
        (career.fundings, [one.code for one in rules.fundings]),
        (career.trainings, [one.code for one in rules.trainings]),
        (career.to_dos, [one.code for one in rules.to_dos]),
    ):
        rows.exclude(code__in=codes).delete()
    options = {(question.code, option.code) for question in rules.questions for option in question.options}
    there = models.Option.objects.filter(question__career=career).values_list("pk", "question__code", "code")
    models.Option.objects.filter(pk__in=[pk for pk, *key in there if tuple(key) not in options]).delete()
    career.questions.exclude(code__in=[one.code for one in rules.questions]).delete()
