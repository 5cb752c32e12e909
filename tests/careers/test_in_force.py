"""Which facts stand on a day: the edges of partial dates, what stood before, what was prepared, what is over."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from careers.document import Disagreement, Figure, Milestone, Stance
from careers.in_force import first_known_day, standing_on, turning_days
from careers.turns import Turns
from tests.careers.documents import a_career, a_claim

WRITTEN = date(2026, 11, 22)


def day(text):
    return date.fromisoformat(text)


def standing(career, on):
    return standing_on(career, day(on), WRITTEN)


def told(career, on):
    """The facts stated as current that day."""
    return {claim.code for claim in standing(career, on).career.claims if claim.standing == "current"}


def replaced(code, by, **fields):
    return a_claim(code, standing="superseded", superseded_by=by, **fields)


def count(code, on, by=""):
    figures = (Figure(name="contrats", label="contrats", unit="contracts"),)
    fields = {"milestone": Milestone(kind="headcount", on=on), "as_of": on, "figures": figures}
    return replaced(code, by, **fields) if by else a_claim(code, **fields)


# --- Partial dates ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "on", "is_told"),
    [
        pytest.param({"valid_from": "2020"}, "2019-12-31", False, id="before-the-year"),
        pytest.param({"valid_from": "2020"}, "2020-01-01", True, id="first-day-of-the-year"),
        pytest.param({"valid_from": "2020-02"}, "2020-01-31", False, id="before-the-month"),
        pytest.param({"valid_from": "2020-02"}, "2020-02-01", True, id="first-day-of-the-month"),
        pytest.param({"valid_from": "2020-02-15"}, "2020-02-14", False, id="the-day-before"),
        pytest.param({"valid_from": "2020-02-15"}, "2020-02-15", True, id="the-very-day"),
        pytest.param({"valid_until": "2020"}, "2020-12-31", True, id="last-day-of-the-year"),
        pytest.param({"valid_until": "2020"}, "2021-01-01", False, id="after-the-year"),
        pytest.param({"valid_until": "2020-02"}, "2020-02-29", True, id="last-day-of-a-leap-month"),
        pytest.param({"valid_until": "2020-02"}, "2020-03-01", False, id="after-the-month"),
        pytest.param({"valid_until": "2020-02-15"}, "2020-02-15", True, id="last-day"),
        pytest.param({"valid_until": "2020-02-15"}, "2020-02-16", False, id="the-day-after"),
        pytest.param({"valid_from": "2027-01"}, "2027-01-01", True, id="prepared"),
        pytest.param({"valid_from": "2027-01"}, "2026-12-31", False, id="prepared-not-yet"),
        pytest.param({}, "1950-01-01", True, id="no-date-at-all"),
        pytest.param({"as_of": "2026"}, "2019-01-01", True, id="only-seen-later"),
        pytest.param({"valid_from": "vers 2020"}, "2019-01-01", True, id="a-date-that-is-none-bounds-nothing"),
        pytest.param({"valid_until": "9999"}, "9999-12-31", True, id="the-last-day-there-is"),
    ],
)
def test_a_fact_is_told_on_all_the_days_its_dates_cover(fields, on, is_told):
    assert ("fait" in told(a_career(a_claim("fait", **fields)), on)) is is_told


@pytest.mark.parametrize(
    ("older", "newer", "on", "stands"),
    [
        # The course of 384 hours: seen in 2023, and cut some day of 2023.
        pytest.param({"as_of": "2023"}, {"valid_from": "2023"}, "2023-03-27", "older", id="in-the-year-of-the-change"),
        pytest.param({"as_of": "2023"}, {"valid_from": "2023"}, "2023-12-30", "older", id="almost-to-its-end"),
        pytest.param({"as_of": "2023"}, {"valid_from": "2023"}, "2023-12-31", "newer", id="surely-by-its-last-day"),
        pytest.param({"as_of": "2023"}, {"valid_from": "2023"}, "2020-06-01", "older", id="long-before"),
        pytest.param({"as_of": "2018"}, {"valid_from": "2023"}, "2023-03-27", "newer", id="not-seen-that-year"),
        pytest.param(
            {"as_of": "2018"}, {"valid_from": "2023"}, "2022-12-31", "older", id="seen-long-ago-not-replaced-yet"
        ),
        pytest.param(
            {"as_of": "2023"}, {"valid_from": "2023-05-01"}, "2023-04-30", "older", id="day-before-the-change"
        ),
        pytest.param({"as_of": "2023"}, {"valid_from": "2023-05-01"}, "2023-05-01", "newer", id="day-of-the-change"),
        pytest.param({"valid_until": "2021"}, {"valid_from": "2021-09"}, "2021-09-15", "older", id="touching-month"),
        pytest.param({"valid_until": "2021"}, {"valid_from": "2021-09"}, "2021-10-01", "newer", id="after-that-month"),
        pytest.param(
            {"valid_until": "2021-09-09"}, {"valid_from": "2021-09"}, "2021-09-15", "newer", id="older-is-over"
        ),
        pytest.param({"valid_until": "2020"}, {"valid_from": "2022"}, "2021-06-01", None, id="a-gap-is-a-gap"),
        pytest.param({"as_of": "2023"}, {"as_of": "2025"}, "2023-12-31", "older", id="both-only-seen"),
        pytest.param({"as_of": "2023"}, {"as_of": "2025"}, "2024-01-01", "newer", id="after-it-was-last-seen"),
        pytest.param({"as_of": "2023"}, {"as_of": "2023"}, "2023-06-01", "newer", id="seen-the-same-year"),
        pytest.param({}, {}, "2020-01-01", "newer", id="nothing-dated"),
        pytest.param({"valid_from": "2020"}, {}, "2021-01-01", "newer", id="the-newer-one-undated"),
        pytest.param({}, {"valid_from": "2022"}, "2021-01-01", "older", id="the-older-one-undated"),
        pytest.param({}, {"valid_from": "2027"}, "2026-11-22", "older", id="prepared-the-older-one-undated"),
        pytest.param({"valid_from": "2020"}, {"valid_from": "2022"}, "2019-06-01", None, id="before-both"),
        pytest.param({"as_of": "2026"}, {"valid_from": "2026"}, "2026-03-01", "older", id="past-of-this-very-year"),
        pytest.param(
            {"as_of": "2026"}, {"valid_from": "2026"}, "2026-11-22", "newer", id="what-was-written-is-so-today"
        ),
        pytest.param({"as_of": "2026"}, {"valid_from": "2027"}, "2026-12-31", "older", id="prepared-eve"),
        pytest.param({"as_of": "2026"}, {"valid_from": "2027"}, "2027-01-01", "newer", id="prepared-takes-effect"),
        pytest.param({"valid_until": "2026-12-31"}, {}, "2026-12-31", "older", id="prepared-by-an-end"),
        pytest.param({"valid_until": "2026-12-31"}, {}, "2027-01-01", "newer", id="an-end-takes-effect"),
        pytest.param({"valid_until": "2027-06"}, {"valid_from": "2027-01"}, "2027-02-01", "newer", id="an-overlap"),
    ],
)
def test_one_of_two_facts_stands(older, newer, on, stands):
    career = a_career(a_claim("newer", **newer), replaced("older", "newer", **older))

    assert told(career, on) == ({stands} if stands else set())


# --- Lines of replacements --------------------------------------------------------------------------------------------

WAGES = (
    a_claim("june-2026", valid_from="2026-06-01"),
    replaced("january-2026", "june-2026", valid_from="2026-01-01", valid_until="2026-05-31"),
    replaced("november-2024", "january-2026", valid_from="2024-11-01", valid_until="2025-12-31"),
)
SEEN = (
    a_claim("279", valid_from="2023"),
    replaced("384", "279", as_of="2023"),
    replaced("a-year", "279", as_of="2018"),
    replaced("hidden", "279", as_of="2022", is_shown=False),
)
DATED = (
    a_claim("grid-2024", valid_from="2024-01-01"),
    replaced("grid-2022", "grid-2024", valid_from="2022-07-01"),
    replaced("grid-2019", "grid-2024", valid_from="2019-07-01"),
    replaced("premium", "grid-2024", valid_from="2019-07-01", valid_until="2022-12-31"),
    replaced("rumour", "grid-2024", as_of="2022"),
)
COUNTS = (
    count("8111", "2024-12"),
    count("7240", "2024-10-31", by="8111"),
    count("4000", "2023-03-27", by="7240"),
    count("3112", "2022-05-28", by="7240"),
)
NUMBERS = (
    a_claim("rncp-40913", valid_from="2025-06"),
    replaced("rncp-36358", "rncp-40913", valid_from="2022-04-22", valid_until="2025-04-24"),
    replaced("no-diploma", "rncp-40913", as_of="2018"),
)


@pytest.mark.parametrize(
    ("claims", "on", "stand"),
    [
        pytest.param(WAGES, "2025-03-01", {"november-2024"}, id="two-steps-back"),
        pytest.param(WAGES, "2026-03-01", {"january-2026"}, id="one-step-back"),
        pytest.param(WAGES, "2024-10-31", set(), id="before-the-first-known"),
        pytest.param(SEEN, "2018-06-01", {"a-year"}, id="each-until-it-was-last-seen"),
        pytest.param(SEEN, "2022-06-01", {"384"}, id="the-next-one-seen"),
        pytest.param(DATED, "2022-09-01", {"grid-2022", "premium"}, id="the-latest-and-what-has-an-end-of-its-own"),
        pytest.param(DATED, "2023-02-01", {"grid-2022"}, id="its-end-has-come"),
        pytest.param(DATED, "2020-01-01", {"grid-2019", "premium"}, id="dates-say-more-than-when-it-was-seen"),
        pytest.param(COUNTS, "2023-03-27", {"4000"}, id="the-latest-count-known-that-day"),
        pytest.param(COUNTS, "2023-03-26", {"3112"}, id="nobody-had-counted-yet"),
        pytest.param(COUNTS, "2022-01-01", set(), id="before-the-first-count"),
        pytest.param(COUNTS, "2024-12-30", {"7240"}, id="a-count-of-a-month-is-known-at-its-end"),
        pytest.param(NUMBERS, "2018-06-01", {"no-diploma"}, id="before-it-was-registered"),
        pytest.param(NUMBERS, "2023-06-01", {"rncp-36358"}, id="registered"),
        pytest.param(
            (*SEEN, replaced("undated", "279")),
            "2022-06-01",
            {"384"},
            id="one-that-was-seen-says-more-than-one-without-date",
        ),
        pytest.param(NUMBERS, "2025-05-10", set(), id="what-came-before-does-not-come-back-in-a-gap"),
    ],
)
def test_what_stands_in_a_line_of_replacements(claims, on, stand):
    assert told(a_career(*claims), on) == stand


def test_a_replaced_fact_points_to_the_one_that_stands_that_day():
    shown = standing(a_career(*SEEN), "2023-03-27").career.claims_by_code

    assert "279" not in shown
    assert (shown["a-year"].standing, shown["a-year"].superseded_by) == ("superseded", "384")


def test_a_count_stays_beside_the_later_ones():
    shown = standing(a_career(*COUNTS), "2024-11-01").career.claims_by_code

    assert {code: claim.standing for code, claim in shown.items()} == {
        "7240": "current",
        "4000": "superseded",
        "3112": "superseded",
    }


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({}, "current", id="sure"),
        pytest.param({"caveat": "À confirmer."}, "unverified", id="with-a-caveat"),
        pytest.param({"caveat": "Deux versions.", "contested_with": "rival"}, "contested", id="with-a-rival"),
    ],
)
def test_a_fact_that_stands_again_is_as_doubtful_as_it_was(fields, expected):
    career = a_career(a_claim("newer", valid_from="2025"), replaced("older", "newer", as_of="2024", **fields))

    assert standing(career, "2024-06-01").career.claims_by_code["older"].standing == expected


@pytest.mark.parametrize("doubt", ["unverified", "contested"])
def test_a_doubtful_fact_says_nothing_of_a_day_before_it_was_seen(doubt):
    career = a_career(a_claim("fait", standing=doubt, as_of="2024-11", caveat="À confirmer."))

    assert [on for on in ("2024-10-31", "2024-11-01") if standing(career, on).career.claims] == ["2024-11-01"]


def test_a_fact_that_ended_with_nothing_in_its_place_is_over():
    career = a_career(a_claim("fait", valid_until="2030-06-25"))

    (ended,) = standing(career, "2030-06-26").career.claims

    assert (ended.standing, ended.is_over) == ("superseded", True)
    assert standing(career, "2030-06-25").career is career


def test_a_refuted_fact_is_left_alone():
    career = a_career(
        a_claim("truth", valid_from="2024"), a_claim("error", standing="refuted", superseded_by="truth", as_of="2019")
    )

    assert [claim.code for claim in standing(career, "2020-01-01").career.claims] == ["error"]


def test_a_disagreement_with_a_version_nobody_had_said_is_not_there_yet():
    stances = (Stance(claim="279", says="279 h", is_retained=True), Stance(claim="384", says="384 h"))
    dispute = Disagreement(code="c01", subject="La durée", we_show="279 heures.", why="La branche.", stances=stances)
    career = a_career(*SEEN, disagreements=(dispute,))

    assert standing(career, "2023-03-27").career.disagreements == ()
    assert standing(career, "2024-01-01").career.disagreements == (dispute,)


def test_succession_in_circles_ends():
    career = a_career(
        replaced("one", "two", valid_from="2027"),
        replaced("two", "one", valid_from="2028"),
        a_claim("fact"),
    )

    for on in ("2020-01-01", "2026-11-22", "2027-06-01", "2029-01-01"):
        assert "fact" in told(career, on)


# --- What a rule that names a fact reads ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claims", "on", "place"),
    [
        pytest.param(SEEN, "2023-03-27", {"279": ("384",)}, id="not-yet"),
        pytest.param(
            SEEN, "2017-06-01", dict.fromkeys(["279", "384", "hidden"], ("a-year",)), id="nor-those-first-seen-later"
        ),
        pytest.param(SEEN, "2026-11-22", {}, id="a-rule-that-names-a-replaced-fact-means-it"),
        pytest.param(
            WAGES, "2024-06-01", dict.fromkeys(["june-2026", "january-2026", "november-2024"], ()), id="nothing"
        ),
        pytest.param(
            (a_claim("new", valid_from="2027-01-01"), replaced("old", "new", as_of="2026")),
            "2026-11-22",
            {"new": ("old",)},
            id="prepared-not-yet",
        ),
        pytest.param(
            (a_claim("new", valid_from="2027-01-01"), replaced("old", "new", as_of="2026")),
            "2027-01-01",
            {"old": ("new",)},
            id="prepared-in-force",
        ),
        pytest.param(
            (
                a_claim("newest", valid_from="2028"),
                replaced("new", "newest", valid_from="2027", valid_until="2027"),
                replaced("old", "new", as_of="2026"),
            ),
            "2028-02-01",
            {"old": ("newest",), "new": ("newest",)},
            id="prepared-twice",
        ),
    ],
)
def test_what_to_read_in_place_of_a_fact(claims, on, place):
    assert standing(a_career(*claims), on).in_place_of == place


# --- Days -------------------------------------------------------------------------------------------------------------

EVERYTHING = (
    *WAGES,
    *SEEN,
    *DATED,
    *COUNTS,
    *NUMBERS,
    a_claim("over", valid_until="2026-12"),
    a_claim("new", valid_from="2027-03"),
)


def test_facts_stand_alike_between_two_turning_days():
    career = a_career(*EVERYTHING)
    for first, following in pairwise(sorted(turning_days(career, WRITTEN))):
        last = following - timedelta(days=1)
        middle = first + (last - first) / 2
        at_first, at_middle, at_last = (standing_on(career, on, WRITTEN) for on in (first, middle, last))
        assert at_first == at_middle == at_last, first


def test_today_is_the_part_itself():
    career = a_career(*EVERYTHING, a_claim("since", valid_from="2026-11-22"))
    held = a_career(*(claim for claim in career.claims if claim.code != "new"))

    assert standing_on(held, WRITTEN, WRITTEN).career is held


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        pytest.param(
            (a_claim("a", valid_from="2019-07"), a_claim("b", valid_from="2018")), "2018-01-01", id="earliest"
        ),
        pytest.param(
            (a_claim("a", valid_from="2018", is_shown=False), a_claim("b", valid_from="2019")), "2019-01-01", id="shown"
        ),
        pytest.param((a_claim("a", as_of="2018"),), None, id="none-says-since-when"),
    ],
)
def test_first_known_day(claims, expected):
    assert first_known_day(a_career(*claims)) == (expected and day(expected))


def test_ten_thousand_days_make_few_readings_and_keep_fewer():
    made: list[date] = []

    def make(on: date) -> date:
        made.append(on)
        return on

    turns = Turns([day("2020-01-01"), day("2023-01-01"), day("2023-01-01")], make, most=2)

    found = {turns.on(day("2015-01-01") + timedelta(days=number)) for number in range(10_000)}

    assert made == [date.min, day("2020-01-01"), day("2023-01-01")]
    assert found == set(made)
    assert turns.on(day("2019-01-01")) == date.min  # made again: two stay
    assert len(made) == 4
