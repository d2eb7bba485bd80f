import pytest

from nssf_portal.khmer.breaks import insert_breaks
from nssf_portal.khmer.cleaning import clean, has_khmer
from nssf_portal.khmer.digits import to_khmer_digits, to_latin_digits
from nssf_portal.khmer.phones import display_phone, normalise_phone
from nssf_portal.khmer.sorting import sort_key


def test_clean_takes_out_what_nobody_sees_and_keeps_the_spelling():
    assert clean("\ufeff\u200bស្រី\u00a0 លាភ\x00 ") == "ស្រី លាភ"
    assert clean("កេ\u17b6ះ") == "កេ\u17b6ះ"
    assert clean("a\x00b") == "ab"


def test_digits_go_both_ways():
    assert to_latin_digits("០១២៣៤៥៦៧៨៩") == "0123456789"
    assert to_khmer_digits(2026) == "២០២៦"


@pytest.mark.parametrize(
    "text",
    ["012336128", "012 336 128", "+855 12 336128", "(+855)12-336-128", "855 12336128", "០១២៣៣៦១២៨", "+855 012 336 128"],
)
def test_one_phone_number_typed_many_ways(text):
    assert normalise_phone(text) == "+85512336128"


@pytest.mark.parametrize("text", ["12", "0123456", "01234567890", "+84 912345678", "ask HR", "", "12336128"])
def test_other_numbers_are_not_phone_numbers(text):
    assert normalise_phone(text) is None


def test_nine_digits_after_the_zero_are_fine():
    assert normalise_phone("097 1234567") == "+855971234567"
    assert display_phone("+855971234567") == "097 123 4567"


def test_breaks_go_between_khmer_words_only():
    broken = insert_breaks("បេឡាជាតិសន្តិសុខសង្គម NSSF")
    assert "\u200b" in broken
    assert broken.replace("\u200b", "") == "បេឡាជាតិសន្តិសុខសង្គម NSSF"
    assert insert_breaks("plain") == "plain"
    assert has_khmer("a ក") and not has_khmer("abc")


def test_khmer_sorts_in_dictionary_order():
    assert sorted(["ខ", "ក្រ", "ក", "កា"], key=sort_key) == ["ក", "កា", "ក្រ", "ខ"]
