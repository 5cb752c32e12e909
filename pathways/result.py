"""The result page in words: answer first, then why, then what to do."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from careers.citations import Citation, Citations
from careers.document import CareerPart
from careers.key_figures import KeyFigure, key_figures
from careers.statements import Statement, Statements
from pathways.conditions import sources_of
from pathways.engine import wording
from pathways.engine.assessment import AssessedRoute, Assessment, FittingFunding
from pathways.engine.rules import ToDo, Verdict
from pathways.training_facts import Measure, measure

NUMBERS = "aucune une deux trois quatre cinq six sept huit neuf dix".split()  # noqa: SIM905
PAY = (("pay", "eur"),)


@dataclass(frozen=True)
class Card:
    """One route as the result shows it."""

    assessed: AssessedRoute
    address: str
    words: str
    hours: Measure
    months: Measure
    citations: tuple[Citation, ...]
    fundings: tuple[FittingFunding, ...]

    @property
    def verdict(self) -> str:
        return self.assessed.verdict.code

    @property
    def anchor(self) -> str:
        return f"voie-{self.assessed.route.code}"

    @property
    def sure(self) -> list[str]:
        return [missing.text for missing in self.assessed.missing if not missing.is_doubtful]

    @property
    def perhaps(self) -> list[str]:
        return [missing.text for missing in self.assessed.missing if missing.is_doubtful]


@dataclass(frozen=True)
class Result:
    career: CareerPart
    assessment: Assessment
    address_of: Callable[[str], str]

    @property
    def is_qualified(self) -> bool:
        return self.assessment.qualified is Verdict.OPEN

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """Open routes first; among equals the counsellors' order."""
        needed = [assessed for assessed in self.assessment.routes if not assessed.is_unneeded]
        return tuple(self._card(assessed) for assessed in sorted(needed, key=lambda route: -route.verdict))

    @cached_property
    def unneeded(self) -> tuple[Card, ...]:
        return tuple(self._card(assessed) for assessed in self.assessment.routes if assessed.is_unneeded)

    @property
    def has_a_way(self) -> bool:
        return any(card.assessed.verdict > Verdict.CLOSED for card in self.cards)

    @property
    def title(self) -> str:
        if self.is_qualified:
            return "C'est fait. Vous pouvez exercer ce métier."
        open_, conditional, to_check = (
            self._with(verdict) for verdict in (Verdict.OPEN, Verdict.CONDITIONAL, Verdict.TO_CHECK)
        )
        direct = [card for card in open_ if len(card.assessed.trainings) < 2]
        if direct:
            return (
                f"Oui. {_count(direct)} {'vous est ouverte' if len(direct) == 1 else 'vous sont ouvertes'} maintenant."
            )
        if open_:
            first = open_[0].assessed.trainings[0].name
            return f"D'abord {first[:1].lower()}{first[1:]}. Voici ce qui s'ouvrira ensuite."
        if conditional:
            return f"Oui, si… {_count(conditional)} {_opens(conditional)} {self._condition(conditional)}."
        if to_check:
            one = len(to_check) == 1
            depends = "dépend d'une règle" if one else "dépendent de règles"
            return f"Peut-être. {_count(to_check)} {depends} à vérifier : voici à qui demander."
        return "Pas encore. Aucune voie n'est ouverte pour le moment."

    @property
    def lead(self) -> str:
        if self.is_qualified:
            return (
                "Votre qualification suffit. Il reste à trouver un poste auprès d'un médecin ou d'un centre de santé."
            )
        if not self.has_a_way:
            return "Mais des chemins y mènent. Les voici, avec ce qui manque pour chacun."
        return "Voici pourquoi, ce qui vous manque pour les autres voies, et par quoi commencer."

    @cached_property
    def to_dos(self) -> tuple[ToDo, ...]:
        """What to arrange, for the routes that are not closed, each thing once, the most useful first."""
        counted = Counter(
            to_do.code
            for card in self.cards
            if card.assessed.verdict >= Verdict.CONDITIONAL
            for to_do in card.assessed.arrange
        )
        return tuple(self.assessment.rules.to_do(code) for code, _ in counted.most_common())

    @cached_property
    def pay(self) -> tuple[KeyFigure, ...]:
        return key_figures(self.career, self._statements, "salaire", PAY)

    @cached_property
    def pay_facts(self) -> tuple[Statement, ...]:
        """The facts in force about pay, without the grid's history."""
        shown = [claim for claim in self.career.about("pay") if claim.standing == "current"]
        return self._statements.of(shown[:4], "salaire")

    @property
    def citations(self) -> tuple[Citation, ...]:
        return self._citations.listed()

    @cached_property
    def _citations(self) -> Citations:
        return Citations(self.career)

    @cached_property
    def _statements(self) -> Statements:
        return Statements(self.career, self._citations, brief=True)

    def _with(self, verdict: Verdict) -> list[Card]:
        return [card for card in self.cards if card.assessed.verdict is verdict]

    def _condition(self, cards: Iterable[Card]) -> str:
        """The condition most of these routes share; shorter roads speak first."""
        cards = sorted(cards, key=lambda card: len(card.assessed.trainings))
        shortest = len(cards[0].assessed.trainings)
        direct = [card for card in cards if len(card.assessed.trainings) <= max(1, shortest)]
        counted = Counter(to_do.condition for card in direct for to_do in card.assessed.arrange)
        return counted.most_common(1)[0][0] if counted else "une condition se réalise"

    def _card(self, assessed: AssessedRoute) -> Card:
        anchor = f"voie-{assessed.route.code}"
        first = assessed.trainings[0] if assessed.trainings else None
        claims = [*(claim for reason in assessed.because for claim in reason.claims), *assessed.route.claims]
        return Card(
            assessed=assessed,
            address=self.address_of(assessed.route.code),
            words=self._words(assessed),
            hours=measure(self.career, first.hours if first else None, self._citations, anchor),
            months=measure(self.career, first.months if first else None, self._citations, anchor),
            citations=self._citations.cite(sources_of(self.career, claims), anchor),
            fundings=tuple(
                fitting
                for fitting in self.assessment.fundings
                if first and first.code in fitting.funding.trainings and assessed.verdict > Verdict.CLOSED
            ),
        )

    @staticmethod
    def _words(assessed: AssessedRoute) -> str:
        if assessed.is_unneeded:
            return "Inutile pour vous"
        match assessed.verdict:
            case Verdict.OPEN:
                return "Ouverte maintenant"
            case Verdict.CONDITIONAL:
                return f"Ouverte si {wording.either([to_do.condition for to_do in assessed.arrange][:1])}"
            case Verdict.TO_CHECK:
                return "À vérifier"
        return "Pas ouverte aujourd'hui"


def _count(cards: list[Card]) -> str:
    number = NUMBERS[len(cards)] if len(cards) < len(NUMBERS) else str(len(cards))
    return f"{number.capitalize()} {'voie' if len(cards) == 1 else 'voies'}"


def _opens(cards: list[Card]) -> str:
    return "s'ouvre si" if len(cards) == 1 else "s'ouvrent si"
