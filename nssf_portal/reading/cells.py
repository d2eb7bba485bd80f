"""One cell, one value: how each kind of field is read from what a spreadsheet or a person put there.

A cell is what the file holds: text, a number, a date, or nothing. Each reader gives the value and the code of what is
wrong with it, or no code.
"""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from nssf_portal.khmer.cleaning import clean, has_khmer
from nssf_portal.khmer.dates import DateReading, date_from_number, parse_date
from nssf_portal.khmer.digits import to_latin_digits
from nssf_portal.khmer.phones import normalise_phone
from nssf_portal.reading.headings import heading_key

Cell = str | int | float | bool | date | datetime | time | timedelta | None

ID_INVALID = "id_invalid"
WAGE_INVALID = "wage_invalid"
PHONE_INVALID = "phone_invalid"
SEX_INVALID = "sex_invalid"
DATE_INVALID = "date_invalid"
LEADING_ZERO_RESTORED = "leading_zero_restored"

_BUDDHIST_YEARS = range(2443, 2643)
LONGEST_TEXT = 200
LONGEST_NAME = 100
_HIGHEST_WAGE = Decimal(10) ** 10


def display(cell: Cell) -> str:
    """The cell as a person sees it in the sheet, cleaned."""
    if type(cell) is str:
        return clean(cell)[:LONGEST_TEXT]
    if cell is None:
        return ""
    if type(cell) is float:
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if type(cell) is date:
        return cell.isoformat()
    if isinstance(cell, datetime):
        return (cell.date() if cell.time() == time() else cell).isoformat()
    return str(cell)


class Name(NamedTuple):
    """A cleaned name part and whether it is in Khmer letters."""

    text: str
    khmer: bool


@lru_cache(maxsize=65536)
def read_name(cell: str) -> Name:
    """A name as typed, without invisible signs."""
    text = clean(cell)[:LONGEST_NAME]
    return Name(text, has_khmer(text))


_SEXES = {
    heading_key(word): sex
    for sex, words in {
        "F": "f female femme feminin woman girl lady ms mrs miss ស ស្រី ស្ត្រី ស្ដ្រី នារី អ្នកស្រី កញ្ញា ស្រី(f)",
        "M": "m male homme masculin man boy mr ប ប្រុស បុរស លោក ប្រុស(m)",
    }.items()
    for word in words.split()
}


@lru_cache(maxsize=4096)
def read_sex(text: str) -> str | None:
    """F or M, or None for a word that says neither."""
    return _SEXES.get(heading_key(text))


def read_date(cell: Cell, order: str | None) -> DateReading:
    """A date; a real date cell is taken as it is, text is read in the order its column proved."""
    if type(cell) is date and 1900 <= cell.year < 2443:
        return DateReading(cell)
    if type(cell) is str:
        return parse_date(cell, order)
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return DateReading(_western(cell))
    if isinstance(cell, int | float) and not isinstance(cell, bool) and 0 < cell < 1e9 and cell == int(cell):
        return date_from_number(cell)
    return DateReading(None)


def _western(value: date) -> date | None:
    if value.year in _BUDDHIST_YEARS:
        try:
            return value.replace(year=value.year - 543)
        except ValueError:  # 29 February of a year that has one in the Buddhist count only
            return None
    return value if value.year >= 1900 else None


_NUMBER_TEXT = re.compile(r"([0-9]+)\.0+|([0-9](?:\.[0-9]+)?)[eE]\+?([0-9]{1,2})")
_ID_SEPARATORS = re.compile(r"[\s\-–.]+")
_FOREIGN_ID = re.compile("[A-Z0-9]{6,9}")
_OTHER_ID = re.compile(r"[^\W_](?:[\w/\-.]*[^\W_])?")
_FEWEST_DIGITS = 4  # a number cell shorter than this is no identity card that lost its zeros

_DIGIT_KINDS = {"khmer_id": 9, "kidc": 10}


