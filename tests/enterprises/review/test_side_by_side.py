"""What differs, sign by sign and in words: numbers, names in both scripts, places, days."""

from datetime import date

import pytest

from enterprises.models import Enterprise, RegistryRecord
from enterprises.side_by_side import compare

WORDS = [
    ("tin", "L001-123456789", "L001-123456798", "close", "two neighbouring signs swapped"),
    ("tin", "L001-123456789", "L001-123456780", "close", "1 sign differs"),
    ("tin", "L001-123456789", "K907-555000111", "differs", "12 signs differ"),
    ("name_latin", "GOLDEN LOOM", "Golden  Loom.", "same", ""),
    ("name_latin", "Golden Loom Co., Ltd", "Golden Loom", "close", "only spaces or the form of company differ"),
    ("name_latin", "Golden Lom", "Golden Loom", "close", "1 sign differs"),
    ("name_km", "តម្បាញ មាស", "តម្បាញមាស", "close", "only spaces or the form of company differ"),
    ("commune_code", "1201", "120101", "same", "one of them names the district only"),
    ("commune_code", "120101", "120109", "close", "same district, another commune"),
    ("commune_code", "120101", "170101", "differs", "another province"),
    ("opened_on", date(2019, 4, 3), date(2019, 3, 4), "close", "day and month swapped"),
    ("opened_on", date(2019, 4, 3), date(2019, 4, 4), "close", "1 day apart"),
    ("declared_workers", 9, 12, "none", "3 people apart"),
    ("address", "St 1", "Street 1", "none", "worded differently"),
    ("phone", "+85512345678", "", "none", "only the record says it"),
    ("sector", "C", "G", "differs", ""),
]


@pytest.mark.parametrize(("field", "one", "other", "verdict", "words"), WORDS)
def test_the_verdict_and_its_words(db, field, one, other, verdict, words):
    (line,) = compare(RegistryRecord(**{field: one}), Enterprise(**{field: other}))
    if words == "12 signs differ":
        assert line.verdict == "differs" and line.words.endswith("signs differ")
    else:
        assert (line.verdict, line.words) == (verdict, words)


def test_only_the_differing_signs_are_marked_and_a_khmer_sign_stays_whole(db):
    (line,) = compare(RegistryRecord(name_km="សុខ ដារ៉ា"), Enterprise(name_km="សុខ តារា"))
    assert "".join(part.text for part in line.left) == "សុខ ដារ៉ា"
    marked = [part.text for part in line.left if part.mark]
    assert marked and all("សុខ" not in text for text in marked)
    assert "ដា" in marked[0] and "រ៉ា" in "".join(marked)
