"""How easy French text is to read: syllables, sentences, the measure, and what is said of it."""

import io

import pytest
from django.core.management import CommandError, call_command

from careers.readability import Measured, advice, syllables

SYLLABLES = {
    "le": 1, "médecin": 3, "métier": 2, "formation": 3, "première": 2, "aide": 1, "aides": 1, "réalité": 4,
    "théâtre": 2, "maïs": 2, "poésie": 3, "langue": 1, "que": 1, "quelque": 1, "accueil": 2, "l’accueil": 2,
    "soignante": 2, "année": 2, "pluie": 1, "oui": 1, "eau": 1, "employeur": 3, "école": 2, "idées": 2,
    "européen": 4, "consultation": 4, "279": 1, "1 607": 1, "CQP": 3, "DEAS": 4,
}  # fmt: skip


@pytest.mark.parametrize(("word", "number"), SYLLABLES.items(), ids=SYLLABLES)
def test_syllables_are_those_one_hears(word, number):
    assert syllables(word) == number


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("Vous avez le bac. Vous entrez en formation.", [4, 4]),
        ("La formation dure 1 607 h.", [5]),
        ("Combien ? 279 heures !", [1, 2]),
        ("Il paie environ 1.500 euros.", [5]),
        ("L’aide-soignante y va.", [4]),
        ("", []),
    ],
)
def test_sentences_and_words(text, lengths):
    assert list(map(len, Measured(text).sentences)) == lengths


def test_the_measure_is_the_one_of_its_authors():
    """Ten words in two sentences, eleven syllables: 207 - 1.015 x 5 - 73.6 x 1.1."""
    text = "Le chat dort sur le lit. Il a très chaud."

    assert Measured(text).words == 10
    assert Measured(text).ease == round(207 - 1.015 * 5 - 73.6 * 1.0)
    assert Measured("").ease == 100


def test_shorter_words_and_sentences_read_better():
    hard = Measured("L’accompagnement individualisé des professionnels nécessite une contractualisation préalable.")
    easy = Measured("Nous vous aidons. Vous signez d’abord un contrat.")

    assert easy.ease > 80 > 0 > hard.ease


LONG = ("régularisation", "administrative", "contractualisation")
ADVICE = {
    "plain": ("Vous entrez en formation avec le bac.", []),
    "too long": (
        " ".join(["mot"] * 21) + ".",
        ["« mot mot mot mot… » a 21 mots. Coupez cette phrase en deux."],
    ),
    "long words": (
        "La régularisation administrative et la contractualisation suffisent.",
        [f"Beaucoup de mots longs : {', '.join(LONG)}. En avez-vous de plus courts ?"],
    ),
    "hard": (
        "Candidature examinée sur dossier justificatif, puis décision motivée.",
        ["Cette phrase se lit mal : -13 sur 100. Essayez des mots plus courts."],
    ),
    "nothing": ("", []),
}


@pytest.mark.parametrize(("text", "said"), ADVICE.values(), ids=ADVICE)
def test_advice(text, said):
    assert advice(text) == said


def measured(*options):
    out = io.StringIO()
    call_command("readability", "assistant-medical", *options, stdout=out)
    return out.getvalue()


def test_the_command_shows_the_hardest_first_and_sums_up(real_edition):
    lines = measured("--worst", "3").splitlines()
    scores = [int(line.split()[0]) for line in lines[0:6:2]]

    assert len(lines) == 7
    assert scores == sorted(scores)
    assert lines[-1].startswith(f"{len(measured('--worst', '9999').splitlines()) // 2} textes")
    assert " / " in lines[0]


def test_the_command_reads_the_draft_when_asked(small_edition):
    small_edition.career.claims.filter(code="duree").update(wording="Huit petits mots que seul le brouillon dit.")

    assert "que seul le brouillon dit" in measured("--draft")
    assert "que seul le brouillon dit" not in measured()


@pytest.mark.django_db
def test_the_command_refuses_what_it_cannot_measure():
    with pytest.raises(CommandError, match="Aucun métier de code"):
        measured()


def test_the_command_says_when_nothing_is_published(small_edition):
    small_edition.career.editions.all()._raw_delete("default")
    with pytest.raises(CommandError, match="Rien n’est publié"):
        measured()
