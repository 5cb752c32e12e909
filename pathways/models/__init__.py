"""The draft of the rules: questions, routes, trainings and the cases that open them."""

from pathways.models.cases import AccessCase, Criterion
from pathways.models.questions import Option, Question, StartingPoint
from pathways.models.routes import Deadline, Funding, Route, RouteTraining, ToDo, Training
from pathways.models.statistics import DailyCount
from pathways.models.witnesses import WitnessAnswer, WitnessCase, WitnessVerdict

__all__ = [
    "AccessCase",
    "Criterion",
    "DailyCount",
    "Deadline",
    "Funding",
    "Option",
    "Question",
    "Route",
    "RouteTraining",
    "StartingPoint",
    "ToDo",
    "Training",
    "WitnessAnswer",
    "WitnessCase",
    "WitnessVerdict",
]
