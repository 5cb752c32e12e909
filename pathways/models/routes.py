from django.db import models
from django.db.models import Q

from careers.models import Career, Claim, Figure
from careers.models.natural_keys import CodeManager, code_field
from pathways.engine.rules import Clock as EngineClock
from pathways.models.questions import Option, Question


class ToDo(models.Model):
    """Something to arrange: find an employer, pass a selection, be positioned by the provider."""

    career = models.ForeignKey(Career, models.CASCADE, related_name="to_dos", verbose_name="métier")
    code = code_field()
    title = models.CharField("démarche", max_length=120, help_text="Un verbe à l’infinitif : « Trouver un employeur ».")
    detail = models.TextField("comment faire")
    condition = models.CharField(
        "dans une phrase", max_length=160, help_text="Complète « Ouverte si… » : « vous trouvez un employeur »."
    )
    needed_for = models.ManyToManyField(
        Option,
        blank=True,
        related_name="to_dos",
        verbose_name="nécessaire si la réponse est",
        help_text="Vide : nécessaire à tout le monde. Sinon, des réponses d’une même question.",
    )
    grants = models.ManyToManyField(
        Option, blank=True, related_name="granted_by_to_dos", verbose_name="apporte", help_text="Ce qui devient vrai."
    )
    claims = models.ManyToManyField(Claim, blank=True, related_name="+", verbose_name="faits")
    position = models.PositiveIntegerField("place", default=0)

    objects = CodeManager()

    class Meta:
        verbose_name = "démarche"
        verbose_name_plural = "démarches"
        ordering = ["career", "position", "code"]

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[str]:
        return (self.code,)


class Training(models.Model):
    career = models.ForeignKey(Career, models.CASCADE, related_name="trainings", verbose_name="métier")
    code = code_field()
    name = models.CharField("nom", max_length=160)
    summary = models.TextField("en une ou deux phrases")
    level = models.PositiveSmallIntegerField("niveau obtenu", null=True, blank=True, help_text="4 : niveau du bac.")
    hours = models.ForeignKey(
        Figure, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="heures de formation"
    )
    months = models.ForeignKey(
        Figure, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="durée en mois"
    )
    rhythm = models.ForeignKey(Claim, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="rythme")
    cost = models.ForeignKey(Claim, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="coût")
    under_way = models.BooleanField(
        "déjà commencée",
        default=False,
        help_text="Cochez si ceux à qui elle est ouverte y sont déjà (le lycée) : leur plan la termine d’abord.",
    )
    to_dos = models.ManyToManyField(ToDo, blank=True, related_name="trainings", verbose_name="démarches")
    grants = models.ManyToManyField(Option, blank=True, related_name="granted_by_trainings", verbose_name="apporte")
    claims = models.ManyToManyField(Claim, blank=True, related_name="+", verbose_name="faits")
    position = models.PositiveIntegerField("place", default=0)

    objects = CodeManager()

    class Meta:
        verbose_name = "formation"
        verbose_name_plural = "formations"
        ordering = ["career", "position", "code"]
        constraints = [
            models.CheckConstraint(
                name="training_level_is_between_1_and_8",
                condition=Q(level__isnull=True) | (Q(level__gte=1) & Q(level__lte=8)),
                violation_error_message="Le niveau va de 1 à 8.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.code,)


class Route(models.Model):
    """A road to the job, in the order visitors see it."""

    career = models.ForeignKey(Career, models.CASCADE, related_name="routes", verbose_name="métier")
    code = code_field("Le nom de la voie dans l’adresse de sa page. Ne change jamais.")
    name = models.CharField("nom", max_length=120)
    summary = models.TextField("en une ou deux phrases")
    for_whom = models.TextField("pour qui")
    leads_to = models.CharField("mène à", max_length=160)
    trainings = models.ManyToManyField(
        Training, through="RouteTraining", blank=True, related_name="routes", verbose_name="formations"
    )
    to_dos = models.ManyToManyField(ToDo, blank=True, related_name="routes", verbose_name="démarches")
    not_needed = models.ManyToManyField(
        "pathways.AccessCase",
        blank=True,
        related_name="makes_unneeded",
        verbose_name="inutile si",
        help_text="La voie n’est plus proposée à qui remplit l’un de ces cas.",
    )
    claims = models.ManyToManyField(Claim, blank=True, related_name="+", verbose_name="faits")
    position = models.PositiveIntegerField("place", default=0)

    objects = CodeManager()

    class Meta:
        verbose_name = "voie"
        verbose_name_plural = "voies"
        ordering = ["career", "position", "code"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.code,)


class RouteTrainingManager(models.Manager["RouteTraining"]):
    def get_by_natural_key(self, route: str, training: str) -> "RouteTraining":
        return self.get(route__code=route, training__code=training)


class RouteTraining(models.Model):
    """A training's place in the sequence of a route."""

    route = models.ForeignKey(Route, models.CASCADE, related_name="steps", verbose_name="voie")
    training = models.ForeignKey(Training, models.PROTECT, related_name="steps", verbose_name="formation")
    position = models.PositiveIntegerField("rang", default=0)

    objects = RouteTrainingManager()

    class Meta:
        verbose_name = "formation de la voie"
        verbose_name_plural = "formations de la voie"
        ordering = ["route", "position", "training__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["route", "training"],
                name="training_once_per_route",
                violation_error_message="Cette formation est déjà dans la voie.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.route} : {self.training}"

    def natural_key(self) -> tuple[str, str]:
        return (self.route.code, self.training.code)

    natural_key.dependencies = ["pathways.route", "pathways.training"]  # type: ignore[attr-defined]


class Clock(models.TextChoices):
    START = EngineClock.START, "formation commencée"
    OBTAIN = EngineClock.OBTAIN, "qualification obtenue"


class Deadline(models.Model):
    """A time limit that runs from hiring, for those its cases describe."""

    career = models.ForeignKey(Career, models.CASCADE, related_name="deadlines", verbose_name="métier")
    code = code_field()
    name = models.CharField("nom", max_length=200)
    kind = models.CharField("ce qui doit être fait", max_length=10, choices=Clock)
    clock = models.ForeignKey(
        Question, models.PROTECT, related_name="deadlines", verbose_name="question qui compte les mois écoulés"
    )
    months = models.ForeignKey(Figure, models.PROTECT, related_name="+", verbose_name="délai")
    claims = models.ManyToManyField(Claim, blank=True, related_name="+", verbose_name="faits")
    position = models.PositiveIntegerField("place", default=0)

    objects = CodeManager()

    class Meta:
        verbose_name = "délai"
        verbose_name_plural = "délais"
        ordering = ["career", "position", "code"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.code,)


class Funding(models.Model):
    """A way to have a training paid, for those its cases describe."""

    career = models.ForeignKey(Career, models.CASCADE, related_name="fundings", verbose_name="métier")
    code = code_field()
    name = models.CharField("nom", max_length=120)
    detail = models.TextField("ce qu’il paie, et comment le demander")
    trainings = models.ManyToManyField(Training, related_name="fundings", verbose_name="formations payées")
    claims = models.ManyToManyField(Claim, blank=True, related_name="+", verbose_name="faits")
    position = models.PositiveIntegerField("place", default=0)

    objects = CodeManager()

    class Meta:
        verbose_name = "financement"
        verbose_name_plural = "financements"
        ordering = ["career", "position", "code"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.code,)
