"""The home page: the question, where one may start from, the job in three gestures, figures with their sources."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from careers.citations import Citations
from careers.document import CareerPart, Claim
from careers.key_figures import KeyFigure, key_figures
from careers.serving import PublicRequest, public
from careers.statements import Statements
from careers.views.search import EXAMPLES
from pathways import addresses, rulebook
from pathways.engine.answers import Value
from pathways.engine.rules import Kind, Rules, StartingPoint
from pathways.training_facts import former_lengths

FAMILIES = (
    ("administrative", "Avant la consultation", "Accueillir, tenir les dossiers"),
    ("consultation", "Autour de la consultation", "Préparer la consultation"),
    ("coordination", "Après la consultation", "Relier les soignants"),
)
GESTURES = 3
FIGURES = (("hours", "hours"), ("adaptation", "hours"), ("headcount", "contracts"), ("pay", "eur"))


@dataclass(frozen=True)
class Headliner:
    """A figure with its weightiest source; `former` is the length of training one still reads about."""

    shown: KeyFigure
    former: Claim | None

    @property
    def words(self) -> str:
        """Without the unit its label begins with: "8 111", contracts signed."""
        unit = self.shown.figure.label.partition(" ")[0]
        return self.shown.words.removesuffix(unit).rstrip()


@public
def home(request: PublicRequest) -> HttpResponse:
    career = request.publication.career
    rules = rulebook.questionnaire(request.publication, request.day).rules
    context = {
        "career": career,
        "starting_points": [
            (point, addresses.link(request, "start", career.code, rules, {point.question: _answer(rules, point)}))
            for point in rules.starting_points
        ],
        "gestures": gestures(career),
        "figures": figures(career),
        "number_of_questions": len(rules.questions),
        "examples": EXAMPLES,
    }
    return render(request, "pathways/home.html", context)


def _answer(rules: Rules, point: StartingPoint) -> Value:
    return (point.option,) if rules.question(point.question).kind is Kind.SEVERAL else point.option


def gestures(career: CareerPart) -> list[tuple[str, str, list[Claim]]]:
    """The job in three moments of a consultation."""
    missions = career.about("missions")
    return [
        (when, title, [claim for claim in missions if claim.mission == family][:GESTURES])
        for family, when, title in FAMILIES
    ]


def figures(career: CareerPart) -> list[Headliner]:
    told = Statements(career, Citations(career), brief=True)
    return [
        Headliner(shown, next(iter(former_lengths(career, [shown.statement.claim.code])), None))
        for shown in key_figures(career, told, "chiffres", FIGURES)
    ]
