"""Rows → rules: nothing lost, in an order that does not depend on chance, with a fixed number of queries."""

from datetime import date
from decimal import Decimal

import msgspec
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pathways.engine import rules
from pathways.reading import read_rules
from tests import factories

pytestmark = pytest.mark.django_db


def read():
    return read_rules(factories.CareerFactory())


def figure(**values):
    return factories.FigureFactory(claim__code="fait", name="chiffre", **values)


def a_whole_set_of_rules():
    """One row of everything there is, with something in every list."""
    claims = [factories.ClaimFactory()]
    options = [factories.OptionFactory()]
    years = factories.QuestionFactory(number=True)
    to_do = factories.ToDoFactory(needed_for=options, grants=options, claims=claims)
    training = factories.TrainingFactory(
        hours=factories.FigureFactory(),
        months=factories.FigureFactory(unit="months"),
        rhythm=claims[0],
        cost=claims[0],
        to_dos=[to_do],
        grants=options,
        claims=claims,
    )
    qualifying = factories.AccessCaseFactory(qualifying=True)
    route = factories.RouteFactory(trainings=[training], to_dos=[to_do], not_needed=[qualifying], claims=claims)
    deadline = factories.DeadlineFactory(clock=years, claims=claims)
    funding = factories.FundingFactory(trainings=[training], claims=claims)
    for owner in ({"training": training}, {"route": route}, {"deadline": deadline}, {"funding": funding}):
        case = factories.AccessCaseFactory(**{"training": None, **owner})
        factories.CriterionFactory(case=case, question=options[0].question, options=options)
        factories.CriterionFactory(case=case, at_least=True, question=years, threshold=None, figure=claims_figure())
        factories.CriterionFactory(case=case, can_enter=True, trainings=[training])
    witness = factories.WitnessCaseFactory()
    factories.WitnessAnswerFactory(witness=witness, question=options[0].question, options=options)
    factories.WitnessVerdictFactory(witness=witness, route=route)
    factories.StartingPointFactory(option=options[0])


def claims_figure():
    return factories.FigureFactory(low=Decimal(3), unit="years")


def test_rules_written_as_json_and_read_again_are_the_same():
    a_whole_set_of_rules()
    before = read()

    assert all(getattr(before, name) for name in before.__struct_fields__)  # something of everything
    assert msgspec.json.decode(msgspec.json.encode(before), type=rules.Rules) == before


def test_queries_do_not_grow_with_the_rows(django_assert_num_queries):
    a_whole_set_of_rules()
    career = factories.CareerFactory()
    with CaptureQueriesContext(connection) as for_one:
        read_rules(career)
    a_whole_set_of_rules()
    a_whole_set_of_rules()

    with django_assert_num_queries(len(for_one)):
        read_rules(career)


def test_rules_of_another_career_are_left_out():
    a_whole_set_of_rules()

    assert read_rules(factories.CareerFactory(code="autre")) == rules.Rules(
        questions=(), to_dos=(), trainings=(), routes=()
    )


def test_question_keeps_all_it_says():
    row = factories.QuestionFactory(
        number=True, high=Decimal("50.0"), step=Decimal("0.5"), hint="Aide", may_be_unknown=True, where_to_find="Là"
    )

    assert read().questions == (
        rules.Question(
            code=row.code,
            kind=rules.Kind.NUMBER,
            wording=row.wording,
            short=row.short,
            condition=row.condition,
            change=rules.Change.GROWS,
            why=row.why,
            hint="Aide",
            unit="ans",
            high=50.0,
            step=0.5,
            may_be_unknown=True,
            where_to_find="Là",
        ),
    )


def test_options_keep_their_order_and_what_they_exclude():
    question = factories.QuestionFactory()
    last = factories.OptionFactory(question=question, position=2, exclusive=True, hint="Aide")
    first = factories.OptionFactory(question=question, position=1)

    [read_question] = read().questions

    assert read_question.options == (
        rules.Option(code=first.code, label="Le bac", phrase="le bac"),
        rules.Option(code=last.code, label="Le bac", phrase="le bac", hint="Aide", exclusive=True),
    )


def test_to_do_names_the_question_of_the_answers_it_is_needed_for():
    option = factories.OptionFactory()
    granted = factories.OptionFactory()
    factories.ToDoFactory(needed_for=[option], grants=[granted])

    [to_do] = read().to_dos

    assert (to_do.question, to_do.needed_for) == (option.question.code, (option.code,))
    assert to_do.grants == (rules.Grant(question=granted.question.code, option=granted.code),)


def test_training_takes_its_numbers_from_the_claims_that_say_them():
    factories.TrainingFactory(level=4, hours=figure(low=Decimal(279), high=None))

    [training] = read().trainings

    assert (training.level, training.months) == (4, None)
    assert training.hours == rules.Quantity(figure="fait/chiffre", unit="hours", low=279.0)


