"""The rules of a publication as they are in force on a day, with everything worked out of them once and kept."""

from datetime import date

from careers.publication import Publication
from pathways.engine.questionnaire import Questionnaire
from pathways.engine.rules import Rules


def questionnaire(publication: Publication, on: date) -> Questionnaire:
    """Compiled once for each set of cases in force: days between two changes share it."""
    rules: Rules = publication.parts["rules"]
    in_force = frozenset(code for code, case in rules.all_cases().items() if case.in_force(on))
    key = ("questionnaire", in_force)
    if key not in publication.kept:
        publication.kept[key] = Questionnaire(rules.on(on))
    kept: Questionnaire = publication.kept[key]
    return kept
