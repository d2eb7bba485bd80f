"""A file once it is safely open: its sheets, as packed blocks of rows that are unpacked when read.

Packed, the rows of 100,000 people stay small in memory and can be read twice: to learn the columns, then to check.
"""

import csv
import io
import pickle
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from nssf_portal.reading.cells import Cell

ROWS_PER_BLOCK = 500
_BLOCKS_KEPT = 30  # an ordinary list stays unpacked between learning and checking; a huge one does not
_PASTED_ROWS = 20_000

_KNOWN_TYPES: dict[tuple[str, str], Any] = {
    ("datetime", kind.__name__): kind for kind in (date, datetime, time, timedelta)
}


class _CellUnpickler(pickle.Unpickler):
    """Reads cells only: nothing but text, numbers and dates can come out of a block."""

    def find_class(self, module: str, name: str) -> Any:
        try:
            return _KNOWN_TYPES[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name} is no cell") from None


def unpack(block: bytes) -> list[list[Cell]]:
    """The rows of one block."""
    return _CellUnpickler(io.BytesIO(block)).load()


@dataclass(slots=True)
class Sheet:
    """One sheet: rows in order, the first being row 1 as a person counts."""

    name: str
    blocks: list[bytes] = field(default_factory=list)
    visible: bool = True

    _unpacked: list[list[list[Cell]]] = field(default_factory=list, repr=False)

    def rows(self) -> Iterator[list[Cell]]:
        if len(self.blocks) > _BLOCKS_KEPT:
            for block in self.blocks:
                yield from unpack(block)
            return
        for at, block in enumerate(self.blocks):
            if at == len(self._unpacked):
                self._unpacked.append(unpack(block))
            yield from self._unpacked[at]

    def numbered_rows(self, after: int = 0) -> Iterator[tuple[int, list[Cell]]]:
        """Rows with the number a person sees beside them, those after a given row only."""
        for row_no, row in enumerate(self.rows(), start=1):
            if row_no > after:
                yield row_no, row


@dataclass(slots=True)
class SheetSource:
    """An opened file, or a pasted table."""

    kind: str
    sheets: list[Sheet]


def sheet_of(name: str, rows: Iterable[list[Cell]]) -> Sheet:
    """A sheet made of rows already in memory."""
    sheet, block = Sheet(name), []
    for row in rows:
        block.append(row)
        if len(block) == ROWS_PER_BLOCK:
            sheet.blocks.append(pickle.dumps(block, protocol=5))
            block = []
    if block:
        sheet.blocks.append(pickle.dumps(block, protocol=5))
    return sheet


def open_pasted(text: str) -> SheetSource:
    """A table pasted from a spreadsheet: tabs between cells, one line a row."""
    lines = text.replace("\x00", "").splitlines()
    delimiter = next((sign for sign in "\t;|," if any(sign in line for line in lines[:5])), "\t")
    reader = csv.reader(io.StringIO("\n".join(lines[:_PASTED_ROWS])), delimiter=delimiter)
    return SheetSource("pasted", [sheet_of("", [[*row] for row in reader])])
