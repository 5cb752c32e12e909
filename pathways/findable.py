"""What the search finds in the rules: routes, and what the questionnaire asks."""

from collections.abc import Iterator

from careers.parts import Parts
from careers.search.index import Entry, Place
from pathways.engine.rules import Route, Rules

ROUTE, ASKED = "Voie", "Ce que demande le questionnaire"


def entries(parts: Parts) -> Iterator[Entry]:
    rules: Rules = parts["rules"]
    for route in rules.routes:
        yield Entry(
            ROUTE,
            route.name,
            f"{route.summary} {route.for_whom}",
            Place("route", (("route", route.code),)),
            words=" ".join(_said_of(rules, route)),
            weight=1.2,
        )
    for question in rules.questions:
        options = " ".join(option.label for option in question.options)
        yield Entry(ASKED, question.wording, question.why, Place("start"), words=options, weight=0.8)


def _said_of(rules: Rules, route: Route) -> Iterator[str]:
    """The trainings it leads through, and who may enter the first."""
    trainings = [rules.training(code) for code in route.trainings]
    for training in trainings:
        yield training.name
        yield training.summary
    for case in (*route.cases, *(case for training in trainings[:1] for case in training.cases)):
        yield case.sentence
