"""Deadlines: calendar or working days, rolled over a holiday or not, each as the law book says."""

import time
from bisect import bisect_right
from datetime import date, timedelta

from django.utils import timezone

from nssf_portal import law
from nssf_portal.law.book import value_or
from nssf_portal.law.models import Holiday

_TTL = 60.0
_holidays: set[date] = set()
_days_off: list[int] = []  # holidays that fall on working days, as ordinals, in order
_read_at = float("-inf")
_WEEKEND = (5, 6)


def forget() -> None:
    """Read the holidays anew at the next question."""
    global _read_at
    _read_at = float("-inf")


def holidays() -> set[date]:
    """All public holidays the portal knows."""
    global _holidays, _days_off, _read_at
    if time.monotonic() - _read_at > _TTL:
        _holidays = set(Holiday.objects.values_list("date", flat=True))
        _days_off = sorted(day.toordinal() for day in _holidays if day.weekday() not in _WEEKEND)
        _read_at = time.monotonic()
    return _holidays


def today() -> date:
    """The date in Phnom Penh."""
    return timezone.localdate()


def is_working_day(day: date) -> bool:
    """The administration works Monday to Friday, public holidays excepted."""
    return day.weekday() not in _WEEKEND and day not in holidays()


def add_days(start: date, count: int, *, working: bool, rolls_over: bool = False) -> date:
    """The last day of a period that starts the day after `start`."""
    end = add_working_days(start, count) if working else start + timedelta(days=count)
    return next_working_day(end) if rolls_over else end


def add_working_days(start: date, count: int) -> date:
    """The day on which `count` working days after `start` have passed."""
    day = start
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def next_working_day(day: date) -> date:
    """The day itself, or the first working day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def working_days_between(start: date, end: date) -> int:
    """Working days after `start` up to and including `end`; negative when `end` is past."""
    if end < start:
        return -working_days_between(end, start)
    holidays()  # read anew when they are old
    return _working_days_until(end) - _working_days_until(start)


def _working_days_until(day: date) -> int:
    """Working days from the beginning of the calendar: a queue asks for fifty periods a page, each weeks long."""
    ordinal = day.toordinal()
    weeks, rest = divmod(ordinal, 7)  # ordinal 1 is a Monday
    return weeks * 5 + min(rest, 5) - bisect_right(_days_off, ordinal)


def deadline(code: str, start: date) -> date:
    """The last day for what must be done within `law.value(code)` days of `start`, by the law of that day.

    `<code>.working_days` and `<code>.rolls_over` say how to count; without them the family does
    (`deadline.working_days`, `sla.working_days`)."""
    days = law.value(code, on=start).value
    working = _rule(code, "working_days", start)
    return add_days(start, days, working=working, rolls_over=_rule(code, "rolls_over", start))


def _rule(code: str, name: str, on: date) -> bool:
    family = code.partition(".")[0]
    general = value_or(f"{family}.{name}", False, on=on)
    return bool(value_or(f"{code}.{name}", general, on=on))
