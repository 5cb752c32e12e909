"""The rules of the first career against its predicates, written a second time by hand as plain Python.

Nothing here reads the engine's rules to know what they should say: `Person` and the functions below are the ledger's
entry rules with the four verdicts. They are compared on every profile the rules tell apart, and with people by name.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product
from math import prod
from typing import Any

import pytest

from pathways.engine.assessment import assess
from pathways.engine.evaluation import Evaluation
from pathways.engine.questionnaire import Questionnaire
from pathways.engine.rules import UNKNOWN, Verdict

CLOSED, TO_CHECK, CONDITIONAL, OPEN = Verdict
TODAY = date(2026, 11, 22)

ROUTES = (
    "cqp-acquis", "cqp", "cqp-allege", "fae", "embauche", "vae", "deas-fae", "deap-fae", "dei-fae", "bac-d-abord",
)  # fmt: skip
LEVELS = {"aucun": 0, "cap-bep": 3, "bac-general": 4, "bac-pro": 4, "bac-plus": 5}
MONTHS_OF_1607_HOURS = 12


# --- The predicates


@dataclass(frozen=True)
class Person:
    level: int
    years_as_secretary: float
    related_months: float
    age: float
    in_school: bool
    has_cqp: bool
    has_state_diploma: bool
    has_done_adaptation: bool
    has_dental_title: bool
    has_secretary_title: bool
    has_eu_nursing_diploma: bool
    employer: str

    @property
    def is_qualified(self) -> bool:
        return self.has_cqp or (self.has_state_diploma and self.has_done_adaptation)

    @property
    def needs_no_other_entry(self) -> bool:
        """The CQP, the VAE and more studies are never proposed as needed to those with a caregiver's diploma."""
        return self.is_qualified or self.has_state_diploma

    @property
    def has_employer(self) -> bool:
        """Ready to give this very post: working there in another one is not enough."""
        return self.employer in {"promesse", "en-poste"}

    @property
    def cqp_entry(self) -> Verdict:
        if self.level >= 4 or self.has_dental_title or (self.years_as_secretary >= 3 and self.level >= 3):
            return OPEN
        level_not_stated = self.years_as_secretary >= 3
        one_recruiter_says = self.years_as_secretary >= 1
        return TO_CHECK if level_not_stated or one_recruiter_says or self.has_secretary_title else CLOSED

    @property
    def lighter_entry(self) -> Verdict:
        if self.has_secretary_title or self.has_dental_title or self.years_as_secretary >= 3:
            return self.cqp_entry
        threshold_not_published = self.years_as_secretary > 0
        return min(self.cqp_entry, TO_CHECK) if threshold_not_published else CLOSED

    @property
    def fae_entry(self) -> Verdict:
        if self.has_state_diploma:
            return OPEN
        return TO_CHECK if self.has_eu_nursing_diploma else CLOSED

    @property
    def vae_entry(self) -> Verdict:
        if self.related_months >= MONTHS_OF_1607_HOURS:
            return OPEN
        return TO_CHECK if self.related_months > 0 or self.years_as_secretary >= 1 else CLOSED

    @property
    def dei_entry(self) -> Verdict:
        return TO_CHECK if self.level >= 4 or not self.in_school else CLOSED


def person(answers: dict[str, Any]) -> Person:
    diplomas = set(answers["diplomes"])
    return Person(
        level=LEVELS[answers["niveau"]],
        years_as_secretary=answers["secretariat"],
        related_months=answers["experience-proche"],
        age=answers["age"],
        in_school=answers["situation"] == "scolaire",
        has_cqp="cqp-am" in diplomas,
        has_state_diploma=bool(diplomas & {"dei", "deas", "deap"}),
        has_done_adaptation="adaptation-faite" in diplomas,
        has_dental_title="assistant-dentaire" in diplomas,
        has_secretary_title="secretaire-medicale" in diplomas,
        has_eu_nursing_diploma="infirmier-ue" in diplomas,
        employer=answers["employeur"],
    )


