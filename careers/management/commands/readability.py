"""`manage.py readability assistant-medical`: the texts of an edition that are hardest to read, first."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from careers import editions, readability
from careers.management.reports import career_named


class Command(BaseCommand):
    help = "Mesure la facilité de lecture des textes de l’édition en vigueur, les plus difficiles d’abord."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("career", help="le code du métier, par exemple assistant-medical")
        parser.add_argument("--draft", action="store_true", help="le brouillon au lieu de l’édition en vigueur")
        parser.add_argument("--worst", type=int, default=20, metavar="N", help="combien de textes montrer (20)")

    def handle(self, *, career: str, draft: bool, worst: int, **options: object) -> None:
        row = career_named(career)
        edition = None if draft else editions.newest(row)
        if not draft and edition is None:
            raise CommandError("Rien n’est publié. Ajoutez --draft pour mesurer le brouillon.")
        parts = editions.open_document(edition.document, edition.checksum) if edition else editions.read_draft(row)
        measured = readability.by_difficulty(parts)
        for each in measured[: max(worst, 0)]:
            self.stdout.write(
                f"{each.ease:4}  {each.longest:3} mots  {each.place}\n      {' '.join(each.text.split())}"
            )
        self.stdout.write(readability.summary(measured))
