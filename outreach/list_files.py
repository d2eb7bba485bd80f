"""A partner's list of people: the table it may fill in, and how any list is read. Nothing of the file is kept."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from nssf_portal.documents import scanning
from nssf_portal.documents.enums import ScanState
from nssf_portal.documents.services import UploadRefused, size_limit, tidy_name
from nssf_portal.law.book import value_or
from nssf_portal.reading.cells import Cell, display, read_date, read_name, read_phone, read_sex
from nssf_portal.reading.guard import UnreadableFile, open_guarded
from nssf_portal.reading.headings import Vocabulary
from nssf_portal.reading.sources import Sheet, SheetSource
from nssf_portal.reading.tables import Header, HeaderFinder, date_orders
from outreach.enums import Gender
from registration.reading.synonyms import NAME_FIELDS
from registration.reading.synonyms import VOCABULARY as ROSTERS

KIND, ROWS = "person_list", "outreach.list_rows"
AGREED = "agreed_on"
REQUIRED = ("name", "phone", AGREED)
_GENDERS = {"F": Gender.FEMALE, "M": Gender.MALE}


class Column(NamedTuple):
    field: str
    khmer: str
    english: str
    width: int


COLUMNS = (
    Column("name", "គោត្តនាមនិងនាម", "Full name", 30),
    Column("sex", "ភេទ", "Sex", 10),
    Column("phone", "លេខទូរស័ព្ទ", "Phone number", 18),
    Column(AGREED, "ថ្ងៃយល់ព្រម", "Agreed on", 16),
)


class _Headings(Vocabulary):
    """The headings of staff lists, which are known, and that of the day on which the person agreed."""

    def field_of(self, heading: str) -> str | None:
        return super().field_of(heading) or ROSTERS.field_of(heading)

    def loosely_field_of(self, heading: str) -> str | None:
        return super().loosely_field_of(heading) or ROSTERS.loosely_field_of(heading)


_AGREED = """ថ្ងៃយល់ព្រម | យល់ព្រមនៅថ្ងៃ | បានយល់ព្រម | យល់ព្រម | កាលបរិច្ឆេទយល់ព្រម | ថ្ងៃខែឆ្នាំយល់ព្រម
    | agreed on | agreed | date agreed | date of agreement | agreement | consent | consent date | date of consent
    | consented on | consented | permission given on"""
_FINDER = HeaderFinder(
    _Headings({AGREED: _AGREED}, noise=(), others=(), too_common=()),
    required=REQUIRED,
    fills=lambda name: ("name",) if name in NAME_FIELDS else (name,),
    repeatable=NAME_FIELDS,
    fewest=2,
)


@dataclass(frozen=True)
class Row:
    """One line: its number in the sheet, who and by which number, the day of the consent; what is wrong with it."""

    number: int
    name: str
    gender: str
    phone: str
    agreed_on: date | None
    wrong: list[tuple[str, str]] = field(default_factory=list)


class ColumnsMissing(UnreadableFile):
    """The file is a table, but not this one."""

    def __init__(self) -> None:
        super().__init__("columns")

    @property
    def message(self) -> str:
        return _("The list needs a name, a phone number and the day on which the person agreed. Take our table.")


class TooManyRows(UnreadableFile):
    def __init__(self, most: int) -> None:
        super().__init__("rows")
        self.most = most

    @property
    def message(self) -> str:
        return _("At most %(most)s people in one list.") % {"most": self.most}


def rows_of(file: UploadedFile) -> list[Row]:
    """Every filled line with all that is wrong with it. Raises UploadRefused, UnreadableFile."""
    for sheet in _opened(file).sheets:
        header = _FINDER.best_header(sheet, {})
        if header.row_no and not _FINDER.missing(header.columns.values()):
            return _limited(_rows(sheet, header))
    raise ColumnsMissing


def _opened(file: UploadedFile) -> SheetSource:
    """Scanned, then parsed by a child process; the copy on the disk lives as long as that."""
    limit = size_limit(KIND)
    if (file.size or 0) > limit:
        raise UploadRefused(_("This file is too large. Send only the list."), code="too_large")
    content = file.read()
    if scanning.scan(content).state == ScanState.INFECTED:
        raise UploadRefused(_("We found a virus in this file and did not keep it."), code="infected")
    name = tidy_name(file.name or "")
    with tempfile.TemporaryDirectory(prefix="people-") as folder:
        path = Path(folder) / f"file{Path(name).suffix.lower()}"
        path.write_bytes(content)
        return open_guarded(path, name)


def _limited(rows: Iterator[Row]) -> list[Row]:
    most = int(value_or(ROWS, 2_000))
    found: list[Row] = []
    for row in rows:
        if len(found) == most:
            raise TooManyRows(most)
        found.append(row)
    return found


def _rows(sheet: Sheet, header: Header) -> Iterator[Row]:
    days = [at for at, name in header.columns.items() if name == AGREED]
    order = next(iter(date_orders(sheet, header.row_no, days).values()), "dmy")
    for number, cells in sheet.numbered_rows(after=header.row_no):
        given: dict[str, Cell] = {}
        for at, name in header.columns.items():
            cell = cells[at] if at < len(cells) else None
            if display(cell) and name not in given:
                given[name] = cell
        if any(name in given for name in (*NAME_FIELDS, "phone", AGREED)):
            yield _row(number, given, order)


def _row(number: int, given: dict[str, Cell], order: str) -> Row:
    wrong: list[tuple[str, str]] = []
    name = _name(given)
    if not name:
        wrong.append(("name", _("The name is missing.")))
    phone = read_phone(given.get("phone")) or ""
    if not phone:
        empty = _("The phone number is missing: we could not call this person.")
        wrong.append(("phone", _("This is no phone number we can read.") if "phone" in given else empty))
    return Row(number, name, _gender(given, wrong), phone, _agreed(given, order, wrong), wrong)


def _name(given: dict[str, Cell]) -> str:
    """As written; of two scripts the Khmer one, of two parts the family name first."""
    for script in ("", "_km", "_latin"):
        whole = display(given.get(f"full_name{script}"))
        parts = (display(given.get(f"{part}{script}")) for part in ("family_name", "given_name"))
        if found := whole or " ".join(filter(None, parts)):
            return read_name(found).text
    return ""


def _gender(given: dict[str, Cell], wrong: list[tuple[str, str]]) -> str:
    text = display(given.get("sex"))
    found = _GENDERS.get(read_sex(text) or "") if text else Gender.NOT_STATED
    if found is None:
        wrong.append(("sex", _("Write the sex as F or M, or leave it empty.")))
    return str(found or Gender.NOT_STATED)


def _agreed(given: dict[str, Cell], order: str, wrong: list[tuple[str, str]]) -> date | None:
    cell = given.get(AGREED)
    if cell is None:
        wrong.append((AGREED, _("Who did not agree may not be on the list. Write the day on which the person agreed.")))
        return None
    reading = read_date(cell, order)
    if reading.value is None or reading.precision != "day":
        wrong.append((AGREED, _("Write the day, month and year on which the person agreed.")))
        return None
    return reading.value


def make_table() -> bytes:
    """The empty table: headings in both languages, a drop-down, and a sheet that explains."""
    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        _people(book)
        _notes(book)
    return target.getvalue()


def _people(book: xlsxwriter.Workbook) -> None:
    sheet: Any = book.add_worksheet("មនុស្ស People")
    style = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "bg_color": "#E3F1EF"}
    head, text = book.add_format(style), book.add_format({"num_format": "@"})
    day = book.add_format({"num_format": "dd-mm-yyyy"})
    sheet.set_row(0, 36)
    sheet.freeze_panes(1, 0)
    for at, column in enumerate(COLUMNS):
        sheet.set_column(at, at, column.width, {AGREED: day, "phone": text}.get(column.field))
        sheet.write_string(0, at, f"{column.khmer}\n{column.english}", head)
    sheet.data_validation(1, 1, 500, 1, {"validate": "list", "source": ["ស្រី", "ប្រុស", "F", "M"]})


def _notes(book: xlsxwriter.Workbook) -> None:
    sheet: Any = book.add_worksheet("ពន្យល់ Notes")
    sheet.set_column(0, 0, 100, book.add_format({"text_wrap": True, "valign": "top"}))
    lines = (
        _("One line for each person. Nothing else about the person is needed: please add no other column."),
        _("Only people who agreed that the Fund calls them about registering, with the day on which they agreed."),
        _("The sex may stay empty."),
    )
    for at, line in enumerate(lines):
        sheet.write_string(at, 0, line)
