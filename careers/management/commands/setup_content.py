"""`manage.py setup_content`: the content a new site starts with, and its first edition.

Can be repeated at will: where there is a career already, what counsellors edited and published stays.
"""

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from careers import editions
from careers.management.reports import problem_line
from careers.models import Career

BY = "Mise en service"
NOTE = "Première édition"


class Command(BaseCommand):
    help = "Charge le contenu de départ dans une base vide et publie la première édition. Ne touche à rien sinon."

    def handle(self, **options: object) -> None:
        self._load()
        for career in Career.objects.filter(editions__isnull=True):
            self._publish(career)

    def _load(self) -> None:
        with transaction.atomic():
            if Career.objects.exists():
                self.stdout.write("Le contenu est déjà là : rien n’est rechargé.")
                return
            files = fixture_files()
            if not files:
                raise CommandError("Aucun contenu de départ dans le dossier fixtures/.")
            call_command("loaddata", *files, verbosity=0)
        self.stdout.write(f"Contenu chargé : {len(files)} fichiers.")

    def _publish(self, career: Career) -> None:
        try:
            edition = editions.publish(career, by=BY, note=NOTE, at=timezone.now())
        except editions.NotPublishable as refusal:
            for problem in refusal.problems:
                self.stderr.write(problem_line(problem))
            raise CommandError(f"« {career} » n’est pas publié : corrigez d’abord ce qui bloque.") from None
        self.stdout.write(f"Édition {edition.number} de « {career} » publiée.")


def fixture_files() -> list[Path]:
    """fixtures/<career>/*.yaml of every career, in the order of their names."""
    return sorted(path for folder in settings.FIXTURE_DIRS for path in Path(folder).glob("*/*.yaml"))
