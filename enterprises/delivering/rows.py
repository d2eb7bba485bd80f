"""From the rows of a delivery to lines of the registry, each checked by itself; nothing about people is kept.

A row is named by the source's own key. Where a row of a list without such a column has none, a key is made from what
the source does give, in this order: the certificate or licence number, the TIN, the commercial registration number,
the name with its place. A made key begins with its kind ("cert:", "tin:", "moc:", "name:") and never meets a real one.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import NamedTuple

from enterprises.delivering.columns import NAMES, PLACES, Layout
from enterprises.delivering.communes import Communes
from enterprises.delivering.values import (
    SECTORS,
    WARNING,
    Problem,
    Row,
    commune_of,
    day_of,
    phone_of,
    tin_of,
    workers_of,
)
from enterprises.services.recording import Line
from nssf_portal.exchange.registries import clean_number
from nssf_portal.khmer.cleaning import has_khmer
from nssf_portal.khmer.digits import to_latin_digits
from nssf_portal.khmer.keys import search_key
from nssf_portal.reading.cells import Cell, display
from nssf_portal.reading.headings import heading_key

_TOTAL_WORDS = frozenset(map(heading_key, "សរុប សរុបរួម total totals grandtotal subtotal sum".split()))
_TOTAL_FIELDS = 3  # a total line names few columns
_KEYS = frozenset(("source_key", "certificate_number", "tin", "moc_number"))
_COMMUNE_DIGITS = (5, 6)  # a spreadsheet eats the first zero of a code


@dataclass(frozen=True, slots=True)
class Rules:
    """What a row is read by on the day of checking."""

    today: date
    tin_pattern: re.Pattern[str]
    communes: Communes
    as_of: date | None = None  # for rows that do not say it themselves


class Reading(NamedTuple):
    """A row of the file: its number as the sender sees it, the line when it can be taken, and what is wrong."""

    row_no: int
    line: Line | None
    problems: list[Problem]


class RegistryReader:
    """Reads the units of one layout in the order of the file; blank lines and totals are passed over."""

    def __init__(self, layout: Layout, rules: Rules) -> None:
        self._layout, self._rules = layout, rules
        self._columns = sorted(layout.used.items())
        names = set(layout.used.values())
        self._has_key, self._has_places = "source_key" in names, not names.isdisjoint(PLACES)
        self._orders = {layout.columns[index]: order for index, order in layout.date_orders.items()}
        self._headings = set(layout.headings.values())
        self._seen: set[str] = set()

    def __iter__(self) -> Iterator[Reading]:
        for row_no, row in self._layout.sheet.numbered_rows(after=self._layout.header_row):
            filled = [(name, row[index]) for index, name in self._columns if index < len(row) and display(row[index])]
            if filled and not self._is_no_unit(filled, row):
                yield self._read(row_no, filled)

    def _is_no_unit(self, filled: list[tuple[str, Cell]], row: list[Cell]) -> bool:
        """A total line, a signature, or the headings printed again on the next page."""
        if len(filled) > _TOTAL_FIELDS and display(filled[0][1]) not in self._headings:
            return False  # the quick way for an ordinary row
        texts = [text for cell in row if (text := display(cell))]
        if len(filled) <= _TOTAL_FIELDS and any(heading_key(text) in _TOTAL_WORDS for text in texts):
            return True
        if len(filled) == 1 and len(self._columns) > _TOTAL_FIELDS and not self._lost_the_rest(*filled[0]):
            return True
        return len(texts) > 1 and self._headings.issuperset(texts)

    def _lost_the_rest(self, name: str, cell: Cell) -> bool:
        """One filled cell is a note or a signature; a name alone, where units have keys, or a number alone is not."""
        if name in NAMES:
            return self._has_key
        text = display(cell)
        return name in _KEYS and " " not in text and any(sign.isdigit() for sign in text)

    def _read(self, row_no: int, filled: list[tuple[str, Cell]]) -> Reading:
        row = Row(row_no, _by_field(filled), self._rules.today, self._orders)
        line = self._line(row)
        if not (line.name_km or line.name_latin):
            row.wrong("name_latin", "required")
        line.source_key = self._key(row, line)
        return Reading(row_no, None if row.refused else line, row.problems)

    def _line(self, row: Row) -> Line:
        name_km, name_latin = _names(row)
        commune, rest = self._place(row)
        sector, activity = _trade(row)
        opened, closed = day_of(row, "opened_on", bad=WARNING), day_of(row, "closed_on", bad=WARNING)
        if opened and closed and closed < opened:
            row.wrong("closed_on", "closed_before_opened", WARNING)
            closed = None
        return Line(
            source_key="",
            name_km=name_km,
            name_latin=name_latin,
            tin=tin_of(row, self._rules.tin_pattern, too_long=WARNING),
            moc_number=clean_number(row.text("moc_number", too_long=WARNING)),
            commune_code=commune,
            address=_address(row, rest),
            phone=phone_of(row),
            sector=sector,
            activity=activity,
            declared_workers=workers_of(row),
            opened_on=opened,
            closed_on=closed,
            parent_key=_plain(row.text("parent_key", too_long=WARNING)),
            as_of=day_of(row, "as_of", bad=WARNING) or self._rules.as_of,
        )

    def _place(self, row: Row) -> tuple[str, list[str]]:
        """The commune, by code or else by name; and the place's words that are still needed in the address."""
        code = commune_of(row, self._rules.communes.known, needed=False)
        if not self._has_places:
            return code, []
        village = row.text("village", too_long=WARNING)
        names = [row.text(name, too_long=WARNING) for name in ("province", "district", "commune")]
        if code or not any(names):
            return code, [village]
        code = self._rules.communes.find(*names) if names[2] else ""
        if not code:
            row.wrong("commune", "place_unknown", WARNING)
        return code, [village, *([] if code else reversed(names))]

    def _key(self, row: Row, line: Line) -> str:
        key = _plain(row.text("source_key"))
        if not key and self._has_key:
            row.wrong("source_key", "required")
            return ""
        key = key or _made_key(row, line)
        if key in self._seen:
            row.wrong("source_key", "duplicate_in_file")
        self._seen.add(key)
        return key


