from django.db import models

from careers.models.career import Career
from careers.models.claims import Claim
from careers.models.natural_keys import CodeManager, code_field


class Disagreement(models.Model):
    """Two or more sources that do not say the same: who says what, what we show and why."""

    career = models.ForeignKey(Career, models.CASCADE, related_name="disagreements", verbose_name="métier")
    code = code_field()
    subject = models.CharField("sujet", max_length=160)
    we_show = models.TextField("ce que nous affichons")
    why = models.TextField("pourquoi")
    is_settled = models.BooleanField(
        "tranché", default=True, help_text="Décoché : il reste à trouver la source qui trancherait."
    )
    position = models.PositiveIntegerField("place", default=0)

    objects = CodeManager()

    class Meta:
        verbose_name = "désaccord entre sources"
        verbose_name_plural = "désaccords entre sources"
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.subject

    def natural_key(self) -> tuple[str]:
        return (self.code,)


class StanceManager(models.Manager["Stance"]):
    def get_by_natural_key(self, disagreement: str, claim: str) -> "Stance":
        return self.get(disagreement__code=disagreement, claim__code=claim)


class Stance(models.Model):
    """One side of a disagreement: what a fact, with its sources, says on the subject."""

    disagreement = models.ForeignKey(Disagreement, models.CASCADE, related_name="stances", verbose_name="désaccord")
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="stances", verbose_name="fait")
    says = models.CharField("ce qu’il dit", max_length=200, help_text="En quelques mots : « 384 h », « oui ».")
    is_retained = models.BooleanField("retenu", default=False)
    position = models.PositiveIntegerField("place", default=0)

    objects = StanceManager()

    class Meta:
        verbose_name = "version"
        verbose_name_plural = "versions"
        ordering = ["disagreement", "position", "claim__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["disagreement", "claim"],
                name="stance_once_per_claim",
                violation_error_message="Ce fait figure déjà dans le désaccord.",
            )
        ]

    def __str__(self) -> str:
        return self.says

    def natural_key(self) -> tuple[str, str]:
        return (self.disagreement.code, self.claim.code)

    natural_key.dependencies = ["careers.disagreement", "careers.claim"]  # type: ignore[attr-defined]
