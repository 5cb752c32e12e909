from django.db import models
from django.db.models import F, Q

from careers.models import Career, Claim
from careers.models.natural_keys import CodeManager, code_field
from pathways.engine.rules import Change as EngineChange
from pathways.engine.rules import Kind as EngineKind


class Kind(models.TextChoices):
    ONE = EngineKind.ONE, "un seul choix"
    SEVERAL = EngineKind.SEVERAL, "plusieurs choix"
    NUMBER = EngineKind.NUMBER, "un nombre"


class Change(models.TextChoices):
    ACQUIRED = EngineChange.ACQUIRED, "s’acquiert par une formation"
    GROWS = EngineChange.GROWS, "augmente avec le temps"
    ARRANGED = EngineChange.ARRANGED, "s’obtient par une démarche"
    NEVER = EngineChange.NEVER, "ne change pas"


class Question(models.Model):
    career = models.ForeignKey(Career, models.CASCADE, related_name="questions", verbose_name="métier")
    code = code_field("Le nom de la réponse dans l’adresse des pages. Ne change jamais.")
    kind = models.CharField("forme de la réponse", max_length=10, choices=Kind)
    wording = models.CharField("question posée", max_length=200)
    short = models.CharField("rappel court", max_length=80, help_text="Dans la liste des réponses : « Votre âge ».")
    condition = models.CharField(
        "phrase de condition",
        max_length=160,
        help_text="À l’infinitif, avec {} à la place de la réponse : « avoir {} de secrétariat médical ».",
    )
    hint = models.TextField("aide", blank=True, help_text="Affichée sous la question.")
    why = models.TextField("pourquoi cette question ?")
    change = models.CharField("comment la réponse peut changer", max_length=10, choices=Change)
    unit = models.CharField("unité", max_length=20, blank=True, help_text="Au pluriel : « ans », « mois ».")
    low = models.DecimalField("au moins", max_digits=6, decimal_places=1, default=0)
    high = models.DecimalField("au plus", max_digits=6, decimal_places=1, default=0)
    step = models.DecimalField("pas", max_digits=3, decimal_places=1, default=1, help_text="0,5 accepte les demis.")
    may_be_unknown = models.BooleanField("« je ne sais pas » est possible", default=False)
    where_to_find = models.TextField("où trouver la réponse", blank=True)
    claims = models.ManyToManyField(Claim, blank=True, related_name="+", verbose_name="faits qui la justifient")
    position = models.PositiveIntegerField("place", default=0)

    objects = CodeManager()

    class Meta:
        verbose_name = "question"
        verbose_name_plural = "questions"
        ordering = ["career", "position", "code"]
        constraints = [
            models.CheckConstraint(
                name="question_number_has_bounds_and_unit",
                condition=~Q(kind="number") | (Q(low__lt=F("high")) & Q(step__gt=0) & ~Q(unit="")),
                violation_error_message="Un nombre a une unité, un pas, et une valeur haute supérieure à la basse.",
            ),
        ]

    def __str__(self) -> str:
        return self.wording

    def natural_key(self) -> tuple[str]:
        return (self.code,)


class OptionManager(models.Manager["Option"]):
    def get_by_natural_key(self, question: str, code: str) -> "Option":
        return self.get(question__code=question, code=code)


class Option(models.Model):
    question = models.ForeignKey(Question, models.CASCADE, related_name="options", verbose_name="question")
    code = models.SlugField("code", max_length=60, help_text="Dans l’adresse des pages. Ne change jamais.")
    label = models.CharField("réponse affichée", max_length=160)
    phrase = models.CharField(
        "dans une condition", max_length=160, help_text="Complète la phrase de la question : « le bac professionnel »."
    )
    hint = models.CharField("aide", max_length=250, blank=True)
    exclusive = models.BooleanField("exclut les autres réponses", default=False)
    position = models.PositiveIntegerField("place", default=0)

    objects = OptionManager()

    class Meta:
        verbose_name = "réponse possible"
        verbose_name_plural = "réponses possibles"
        ordering = ["question", "position", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "code"],
                name="option_code_is_unique_in_its_question",
                violation_error_message="Cette question a déjà une réponse de ce code.",
            ),
            models.CheckConstraint(
                name="option_is_not_the_unknown_answer",
                condition=~Q(code="ne-sait-pas"),
                violation_error_message="« Je ne sais pas » se règle sur la question, pas comme une réponse.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question.code} : {self.label}"

    def natural_key(self) -> tuple[str, str]:
        return (self.question.code, self.code)

    natural_key.dependencies = ["pathways.question"]  # type: ignore[attr-defined]


class StartingPoint(models.Model):
    """A shortcut on the home page: starts the questions with one answer given."""

    career = models.ForeignKey(Career, models.CASCADE, related_name="starting_points", verbose_name="métier")
    code = code_field()
    label = models.CharField("phrase affichée", max_length=120, help_text="À la première personne : « J’ai le bac ».")
    note = models.CharField("sous la phrase", max_length=120, blank=True)
    option = models.ForeignKey(Option, models.PROTECT, related_name="+", verbose_name="réponse donnée")
    position = models.PositiveIntegerField("place", default=0)

    objects = CodeManager()

    class Meta:
        verbose_name = "point de départ"
        verbose_name_plural = "points de départ"
        ordering = ["career", "position", "code"]

    def __str__(self) -> str:
        return self.label

    def natural_key(self) -> tuple[str]:
        return (self.code,)
