"""`manage.py prove assistant-medical [--draft] [--on DAY] [--against N]`: what holds of the rules for everybody."""

from argparse import ArgumentParser
from datetime import date

from django.core.management.base import BaseCommand, CommandError

from careers import editions
from careers.management.reports import career_named, day_named
from careers.models import Edition
from careers.publication import draft
from careers.shelf import shelf
from pathways import proof_report
from pathways.engine.difference import difference
from pathways.engine.outcomes import Outcomes
from pathways.engine.proof import prove
from pathways.engine.rules import Rules
from pathways.engine.space import TooLarge
from pathways.management.days import questionnaire_of


class Command(BaseCommand):
    help = (
        "Prouve les règles sur tous les profils qu’elles distinguent, et dit qui change de verdict depuis l’édition N."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("career", help="le code du métier, par exemple assistant-medical")
        parser.add_argument("--draft", action="store_true", help="le brouillon, et non l’édition publiée")
        parser.add_argument("--on", type=day_named, help="les règles d’un jour, AAAA-MM-JJ, et non toutes ensemble")
        parser.add_argument("--against", type=int, metavar="N", help="compare avec l’édition numéro N")

    def handle(self, *, career: str, draft: bool, on: date | None, against: int | None, **options: object) -> None:
        rules = self._rules(career, on, from_rows=draft)
        try:
            for line in proof_report.lines(rules, prove(rules, Outcomes(rules))):
                self.stdout.write(line)
            if against is not None:
                for line in proof_report.difference_lines(rules, difference(_published(career, against), rules)):
                    self.stdout.write(line)
        except TooLarge as refusal:
            raise CommandError(str(refusal), returncode=2) from None

    def _rules(self, career: str, on: date | None, *, from_rows: bool) -> Rules:
        row = career_named(career)
        publication = draft(row) if from_rows else shelf.get(career)
        if publication is None:
            raise CommandError(f"Le métier « {career} » n’a pas d’édition publiée. Essayez --draft.", returncode=2)
        if on is not None:
            return questionnaire_of(publication, on).rules
        rules: Rules = publication.parts["rules"]
        return rules


def _published(career: str, number: int) -> Rules:
    edition = Edition.objects.filter(career__code=career, number=number).first()
    if edition is None:
        raise CommandError(f"Le métier « {career} » n’a pas d’édition {number}.", returncode=2)
    try:
        rules: Rules = editions.decode(edition.document)[1]["rules"]
    except editions.UnreadableDocument as error:
        raise CommandError(f"L’édition {number} ne se lit pas : {error}", returncode=2) from None
    return rules
