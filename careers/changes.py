"""What differs between two versions of a career (the draft and an edition, two editions), in sentences.

Each app tells the rows of its own part; here are the facts, their sources and the disagreements between them.
"""

from collections.abc import Iterable, Iterator
from functools import partial

from careers import models, parts
from careers.comparing import (
    ELSEWHERE,
    Each,
    Field,
    Kind,
    Words,
    became,
    choice,
    compare,
    date_in_words,
    order_of,
    said,
    sentences,
    yes_or_no,
)
from careers.document import AidTerm, CareerPart, Claim, Disagreement, Figure, Milestone, Pay, Source, Stance
from careers.models.claims import Audience
from careers.models.figures import Period
from careers.models.sources import SourceKind, Trust
from careers.parts import Change, Effect, Parts
from careers.quantities import in_words

CAREER = Kind("careers.career", "Le métier", "Nouveau métier.", "Métier supprimé.")
CLAIM = Kind("careers.claim", "Faits", "Nouveau fait.", "Fait supprimé.")
SOURCE = Kind("careers.source", "Sources", "Nouvelle source.", "Source qui ne sert plus à aucun fait.")
DISAGREEMENT = Kind("careers.disagreement", "Désaccords entre sources", "Nouveau désaccord.", "Désaccord supprimé.")

TOPIC, STANDING = choice(models.Topic), choice(models.Standing)

CAREER_FIELDS = {
    "code": said("Code"),
    "title": said("Nom du métier"),
    "question": said("Question posée à l’accueil"),
    "summary": said("Le métier en deux phrases"),
    "guide": said("Ce que le questionnaire apporte"),
    "easy_summary": said("Le métier, en facile à lire"),
    "easy_open": said("Une voie est ouverte, en facile à lire"),
    "easy_conditional": said("Une voie s’ouvre sous condition, en facile à lire"),
    "easy_to_check": said("Une voie est à vérifier, en facile à lire"),
    "easy_closed": said("Aucune voie n’est ouverte, en facile à lire"),
    "reviewed_on": said("Règles relues le", date_in_words),
    "next_review_on": said("Prochaine relecture", date_in_words),
    "sources": ELSEWHERE,
    "claims": ELSEWHERE,
    "disagreements": ELSEWHERE,
}
SOURCE_FIELDS = {
    "code": ELSEWHERE,
    "publisher": said("Qui publie"),
    "title": said("Titre"),
    "kind": said("Nature", choice(SourceKind)),
    "trust": said("Confiance", choice(Trust)),
    "trust_reason": said("Pourquoi cette confiance"),
    "addresses": said("Adresses", ", ".join),
    "published_on": said("Publiée en", date_in_words),
    "dated": said("Précision sur la date"),
    "consulted_on": said("Consultée le", date_in_words),
}
DISAGREEMENT_FIELDS = {
    "code": ELSEWHERE,
    "subject": said("Sujet"),
    "we_show": said("Ce que nous affichons"),
    "why": said("Pourquoi"),
    "is_settled": said("Tranché", yes_or_no),
    "stances": ELSEWHERE,
}


def changes(before: Parts, after: Parts) -> list[Change]:
    """Every row that is not the same, in the order counsellors know."""
    return [change for part in parts.registered() for change in part.changes(before, after)]


def effects(before: Parts, after: Parts) -> list[Effect]:
    """What the changes do to visitors. Both versions must be free of blocking problems."""
    return [effect for part in parts.registered() for effect in part.effects(before, after)]


def career_changes(before: Parts, after: Parts) -> Iterator[Change]:
    old: CareerPart = before["career"]
    new: CareerPart = after["career"]
    if found := (*sentences(old, new, CAREER_FIELDS),):
        yield Change(CAREER.group, new.title, found, CAREER.row(new.code))
    yield from compare(
        CLAIM,
        old.claims_by_code,
        new.claims_by_code,
        name=_wording,
        told=partial(_claim, old, new),
        about=partial(_about, new),
        group=_topic,
    )
    yield from compare(
        DISAGREEMENT,
        {one.code: one for one in old.disagreements},
        {one.code: one for one in new.disagreements},
        name=lambda one: one.subject,
        told=partial(_disagreement, old, new),
    )
    # A source has no place of its own: it stands where its publisher's name puts it.
    order = {source.code: number for number, source in enumerate(new.sources)}
    kept = sorted(old.sources, key=lambda source: order.get(source.code, 0))
    yield from compare(
        SOURCE,
        {source.code: source for source in kept},
        new.sources_by_code,
        name=_source_name,
        told=lambda was, now: sentences(was, now, SOURCE_FIELDS),
    )


def _wording(claim: Claim) -> str:
    return claim.wording


def _topic(claim: Claim) -> str:
    return f"{CLAIM.group} : {TOPIC(claim.topic)}"


