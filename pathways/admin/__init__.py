"""The workshop of the rules: questions, trainings, routes, and the cases that open them."""

from careers.admin.site import drawer
from pathways.admin import (
    cases,
    deadlines,
    fundings,
    proving,
    questions,
    routes,
    starting_points,
    statistics,
    to_dos,
    trainings,
    witnesses,
)
from pathways.models import (
    AccessCase,
    Deadline,
    Funding,
    Question,
    Route,
    StartingPoint,
    ToDo,
    Training,
    WitnessCase,
)

drawer(
    30,
    "Les voies et les règles",
    {
        Route: "Les chemins vers le métier, dans leur ordre.",
        Training: "Leur durée, leur coût, ce qu’elles donnent.",
        AccessCase: "Qui peut entrer, cas par cas.",
        Question: "Ce que le questionnaire demande, et les réponses possibles.",
        ToDo: "Ce qui reste à faire : trouver un employeur, être sélectionné.",
        Deadline: "Les délais après l’embauche.",
        Funding: "Qui paie la formation, et pour qui.",
        StartingPoint: "Les départs proposés sur l’accueil.",
        WitnessCase: "Des personnes imaginées, et le résultat qu’elles doivent lire.",
        "temoins": "Les faire passer, et voir ce qu’ils couvrent.",
        "statistiques": "Ce que les visiteurs répondent, et où ils hésitent.",
    },
)

__all__ = [
    "cases",
    "deadlines",
    "fundings",
    "proving",
    "questions",
    "routes",
    "starting_points",
    "statistics",
    "to_dos",
    "trainings",
    "witnesses",
]
