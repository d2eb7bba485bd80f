"""Dates as people type them in Cambodia, and as the Fund prints them."""

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from nssf_portal.khmer.cleaning import clean
from nssf_portal.khmer.digits import to_khmer_digits, to_latin_digits
from nssf_portal.khmer.keys import search_key

KHMER_MONTHS = "មករា កុម្ភៈ មីនា មេសា ឧសភា មិថុនា កក្កដា សីហា កញ្ញា តុលា វិច្ឆិកា ធ្នូ".split()
ENGLISH_MONTHS = "January February March April May June July August September October November December".split()
_FRENCH_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()

DAY_FIRST = "dmy"
MONTH_FIRST = "mdy"

_BUDDHIST_ERA = 543
_FIRST_YEAR, _LAST_YEAR = 1900, 2099
_SERIAL_ZERO = date(1899, 12, 30)  # Excel's day 0, counting its 29 February 1900 that never was
_LONGEST = 60  # no date is longer; what is would only cost time
_SERIALS = range(_LAST_YEAR + 1, 80000)

_TIME = re.compile(r"[T ,]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?[AaPp][Mm])?(?:Z|[+-][0-9:]{5})?$")
_KHMER_WORDS = re.compile("ថ្ងៃ(?:ទី)?|ខែ|ឆ្នាំ")
_PARTS = re.compile(r"[\s./\\\-–—,]+")
_ORDINAL = re.compile(r"(?<=[0-9])(?:st|nd|rd|th|er)\b", re.IGNORECASE)
_GLUED = re.compile(r"(?<=[0-9])(?=[^\W\d_])|(?<=[^\W\d_])(?=[0-9])")


class DateReading(NamedTuple):
    """What a typed date can mean: one value, or none and the possible readings."""

    value: date | None
    precision: str = "day"
    readings: tuple[date, ...] = ()


UNREADABLE = DateReading(None)


def _month_names() -> dict[str, int]:
    names = {"sept": 9}
    for months in (KHMER_MONTHS, ENGLISH_MONTHS, _FRENCH_MONTHS):
        for number, name in enumerate(months, start=1):
            names[search_key(name)] = number
    names |= {name[:3].casefold(): number for number, name in enumerate(ENGLISH_MONTHS, start=1)}
    return names


_MONTHS = _month_names()


@lru_cache(maxsize=32768)
def parse_date(text: str, order: str | None = None) -> DateReading:
    """Read one typed date; without an order, one that fits both ways has no value and offers both readings."""
    if len(text) > _LONGEST:
        return UNREADABLE
    plain = _TIME.sub("", to_latin_digits(clean(text)))
    spelled = _KHMER_WORDS.sub(" ", plain)
    if spelled != plain:
        order = DAY_FIRST  # "ថ្ងៃ ... ខែ ..." says itself which is the day
    parts = [part for part in _PARTS.split(_GLUED.sub(" ", _ORDINAL.sub("", spelled))) if part]
    reader = _READERS.get(len(parts))
    return reader(parts, order) if reader else UNREADABLE


def date_order(text: str) -> str | None:
    """Which order a typed date proves by fitting only that one, or None when it proves nothing."""
    if len(text) > _LONGEST:
        return None
    found = _day_month_year(_PARTS.split(_TIME.sub("", to_latin_digits(clean(text)))))
    if found is None:
        return None
    first, second, year = found
    by_day, by_month = _date(year, second, first), _date(year, first, second)
    if (by_day is None) == (by_month is None):
        return None
    return DAY_FIRST if by_day else MONTH_FIRST


def date_from_number(number: float) -> DateReading:
    """Read a number cell: a year, a spreadsheet's day number, or eight digits year first."""
    whole = int(number)
    if whole in _SERIALS:
        return DateReading(_SERIAL_ZERO + timedelta(days=whole))
    return parse_date(str(whole))


def format_date(
    value: date, language: str = "km", digits: str = "latin", *, official: bool | None = None, precision: str = "day"
) -> str:
    """A date with its month in words; official Khmer (the default with Khmer digits) names day, month and year."""
    if official is None:
        official = digits == "khmer"
    text = _khmer_date(value, official, precision) if language.startswith("km") else _english_date(value, precision)
    return to_khmer_digits(text) if digits == "khmer" else text


