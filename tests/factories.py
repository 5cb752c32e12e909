"""Rows for tests. A test states only what it is about; everything else has a plain default.

Everything belongs to one career, `CareerFactory()`, unless a test says otherwise; situations are named traits.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import factory.django

from careers import editions, models
from careers.models.sources import SourceKind
from pathways import models as rules
from pathways.models.cases import CriterionKind
from pathways.models.questions import Change, Kind
from pathways.models.routes import Clock
from pathways.models.witnesses import VerdictChoice

untyped: Any = factory  # by its types a factory makes factories
LazyAttribute, LazyFunction, Sequence = untyped.LazyAttribute, untyped.LazyFunction, untyped.Sequence
SelfAttribute, SubFactory, Trait = untyped.SelfAttribute, untyped.SubFactory, untyped.Trait
post_generation = untyped.post_generation


def linked(name, default=list):
    """The rows of a many-to-many field: those given, else the default ones."""

    def link(row, create, given, **kwargs):
        if create:
            getattr(row, name).set(default() if given is None else given)

    return post_generation(link)


class Factory(untyped.django.DjangoModelFactory):  # type: ignore[misc]
    class Meta:
        abstract = True
        skip_postgeneration_save = True


# --- The job ----------------------------------------------------------------------------------------------------------


class CareerFactory(Factory):
    class Meta:
        model = models.Career
        django_get_or_create = ["code"]

    code = "assistant-medical"
    title = "Assistante ou assistant médical"
    question = "Puis-je devenir assistante ou assistant médical ?"
    summary = "Vous préparez la consultation et vous suivez le dossier des patients."
    guide = "Répondez à quelques questions."


class SourceFactory(Factory):
    class Meta:
        model = models.Source

    code = Sequence(lambda n: f"source-{n}")
    publisher = "Légifrance"
    title = Sequence(lambda n: f"Arrêté n° {n}")
    address = "https://www.legifrance.gouv.fr/"
    kind = SourceKind.LAW
    published_on = "2019-11-13"
    consulted_on = date(2026, 11, 21)


def another_claim():
    return SubFactory("tests.factories.ClaimFactory", career=SelfAttribute("..career"))


class ClaimFactory(Factory):
    class Meta:
        model = models.Claim

    class Params:
        superseded = Trait(standing=models.Standing.SUPERSEDED, superseded_by=another_claim())
        refuted = Trait(standing=models.Standing.REFUTED, superseded_by=another_claim())
        contested = Trait(
            standing=models.Standing.CONTESTED,
            contested_with=another_claim(),
            caveat="Les sources ne disent pas la même chose.",
        )
        unverified = Trait(standing=models.Standing.UNVERIFIED, caveat="À confirmer auprès de l’organisme.")
        hidden = Trait(is_shown=False)

    career = SubFactory(CareerFactory)
    code = Sequence(lambda n: f"fait-{n}")
    topic = models.Topic.HOURS
    wording = Sequence(lambda n: f"La formation dure {n + 1} heures.")
    as_of = "2026"
    sources = linked("sources", lambda: [SourceFactory()])


class FigureFactory(Factory):
    class Meta:
        model = models.Figure

    claim = SubFactory(ClaimFactory)
    name = Sequence(lambda n: f"chiffre-{n}")
    label = "durée de la formation"
    low = Decimal("279.00")
    high = SelfAttribute("low")
    unit = "hours"


class SalaryRangeFactory(Factory):
    class Meta:
        model = models.SalaryRange

    figure = SubFactory(FigureFactory, label="salaire", low=Decimal("1900.00"), unit="eur", period="month")
    setting = models.SalaryRange.Setting.PRACTICE


class AidFactory(Factory):
    class Meta:
        model = models.Aid

    figure = SubFactory(FigureFactory, label="aide", low=Decimal("38000.00"), unit="eur", period="year")
    year = 1
    quota = Decimal("1.00")


class MissionFactory(Factory):
    class Meta:
        model = models.Mission

    claim = SubFactory(ClaimFactory, topic=models.Topic.MISSIONS)
    family = models.Mission.Family.ADMINISTRATIVE


class WorkplaceFactory(Factory):
    class Meta:
        model = models.Workplace

    claim = SubFactory(ClaimFactory, topic=models.Topic.WORKPLACES)
    access = models.Workplace.Access.YES


class SkillFactory(Factory):
    class Meta:
        model = models.Skill

    claim = SubFactory(ClaimFactory, topic=models.Topic.SKILLS)
    kind = models.Skill.Kind.QUALITY


class AdvantageFactory(Factory):
    class Meta:
        model = models.Advantage

    claim = SubFactory(ClaimFactory, topic=models.Topic.APPEAL)
    side = models.Advantage.Side.ADVANTAGE


class ProspectFactory(Factory):
    class Meta:
        model = models.Prospect

    claim = SubFactory(ClaimFactory, topic=models.Topic.PROSPECTS)
    direction = models.Prospect.Direction.FURTHER


class MilestoneFactory(Factory):
    class Meta:
        model = models.Milestone

    claim = SubFactory(ClaimFactory, topic=models.Topic.HEADCOUNT)
    kind = models.Milestone.Kind.EVENT
    on = "2019-11"


class DisagreementFactory(Factory):
    """Two sides, of which the first is retained; `stances=False` for none."""

    class Meta:
        model = models.Disagreement

    career = SubFactory(CareerFactory)
    code = Sequence(lambda n: f"desaccord-{n}")
    subject = "La durée de la formation"
    we_show = "279 heures."
    why = "C’est ce qu’écrit la branche."

    @post_generation
    def stances(row, create, given, **kwargs):  # noqa: N805 - factory_boy passes the row
        if create and given is None:
            StanceFactory(disagreement=row, is_retained=True)
            StanceFactory(disagreement=row)


class StanceFactory(Factory):
    class Meta:
        model = models.Stance

    disagreement = SubFactory(DisagreementFactory, stances=False)
    claim = SubFactory(ClaimFactory)
    says = "279 h"


class EditionFactory(Factory):
    """The rows of its career at this instant, frozen under the next number, whatever their problems."""

    class Meta:
        model = models.Edition

    career = SubFactory(CareerFactory)
    number = LazyFunction(lambda: (models.Edition.objects.values_list("number", flat=True).first() or 0) + 1)
    document = LazyAttribute(lambda edition: editions.encode(edition.career.code, editions.read_draft(edition.career)))
    checksum = LazyAttribute(lambda edition: editions.checksum(edition.document))
    note = "Première édition"
    published_at = datetime(2026, 11, 22, 9, tzinfo=UTC)
    published_by = "Claire Morel"


# --- How one gets there -----------------------------------------------------------------------------------------------


class QuestionFactory(Factory):
    """One choice among options, to be made with `OptionFactory(question=…)`; or a number of years."""

    class Meta:
        model = rules.Question

    class Params:
        number = Trait(kind=Kind.NUMBER, unit="ans", high=Decimal("50.0"), change=Change.GROWS)

    career = SubFactory(CareerFactory)
    code = Sequence(lambda n: f"question-{n}")
    kind = Kind.ONE
    wording = "Quel est votre diplôme le plus élevé ?"
    short = "Votre diplôme"
    condition = "avoir {}"
    why = "Certaines voies demandent un diplôme."
    change = Change.ACQUIRED
    position = Sequence(lambda n: n)


class OptionFactory(Factory):
    class Meta:
        model = rules.Option

    question = SubFactory(QuestionFactory)
    code = Sequence(lambda n: f"reponse-{n}")
    label = "Le bac"
    phrase = "le bac"
    position = Sequence(lambda n: n)


class StartingPointFactory(Factory):
    class Meta:
        model = rules.StartingPoint

    career = SubFactory(CareerFactory)
    code = Sequence(lambda n: f"depart-{n}")
    label = "J’ai le bac"
    option = SubFactory(OptionFactory)


class ToDoFactory(Factory):
    class Meta:
        model = rules.ToDo

    career = SubFactory(CareerFactory)
    code = Sequence(lambda n: f"demarche-{n}")
    title = "Trouver un employeur"
    detail = "Écrivez aux cabinets de votre ville."
    condition = "vous trouvez un employeur"
    needed_for = linked("needed_for")
    grants = linked("grants")
    claims = linked("claims")


class TrainingFactory(Factory):
    class Meta:
        model = rules.Training

    career = SubFactory(CareerFactory)
    code = Sequence(lambda n: f"formation-{n}")
    name = "CQP Assistant médical"
    summary = "La formation complète."
    to_dos = linked("to_dos")
    grants = linked("grants")
    claims = linked("claims")


class RouteFactory(Factory):
    class Meta:
        model = rules.Route

    career = SubFactory(CareerFactory)
    code = Sequence(lambda n: f"voie-{n}")
    name = "La formation au CQP"
    summary = "Vous suivez la formation complète."
    for_whom = "Les personnes qui ont le bac."
    leads_to = "le CQP Assistant médical"
    position = Sequence(lambda n: n)
    to_dos = linked("to_dos")
    not_needed = linked("not_needed")
    claims = linked("claims")

    @post_generation
    def trainings(row, create, given, **kwargs):  # noqa: N805 - factory_boy passes the row
        for position, training in enumerate(given or ()):
            RouteTrainingFactory(route=row, training=training, position=position)


class RouteTrainingFactory(Factory):
    class Meta:
        model = rules.RouteTraining

    route = SubFactory(RouteFactory)
    training = SubFactory(TrainingFactory)


class AccessCaseFactory(Factory):
    """A way into a training; `training=None` with another owner, or the trait `qualifying`."""

    class Meta:
        model = rules.AccessCase

    class Params:
        qualifying = Trait(training=None, qualifies=True)
        doubtful = Trait(certainty="doubtful")

    career = SubFactory(CareerFactory)
    code = Sequence(lambda n: f"cas-{n}")
    training = SubFactory(TrainingFactory)
    sentence = "Vous avez le bac."
    position = Sequence(lambda n: n)
    claims = linked("claims", lambda: [ClaimFactory()])


class CriterionFactory(Factory):
    """One of these options, unless a trait says otherwise."""

    class Meta:
        model = rules.Criterion

    class Params:
        at_least = Trait(
            kind=CriterionKind.AT_LEAST, question=SubFactory(QuestionFactory, number=True), threshold=Decimal("3.0")
        )
        can_enter = Trait(kind=CriterionKind.CAN_ENTER, question=None)

    case = SubFactory(AccessCaseFactory)
    kind = CriterionKind.ANY_OF
    question = SubFactory(QuestionFactory)
    position = Sequence(lambda n: n)
    options = linked("options")
    trainings = linked("trainings")


class DeadlineFactory(Factory):
    class Meta:
        model = rules.Deadline

    career = SubFactory(CareerFactory)
    code = Sequence(lambda n: f"delai-{n}")
    name = "Commencer la formation"
    kind = Clock.START
    clock = SubFactory(QuestionFactory, number=True, unit="mois")
    months = SubFactory(FigureFactory, label="délai", low=Decimal("24.00"), unit="months")
    claims = linked("claims")


class FundingFactory(Factory):
    class Meta:
        model = rules.Funding

    career = SubFactory(CareerFactory)
    code = Sequence(lambda n: f"financement-{n}")
    name = "Compte personnel de formation"
    detail = "Il paie la formation, moins une participation."
    trainings = linked("trainings", lambda: [TrainingFactory()])
    claims = linked("claims")


class WitnessCaseFactory(Factory):
    class Meta:
        model = rules.WitnessCase

    career = SubFactory(CareerFactory)
    code = Sequence(lambda n: f"temoin-{n}")
    name = "Bac général, sans employeur"


class WitnessAnswerFactory(Factory):
    class Meta:
        model = rules.WitnessAnswer

    witness = SubFactory(WitnessCaseFactory)
    question = SubFactory(QuestionFactory)
    options = linked("options")


class WitnessVerdictFactory(Factory):
    class Meta:
        model = rules.WitnessVerdict

    witness = SubFactory(WitnessCaseFactory)
    route = SubFactory(RouteFactory)
    verdict = VerdictChoice.OPEN


class DailyCountFactory(Factory):
    class Meta:
        model = rules.DailyCount

    day = date(2026, 11, 22)
    career = "assistant-medical"
    kind = "finished"
    subject = Sequence(lambda n: f"voie-{n}")
    number = 1
