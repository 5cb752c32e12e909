from django.db import models


class DailyCount(models.Model):
    """How often one thing happened on one day: a sum, never a person (docs/adr/0017).

    What `kind`, `subject` and `code` may be is written in pathways/statistics/marks.py. They are codes and not
    foreign keys: counting looks nothing up, and what was counted outlives the rule.
    """

    day = models.DateField("jour", help_text="Après trois mois, les jours d’un mois sont réunis sous le premier.")
    career = models.CharField("métier", max_length=60)
    kind = models.CharField("ce qui est compté", max_length=12)
    subject = models.CharField("à propos de", max_length=60, blank=True)
    code = models.CharField("lequel", max_length=60, blank=True)
    number = models.PositiveIntegerField("nombre")

    class Meta:
        verbose_name = "compte d’un jour"
        verbose_name_plural = "comptes des jours"
        ordering = ["day", "career", "kind", "subject", "code"]
        default_permissions = ()  # nobody reads them one by one: numbers under five are never shown
        constraints = [
            models.UniqueConstraint(
                fields=["day", "career", "kind", "subject", "code"],
                name="daily_count_is_one_sum",
                violation_error_message="Ce compte existe déjà pour ce jour.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind} {self.subject} {self.code}"