def expected(who: Person) -> dict[str, Verdict]:
    """The verdict of each route. What remains to arrange caps it at conditional."""
    with_employer = OPEN if who.has_employer else CONDITIONAL
    old_enough = CONDITIONAL if who.age >= 17 else CLOSED  # then selected by the institute
    entries = {
        "cqp": min(who.cqp_entry, with_employer),
        "cqp-allege": min(who.lighter_entry, CONDITIONAL),  # then positioned by the provider
        "vae": who.vae_entry,
        "deas-fae": old_enough,
        "deap-fae": old_enough,
        "dei-fae": who.dei_entry,
        "bac-d-abord": OPEN if who.in_school and who.level < 4 else CLOSED,
    }
    if who.needs_no_other_entry:
        entries = dict.fromkeys(entries, CLOSED)
    hired_first = max(who.cqp_entry, who.fae_entry, who.vae_entry)
    return {
        "cqp-acquis": OPEN if who.has_cqp else CLOSED,
        "fae": CLOSED if who.is_qualified else who.fae_entry,
        "embauche": CLOSED if who.is_qualified else min(hired_first, with_employer),
        **entries,
    }


def expected_of_unknown(answers: dict[str, Any]) -> dict[str, Verdict]:
    """Where answers are missing or not known: what all completions have in common, else to check."""
    possible: dict[str, set[Verdict]] = {route: set() for route in ROUTES}
    for completed in everybody(answers):
        for route, verdict in expected(person(completed)).items():
            possible[route].add(verdict)
    return {route: _in_common(verdicts) for route, verdicts in possible.items()}


def _in_common(verdicts: set[Verdict]) -> Verdict:
    if verdicts == {CONDITIONAL, OPEN}:
        return CONDITIONAL
    return verdicts.pop() if len(verdicts) == 1 else TO_CHECK


# --- Everybody

NAMED_DIPLOMAS = ("cqp-am", "deas", "adaptation-faite", "assistant-dentaire", "secretaire-medicale", "infirmier-ue")
DISTINCT: dict[str, list[Any]] = {
    "diplomes": [
        tuple(code for code, held in zip(NAMED_DIPLOMAS, holds, strict=True) if held) or ("aucun",)
        for holds in product([False, True], repeat=len(NAMED_DIPLOMAS))
    ],
    "niveau": ["aucun", "cap-bep", "bac-general"],
    "secretariat": [0.0, 0.5, 1.0, 3.0],
    "experience-proche": [0.0, 1.0, 12.0],
    "age": [16.0, 17.0],
    "situation": ["scolaire", "cdi"],
    "employeur": ["aucun", "promesse", "en-cabinet", "en-poste"],
}
FINER: dict[str, list[Any]] = {
    "niveau": list(LEVELS),
    "secretariat": [0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 12.0, 40.0],
    "experience-proche": [0.0, 1.0, 2.0, 6.0, 11.0, 12.0, 13.0, 36.0, 240.0],
    "age": [10.0, 14.0, 15.0, 16.0, 17.0, 18.0, 25.0, 26.0, 34.0, 62.0, 99.0],
    "situation": ["scolaire", "etudiant", "cdi", "cdd", "demandeur-emploi", "agent-public", "independant", "autre"],
    "employeur": ["aucun", "promesse", "en-cabinet", "en-poste"],
    "mois-en-poste": [0.0, 11.0, 23.0, 24.0, 35.0, 36.0, 120.0],
}
OTHER_DIPLOMAS = ("dei", "deap", "autre-sante", "infirmier-hors-ue")


def everybody(known: dict[str, Any] | None = None) -> Iterator[dict[str, Any]]:
    """Those who agree with what is known, one of each kind the rules tell apart."""
    known = {code: answer for code, answer in (known or {}).items() if answer != UNKNOWN}
    choices = {code: [known[code]] if code in known else answers for code, answers in DISTINCT.items()}
    for chosen in product(*choices.values()):
        yield dict(zip(choices, chosen, strict=True))


def somebody(chance: random.Random) -> dict[str, Any]:
    """Anybody at all, few diplomas being likelier than many."""
    held = tuple(code for code in (*NAMED_DIPLOMAS, *OTHER_DIPLOMAS) if chance.random() < 0.12)
    answers = {"diplomes": held or ("aucun",)} | {code: chance.choice(some) for code, some in FINER.items()}
    if answers["employeur"] != "en-poste":
        del answers["mois-en-poste"]
    return answers


@pytest.fixture(scope="module")
def questionnaire(real_rules):
    return Questionnaire(real_rules)


def verdicts(questionnaire, answers):
    return {route: found.verdict for route, found in assess(questionnaire, answers, TODAY).by_route.items()}


