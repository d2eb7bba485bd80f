import pytest

from registration.reading.checks import CODES
from registration.reading.synonyms import FIELDS
from registration.reading.words import FIELD_LABELS, describe, message, suggest_fix


@pytest.mark.parametrize("code", CODES)
def test_every_problem_has_words(code):
    field = (
        "identity_number"
        if code.startswith(("id_", "possible", "duplicate", "leading", "officer"))
        else "date_of_birth"
    )
    words = describe(code, field, "123")
    assert words.title and words.what_to_do.endswith((".", "?"))
    assert "%(" not in message(code, field, "123")


def test_every_field_has_a_label():
    assert tuple(FIELD_LABELS) == FIELDS


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("01023456", "8 digits instead of 9: the zero at the start is missing?"),
        ("0201145", "7 digits instead of 9. Please type it from the card."),
        ("010998O12", "Letter O in place of zero. Please type it from the card."),
        ("KH08064X", "The number on the card has only digits. Please type it from the card."),
    ],
)
def test_what_is_said_about_an_identity_number(raw, said):
    assert describe("id_invalid", "identity_number", raw) == ("ID card number does not have 9 digits", said)


def test_only_the_single_missing_zero_is_offered():
    assert suggest_fix("identity_number", "id_invalid", "01023456") == ["001023456"]
    assert suggest_fix("identity_number", "id_invalid", "11 045 672") == ["011045672"]
    assert suggest_fix("identity_number", "id_invalid", "0201145") == []
    assert suggest_fix("identity_number", "id_invalid", "N123", "passport") == []


def test_both_readings_of_a_date_are_offered():
    assert suggest_fix("date_of_birth", "date_invalid", "03/04/1998") == ["1998-04-03", "1998-03-04"]
    words = describe("date_invalid", "date_of_birth", "03/04/1998")
    assert words.title == "Date of birth can be read two ways"
    assert "3 April 1998" in words.what_to_do and "4 March 1998" in words.what_to_do
    assert suggest_fix("hired_on", "date_invalid", "yesterday") == []


def test_a_phone_number_without_its_zero():
    assert suggest_fix("phone", "phone_invalid", "12336128") == ["012336128"]
    assert suggest_fix("phone", "phone_invalid", "12") == []
