"""One row of a register's or registry's file: its values read, and what is wrong with them remembered."""

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from enterprises.enums import Sector
from nssf_portal.exchange.registries import clean_number
from nssf_portal.khmer.cleaning import clean
from nssf_portal.khmer.digits import to_latin_digits
from nssf_portal.reading.cells import LONGEST_TEXT, Cell, display, read_date, read_phone, whole_number

ERROR, WARNING = "error", "warning"
LIMITS = {
    "name_km": 250, "name_latin": 250, "tin": 20, "moc_number": 20, "nssf_number": 20, "source_key": 60,
    "parent_key": 60, "certificate_number": 40, "address": 300, "activity": 200,
}  # fmt: skip
SECTORS = frozenset(Sector.values)  # asked in each row: the enumeration makes its list anew each time
_MOST_WORKERS = 1_000_000
_WORKERS = re.compile(r"([0-9][0-9 ,.]*?)\s*(?:នាក់|persons?|people|workers?|employees?|staff)?", re.IGNORECASE)


class Problem(NamedTuple):
    """One finding; an error refuses the row, a warning leaves the value out or says what we did to it."""

    row: int
    field: str
    code: str
    severity: str


class Row:
    """Reads one row; `cells` by field, `orders` the order of day and month where a column proved one."""

    def __init__(
        self, number: int, cells: Mapping[str, Cell], today: date, orders: Mapping[str, str] | None = None
    ) -> None:
        self.number, self.cells, self.today = number, cells, today
        self.orders = orders or {}
        self.problems: list[Problem] = []

    def text(self, name: str, *, too_long: str = ERROR) -> str:
        """The cleaned text of a field; what is too long refuses the row, or is cut with a warning."""
        cell, limit = self.cells.get(name), LIMITS.get(name, LONGEST_TEXT)
        found = clean(cell) if isinstance(cell, str) else display(cell)
        if len(found) > limit:
            self.wrong(name, "too_long", too_long)
        return found[:limit]

    def wrong(self, field: str, code: str, severity: str = ERROR) -> None:
        self.problems.append(Problem(self.number, field, code, severity))

    @property
    def refused(self) -> bool:
        return any(problem.severity == ERROR for problem in self.problems)


def tin_of(row: Row, pattern: re.Pattern[str], *, too_long: str = ERROR) -> str:
    tin = clean_number(row.text("tin", too_long=too_long))
    if tin and not pattern.match(tin):
        row.wrong("tin", "tin_invalid", WARNING)
    return tin


def commune_of(row: Row, known: frozenset[str], *, needed: bool = True) -> str:
    """The commune's code; without a known one the row is refused where the register needs it, else left without."""
    code = to_latin_digits(row.text("commune_code", too_long=WARNING)).replace(" ", "")
    if code.isdigit() and len(code) in ((5,) if needed else (5, 7)):
        code = "0" + code
        row.wrong("commune_code", "leading_zero_restored", WARNING)
    if not code:
        if needed:
            row.wrong("commune_code", "required")
        return ""
    whole = (6,) if needed else (6, 8)  # a village's code begins with its commune's
    commune = code[:6] if len(code) in whole and code.isdigit() else ""
    if not commune or (known and commune not in known):
        row.wrong("commune_code", "commune_invalid", ERROR if needed else WARNING)
        return code if needed else ""
    return commune


def phone_of(row: Row) -> str:
    typed = row.cells.get("phone")
    if not display(typed):
        return ""
    found = read_phone(typed)
    if not found:
        row.wrong("phone", "phone_invalid", WARNING)
    return found or ""


def sector_of(row: Row) -> str:
    code = row.text("sector", too_long=WARNING).upper()
    if code and code not in SECTORS:
        row.wrong("sector", "sector_invalid", WARNING)
        return ""
    return code


def day_of(row: Row, name: str, *, required: bool = False, bad: str = ERROR) -> date | None:
    """A day that is not in the future; `bad` says whether another one refuses the row or is only left out."""
    cell = row.cells.get(name)
    if not display(cell):
        if required:
            row.wrong(name, "required")
        return None
    reading = read_date(cell, row.orders.get(name, "dmy"))
    if reading.value is None or reading.precision != "day":
        row.wrong(name, "date_invalid", bad)
    elif reading.value > row.today:
        row.wrong(name, "date_future", bad)
    else:
        return reading.value
    return reading.value if bad == ERROR else None


def workers_of(row: Row) -> int | None:
    """A number of people, also as a person writes it: "1,200", "១២ នាក់"."""
    cell = row.cells.get("declared_workers")
    shown = to_latin_digits(display(cell))
    if not shown:
        return None
    found = whole_number(cell)
    if found is None and (written := _WORKERS.fullmatch(shown)):
        digits = re.sub("[ ,.]", "", written.group(1))
        found = int(digits) if len(digits) <= 7 else None
    if found is None or not 0 <= found <= _MOST_WORKERS:
        row.wrong("declared_workers", "workers_invalid", WARNING)
        return None
    return found
