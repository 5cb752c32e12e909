from datetime import date

import pytest
from django.core.exceptions import ValidationError

from careers import partial_dates
from careers.models import Milestone, Source
from careers.partial_dates import PartialDateField
from tests import factories

NO_DATES = [
    "",
    "abc",
    "23",
    "2023-13",
    "2023-00",
    "2023-03-00",
    "2023-02-29",
    "2023-3",
    "0000",
    "2023-03-27T10",
    "٢٠٢٣",
    "2023\n",
]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        pytest.param("2023", date(2023, 1, 1), date(2023, 12, 31), id="year"),
        pytest.param("2023-03", date(2023, 3, 1), date(2023, 3, 31), id="month"),
        pytest.param("2023-02", date(2023, 2, 1), date(2023, 2, 28), id="february"),
        pytest.param("2024-02", date(2024, 2, 1), date(2024, 2, 29), id="leap-february"),
        pytest.param("2023-03-27", date(2023, 3, 27), date(2023, 3, 27), id="day"),
    ],
)
def test_period_of_a_partial_date(text, first, last):
    assert (partial_dates.first_day(text), partial_dates.last_day(text)) == (first, last)


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date_is_refused(text):
    assert not partial_dates.is_date(text)
    with pytest.raises(ValueError, match=r"."):
        partial_dates.last_day(text)


@pytest.mark.parametrize(
    ("valid_from", "valid_until", "day", "expected"),
    [
        pytest.param("", "", date(2023, 3, 27), True, id="no-bounds"),
        pytest.param("2023-03-27", "", date(2023, 3, 26), False, id="day-before-the-first"),
        pytest.param("2023-03-27", "", date(2023, 3, 27), True, id="first-day"),
        pytest.param("2023", "", date(2023, 1, 1), True, id="first-day-of-the-year"),
        pytest.param("", "2023-03", date(2023, 3, 31), True, id="last-day-of-the-month"),
        pytest.param("", "2023-03", date(2023, 4, 1), False, id="day-after-the-last"),
        pytest.param("", "2023", date(2023, 12, 31), True, id="last-day-of-the-year"),
        pytest.param("2022", "2023-06", date(2024, 1, 1), False, id="after-both"),
    ],
)
def test_in_force(valid_from, valid_until, day, expected):
    assert partial_dates.in_force(valid_from, valid_until, day) is expected


@pytest.mark.parametrize(
    ("text", "words", "since", "until"),
    [
        ("2023", "2023", "depuis 2023", "jusqu’en 2023"),
        ("2023-08", "août 2023", "depuis août 2023", "jusqu’en août 2023"),
        ("2023-03-01", "1er mars 2023", "depuis le 1er mars 2023", "jusqu’au 1er mars 2023"),
        ("2023-12-31", "31 décembre 2023", "depuis le 31 décembre 2023", "jusqu’au 31 décembre 2023"),
    ],
)
def test_french_says_no_more_than_is_known(text, words, since, until):
    assert partial_dates.in_french(text) == words
    assert partial_dates.since_in_french(text) == since
    assert partial_dates.until_in_french(text) == until


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2019", "2023", "de 2019 à 2023"),
        ("2019-04", "2023-03", "d’avril 2019 à mars 2023"),
        ("2019-10", "2023", "d’octobre 2019 à 2023"),
        ("2019-04-01", "2023-03-31", "du 1er avril 2019 au 31 mars 2023"),
        ("2019-05", "2023-03-31", "de mai 2019 au 31 mars 2023"),
    ],
)
def test_french_of_a_period(start, end, words):
    assert partial_dates.between_in_french(start, end) == words


def test_french_of_no_date_and_of_a_day():
    assert partial_dates.in_french("") == ""
    assert partial_dates.day_in_french(date(2026, 1, 1)) == "1er janvier 2026"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("27/03/2023", "2023-03-27"),
        ("7/3/2023", "2023-03-07"),
        ("03/2023", "2023-03"),
        ("3/2023", "2023-03"),
        (" 2023 ", "2023"),
        ("2023-03", "2023-03"),
        ("27 mars 2023", "2023-03-27"),
        ("1er Août 2023", "2023-08-01"),
        ("fevrier 2024", "2024-02"),
    ],
)
def test_dates_are_typed_in_french_or_iso(typed, kept):
    assert partial_dates.normalise(typed) == kept
    assert Source(published_on=typed)._meta.get_field("published_on").clean(typed, None) == kept


@pytest.mark.parametrize(
    "typed", ["27/13/2023", "31/04/2023", "31 avril 2023", "nivôse 2023", "mars", "2023/03", "03-2023"]
)
def test_field_says_how_to_write_a_date(typed):
    with pytest.raises(ValidationError) as refusal:
        PartialDateField().clean(typed, None)

    assert refusal.value.messages == [f"« {typed} » n’est pas une date. Écrivez 2023, 03/2023 ou 27/03/2023."]


@pytest.mark.parametrize(("kept", "shown"), [("2023-03-07", "07/03/2023"), ("2023-03", "03/2023"), ("2023", "2023")])
def test_form_shows_a_date_as_people_type_it(kept, shown):
    field = PartialDateField().formfield()

    assert field.prepare_value(kept) == shown
    assert not field.has_changed(kept, shown)
    assert field.has_changed(kept, "2024")


def test_form_hands_a_mistake_back_as_it_was_typed():
    assert PartialDateField().formfield().prepare_value("mars 2023") == "mars 2023"


def test_field_without_a_date_stays_empty():
    assert PartialDateField().clean("", None) == ""
    with pytest.raises(ValidationError):
        PartialDateField(blank=False).clean("", None)


def test_field_keeps_whether_it_may_be_empty_when_copied():
    assert [field.clone().blank for field in (PartialDateField(), PartialDateField(blank=False))] == [True, False]


@pytest.mark.django_db
def test_row_saved_without_a_form_keeps_the_iso_form():
    milestone = factories.MilestoneFactory(on="03/2023")

    assert Milestone.objects.filter(on="2023-03").get() == milestone
