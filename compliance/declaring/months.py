"""Months and their last days, as the law book says."""

import calendar
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from enterprises.models import Enterprise
from nssf_portal import law
from nssf_portal.law import clock
from nssf_portal.law.book import value_or


def first_of(day: date) -> date:
    return day.replace(day=1)


def last_of(month: date) -> date:
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def after(month: date, count: int = 1) -> date:
    """The first day of the month so many months later; earlier when negative."""
    year, index = divmod(month.year * 12 + month.month - 1 + count, 12)
    return date(year, index + 1, 1)


def read(text: str) -> date | None:
    """2026-09 as the month's first day."""
    try:
        return date.fromisoformat(f"{text}-01") if len(text) == 7 else None
    except ValueError:
        return None


def end_of(day: date) -> datetime:
    """The last moment of a day in Phnom Penh: what was recorded later was not known on it."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min)) - timedelta(microseconds=1)


def declare_by(month: date) -> date:
    """The last day to declare a month, by the law of that month (`deadline.declaration_day` of the month after)."""
    return _day("deadline.declaration_day", month)


def pay_by(enterprise: Enterprise, month: date) -> date:
    """The last day to pay a month; a newly registered enterprise has its own time for the first payment."""
    usual = _day("deadline.contribution_day", month)
    registered = enterprise.registered_on
    if registered is None or first_of(registered) != month:
        return usual
    return max(usual, clock.deadline("deadline.first_payment", registered))


def _day(code: str, month: date) -> date:
    number, then = int(law.value(code, on=month).value), after(month)
    day = then.replace(day=min(number, last_of(then).day))
    rolls = value_or(f"{code}.rolls_over", value_or("deadline.rolls_over", False, on=month), on=month)
    return clock.next_working_day(day) if rolls else day


def first_due(enterprise: Enterprise) -> date | None:
    """The first month this enterprise declares here; None when it is not registered."""
    if enterprise.registered_on is None or enterprise.nssf_number is None:
        return None
    begins = read(str(value_or("declaration.first_month", "2026-01"))) or date(2026, 1, 1)
    return max(first_of(enterprise.registered_on), begins)


def soon_days() -> int:
    """From how many days before the last one it is soon: then reminders go out too."""
    return int(value_or("declaration.remind_before", 5))
