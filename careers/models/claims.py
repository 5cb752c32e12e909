from datetime import date

from django.db import models
from django.db.models import F, Q

from careers.models.career import Career
from careers.models.natural_keys import code_field
from careers.models.sources import Source
from careers.partial_dates import PartialDateField, until_end_of


class Topic(models.TextChoices):
    MISSIONS = "missions", "missions"
    LIMITS = "limits", "ce que le métier ne fait pas"
    WORKPLACES = "workplaces", "lieux d’exercice"
    SKILLS = "skills", "compétences et qualités"
    APPEAL = "appeal", "avantages et inconvénients"
    PROSPECTS = "prospects", "évolution"
    PAY = "pay", "salaire"
    HOURS = "hours", "heures et durée de formation"
    ENTRY = "entry", "conditions d’entrée"
    EXEMPTIONS = "exemptions", "allègements"
    ADAPTATION = "adaptation", "formation d’adaptation"
    DEADLINES = "deadlines", "délais"
    FUNDING = "funding", "financement de la formation"
    AID = "aid", "aide à l’employeur"
    HEADCOUNT = "headcount", "effectifs et histoire"
    NEIGHBOURS = "neighbours", "métiers voisins"
    COST = "cost", "coût"
    PRACTICAL = "practical", "en pratique"


class Standing(models.TextChoices):
    CURRENT = "current", "en vigueur"
    SUPERSEDED = "superseded", "remplacé"
    CONTESTED = "contested", "contesté"
    UNVERIFIED = "unverified", "non vérifié"
    REFUTED = "refuted", "faux"


class Audience(models.TextChoices):
    EVERYONE = "everyone", "tout le monde"
    EMPLOYERS = "employers", "les employeurs"


class ClaimQuerySet(models.QuerySet["Claim"]):
    def get_by_natural_key(self, code: str) -> "Claim":
        return self.get(code=code)

    def shown(self) -> "ClaimQuerySet":
        """Facts a page may state by themselves (a refuted or hidden one appears only inside a disagreement)."""
        return self.filter(is_shown=True).exclude(standing=Standing.REFUTED)

    def to_review(self, day: date) -> "ClaimQuerySet":
        return self.filter(review_on__lte=day)

    def without_source(self) -> "ClaimQuerySet":
        return self.filter(sources__isnull=True)


class Claim(models.Model):
    """One statement about the job, as it may be shown to a visitor, with who says it and since when."""

    career = models.ForeignKey(Career, models.CASCADE, related_name="claims", verbose_name="métier")
    code = code_field()
    topic = models.CharField("sujet", max_length=20, choices=Topic)
    wording = models.TextField(
        "phrase affichée", help_text="Une phrase courte, en français simple, au vouvoiement. Pas plus que la source."
    )
    detail = models.TextField("précision", blank=True, help_text="Une ou deux phrases de plus, si elles aident.")
    caveat = models.TextField(
        "réserve",
        blank=True,
        help_text="Affichée avec le fait tant qu’il n’est pas établi : ce qui manque, à qui demander.",
    )
    standing = models.CharField("statut", max_length=12, choices=Standing, default=Standing.CURRENT)
    superseded_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="supersedes",
        verbose_name="remplacé ou corrigé par",
        help_text="Obligatoire pour un fait remplacé ou faux.",
    )
    contested_with = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contests",
        verbose_name="contredit par",
        help_text="Obligatoire pour un fait contesté.",
    )
    is_shown = models.BooleanField(
        "affiché",
        default=True,
        help_text="Décoché, le fait est gardé pour contrôle et n’apparaît que dans un désaccord entre sources.",
    )
    audience = models.CharField("s’adresse à", max_length=10, choices=Audience, default=Audience.EVERYONE)
    as_of = PartialDateField("vrai en", help_text="Date à laquelle le fait a été constaté : 2023, 03/2023…")
    valid_from = PartialDateField("en vigueur depuis", help_text="2023, 03/2023 ou 27/03/2023. Vide si inconnu.")
    valid_until = PartialDateField("en vigueur jusqu’à", help_text="Dernier jour, mois ou année. Vide si sans terme.")
    review_on = models.DateField("à relire le", null=True, blank=True)
    sources = models.ManyToManyField(Source, blank=True, related_name="claims", verbose_name="sources")
    position = models.PositiveIntegerField("place dans le sujet", default=0)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = "fait"
        verbose_name_plural = "faits"
        ordering = ["topic", "position", "code"]
        constraints = [
            models.CheckConstraint(
                name="claim_superseded_names_its_successor",
                condition=~Q(standing__in=[Standing.SUPERSEDED, Standing.REFUTED]) | Q(superseded_by__isnull=False),
                violation_error_message="Un fait remplacé ou faux désigne celui qui le remplace ou le corrige.",
            ),
            models.CheckConstraint(
                name="claim_is_not_its_own_successor",
                condition=Q(superseded_by__isnull=True) | ~Q(superseded_by=F("id")),
                violation_error_message="Un fait ne peut pas se remplacer lui-même.",
            ),
            models.CheckConstraint(
                name="claim_does_not_contest_itself",
                condition=Q(contested_with__isnull=True) | ~Q(contested_with=F("id")),
                violation_error_message="Un fait ne peut pas se contredire lui-même.",
            ),
            models.CheckConstraint(
                name="claim_begins_before_it_ends",
                condition=Q(valid_from="") | Q(valid_until="") | Q(valid_from__lte=until_end_of("valid_until")),
                violation_error_message="La date de début est postérieure à la date de fin.",
            ),
            models.CheckConstraint(
                name="claim_says_something",
                condition=~Q(wording=""),
                violation_error_message="Écrivez la phrase à afficher.",
            ),
        ]

    def __str__(self) -> str:
        return self.wording

    def natural_key(self) -> tuple[str]:
        return (self.code,)

    natural_key.dependencies = ["careers.career", "careers.source"]  # type: ignore[attr-defined]
