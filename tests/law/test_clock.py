"""Deadlines over the Water Festival of 2026 (23 to 25 November, Monday to Wednesday)."""

from datetime import date, timedelta

import pytest

from nssf_portal.law import book, clock
from nssf_portal.law.enums import ValueType
from nssf_portal.law.models import ChecklistItem, Holiday, LawValue, OpeningHours

pytestmark = pytest.mark.django_db

FRIDAY = date(2026, 11, 20)


def test_weekends_and_holidays_are_not_working_days():
    assert clock.is_working_day(FRIDAY)
    assert not clock.is_working_day(date(2026, 11, 21))
    assert not clock.is_working_day(date(2026, 11, 24))


def test_three_working_days_after_the_friday_before_the_festival():
    assert clock.add_days(FRIDAY, 3, working=True) == date(2026, 11, 30)


def test_three_calendar_days_end_on_the_holiday_unless_they_roll_over():
    assert clock.add_days(FRIDAY, 3, working=False) == date(2026, 11, 23)
    assert clock.add_days(FRIDAY, 3, working=False, rolls_over=True) == date(2026, 11, 26)


def test_working_days_left_are_counted_both_ways():
    assert clock.working_days_between(FRIDAY, date(2026, 11, 30)) == 3
    assert clock.working_days_between(date(2026, 11, 30), FRIDAY) == -3
    assert clock.working_days_between(FRIDAY, FRIDAY) == 0


def test_the_law_book_says_how_a_deadline_counts():
    assert clock.deadline("deadline.employee_registration", FRIDAY) == date(2026, 11, 23)
    LawValue.objects.create(
        code="deadline.employee_registration.working_days",
        value_type=ValueType.BOOLEAN,
        flag=True,
        valid_from=date(2026, 1, 1),
        source="test",
    )
    book.forget()
    assert clock.deadline("deadline.employee_registration", FRIDAY) == date(2026, 11, 30)


def test_service_times_count_working_days():
    assert clock.deadline("sla.claim", FRIDAY) == date(2026, 11, 30)


def test_holidays_have_names_in_both_languages_and_later_years_are_forecasts():
    festival = Holiday.objects.get(date=date(2026, 11, 24))
    assert festival.confirmed
    assert "Water Festival" in festival.name("en")
    assert festival.name("km") == festival.name_km != ""
    assert not Holiday.objects.filter(date__year=2027, confirmed=True).exists()


def test_counters_are_open_every_day():
    assert OpeningHours.objects.in_force(FRIDAY).filter(counter="office").count() == 7


def test_the_portal_asks_a_worker_for_an_identity_card_only():
    needed = ChecklistItem.objects.asked_for("portal", "worker", FRIDAY)
    assert [item.document for item in needed] == ["khmer_id"]
    gone = ChecklistItem.objects.abolished("portal", "worker", FRIDAY)
    assert "employment_letter" in [item.document for item in gone]


def test_working_days_are_counted_as_one_by_one():
    """Counting a period by arithmetic gives what walking through its days gives."""
    start = date(2025, 12, 20)
    for length in range(0, 60):
        for shift in range(14):
            first = start + timedelta(days=shift)
            last = first + timedelta(days=length)
            walked = sum(clock.is_working_day(first + timedelta(days=n)) for n in range(1, length + 1))
            assert clock.working_days_between(first, last) == walked
            assert clock.working_days_between(last, first) == -walked
