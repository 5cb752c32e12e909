"""The draft replaced by a document: it then says what the document says, or nothing has changed."""

import threading
from datetime import date

import pytest
from django.apps import apps
from django.db import connection
from msgspec.structs import replace as other

from careers import editions, replacing
from careers.models import Career, Claim, Disagreement, Edition, Figure, Milestone, Mission, Source, Stance
from careers.replacing import DraftMoved, NotWritable
from pathways import models as rules
from pathways.models import AccessCase, Criterion, Option, Question, Route, Training, WitnessAnswer
from tests import factories, whole_draft

CODE = "assistant-medical"
pytestmark = pytest.mark.django_db


def read():
    return editions.read_draft(Career.objects.get(code=CODE))


def keys():
    """Primary keys of every row of both apps, editions apart."""
    models = [model for app in ("careers", "pathways") for model in apps.get_app_config(app).get_models()]
    return {model: set(model._base_manager.values_list("pk", flat=True)) for model in models if model is not Edition}


def text(contents):
    return editions.encode(CODE, contents)


# --- There and back ---------------------------------------------------------------------------------------------------


def test_document_of_the_draft_changes_nothing(real_edition):
    before, there = read(), keys()

    done = replacing.replace(CODE, before)

    assert (done.is_new, done.changes, done.shared) == (False, (), ())
    assert (text(read()), keys()) == (real_edition.document, there)


def test_whole_document_becomes_rows_where_there_were_none():
    contents, there = whole_draft.make(), keys()
    factories.CareerFactory(code="autre")
    replacing.replace(CODE, emptied(contents))
    assert Claim.objects.count() == 0

    replacing.replace(CODE, contents)

    assert read() == contents
    assert text(read()) == text(contents)
    assert {model: len(found) for model, found in keys().items()} == {
        model: len(found) + (model is Career) for model, found in there.items()
    }


def emptied(contents):
    """The same career with nothing in it."""
    bare = other(contents["career"], sources=(), claims=(), disagreements=())
    return {"career": bare, "rules": type(contents["rules"])(questions=(), to_dos=(), trainings=(), routes=())}


def test_cases_that_make_a_route_unneeded_keep_their_order_whatever_they_open():
    whole_draft.make()
    AccessCase.objects.filter(code="q1").update(position=200)
    AccessCase.objects.filter(code="cas-route-0").update(position=100)
    Route.objects.get(code="voie").not_needed.set(AccessCase.objects.filter(code__in=["q1", "cas-route-0"]))
    contents = read()
    assert contents["rules"].route("voie").not_needed == ("cas-route-0", "q1")
    replacing.replace(CODE, emptied(contents))

    replacing.replace(CODE, contents)

    assert read() == contents


def test_orders_no_rows_can_have_together_leave_that_of_the_cases():
    contents = whole_draft.make()
    route, *others = contents["rules"].routes
    backwards = other(route, not_needed=tuple(reversed(route.not_needed)))
    said = {**contents, "rules": other(contents["rules"], routes=(backwards, *others))}

    replacing.replace(CODE, said)

    assert read() == contents


def test_new_career_is_made(real_edition):
    contents = read()
    career = other(emptied(contents)["career"], code="autre-metier", title="L’autre métier")

    done = replacing.replace("autre-metier", {**emptied(contents), "career": career})

    assert (done.is_new, done.before, done.changes) == (True, "", ())
    assert Career.objects.get(code="autre-metier").title == "L’autre métier"
    assert read() == contents


def rename(model, code, **values):
    row = model.objects.get(code=code)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def words_and_standings():
    rename(Claim, "cachee", wording="Tout autre.", valid_from="2024", is_shown=True)
    rename(Claim, "rivale", standing="unverified", contested_with=None)
    rename(Claim, "duree", standing="superseded", superseded_by=Claim.objects.get(code="ancienne-duree"))
    rename(Claim, "ancienne-duree", standing="current", superseded_by=None)
    factories.ClaimFactory(code="neuf", superseded=True)
    Career.objects.update(title="Autre", next_review_on=None)


def facts_that_turn_in_circles():
    rename(Claim, "duree", standing="superseded", superseded_by=Claim.objects.get(code="ancienne-duree"))


