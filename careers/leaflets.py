"""The pages that tell one side of a job in full: which they are, and which facts each of them states.

Every fact a page may state is on exactly one leaflet, at an anchor that is its code; a replaced one is under the fact
that replaced it. The job's main page is the short version of these.
"""

from dataclasses import dataclass

from careers.citations import Citation, Citations
from careers.document import CareerPart, Claim
from careers.statements import Statement, Statements, is_counted, is_former


@dataclass(frozen=True)
class Subject:
    """A part of a leaflet: the facts of its topics and kinds; without kinds, those no other part names."""

    anchor: str
    heading: str
    topics: tuple[str, ...]
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Leaflet:
    """`name` is the name of its address."""

    name: str
    title: str
    heading: str
    lead: str
    subjects: tuple[Subject, ...]
    charts: tuple[Subject, ...] = ()
    """Tables of figures, drawn before the subjects."""

    def subject_of(self, claim: Claim) -> Subject | None:
        of_topic = [subject for subject in self.subjects if claim.topic in subject.topics]
        named = (subject for subject in of_topic if kind_of(claim) in subject.kinds)
        others = (subject for subject in of_topic if not subject.kinds)
        return next(named, None) or next(others, None)


MISSIONS = Leaflet(
    "missions",
    "Les missions et leurs limites",
    "Ce que vous ferez, et ce que vous ne ferez pas",
    "Toutes les missions que nous avons trouvées, famille par famille. Puis ce que ce métier ne fait pas.",
    (
        Subject("en-general", "Le métier en général", ("missions",)),
        Subject("administratif", "L’administratif", ("missions",), ("administrative",)),
        Subject("consultation", "Autour de la consultation", ("missions",), ("consultation",)),
        Subject("coordination", "La coordination des soins", ("missions",), ("coordination",)),
        Subject("limites", "Ce que vous ne ferez pas", ("missions", "limits"), ("not-done",)),
        Subject("protections", "Vos protections et vos devoirs", ("limits",)),
    ),
)
WORKPLACES = Leaflet(
    "workplaces",
    "Les lieux de travail",
    "Où l’on travaille",
    "En ville, auprès de médecins. Voici les lieux possibles, les lieux à vérifier, et ceux où le métier est un autre.",
    (
        Subject("oui", "Oui, ce métier s’y exerce", ("workplaces",), ("yes",)),
        Subject("a-verifier", "Cela dépend", ("workplaces",), ("depends",)),
        Subject("non", "Non, c’est un autre métier", ("workplaces",), ("no",)),
        Subject("a-savoir", "À savoir sur l’employeur", ("workplaces",)),
    ),
)
PAY = Leaflet(
    "pay",
    "Le salaire",
    "Ce que l’on gagne",
    "Le minimum légal, la grille de la branche, ce qui se négocie. Chaque montant porte sa date.",
    (Subject("salaire", "Tout ce que nous savons du salaire", ("pay",)),),
    (Subject("fourchettes", "Les montants, sur une même échelle", ("pay",)),),
)
TRAINING = Leaflet(
    "training",
    "Se former",
    "Se former à ce métier",
    "Qui peut entrer en formation, combien de temps elle dure, et comment elle se passe.",
    (
        Subject("conditions", "Les conditions d’entrée", ("entry",)),
        Subject("duree", "La durée et le contenu", ("hours",)),
        Subject("adaptation", "La formation d’adaptation", ("adaptation",)),
    ),
)
FUNDING = Leaflet(
    "funding",
    "Délais, allègements, financement",
    "Les délais, les allègements, et qui paie",
    "Le temps laissé après l’embauche, ce qui raccourcit la formation, ce qu’elle coûte et qui la finance.",
    (
        Subject("delais", "Les délais après l’embauche", ("deadlines",)),
        Subject("allegements", "Les allègements", ("exemptions",)),
        Subject("financement", "Qui paie la formation", ("funding",)),
        Subject("cout", "Ce que coûte la formation", ("cost",)),
    ),
)
AID = Leaflet(
    "aid",
    "L’aide à l’employeur",
    "L’aide au médecin qui vous embauche",
    "L’assurance maladie aide le médecin à payer le poste. Voici combien, et à quelles conditions.",
    (
        Subject("aide", "Combien, et à quelles conditions", ("aid",)),
        Subject("employeurs", "Cas particuliers, pour l’employeur", ("aid",), ("employers",)),
    ),
)
HISTORY = Leaflet(
    "history",
    "Les effectifs et l’histoire",
    "Combien de postes, depuis quand",
    "Les contrats signés, les objectifs annoncés, et les dates du métier.",
    (Subject("histoire", "Les dates et les autres chiffres", ("headcount",)),),
    (
        Subject("effectifs", "Contrats et effectifs, date par date", ("headcount",)),
        Subject("objectifs", "Les objectifs annoncés", ("headcount",)),
    ),
)
PROSPECTS = Leaflet(
    "prospects",
    "Évoluer, métiers voisins",
    "Et après ? Évoluer, ou choisir un métier voisin",
    "D’où l’on peut venir, où l’on peut aller, et les métiers qui ressemblent à celui-ci.",
    (
        Subject("venir", "Venir d’un autre métier", ("prospects",), ("towards",)),
        Subject("evoluer", "Aller plus loin", ("prospects",)),
        Subject("voisins", "Les métiers voisins", ("neighbours",)),
    ),
)
EVERYDAY = Leaflet(
    "everyday",
    "Au quotidien",
    "Le métier au quotidien",
    "Les qualités et les savoirs utiles, ce qui plaît, ce qui pèse, et où chercher.",
    (
        Subject("qualites", "Les qualités utiles", ("skills",), ("quality",)),
        Subject("savoirs", "Ce qu’il faut savoir faire", ("skills",)),
        Subject("avantages", "Ce qui plaît", ("appeal",)),
        Subject("inconvenients", "Ce qui pèse", ("appeal",), ("drawback",)),
        Subject("pratique", "Chercher un poste, une formation", ("practical",)),
    ),
)
LEAFLETS = (MISSIONS, WORKPLACES, EVERYDAY, PAY, TRAINING, FUNDING, PROSPECTS, HISTORY, AID)


