"""The routes while the questions go on: which are open by now, which are closed, which wait for an answer."""

from dataclasses import dataclass

from pathways.engine import wording
from pathways.engine.assessment import AssessedRoute, Assessment
from pathways.engine.rules import Verdict

GROUPS = {
    "Ouvertes": "ouverte",
    "À vérifier": "à vérifier",
    "Fermées": "fermée",
    "Inutiles pour vous": "inutile",
    "En attente de vos réponses": "en attente",
}
NEVER_PLURAL = ("à vérifier", "en attente")


@dataclass(frozen=True)
class Group:
    """Routes that stand the same, named in one line."""

    label: str
    routes: tuple[AssessedRoute, ...]

    @property
    def names(self) -> str:
        return wording.sentence(" ; ".join(map(_name, self.routes)))

    @property
    def counted(self) -> str:
        words, count = GROUPS[self.label], len(self.routes)
        return f"{count} {words}{'s' if count > 1 and words not in NEVER_PLURAL else ''}"


@dataclass(frozen=True)
class Doors:
    groups: tuple[Group, ...]

    @property
    def summary(self) -> str:
        """ "1 ouverte, 3 fermées, 6 en attente"."""
        return ", ".join(group.counted for group in self.groups)


def doors(assessment: Assessment) -> Doors:
    """The groups that have some route."""
    routes = {label: tuple(each for each in assessment.routes if _label(each) == label) for label in GROUPS}
    return Doors(tuple(Group(label, standing) for label, standing in routes.items() if standing))


def _label(assessed: AssessedRoute) -> str:
    if assessed.is_unneeded:
        return "Inutiles pour vous"
    if not assessed.is_settled:
        return "En attente de vos réponses"
    if assessed.verdict is Verdict.TO_CHECK:
        return "À vérifier"
    return "Fermées" if assessed.verdict is Verdict.CLOSED else "Ouvertes"


def _name(assessed: AssessedRoute) -> str:
    conditional = assessed.is_settled and assessed.verdict is Verdict.CONDITIONAL
    return f"{assessed.route.name} (sous condition)" if conditional else assessed.route.name
