"""`manage.py assess assistant-medical [FILE|-]`: judges profiles, with the words of the result page."""

import json
import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate

from careers.management.reports import career_named, day_named
from careers.publication import Publication, draft
from careers.shelf import shelf
from pathways import profiles
from pathways.engine.assessment import assess
from pathways.management.days import questionnaire_of


class Command(BaseCommand):
    help = "Évalue un profil (objet JSON), un tableau de profils ou un profil par ligne, et répond dans la même forme."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("career", help="le code du métier, par exemple assistant-medical")
        parser.add_argument("file", nargs="?", default="-", help="un fichier JSON, ou - pour l’entrée standard")
        parser.add_argument("--draft", action="store_true", help="avec le brouillon, et non l’édition publiée")
        parser.add_argument("--on", type=day_named, help="un autre jour, AAAA-MM-JJ")

    def handle(self, *, career: str, file: str, draft: bool, on: date | None, **options: object) -> None:
        publication = self._publication(career, from_rows=draft)
        day = on or localdate()
        questionnaire = questionnaire_of(publication, day)
        try:
            given = profiles.parse(_text(file))
            read = [profiles.answers_of(questionnaire.rules, profile, place) for place, profile in given.placed]
        except profiles.BadProfile as bad:
            raise CommandError(str(bad), returncode=2) from None
        answers = [profiles.as_json(assess(questionnaire, each, day), publication.number) for each in read]
        for line in _shaped(given.shape, answers):
            self.stdout.write(line)

    def _publication(self, career: str, *, from_rows: bool) -> Publication:
        row = career_named(career)
        if from_rows:
            return draft(row)
        publication = shelf.get(career)
        if publication is None:
            raise CommandError(f"Le métier « {career} » n’a pas d’édition publiée. Essayez --draft.", returncode=2)
        return publication


def _text(file: str) -> str:
    try:
        return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"« {file} » ne se lit pas : {error}.", returncode=2) from None


def _shaped(shape: str, answers: list[dict[str, Any]]) -> list[str]:
    if shape == "lines":
        return [json.dumps(answer, ensure_ascii=False) for answer in answers]
    return [json.dumps(answers[0] if shape == "object" else answers, ensure_ascii=False, indent=2)]
