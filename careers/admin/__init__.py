"""The workshop: where counsellors edit the rows that editions are made of. One module for each thing they edit."""

from axes.models import AccessFailureLog, AccessLog
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User

from careers.admin import (
    accounts,
    career,
    checking,
    claims,
    desk,
    disagreements,
    drafts,
    editions,
    exchanging,
    figures,
    journal,
    publishing,
    second_factor,
    session_check,
    sources,
    versions,
)
from careers.admin.site import drawer
from careers.models import Career, Claim, Disagreement, Edition, Figure, Source

drawer(
    10,
    "Les faits",
    {
        Claim: "Ce que le site affirme, sujet par sujet.",
        Figure: "Les montants, les durées, les effectifs de ces faits.",
        Career: "Le titre, l’accueil, la date de relecture des règles.",
    },
)
drawer(
    20,
    "Les sources et leurs désaccords",
    {
        Source: "Qui le dit, où, depuis quand.",
        Disagreement: "Ce sur quoi les sources se contredisent, et ce que nous montrons.",
    },
)
drawer(
    40,
    "Publier",
    {
        "controler": "Tout ce qui ne va pas dans le brouillon, et quoi faire.",
        "publier": "Ce qui va changer pour le public, puis la publication.",
        "versions": "Comparer les éditions, en reprendre une.",
        "importer": "Apporter ou emporter un métier entier, dans un fichier.",
        Edition: "Les éditions publiées, telles quelles.",
    },
)
drawer(
    60,
    "Les comptes",
    {
        User: "Qui entre ici, et ce que chaque personne peut faire.",
        LogEntry: "Qui a changé quoi, et quand.",
        AccessLog: "Les connexions.",
        AccessFailureLog: "Les mots de passe et les codes refusés.",
        "second_factor_mine": "Votre téléphone et vos codes de secours.",
    },
)

__all__ = [
    "accounts",
    "career",
    "checking",
    "claims",
    "desk",
    "disagreements",
    "drafts",
    "editions",
    "exchanging",
    "figures",
    "journal",
    "publishing",
    "second_factor",
    "session_check",
    "sources",
    "versions",
]
