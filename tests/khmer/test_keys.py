import pytest

from nssf_portal.khmer.keys import name_key, search_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("កោះ", "កេ\u17b6ះ"),
        ("កើត", "កេ\u17b8ត"),
        ("កណ្តាល", "កណ្ដាល"),
        ("ខ្ញុំ", "ខុ្ញំ"),
        ("ស៊ីម", "សីុម".replace("ុ", "\u17ca")),
        ("\u200bស្រី ", "ស្រី"),
        ("SOK  Sopheap", "sok sopheap"),
        ("O'Brien", "OBRIEN"),
        ("Nguyễn Văn Đức", "nguyen van duc"),
        ("SREY-MOM", "Srey Mom"),
        ("១២៣", "123"),
    ],
)
def test_two_spellings_of_one_name_have_one_key(one, other):
    assert search_key(one) == search_key(other)


@pytest.mark.parametrize(("one", "other"), [("សុខ", "សុខា"), ("ចាន់ណា", "ចាន់ថា"), ("វណ្ណា", "វណ្ណី"), ("SOK", "SOKHA")])
def test_different_names_keep_different_keys(one, other):
    assert search_key(one) != search_key(other)


def test_a_key_holds_only_letters_digits_and_spaces():
    key = search_key("ព្រហ្ម ឧត្តម្ភ៍ (ឯកឧត្តម)។ ៗ Đặng-Thị 9")
    assert all(sign.isalnum() or sign == " " for sign in key)
    assert not any("\u17b4" <= sign <= "\u17d3" for sign in key)


def test_name_key_puts_the_family_name_first_and_takes_one_part_names():
    assert name_key("សុខ", "សុភា") == search_key("សុខ សុភា")
    assert name_key("", "SOPHEA") == "sophea"
    assert name_key("", "") == ""
