"""`manage.py publish assistant-medical --by "Claire Morel" --note "Aides de 2027"`: checks the draft and freezes it."""

from argparse import ArgumentParser

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.utils import timezone

from careers import editions
from careers.management.reports import career_named, problem_line


class Command(BaseCommand):
    help = "Contrôle le brouillon d’un métier et le publie sous le numéro suivant."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("career", help="le code du métier, par exemple assistant-medical")
        parser.add_argument("--by", required=True, help="qui publie")
        parser.add_argument("--note", required=True, help="ce qui change, en une phrase pour le journal des éditions")

    def handle(self, *, career: str, by: str, note: str, **options: object) -> None:
        row = career_named(career)
        try:
            edition = editions.publish(row, by=by.strip(), note=note.strip(), at=timezone.now())
        except editions.NotPublishable as refusal:
            for problem in refusal.problems:
                self.stderr.write(problem_line(problem))
            raise CommandError("Rien n’est publié : corrigez d’abord ce qui bloque.") from None
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages), returncode=2) from None
        except OperationalError as error:
            raise CommandError(f"Rien n’est publié : la base de données ne le permet pas ({error}).") from None
        self.stdout.write(f"Édition {edition.number} de « {row} » publiée. Empreinte : {edition.checksum}")
