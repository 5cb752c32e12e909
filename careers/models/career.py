from django.db import models

from careers.models.natural_keys import CodeManager, code_field

EASY = "Une phrase courte par ligne, une idée par phrase, des mots de tous les jours."


class Career(models.Model):
    """A job visitors ask about, with the words its pages open with."""

    code = code_field("Le nom du métier dans l’adresse de ses pages, par exemple « assistant-medical ».")
    title = models.CharField(
        "nom du métier",
        max_length=120,
        help_text="Au féminin puis au masculin : « Assistante ou assistant médical ».",
    )
    question = models.CharField("question posée à l’accueil", max_length=200)
    summary = models.TextField("le métier en deux phrases")
    guide = models.TextField("ce que le questionnaire apporte", help_text="Une ou deux phrases, sous la question.")
    easy_summary = models.TextField("le métier, en facile à lire", blank=True, help_text=EASY)
    easy_open = models.TextField("quand une voie est ouverte", blank=True, help_text=EASY)
    easy_conditional = models.TextField("quand une voie s’ouvre sous condition", blank=True, help_text=EASY)
    easy_to_check = models.TextField("quand une voie est à vérifier", blank=True, help_text=EASY)
    easy_closed = models.TextField("quand aucune voie n’est ouverte", blank=True, help_text=EASY)
    reviewed_on = models.DateField("règles relues le", null=True, blank=True)
    next_review_on = models.DateField("prochaine relecture", null=True, blank=True)

    objects = CodeManager()

    class Meta:
        verbose_name = "métier"
        verbose_name_plural = "métiers"
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[str]:
        return (self.code,)
