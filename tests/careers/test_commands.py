"""The commands of whoever installs the site, and of whoever publishes without the workshop."""

from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from careers import editions
from careers.models import Career, Claim, Edition
from careers.parts import Row
from tests import factories

CODE = "assistant-medical"


def run(*words):
    """Exit code, and what the command said on either side."""
    out, err = StringIO(), StringIO()
    try:
        call_command(*words, stdout=out, stderr=err)
    except CommandError as error:
        return error.returncode, out.getvalue(), f"{err.getvalue()}{error}"
    return 0, out.getvalue(), err.getvalue()


def publish(career=CODE, by="Claire Morel", note="Aides de 2027"):
    return run("publish", career, "--by", by, "--note", note)


def unsourced():
    return factories.ClaimFactory(code="sans-source", wording="Vous êtes payé.", sources=[])


UNSOURCED = "bloquant : Le fait « Vous êtes payé. » est affiché sans source. [careers.claim sans-source]"


# --- publish ----------------------------------------------------------------------------------------------------------


def test_publish_publishes_and_says_so(small_edition):
    code, out, _ = publish()

    edition = Edition.objects.latest()
    assert (code, edition.number, edition.published_by, edition.note) == (0, 2, "Claire Morel", "Aides de 2027")
    assert out == f"Édition 2 de « {small_edition.career} » publiée. Empreinte : {edition.checksum}\n"


def test_publish_names_every_problem_with_its_row_and_writes_nothing(small_edition):
    unsourced()
    undecided = factories.DisagreementFactory(stances=False, subject="La durée")
    factories.StanceFactory.create_batch(2, disagreement=undecided)

    code, _, err = publish()

    remark = "à noter : Le désaccord « La durée » est tranché sans version retenue."
    assert err.splitlines() == [
        UNSOURCED,
        f"{remark} [careers.disagreement {undecided.code}]",
        "Rien n’est publié : corrigez d’abord ce qui bloque.",
    ]
    assert (code, Edition.objects.count()) == (1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["publish", "problems"])
def test_unknown_career_is_refused_with_those_there_are(command):
    factories.CareerFactory()

    code, _, err = run(command, "pompier", *(["--by", "Claire", "--note", "Aides"] if command == "publish" else []))

    assert code == 2
    assert err == f"Aucun métier de code « pompier ». Métiers connus : {CODE}."


@pytest.mark.parametrize("missing", [{"by": " "}, {"note": " "}])
def test_publish_refuses_without_a_name_or_a_note(small_edition, missing):
    code, _, err = publish(**missing)

    assert (code, err, Edition.objects.count()) == (2, "Ce champ ne peut pas être vide.", 1)


# --- problems ---------------------------------------------------------------------------------------------------------


def test_problems_has_nothing_to_say_of_a_draft_in_order(small_edition):
    assert run("problems", CODE) == (0, "Rien n’empêche de publier.\n", "")


def test_problems_names_them_and_fails_when_one_blocks(small_edition):
    unsourced()

    assert run("problems", CODE) == (1, f"{UNSOURCED}\n", "Problèmes qui empêchent de publier : 1.")


def test_problems_does_not_fail_for_a_remark(small_edition):
    factories.ClaimFactory(code="mission", topic="missions", wording="Vous accueillez.")

    code, out, _ = run("problems", CODE)

    assert (code, out.count("à noter : Le fait « Vous accueillez. »")) == (0, 1)


# --- setup_content ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_setup_loads_the_content_and_publishes_the_first_edition():
    code, out, _ = run("setup_content")

    edition = Edition.objects.get()
    assert (code, edition.number, edition.note) == (0, 1, "Première édition")
    assert (edition.career.code, Claim.objects.count()) == (CODE, 313)
    assert out.splitlines()[-1] == f"Édition 1 de « {edition.career} » publiée."


def test_setup_leaves_what_counsellors_edited_and_published(real_edition):
    Claim.objects.filter(code="hrs-cqp-279").update(wording="Corrigé.")
    publish()

    assert run("setup_content") == (0, "Le contenu est déjà là : rien n’est rechargé.\n", "")
    assert Claim.objects.get(code="hrs-cqp-279").wording == "Corrigé."
    assert Edition.objects.count() == 2


def test_setup_publishes_content_that_never_was(small_edition):
    Edition._base_manager.all().delete()

    code, out, _ = run("setup_content")

    assert (code, Edition.objects.get().note) == (0, "Première édition")
    assert out.splitlines() == [
        "Le contenu est déjà là : rien n’est rechargé.",
        "Édition 1 de « Assistante ou assistant médical » publiée.",
    ]


def test_setup_says_what_keeps_the_first_edition_from_being_published(small_edition):
    Edition._base_manager.all().delete()
    unsourced()

    code, _, err = run("setup_content")

    assert (code, Edition.objects.count()) == (1, 0)
    assert UNSOURCED in err


@pytest.mark.django_db
def test_setup_loads_all_or_nothing(settings, tmp_path):
    (tmp_path / "metier").mkdir()
    (tmp_path / "metier/10-metier.yaml").write_text(
        "- model: careers.career\n  fields: {code: m, title: M, question: Q, summary: S, guide: G}\n"
    )
    (tmp_path / "metier/20-faits.yaml").write_text(
        "- model: careers.claim\n  fields: {career: [m], code: f, topic: pay, wording: '', standing: current}\n"
    )
    settings.FIXTURE_DIRS = [tmp_path]

    with pytest.raises(Exception, match="claim_says_something"):
        run("setup_content")

    assert not Career.objects.exists()


@pytest.mark.django_db
def test_setup_refuses_to_leave_a_site_empty(settings, tmp_path):
    settings.FIXTURE_DIRS = [tmp_path]

    assert run("setup_content") == (1, "", "Aucun contenu de départ dans le dossier fixtures/.")


# --- The content itself -----------------------------------------------------------------------------------------------


@time_machine.travel("2026-11-22")
def test_real_content_has_no_problem_but_a_fact_of_the_past_that_rules_mean(real_edition):
    found = editions.problems(editions.read_draft(real_edition.career))

    assert [(problem.row, problem.blocking) for problem in found] == [
        (Row("careers.claim", ("ent-rncp-36358",)), False)
    ]
