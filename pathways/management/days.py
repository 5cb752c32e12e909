"""What commands that are given a day share."""

from datetime import date

from django.core.management.base import CommandError

from careers.publication import Publication
from pathways import rulebook
from pathways.engine.questionnaire import Questionnaire
from pathways.engine.space import TooLarge


def questionnaire_of(publication: Publication, day: date) -> Questionnaire:
    """The rules of that day, as the pages have them. CommandError, exit code 2, when it is too early to know them
    or they tell too many profiles apart."""
    since = rulebook.known_since(publication)
    if day < since:
        raise CommandError(f"Les règles ne sont connues que depuis le {since.isoformat()}.", returncode=2)
    try:
        return rulebook.questionnaire(publication.on(day), day)
    except TooLarge as refusal:
        raise CommandError(str(refusal), returncode=2) from None
