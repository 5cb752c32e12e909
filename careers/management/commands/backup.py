"""`manage.py backup passerelle.zip`: everything the site holds, in one file."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from careers import backup
from careers.backup import NoBackup


class Command(BaseCommand):
    help = (
        "Écrit dans un fichier tout ce que contient le site : métiers, règles, éditions, comptes, journaux, comptages."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="le fichier à écrire, par exemple passerelle-2026-11-22.zip")
        parser.add_argument("--overwrite", action="store_true", help="remplace le fichier s’il existe")

    def handle(self, *, file: Path, overwrite: bool, **options: object) -> None:
        try:
            manifest = backup.write(file, overwrite=overwrite)
        except NoBackup as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"Sauvegardé dans {file} : {manifest.rows} lignes de {len(manifest.tables)} tables.")
        self.stdout.write("Ce fichier contient des mots de passe chiffrés : gardez-le à l’abri.")
