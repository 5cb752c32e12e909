"""`manage.py problems assistant-medical`: everything wrong with the draft, as publishing would say it."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from careers import editions
from careers.management.reports import career_named, problem_line


class Command(BaseCommand):
    help = "Contrôle le brouillon d’un métier sans rien publier. Code de sortie 1 si un problème empêche de publier."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("career", help="le code du métier, par exemple assistant-medical")

    def handle(self, *, career: str, **options: object) -> None:
        found = editions.problems(editions.read_draft(career_named(career)))
        for problem in found:
            self.stdout.write(problem_line(problem))
        blocking = sum(problem.blocking for problem in found)
        if blocking:
            raise CommandError(f"Problèmes qui empêchent de publier : {blocking}.")
        self.stdout.write("Rien n’empêche de publier.")
