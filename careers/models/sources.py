from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models

from careers.models.natural_keys import CodeManager, code_field
from careers.partial_dates import PartialDateField

_web_address = URLValidator(schemes=["http", "https"])


def is_web_address(text: str) -> bool:
    """Whether a page may link to it: "javascript:…" is an address too."""
    try:
        _web_address(text)
    except ValidationError:
        return False
    return True


def validate_addresses(text: str) -> None:
    for address in text.split():
        if not is_web_address(address):
            raise ValidationError(
                f"« {address} » n’est pas une adresse du web : elle commence par https:// ou http://."
            )


class SourceKind(models.TextChoices):
    LAW = "law", "loi ou règlement"
    AGREEMENT = "agreement", "accord de branche ou convention"
    PUBLIC_BODY = "public-body", "organisme public"
    PROVIDER = "provider", "organisme de formation ou recruteur"
    PRESS = "press", "presse ou site d’information"


class Trust(models.TextChoices):
    HIGH = "high", "forte"
    MEDIUM = "medium", "moyenne"
    LOW = "low", "faible"


class Source(models.Model):
    """A text somebody published, that one or more facts lean on."""

    code = code_field()
    publisher = models.CharField("qui publie", max_length=200)
    title = models.CharField("titre", max_length=300)
    address = models.TextField(
        "adresse",
        blank=True,
        validators=[validate_addresses],
        help_text="Une adresse par ligne. Vide si le texte n’est pas en ligne.",
    )
    kind = models.CharField("nature", max_length=20, choices=SourceKind)
    trust = models.CharField("confiance", max_length=10, choices=Trust, default=Trust.MEDIUM)
    trust_reason = models.TextField("pourquoi cette confiance", blank=True)
    published_on = PartialDateField(
        "publiée en", help_text="Année, mois ou jour : 2023, 03/2023 ou 27/03/2023. Vide si le texte n’est pas daté."
    )
    dated = models.CharField(
        "précision sur la date", max_length=120, blank=True, help_text="Par exemple « non daté, écrit vers 2019 »."
    )
    consulted_on = models.DateField("consultée le")

    objects = CodeManager()

    class Meta:
        verbose_name = "source"
        verbose_name_plural = "sources"
        ordering = ["publisher", "title", "code"]

    def __str__(self) -> str:
        return f"{self.publisher}, {self.title}"

    def natural_key(self) -> tuple[str]:
        return (self.code,)
