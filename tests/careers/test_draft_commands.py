"""A draft taken out and brought in from the command line."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from careers import files
from careers.models import Claim


def run(*words):
    """Exit code, and what the command said on either side."""
    out, err = StringIO(), StringIO()
    try:
        call_command(*words, stdout=out, stderr=err)
    except CommandError as error:
        return error.returncode, out.getvalue(), f"{err.getvalue()}{error}"
    return 0, out.getvalue(), err.getvalue()


@pytest.fixture
def exported(small_edition, tmp_path):
    """The draft in a file; then one fact was edited."""
    code, out, _ = run("export_draft", "assistant-medical")
    assert (code, out) == (0, small_edition.document)
    path = tmp_path / "brouillon.json"
    path.write_text(out, encoding="utf-8")
    Claim.objects.filter(code="duree").update(detail="Tout autre.")
    return path


def test_rehearsal_says_what_would_change(exported):
    code, out, _ = run("import_draft", str(exported), "--dry-run")

    assert (code, Claim.objects.get(code="duree").detail) == (0, "Tout autre.")
    assert out.splitlines() == [
        "Faits : heures et durée de formation, La formation dure 279 heures.",
        "  Précision : « Tout autre. » disparaît.",
        "Le brouillon serait remplacé. Éléments changés : 1.",
    ]


def test_import_replaces_the_draft(exported, small_edition):
    code, out, _ = run("import_draft", str(exported))

    assert (code, out.splitlines()[-1]) == (0, "Le brouillon est remplacé. Éléments changés : 1.")
    assert files.written(small_edition.career) == small_edition.document


def test_bad_file_is_refused_with_place_and_reason(exported):
    exported.write_text(exported.read_text(encoding="utf-8").replace('"topic":"entry"', '"topic":"cuisine"'))

    code, _, err = run("import_draft", str(exported))

    assert (code, Claim.objects.get(code="duree").detail) == (1, "Tout autre.")
    assert err.splitlines()[0].startswith("career.claims[0], sujet : ")
    assert err.endswith("Rien n’est changé.")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(("import_draft", "/nulle/part.json"), "ne se lit pas", id="no-file"),
        pytest.param(("export_draft", "pompier"), "Aucun métier de code « pompier ».", id="no-career"),
    ],
)
def test_what_is_not_there_is_said(words, said):
    code, _, err = run(*words)

    assert code == 2
    assert said in err
