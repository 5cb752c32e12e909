"""The workshop of the rules: questions, trainings, routes, and the cases that open them."""

from pathways.admin import cases, deadlines, fundings, questions, routes, starting_points, to_dos, trainings, witnesses

__all__ = [
    "cases",
    "deadlines",
    "fundings",
    "questions",
    "routes",
    "starting_points",
    "to_dos",
    "trainings",
    "witnesses",
]
