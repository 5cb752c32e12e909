"""A small draft with something of everything a document can hold."""

from datetime import date
from decimal import Decimal
from typing import Any

from careers import editions
from careers.models import Career
from careers.parts import Parts
from tests import factories, real_content

_kept: dict[str, Any] = {}


def make() -> Parts:
    """Into an empty database, a career whose document has no empty list, and every optional value at least once."""
    if _kept:
        real_content.put(_kept["rows"])
    else:
        factories.CareerFactory(reviewed_on=date(2026, 11, 21), next_review_on=date(2027, 1, 31))
        rules(facts())
        _kept.update(rows=real_content.rows(), parts=read())
    parts: Parts = _kept["parts"]
    return parts


def read() -> Parts:
    return editions.read_draft(Career.objects.get())


def facts():
    law = factories.SourceFactory(
        code="loi", publisher="B", address="https://a.example/\nhttps://b.example/", dated="vers 2019"
    )
    branch = factories.SourceFactory(code="branche", publisher="A", kind="agreement", trust_reason="Signée.")
    hours = factories.ClaimFactory(
        code="duree",
        wording="La formation dure 279 heures.",
        detail="Examens en plus.",
        valid_from="2023-03",
        valid_until="2030-06-25",
        review_on=date(2027, 1, 31),
        sources=[law, branch],
    )
    former = factories.ClaimFactory(
        code="ancienne-duree", standing="superseded", superseded_by=hours, position=1, sources=[law]
    )
    rival = factories.ClaimFactory(
        code="rivale", contested=True, contested_with=hours, audience="employers", position=2, sources=[branch]
    )
    factories.ClaimFactory(code="cachee", is_shown=False, position=3, sources=[law])
    amounts(law)
    details(law)
    for number, claims in enumerate([(hours, former), (hours, rival)]):
        disagreement = factories.DisagreementFactory(code=f"desaccord-{number}", position=number, stances=False)
        for place, claim in enumerate(claims):
            factories.StanceFactory(disagreement=disagreement, claim=claim, is_retained=not place, position=place)
    return hours


def amounts(source):
    pay = factories.ClaimFactory(code="salaire", topic="pay", sources=[source])
    net = factories.FigureFactory(claim=pay, name="net", low=Decimal("1500.50"), high=None, unit="eur", period="month")
    factories.SalaryRangeFactory(figure=net, basis="net", seniority="start")
    gross = factories.FigureFactory(claim=pay, name="brut", low=None, high=Decimal("1900.00"), unit="eur", position=1)
    factories.SalaryRangeFactory(figure=gross)
    aid = factories.ClaimFactory(code="aide", topic="aid", sources=[source])
    first = factories.FigureFactory(claim=aid, name="un", unit="eur", low=Decimal("38000.00"), is_computed=True)
    factories.AidFactory(figure=first, year=2, quota=Decimal("0.50"))


def details(source):
    for factory, code in [
        (factories.MissionFactory, "mission"),
        (factories.WorkplaceFactory, "lieu"),
        (factories.SkillFactory, "competence"),
        (factories.AdvantageFactory, "avantage"),
        (factories.ProspectFactory, "evolution"),
        (factories.MilestoneFactory, "jalon"),
    ]:
        factory(claim__code=code, claim__sources=[source])


def rules(claim):
    level = factories.QuestionFactory(
        code="niveau", kind="several", hint="Aide", may_be_unknown=True, where_to_find="Là", position=0
    )
    level.claims.set([claim])
    bac = factories.OptionFactory(question=level, code="bac", hint="général", position=0)
    none = factories.OptionFactory(question=level, code="aucun", exclusive=True, position=1)
    post = factories.QuestionFactory(code="poste", position=1)
    hired = factories.OptionFactory(question=post, code="oui")
    factories.OptionFactory(question=post, code="non")
    years = factories.QuestionFactory(
        number=True, code="annees", step=Decimal("0.5"), low=Decimal("1.0"), unit="mois", position=2
    )
    two_years = factories.FigureFactory(claim=claim, name="ans", low=Decimal("2.00"), unit="years", position=1)
    hours = factories.FigureFactory(claim=claim, name="heures", low=Decimal("279.00"), high=Decimal("300.00"))
    employer = factories.ToDoFactory(
        code="employeur", needed_for=[bac, none], grants=[hired], claims=[claim], position=0
    )
    factories.ToDoFactory(code="selection", position=1)
    training = factories.TrainingFactory(
        code="cqp", hours=hours, months=two_years, rhythm=claim, cost=claim, level=4, under_way=True,
        to_dos=[employer], grants=[bac], claims=[claim], position=0,
    )  # fmt: skip
    other = factories.TrainingFactory(code="fae", name="La formation d’adaptation", position=1)
    qualifying = [factories.AccessCaseFactory(qualifying=True, code=code, claims=[claim]) for code in ("q1", "q2")]
    for case in qualifying:
        factories.CriterionFactory(case=case, kind="none-of", question=level, options=[none])
    route = factories.RouteFactory(
        code="voie", trainings=[other, training], to_dos=[employer], not_needed=qualifying, claims=[claim], position=0
    )
    factories.RouteFactory(code="autre-voie", name="L’autre voie", trainings=[other], position=1)
    deadline = factories.DeadlineFactory(code="delai", clock=years, months=two_years, claims=[claim], position=0)
    funding = factories.FundingFactory(code="cpf", trainings=[training, other], claims=[claim], position=0)
    owners = {"training": training, "route": route, "deadline": deadline, "funding": funding}
    for name, owner in owners.items():
        for number in range(2):
            case = factories.AccessCaseFactory(
                code=f"cas-{name}-{number}", **{"training": None, name: owner}, claims=[claim], doubtful=bool(number),
                valid_from=date(2026, 1, 1), valid_until=date(2030, 1, 1),
            )  # fmt: skip
            factories.CriterionFactory(case=case, question=level, options=[bac, none])
            factories.CriterionFactory(case=case, at_least=True, question=years, threshold=None, figure=two_years)
            factories.CriterionFactory(case=case, kind="less-than", question=years, threshold=Decimal("8.5"))
            factories.CriterionFactory(case=case, can_enter=True, trainings=[training, other])
    for number, option in enumerate((bac, hired)):
        factories.StartingPointFactory(code=f"depart-{number}", option=option, note="En bref", position=number)
        witness = factories.WitnessCaseFactory(code=f"temoin-{number}", note="Ce qu’il montre", position=number)
        factories.WitnessAnswerFactory(witness=witness, question=level, options=[bac])
        factories.WitnessAnswerFactory(witness=witness, question=post)
        factories.WitnessAnswerFactory(witness=witness, question=years, number=Decimal("2.5"))
        factories.WitnessVerdictFactory(witness=witness, route=route, verdict="to-check")
