"""What several commands ask and say in the same words."""

from argparse import ArgumentTypeError
from datetime import date

from django.core.management.base import CommandError

from careers.models import Career
from careers.parts import Problem


def career_named(code: str) -> Career:
    """CommandError, exit code 2, when there is no such career."""
    try:
        return Career.objects.get(code=code)
    except Career.DoesNotExist:
        known = ", ".join(Career.objects.order_by("code").values_list("code", flat=True)) or "aucun"
        raise CommandError(f"Aucun métier de code « {code} ». Métiers connus : {known}.", returncode=2) from None


def day_named(text: str) -> date:
    """ArgumentTypeError, which argparse says, when it is no day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"« {text} » n’est pas un jour : AAAA-MM-JJ.") from None


def problem_line(problem: Problem) -> str:
    """One line: whether it blocks, what is wrong, and the row to mend."""
    weight = "bloquant" if problem.blocking else "à noter"
    row = f" [{problem.row.model} {', '.join(map(str, problem.row.key))}]" if problem.row else ""
    return f"{weight} : {problem.message}{row}"