def test_there_are_ten_routes_and_all_that_is_asked_is_answered_here(real_rules):
    assert [route.code for route in real_rules.routes] == list(ROUTES)
    assert {question.code for question in real_rules.questions} == {"diplomes", *FINER}
    for question in real_rules.questions:
        if question.code in {"niveau", "situation", "employeur"}:
            assert [option.code for option in question.options] == FINER[question.code]
    diplomas = real_rules.question("diplomes").options
    assert {option.code for option in diplomas} == {*NAMED_DIPLOMAS, *OTHER_DIPLOMAS, "aucun"}


def test_everybody_has_the_verdicts_of_the_predicates(questionnaire):
    outcomes, wrong, people = questionnaire.outcomes, [], 0
    for answers in everybody():
        found = {route: outcomes.verdict(route, answers) for route in ROUTES}
        people += 1
        if found != expected(person(answers)):
            wrong.append((answers, found))
    assert people == prod(map(len, DISTINCT.values())) == 36_864
    assert wrong[:3] == []


def test_anybody_has_the_verdicts_of_the_predicates(questionnaire):
    chance = random.Random(2026)
    for _ in range(300):
        answers = somebody(chance)
        assert (answers, verdicts(questionnaire, answers)) == (answers, expected(person(answers)))


def test_the_tree_gives_the_verdicts_of_the_predicates(real_rules):
    chance = random.Random(40913)
    for _ in range(300):
        answers = somebody(chance)
        evaluation = Evaluation(real_rules, answers)
        for route, verdict in expected(person(answers)).items():
            assert evaluation.route(real_rules.route(route)).bounds == (verdict, verdict), (answers, route)


def test_who_left_something_out_or_does_not_know_has_what_all_completions_have_in_common(questionnaire):
    chance = random.Random(1607)
    for _ in range(150):
        answers = somebody(chance)
        for code in chance.sample(["niveau", "secretariat", "experience-proche", "employeur", "situation", "age"], 2):
            if chance.random() < 0.5:
                answers[code] = UNKNOWN
            else:
                del answers[code]
        assert (answers, verdicts(questionnaire, answers)) == (answers, expected_of_unknown(answers))


def test_who_has_said_nothing_waits_for_everything(questionnaire):
    assert verdicts(questionnaire, {}) == expected_of_unknown({}) == dict.fromkeys(ROUTES, TO_CHECK)


# --- People by name

NOBODY = {
    "diplomes": ("aucun",),
    "niveau": "aucun",
    "secretariat": 0.0,
    "experience-proche": 0.0,
    "age": 30.0,
    "situation": "demandeur-emploi",
    "employeur": "aucun",
}


def named(name, answers, /, **opened):
    """Someone who has nothing but these answers, and the routes that are not closed."""
    return pytest.param(
        NOBODY | {code.replace("_", "-"): answer for code, answer in answers.items()},
        {route.replace("_", "-"): verdict for route, verdict in opened.items()},
        id=name,
    )


def has(*diplomas, **answers):
    return ({"diplomes": diplomas} if diplomas else {}) | answers


def adult(**opened):
    """Out of school and old enough, without a caregiver's diploma: the long ways are left to anybody."""
    return {"deas_fae": CONDITIONAL, "deap_fae": CONDITIONAL, "dei_fae": TO_CHECK} | opened