@dataclass(frozen=True)
class Chapter:
    """A subject with what is known of it, and the sources it leans on."""

    anchor: str
    heading: str
    statements: tuple[Statement, ...]

    @property
    def citations(self) -> tuple[Citation, ...]:
        everything = [part for statement in self.statements for part in (statement, *statement.formers)]
        used = {citation.number: citation for part in everything for citation in part.citations}
        return tuple(used[number] for number in sorted(used))


def kind_of(claim: Claim) -> str:
    """What a subject may choose by: the detail of a claim, else whom it is meant for."""
    detail = claim.mission or claim.workplace or claim.skill or claim.appeal or claim.prospect
    return detail or ("employers" if claim.audience == "employers" else "")


def chapters(career: CareerPart, leaflet: Leaflet, citations: Citations) -> tuple[Chapter, ...]:
    statements = Statements(career, citations)
    return tuple(
        Chapter(subject.anchor, subject.heading, statements.of(facts(career, leaflet, subject)))
        for subject in leaflet.subjects
    )


def facts(career: CareerPart, leaflet: Leaflet, subject: Subject) -> list[Claim]:
    """What a subject states by itself. Dated headcounts and goals have tables of their own."""
    return [
        claim
        for claim in career.claims
        if claim.may_be_stated
        and not is_former(career, claim)
        and not is_counted(claim)
        and leaflet.subject_of(claim) is subject
    ]


def leaflet_of(claim: Claim) -> Leaflet:
    """The leaflet that states a claim. LookupError when a topic is on none of them."""
    for leaflet in LEAFLETS:
        if leaflet.subject_of(claim):
            return leaflet
    raise LookupError(claim.topic)
