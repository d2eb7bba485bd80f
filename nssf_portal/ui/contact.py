"""How to reach the Fund: numbers and hours are data of the law book, so that a change of hours is not a release."""

import time
from datetime import date, datetime
from datetime import time as clock_time
from typing import TypedDict

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

DAYS = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)
NUMBERS = "hotline.numbers"
_LATE = clock_time(23, 59)
_TTL = 60.0


class Contact(TypedDict):
    """What the footer and the help pages say."""

    hotline: list[str]
    hotline_hours: str
    hotline_open: bool
    counter_hours: str
    counter_open: bool
    headquarters_hours: str


LAST_RESORT = ("1286", "1297")
"""On a page that says the database is away."""

Spell = tuple[int, clock_time, clock_time]


def contact(*, ask: bool = True) -> Contact:
    """The numbers and hours in force; `PORTAL_CONTACT` in the settings replaces any of them.

    `ask=False` touches no database: for pages about a database that does not answer."""
    numbers, hours = _now_in_force() if ask else (list(LAST_RESORT), {})
    now = timezone.localtime()
    said: Contact = {
        "hotline": numbers,
        "hotline_hours": words_of(hours.get("hotline", [])),
        "hotline_open": is_open(hours.get("hotline", []), now),
        "counter_hours": words_of(hours.get("office", [])),
        "counter_open": is_open(hours.get("office", []), now),
        "headquarters_hours": words_of(hours.get("headquarters", [])),
    }
    return said | getattr(settings, "PORTAL_CONTACT", {})


def is_open(spells: list[Spell], now: datetime) -> bool:
    """Whether somebody is there at this minute; 23:59 means the whole night."""
    at = now.time().replace(second=0, microsecond=0)
    return any(day == now.weekday() and opens <= at <= closes for day, opens, closes in spells)


def words_of(spells: list[Spell]) -> str:
    """Days with the same hours together: "Monday to Friday, 8:30 to 17:30"; empty when nothing is known."""
    lines = []
    for days, opens, closes in _grouped(spells):
        whole = (opens, closes) == (clock_time(0), _LATE)
        if whole and days == list(range(7)):
            return _("Day and night")
        hours = _("day and night") if whole else _("%(opens)s to %(closes)s") % _clock_words(opens, closes)
        lines.append(f"{_day_words(days)}, {hours}")
    return "; ".join(lines)


def _grouped(spells: list[Spell]) -> list[tuple[list[int], clock_time, clock_time]]:
    groups: list[tuple[list[int], clock_time, clock_time]] = []
    for day, opens, closes in sorted(spells):
        last = groups[-1] if groups else None
        if last and last[1:] == (opens, closes) and last[0][-1] == day - 1:
            last[0].append(day)
        else:
            groups.append(([day], opens, closes))
    return groups


def _day_words(days: list[int]) -> str:
    if len(days) == 1:
        return str(DAYS[days[0]])
    return _("%(first)s to %(last)s") % {"first": DAYS[days[0]], "last": DAYS[days[-1]]}


def _clock_words(opens: clock_time, closes: clock_time) -> dict[str, str]:
    return {"opens": f"{opens.hour}:{opens:%M}", "closes": f"{closes.hour}:{closes:%M}"}


class _Kept:
    """What was read last: every page has it, so each process asks once a minute."""

    numbers: list[str] = []
    hours: dict[str, list[Spell]] = {}
    read_at = float("-inf")


def _now_in_force() -> tuple[list[str], dict[str, list[Spell]]]:
    if time.monotonic() - _Kept.read_at > _TTL:
        _Kept.numbers, _Kept.hours = _numbers(), _opening_hours(timezone.localdate())
        _Kept.read_at = time.monotonic()
    return _Kept.numbers, _Kept.hours


def _numbers() -> list[str]:
    from nssf_portal.law.book import value_or  # models are not loaded when settings name the context processor

    text = str(value_or(NUMBERS, ""))
    return [number.strip() for number in text.split(",") if number.strip()] or list(LAST_RESORT)


def _opening_hours(today: date) -> dict[str, list[Spell]]:
    from nssf_portal.law.models import OpeningHours

    found: dict[str, list[Spell]] = {}
    rows = OpeningHours.objects.in_force(today).order_by("counter", "weekday")
    for counter, weekday, opens, closes in rows.values_list("counter", "weekday", "opens", "closes"):
        found.setdefault(counter, []).append((weekday, opens, closes))
    return found


def forget() -> None:
    """Read numbers and hours anew at the next question."""
    _Kept.read_at = float("-inf")
