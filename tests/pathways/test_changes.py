"""What differs between two versions of the rules, in sentences, and what it does to people."""

import pytest
from msgspec.structs import replace

from careers import editions
from careers.changes import changes, effects
from careers.models import Career, Figure
from careers.parts import Row
from pathways.models import AccessCase, Criterion, Option, Question, Route, RouteTraining, Training, WitnessAnswer
from tests import factories, whole_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def before():
    return whole_draft.make()


def since(before):
    return changes(before, whole_draft.read())


def test_case_is_told_as_the_sentence_it_means(before):
    Criterion.objects.filter(case__code="cas-training-0", kind="less-than").update(threshold=6)

    [change] = since(before)

    assert (change.group, change.row) == (
        "Cas d’accès : ce qui ouvre « CQP Assistant médical »",
        Row("pathways.accesscase", ("cas-training-0",)),
    )
    [sentence] = change.sentences
    old, _, new = sentence.partition(" devient ")
    assert "avoir moins de 8,5 mois" in old
    assert "avoir moins de 6 mois" in new


def test_threshold_another_fact_says_is_told_with_that_fact(before):
    other = factories.FigureFactory(claim__wording="Il faut deux ans.", low=2, unit="years")
    Criterion.objects.filter(case__code="cas-training-0", kind="at-least").update(figure=other)

    [change] = [one for one in since(before) if one.row == Row("pathways.accesscase", ("cas-training-0",))]

    assert "(seuil dit par : La formation dure 279 heures.)" in change.sentences[0].partition(" devient ")[0]
    assert "(seuil dit par : Il faut deux ans.)" in change.sentences[0].partition(" devient ")[2]


def test_hours_another_fact_says_are_told_with_that_fact(before):
    other = factories.FigureFactory(claim__wording="La formation dure 112 heures.", low=112)
    Training.objects.filter(code="cqp").update(hours=other)

    [change] = [one for one in since(before) if one.row == Row("pathways.training", ("cqp",))]

    assert " ".join(change.sentences) == (
        "Heures de formation : « 279 à 300 heures, d’après : La formation dure 279 heures. » devient "
        "« 112 heures, d’après : La formation dure 112 heures. »."
    )


def test_case_that_opens_something_else_is_told(before):
    AccessCase.objects.filter(code="cas-training-1").update(
        training=None, route=Route.objects.get(code="voie"), position=99
    )

    [change] = since(before)

    assert change.sentences == ("Ouvre « La formation au CQP », et non plus « CQP Assistant médical ».",)


def test_renamed_training_is_not_another_one_for_its_cases(before):
    Training.objects.filter(code="cqp").update(name="Le CQP")

    found = {change.row: change.sentences for change in since(before)}

    assert found[Row("pathways.training", ("cqp",))] == ("Nom : « CQP Assistant médical » devient « Le CQP ».",)
    assert not any("Ouvre" in sentence for sentences in found.values() for sentence in sentences)


def test_steps_of_a_route_in_another_order_are_told(before):
    for step in RouteTraining.objects.filter(route__code="voie"):
        RouteTraining.objects.filter(pk=step.pk).update(position=9 - step.position)

    [change] = since(before)

    assert change.sentences == (
        "Formations, dans cet ordre : « CQP Assistant médical », « La formation d’adaptation ».",
    )


def test_answer_and_option_are_told_under_their_question(before):
    Option.objects.filter(code="bac").update(hint="")
    WitnessAnswer.objects.filter(witness__code="temoin-0", question__code="annees").update(number=4)

    option, witness = since(before)

    assert (option.group, option.row) == (
        "Réponses possibles : Votre diplôme",
        Row("pathways.option", ("niveau", "bac")),
    )
    assert option.sentences == ("Aide : « général » disparaît.",)
    assert witness.sentences == ("Réponse : « Votre diplôme : 2,5 mois » devient « Votre diplôme : 4 mois ».",)


def test_starting_point_of_a_document_older_than_codes_has_one_of_its_answer(before):
    rules = before["rules"]
    old = {**before, "rules": replace(rules, starting_points=tuple(replace(p, code="") for p in rules.starting_points))}

    codes = [change.row.key[0] for change in changes(before, old) if change.row]

    assert codes == ["depart-niveau-bac", "depart-poste-oui"]


def test_broken_rules_are_told_all_the_same(before):
    stranger = factories.OptionFactory(question=Question.objects.get(code="poste"), code="ailleurs")
    Criterion.objects.filter(case__code="cas-training-0", kind="any-of").get().options.set([stranger])

    case = [change for change in since(before) if change.row == Row("pathways.accesscase", ("cas-training-0",))]

    assert len(case) == 1


# --- Whom it moves ----------------------------------------------------------------------------------------------------


def test_effects_name_the_profiles_and_the_case(small_edition):
    _, before = editions.decode(small_edition.document)
    Criterion.objects.filter(case__code="cqp-experience").update(threshold=5)

    found = effects(before, editions.read_draft(Career.objects.get()))

    assert any("passe de ouverte à fermée" in effect.sentence and "1 profil " in effect.sentence for effect in found)
    assert {row for effect in found for row in effect.rows} == {Row("pathways.accesscase", ("cqp-experience",))}


def test_effects_say_that_nobody_moves(small_edition):
    _, before = editions.decode(small_edition.document)

    assert [effect.sentence for effect in effects(before, before)] == ["Aucun profil ne change de verdict."]


def test_effects_say_who_reads_another_duration(small_edition):
    _, before = editions.decode(small_edition.document)
    Figure.objects.filter(claim__code="duree").update(low=300, high=300)

    verdicts, duration = effects(before, editions.read_draft(Career.objects.get()))

    assert verdicts.sentence == "Aucun profil ne change de verdict."
    name, route = before["rules"].trainings[0].name, before["rules"].routes[0].name
    assert duration.sentence == f"« {name} » : une autre durée est annoncée à qui suit « {route} »."
    assert duration.rows == (Row("pathways.training", ("cqp",)),)


def test_effects_name_new_routes_and_moves(small_edition):
    _, before = editions.decode(small_edition.document)
    factories.RouteFactory(code="autre", name="L’autre voie", trainings=[Training.objects.get()])
    Criterion.objects.filter(case__code="cqp-experience").update(threshold=5)

    found = [effect.sentence for effect in effects(before, editions.read_draft(Career.objects.get()))]

    assert found[0] == "Nouvelle voie : « L’autre voie »."
    assert "Aucun profil ne change de verdict." not in found
    assert len(found) > 1
