"""Parts of documents, built without a database."""

from datetime import date

from careers.document import CareerPart, Claim, Source


def a_source(code: str, **fields) -> Source:
    plain = {"publisher": "Légifrance", "title": f"Texte {code}", "kind": "law", "trust": "high"}
    return Source(code=code, consulted_on=date(2026, 11, 21), **{**plain, **fields})


def a_claim(code: str, **fields) -> Claim:
    plain = {"topic": "hours", "wording": f"Phrase {code}.", "standing": "current", "sources": ("loi",)}
    return Claim(code=code, **{**plain, **fields})


def a_career(*claims: Claim, sources: tuple[Source, ...] = (), **fields) -> CareerPart:
    return CareerPart(
        code="assistant-medical",
        title="Assistante ou assistant médical",
        question="Puis-je ?",
        summary="En bref.",
        guide="Répondez.",
        sources=sources or (a_source("loi"),),
        claims=claims,
        **fields,
    )