def whole_number(cell: Cell) -> int | None:
    """The number in a number cell, or in text that a spreadsheet made of one (96993822.0, 9.6993822E+07)."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return int(cell) if abs(cell) < 1e15 and cell == int(cell) else None
    if type(cell) is str and (found := _NUMBER_TEXT.fullmatch(to_latin_digits(clean(cell)))):
        return _from_number_text(found)
    return None


def _from_number_text(found: re.Match[str]) -> int | None:
    plain, mantissa, exponent = found.groups()
    value = Decimal(plain) if plain else Decimal(mantissa).scaleb(int(exponent))
    return int(value) if value == value.to_integral_value() and value < 10**15 else None


def read_identity(cell: Cell, kind: str, khmer_digits: int = 9) -> tuple[str, str | None]:
    """An identity number and what is wrong with it, by the rule of its kind of document."""
    digits = khmer_digits if kind == "khmer_id" else _DIGIT_KINDS.get(kind)
    if type(cell) is str and digits and len(cell) == digits and cell.isascii() and cell.isdecimal():
        return cell, None
    number = whole_number(cell)
    text = str(number) if number is not None else tidy_identity(display(cell))
    if digits:
        return _digits_identity(text, number is not None, digits)
    if kind in ("passport", "work_permit"):
        return text, None if _FOREIGN_ID.fullmatch(text) else ID_INVALID
    return text, None if 3 <= len(text) <= 40 and _OTHER_ID.fullmatch(text) else ID_INVALID


def tidy_identity(text: str) -> str:
    """An identity number without the spaces and hyphens people put in to read it."""
    return _ID_SEPARATORS.sub("", to_latin_digits(text)).upper()


def _digits_identity(text: str, from_number: bool, digits: int) -> tuple[str, str | None]:
    if not (text.isascii() and text.isdecimal()):
        return text, ID_INVALID
    if len(text) == digits:
        return text, None
    if from_number and _FEWEST_DIGITS <= len(text) < digits:
        return text.zfill(digits), LEADING_ZERO_RESTORED
    return text, ID_INVALID


class Wage(NamedTuple):
    """An amount and its currency, KHR or USD; no amount when the cell holds none that can be a wage."""

    amount: Decimal | None
    currency: str | None


_CURRENCIES = (
    ("KHR", re.compile("៛|រៀល|KHR|RIELS?|REAL", re.IGNORECASE)),
    ("USD", re.compile(r"US ?\$|\$|USD|ដុល្លារ?|DOLLARS?", re.IGNORECASE)),
)
_GROUPED = re.compile(r"[0-9]{1,3}(?:([,.'])[0-9]{3})(?:\1[0-9]{3})*(?:[.,][0-9]{1,2})?")
_DECIMAL = re.compile(r"([0-9]+)(?:[.,]([0-9]{1,4}))?")


def read_wage(cell: Cell, currency: str | None) -> Wage:
    """A monthly wage: thousands separators, riel and dollar signs and Khmer digits understood; positive."""
    if isinstance(cell, bool):
        return Wage(None, currency)
    if type(cell) is float or type(cell) is int:
        return _number_wage(cell, currency)
    return _text_wage(display(cell), currency)


@lru_cache(maxsize=8192)
def _number_wage(cell: float, currency: str | None) -> Wage:
    if not 0 < cell < 1e10:  # also refuses what is not a number
        return Wage(None, currency)
    amount = Decimal(int(cell)) if cell == int(cell) else Decimal(repr(round(cell, 2)))
    return Wage(amount if amount > 0 else None, currency)


@lru_cache(maxsize=8192)
def _text_wage(text: str, currency: str | None) -> Wage:
    plain, written = currency_of(to_latin_digits(text))
    plain = plain.replace(" ", "")
    currency = written or currency
    if grouped := _GROUPED.fullmatch(plain):
        if not (currency == "USD" and plain.count(".") == 1 and plain.count(",") == 0):
            plain = _ungroup(plain, grouped.group(1))
    amount = _decimal(plain)
    if amount is None or not 0 < amount < _HIGHEST_WAGE:
        return Wage(None, currency)
    return Wage(amount, currency)


def _decimal(plain: str) -> Decimal | None:
    found = _DECIMAL.fullmatch(plain)
    if not found or len(plain) > 20:
        return None
    amount = Decimal(f"{found.group(1)}.{found.group(2) or 0}").quantize(Decimal("0.01"))
    return amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount


def _ungroup(plain: str, separator: str) -> str:
    return plain.replace(separator, "").replace(",", ".")


def currency_of(text: str) -> tuple[str, str | None]:
    """The text without its currency words, and the currency when it names exactly one."""
    found = [code for code, words in _CURRENCIES if words.search(text)]
    for _code, words in _CURRENCIES:
        text = words.sub(" ", text)
    return clean(text), found[0] if len(found) == 1 else None


def read_phone(cell: Cell) -> str | None:
    """A phone number as +855…; a number cell has lost its zero or its plus, and that is nobody's mistake."""
    if type(cell) is str:
        return normalise_phone(cell) or _first_of_several(cell)
    number = whole_number(cell)
    if number is None:
        return None
    text = str(number)
    return normalise_phone(text if text.startswith("855") and len(text) > 10 else "0" + text)


def _first_of_several(text: str) -> str | None:
    numbers = [normalise_phone(part) for part in re.split("[/,;|]", text)]
    return numbers[0] if len(numbers) > 1 and all(numbers) else None


_KINDS = {
    heading_key(word): kind
    for kind, words in {
        "khmer_id": "khmer id|khmer id card|national id|id card|nid|identity card|id|អត្តសញ្ញាណប័ណ្ណ|អត្តសញ្ញាណប័ណ្ណសញ្ជាតិខ្មែរ",
        "kidc": "kidc|khmer identification code|លេខកូដអត្តសញ្ញាណខ្មែរ",
        "passport": "passport|លិខិតឆ្លងដែន|ប៉ាស្ព័រ",
        "work_permit": "work permit|ប័ណ្ណការងារ|សៀវភៅការងារ",
        "birth_certificate": "birth certificate|សំបុត្រកំណើត|សំបុត្របញ្ជាក់កំណើត",
        "family_book": "family book|សៀវភៅគ្រួសារ",
        "residence_book": "residence book|សៀវភៅស្នាក់នៅ",
    }.items()
    for word in words.split("|")
}


@lru_cache(maxsize=1024)
def read_kind(text: str) -> str | None:
    """The kind of identity document a word names."""
    return _KINDS.get(heading_key(text)) or _KINDS.get(heading_key(text.replace("_", " ")))
