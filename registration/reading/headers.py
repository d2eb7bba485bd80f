"""Where the header row is and what each column holds, whatever form the employer used."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from nssf_portal.khmer.cleaning import clean, has_khmer
from nssf_portal.khmer.dates import DAY_FIRST, MONTH_FIRST, date_order
from registration.reading.cells import Cell, currency_of, display
from registration.reading.sources import Sheet, SheetSource
from registration.reading.synonyms import (
    COLUMN_FIELDS,
    IDENTITY_KINDS,
    IGNORE,
    NAME_FIELDS,
    REQUIRED,
    WAGE_CURRENCIES,
    field_of,
    heading_key,
    loosely_field_of,
)

_ROWS_LOOKED_AT = 30
_FEWEST_FIELDS = 3
_LOOKS_LIKE_STAFF = 12  # a score: at least four required fields recognised
_ROWS_FOR_CURRENCY = 300
_ROWS_FOR_SCRIPTS = 50
_DOLLARS_BELOW = 10_000  # no monthly wage in riel is so low, no column of wages in dollars is all above
_CLEAR_MAJORITY = 20  # one odd date in twenty does not change the order of a column

DATE_FIELDS = ("date_of_birth", "hired_on")


@dataclass(slots=True)
class Layout:
    """What was learnt about one sheet: where its people start and which column is which."""

    sheet: Sheet
    header_row: int  # as a person counts; 0 when no header was found
    columns: dict[int, str]
    headings: dict[int, str]
    unknown: list[tuple[int, str]] = field(default_factory=list)
    missing_required: list[str] = field(default_factory=list)
    date_orders: dict[int, str] = field(default_factory=dict)
    currencies: dict[int, str] = field(default_factory=dict)
    other_sheets: list[str] = field(default_factory=list)  # sheets that look like staff lists too, and are not read

    def first(self, column_field: str) -> int | None:
        """The first column that holds a field."""
        return next((index for index, name in self.columns.items() if name == column_field), None)


class _Header(NamedTuple):
    score: int
    row_no: int
    headings: dict[int, str]
    columns: dict[int, str]


def read_layout(source: SheetSource, remembered: Mapping[str, str] | None = None) -> Layout:
    """The best sheet of a source and its columns; `remembered` is an enterprise's own heading key → field."""
    remembered = remembered or {}
    found = [(_best_header(sheet, remembered), sheet) for sheet in source.sheets]
    header, sheet = max(found, key=lambda pair: (pair[0].score, pair[1].visible))
    layout = Layout(sheet, header.row_no, header.columns, header.headings)
    layout.unknown = [(index, text) for index, text in header.headings.items() if index not in header.columns]
    layout.missing_required = missing_fields(header.columns.values())
    layout.other_sheets = [
        other.name for best, other in found if other is not sheet and best.score >= _LOOKS_LIKE_STAFF
    ]
    _tell_scripts_apart(layout)
    _learn_from_values(layout)
    return layout


def remember(layout: Layout, chosen: Mapping[int, str]) -> dict[str, str]:
    """What to keep for the enterprise of a mapping chosen by hand: heading key → field or "ignore"."""
    return {
        heading_key(layout.headings[index]): name
        for index, name in chosen.items()
        if index in layout.headings and (name == IGNORE or name in COLUMN_FIELDS)
    }


def missing_fields(columns: Iterable[str]) -> list[str]:
    """The required fields that no column gives."""
    given = {canonical for name in columns for canonical in canonical_fields(name)}
    return [name for name in REQUIRED if name not in given]


def canonical_fields(column_field: str) -> tuple[str, ...]:
    """The fields of a person that a column fills."""
    if column_field in NAME_FIELDS:
        part = column_field.removesuffix("_km").removesuffix("_latin")
        return ("family_name", "given_name") if part == "full_name" else (part,)
    if column_field in IDENTITY_KINDS:
        return ("identity_number",)
    if column_field in WAGE_CURRENCIES:
        return ("wage",)
    return (column_field,)


def _best_header(sheet: Sheet, remembered: Mapping[str, str]) -> _Header:
    rows = [[_heading_text(cell) for cell in row] for row in islice(sheet.rows(), _ROWS_LOOKED_AT)]
    best = _Header(0, 0, {}, {})
    for at, row in enumerate(rows):
        candidates = [_header(at + 1, row, remembered)]
        if at and any(rows[at - 1]):
            candidates.append(_two_row_header(at + 1, rows[at - 1], row, remembered))
        best = max([best, *candidates], key=lambda header: header.score)
    return best if len(best.columns) >= _FEWEST_FIELDS else _first_wide_row(rows, remembered)


def _heading_text(cell: Cell) -> str:
    return clean(cell) if isinstance(cell, str) else display(cell)


def _header(row_no: int, row: list[str], remembered: Mapping[str, str]) -> _Header:
    headings = {index: text for index, text in enumerate(row) if text}
    return _scored(row_no, headings, _columns(headings, remembered))


