from django.db import models
from django.db.models import Q

from careers.models import Career, Claim, Figure
from careers.models.natural_keys import CodeManager, code_field
from pathways.engine.rules import Certainty as EngineCertainty
from pathways.models.questions import Option, Question
from pathways.models.routes import Deadline, Funding, Route, Training

OWNERS = ("training", "route", "deadline", "funding")


class Certainty(models.TextChoices):
    ESTABLISHED = EngineCertainty.ESTABLISHED, "établi"
    DOUBTFUL = EngineCertainty.DOUBTFUL, "douteux : les sources ne concordent pas"


def _belongs_to_one() -> Q:
    """Exactly one owner, or none for a case that qualifies for the job by itself."""
    only = Q()
    for owner in OWNERS:
        only |= Q(qualifies=False, **{f"{name}__isnull": name != owner for name in OWNERS})
    return only | Q(qualifies=True, **{f"{name}__isnull": True for name in OWNERS})


class AccessCase(models.Model):
    """One of the ways in: a training (or a route, a deadline, a funding) is open by any of its cases."""

    career = models.ForeignKey(Career, models.CASCADE, related_name="access_cases", verbose_name="métier")
    code = code_field()
    training = models.ForeignKey(
        Training, models.CASCADE, null=True, blank=True, related_name="cases", verbose_name="ouvre la formation"
    )
    route = models.ForeignKey(
        Route, models.CASCADE, null=True, blank=True, related_name="cases", verbose_name="ouvre la voie"
    )
    deadline = models.ForeignKey(
        Deadline, models.CASCADE, null=True, blank=True, related_name="cases", verbose_name="soumet au délai"
    )
    funding = models.ForeignKey(
        Funding, models.CASCADE, null=True, blank=True, related_name="cases", verbose_name="donne droit au financement"
    )
    qualifies = models.BooleanField(
        "suffit pour exercer", default=False, help_text="Qui remplit ce cas a déjà la qualification du métier."
    )
    certainty = models.CharField("certitude", max_length=12, choices=Certainty, default=Certainty.ESTABLISHED)
    sentence = models.TextField("phrase pour le visiteur", help_text="Dite à qui remplit ce cas.")
    claims = models.ManyToManyField(Claim, related_name="access_cases", verbose_name="faits qui le fondent")
    valid_from = models.DateField("en vigueur depuis le", null=True, blank=True, help_text="Vide : depuis toujours.")
    valid_until = models.DateField("en vigueur jusqu’au", null=True, blank=True, help_text="Vide : sans terme.")
    position = models.PositiveIntegerField("place", default=0)

    objects = CodeManager()

    class Meta:
        verbose_name = "cas d’accès"
        verbose_name_plural = "cas d’accès"
        ordering = ["career", "position", "code"]
        constraints = [
            models.CheckConstraint(
                name="case_belongs_to_one_thing",
                condition=_belongs_to_one(),
                violation_error_message=(
                    "Un cas ouvre une seule chose : une formation, une voie, un délai, un financement, ou le métier."
                ),
            ),
            models.CheckConstraint(
                name="case_begins_before_it_ends",
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_from__lte=models.F("valid_until")),
                violation_error_message="La date de début est postérieure à la date de fin.",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def natural_key(self) -> tuple[str]:
        return (self.code,)


class CriterionKind(models.TextChoices):
    ANY_OF = "any-of", "l’une de ces réponses"
    NONE_OF = "none-of", "aucune de ces réponses"
    AT_LEAST = "at-least", "au moins"
    LESS_THAN = "less-than", "moins de"
    CAN_ENTER = "can-enter", "peut entrer dans l’une de ces formations"


class CriterionManager(models.Manager["Criterion"]):
    def get_by_natural_key(self, case: str, position: int) -> "Criterion":
        return self.get(case__code=case, position=position)


class Criterion(models.Model):
    """One condition of a case; a case needs all of its criteria. The kinds are a closed set, on purpose."""

    case = models.ForeignKey(AccessCase, models.CASCADE, related_name="criteria", verbose_name="cas")
    kind = models.CharField("condition", max_length=10, choices=CriterionKind)
    question = models.ForeignKey(
        Question, models.PROTECT, null=True, blank=True, related_name="criteria", verbose_name="question"
    )
    options = models.ManyToManyField(Option, blank=True, related_name="criteria", verbose_name="réponses")
    threshold = models.DecimalField("seuil", max_digits=6, decimal_places=1, null=True, blank=True)
    figure = models.ForeignKey(
        Figure,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="criteria",
        verbose_name="seuil dit par un fait",
        help_text="À préférer au seuil écrit ici : changer le chiffre du fait change alors la règle.",
    )
    trainings = models.ManyToManyField(Training, blank=True, related_name="criteria", verbose_name="formations")
    position = models.PositiveIntegerField("place", default=0)

    objects = CriterionManager()

    class Meta:
        verbose_name = "critère"
        verbose_name_plural = "critères"
        ordering = ["case", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "position"],
                name="criterion_place_is_unique_in_its_case",
                violation_error_message="Ce cas a déjà un critère à cette place.",
            ),
            models.CheckConstraint(
                name="criterion_asks_a_question_or_enters",
                condition=Q(kind="can-enter", question__isnull=True)
                | (~Q(kind="can-enter") & Q(question__isnull=False)),
                violation_error_message="Choisissez la question (sauf pour « peut entrer dans une formation »).",
            ),
            models.CheckConstraint(
                name="criterion_of_a_number_has_one_threshold",
                condition=(
                    Q(kind__in=["at-least", "less-than"], threshold__isnull=False, figure__isnull=True)
                    | Q(kind__in=["at-least", "less-than"], threshold__isnull=True, figure__isnull=False)
                    | (~Q(kind__in=["at-least", "less-than"]) & Q(threshold__isnull=True, figure__isnull=True))
                ),
                violation_error_message="Un seuil, et un seul : le nombre, ou le fait qui le dit.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.code} : {self.get_kind_display()}"

    def natural_key(self) -> tuple[str, int]:
        return (self.case.code, self.position)

    natural_key.dependencies = ["pathways.accesscase"]  # type: ignore[attr-defined]