def _khmer_date(value: date, official: bool, precision: str) -> str:
    month = KHMER_MONTHS[value.month - 1]
    words = ("ថ្ងៃទី", "ខែ", "ឆ្នាំ") if official else ("", "", "")
    parts = [f"{words[0]}{value.day}", f"{words[1]}{month}", f"{words[2]}{value.year}"]
    return " ".join(parts[_skipped(precision) :])


def _english_date(value: date, precision: str) -> str:
    return " ".join([str(value.day), ENGLISH_MONTHS[value.month - 1], str(value.year)][_skipped(precision) :])


def _skipped(precision: str) -> int:
    return {"day": 0, "month": 1, "year": 2}[precision]


def _one_part(parts: list[str], order: str | None) -> DateReading:
    text = parts[0]
    if not text.isdecimal():
        return UNREADABLE
    if len(text) == 4 and (year := _year(text)):
        return DateReading(date(year, 1, 1), "year")
    if len(text) == 8:
        year_first = _three_parts([text[:4], text[4:6], text[6:]], order)
        return year_first if year_first.value else _three_parts([text[:2], text[2:4], text[4:]], order)
    if len(text) == 5 and int(text) in _SERIALS:
        return DateReading(_SERIAL_ZERO + timedelta(days=int(text)))
    return UNREADABLE


def _two_parts(parts: list[str], order: str | None) -> DateReading:
    month, year = (parts[1], parts[0]) if len(parts[0]) == 4 else parts
    number, full_year = _month(month), _year(year) if len(year) == 4 else None
    if not number or not full_year:
        return UNREADABLE
    return DateReading(date(full_year, number, 1), "month")


def _three_parts(parts: list[str], order: str | None) -> DateReading:
    if named := _named_month(parts):
        return DateReading(named)
    if len(parts[0]) == 4 and (year := _year(parts[0])) and parts[1].isdecimal() and parts[2].isdecimal():
        return DateReading(_date(year, int(parts[1]), int(parts[2])))
    found = _day_month_year(parts)
    return _in_order(*found, order) if found else UNREADABLE


_READERS = {1: _one_part, 2: _two_parts, 3: _three_parts}


def _in_order(first: int, second: int, year: int, order: str | None) -> DateReading:
    by_day, by_month = _date(year, second, first), _date(year, first, second)
    if order == DAY_FIRST:
        return DateReading(by_day, readings=(by_month,) if by_month and not by_day else ())
    if order == MONTH_FIRST:
        return DateReading(by_month, readings=(by_day,) if by_day and not by_month else ())
    if by_day and by_month and by_day != by_month:
        return DateReading(None, readings=(by_day, by_month))
    return DateReading(by_day or by_month)


def _named_month(parts: list[str]) -> date | None:
    if all(part.isdecimal() for part in parts):
        return None
    if month := _MONTHS.get(search_key(parts[0])):
        day, year = parts[1], parts[2]
    elif month := _MONTHS.get(search_key(parts[1])):
        day, year = (parts[2], parts[0]) if len(parts[0]) == 4 else (parts[0], parts[2])
    else:
        return None
    full_year = _year(year)
    return _date(full_year, month, int(day)) if full_year and day.isdecimal() else None


def _day_month_year(parts: list[str]) -> tuple[int, int, int] | None:
    if len(parts) != 3 or not all(part.isdecimal() for part in parts) or len(parts[0]) > 2 or len(parts[1]) > 2:
        return None
    year = _year(parts[2])
    return (int(parts[0]), int(parts[1]), year) if year else None


def _month(text: str) -> int | None:
    number = int(text) if text.isdecimal() else _MONTHS.get(search_key(text), 0)
    return number if 1 <= number <= 12 else None


def _year(text: str) -> int | None:
    if not text.isdecimal() or len(text) not in (2, 4):
        return None
    year = int(text)
    if len(text) == 2:
        return year + (2000 if year <= date.today().year % 100 + 1 else 1900)
    if year - _BUDDHIST_ERA in range(_FIRST_YEAR, _LAST_YEAR + 1) and year > _LAST_YEAR:
        year -= _BUDDHIST_ERA
    return year if _FIRST_YEAR <= year <= _LAST_YEAR else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None
