"""What a fact of a given kind has more to say. Each detail belongs to one fact and shares its code."""

from typing import Any

from django.db import models
from django.db.models import Q

from careers.models.claims import Claim
from careers.partial_dates import PartialDateField


class DetailManager(models.Manager):
    def get_by_natural_key(self, code: str) -> Any:
        return self.get(claim__code=code)


class Detail(models.Model):
    claim = models.OneToOneField(Claim, models.CASCADE, primary_key=True, verbose_name="fait")

    objects = DetailManager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.claim)

    def natural_key(self) -> tuple[str]:
        return self.claim.natural_key()

    natural_key.dependencies = ["careers.claim"]  # type: ignore[attr-defined]


class Mission(Detail):
    class Family(models.TextChoices):
        WHOLE = "whole", "le métier en général"
        ADMINISTRATIVE = "administrative", "l’administratif"
        CONSULTATION = "consultation", "la préparation et le déroulement de la consultation"
        COORDINATION = "coordination", "l’organisation et la coordination des soins"
        NOT_DONE = "not-done", "ce que le métier ne fait pas"

    family = models.CharField("famille", max_length=15, choices=Family)

    class Meta(Detail.Meta):
        verbose_name = "mission"
        verbose_name_plural = "missions"


class Workplace(Detail):
    class Access(models.TextChoices):
        YES = "yes", "oui"
        DEPENDS = "depends", "sous réserve"
        NO = "no", "non"

    access = models.CharField("le métier s’y exerce", max_length=10, choices=Access)

    class Meta(Detail.Meta):
        verbose_name = "lieu d’exercice"
        verbose_name_plural = "lieux d’exercice"


class Skill(Detail):
    class Kind(models.TextChoices):
        QUALITY = "quality", "qualité"
        ORGANISING = "organising", "organisation et outils"
        CARE = "care", "soin et santé"

    kind = models.CharField("nature", max_length=12, choices=Kind)

    class Meta(Detail.Meta):
        verbose_name = "compétence"
        verbose_name_plural = "compétences"


class Advantage(Detail):
    class Side(models.TextChoices):
        ADVANTAGE = "advantage", "avantage"
        DRAWBACK = "drawback", "inconvénient"

    side = models.CharField("côté", max_length=10, choices=Side)

    class Meta(Detail.Meta):
        verbose_name = "avantage ou inconvénient"
        verbose_name_plural = "avantages et inconvénients"


class Prospect(Detail):
    class Direction(models.TextChoices):
        TOWARDS = "towards", "y arriver depuis un autre métier"
        FURTHER = "further", "aller plus loin après"

    direction = models.CharField("sens", max_length=10, choices=Direction)

    class Meta(Detail.Meta):
        verbose_name = "évolution"
        verbose_name_plural = "évolutions"


class Milestone(Detail):
    class Kind(models.TextChoices):
        EVENT = "event", "événement"
        HEADCOUNT = "headcount", "effectif"
        GOAL = "goal", "objectif"

    kind = models.CharField("nature", max_length=10, choices=Kind)
    on = PartialDateField("date", blank=False)

    class Meta(Detail.Meta):
        verbose_name = "jalon"
        verbose_name_plural = "jalons"
        constraints = [
            models.CheckConstraint(
                name="milestone_has_a_date",
                condition=~Q(on=""),
                violation_error_message="Datez le jalon : 2023, 03/2023 ou 27/03/2023.",
            ),
        ]
