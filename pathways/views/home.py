"""The home page: the question, where one may start from, the job in three gestures, figures with their sources."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from careers.citations import Citations
from careers.key_figures import key_figures
from careers.serving import PublicRequest, public
from careers.statements import Statements
from pathways import addresses, rulebook
from pathways.engine.rules import Kind

FAMILIES = (
    ("administrative", "Avant la consultation", "Accueillir, tenir les dossiers"),
    ("consultation", "Autour de la consultation", "Préparer la consultation"),
    ("coordination", "Après la consultation", "Relier les soignants"),
)
FIGURES = (("hours", "hours"), ("adaptation", "hours"), ("headcount", "contracts"), ("pay", "eur"))
GESTURES = 4


@public
def home(request: PublicRequest) -> HttpResponse:
    career = request.publication.career
    rules = rulebook.questionnaire(request.publication, localdate()).rules
    citations = Citations(career)
    starting_points = [
        (point, addresses.link(request, "start", career.code, rules, {point.question: _value(rules, point)}))
        for point in rules.starting_points
    ]
    missions = career.about("missions")
    context = {
        "career": career,
        "starting_points": starting_points,
        "gestures": [
            (when, title, [claim for claim in missions if claim.mission == family][:GESTURES])
            for family, when, title in FAMILIES
        ],
        "figures": key_figures(career, Statements(career, citations), "chiffres", FIGURES),
        "citations": citations.listed(),
        "number_of_questions": len(rules.questions),
    }
    return render(request, "pathways/home.html", context)


def _value(rules, point):  # type: ignore[no-untyped-def]
    several = rules.question(point.question).kind is Kind.SEVERAL
    return (point.option,) if several else point.option
