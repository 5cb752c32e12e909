"""`manage.py restore passerelle.zip`: what `backup` wrote, put back into a new database."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.formats import date_format
from django.utils.timezone import localtime

from careers import backup
from careers.backup import NoBackup


class Command(BaseCommand):
    help = "Remplit une base de données neuve de ce que « backup » a écrit. Refuse toute autre base."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="le fichier que « backup » a écrit")

    def handle(self, *, file: Path, **options: object) -> None:
        try:
            manifest = backup.restore(file)
        except NoBackup as refusal:
            raise CommandError(f"Rien n’est restauré. {refusal}") from None
        made = date_format(localtime(manifest.made_at), "j F Y à H:i")
        self.stdout.write(f"Restauré : {manifest.rows} lignes de {len(manifest.tables)} tables, du {made}.")