def topics_and_details():
    Mission.objects.filter(claim__code="mission").delete()
    factories.SkillFactory(claim=Claim.objects.get(code="mission"))
    rename(Claim, "lieu", topic="skills")
    Milestone.objects.update(on="2020")


def places():
    rename(Claim, "cachee", position=0)
    Stance.objects.filter(is_retained=True).update(position=9)
    Option.objects.filter(code="bac").update(position=9)
    Question.objects.filter(code="annees").update(position=0)
    Route.objects.filter(code="voie").update(position=9)
    Figure.objects.filter(name="net").update(position=9)
    AccessCase.objects.filter(code="cas-training-0").update(position=999)
    rules.RouteTraining.objects.filter(training__code="fae").update(position=9)


def figures():
    Figure.objects.filter(name="heures").update(low=310, high=None)
    Figure.objects.filter(name="brut").delete()
    factories.SalaryRangeFactory(figure__claim=Claim.objects.get(code="salaire"))
    Figure.objects.get(name="net").salaryrange.delete()
    factories.AidFactory(figure=Figure.objects.get(name="net"))


def sources():
    rename(Source, "loi", title="Arrêté", published_on="2020-01", address="")
    Claim.objects.get(code="cachee").sources.set(Source.objects.all())
    Stance.objects.filter(claim__code="rivale").delete()
    Disagreement.objects.filter(code="desaccord-0").delete()


def a_source_no_fact_cites_any_more():
    Claim.sources.through.objects.filter(source__code="loi").delete()


def questions():
    rename(Question, "poste", kind="several", why="Pour savoir.")
    rules.StartingPoint.objects.filter(option__code="bac").delete()
    Option.objects.filter(code="bac").delete()
    factories.OptionFactory(question=Question.objects.get(code="niveau"), code="doctorat")
    factories.QuestionFactory(code="autre")


def criteria():
    Criterion.objects.filter(case__code="cas-route-0", kind="less-than").update(threshold=4)
    by_figure = Criterion.objects.filter(case__code="cas-route-1", kind="less-than")
    by_figure.update(threshold=None, figure=Figure.objects.get(name="ans"))
    Criterion.objects.filter(case__code="cas-training-0", kind="any-of").delete()
    factories.CriterionFactory(
        case=AccessCase.objects.get(code="q1"), can_enter=True, trainings=[Training.objects.first()]
    )
    in_order = list(Criterion.objects.filter(case__code="cas-funding-0").order_by("position"))
    for row in in_order:  # the other way round, behind where they were
        Criterion.objects.filter(pk=row.pk).update(position=2 * in_order[-1].position + 1 - row.position)


def cases():
    AccessCase.objects.filter(code="cas-training-0").update(training=None, route=Route.objects.get(code="voie"))
    AccessCase.objects.filter(code="cas-route-0").update(route=None, qualifies=True, certainty="doubtful")
    AccessCase.objects.filter(code="q2").delete()


def roads():
    rules.RouteTraining.objects.filter(training__code="fae").delete()
    Training.objects.filter(code="fae").delete()
    factories.RouteFactory(code="de-plus", trainings=[Training.objects.first()])
    rename(Training, "cqp", hours=None, rhythm=None)
    rename(rules.ToDo, "employeur", title="Chercher")
    rules.ToDo.objects.filter(code="selection").delete()
    rules.Deadline.objects.all().delete()
    rename(rules.Funding, "cpf", detail="Tout.")


def witnesses():
    rename(rules.WitnessCase, "temoin-0", note="")
    WitnessAnswer.objects.filter(witness__code="temoin-0", question__code="annees").update(number=None)
    WitnessAnswer.objects.filter(witness__code="temoin-0", question__code="poste").delete()
    rules.WitnessVerdict.objects.update(verdict="closed")
    rules.WitnessCase.objects.filter(code="temoin-1").delete()
    rename(rules.StartingPoint, "depart-0", label="J’ai autre chose", option=Option.objects.get(code="non"))