PEOPLE = [
    # The level of the bac
    named("bac general, no employer", has(niveau="bac-general"), **adult(cqp=CONDITIONAL, embauche=CONDITIONAL)),
    named("bac pro, promised a post", has(niveau="bac-pro", employeur="promesse"), **adult(cqp=OPEN, embauche=OPEN)),
    named(
        "degree, receptionist in a practice",
        has(niveau="bac-plus", situation="cdi", employeur="en-cabinet"),
        **adult(cqp=CONDITIONAL, embauche=CONDITIONAL),
    ),
    named(
        "degree, in post for a month without qualification",
        has(niveau="bac-plus", situation="cdi", employeur="en-poste", mois_en_poste=1.0),
        **adult(cqp=OPEN, embauche=OPEN),
    ),
    named("CAP, no employer", has(niveau="cap-bep"), **adult()),
    named("CAP, promised a post", has(niveau="cap-bep", employeur="promesse"), **adult()),
    named("nothing at all, in post", has(employeur="en-poste", mois_en_poste=3.0), **adult()),
    named(
        "does not know her level",
        has(niveau=UNKNOWN),
        **adult(cqp=TO_CHECK, embauche=TO_CHECK),
    ),
    named(
        "bac, does not know whether the doctor will hire",
        has(niveau="bac-general", employeur=UNKNOWN),
        **adult(cqp=CONDITIONAL, embauche=CONDITIONAL),
    ),
    # Years as a medical secretary
    named(
        "CAP and 2.5 years as a secretary",
        has(niveau="cap-bep", secretariat=2.5),
        **adult(cqp=TO_CHECK, cqp_allege=TO_CHECK, embauche=TO_CHECK, vae=TO_CHECK),
    ),
    named(
        "CAP and 3 years as a secretary",
        has(niveau="cap-bep", secretariat=3.0),
        **adult(cqp=CONDITIONAL, cqp_allege=CONDITIONAL, embauche=CONDITIONAL, vae=TO_CHECK),
    ),
    named(
        "CAP and 3 years, promised a post",
        has(niveau="cap-bep", secretariat=3.0, employeur="promesse"),
        **adult(cqp=OPEN, cqp_allege=CONDITIONAL, embauche=OPEN, vae=TO_CHECK),
    ),
    named(
        "no diploma and 3 years, promised a post",
        has(secretariat=3.0, employeur="promesse"),
        **adult(cqp=TO_CHECK, cqp_allege=TO_CHECK, embauche=TO_CHECK, vae=TO_CHECK),
    ),
    named(
        "no diploma and 20 years in the same practice",
        has(secretariat=20.0, situation="cdi", employeur="en-cabinet"),
        **adult(cqp=TO_CHECK, cqp_allege=TO_CHECK, embauche=TO_CHECK, vae=TO_CHECK),
    ),
    named(
        "no diploma and 1 year",
        has(secretariat=1.0),
        **adult(cqp=TO_CHECK, cqp_allege=TO_CHECK, embauche=TO_CHECK, vae=TO_CHECK),
    ),
    named("no diploma and half a year", has(secretariat=0.5), **adult()),
    named("CAP and half a year", has(niveau="cap-bep", secretariat=0.5, employeur="promesse"), **adult()),
    named(
        "bac and half a year",
        has(niveau="bac-general", secretariat=0.5),
        **adult(cqp=CONDITIONAL, cqp_allege=TO_CHECK, embauche=CONDITIONAL),
    ),
    named(
        "bac and 2.5 years, promised a post",
        has(niveau="bac-pro", secretariat=2.5, employeur="promesse"),
        **adult(cqp=OPEN, cqp_allege=TO_CHECK, embauche=OPEN, vae=TO_CHECK),
    ),
    named(
        "bac and 3 years, promised a post",
        has(niveau="bac-pro", secretariat=3.0, employeur="promesse"),
        **adult(cqp=OPEN, cqp_allege=CONDITIONAL, embauche=OPEN, vae=TO_CHECK),
    ),
    named(
        "bac, does not know how many years",
        has(niveau="bac-general", secretariat=UNKNOWN),
        **adult(cqp=CONDITIONAL, cqp_allege=TO_CHECK, embauche=CONDITIONAL, vae=TO_CHECK),
    ),
    named(
        "3 years, does not know her level, promised a post",
        has(niveau=UNKNOWN, secretariat=3.0, employeur="promesse"),
        **adult(cqp=TO_CHECK, cqp_allege=TO_CHECK, embauche=TO_CHECK, vae=TO_CHECK),
    ),
    # Titles
    named(
        "dental assistant",
        has("assistant-dentaire", niveau="bac-pro"),
        **adult(cqp=CONDITIONAL, cqp_allege=CONDITIONAL, embauche=CONDITIONAL),
    ),
    named(
        "dental assistant who calls her title a CAP",
        has("assistant-dentaire", niveau="cap-bep", employeur="promesse"),
        **adult(cqp=OPEN, cqp_allege=CONDITIONAL, embauche=OPEN),
    ),
    named(
        "secretary's title and bac",
        has("secretaire-medicale", niveau="bac-pro"),
        **adult(cqp=CONDITIONAL, cqp_allege=CONDITIONAL, embauche=CONDITIONAL),
    ),
    named(
        "secretary's title and CAP",
        has("secretaire-medicale", niveau="cap-bep", employeur="promesse"),
        **adult(cqp=TO_CHECK, cqp_allege=TO_CHECK, embauche=TO_CHECK),
    ),
    named(
        "secretary's title, CAP and 3 years",
        has("secretaire-medicale", niveau="cap-bep", secretariat=3.0),
        **adult(cqp=CONDITIONAL, cqp_allege=CONDITIONAL, embauche=CONDITIONAL, vae=TO_CHECK),
    ),
    named(
        "ambulance attendant with a bac",
        has("autre-sante", niveau="bac-general"),
        **adult(cqp=CONDITIONAL, embauche=CONDITIONAL),
    ),
    # Validation of experience
    named("CAP and 11 months", has(niveau="cap-bep", experience_proche=11.0), **adult(embauche=TO_CHECK, vae=TO_CHECK)),
    named("CAP and 12 months", has(niveau="cap-bep", experience_proche=12.0), **adult(embauche=CONDITIONAL, vae=OPEN)),
    named(
        "no diploma, 12 months as a volunteer, promised a post",
        has(experience_proche=12.0, employeur="promesse"),
        **adult(embauche=OPEN, vae=OPEN),
    ),
    named("one month", has(experience_proche=1.0), **adult(embauche=TO_CHECK, vae=TO_CHECK)),
    named("does not know how many months", has(experience_proche=UNKNOWN), **adult(embauche=TO_CHECK, vae=TO_CHECK)),
    named(
        "CAP, 1 year as a secretary and 12 months, in another post",
        has(niveau="cap-bep", secretariat=1.0, experience_proche=12.0, employeur="en-cabinet"),
        **adult(cqp=TO_CHECK, cqp_allege=TO_CHECK, embauche=CONDITIONAL, vae=OPEN),
    ),
    named(
        "CAP, 3 years as a secretary and 36 months, promised a post",
        has(niveau="cap-bep", secretariat=3.0, experience_proche=36.0, employeur="promesse"),
        **adult(cqp=OPEN, cqp_allege=CONDITIONAL, embauche=OPEN, vae=OPEN),
    ),
    # Caregivers
    named("nurse, no employer", has("dei", niveau="bac-plus"), fae=OPEN, embauche=CONDITIONAL),
    named("nursing assistant, promised", has("deas", niveau="bac-pro", employeur="promesse"), fae=OPEN, embauche=OPEN),
    named("childcare assistant, elsewhere", has("deap", employeur="en-cabinet"), fae=OPEN, embauche=CONDITIONAL),
    named(
        "nursing assistant and 10 years as a secretary",
        has("deas", niveau="bac-pro", secretariat=10.0, experience_proche=60.0),
        fae=OPEN,
        embauche=CONDITIONAL,
    ),
    named("nurse and dental assistant", has("dei", "assistant-dentaire"), fae=OPEN, embauche=CONDITIONAL),
    named("nursing assistant of 16", has("deas", age=16.0, situation="scolaire"), fae=OPEN, embauche=CONDITIONAL),
    named("nurse who has done the adaptation", has("dei", "adaptation-faite", niveau="bac-plus", employeur="en-poste")),
    named("adaptation done without a diploma", has("adaptation-faite"), **adult()),
    named(
        "adaptation done without a diploma, with a bac",
        has("adaptation-faite", niveau="bac-general", employeur="promesse"),
        **adult(cqp=OPEN, embauche=OPEN),
    ),
    named("CQP", has("cqp-am", niveau="bac-general"), cqp_acquis=OPEN),
    named("CQP and 12 months", has("cqp-am", experience_proche=12.0, employeur="en-poste"), cqp_acquis=OPEN),
    named("CQP and nursing assistant", has("cqp-am", "deas"), cqp_acquis=OPEN),
    named("CQP of a pupil", has("cqp-am", age=17.0, situation="scolaire"), cqp_acquis=OPEN),
    # Foreign nurses
    named(
        "Belgian nurse with a degree",
        has("infirmier-ue", niveau="bac-plus", employeur="promesse"),
        **adult(cqp=OPEN, fae=TO_CHECK, embauche=OPEN),
    ),
    named("European nurse, no level", has("infirmier-ue"), **adult(fae=TO_CHECK, embauche=TO_CHECK)),
    named("European and French nurse", has("dei", "infirmier-ue", employeur="promesse"), fae=OPEN, embauche=OPEN),
    named(
        "European nurse with the adaptation",
        has("infirmier-ue", "adaptation-faite"),
        **adult(fae=TO_CHECK, embauche=TO_CHECK),
    ),
    named("nurse from outside Europe, no level yet", has("infirmier-hors-ue"), **adult()),
    named(
        "nurse from outside Europe, level recognised",
        has("infirmier-hors-ue", niveau="bac-plus"),
        **adult(cqp=CONDITIONAL, embauche=CONDITIONAL),
    ),
    # The young
    named("pupil of 15", has(age=15.0, situation="scolaire"), bac_d_abord=OPEN),
    named("pupil of 16 with a CAP", has(niveau="cap-bep", age=16.0, situation="scolaire"), bac_d_abord=OPEN),
    named(
        "pupil of 17",
        has(age=17.0, situation="scolaire"),
        bac_d_abord=OPEN,
        deas_fae=CONDITIONAL,
        deap_fae=CONDITIONAL,
    ),
    named(
        "pupil of 17, a neighbour would hire her",
        has(age=17.0, situation="scolaire", employeur="promesse"),
        bac_d_abord=OPEN,
        deas_fae=CONDITIONAL,
        deap_fae=CONDITIONAL,
    ),
    named(
        "still at school with the bac",
        has(niveau="bac-general", age=18.0, situation="scolaire"),
        **adult(cqp=CONDITIONAL, embauche=CONDITIONAL),
    ),
    named("16, out of school", has(age=16.0, situation="autre"), dei_fae=TO_CHECK),
    named("17, out of school", has(age=17.0, situation="autre"), **adult()),
    named(
        "student of 16 with the bac",
        has(niveau="bac-general", age=16.0, situation="etudiant"),
        cqp=CONDITIONAL,
        embauche=CONDITIONAL,
        dei_fae=TO_CHECK,
    ),
    # Who does not know
    named(
        "bac, does not know whether her diploma counts",
        has(diplomes=UNKNOWN, niveau="bac-general", employeur="promesse"),
        cqp_acquis=TO_CHECK,
        cqp=TO_CHECK,
        cqp_allege=TO_CHECK,
        fae=TO_CHECK,
        embauche=TO_CHECK,
        deas_fae=TO_CHECK,
        deap_fae=TO_CHECK,
        dei_fae=TO_CHECK,
    ),
]


