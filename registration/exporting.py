"""The staff list as a file: numbers masked, every cell plain text or a plain number, marked with who took it when."""

import csv
import io
import re
from collections.abc import Iterable, Iterator

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from nssf_portal.accounts.models import User
from registration.enums import ExportFormat, Sex
from registration.models import Employment, ExportRequest
from registration.models.employment import EmploymentQuerySet
from registration.services.exports import people_of
from registration.staff_list import with_people

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
_BLOCK = 1_000
# What a spreadsheet might run, also after spaces and in the full-width forms it understands (OWASP, CSV injection).
_LIVE = re.compile(r"[\s\u200b\ufeff]*[=+\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20|%]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def plain(value: object) -> object:
    """A cell no program takes for a formula: text that could be one gets an apostrophe before it."""
    if not isinstance(value, str):
        return value
    text = _CONTROL.sub("", value)
    return f"'{text}" if _LIVE.match(value) or _LIVE.match(text) else text


def make_file(export: ExportRequest, *, by: User) -> tuple[bytes, str]:
    """The file's bytes and its type."""
    rows, marks = _rows(export), _marks(export, by)
    if export.file_format == ExportFormat.CSV:
        return _csv(rows, marks), CSV
    return _xlsx(rows, marks), XLSX


def file_name(export: ExportRequest) -> str:
    """Says what it is and when; the enterprise's name stays out of it."""
    what = "left" if export.leavers else "staff"
    return f"{what}-{export.enterprise.nssf_number or 'list'}-{timezone.localdate():%Y%m%d}.{export.file_format}"


def _marks(export: ExportRequest, by: User) -> list[str]:
    at = timezone.localtime()
    return [
        _("Staff list of %(name)s, NSSF number %(number)s")
        % {"name": export.enterprise.name, "number": export.enterprise.nssf_number or "–"},
        _("Taken by %(name)s on %(at)s") % {"name": by, "at": f"{at:%Y-%m-%d %H:%M}"},
        _("Reason: %(reason)s") % {"reason": export.reason},
        _("Personal data: keep it safe, and delete it when it has served."),
    ]


def _headings(export: ExportRequest) -> list[str]:
    shown = [
        _("NSSF member number"),
        _("Family name in Khmer"),
        _("Given name in Khmer"),
        _("Family name in Latin letters"),
        _("Given name in Latin letters"),
        _("Sex"),
        _("Year of birth"),
        _("Identity number (last four)"),
        _("Staff number"),
        _("Position"),
        _("Department"),
        _("Place of work"),
        _("Monthly wage"),
        _("Currency of the wage"),
        _("Date of hire"),
        _("At work or away"),
    ]
    return [*shown, _("Last day of work"), _("Reason for leaving")] if export.leavers else shown


def _rows(export: ExportRequest) -> Iterator[list[object]]:
    yield _headings(export)
    for employment in _in_blocks(with_people(people_of(export)).order_by("id"), export.people):
        yield _row(employment, export.leavers)


def _in_blocks(found: EmploymentQuerySet, most: int) -> Iterator[Employment]:
    """Block after block by key, without a cursor kept open on the server; never more than was agreed to."""
    block = list(found[: min(_BLOCK, most)])
    while block:
        yield from block
        most -= len(block)
        block = list(found.filter(pk__gt=block[-1].pk)[: min(_BLOCK, most)]) if most > 0 else []


def _row(employment: Employment, left: bool) -> list[object]:
    member = employment.member
    documents = member.identity_documents
    shown: list[object] = [
        member.member_number,
        member.family_name_km,
        member.given_name_km,
        member.family_name_latin,
        member.given_name_latin,
        str(Sex(member.sex).label),
        member.born_on.year,
        f"••••{documents[0].last_four}" if documents else "",
        employment.staff_number,
        employment.occupation,
        employment.department,
        employment.establishment.name,
        float(employment.wage),
        employment.wage_currency,
        employment.started_on.isoformat(),
        str(employment.get_presence_display()),
    ]
    end = [employment.ended_on.isoformat(), str(employment.get_end_reason_display())] if left else []
    return [*shown, *end]


def _csv(rows: Iterable[list[object]], marks: list[str]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([plain(cell) for cell in row] for row in rows)
    writer.writerows([plain(mark)] for mark in ["", *marks])
    return b"\xef\xbb\xbf" + out.getvalue().encode()  # the mark by which Excel knows UTF-8


def _xlsx(rows: Iterable[list[object]], marks: list[str]) -> bytes:
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet, bold = book.add_worksheet("NSSF"), book.add_format({"bold": True})
        for number, mark in enumerate(marks):
            sheet.write_string(number, 0, str(plain(mark)))
        for number, row in enumerate(rows, start=len(marks) + 1):
            for column, cell in enumerate(row):
                _write(sheet, number, column, cell, bold if number == len(marks) + 1 else None)
        sheet.set_column(0, 18, 18)
    return out.getvalue()


def _write(sheet: object, row: int, column: int, cell: object, form: object) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, plain(cell), form)
    else:
        sheet.write_number(row, column, cell, form)