EDITS = [
    words_and_standings,
    facts_that_turn_in_circles,
    topics_and_details,
    places,
    figures,
    sources,
    a_source_no_fact_cites_any_more,
    questions,
    criteria,
    cases,
    roads,
    witnesses,
]


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_edit_is_taken_back_and_brought_again(edit):
    """Whatever was edited, either version can be put in the place of the other, and what stayed keeps its key."""
    before, there = whole_draft.make(), keys()
    edit()
    after, edited = read(), keys()
    assert after != before

    replacing.replace(CODE, before)
    put_back = read()
    assert (put_back, text(put_back)) == (before, text(before))
    assert all(found >= there[model] & edited[model] for model, found in keys().items())

    replacing.replace(CODE, after)
    put_back = read()
    assert (put_back, text(put_back)) == (after, text(after))
    assert Source.objects.filter(code="loi").exists()


def test_real_content_edited_widely_is_taken_back(real_edition):
    there = keys()
    Claim.objects.filter(topic="pay").update(wording="Réécrit.", position=0)
    Question.objects.update(why="Parce que.")
    rules.WitnessCase.objects.all().delete()
    factories.ClaimFactory.create_batch(3)

    _, contents = editions.decode(real_edition.document)
    done = replacing.replace(CODE, contents)

    assert text(read()) == real_edition.document
    assert len(done.changes) > 60
    kept = {model: found for model, found in keys().items() if not model.__name__.startswith("Witness")}
    assert all(found == there[model] for model, found in kept.items() if model is not Source)


def test_rehearsal_says_what_would_change_and_changes_nothing():
    before = whole_draft.make()
    rename(Claim, "duree", detail="Tout autre.")
    factories.ClaimFactory(code="neuf", sources=[Source.objects.first()])
    edited, there = read(), keys()

    told = replacing.rehearse(CODE, before)

    assert (read(), keys()) == (edited, there)
    assert told == replacing.replace(CODE, before)
    assert [change.sentences for change in told.changes] == [
        ("Précision : « Tout autre. » devient « Examens en plus. ».",),
        ("Fait supprimé.",),
    ]


def test_draft_that_moved_since_it_was_looked_at_is_left_alone():
    before = whole_draft.make()
    looked_at = replacing.rehearse(CODE, before).before
    rename(Claim, "duree", detail="Un autre l’a réécrit.")
    edited = read()

    with pytest.raises(DraftMoved):
        replacing.replace(CODE, before, looked_at=looked_at)

    assert read() == edited


# --- Sources belong to nobody -----------------------------------------------------------------------------------------


def test_source_other_careers_share_is_named():
    before = whole_draft.make()
    law = Source.objects.get(code="loi")
    neighbour = factories.CareerFactory(code="autre", title="Secrétaire médicale")
    factories.ClaimFactory(career=neighbour, sources=[law])
    rename(Source, "loi", title="Titre corrigé")

    done = replacing.replace(CODE, before)

    assert done.shared == (("B, Titre corrigé", ("Secrétaire médicale",)),)
    assert read() == before


def test_source_the_document_does_not_name_stays():
    before = whole_draft.make()
    factories.SourceFactory(code="orpheline")
    factories.ClaimFactory(sources=[factories.SourceFactory(code="nouvelle")])

    replacing.replace(CODE, before)

    assert {"orpheline", "nouvelle"} <= set(Source.objects.values_list("code", flat=True))
    assert read() == before


# --- Refused ----------------------------------------------------------------------------------------------------------


def career_with(**values):
    return lambda contents: {**contents, "career": other(contents["career"], **values)}


def rules_with(**values):
    return lambda contents: {**contents, "rules": other(contents["rules"], **values)}


def first(kind, **values):
    """The first of a list of the document, changed."""

    def change(contents):
        part = "career" if hasattr(contents["career"], kind) else "rules"
        one, *rest = getattr(contents[part], kind)
        return {**contents, part: other(contents[part], **{kind: (other(one, **values), *rest)})}

    return change


def twice(kind):
    def change(contents):
        part = "career" if hasattr(contents["career"], kind) else "rules"
        every = getattr(contents[part], kind)
        return {**contents, part: other(contents[part], **{kind: (*every, every[0])})}

    return change


