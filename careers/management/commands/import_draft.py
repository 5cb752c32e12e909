"""`manage.py import_draft brouillon.json [--dry-run]`: the draft replaced, whole or not at all, by a document."""

import sys
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from careers import files, replacing
from careers.replacing import NotWritable


class Command(BaseCommand):
    help = "Remplace le brouillon du métier que nomme le document, ou crée ce métier. Rien n’est publié."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="un document JSON, ou - pour l’entrée standard")
        parser.add_argument("--dry-run", action="store_true", help="dit ce qui changerait, et ne change rien")

    def handle(self, *, file: str, dry_run: bool, **options: object) -> None:
        try:
            code, contents = files.read(_bytes(file))
            done = (replacing.rehearse if dry_run else replacing.replace)(code, contents)
        except NotWritable as refusal:
            for fault in refusal.faults:
                self.stderr.write(f"{fault.path} : {fault.reason}")
            raise CommandError("Rien n’est changé.") from None
        for change in done.changes:
            self.stdout.write(f"{change.group}, {change.name}")
            for sentence in change.sentences:
                self.stdout.write(f"  {sentence}")
        for source, titles in done.shared:
            self.stdout.write(f"{source} : change aussi dans le brouillon de {', '.join(titles)}.")
        verb = "serait" if dry_run else "est"
        what = f"créé : « {code} »" if done.is_new else f"remplacé. Éléments changés : {len(done.changes)}"
        self.stdout.write(f"Le {'métier' if done.is_new else 'brouillon'} {verb} {what}.")


def _bytes(file: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise CommandError(f"« {file} » ne se lit pas : {error}.", returncode=2) from None
