"""Reasons in plain words, in both languages, from the numbers of the reason alone."""

from datetime import date

import pytest
from django.utils import translation

from compliance.enums import Signal
from compliance.models import TargetReason
from compliance.targeting import sentences
from enterprises.sources import fill_sources
from tests.factories.compliance import institution

pytestmark = pytest.mark.django_db
JULY = date(2026, 7, 1)


def said(signal: str, language: str = "en", **facts) -> str:
    sentences.forget()
    with translation.override(language):
        return sentences.sentence(TargetReason(signal=signal, **facts))


@pytest.mark.parametrize(
    ("signal", "facts", "words"),
    [
        (
            "unregistered",
            {"since": date(2023, 5, 1), "source": "gdt"},
            "Named by GDT, open since 2023, not registered with the Fund",
        ),
        ("unregistered", {"source": "mot"}, "Named by Ministry of Tourism, not registered with the Fund"),
        (
            "headcount_gap",
            {"number": 97, "against": 12, "source": "mlvt"},
            "Registered 12 staff; list of MLVT has 97",
        ),
        ("headcount_gap", {"number": 1340, "source": "moc"}, "No staff registered; list of MOC has 1,340"),
        ("headcount_gap", {"number": 8, "against": 2}, "Registered 2 staff; declared 8 elsewhere"),
        ("headcount_gap", {"number": 8, "against": 0}, "No staff registered; declared 8 elsewhere"),
        (
            "late_declarations",
            {"number": 3, "against": 0, "since": JULY},
            "3 months without a declaration; the newest is of July 2026",
        ),
        ("late_declarations", {"number": 1, "against": 2}, "1 month without a declaration"),
        ("late_declarations", {"number": 0, "against": 2}, "2 declarations came late"),
        ("late_payments", {"number": 2}, "Contributions of 2 months late or missing"),
        ("information", {}, "Information received"),
        ("late_hires", {"number": 4}, "4 people registered late"),
        (
            "ended_before_visit",
            {"number": 5, "since": JULY},
            "5 people left the staff list shortly before the visit of July 2026",
        ),
        (
            "split_units",
            {"number": 4, "against": 15},
            "4 small units share an owner, address or phone; together they have 15 staff",
        ),
        ("shared_phone", {"number": 9}, "9 of the staff gave the same phone number"),
        ("size", {"number": 1200}, "About 1,200 workers"),
        ("sector", {"source": "F"}, "Sector where workers are often missing: construction"),
        ("never_visited", {}, "Never visited, as far as the portal knows"),
        ("never_visited", {"since": date(2025, 3, 4)}, "Last visited in March 2025"),
        ("distance", {}, "In a district with an office of the Fund"),
    ],
)
def test_the_words(signal, facts, words):
    for code in ("GDT", "MLVT", "MOC"):
        institution(code)
    fill_sources()
    assert said(signal, **facts) == words


@pytest.mark.parametrize("signal", Signal.values)
def test_every_reason_has_a_sentence_whatever_is_known(signal):
    for language in ("en", "km"):
        for facts in ({}, {"number": 2, "against": 1, "since": JULY, "source": "gdt"}):
            assert said(signal, language, **facts).strip()


def test_khmer_names_the_source_and_the_month_in_khmer():
    assert "អគ្គនាយកដ្ឋានពន្ធដារ" in said("unregistered", "km", source="gdt")
    assert "កក្កដា" in said("late_declarations", "km", number=3, against=0, since=JULY)


def test_a_page_of_sentences_asks_for_the_sources_once(django_assert_num_queries):
    fill_sources()
    sentences.forget()
    with django_assert_num_queries(1):
        for _ in range(5):
            sentences.sentence(TargetReason(signal="headcount_gap", number=9, source="mlvt"))
