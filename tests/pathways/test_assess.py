"""`manage.py assess`: profiles in, verdicts out in the same shape; bad input is refused with its place and reason."""

import io
import json
from datetime import date

import pytest
import time_machine
from django.core.management import CommandError, call_command

from careers.models import Career
from pathways.models import AccessCase, Option
from tests import factories
from tests.pathways.visiting import AIDE_SOIGNANTE, BACHELIERE, PEOPLE

BAC = {"niveau": "bac"}
NONE = {"niveau": "aucun", "secretariat": 0}


@pytest.fixture
def assess(tmp_path, monkeypatch):
    """What the command prints for this input, given in a file or, with `stdin`, piped."""

    def run(text, *options, stdin=False):
        path = tmp_path / "profiles.json"
        path.write_text(text, encoding="utf-8")
        monkeypatch.setattr("sys.stdin", io.StringIO(text))
        out = io.StringIO()
        call_command("assess", "assistant-medical", "-" if stdin else str(path), *options, stdout=out)
        return out.getvalue()

    return run


def verdict(answer, route="cqp"):
    return answer["routes"][route]["verdict"]


# --- Shapes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stdin", [False, True], ids=["file", "stdin"])
def test_object_gives_an_object(small_edition, assess, stdin):
    answer = json.loads(assess(json.dumps(BAC), stdin=stdin))

    assert (answer["edition"], answer["answers"], verdict(answer)) == (1, {"niveau": "bac"}, "open")


def test_array_gives_an_array_in_its_order(small_edition, assess):
    answers = json.loads(assess(json.dumps([NONE, BAC])))

    assert [verdict(answer) for answer in answers] == ["to-check", "open"]


def test_empty_array_gives_an_empty_array(small_edition, assess):
    assert json.loads(assess("[]")) == []


def test_lines_give_lines_and_empty_ones_are_skipped(small_edition, assess):
    lines = assess(f"{json.dumps(NONE)}\n\n{json.dumps(BAC)}\n").splitlines()

    assert [verdict(json.loads(line)) for line in lines] == ["to-check", "open"]


# --- What it says -----------------------------------------------------------------------------------------------------


def test_answer_has_everything_the_page_shows(real_edition, assess):
    answer = json.loads(assess(json.dumps(BACHELIERE)))

    assert {"edition", "on", "answers", "qualified", "routes", "ask_next", "deadlines", "fundings"} <= set(answer)
    assert answer["ask_next"] is None
    assert answer["routes"]["cqp"] == {
        "verdict": "conditional",
        "not_needed": False,
        "because": ["Votre diplôme est de niveau bac ou plus : il ouvre la formation au CQP."],
        "missing": [],
        "perhaps": [],
        "arrange": ["Trouver un employeur"],
        "waiting_for": [],
    }


def test_incomplete_profile_names_the_next_question_and_what_each_route_waits_for(real_edition, assess):
    answer = json.loads(assess('{"diplomes": ["aucun"]}'))

    assert answer["ask_next"] == "niveau"
    assert answer["routes"]["cqp"]["verdict"] == "to-check"
    assert "niveau" in answer["routes"]["cqp"]["waiting_for"]


def test_empty_profile_is_one_too(real_edition, assess):
    assert json.loads(assess("{}"))["ask_next"] == "diplomes"


@pytest.mark.parametrize(
    ("profile", "same"),
    [
        pytest.param({"niveau": "bac", "secretariat": 3}, {"secretariat": 3, "niveau": "bac"}, id="order-of-keys"),
        pytest.param({"niveau": "bac", "secretariat": 2}, {"niveau": "bac", "secretariat": 2.0}, id="whole-numbers"),
    ],
)
def test_same_answers_give_the_same_text(small_edition, assess, profile, same):
    assert assess(json.dumps(profile)) == assess(json.dumps(same))


def test_one_choice_of_a_question_of_several_may_stand_without_its_list(real_edition, assess):
    assert assess(json.dumps(AIDE_SOIGNANTE)) == assess(json.dumps({**AIDE_SOIGNANTE, "diplomes": "deas"}))


@pytest.mark.parametrize("answers", PEOPLE.values(), ids=PEOPLE)
def test_witnesses_of_the_pages_are_complete(real_edition, assess, answers):
    assert json.loads(assess(json.dumps(answers)))["ask_next"] is None


# --- Options ----------------------------------------------------------------------------------------------------------


def test_draft_reads_the_rows(small_edition, assess):
    Option.objects.filter(code="bac").update(code="baccalaureat")

    answer = json.loads(assess('{"niveau": "baccalaureat"}', "--draft"))

    assert (answer["edition"], verdict(answer)) == (0, "open")
    with pytest.raises(CommandError, match="« baccalaureat » ne fait pas partie des réponses"):
        assess('{"niveau": "baccalaureat"}')


def test_without_an_edition_the_draft_is_suggested(db, assess):
    factories.CareerFactory()

    with pytest.raises(CommandError, match="--draft") as refused:
        assess("{}")
    assert refused.value.returncode == 2


