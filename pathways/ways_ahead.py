"""What the result page says of the way ahead: plans, levers, and what the unknown answers would decide."""

from collections.abc import Iterable
from dataclasses import dataclass

from careers.citations import Citation, Citations
from careers.document import CareerPart
from pathways.conditions import cited
from pathways.engine import wording
from pathways.engine.assessment import Assessment
from pathways.engine.clocks import Clock, Fit, clock
from pathways.engine.levers import Lever, levers
from pathways.engine.plan import Arrange, Grow, Plan, Step, Total, Train
from pathways.engine.questionnaire import Questionnaire
from pathways.engine.rules import Training, Verdict
from pathways.engine.unknowns import Branch, Unknown, unknowns


@dataclass(frozen=True)
class PlannedStep:
    """A step as the page says it: how long, what to do, why it is open, who may pay."""

    when: str
    title: str
    text: str
    fundings: str
    is_doubtful: bool
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class PlanInWords:
    """What is said of a plan as a whole."""

    plan: Plan
    clock: Clock | None
    is_in_post: bool

    @property
    def name(self) -> str:
        """By its trainings and times: "Diplôme d'État d'aide-soignant, puis formation d'adaptation"."""
        first, *others = [title(step) for step in self.plan.steps if not isinstance(step, Arrange)]
        return ", puis ".join([first, *map(wording.lowered, others)])

    @property
    def name_in_title(self) -> str:
        return wording.lowered(self.name)

    @property
    def total(self) -> str:
        return f"En tout : {wording.both(filter(None, (self._hours, self._months)))}."

    @property
    def hired(self) -> str:
        """When an employer may hire: an order of steps, since nobody knows when the first one ends."""
        if self.is_in_post:
            return ""
        after = self.plan.hired_after
        if after == 0:
            return "Un employeur peut vous embaucher dès maintenant, avant la formation."
        if after >= len(self.plan.steps):
            return "Un employeur pourra vous embaucher à la fin de ce plan."
        return f"Un employeur pourra vous embaucher après l'étape {after}. La qualification vient à la fin."

    @property
    def in_time(self) -> str:
        """Beside the deadline that runs, when one does."""
        if self.clock is None:
            return ""
        if (self.clock.running.months_left or 0) <= 0:
            return "Le délai le plus court est passé : parlez-en tout de suite à votre employeur."
        left = wording.amount(self.clock.running.months_left or 0, "mois")
        match self.clock.fit:
            case Fit.YES:
                within = wording.amount(self.clock.start_within or 0, "mois")
                return f"Il vous reste {left} : ce plan tient, si vous commencez dans {within} au plus tard."
            case Fit.PERHAPS:
                return f"Il vous reste {left} : ce plan peut tenir, selon le rythme. Commencez sans attendre."
        return f"Il vous reste {left} : ce plan n'y tient pas. Parlez-en tout de suite à votre employeur."

    @property
    def _hours(self) -> str:
        if not self.plan.hours.high:
            return ""
        return f"{_sum(self.plan.hours)} heures de formation"

    @property
    def _months(self) -> str:
        if not self.plan.months.high:
            return "une durée que personne ne publie"
        return f"{_sum(self.plan.months)} mois"


@dataclass(frozen=True)
class ShownPlan:
    words: PlanInWords
    steps: tuple[PlannedStep, ...]


@dataclass(frozen=True)
class ShownLever:
    lever: Lever
    sentence: str


@dataclass(frozen=True)
class ShownBranch:
    said: str
    then: str


@dataclass(frozen=True)
class ShownUnknown:
    unknown: Unknown
    branches: tuple[ShownBranch, ...]


class WaysAhead:
    def __init__(
        self,
        career: CareerPart,
        assessment: Assessment,
        questionnaire: Questionnaire,
        citations: Citations,
    ):
        self._career = career
        self._assessment = assessment
        self._citations = citations
        rules, outcomes = assessment.rules, questionnaire.outcomes
        self.plans = tuple(map(self._plan, questionnaire.plan_table.plans(assessment.answers)))
        self.levers = tuple(ShownLever(lever, lever.sentence(rules)) for lever in levers(outcomes, assessment))
        self.unknowns = tuple(
            ShownUnknown(each, tuple(map(_branch, each.branches)))
            for each in unknowns(rules, outcomes, assessment.answers)
        )

    def _plan(self, plan: Plan) -> ShownPlan:
        return ShownPlan(in_words(plan, self._assessment), tuple(map(self._step, plan.steps)))

    def _step(self, step: Step) -> PlannedStep:
        match step:
            case Arrange(to_do=to_do):
                return PlannedStep(when(step), title(step), to_do.detail, "", False, self._cite(to_do.claims))
            case Grow():
                return PlannedStep(when(step), title(step), "", "", False, ())
            case Train():
                return self._training(step)

    def _training(self, step: Train) -> PlannedStep:
        training = step.training
        figures = [quantity.figure.partition("/")[0] for quantity in (training.hours, training.months) if quantity]
        return PlannedStep(
            when=when(step),
            title=title(step),
            text=f"{training.summary} {step.case.sentence if step.is_doubtful else ''}".strip(),
            fundings=wording.both(funding.name for funding in step.fundings),
            is_doubtful=step.is_doubtful,
            citations=self._cite([*figures, *step.case.claims]),
        )

    def _cite(self, claims: Iterable[str]) -> tuple[Citation, ...]:
        return cited(self._career, self._citations, claims, "plan")


def in_words(plan: Plan, assessment: Assessment) -> PlanInWords:
    """Deadlines run from the day one is hired: whoever has one is in post."""
    return PlanInWords(plan, clock(plan, assessment.deadlines), bool(assessment.deadlines))


def when(step: Step) -> str:
    """How long a step takes."""
    match step:
        case Arrange():
            return "À arranger"
        case Grow():
            return wording.amount(step.months, "mois")
    measured = [wording.quantity(quantity) for quantity in (step.training.hours, step.training.months) if quantity]
    return ", ".join(measured) or length_unknown(step.training)


def title(step: Step) -> str:
    match step:
        case Arrange(to_do=to_do):
            return to_do.title
        case Grow():
            return wording.sentence(wording.growth(step.question, step.start, step.end)).removesuffix(".")
    return step.training.name


def length_unknown(training: Training) -> str:
    return "Déjà en cours" if training.under_way else "Durée à demander à l'organisme"


def _branch(branch: Branch) -> ShownBranch:
    words = {
        Verdict.OPEN: "ouverte",
        Verdict.CONDITIONAL: "ouverte sous condition",
        Verdict.TO_CHECK: "à vérifier",
        Verdict.CLOSED: "pas ouverte",
    }
    then = " ; ".join(f"{route.name} : {words[verdict]}" for route, verdict in branch.verdicts)
    return ShownBranch(wording.either(f"« {said} »" for said in branch.said), then)


def _sum(total: Total) -> str:
    """ "6 à 12", or "au moins 11" where something is not published."""
    low, high = wording.digits(total.low), wording.digits(total.high)
    if total.is_partial:
        return f"au moins {low}"
    return low if low == high else f"{low} à {high}"
