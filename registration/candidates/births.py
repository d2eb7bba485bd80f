"""What two birth dates say about two people, and which dates one person may be registered under.

Many people of Cambodia know their year of birth only; registers then hold 1 January, which says little."""

import calendar
from datetime import date

from registration.enums import Precision

EQUAL, DEFAULT_EQUAL, SWAPPED, SLIP, YEAR_SLIP = (
    "birth_equal", "birth_default_equal", "birth_swapped", "birth_slip", "birth_year_slip",
)  # fmt: skip
YEAR_EQUAL, YEAR_ONLY, YEAR_NEAR, DIFFERS, UNKNOWN = (
    "birth_year_equal", "birth_year_only", "birth_year_near", "birth_differs", "birth_unknown",
)  # fmt: skip


def is_default(day: date, precision: str) -> bool:
    """Whether day and month are somebody's guess: known by year only, or the first of January."""
    return precision == Precision.YEAR or (day.month, day.day) == (1, 1)


def compare(one: date | None, precision: str, other: date | None, other_precision: str) -> str:
    """The code of what the two dates say."""
    if one is None or other is None:
        return UNKNOWN
    if is_default(one, precision) or is_default(other, other_precision):
        return _defaults(one, other)
    if one == other:
        return EQUAL
    if Precision.MONTH in (precision, other_precision) and (one.year, one.month) == (other.year, other.month):
        return YEAR_EQUAL
    return _real(one, other)


def _defaults(one: date, other: date) -> str:
    if one == other:
        return DEFAULT_EQUAL
    if one.year == other.year:
        return YEAR_EQUAL
    return YEAR_NEAR if abs(one.year - other.year) == 1 else DIFFERS


def _real(one: date, other: date) -> str:
    if one.year == other.year and (one.day, one.month) == (other.month, other.day):
        return SWAPPED
    if abs(one.year - other.year) == 1 and (one.day, one.month) == (other.day, other.month):
        return YEAR_SLIP
    if _one_slip(f"{one:%Y%m%d}", f"{other:%Y%m%d}"):
        return SLIP
    return YEAR_ONLY if one.year == other.year else DIFFERS


def _one_slip(one: str, other: str) -> bool:
    """One digit mistyped, or two neighbours of the year, the month or the day swapped."""
    wrong = [n for n in range(8) if one[n] != other[n]]
    if len(wrong) == 1:
        return True
    neighbours = len(wrong) == 2 and (wrong[0], wrong[1]) in ((0, 1), (1, 2), (2, 3), (4, 5), (6, 7))
    return neighbours and one[wrong[0]] == other[wrong[1]] and one[wrong[1]] == other[wrong[0]]


def near(day: date) -> list[date]:
    """The dates under which a person born on that day may stand in the register: slips, swaps and defaults."""
    text = f"{day:%Y%m%d}"
    found = {day, date(day.year, 1, 1), day.replace(day=1)}
    found |= {_date(text[:n] + digit + text[n + 1 :]) for n in range(2, 8) for digit in "0123456789"}
    found |= {_date(text[:n] + text[n + 1] + text[n] + text[n + 2 :]) for n in (2, 4, 6)}
    found |= {_date(f"{day.year + years}{text[4:]}") for years in (-1, 1)}
    found.add(_date(f"{text[:4]}{text[6:]}{text[4:6]}"))
    return sorted(found - {None})  # type: ignore[type-var]


def _date(text: str) -> date | None:
    year, month, day = int(text[:4]), int(text[4:6]), int(text[6:])
    if not (1880 <= year <= 2200 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return date(year, month, day)
