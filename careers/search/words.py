"""French words as the search compares them: without capitals, accents and endings, and as people say them."""

import re
import sys
import threading
import unicodedata
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from typing import Any


def _french_stemmer() -> Any:
    """The package loads thirty languages to give one, which is ten megabytes of every process: it is passed over."""
    spec = find_spec("snowballstemmer")
    assert spec is not None
    sys.modules.setdefault(spec.name, module_from_spec(spec))
    return import_module("snowballstemmer.french_stemmer").FrenchStemmer()


_STEMMER = _french_stemmer()
_STEMMING = threading.Lock()
"""The stemmer holds the word it is working on: two at once would mix them."""
_WORD = re.compile(r"[^\W_]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})

# Everyday words, and those the site says it with. Both sides are compared by their stems.
_SAID_OTHERWISE = {
    "gagner paye paie payé toucher rémunération revenu thune argent fiche": "salaire gagner smic",
    "salaire": "gagner brut",
    "boulot job taf poste emploi": "métier poste embauche",
    "prise piqûre seringue injection aiguille": "prise sang acte",
    "patron employeur embaucher": "employeur médecin embauche",
    "docteur toubib généraliste": "médecin",
    "école cours étude études apprendre cursus stage": "formation organisme",
    "diplôme certificat titre": "diplôme CQP",
    "durée longtemps temps": "heures mois durée",
    "prix coût coûter tarif gratuit cher financer payant": "coût financement CPF",
    "chômage chômeur": "demandeur emploi financement",
    "reconversion changer": "venir métier expérience",
    "évoluer carrière évolution avenir": "évoluer",
    "bosser travailler": "travailler",
    "endroit lieu où cabinet": "cabinet lieu",
    "hôpital clinique ehpad": "hôpital",
    "vaccin vacciner pansement soin soins": "vaccin pansement soins",
    "mission tâche rôle quotidien": "mission",
    "âge ans vieux jeune mineur majeur": "âge ans",
    "bachelier baccalauréat": "bac",
    "secrétaire secrétariat standard": "secrétaire secrétariat médical",
    "aide-soignant aide-soignante soignant": "aide soignant adaptation",
    "vae expérience acquis": "VAE expérience",
    "alternance apprentissage": "alternance",
    "indépendant libéral auto-entrepreneur compte": "salarié compte",
}


def words(text: str) -> list[str]:
    """All its words, in small letters and without accents."""
    bare = unicodedata.normalize("NFKD", text.lower().translate(_LIGATURES))
    return _WORD.findall("".join(char for char in bare if not unicodedata.combining(char)))


# They say nothing of what is looked for. "Sans" and "avec" do: "sans bac".
_EMPTY = frozenset(
    words(
        """
        a ai alors as au aussi aux avait avez avoir c ca ce cela ces cet cette ceux chez ci combien comme comment d
        dans de des du e elle elles en es est et etre eux fait faire faut il ils j je l la le les leur leurs lui m ma
        mais me meme mes moi mon n ne nos notre nous on ou par pas peut peux pour pouvez puis qu quand que quel quelle
        quelles quels qui quoi s sa se ses si son sont sur t ta te tes toi ton tu un une va vais veux vos votre vous y
        """
    )
)


def said(text: str) -> list[str]:
    """Its words that say something."""
    return [word for word in words(text) if word not in _EMPTY]


@cache
def said_otherwise() -> dict[str, frozenset[str]]:
    """Stem of an everyday word → stems of the words the site has for it."""
    found: dict[str, set[str]] = {}
    for everyday, ours in _SAID_OTHERWISE.items():
        for word in said(everyday):
            found.setdefault(stem(word), set()).update(map(stem, said(ours)))
    return {each: frozenset(ours - {each}) for each, ours in found.items()}


@cache
def everyday_words() -> frozenset[str]:
    return frozenset(word for everyday in _SAID_OTHERWISE for word in said(everyday))


@lru_cache(maxsize=5000)
def stem(word: str) -> str:
    """A word without its ending. Remembered: texts say the same words again, and visitors ask with them."""
    with _STEMMING:
        found: str = _STEMMER.stemWord(word)
    return found