def case_with(**values):
    def change(contents):
        one, *rest = contents["rules"].qualifies
        return {**contents, "rules": other(contents["rules"], qualifies=(other(one, **values), *rest))}

    return change


REFUSALS = {
    "no-title": (career_with(title=""), "career, nom du métier", "vide"),
    "code-no-slug": (first("sources", code="la loi !"), "career.sources[0], code", "lettres"),
    "text-too-long": (career_with(title="A" * 121), "career, nom du métier", "120 caractères"),
    "nul": (first("claims", wording="Un\x00deux"), "career.claims[0], phrase affichée", "NUL"),
    "topic": (first("claims", topic="cuisine"), "career.claims[0], sujet", "cuisine"),
    "date": (first("claims", as_of="hier"), "career.claims[0], vrai en", "n’est pas une date"),
    "date-in-french": (first("claims", as_of="03/2023"), "career.claims[0], vrai en", "Écrivez « 2023-03 »"),
    "date-that-is-none": (first("claims", as_of="2023-13"), "career.claims[0], vrai en", "n’est pas une date"),
    "unknown-successor": (first("claims", superseded_by="nul"), "career.claims[0]", "le fait « nul »"),
    "unknown-source": (first("claims", sources=("nulle",)), "career.claims[0].sources", "la source « nulle »"),
    "source-nobody-cites": (
        lambda contents: career_with(claims=tuple(other(c, sources=()) for c in contents["career"].claims))(contents),
        "career.sources[0]",
        "Aucun fait",
    ),
    "same-fact-twice": (twice("claims"), "career.claims[12]", "deux fois"),
    "same-source-twice": (twice("sources"), "career.sources[2]", "deux fois"),
    "same-disagreement-twice": (twice("disagreements"), "career.disagreements[2]", "deux fois"),
    "superseded-by-nothing": (
        first("claims", standing="superseded", superseded_by=""),
        "career.claims[0]",
        "désigne celui qui le remplace",
    ),
    "ends-before-it-begins": (
        first("claims", valid_from="2024", valid_until="2023"),
        "career.claims[0]",
        "postérieure",
    ),
    "same-question-twice": (twice("questions"), "rules.questions[3]", "deux fois"),
    "same-route-twice": (twice("routes"), "rules.routes[2]", "deux fois"),
    "same-witness-twice": (twice("witnesses"), "rules.witnesses[2]", "deux fois"),
    "bounds-of-a-number": (
        lambda contents: rules_with(
            questions=tuple(
                other(q, low=9.0, high=3.0) if q.code == "annees" else q for q in contents["rules"].questions
            )
        )(contents),
        "rules.questions[2]",
        "valeur haute",
    ),
    "number-too-fine": (first("questions", low=0.25), "rules.questions[0], au moins", "virgule"),
    "number-too-large": (first("questions", low=1e300), "rules.questions[0], au moins", "chiffres"),
    "unknown-claim-of-a-rule": (first("routes", claims=("nul",)), "rules.routes[0].claims", "le fait « nul »"),
    "unknown-training": (first("routes", trainings=("nulle",)), "rules.routes[0].trainings", "formation « nulle »"),
    "training-twice": (first("routes", trainings=("cqp", "cqp")), "rules.routes[0].trainings[1]", "deux fois"),
    "unknown-to-do": (first("trainings", to_dos=("nulle",)), "rules.trainings[0].to_dos", "démarche « nulle »"),
    "unknown-case": (first("routes", not_needed=("nul",)), "rules.routes[0].not_needed", "le cas « nul »"),
    "level": (first("trainings", level=12), "rules.trainings[0]", "de 1 à 8"),
    "level-too-large": (first("trainings", level=10**30), "rules.trainings[0], niveau obtenu", ""),
    "unknown-clock": (first("deadlines", clock="nulle"), "rules.deadlines[0].clock", "la question « nulle »"),
    "unknown-option": (first("starting_points", option="nulle"), "rules.starting_points[0].option", "niveau / nulle"),
    "unknown-route": (
        first("witnesses", verdicts={"nulle": "open"}),
        "rules.witnesses[0].verdicts",
        "la voie « nulle »",
    ),
    "unknown-verdict": (
        first("witnesses", verdicts={"voie": "peut-être"}),
        "rules.witnesses[0].verdicts.voie, verdict attendu",
        "peut-être",
    ),
    "unknown-answer": (
        first("witnesses", answers={"niveau": "doctorat"}),
        "rules.witnesses[0].answers.niveau",
        "niveau / doctorat",
    ),
    "negative-answer": (first("witnesses", answers={"annees": -1.0}), "rules.witnesses[0].answers[0]", "négatif"),
    "answer-of-another-shape": (first("witnesses", answers={"niveau": "bac"}), "Cas témoins", "Réponse"),
    "case-twice": (
        lambda contents: rules_with(qualifies=(*contents["rules"].qualifies, contents["rules"].qualifies[0]))(contents),
        "rules, cas d’accès[2]",
        "deux fois",
    ),
    "case-ends-before-it-begins": (
        case_with(valid_from=date(2027, 1, 1), valid_until=date(2026, 1, 1)),
        "rules.qualifies[0]",
        "postérieure",
    ),
    "hours-the-fact-does-not-say": (
        lambda contents: first("trainings", hours=other(contents["rules"].trainings[0].hours, low=12.0))(contents),
        "Formations",
        "12 à 300 heures",
    ),
    "unknown-figure": (
        lambda contents: first("trainings", hours=other(contents["rules"].trainings[0].hours, figure="duree/x"))(
            contents
        ),
        "rules.trainings[0]",
        "le chiffre « duree/x »",
    ),
}


