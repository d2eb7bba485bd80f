"""Taking over the register of enterprises that the core system holds: set-based; a second run changes nothing."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from enterprises import loading_sql
from enterprises.enums import Sector
from enterprises.sources import CORE, source
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.exchange.registries import clean_number
from nssf_portal.khmer.cleaning import clean
from nssf_portal.khmer.dates import parse_date
from nssf_portal.khmer.digits import to_latin_digits
from nssf_portal.khmer.keys import search_key
from nssf_portal.khmer.phones import normalise_phone
from nssf_portal.law.book import value_or
from nssf_portal.places.models import Place

BLOCK = 5000
FIRST_ROW = 2  # row 1 of the sheet holds the headings
LIMITS = {"name_km": 250, "name_latin": 250, "tin": 20, "moc_number": 20, "nssf_number": 20}
_NUMBER = re.compile(r"[0-9A-Z-]{4,20}\Z")


@dataclass(slots=True)
class Line:
    """One readable row, in the form the register keeps; numbers are text."""

    nssf_number: str
    name_km: str
    name_latin: str
    key_km: str
    key_latin: str
    tin: str
    moc_number: str
    commune_code: str
    phone: str
    sector: str
    opened_on: date | None
    registered_on: date | None


class _Row:
    """Reads one row and remembers what is wrong with it."""

    def __init__(self, number: int, cells: Mapping[str, Any], today: date) -> None:
        self.number, self.today = number, today
        self.problems: list[dict[str, Any]] = []
        self.cells = {str(name).lstrip("\ufeff").strip(): str(text or "") for name, text in cells.items() if name}

    def text(self, name: str) -> str:
        found = clean(self.cells.get(name, ""))
        if len(found) > LIMITS.get(name, 250):
            self.wrong(name, "too_long")
        return found

    def wrong(self, field: str, code: str, severity: str = "error") -> None:
        problem = {"row": self.number, "field": field, "code": code, "severity": severity}
        self.problems.append(problem | {"message": _MESSAGES[code]()})

    @property
    def refused(self) -> bool:
        return any(problem["severity"] == "error" for problem in self.problems)


_MESSAGES = {
    "required": lambda: _("This value is missing."),
    "too_long": lambda: _("This text is too long."),
    "nssf_number_invalid": lambda: _("An NSSF number has 4 to 20 digits, letters or dashes."),
    "commune_invalid": lambda: _("We do not know a commune with this code; it has 6 digits."),
    "date_invalid": lambda: _("Write the date as year-month-day, for example 2020-04-14."),
    "date_future": lambda: _("This date is in the future."),
    "duplicate_in_file": lambda: _("This NSSF number stands in the file more than once; the first row counts."),
    "leading_zero_restored": lambda: _("The first zero was lost in a spreadsheet and was put back."),
    "phone_invalid": lambda: _("This is not a Cambodian phone number; it was left out."),
    "tin_invalid": lambda: _("This TIN does not have the usual form; it was kept as it is."),
    "settled_value_kept": lambda: _("This value was settled and stays; what the file says is kept beside it."),
    "sector_invalid": lambda: _("We do not know this sector; it was left out."),
}


def load_enterprises(rows: Iterable[Mapping[str, Any]], by: User | None = None) -> dict[str, Any]:
    """Bring the register to what the core system says; a bad row is refused alone and named.

    `rows` are mappings by column name (`csv.DictReader`). Effects: enterprises with their head office and the core
    system's record of each. Inside the caller's transaction."""
    result: Counter[str] = Counter()
    problems: list[dict[str, Any]] = []
    seen: set[str] = set()
    known, today = _known_communes(), timezone.localdate()
    pattern = re.compile(str(value_or("identifier.tin.pattern", r".*")))
    block: dict[int, Line] = {}
    with acting(by=by, action="enterprises.load"):
        for number, cells in enumerate(rows, start=FIRST_ROW):
            row = _Row(number, cells, today)
            line = _read(row, known, pattern, seen)
            result["rows"] += 1
            result["refused"] += row.refused
            problems += row.problems
            block |= {} if row.refused else {number: line}
            if len(block) == BLOCK:
                result.update(_store(block, problems))
                block = {}
        result.update(_store(block, problems))
    counts = {name: result[name] for name in ("rows", "created", "updated", "unchanged", "refused")}
    return counts | {"problems": problems}


def _known_communes() -> frozenset[str]:
    return frozenset(Place.objects.filter(level="commune").values_list("code", flat=True))


def _read(row: _Row, known: frozenset[str], tin_pattern: re.Pattern[str], seen: set[str]) -> Line:
    name_km, name_latin = row.text("name_km"), row.text("name_latin")
    if not (name_km or name_latin):
        row.wrong("name_latin", "required")
    return Line(
        nssf_number=_nssf_number(row, seen),
        name_km=name_km,
        name_latin=name_latin,
        key_km=search_key(name_km),
        key_latin=search_key(name_latin),
        tin=_tin(row, tin_pattern),
        moc_number=clean_number(row.text("moc_number")),
        commune_code=_commune(row, known),
        phone=_phone(row),
        sector=_sector(row),
        opened_on=_date(row, "opened_on", required=False),
        registered_on=_date(row, "registered_on", required=True),
    )


def _nssf_number(row: _Row, seen: set[str]) -> str:
    number = clean_number(row.text("nssf_number"))
    if not number:
        row.wrong("nssf_number", "required")
    elif not _NUMBER.match(number):
        row.wrong("nssf_number", "nssf_number_invalid")
    elif number in seen:
        row.wrong("nssf_number", "duplicate_in_file")
    seen.add(number)
    return number


def _tin(row: _Row, pattern: re.Pattern[str]) -> str:
    tin = clean_number(row.text("tin"))
    if tin and not pattern.match(tin):
        row.wrong("tin", "tin_invalid", "warning")
    return tin


def _commune(row: _Row, known: frozenset[str]) -> str:
    code = to_latin_digits(row.text("commune_code"))
    if not code:
        row.wrong("commune_code", "required")
    if len(code) == 5 and code.isdigit():
        code = code.zfill(6)
        row.wrong("commune_code", "leading_zero_restored", "warning")
    if code and not (len(code) == 6 and code.isdigit() and (not known or code in known)):
        row.wrong("commune_code", "commune_invalid")
    return code


def _phone(row: _Row) -> str:
    typed = row.text("phone")
    found = normalise_phone(typed) if typed else ""
    if typed and not found:
        row.wrong("phone", "phone_invalid", "warning")
    return found or ""


def _sector(row: _Row) -> str:
    code = row.text("sector").upper()
    if code and code not in Sector.values:
        row.wrong("sector", "sector_invalid", "warning")
        return ""
    return code


def _date(row: _Row, name: str, *, required: bool) -> date | None:
    typed = row.text(name)
    if not typed:
        if required:
            row.wrong(name, "required")
        return None
    reading = parse_date(typed, "dmy")
    if reading.value is None or reading.precision != "day":
        row.wrong(name, "date_invalid")
    elif reading.value > row.today:
        row.wrong(name, "date_future")
    return reading.value


_COLUMNS = [field.name for field in fields(Line)]


def _store(block: dict[int, Line], problems: list[dict[str, Any]]) -> dict[str, int]:
    """Write one block (lines by row number); settled values that stayed are told as warnings."""
    if not block:
        return {}
    columns = {name: [getattr(line, name) for line in block.values()] for name in _COLUMNS}
    counts, kept = loading_sql.store(columns, source(CORE).pk)
    rows = {line.nssf_number: number for number, line in block.items()} if kept else {}
    for number, field in kept:
        problem = {"row": rows[number], "field": field, "code": "settled_value_kept", "severity": "warning"}
        problems.append(problem | {"message": _MESSAGES["settled_value_kept"]()})
    return counts


def message(code: str) -> str:
    """What a problem's code means, for people; the code itself when it is none of ours."""
    return _MESSAGES[code]() if code in _MESSAGES else code
