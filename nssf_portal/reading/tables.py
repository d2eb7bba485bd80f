"""Where the header row of a sheet is, whatever stands above it, and which column holds what."""

from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import islice
from typing import NamedTuple

from nssf_portal.khmer.cleaning import clean
from nssf_portal.khmer.dates import DAY_FIRST, MONTH_FIRST, date_order
from nssf_portal.reading.cells import Cell, display
from nssf_portal.reading.headings import IGNORE, Vocabulary, heading_key
from nssf_portal.reading.sources import Sheet

_ROWS_LOOKED_AT = 30
_CLEAR_MAJORITY = 20  # one odd date in twenty does not change the order of a column


class Header(NamedTuple):
    """A row of headings: how sure we are of it, where it is, and what its columns mean as far as we know."""

    score: int
    row_no: int  # as a person counts; 0 when no header was found
    headings: dict[int, str]
    columns: dict[int, str]


def _itself(field: str) -> tuple[str, ...]:
    return (field,)


def _as_found(columns: dict[int, str], _headings: dict[int, str]) -> dict[int, str]:
    return columns


class HeaderFinder:
    """Finds the header of one kind of table.

    `fills` gives the fields of a row that a column fills, `required` those a row cannot do without, `repeatable` the
    columns that may come twice, `fewest` the fewest known columns of a header, and `refine` looks at all at once."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        *,
        required: Collection[str],
        fills: Callable[[str], tuple[str, ...]] = _itself,
        repeatable: Collection[str] = (),
        fewest: int = 3,
        refine: Callable[[dict[int, str], dict[int, str]], dict[int, str]] = _as_found,
    ) -> None:
        self._vocabulary = vocabulary
        self._required = required
        self._fills = fills
        self._repeatable = repeatable
        self._fewest = fewest
        self._refine = refine

    def best_header(self, sheet: Sheet, remembered: Mapping[str, str]) -> Header:
        """The likeliest header of a sheet; `remembered` is what this sender's headings mean: heading key -> field."""
        rows = [[_heading_text(cell) for cell in row] for row in islice(sheet.rows(), _ROWS_LOOKED_AT)]
        best = Header(0, 0, {}, {})
        for at, row in enumerate(rows):
            candidates = [self._header(at + 1, row, remembered)]
            if at and any(rows[at - 1]):
                candidates.append(self._two_row_header(at + 1, rows[at - 1], row, remembered))
            best = max([best, *candidates], key=lambda header: header.score)
        return best if len(best.columns) >= self._fewest else self._first_wide_row(rows, remembered)

    def missing(self, columns: Iterable[str]) -> list[str]:
        """The required fields that no column gives."""
        given = {canonical for name in columns for canonical in self._fills(name)}
        return [name for name in self._required if name not in given]

    def _header(self, row_no: int, row: list[str], remembered: Mapping[str, str]) -> Header:
        headings = {index: text for index, text in enumerate(row) if text}
        return self._scored(row_no, headings, self._columns(headings, remembered))

    def _two_row_header(self, row_no: int, top: list[str], bottom: list[str], remembered: Mapping[str, str]) -> Header:
        """A header of two lines: a cell above may stretch over several below ("Name" over "Family" and "Given")."""
        headings, columns, above = {}, {}, ""
        for index, (high, low) in enumerate(zip(_padded(top, bottom), _padded(bottom, top), strict=True)):
            above = high or (above if low else "")
            texts = [text for text in (f"{above} {low}".strip(), low, above) if text]
            if not texts:
                continue
            headings[index] = texts[0]
            name = next(filter(None, (self._field(text, remembered) for text in texts)), None)
            if name:
                columns[index] = name
        header = self._scored(row_no, headings, self._without_repeats(columns))
        return header._replace(score=header.score - 1)  # one line is the simpler explanation

    def _scored(self, row_no: int, headings: dict[int, str], columns: dict[int, str]) -> Header:
        names = set(columns.values()) - {IGNORE}
        given = {canonical for name in names for canonical in self._fills(name)}
        return Header(2 * len(given.intersection(self._required)) + len(names), row_no, headings, columns)

    def _columns(self, headings: dict[int, str], remembered: Mapping[str, str]) -> dict[int, str]:
        columns = {index: name for index, text in headings.items() if (name := self._field(text, remembered))}
        taken = {canonical for name in columns.values() for canonical in self._fills(name)}
        for index, text in headings.items():
            name = None if index in columns else self._vocabulary.loosely_field_of(text)
            if name and not taken.intersection(self._fills(name)):
                columns[index] = name
                taken.update(self._fills(name))
        return self._without_repeats(self._refine(dict(sorted(columns.items())), headings))

    def _field(self, text: str, remembered: Mapping[str, str]) -> str | None:
        return remembered.get(heading_key(text)) or self._vocabulary.field_of(text)

    def _without_repeats(self, columns: dict[int, str]) -> dict[int, str]:
        """Of most fields the first column counts; a name may come twice, in two scripts."""
        seen: set[str] = set()
        kept = {}
        for index, name in columns.items():
            if name in self._repeatable or name == IGNORE or name not in seen:
                kept[index] = name
                seen.add(name)
        return kept

    def _first_wide_row(self, rows: list[list[str]], remembered: Mapping[str, str]) -> Header:
        """No header recognised: offer the first row that looks like one, for the sender to say what it means."""
        for at, row in enumerate(rows):
            if sum(bool(text) for text in row) >= self._fewest:
                return self._header(at + 1, row, remembered)._replace(score=0)
        return Header(0, 0, {}, {})


def date_orders(sheet: Sheet, header_row: int, columns: Iterable[int]) -> dict[int, str]:
    """The order of day and month in each column of dates, where its own dates prove one."""
    votes = {index: [0, 0] for index in columns}
    for _row_no, row in sheet.numbered_rows(after=header_row) if votes else ():
        for index, found in votes.items():
            cell = row[index] if index < len(row) else None
            if type(cell) is str and cell and (order := date_order(cell)):
                found[order == MONTH_FIRST] += 1
    return {index: order for index, found in votes.items() if (order := _decide(*found))}


def column_letter(position: int) -> str:
    """The letter over a column in a spreadsheet: 0 is A, 26 is AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _heading_text(cell: Cell) -> str:
    return clean(cell) if isinstance(cell, str) else display(cell)


def _padded(row: list[str], other: list[str]) -> list[str]:
    return row + [""] * (len(other) - len(row))


def _decide(day_first: int, month_first: int) -> str | None:
    """The order of a column, from its dates that fit one order only; none when they disagree or there are none."""
    if day_first > month_first * _CLEAR_MAJORITY:
        return DAY_FIRST
    if month_first > day_first * _CLEAR_MAJORITY:
        return MONTH_FIRST
    return None