def _two_row_header(row_no: int, top: list[str], bottom: list[str], remembered: Mapping[str, str]) -> _Header:
    """A header of two lines: a cell above may stretch over several below ("Name" over "Family" and "Given")."""
    headings, columns, above = {}, {}, ""
    for index, (high, low) in enumerate(zip(_padded(top, bottom), _padded(bottom, top), strict=True)):
        above = high or (above if low else "")
        texts = [text for text in (f"{above} {low}".strip(), low, above) if text]
        if not texts:
            continue
        headings[index] = texts[0]
        name = next(filter(None, (_field(text, remembered) for text in texts)), None)
        if name:
            columns[index] = name
    columns = _without_repeats(columns)
    header = _scored(row_no, headings, columns)
    return header._replace(score=header.score - 1)  # one line is the simpler explanation


def _padded(row: list[str], other: list[str]) -> list[str]:
    return row + [""] * (len(other) - len(row))


def _scored(row_no: int, headings: dict[int, str], columns: dict[int, str]) -> _Header:
    names = set(columns.values()) - {IGNORE}
    given = {canonical for name in names for canonical in canonical_fields(name)}
    return _Header(2 * len(given.intersection(REQUIRED)) + len(names), row_no, headings, columns)


def _columns(headings: dict[int, str], remembered: Mapping[str, str]) -> dict[int, str]:
    columns = {index: name for index, text in headings.items() if (name := _field(text, remembered))}
    taken = {canonical for name in columns.values() for canonical in canonical_fields(name)}
    for index, text in headings.items():
        if index not in columns and (name := loosely_field_of(text)) and not taken.intersection(canonical_fields(name)):
            columns[index] = name
            taken.update(canonical_fields(name))
    return _without_repeats(_staff_number_called_id(dict(sorted(columns.items())), headings))


def _staff_number_called_id(columns: dict[int, str], headings: dict[int, str]) -> dict[int, str]:
    """Beside a national ID column, one called just "ID" is the employer's own number."""
    if "khmer_id" not in columns.values():
        return columns
    own = IGNORE if "staff_number" in columns.values() else "staff_number"
    short = {index for index, text in headings.items() if heading_key(text) in ("id", "idno", "idnumber")}
    return {index: own if index in short else name for index, name in columns.items()}


def _field(text: str, remembered: Mapping[str, str]) -> str | None:
    return remembered.get(heading_key(text)) or field_of(text)


def _without_repeats(columns: dict[int, str]) -> dict[int, str]:
    """Names may come twice (two scripts); of anything else the first column counts."""
    seen: set[str] = set()
    kept = {}
    for index, name in columns.items():
        if name in NAME_FIELDS or name == IGNORE or name not in seen:
            kept[index] = name
            seen.add(name)
    return kept


def _first_wide_row(rows: list[list[str]], remembered: Mapping[str, str]) -> _Header:
    """No header recognised: offer the first row that looks like one, for the employer to say what it means."""
    for at, row in enumerate(rows):
        if sum(bool(text) for text in row) >= _FEWEST_FIELDS:
            header = _header(at + 1, row, remembered)
            return header._replace(score=0)
    return _Header(0, 0, {}, {})


def _tell_scripts_apart(layout: Layout) -> None:
    """Say of each name column in which letters it is, from the first name in it: no two columns are the same."""
    waiting = {index for index, name in layout.columns.items() if name in ("family_name", "given_name", "full_name")}
    for _row_no, row in islice(layout.sheet.numbered_rows(after=layout.header_row), _ROWS_FOR_SCRIPTS):
        for index in list(waiting):
            text = row[index] if index < len(row) else None
            if isinstance(text, str) and clean(text):
                layout.columns[index] += "_km" if has_khmer(text) else "_latin"
                waiting.discard(index)
        if not waiting:
            break


def _learn_from_values(layout: Layout) -> None:
    dates = {index: [0, 0] for index, name in layout.columns.items() if name in DATE_FIELDS}
    wages = {index: 0.0 for index, name in layout.columns.items() if name == "wage"}
    for row_no, row in layout.sheet.numbered_rows(after=layout.header_row):
        for index, votes in dates.items():
            cell = row[index] if index < len(row) else None
            if type(cell) is str and cell and (order := date_order(cell)):
                votes[order == MONTH_FIRST] += 1
        if row_no - layout.header_row <= _ROWS_FOR_CURRENCY:
            for index in wages:
                cell = row[index] if index < len(row) else None
                if isinstance(cell, int | float) and cell < 1e12:
                    wages[index] = max(wages[index], cell)
    layout.date_orders = {index: order for index, votes in dates.items() if (order := _decide(*votes))}
    layout.currencies = {index: _currency(layout.headings[index], highest) for index, highest in wages.items()}


def _decide(day_first: int, month_first: int) -> str | None:
    """The order of a column, from its dates that fit one order only; none when they disagree or there are none."""
    if day_first > month_first * _CLEAR_MAJORITY:
        return DAY_FIRST
    if month_first > day_first * _CLEAR_MAJORITY:
        return MONTH_FIRST
    return None


def _currency(heading: str, highest: float) -> str:
    _text, named = currency_of(heading)
    return named or ("USD" if 0 < highest < _DOLLARS_BELOW else "KHR")
