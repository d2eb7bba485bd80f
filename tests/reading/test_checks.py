"""What is right and wrong in one row, one rule at a time."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from registration.reading.checks import Rules, mark_duplicates_in_file
from registration.reading.forms import recheck
from tests.reading.samples import HEADER, PERSON, RULES, TODAY, codes, person_with, read, source

FORM = {
    "family_name_km": "សុខ",
    "given_name_km": "សុភា",
    "sex": "F",
    "date_of_birth": "1990-03-25",
    "identity_number": "012345678",
    "hired_on": "2020-01-15",
    "wage": "816000",
}


@pytest.mark.parametrize("text", ["F", "f", "Female", "ស្រី", "ស", "ស្ត្រី", "Ms.", "\u200bស្រី "])
def test_female_in_many_words(text):
    assert person_with(Sex=text).sex == "F"


@pytest.mark.parametrize("text", ["M", "male", "ប្រុស", "ប", "លោក"])
def test_male_in_many_words(text):
    assert person_with(Sex=text).sex == "M"


@pytest.mark.parametrize(
    ("cell", "amount", "currency"),
    [
        (816000.0, 816000, "KHR"),
        ("816,000 ៛", 816000, "KHR"),
        ("៨១៦,០០០៛", 816000, "KHR"),
        ("816.000", 816000, "KHR"),
        ("1 250 000 KHR", 1250000, "KHR"),
        ("1,250,000.00", 1250000, "KHR"),
        ("1.250.000,50 រៀល", Decimal("1250000.50"), "KHR"),
        ("$250", 250, "USD"),
        ("250.5 USD", Decimal("250.50"), "USD"),
        ("US$ 1,250.75", Decimal("1250.75"), "USD"),
        ("250 ដុល្លារ", 250, "USD"),
    ],
)
def test_a_wage_typed_many_ways(cell, amount, currency):
    person = person_with(Wage=cell)
    assert (person.wage, person.wage_currency, codes(person)) == (amount, currency, [])


@pytest.mark.parametrize(
    "cell", ["ask HR", -5.0, 0.0, "-816000", "(816000)", "12 or 13", "1e400", float("nan"), "9" * 30]
)
def test_what_is_no_wage(cell):
    assert codes(person_with(Wage=cell)) == [("wage", "wage_invalid")]


def test_a_column_of_small_amounts_is_in_dollars():
    header = [*HEADER[:-1], "Salary"]
    people = read(source(header, [*PERSON[:-1], 250.0], [*PERSON[:4], "112345678", PERSON[5], 310.5]))
    assert [(person.wage, person.wage_currency) for person in people] == [(250, "USD"), (Decimal("310.5"), "USD")]


@pytest.mark.parametrize("cell", ["012 345 678", "012-345-678", "០១២៣៤៥៦៧៨", " 012345678\u200b"])
def test_an_identity_number_with_spaces_or_khmer_digits(cell):
    person = person_with(ID_number=cell)
    assert (person.id_number, person.id_kind, codes(person)) == ("012345678", "khmer_id", [])


@pytest.mark.parametrize("cell", [12345678.0, "12345678.0", "1.2345678E7", "1.2345678E+07"])
def test_a_number_that_lost_its_zero_gets_it_back_with_a_warning(cell):
    person = person_with(ID_number=cell)
    assert person.id_number == "012345678" and person.is_clean
    assert codes(person) == [("identity_number", "leading_zero_restored")]


@pytest.mark.parametrize("cell", ["12345678", "1234567", "0123456789", "KH08064X", "01234567O", 1234567890.0, 12.5])
def test_other_numbers_are_no_khmer_identity_card(cell):
    person = person_with(ID_number=cell)
    assert (person.id_number, codes(person)) == ("", [("identity_number", "id_invalid")])


@pytest.mark.parametrize("cell", ["N1234567", "n 123 4567", 123456789.0, "AB1234"])
def test_a_foreigner_shows_a_passport(cell):
    person = person_with(ID_number=cell, Nationality="Chinese")
    assert (person.nationality, person.id_kind, codes(person)) == ("CN", "passport", [])


def test_a_passport_of_five_signs_is_not_complete():
    assert codes(person_with(ID_number="N1234", Nationality="វៀតណាម")) == [("identity_number", "id_invalid")]


def test_a_column_that_names_another_kind_of_document_frees_a_khmer_from_nine_digits():
    kidc = person_with(ID_number="", KIDC="0123456789")
    assert (kidc.id_kind, kidc.id_number, codes(kidc)) == ("kidc", "0123456789", [])
    born = person_with(ID_number="", Birth_certificate_No="123/2005")
    assert (born.id_kind, codes(born)) == ("birth_certificate", [])
    stated = person_with(ID_number="N1234567", ID_type="Passport")
    assert (stated.id_kind, codes(stated)) == ("passport", [])


def test_a_khmer_identity_card_comes_before_other_documents():
    person = person_with(Passport="N1234567")
    assert (person.id_kind, person.id_number) == ("khmer_id", "012345678")


@pytest.mark.parametrize(
    "cell", ["012345678", "+855 12 345 678", 12345678.0, 85512345678.0, "012345678 / 098765432", ""]
)
def test_a_phone_number_that_can_be_called(cell):
    person = person_with(Phone=cell)
    assert codes(person) == []
    assert person.phone in ("+85512345678", "")


@pytest.mark.parametrize("cell", ["12", "none", 12.0, "0123456789012"])
def test_a_phone_number_that_cannot(cell):
    assert codes(person_with(Phone=cell)) == [("phone", "phone_invalid")]


@pytest.mark.parametrize(
    "cell",
    [date(1990, 3, 25), datetime(1990, 3, 25, 8, 30), 32957.0, "25 March 1990", date(2533, 3, 25)],
)
def test_a_date_of_birth_in_many_forms(cell):
    assert person_with(Date_of_birth=cell).born_on == date(1990, 3, 25)


def test_a_year_alone_is_enough_and_remembered_as_such():
    person = person_with(Date_of_birth="1990")
    assert (person.born_on, person.born_precision, codes(person)) == (date(1990, 1, 1), "year", [])


def _born(*texts):
    rows = [[*PERSON[:3], text, f"1234567{at:02}", *PERSON[5:]] for at, text in enumerate(texts)]
    return [person.born_on if not person.problems else codes(person)[0] for person in read(source(HEADER, *rows))]


INVALID = ("date_of_birth", "date_invalid")


def test_a_columns_own_dates_say_which_comes_first():
    assert _born("03/04/1998", "25/12/1990") == [date(1998, 4, 3), date(1990, 12, 25)]
    assert _born("03/04/1998", "12/25/1990") == [date(1998, 3, 4), date(1990, 12, 25)]


def test_a_column_that_does_not_say_leaves_an_ambiguous_date_open():
    assert _born("03/04/1998", "05/05/1990") == [INVALID, date(1990, 5, 5)]


def test_a_column_that_says_both_leaves_only_ambiguous_dates_open():
    assert _born("03/04/1998", "25/12/1990", "12/25/1990") == [INVALID, date(1990, 12, 25), date(1990, 12, 25)]


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"Date_of_birth": "2031-05-05"}, ("date_of_birth", "date_future")),
        ({"Date_of_birth": "2014-03-03"}, ("date_of_birth", "under_age")),
        ({"Date_of_birth": "31-02-1990"}, INVALID),
        ({"Date_of_hire": "yesterday"}, ("hired_on", "date_invalid")),
        ({"Date_of_hire": "2027-01-01"}, ("hired_on", "date_future")),
        ({"Date_of_hire": "2004-03-24"}, ("hired_on", "hire_before_working_age")),
        ({"Sex": "X?"}, ("sex", "sex_invalid")),
        ({"Sex": ""}, ("sex", "required")),
        ({"Wage": ""}, ("wage", "required")),
        ({"ID_number": ""}, ("identity_number", "required")),
        ({"Family_name": ""}, ("family_name", "required")),
    ],
)
def test_one_thing_wrong_is_one_problem(changed, problem):
    assert codes(person_with(**changed)) == [problem]


def test_the_day_somebody_turns_fifteen_is_old_enough():
    assert codes(recheck({**FORM, "date_of_birth": "2011-11-22", "hired_on": "2026-11-22"}, RULES)) == []
    assert codes(recheck({**FORM, "date_of_birth": "2011-11-23", "hired_on": "2026-11-22"}, RULES)) == [
        ("date_of_birth", "under_age")
    ]


def test_the_working_age_comes_from_the_law_book():
    young = {**FORM, "date_of_birth": "2009-01-01", "hired_on": "2026-01-01"}
    assert codes(recheck(young, RULES)) == []
    assert codes(recheck(young, Rules(TODAY, working_age=18))) == [("date_of_birth", "under_age")]


def test_a_one_part_name_is_asked_about_and_then_accepted():
    alone = {**FORM, "given_name_km": ""}
    assert codes(recheck(alone, RULES)) == [("given_name", "required")]
    assert codes(recheck(alone, RULES, one_part_name_confirmed=True)) == []
    nameless = {**alone, "family_name_km": ""}
    assert len(codes(recheck(nameless, RULES, one_part_name_confirmed=True))) == 2


def test_problems_come_in_the_order_of_the_fields():
    empty = recheck(dict.fromkeys(FORM, ""), RULES)
    assert [field for field, _code in codes(empty)] == [
        "family_name",
        "given_name",
        "sex",
        "date_of_birth",
        "identity_number",
        "hired_on",
        "wage",
    ]


def test_the_second_use_of_an_identity_number_in_a_file_is_marked():
    people = [recheck(FORM, RULES, row_no=row_no) for row_no in (2, 3, 4)]
    assert [codes(person) for person in mark_duplicates_in_file(people)] == [
        [],
        [("identity_number", "duplicate_in_file")],
        [("identity_number", "duplicate_in_file")],
    ]
