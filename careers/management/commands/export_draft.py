"""`manage.py export_draft assistant-medical > brouillon.json`: the draft as a document, of the format of editions."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from careers import files
from careers.management.reports import career_named


class Command(BaseCommand):
    help = "Écrit le brouillon d’un métier comme un document JSON, sur la sortie standard."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("career", help="le code du métier, par exemple assistant-medical")

    def handle(self, *, career: str, **options: object) -> None:
        self.stdout.write(files.written(career_named(career)), ending="")
