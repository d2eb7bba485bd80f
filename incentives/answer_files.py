"""A file of answers: the table an institution fills in, and how it is read. Nothing here is kept."""

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter
from django.utils.translation import gettext as _

from incentives.enums import AnswerKind
from incentives.riel import digits_of
from incentives.services.answering import Said, Wrong
from incentives.sharing import SharedRequest
from nssf_portal.documents.models import Upload
from nssf_portal.documents.services import content_of
from nssf_portal.khmer.digits import to_latin_digits
from nssf_portal.law.book import value_or
from nssf_portal.reading.cells import Cell, display, read_date, whole_number
from nssf_portal.reading.guard import UnreadableFile, open_guarded
from nssf_portal.reading.headings import heading_key
from nssf_portal.reading.sources import Sheet
from nssf_portal.references import normalise

ROWS = "incentive.answer_rows"
_HEADER_WITHIN = 20  # rows that may stand above the headings


class Column(NamedTuple):
    field: str
    khmer: str
    english: str
    width: int


COLUMNS = (
    Column("reference", "លេខយោង", "Reference", 18),
    Column("enterprise", "សហគ្រាស", "Enterprise", 30),
    Column("answer", "ចម្លើយ", "Answer", 14),
    Column("date", "កាលបរិច្ឆេទ", "Date", 14),
    Column("amount", "ចំនួនទឹកប្រាក់ (រៀល)", "Amount (riel)", 18),
    Column("interest", "ការប្រាក់ក្នុងមួយឆ្នាំ (%)", "Interest a year (%)", 14),
    Column("months", "រយៈពេល (ខែ)", "Months", 10),
    Column("reason", "មូលហេតុ", "Reason", 40),
)
_REQUIRED = ("reference", "answer", "date")
_ANSWERS = {
    AnswerKind.ACCEPTED: "accepted|ទទួលយក|បានទទួលយក|យល់ព្រម",
    AnswerKind.TERMS: "terms|terms offered|ផ្តល់លក្ខខណ្ឌ|លក្ខខណ្ឌ",
    AnswerKind.REFUSED: "refused|declined|rejected|បដិសេធ|មិនយល់ព្រម",
    AnswerKind.TAKEN_UP: "taken_up|taken up|disbursed|បានអនុវត្ត|បានទទួលប្រាក់",
}


def _keys(words: str) -> list[str]:
    return [heading_key(word) for word in words.split("|")]


_KIND_OF = {key: str(kind) for kind, words in _ANSWERS.items() for key in _keys(words)}
_FIELD_OF = {
    key: column.field
    for column in COLUMNS
    for key in _keys(f"{column.field}|{column.khmer}|{column.english}|{column.khmer} {column.english}")
}


@dataclass(frozen=True)
class Row:
    """One line of the file: its number in the sheet, whose answer, what was said, what could not be read."""

    number: int
    reference: str
    typed: str
    said: Said
    unreadable: list[Wrong]


def rows_of(upload: Upload) -> list[Row]:
    """Every filled line; a line with a reference and no answer is one nobody has got to yet. Raises UnreadableFile."""
    with tempfile.TemporaryDirectory(prefix="answers-") as folder:
        path = Path(folder) / f"file{Path(upload.original_name).suffix.lower()}"
        path.write_bytes(content_of(upload))
        sheets = open_guarded(path, upload.original_name).sheets
    for sheet in sheets:
        if columns := _columns_of(sheet):
            return _limited(_rows(sheet, *columns))
    raise ColumnsMissing


class ColumnsMissing(UnreadableFile):
    """The file is a table, but not this one."""

    def __init__(self) -> None:
        super().__init__("columns")

    @property
    def message(self) -> str:
        return _("The file needs the columns Reference, Answer and Date. Take the table from this page.")


class TooManyRows(UnreadableFile):
    def __init__(self, most: int) -> None:
        super().__init__("rows")
        self.most = most

    @property
    def message(self) -> str:
        return _("At most %(most)s rows in one file.") % {"most": self.most}


def _limited(rows: Iterator[Row]) -> list[Row]:
    most = int(value_or(ROWS, 2_000))
    found: list[Row] = []
    for row in rows:
        if len(found) == most:
            raise TooManyRows(most)
        found.append(row)
    return found


