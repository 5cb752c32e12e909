from django.db import models
from django.db.models import Q

from careers.models import Career
from careers.models.natural_keys import CodeManager, code_field
from pathways.engine.rules import Verdict as EngineVerdict
from pathways.models.questions import Option, Question
from pathways.models.routes import Route


class VerdictChoice(models.TextChoices):
    OPEN = EngineVerdict.OPEN.code, "ouverte"
    CONDITIONAL = EngineVerdict.CONDITIONAL.code, "ouverte sous condition"
    TO_CHECK = EngineVerdict.TO_CHECK.code, "à vérifier"
    CLOSED = EngineVerdict.CLOSED.code, "fermée"


class WitnessCase(models.Model):
    """A named person whose verdicts are known: the rules are checked against them before each publication."""

    career = models.ForeignKey(Career, models.CASCADE, related_name="witnesses", verbose_name="métier")
    code = code_field()
    name = models.CharField("la personne", max_length=200, help_text="« Bac général, sans employeur, 22 ans ».")
    note = models.TextField("ce que le cas montre", blank=True)
    position = models.PositiveIntegerField("place", default=0)

    objects = CodeManager()

    class Meta:
        verbose_name = "cas témoin"
        verbose_name_plural = "cas témoins"
        ordering = ["career", "position", "code"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.code,)


class WitnessAnswerManager(models.Manager["WitnessAnswer"]):
    def get_by_natural_key(self, witness: str, question: str) -> "WitnessAnswer":
        return self.get(witness__code=witness, question__code=question)


class WitnessAnswer(models.Model):
    """One answer of a witness: options, a number, or "je ne sais pas" (neither)."""

    witness = models.ForeignKey(WitnessCase, models.CASCADE, related_name="answers", verbose_name="cas témoin")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+", verbose_name="question")
    options = models.ManyToManyField(Option, blank=True, related_name="+", verbose_name="réponses")
    number = models.DecimalField("nombre", max_digits=6, decimal_places=1, null=True, blank=True)

    objects = WitnessAnswerManager()

    class Meta:
        verbose_name = "réponse du cas témoin"
        verbose_name_plural = "réponses du cas témoin"
        ordering = ["witness", "question__position", "question__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["witness", "question"],
                name="witness_answers_a_question_once",
                violation_error_message="Ce cas témoin répond déjà à cette question.",
            ),
            models.CheckConstraint(
                name="witness_number_is_not_negative",
                condition=Q(number__isnull=True) | Q(number__gte=0),
                violation_error_message="Le nombre ne peut pas être négatif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.witness} : {self.question.code}"

    def natural_key(self) -> tuple[str, str]:
        return (self.witness.code, self.question.code)

    natural_key.dependencies = ["pathways.witnesscase", "pathways.option"]  # type: ignore[attr-defined]


class WitnessVerdictManager(models.Manager["WitnessVerdict"]):
    def get_by_natural_key(self, witness: str, route: str) -> "WitnessVerdict":
        return self.get(witness__code=witness, route__code=route)


class WitnessVerdict(models.Model):
    witness = models.ForeignKey(WitnessCase, models.CASCADE, related_name="verdicts", verbose_name="cas témoin")
    route = models.ForeignKey(Route, models.CASCADE, related_name="+", verbose_name="voie")
    verdict = models.CharField("verdict attendu", max_length=12, choices=VerdictChoice)

    objects = WitnessVerdictManager()

    class Meta:
        verbose_name = "verdict attendu"
        verbose_name_plural = "verdicts attendus"
        ordering = ["witness", "route__position", "route__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["witness", "route"],
                name="witness_judges_a_route_once",
                violation_error_message="Ce cas témoin donne déjà un verdict pour cette voie.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.route} : {self.get_verdict_display()}"

    def natural_key(self) -> tuple[str, str]:
        return (self.witness.code, self.route.code)

    natural_key.dependencies = ["pathways.witnesscase", "pathways.route"]  # type: ignore[attr-defined]
