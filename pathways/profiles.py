"""Profiles as JSON in, assessments as JSON out: what `manage.py assess` reads and prints."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pathways.engine import wording
from pathways.engine.answers import Refused, Value, texts_of, value_of_json
from pathways.engine.assessment import AssessedRoute, Assessment
from pathways.engine.plan import Arrange, Grow, Plan, Planner, Step, Total, Train
from pathways.engine.rules import Rules


class BadProfile(ValueError):
    """A profile that can't be read: where, and why."""


@dataclass(frozen=True)
class Profiles:
    """Profiles with their place in the input ("ligne 3"), and the shape to answer in: object, array or lines."""

    shape: str
    placed: tuple[tuple[str, Any], ...]


def parse(text: str) -> Profiles:
    """One JSON object, an array of objects, or JSON lines. BadProfile when it is none of these."""
    try:
        whole = json.loads(text)
    except json.JSONDecodeError as error:
        return _lines(text, error)
    except RecursionError:
        raise BadProfile("ligne 1 : les valeurs sont emboîtées trop profond.") from None
    if isinstance(whole, list):
        return Profiles("array", tuple((f"profil {n}", profile) for n, profile in enumerate(whole, 1)))
    return Profiles("object", (("profil", whole),))


def answers_of(rules: Rules, profile: Any, place: str) -> dict[str, Value]:
    """The answers of one profile. BadProfile names the place, the question and the reason."""
    if not isinstance(profile, dict):
        raise BadProfile(f"{place} : il faut un objet JSON, une réponse par question.")
    questions = {question.code: question for question in rules.questions}
    answers: dict[str, Value] = {}
    for code, value in profile.items():
        if code not in questions:
            raise BadProfile(f"{place}, « {code} » : aucune question ne porte ce code ({', '.join(questions)}).")
        try:
            answers[code] = value_of_json(questions[code], value)
        except Refused as refusal:
            raise BadProfile(f"{place}, « {code} » : {refusal}") from None
    return answers


def as_json(assessment: Assessment, edition: int) -> dict[str, Any]:
    """What the result page shows, with its words."""
    following = assessment.path.next
    return {
        "edition": edition,
        "on": assessment.on.isoformat(),
        "answers": {code: _plain(value) for code, value in assessment.answers.items()},
        "qualified": assessment.qualified.code,
        "routes": {assessed.route.code: _route(assessed) for assessed in assessment.routes},
        "ask_next": following.code if following else None,
        "plans": [_plan(plan) for plan in Planner(assessment.rules).plans(assessment.answers)],
        "deadlines": [
            {
                "code": running.deadline.code,
                "text": running.case.sentence,
                "months": running.months,
                "months_left": running.months_left,
            }
            for running in assessment.deadlines
        ],
        "fundings": [
            {"code": fitting.funding.code, "text": fitting.case.sentence, "doubtful": fitting.is_doubtful}
            for fitting in assessment.fundings
        ],
    }


def _route(assessed: AssessedRoute) -> dict[str, Any]:
    return {
        "verdict": assessed.verdict.code,
        "not_needed": assessed.is_unneeded,
        "because": [reason.text for reason in assessed.because],
        "missing": [missing.text for missing in assessed.missing if not missing.is_doubtful],
        "perhaps": [missing.text for missing in assessed.missing if missing.is_doubtful],
        "arrange": [to_do.title for to_do in assessed.arrange],
        "waiting_for": [question.code for question in assessed.waiting_for],
    }


def _plan(plan: Plan) -> dict[str, Any]:
    return {
        "steps": [_step(step) for step in plan.steps],
        "months": _total(plan.months),
        "hours": _total(plan.hours),
        "hired_after": plan.hired_after,
        "doubtful": plan.is_doubtful,
    }


def _step(step: Step) -> dict[str, Any]:
    match step:
        case Arrange(to_do=to_do):
            return {"kind": "arrange", "code": to_do.code, "text": to_do.title}
        case Grow():
            return {
                "kind": "wait",
                "code": step.question.code,
                "text": wording.growth(step.question, step.start, step.end),
                "months": step.months,
            }
        case Train(training=training):
            return {
                "kind": "train",
                "code": training.code,
                "text": training.name,
                "because": step.case.sentence,
                "doubtful": step.is_doubtful,
                "hours": wording.quantity(training.hours) if training.hours else None,
                "months": wording.quantity(training.months) if training.months else None,
                "fundings": [funding.name for funding in step.fundings],
            }


def _total(total: Total) -> dict[str, Any]:
    """`partial`: one of the durations is not known, so that the sum is "at least"."""
    return {"min": total.low, "max": total.high, "partial": total.is_partial}


def _plain(value: Value) -> str | float | list[str]:
    return texts_of(value) if isinstance(value, tuple) else value


def _lines(text: str, error: json.JSONDecodeError) -> Profiles:
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) < 2:
        raise BadProfile(f"ligne {error.lineno} : ce n’est pas du JSON ({error.msg}).") from None
    return Profiles("lines", tuple(_read_lines(lines)))


def _read_lines(lines: list[tuple[int, str]]) -> Iterator[tuple[str, Any]]:
    for number, line in lines:
        try:
            yield f"ligne {number}", json.loads(line)
        except json.JSONDecodeError as error:
            raise BadProfile(f"ligne {number} : ce n’est pas du JSON ({error.msg}).") from None