def _source_name(source: Source) -> str:
    return f"{source.publisher}, {source.title}"


def _about(career: CareerPart, claim: Claim) -> Iterator[str]:
    """What a new fact brings, beyond its wording."""
    if claim.standing != models.Standing.CURRENT:
        yield f"Statut : {STANDING(claim.standing)}."
    for figure in claim.figures:
        yield f"Chiffre : {_figure_in_words(figure)}."
    for source in claim.sources:
        yield f"Source : {_source_called(career)(source)}."


def _claim(before: CareerPart, after: CareerPart, old: Claim, new: Claim) -> Iterator[str]:
    def other(label: str) -> Field:
        return Field(label, _claim_called(before), _claim_called(after))

    yield from sentences(
        old,
        new,
        {
            "code": ELSEWHERE,
            "topic": said("Sujet", TOPIC),
            "wording": said("Phrase affichée"),
            "standing": said("Statut", STANDING),
            "detail": said("Précision"),
            "caveat": said("Réserve"),
            "superseded_by": other("Remplacé ou corrigé par"),
            "contested_with": other("Contredit par"),
            "is_shown": said("Affiché", yes_or_no),
            "audience": said("S’adresse à", choice(Audience)),
            "as_of": said("Vrai en", date_in_words),
            "valid_from": said("En vigueur depuis", date_in_words),
            "valid_until": said("En vigueur jusqu’à", date_in_words),
            "review_on": said("À relire le", date_in_words),
            "sources": Each("Source", _source_called(before), _source_called(after)),
            "figures": ELSEWHERE,
            "mission": said("Famille de mission", choice(models.Mission.Family)),
            "workplace": said("Le métier s’y exerce", choice(models.Workplace.Access)),
            "skill": said("Nature de la compétence", choice(models.Skill.Kind)),
            "appeal": said("Côté", choice(models.Advantage.Side)),
            "prospect": said("Sens de l’évolution", choice(models.Prospect.Direction)),
            "milestone": said("Jalon", _milestone),
        },
    )
    yield from _figures(old.figures, new.figures)


def _figures(before: Iterable[Figure], after: Iterable[Figure]) -> Iterator[str]:
    old, new = {figure.name: figure for figure in before}, {figure.name: figure for figure in after}
    for name in {**old, **new}:
        was, now = (_figure_in_words(figures[name]) if name in figures else "" for figures in (old, new))
        if old.get(name) != new.get(name):
            yield became("Chiffre", was, now, (old.get(name), new.get(name)))
    yield from order_of("Chiffres", list(old), list(new), lambda name: new[name].label)


def _figure_in_words(figure: Figure) -> str:
    """ "durée de la formation, 279 h"; everything else it knows after it."""
    period = choice(Period)(figure.period) if figure.period else ""
    amount = " ".join(filter(None, [in_words(figure), period]))
    return ", ".join(
        filter(
            None, [figure.label, amount, "calculé" if figure.is_computed else "", *_pay(figure.pay), *_aid(figure.aid)]
        )
    )


def _pay(pay: Pay | None) -> Iterator[str]:
    if pay:
        yield choice(models.SalaryRange.Basis)(pay.basis)
        yield choice(models.SalaryRange.Setting)(pay.setting)
        yield choice(models.SalaryRange.Seniority)(pay.seniority)


def _aid(aid: AidTerm | None) -> Iterator[str]:
    if aid:
        yield f"année {aid.year} du contrat"
        yield f"{aid.quota.normalize():f} d’un temps plein".replace(".", ",")


def _milestone(milestone: Milestone) -> str:
    return f"{choice(models.Milestone.Kind)(milestone.kind)}, {date_in_words(milestone.on)}"


def _disagreement(before: CareerPart, after: CareerPart, old: Disagreement, new: Disagreement) -> Iterator[str]:
    yield from sentences(old, new, DISAGREEMENT_FIELDS)
    was, now = ({stance.claim: stance for stance in one.stances} for one in (old, new))
    for claim in {**was, **now}:
        if was.get(claim) != now.get(claim):
            yield became(
                "Version",
                _stance(before, was[claim]) if claim in was else "",
                _stance(after, now[claim]) if claim in now else "",
            )
    yield from order_of("Versions", list(was), list(now), lambda claim: now[claim].says)


def _stance(career: CareerPart, stance: Stance) -> str:
    retained = ", version retenue" if stance.is_retained else ""
    return f"{stance.says}{retained}, d’après le fait : {_claim_called(career)(stance.claim)}"


def _claim_called(career: CareerPart) -> Words:
    return lambda code: career.claims_by_code[code].wording if code in career.claims_by_code else code


def _source_called(career: CareerPart) -> Words:
    return lambda code: _source_name(career.sources_by_code[code]) if code in career.sources_by_code else code
