"""The pages of the roads to a job, for the map of the site. Questions and answers are not for search engines."""

from collections.abc import Iterator
from datetime import date

from careers.citations import Citations
from careers.publication import Publication
from careers.site_pages import Page
from pathways import comparison, rulebook
from pathways.engine.rules import Rules
from pathways.route_page import route_page
from pathways.views.home import figures, gestures

WRITTEN_IN_THE_PROGRAM = ("embedding", "codes", "totals")  # the totals tell another day every day


def way_pages(publication: Publication, on: date) -> Iterator[Page]:
    career = publication.career
    of_career = (("career", career.code),)
    questionnaire = rulebook.questionnaire(publication, on)
    rules = questionnaire.rules
    welcome = (career.question, career.guide, rules.starting_points, len(rules.questions))
    yield Page("home", (), (welcome, gestures(career), figures(career)))
    compared = comparison.compare(rules, career, Citations(career), address_of=str)
    yield Page("routes", of_career, compared)
    names = [route.name for route in rules.routes]
    for route in rules.routes:
        page = route_page(questionnaire, career, route.code, Citations(career), on)
        yield Page("route", (*of_career, ("route", route.code)), (page, names), route.name)
    for name in WRITTEN_IN_THE_PROGRAM:
        yield Page(name)


def turning_days(publication: Publication) -> Iterator[date]:
    rules: Rules = publication.parts["rules"]
    return rulebook.turning_days(rules)
