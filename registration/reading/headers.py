"""Where the header row is and what each column holds, whatever form the employer used."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice

from nssf_portal.khmer.cleaning import clean, has_khmer
from nssf_portal.reading.cells import currency_of
from nssf_portal.reading.headings import IGNORE, heading_key
from nssf_portal.reading.sources import Sheet, SheetSource
from nssf_portal.reading.tables import HeaderFinder, date_orders
from registration.reading.synonyms import (
    COLUMN_FIELDS,
    IDENTITY_KINDS,
    NAME_FIELDS,
    REQUIRED,
    VOCABULARY,
    WAGE_CURRENCIES,
)

_LOOKS_LIKE_STAFF = 12  # a score: at least four required fields recognised
_ROWS_FOR_CURRENCY = 300
_ROWS_FOR_SCRIPTS = 50
_DOLLARS_BELOW = 10_000  # no monthly wage in riel is so low, no column of wages in dollars is all above

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


def read_layout(source: SheetSource, remembered: Mapping[str, str] | None = None) -> Layout:
    """The best sheet of a source and its columns; `remembered` is an enterprise's own heading key → field."""
    found = [(_FINDER.best_header(sheet, remembered or {}), sheet) for sheet in source.sheets]
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
    return _FINDER.missing(columns)


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


def _staff_number_called_id(columns: dict[int, str], headings: dict[int, str]) -> dict[int, str]:
    """Beside a national ID column, one called just "ID" is the employer's own number."""
    if "khmer_id" not in columns.values():
        return columns
    own = IGNORE if "staff_number" in columns.values() else "staff_number"
    short = {index for index, text in headings.items() if heading_key(text) in ("id", "idno", "idnumber")}
    return {index: own if index in short else name for index, name in columns.items()}


_FINDER = HeaderFinder(
    VOCABULARY, required=REQUIRED, fills=canonical_fields, repeatable=NAME_FIELDS, refine=_staff_number_called_id
)


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
    dates = [index for index, name in layout.columns.items() if name in DATE_FIELDS]
    layout.date_orders = date_orders(layout.sheet, layout.header_row, dates)
    wages = {index: 0.0 for index, name in layout.columns.items() if name == "wage"}
    for _row_no, row in islice(layout.sheet.numbered_rows(after=layout.header_row), _ROWS_FOR_CURRENCY):
        for index in wages:
            cell = row[index] if index < len(row) else None
            if isinstance(cell, int | float) and cell < 1e12:
                wages[index] = max(wages[index], cell)
    layout.currencies = {index: _currency(layout.headings[index], highest) for index, highest in wages.items()}


def _currency(heading: str, highest: float) -> str:
    _text, named = currency_of(heading)
    return named or ("USD" if 0 < highest < _DOLLARS_BELOW else "KHR")