def _columns_of(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """The number of the header's row, and where each field stands."""
    for number, cells in sheet.numbered_rows():
        if number > _HEADER_WITHIN:
            break
        fields = {_FIELD_OF.get(heading_key(display(cell))): at for at, cell in enumerate(cells)}
        if all(name in fields for name in _REQUIRED):
            return number, {name: at for name, at in fields.items() if name}
    return None


def _rows(sheet: Sheet, header: int, columns: Mapping[str, int]) -> Iterator[Row]:
    for number, cells in sheet.numbered_rows(after=header):
        given = {name: cells[at] if at < len(cells) else None for name, at in columns.items()}
        if any(display(given.get(name)) for name in ("answer", "date", "amount", "interest", "months", "reason")):
            yield _row(number, given)


def _row(number: int, given: Mapping[str, Cell]) -> Row:
    typed = display(given.get("reference"))[:40]
    unreadable: list[Wrong] = []
    said = Said(
        kind=_KIND_OF.get(heading_key(display(given.get("answer"))), ""),
        happened_on=_date(given.get("date"), unreadable),
        amount=_whole(given.get("amount"), "amount", unreadable),
        interest=_percent(given.get("interest"), unreadable),
        months=_whole(given.get("months"), "months", unreadable),
        reason=display(given.get("reason")),
    )
    return Row(number, normalise(typed), typed, said, unreadable)


def _date(cell: Cell, unreadable: list[Wrong]) -> date | None:
    found = read_date(cell, "dmy").value
    if found is None and display(cell):
        unreadable.append(Wrong("date", "date-unreadable", _("This is no date we can read.")))
    return found.date() if isinstance(found, datetime) else found


def _whole(cell: Cell, field: str, unreadable: list[Wrong]) -> int | None:
    text = display(cell).strip()
    if not text:
        return None
    typed = isinstance(cell, str) and "e" not in text.lower()  # what a spreadsheet wrote as 9.6E+07 it reads itself
    digits = digits_of(text) if typed else None
    number = int(digits) if digits and len(digits) < 17 else None if typed else whole_number(cell)
    if number is None:
        unreadable.append(Wrong(field, "not-a-number", _("This is no whole number we can read.")))
    return number


def _percent(cell: Cell, unreadable: list[Wrong]) -> Decimal | None:
    text = to_latin_digits(display(cell)).replace(" ", "").removesuffix("%").replace(",", ".")
    if not text:
        return None
    try:
        found = Decimal(text)
        if found.is_finite() and abs(found) < 1000:
            return found.quantize(Decimal("0.01"))
    except InvalidOperation:
        pass
    unreadable.append(Wrong("interest", "not-a-number", _("This is no number we can read.")))
    return None


def make_table(requests: list[SharedRequest]) -> bytes:
    """The table to fill in, with a line for each request that waits; text stays text, nothing becomes a formula."""
    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet("ចម្លើយ Answers")
        _headings(book, sheet)
        for at, one in enumerate(requests, start=1):
            sheet.write_string(at, 0, one.reference)
            sheet.write_string(at, 1, one.enterprise)
        last = max(len(requests), 1) + 200
        sheet.data_validation(1, 2, last, 2, {"validate": "list", "source": list(AnswerKind.values)})
        _notes(book)
    return target.getvalue()


def _headings(book: xlsxwriter.Workbook, sheet: Any) -> None:
    style = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "bg_color": "#E3F1EF"}
    head, day = book.add_format(style), book.add_format({"num_format": "dd-mm-yyyy"})
    sheet.set_row(0, 36)
    sheet.freeze_panes(1, 0)
    for at, column in enumerate(COLUMNS):
        sheet.set_column(at, at, column.width, day if column.field == "date" else None)
        sheet.write_string(0, at, f"{column.khmer}\n{column.english}", head)


def _notes(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("ពន្យល់ Notes")
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 100, wrap)
    lines = (
        _("One line for each answer. Leave the answer empty where you have none yet."),
        _("The answer is one of: accepted, terms, refused, taken_up."),
        _("Write a reason for a refusal, and the amount and the day for a loan that was taken up."),
        _("Do not write names of people."),
    )
    for at, line in enumerate(lines):
        sheet.write_string(at, 0, line)
