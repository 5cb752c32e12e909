"""The result page: the answer first (`headline`), then each route with its reasons, then what to do."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from careers.citations import Citation, Citations
from careers.document import CareerPart
from careers.statements import Statement, Statements
from pathways.conditions import cited, in_order
from pathways.engine import wording
from pathways.engine.assessment import AssessedRoute, Assessment, FittingFunding, RunningDeadline
from pathways.engine.questionnaire import Questionnaire
from pathways.engine.rules import ToDo, Verdict
from pathways.headline import Headline, to_arrange, verdict_words
from pathways.letters import routes_in_letters
from pathways.training_facts import Measure, hours, months
from pathways.ways_ahead import WaysAhead

REASONS_IN_SIGHT = 2
PAY_FACTS = 3


@dataclass(frozen=True)
class Card:
    """A route that is not closed: why, what remains to arrange, how long it takes."""

    assessed: AssessedRoute
    hours: Measure
    months: Measure
    citations: tuple[Citation, ...]

    @property
    def verdict(self) -> str:
        return self.assessed.verdict.code

    @property
    def anchor(self) -> str:
        return _anchor(self.assessed)

    @property
    def words(self) -> str:
        return verdict_words(self.assessed)

    @property
    def is_to_check(self) -> bool:
        return self.assessed.verdict is Verdict.TO_CHECK

    @property
    def is_measured(self) -> bool:
        return self.hours.is_known or self.months.is_known

    @property
    def lasting(self) -> str:
        """Hours and months in one sentence."""
        left_out = f" (sans compter : {self.months.left_out})" if self.months.is_known and self.months.left_out else ""
        return f"{', '.join(filter(None, (self.hours.words, self.months.words)))}{left_out}."

    @property
    def measure_citations(self) -> tuple[Citation, ...]:
        return in_order((*self.hours.citations, *self.months.citations))

    @property
    def unknown(self) -> str:
        """What the person does not know and the route hangs on."""
        return wording.both(missing.text.partition(" : ")[2] for missing in self.assessed.missing)

    @property
    def reasons(self) -> list[str]:
        """Each once; what the person does not know is said apart."""
        if self.assessed.missing:
            return []
        return list(dict.fromkeys(reason.text for reason in self.assessed.because))

    @property
    def in_sight(self) -> list[str]:
        return self.reasons[:REASONS_IN_SIGHT]

    @property
    def more(self) -> list[str]:
        return self.reasons[REASONS_IN_SIGHT:]

    @property
    def to_arrange(self) -> str:
        """Unless the verdict says it already."""
        groups = to_arrange(self.assessed)
        if self.assessed.verdict is Verdict.CONDITIONAL and len(groups) == 1:
            return ""
        return wording.both(wording.either(wording.lowered(to_do.title) for to_do in group) for group in groups)


@dataclass(frozen=True)
class Shut:
    """A closed route: what closes it, what would open it, or whom it is for when nothing would."""

    assessed: AssessedRoute
    citations: tuple[Citation, ...]

    @property
    def anchor(self) -> str:
        return _anchor(self.assessed)

    @property
    def ways(self) -> list[str]:
        return [missing.text for missing in self.assessed.missing if not missing.is_doubtful]

    @property
    def doubtful_ways(self) -> list[str]:
        return [missing.text for missing in self.assessed.missing if missing.is_doubtful]

    @property
    def first_way(self) -> str:
        return next(iter(self.ways), "")

    @property
    def other_ways(self) -> list[str]:
        return self.ways[1:]

    @property
    def other_ways_counted(self) -> str:
        count = len(self.other_ways) + len(self.doubtful_ways)
        if not self.first_way:
            return "Ce qui l'ouvrirait peut-être"
        return f"{count} autres façons de l'ouvrir" if count > 1 else "Une autre façon de l'ouvrir"

    @property
    def for_whom(self) -> str:
        return wording.lowered(self.assessed.route.for_whom)


@dataclass(frozen=True)
class Step:
    """Something to arrange, with the routes it serves."""

    to_do: ToDo
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class Pays:
    """A funding that fits, and the routes it may pay."""

    fitting: FittingFunding
    routes: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class Delay:
    running: RunningDeadline
    citations: tuple[Citation, ...]

    @property
    def is_over(self) -> bool:
        return self.running.months_left is not None and self.running.months_left <= 0


class Result:
    """Everything the page says, in the order it says it: a source takes its number where one meets it first."""

    def __init__(
        self,
        career: CareerPart,
        assessment: Assessment,
        questionnaire: Questionnaire,
    ):
        self.assessment = assessment
        self._career = career
        self._citations = Citations(career)
        headline = Headline(assessment)
        self.title, self.lead = headline.title, headline.lead
        self.cards = tuple(map(self._card, self._ranked(Verdict.OPEN, Verdict.CONDITIONAL, Verdict.TO_CHECK)))
        self.ahead = WaysAhead(career, assessment, questionnaire, self._citations)
        self.delays = tuple(map(self._delay, assessment.deadlines))
        self.shut = tuple(sorted(map(self._shut, self._ranked(Verdict.CLOSED)), key=lambda shut: not shut.ways))
        self.steps = () if self.ahead.plans else tuple(map(self._step, self._to_dos()))
        self.fundings = tuple(map(self._pays, assessment.fundings))
        self.pay = self._pay()
        self.unneeded = tuple(each for each in assessment.routes if each.is_unneeded)

    @property
    def is_qualified(self) -> bool:
        return self.assessment.qualified is Verdict.OPEN

    @property
    def has_a_way(self) -> bool:
        return self.is_qualified or bool(self.cards)

    @property
    def easy(self) -> str:
        """The best verdict in easy-to-read words, one sentence a line; empty when nobody wrote any."""
        best = self.cards[0].assessed.verdict if self.cards else Verdict.CLOSED
        if self.is_qualified:
            best = Verdict.OPEN
        return {
            Verdict.OPEN: self._career.easy_open,
            Verdict.CONDITIONAL: self._career.easy_conditional,
            Verdict.TO_CHECK: self._career.easy_to_check,
            Verdict.CLOSED: self._career.easy_closed,
        }[best]

    @property
    def cards_title(self) -> str:
        return "Vos voies, une par une" if len(self.cards) > 1 else "Votre voie"

    @property
    def shut_title(self) -> str:
        if not self.has_a_way:
            return "Ce qui ouvrirait une voie"
        return "Pas ouvertes aujourd'hui" if len(self.shut) > 1 else "Pas ouverte aujourd'hui"

    @property
    def unneeded_counted(self) -> str:
        count = len(self.unneeded)
        return f"{routes_in_letters(count)} {'vous serait inutile' if count == 1 else 'vous seraient inutiles'}"

    @property
    def citations(self) -> tuple[Citation, ...]:
        return self._citations.listed()

    @cached_property
    def overview(self) -> tuple[tuple[str, str, str, str], ...]:
        """Anchor, name, verdict and its words, for every route that is not useless to this person."""
        routes = [*(card.assessed for card in self.cards), *(shut.assessed for shut in self.shut)]
        return tuple((_anchor(each), each.route.name, each.verdict.code, verdict_words(each)) for each in routes)

    def _ranked(self, *verdicts: Verdict) -> list[AssessedRoute]:
        """Open routes first; among equals the counsellors' order."""
        found = [each for each in self.assessment.routes if each.verdict in verdicts and not each.is_unneeded]
        return sorted(found, key=lambda assessed: -assessed.verdict)

    def _card(self, assessed: AssessedRoute) -> Card:
        anchor = _anchor(assessed)
        return Card(
            assessed=assessed,
            citations=self._cite((claim for reason in assessed.because for claim in reason.claims), anchor),
            hours=hours(self._career, assessed.trainings, self._citations, anchor),
            months=months(self._career, assessed.trainings, self._citations, anchor),
        )

    def _shut(self, assessed: AssessedRoute) -> Shut:
        claims = [claim for reason in assessed.because for claim in reason.claims]
        return Shut(
            assessed=assessed,
            citations=self._cite(claims[:1], _anchor(assessed)),
        )

    def _step(self, to_do: ToDo) -> Step:
        return Step(to_do, self._cite(to_do.claims, "et-maintenant"))

    def _delay(self, running: RunningDeadline) -> Delay:
        return Delay(running, self._cite(running.case.claims, "delais"))

    def _pays(self, fitting: FittingFunding) -> Pays:
        paid = [
            card.assessed.route.name
            for card in self.cards
            if {training.code for training in card.assessed.trainings[:1]} & set(fitting.funding.trainings)
        ]
        return Pays(fitting, " ; ".join(paid), self._cite(fitting.case.claims, "financement"))

    def _to_dos(self) -> list[ToDo]:
        """For the routes that only wait for these, each thing once, the most useful first."""
        counted = Counter(
            to_do.code
            for card in self.cards
            if card.assessed.verdict >= Verdict.CONDITIONAL
            for to_do in card.assessed.arrange
        )
        return [self.assessment.rules.to_do(code) for code, _ in counted.most_common()]

    def _pay(self) -> tuple[Statement, ...]:
        """The first facts in force about pay, without the history of the amounts."""
        shown = [claim for claim in self._career.about("pay") if claim.standing == "current"]
        return Statements(self._career, self._citations, brief=True).of(shown[:PAY_FACTS], "salaire")

    def _cite(self, claims: Iterable[str], anchor: str) -> tuple[Citation, ...]:
        return cited(self._career, self._citations, claims, anchor)


def _anchor(assessed: AssessedRoute) -> str:
    return f"voie-{assessed.route.code}"