@pytest.mark.parametrize(("answers", "opened"), PEOPLE)
def test_people(questionnaire, answers, opened):
    assert verdicts(questionnaire, answers) == dict.fromkeys(ROUTES, CLOSED) | opened


# --- Witness cases, written in the fixtures


def test_every_witness_has_the_verdicts_it_is_known_for(real_rules, questionnaire):
    wrong = {
        (witness.code, route): found
        for witness in real_rules.witnesses
        for route, found in verdicts(questionnaire, witness.answers).items()
        if witness.verdicts.get(route, found.code) != found.code
    }
    assert wrong == {}


def test_witnesses_agree_with_the_predicates(real_rules):
    wrong = {
        (witness.code, route): verdict
        for witness in real_rules.witnesses
        for route, verdict in expected_of_unknown(witness.answers).items()
        if witness.verdicts.get(route, verdict.code) != verdict.code
    }
    assert wrong == {}


def test_every_case_has_a_witness_and_every_answer_is_given_by_one(real_rules):
    assert len(real_rules.witnesses) >= 30
    judged = [Evaluation(real_rules, witness.answers) for witness in real_rules.witnesses]
    unseen = {
        code
        for code, case in real_rules.all_cases().items()
        if not any(evaluation.case(case).bounds.low > CLOSED for evaluation in judged)
    }
    assert unseen == set()
    given = {
        (question, option)
        for witness in real_rules.witnesses
        for question, answer in witness.answers.items()
        if not isinstance(answer, float)
        for option in (answer if isinstance(answer, tuple) else (answer,))
    }
    options = {(question.code, option.code) for question in real_rules.questions for option in question.options}
    assert options <= given
    assert {route for witness in real_rules.witnesses for route in witness.verdicts} == set(ROUTES)


@pytest.mark.parametrize(
    ("question", "below", "at"),
    [
        ("secretariat", 0.0, 0.5),
        ("secretariat", 0.5, 1.0),
        ("secretariat", 2.5, 3.0),
        ("experience-proche", 0.0, 1.0),
        ("experience-proche", 11.0, 12.0),
        ("age", 15.0, 16.0),
        ("age", 16.0, 17.0),
        ("age", 25.0, 26.0),
        ("mois-en-poste", 23.0, 24.0),
        ("mois-en-poste", 35.0, 36.0),
    ],
)
def test_every_threshold_has_a_witness_on_both_sides(real_rules, question, below, at):
    assert {below, at} <= {witness.answers.get(question) for witness in real_rules.witnesses}
