"""`manage.py prove assistant-medical [--draft] [--on DAY] [--order] [--plans] [--against N]`: what holds for all."""

from argparse import ArgumentParser
from collections.abc import Iterable
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate

from careers import editions
from careers.management.reports import career_named, day_named, problem_line
from careers.models import Edition
from careers.parts import Problem
from careers.publication import Publication, draft
from careers.shelf import shelf
from pathways import proof_report
from pathways.engine.difference import difference
from pathways.engine.order import Orders
from pathways.engine.plan_proof import prove_plans
from pathways.engine.proof import prove
from pathways.engine.rules import Rules
from pathways.engine.space import TooLarge
from pathways.facts import blocks_gap
from pathways.management.days import questionnaire_of
from pathways.problems import proved_problems, unproved_problems


class Command(BaseCommand):
    help = (
        "Prouve les règles sur tous les profils qu’elles distinguent, et dit qui change de verdict depuis l’édition N."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("career", help="le code du métier, par exemple assistant-medical")
        parser.add_argument("--draft", action="store_true", help="le brouillon, et non l’édition publiée")
        parser.add_argument("--on", type=day_named, help="les règles d’un jour, AAAA-MM-JJ ; sinon d’aujourd’hui")
        parser.add_argument("--against", type=int, metavar="N", help="compare avec l’édition numéro N")
        parser.add_argument("--order", action="store_true", help="l’ordre des questions aussi : dix secondes")
        parser.add_argument("--plans", action="store_true", help="les plans de chaque profil aussi : quelques secondes")

    def handle(
        self,
        *,
        career: str,
        draft: bool,
        on: date | None,
        against: int | None,
        plans: bool,
        order: bool,
        **options: object,
    ) -> None:
        publication = self._publication(career, from_rows=draft)
        rules: Rules = publication.parts["rules"]
        former = _published(career, against) if against is not None else None
        self._say_problems(unproved_problems(rules, publication.career), "Ces règles ne peuvent pas être prouvées")
        try:
            questionnaire = questionnaire_of(publication, on or localdate())
            rules = questionnaire.rules
            proof = prove(rules, questionnaire.outcomes)
            self._say(proof_report.lines(rules, proof))
            if order:
                self._say(proof_report.order_lines(questionnaire, Orders(rules, questionnaire.outcomes)))
            if plans:
                self._say(proof_report.plan_lines(rules, prove_plans(rules)))
            if former is not None:
                self._say(proof_report.difference_lines(rules, difference(former, rules), former))
            self._say(gap.sentence for each in rules.trainings if (gap := blocks_gap(each, publication.career)))
            self._say_problems(proved_problems(questionnaire, proof), "Ces règles ne peuvent pas être publiées")
        except TooLarge as refusal:
            raise CommandError(str(refusal), returncode=2) from None

    def _say(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.stdout.write(line)

    def _say_problems(self, problems: Iterable[Problem], refusal: str) -> None:
        """CommandError when one of them blocks."""
        found = list(problems)
        self._say(map(problem_line, found))
        if blocking := sum(problem.blocking for problem in found):
            raise CommandError(f"{refusal}. Problèmes bloquants : {blocking}.")

    def _publication(self, career: str, *, from_rows: bool) -> Publication:
        row = career_named(career)
        publication = draft(row) if from_rows else shelf.get(career)
        if publication is None:
            raise CommandError(f"Le métier « {career} » n’a pas d’édition publiée. Essayez --draft.", returncode=2)
        return publication


def _published(career: str, number: int) -> Rules:
    edition = Edition.objects.filter(career__code=career, number=number).first()
    if edition is None:
        raise CommandError(f"Le métier « {career} » n’a pas d’édition {number}.", returncode=2)
    try:
        rules: Rules = editions.decode(edition.document)[1]["rules"]
    except editions.UnreadableDocument as error:
        raise CommandError(f"L’édition {number} ne se lit pas : {error}", returncode=2) from None
    return rules