@pytest.mark.parametrize(("change", "path", "reason"), REFUSALS.values(), ids=REFUSALS)
def test_document_that_can_be_no_draft_is_refused_whole(change, path, reason):
    before, there = whole_draft.make(), keys()

    with pytest.raises(NotWritable) as refusal:
        replacing.replace(CODE, change(before))

    assert any(fault.path.startswith(path) and reason in fault.reason for fault in refusal.value.faults), (
        refusal.value.faults
    )
    assert (read(), keys()) == (before, there)


def test_all_faults_are_said_at_once():
    contents = first("routes", claims=("nul",))(
        first("claims", topic="cuisine")(career_with(title="")(whole_draft.make()))
    )

    with pytest.raises(NotWritable) as refusal:
        replacing.rehearse(CODE, contents)

    assert len(refusal.value.faults) == 3


def test_code_of_another_career_is_refused():
    contents = whole_draft.make()
    elsewhere = other(emptied(contents)["career"], code="autre")
    question = other(contents["rules"].questions[1], claims=())
    taken = other(emptied(contents)["rules"], questions=(question,))

    with pytest.raises(NotWritable) as refusal:
        replacing.replace("autre", {"career": elsewhere, "rules": taken})

    [fault] = refusal.value.faults
    assert (fault.path, "déjà pris" in fault.reason) == ("rules.questions[0]", True)
    assert Career.objects.count() == 1


def test_document_without_what_another_career_leans_on_is_refused_with_its_uses():
    contents = whole_draft.make()
    neighbour = factories.CareerFactory(code="autre")
    mine = factories.ClaimFactory(code="de-plus", sources=[Source.objects.first()])
    factories.ClaimFactory(career=neighbour, wording="Le fait voisin.", standing="superseded", superseded_by=mine)

    with pytest.raises(NotWritable) as refusal:
        replacing.replace(CODE, contents)

    assert "fait « Le fait voisin. »" in refusal.value.faults[0].reason
    assert Claim.objects.filter(code="de-plus").exists()


# --- Two at once ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_replacements_at_once_leave_one_document():
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer: one after the other")
    whole_draft.make()
    one = read()
    rename(Claim, "duree", detail="Tout autre.")
    two = first("claims", detail="De plus.")(read())
    ready, failed = threading.Barrier(2), []

    def run(contents):
        try:
            ready.wait(10)
            replacing.replace(CODE, contents)
        except Exception as error:  # noqa: BLE001 - said in the main thread
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[contents]) for contents in (one, two)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert failed == []
    assert read() in (one, two)
