from typing import Any, NoReturn

from django.db import models

from careers.models.career import Career


class Immutable(TypeError):
    """Raised where code tries to change or delete a published edition."""


class EditionQuerySet(models.QuerySet["Edition"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise Immutable("A published edition is never changed: publish another.")

    def delete(self) -> NoReturn:
        raise Immutable("A published edition is never deleted.")

    def bulk_create(self, *args: Any, **kwargs: Any) -> list[Any]:
        if kwargs.get("update_conflicts"):
            raise Immutable("A published edition is never changed: publish another.")
        return super().bulk_create(*args, **kwargs)


class Edition(models.Model):
    """One published, numbered, checksummed document: content and rules of a career, frozen.

    The document is kept as the very text that was checksummed (a JSON column would reorder its keys).
    Numbers are global and only grow, so that a number alone says which edition of which career.
    """

    number = models.PositiveIntegerField("numéro", unique=True)
    career = models.ForeignKey(Career, models.PROTECT, related_name="editions", verbose_name="métier")
    document = models.TextField("document")
    checksum = models.CharField("empreinte (SHA-256)", max_length=64)
    note = models.TextField("ce qui change")
    published_at = models.DateTimeField("publiée le")
    published_by = models.CharField("publiée par", max_length=150)
    restores = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="restored_as", verbose_name="reprend l’édition"
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = "édition"
        verbose_name_plural = "éditions"
        ordering = ["-number"]
        get_latest_by = "number"
        permissions = [("publish_edition", "Peut publier et reprendre une édition")]
        constraints = [
            models.CheckConstraint(
                name="edition_number_starts_at_one",
                condition=models.Q(number__gte=1),
                violation_error_message="Le numéro d’une édition commence à 1.",
            ),
        ]

    def __str__(self) -> str:
        return f"Édition {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Immutable("A published edition is never changed: publish another.")
        super().save(*args, **kwargs | {"force_insert": True})  # else a known key would overwrite its row

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Immutable("A published edition is never deleted.")
