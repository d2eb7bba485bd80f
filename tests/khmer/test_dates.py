from datetime import date

import pytest

from nssf_portal.khmer.dates import DAY_FIRST, MONTH_FIRST, date_from_number, date_order, format_date, parse_date

BIRTHDAY = date(1990, 3, 25)


@pytest.mark.parametrize(
    "text",
    [
        "25-03-1990",
        "25/3/1990",
        "25.03.90",
        "1990-03-25",
        "1990/03/25",
        "1990-03-25 00:00:00",
        "1990-03-25T00:00:00",
        "25 March 1990",
        "25-Mar-1990",
        "25Mar1990",
        "March 25, 1990",
        "25th March 1990",
        "25 mars 1990",
        "២៥/០៣/១៩៩០",
        "២៥ មីនា ១៩៩០",
        "ថ្ងៃទី២៥ ខែមីនា ឆ្នាំ១៩៩០",
        "ថ្ងៃទី២៥ខែមីនាឆ្នាំ១៩៩០",
        "25-03-2533",
        "19900325",
        "25031990",
        "\u200b25-03-1990 ",
    ],
)
def test_one_day_typed_many_ways(text):
    assert parse_date(text, DAY_FIRST).value == BIRTHDAY


def test_a_date_that_fits_both_ways_has_no_value_and_two_readings():
    reading = parse_date("03/04/1998")
    assert reading.value is None
    assert reading.readings == (date(1998, 4, 3), date(1998, 3, 4))
    assert parse_date("03/04/1998", MONTH_FIRST).value == date(1998, 3, 4)
    assert parse_date("05/05/1998").value == date(1998, 5, 5)


def test_khmer_words_say_which_is_the_day():
    assert parse_date("ថ្ងៃទី០៣ ខែ០៤ ឆ្នាំ១៩៩៨").value == date(1998, 4, 3)


@pytest.mark.parametrize(("text", "precision"), [("1985", "year"), ("១៩៨៥", "year"), ("01-1985", "month")])
def test_less_than_a_day_keeps_its_precision(text, precision):
    assert parse_date(text) == (date(1985, 1, 1), precision, ())


@pytest.mark.parametrize("text", ["31-02-1990", "yesterday", "", "-", "12", "99/99/9999", "1-2-3-4", "0000-00-00"])
def test_what_is_no_date_has_no_reading(text):
    assert parse_date(text).value is None


@pytest.mark.parametrize(
    ("text", "order"),
    [("25-03-1990", DAY_FIRST), ("03-25-1990", MONTH_FIRST), ("03-04-1990", None), ("02-31-1990", None)],
)
def test_only_a_date_with_one_reading_proves_an_order(text, order):
    assert date_order(text) == order


def test_a_number_is_a_serial_a_year_or_eight_digits():
    assert date_from_number(32957.0).value == date(1990, 3, 25)
    assert date_from_number(1990.0).precision == "year"
    assert date_from_number(19900325.0).value == BIRTHDAY


def test_dates_are_written_with_the_month_in_words():
    day = date(2026, 11, 22)
    assert format_date(day, "km", "khmer") == "ថ្ងៃទី២២ ខែវិច្ឆិកា ឆ្នាំ២០២៦"
    assert format_date(day, "km") == "22 វិច្ឆិកា 2026"
    assert format_date(day, "en") == "22 November 2026"
    assert format_date(day, "en", precision="year") == "2026"