def _by_field(filled: list[tuple[str, Cell]]) -> Mapping[str, Cell]:
    """A second plain name column is the other script's; a column of communes may hold their codes."""
    cells: dict[str, Cell] = {}
    for name, cell in filled:
        cells.setdefault(_meant(name, display(cell)), cell)
    return cells


def _meant(name: str, text: str) -> str:
    if name == "name":
        return "name_km" if has_khmer(text) else "name_latin"
    if name == "commune" and text.isdigit() and len(text) in _COMMUNE_DIGITS:
        return "commune_code"
    return name


def _names(row: Row) -> tuple[str, str]:
    """Both names; one that stands in the other script's column goes where it belongs when nothing is there."""
    khmer, latin = row.text("name_km", too_long=WARNING), row.text("name_latin", too_long=WARNING)
    if khmer and not latin and not has_khmer(khmer):
        return "", khmer
    if latin and not khmer and has_khmer(latin):
        return latin, ""
    return khmer, latin


def _trade(row: Row) -> tuple[str, str]:
    """The sector's letter, and the activity in words; a sector in words is an activity."""
    sector, activity = row.text("sector", too_long=WARNING), row.text("activity", too_long=WARNING)
    if sector.upper() in SECTORS:
        return sector.upper(), activity
    if sector and activity:
        row.wrong("sector", "sector_invalid", WARNING)
    return "", activity or sector


def _address(row: Row, rest: list[str]) -> str:
    parts = dict.fromkeys(part for part in (row.text("address", too_long=WARNING), *rest) if part)
    return ", ".join(parts)[:300]


def _plain(text: str) -> str:
    return to_latin_digits(text)


def _made_key(row: Row, line: Line) -> str:
    certificate = clean_number(row.text("certificate_number", too_long=WARNING))
    for kind, value in (("cert", certificate), ("tin", line.tin), ("moc", line.moc_number)):
        if value:
            return f"{kind}:{value}"
    place = line.commune_code or search_key(line.address)
    said = "\n".join((line.key_km, line.key_latin, place))
    return f"name:{blake2b(said.encode(), digest_size=16).hexdigest()}"