@pytest.mark.parametrize(
    ("on", "expected"),
    [("2026-12-31", "open"), ("2027-01-01", "closed"), ("2026-01-01", "open"), ("2025-12-31", "closed")],
)
def test_another_day_has_the_rules_of_that_day(small_edition, assess, on, expected):
    AccessCase.objects.filter(code="cqp-bac").update(valid_from=date(2026, 1, 1), valid_until=date(2026, 12, 31))
    Career.objects.update(reviewed_on=date(2025, 6, 1))
    profile = json.dumps({"niveau": "bac", "secretariat": 0})

    answer = json.loads(assess(profile, "--draft", "--on", on))

    assert (answer["on"], verdict(answer)) == (on, expected)


def test_a_day_before_the_rules_are_known_is_refused(small_edition, assess):
    Career.objects.update(reviewed_on=date(2025, 6, 1))

    with pytest.raises(CommandError, match="Les règles ne sont connues que depuis le 2025-06-01") as refused:
        assess(json.dumps(BAC), "--draft", "--on", "2025-05-31")
    assert refused.value.returncode == 2


def test_without_a_day_it_is_today(small_edition, assess):
    with time_machine.travel("2026-11-30T23:30:00+00:00", tick=False):  # already tomorrow in Paris
        assert json.loads(assess("{}"))["on"] == "2026-12-01"


# --- Bad input --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("", "ligne 1 : ce n’est pas du JSON", id="nothing"),
        pytest.param("{", "ligne 1 : ce n’est pas du JSON", id="unfinished"),
        pytest.param("[" * 100_000, "ligne 1 : les valeurs sont emboîtées trop profond", id="too-deep"),
        pytest.param("{}\n{}\nbonjour\n{}", "ligne 3 : ce n’est pas du JSON", id="a-line-that-is-none"),
        pytest.param("3", "profil : il faut un objet JSON", id="a-number"),
        pytest.param("[{}, 3]", "profil 2 : il faut un objet JSON", id="a-number-in-an-array"),
        pytest.param('{}\n["bac"]', "ligne 2 : il faut un objet JSON", id="an-array-on-a-line"),
        pytest.param('{"licorne": 1}', "profil, « licorne » : aucune question ne porte ce code (niveau, secretariat)",
                     id="unknown-question"),
        pytest.param('{"niveau": "licorne"}', "« licorne » ne fait pas partie des réponses", id="unknown-option"),
        pytest.param('{"niveau": 3}', "profil, « niveau » : Il faut un code.", id="number-for-a-code"),
        pytest.param('{"niveau": ["bac"]}', "profil, « niveau » : Il faut un code.", id="list-for-a-code"),
        pytest.param('{"niveau": null}', "profil, « niveau » : Il faut un code.", id="null"),
        pytest.param('{"secretariat": "3"}', "profil, « secretariat » : Il faut un nombre.", id="text-for-a-number"),
        pytest.param('{"secretariat": true}', "profil, « secretariat » : Il faut un nombre.", id="true-for-a-number"),
        pytest.param('{"secretariat": -1}', "Écrivez un nombre entre 0 et 50.", id="negative"),
        pytest.param('{"secretariat": NaN}', "Écrivez un nombre entre 0 et 50.", id="not-a-number"),
        pytest.param('{"secretariat": 1e999}', "Écrivez un nombre entre 0 et 50.", id="infinite"),
        pytest.param(f'{{"secretariat": 1{"0" * 400}}}', "Écrivez un nombre entre 0 et 50.", id="huge"),
        pytest.param(json.dumps([BAC, {"niveau": "x"}]), "profil 2, « niveau »", id="second-of-an-array"),
        pytest.param(f'{json.dumps(BAC)}\n\n{{"niveau": "x"}}', "ligne 3, « niveau »", id="third-line"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_with_its_place_and_reason(small_edition, assess, text, said):
    with pytest.raises(CommandError) as refused:
        assess(text)

    assert said in str(refused.value)
    assert refused.value.returncode == 2


def test_one_bad_line_prints_nothing_of_the_others(small_edition, assess, capsys):
    with pytest.raises(CommandError):
        assess(f"{json.dumps(BAC)}\nbonjour\n")

    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["licorne"], "licorne"),
        (["assistant-medical", "/nulle/part.json"], "« /nulle/part.json » ne se lit pas"),
    ],
    ids=["career", "file"],
)
def test_what_does_not_exist_is_named(small_edition, arguments, said):
    with pytest.raises(CommandError) as refused:
        call_command("assess", *arguments, stdout=io.StringIO())

    assert said in str(refused.value)
    assert refused.value.returncode == 2


def test_day_that_is_none_is_refused(small_edition):
    with pytest.raises(CommandError, match="n’est pas un jour"):
        call_command("assess", "assistant-medical", "--on", "2026-02-30")
