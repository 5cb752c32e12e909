"""Numbers, each with one home: a fact says it, a training or a criterion points to it."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from careers.models.claims import Claim


class Unit(models.TextChoices):
    EUR = "eur", "€"
    HOURS = "hours", "heures"
    WEEKS = "weeks", "semaines"
    MONTHS = "months", "mois"
    YEARS = "years", "ans"
    DAYS = "days", "jours"
    PERCENT = "percent", "%"
    PEOPLE = "people", "personnes"
    CONTRACTS = "contracts", "contrats"
    POSTS = "posts", "postes"
    FTE = "fte", "équivalents temps plein"
    LEVEL = "level", "niveau"
    POSITION = "position", "position dans la grille"
    COUNT = "count", "nombre"


class Period(models.TextChoices):
    NONE = "", "sans période"
    HOUR = "hour", "par heure"
    DAY = "day", "par jour"
    WEEK = "week", "par semaine"
    MONTH = "month", "par mois"
    YEAR = "year", "par an"


class FigureManager(models.Manager["Figure"]):
    def get_by_natural_key(self, claim: str, name: str) -> "Figure":
        return self.get(claim__code=claim, name=name)


class Figure(models.Model):
    """A number or a range said by a fact. One value has low = high; an open end is empty."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="figures", verbose_name="fait")
    name = models.SlugField("nom", max_length=40, help_text="Court et stable, par exemple « heures ».")
    label = models.CharField("ce que mesure le chiffre", max_length=120)
    low = models.DecimalField("de", max_digits=14, decimal_places=2, null=True, blank=True)
    high = models.DecimalField("à", max_digits=14, decimal_places=2, null=True, blank=True)
    unit = models.CharField("unité", max_length=10, choices=Unit)
    period = models.CharField("période", max_length=6, choices=Period, default=Period.NONE, blank=True)
    is_computed = models.BooleanField("calculé", default=False, help_text="Calculé par nous d’après les sources.")
    position = models.PositiveIntegerField("place", default=0)

    objects = FigureManager()

    class Meta:
        verbose_name = "chiffre"
        verbose_name_plural = "chiffres"
        ordering = ["claim", "position", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "name"],
                name="figure_name_is_unique_in_its_claim",
                violation_error_message="Ce fait a déjà un chiffre de ce nom.",
            ),
            models.CheckConstraint(
                name="figure_low_is_not_above_high",
                condition=Q(low__isnull=True) | Q(high__isnull=True) | Q(low__lte=F("high")),
                violation_error_message="La valeur basse dépasse la valeur haute.",
            ),
            models.CheckConstraint(
                name="figure_has_a_value",
                condition=Q(low__isnull=False) | Q(high__isnull=False),
                violation_error_message="Indiquez au moins une valeur.",
            ),
            models.CheckConstraint(
                name="figure_is_not_negative",
                condition=(Q(low__isnull=True) | Q(low__gte=0)) & (Q(high__isnull=True) | Q(high__gte=0)),
                violation_error_message="Un chiffre ne peut pas être négatif.",
            ),
        ]

    def __str__(self) -> str:
        bounds = [format(n.normalize(), "f") for n in (self.low, self.high) if n is not None]
        return f"{self.label} : {' à '.join(dict.fromkeys(bounds))} {self.get_unit_display()}"

    def natural_key(self) -> tuple[str, str]:
        return (self.claim.code, self.name)

    natural_key.dependencies = ["careers.claim"]  # type: ignore[attr-defined]


class FigureDetailManager(models.Manager):
    def get_by_natural_key(self, claim: str, name: str) -> Any:
        return self.get(figure__claim__code=claim, figure__name=name)


class FigureDetail(models.Model):
    figure = models.OneToOneField(Figure, models.CASCADE, primary_key=True, verbose_name="chiffre")

    objects = FigureDetailManager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.figure)

    def natural_key(self) -> tuple[str, str]:
        return self.figure.natural_key()

    natural_key.dependencies = ["careers.figure"]  # type: ignore[attr-defined]


class SalaryRange(FigureDetail):
    """What a figure of pay is about: where, at which point of a career, gross or net, full time or not."""

    class Setting(models.TextChoices):
        LEGAL = "legal", "minimum légal"
        BRANCH = "branch", "grille des cabinets médicaux"
        PRACTICE = "practice", "cabinet ou centre de santé"
        TRAINING = "training", "contrat de professionnalisation"
        OTHER = "other", "autre"

    class Seniority(models.TextChoices):
        ANY = "any", "toute ancienneté"
        START = "start", "au début"
        EXPERIENCED = "experienced", "avec de l’expérience"

    class Basis(models.TextChoices):
        GROSS = "gross", "brut"
        NET = "net", "net"

    setting = models.CharField("cadre", max_length=10, choices=Setting)
    seniority = models.CharField("ancienneté", max_length=12, choices=Seniority, default=Seniority.ANY)
    basis = models.CharField("brut ou net", max_length=5, choices=Basis, default=Basis.GROSS)

    class Meta(FigureDetail.Meta):
        verbose_name = "fourchette de salaire"
        verbose_name_plural = "fourchettes de salaire"


class Aid(FigureDetail):
    """What an amount of aid to the employer is about: which year of the contract, for what share of full time."""

    year = models.PositiveSmallIntegerField("année du contrat", help_text="3 : troisième année et suivantes.")
    quota = models.DecimalField(
        "part d’un temps plein",
        max_digits=4,
        decimal_places=2,
        help_text="1 pour un temps plein, 0,5 pour un mi-temps.",
    )

    class Meta(FigureDetail.Meta):
        verbose_name = "aide à l’employeur"
        verbose_name_plural = "aides à l’employeur"
        constraints = [
            models.CheckConstraint(
                name="aid_year_starts_at_one",
                condition=Q(year__gte=1),
                violation_error_message="La première année du contrat est l’année 1.",
            ),
            models.CheckConstraint(
                name="aid_quota_is_a_share",
                condition=Q(quota__gt=0) & Q(quota__lte=1),
                violation_error_message="La part d’un temps plein est comprise entre 0 et 1.",
            ),
        ]
