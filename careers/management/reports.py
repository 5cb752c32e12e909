"""What several commands ask and say in the same words."""

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


def problem_line(problem: Problem) -> str:
    """One line: whether it blocks, what is wrong, and the row to mend."""
    weight = "bloquant" if problem.blocking else "à noter"
    row = f" [{problem.row.model} {', '.join(map(str, problem.row.key))}]" if problem.row else ""
    return f"{weight} : {problem.message}{row}"
