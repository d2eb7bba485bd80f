"""What speaks for one person and what does not: names in two scripts, birth dates, sex, numbers."""

from dataclasses import replace
from datetime import date

import pytest

from bench.duplicates import WANTED_FALSE, WANTED_FOUND, tell
from bench.pairs import pairs
from registration.candidates import POSSIBLE, SAME, UNLIKELY, Person, births, words
from registration.candidates.likeness import latin_alike, likeness
from registration.candidates.scoring import Shared, judge, rules
from registration.candidates.sounds import latin_sound, skeleton
from registration.candidates.words import SENTENCES

pytestmark = pytest.mark.django_db

ONE = Person(
    family_name_km="ចាន់", given_name_km="ស្រីមុំ", family_name_latin="CHAN", given_name_latin="SREYMOM", sex="F",
    born_on=date(1994, 4, 23), nationality="KH",
)  # fmt: skip


def band(other: Person, shared: Shared | None = None, one: Person = ONE) -> str:
    return judge(one, other, shared or Shared(), rules())[1]


def codes(other: Person, shared: Shared | None = None, one: Person = ONE) -> set[str]:
    return {str(reason) for reason in judge(one, other, shared or Shared(), rules())[2]}


def test_the_same_words_are_the_same_person():
    assert band(ONE) == SAME
    assert codes(ONE) == {"name_equal", "birth_equal"}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"given_name_latin": "SREI MUM"}, "name_alike"),
        ({"family_name_km": "ច័ន្ទ"}, "name_alike"),
        ({"born_on": date(1994, 4, 3)}, "birth_slip"),
        ({"born_on": date(1995, 4, 23)}, "birth_year_slip"),
        ({"born_on": date(1994, 1, 1)}, "birth_year_equal"),
        ({"born_on": date(1994, 6, 1), "born_precision": "year"}, "birth_year_equal"),
    ],
)
def test_one_thing_changed_is_for_an_officer(changed, code):
    other = replace(ONE, **changed)
    assert code in codes(other)
    assert band(other) in (SAME, POSSIBLE)


def test_family_and_given_name_changed_about():
    other = replace(
        ONE, family_name_km=ONE.given_name_km, given_name_km=ONE.family_name_km,
        family_name_latin=ONE.given_name_latin, given_name_latin=ONE.family_name_latin,
    )  # fmt: skip
    assert "name_swapped" in codes(other)
    assert band(other) in (SAME, POSSIBLE)


def test_day_and_month_changed_about():
    one = replace(ONE, born_on=date(1994, 4, 3))
    other = replace(ONE, born_on=date(1994, 3, 4))
    assert "birth_swapped" in codes(other, one=one)
    assert band(other, one=one) == POSSIBLE


def test_khmer_letters_meet_their_latin_spelling():
    km = replace(ONE, family_name_latin="", given_name_latin="")
    latin = replace(ONE, family_name_km="", given_name_km="")
    assert band(latin, one=km) in (SAME, POSSIBLE)


@pytest.mark.parametrize(
    "changed",
    [
        {"given_name_km": "សុភា", "given_name_latin": "SOPHEA"},  # a twin
        {"given_name_km": "តារា", "given_name_latin": "DARA", "sex": "M"},
        {"born_on": date(1971, 9, 2)},  # a namesake
        {"born_on": date(1994, 11, 8)},  # a namesake of the same year
        {"family_name_km": "ស្រីមុំ", "family_name_latin": "SREYMOM", "given_name_km": "ធីតា",
         "given_name_latin": "THIDA", "born_on": date(2016, 4, 23)},  # a child
        {"sex": "M"},
    ],
)  # fmt: skip
def test_relatives_twins_and_namesakes_are_no_alarm(changed):
    assert band(replace(ONE, **changed)) == UNLIKELY


def test_two_default_birth_dates_of_one_year_say_little():
    one = replace(ONE, born_on=date(1994, 1, 1), born_precision="year")
    same = replace(one, born_precision="day")
    assert codes(same, one=one) == {"name_equal", "birth_default_equal"}
    assert band(same, one=one) == POSSIBLE
    other = replace(one, given_name_km="ស្រីពៅ", given_name_latin="SREYPOV")
    assert band(other, one=one) == UNLIKELY


def test_a_number_in_common_is_always_a_persons_matter():
    other = Person(family_name_latin="LONG", given_name_latin="VISAL", sex="M", born_on=date(1960, 2, 5))
    assert band(other, Shared(number=True)) == POSSIBLE
    assert band(other, Shared(phone=True)) == UNLIKELY
    assert band(ONE, Shared(number=True)) == SAME


def test_a_name_many_bear_says_less_near_a_birth_date_than_on_it():
    near = replace(ONE, born_on=date(1994, 4, 3))
    assert band(near) == POSSIBLE
    assert band(near, Shared(common_name=True)) == UNLIKELY
    assert band(ONE, Shared(common_name=True)) == POSSIBLE


def test_a_missing_birth_date_speaks_neither_way():
    other = replace(ONE, born_on=None)
    assert codes(other) == {"name_equal"}
    assert band(other) == UNLIKELY
    assert band(other, Shared(phone=True)) == POSSIBLE


def test_the_law_book_sets_the_limits(monkeypatch):
    from registration.candidates import scoring

    monkeypatch.setattr(
        scoring.book, "value_or", lambda code, first: 1 if code.endswith("threshold.possible") else first
    )
    assert band(replace(ONE, born_on=date(1994, 4, 3))) == UNLIKELY


@pytest.mark.parametrize(
    "spellings",
    [
        ("sothea", "suthia"),
        ("vuthy", "wuthi"),
        ("chhay", "chai"),
        ("soeun", "seun"),
        ("sok", "sokh"),
        ("chan", "tchann"),
    ],
)
def test_spellings_of_one_name_sound_alike(spellings):
    assert len({latin_sound(name) for name in spellings}) == 1
    assert latin_alike(*spellings) > 0.8


@pytest.mark.parametrize("names", [("sophea", "sophy"), ("dara", "dany"), ("soeun", "suon"), ("chhay", "chheang")])
def test_names_of_their_own_do_not(names):
    assert latin_sound(names[0]) != latin_sound(names[1])


def test_signs_changed_about_count_once():
    assert likeness("sokha", "sohka") == likeness("sokha", "sokhe") == 0.8
    assert likeness("", "x") == 0
    assert likeness("ណ", "ន") == 0.5


def test_the_consonants_of_both_scripts():
    assert skeleton("ចaន សរjមum") == skeleton("chan sreymom") == "CN SRM"


def test_the_dates_one_may_be_registered_under():
    found = births.near(date(1994, 4, 23))
    assert {date(1994, 4, 23), date(1995, 4, 23), date(1994, 1, 1), date(1949, 4, 23), date(1994, 4, 3)} <= set(found)
    assert date(1994, 3, 4) in births.near(date(1994, 4, 3))
    assert len(found) < 80


def test_every_reason_has_a_sentence():
    said = {code.partition(".")[2] for code in rules().values if code.startswith("weight.")}
    assert said - {"name", "common_name_near"} <= set(SENTENCES)
    assert words(["identifier", "nonsense"]) == ["The same identity number.", "nonsense"]


def test_pairs_with_known_truth():
    """The short form of the bench's figure: found and false alarms."""
    found, false, _wrong = tell(pairs(2_000, 11))
    assert found >= WANTED_FOUND
    assert false <= WANTED_FALSE