def test_number_changed_in_its_claim_changes_the_rule():
    row = figure(low=Decimal(3), unit="years")
    case = factories.AccessCaseFactory()
    factories.CriterionFactory(case=case, at_least=True, question__unit="ans", threshold=None, figure=row)

    row.low = row.high = Decimal(4)
    row.save()

    [criterion] = read().trainings[0].cases[0].criteria
    assert criterion == rules.AtLeast(question=case.criteria.get().question.code, threshold=4.0, figure="fait/chiffre")


def test_route_keeps_its_trainings_in_their_order():
    trainings = factories.TrainingFactory.create_batch(3)
    backwards = list(reversed(trainings))
    factories.RouteFactory(trainings=backwards)

    [route] = read().routes

    assert route.trainings == tuple(training.code for training in backwards)


@pytest.mark.parametrize("unit", ["months", "years"])
def test_deadline_is_counted_in_months(unit):
    factories.DeadlineFactory(months=figure(low=Decimal(2), unit=unit))

    [deadline] = read().deadlines

    months = {"months": 2.0, "years": 24.0}[unit]
    assert deadline.months == rules.Quantity(figure="fait/chiffre", unit="months", low=months, high=months)


def test_case_keeps_its_certainty_dates_and_claims():
    row = factories.AccessCaseFactory(doubtful=True, valid_from=date(2026, 1, 1), valid_until=date(2026, 12, 31))

    [case] = read().trainings[0].cases

    assert case == rules.Case(
        code=row.code,
        sentence=row.sentence,
        criteria=(),
        certainty=rules.Certainty.DOUBTFUL,
        claims=(row.claims.get().code,),
        valid_from=date(2026, 1, 1),
        valid_until=date(2026, 12, 31),
    )


def any_of():
    option = factories.OptionFactory()
    return {"question": option.question, "options": [option]}, (option.question.code, (option.code,))


@pytest.mark.parametrize(("kind", "rule"), [("any-of", rules.AnyOf), ("none-of", rules.NoneOf)])
def test_criterion_of_options(kind, rule):
    values, (question, options) = any_of()
    factories.CriterionFactory(kind=kind, **values)

    assert read().trainings[0].cases[0].criteria == (rule(question=question, options=options),)


@pytest.mark.parametrize(("kind", "rule"), [("at-least", rules.AtLeast), ("less-than", rules.LessThan)])
def test_criterion_of_a_number(kind, rule):
    row = factories.CriterionFactory(at_least=True, kind=kind, threshold=Decimal("2.5"))

    assert read().trainings[0].cases[0].criteria == (rule(question=row.question.code, threshold=2.5),)


def test_criterion_of_trainings():
    first, second = factories.TrainingFactory.create_batch(2)
    factories.CriterionFactory(case__training=first, can_enter=True, trainings=[second])

    assert read().training(first.code).cases[0].criteria == (rules.CanEnter(trainings=(second.code,)),)


def test_case_that_qualifies_belongs_to_no_training():
    row = factories.AccessCaseFactory(qualifying=True)

    assert [case.code for case in read().qualifies] == [row.code]
    assert read().trainings == ()


@pytest.mark.parametrize(
    ("kind", "options", "number", "answer"),
    [
        pytest.param("one", ["bac"], None, "bac", id="one"),
        pytest.param("several", ["bac", "deas"], None, ("bac", "deas"), id="several"),
        pytest.param("several", ["bac"], None, ("bac",), id="several-of-which-one"),
        pytest.param("one", [], None, rules.UNKNOWN, id="unknown"),
        pytest.param("number", [], Decimal("2.5"), 2.5, id="number"),
        pytest.param("number", [], Decimal(0), 0.0, id="zero"),
    ],
)
def test_witness_answers_as_visitors_do(kind, options, number, answer):
    values = {"number": True} if kind == "number" else {"kind": kind}
    question = factories.QuestionFactory(code="question", **values)
    chosen = [factories.OptionFactory(question=question, code=code) for code in options]
    factories.WitnessAnswerFactory(question=question, options=chosen, number=number)

    [witness] = read().witnesses

    assert witness.answers == {"question": answer}


def test_witness_answers_come_in_the_order_of_the_questions():
    witness = factories.WitnessCaseFactory()
    for code, position in [("c", 1), ("b", 0), ("a", 0)]:
        question = factories.QuestionFactory(code=code, position=position)
        factories.WitnessAnswerFactory(witness=witness, question=question)

    assert list(read().witnesses[0].answers) == ["a", "b", "c"]


def test_witness_expects_verdicts():
    row = factories.WitnessVerdictFactory(verdict="to-check")

    assert read().witnesses[0].verdicts == {row.route.code: "to-check"}


def test_starting_point_gives_one_answer():
    row = factories.StartingPointFactory(note="général ou technologique")

    assert read().starting_points == (
        rules.StartingPoint(
            label=row.label,
            note=row.note,
            question=row.option.question.code,
            option=row.option.code,
            code=row.code,
        ),
    )
