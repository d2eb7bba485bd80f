"""The rows to repair as a workbook: what is wrong, then the rows themselves to correct and send."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any, NamedTuple

import xlsxwriter
from django.utils.translation import gettext as _

from registration.reading.checks import CODES, ERROR, Problem
from registration.reading.template import COLUMNS, TemplateColumn, open_workbook, write_headings
from registration.reading.words import FIELD_LABELS, describe

ROW_COLUMN = TemplateColumn("ignore", "ជួរក្នុងឯកសាររបស់អ្នក", "Row in your file", 12)
ADVICE_COLUMN = TemplateColumn("ignore", "អ្វីដែលត្រូវធ្វើ", "What to do", 50)
_ROWS_NAMED = 200
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\x00")


class ErrorRow(NamedTuple):
    """A row that waits: its number in the file, its form values, its problems."""

    row_no: int
    values: Mapping[str, str]
    problems: Sequence[Problem]


def make_errors_workbook(rows: Iterable[ErrorRow]) -> bytes:
    """Two sheets: the problems in groups, and the rows with the cells to correct marked; it can be sent back."""
    kept = list(rows)
    target = BytesIO()
    with open_workbook(target) as book:
        _write_groups(book, kept)
        _write_rows(book, kept)
    return target.getvalue()


def safe_csv(text: str) -> str:
    """Text for a cell of a .csv file that no spreadsheet will take for a formula (OWASP, CSV injection)."""
    return "'" + text if text.startswith(_DANGEROUS) else text


def _write_groups(book: xlsxwriter.Workbook, rows: list[ErrorRow]) -> None:
    sheet = book.add_worksheet(_("What to correct"))
    bold, wrap = (
        book.add_format({"bold": True, "text_wrap": True}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    for at, (title, width) in enumerate(
        ((_("Rows"), 8), (_("Column"), 22), (_("Problem"), 46), (_("In these rows"), 60))
    ):
        sheet.set_column(at, at, width, wrap)
        sheet.write_string(0, at, title, bold)
    for at, (field, title, numbers) in enumerate(_groups(rows), start=1):
        sheet.write_number(at, 0, len(numbers))
        sheet.write_string(at, 1, str(FIELD_LABELS[field]))
        sheet.write_string(at, 2, title)
        sheet.write_string(at, 3, _listed(numbers))


def _groups(rows: list[ErrorRow]) -> list[tuple[str, str, list[int]]]:
    """Problems of one kind together: what must be repaired first, then the kinds with most rows."""
    found: dict[tuple[bool, str, str, str], list[int]] = defaultdict(list)
    for row in rows:
        for problem in row.problems:
            title = _words(row, problem).title
            found[problem.severity != ERROR, problem.code, problem.field, title].append(row.row_no)
    ordered = sorted(found.items(), key=lambda item: (item[0][0], -len(item[1]), CODES.index(item[0][1])))
    return [(field, title, numbers) for (_later, _code, field, title), numbers in ordered]


def _listed(numbers: list[int]) -> str:
    more = " …" if len(numbers) > _ROWS_NAMED else ""
    return ", ".join(map(str, numbers[:_ROWS_NAMED])) + more


def _words(row: ErrorRow, problem: Problem) -> Any:
    kind = row.values.get("identity_kind") or "khmer_id"
    return describe(problem.code, problem.field, row.values.get(problem.field, ""), kind)


def _write_rows(book: xlsxwriter.Workbook, rows: list[ErrorRow]) -> None:
    sheet = book.add_worksheet(_("Rows to correct"))
    write_headings(book, sheet, extra=(ROW_COLUMN, ADVICE_COLUMN))
    plain, marked = book.add_format({"num_format": "@"}), book.add_format({"num_format": "@", "bg_color": "#FBE3E0"})
    for at, row in enumerate(rows, start=1):
        advice = {problem.field: _words(row, problem).what_to_do for problem in row.problems}
        sheet.write_number(at, 0, row.row_no)
        sheet.write_string(at, 1, "\n".join(f"{FIELD_LABELS[field]}: {text}" for field, text in advice.items()))
        for column, about in enumerate(COLUMNS, start=2):
            note = advice.get(_canonical(about.field))
            sheet.write_string(at, column, row.values.get(about.field, ""), marked if note else plain)
            if note:
                sheet.write_comment(at, column, note)


def _canonical(field: str) -> str:
    return field.removesuffix("_km").removesuffix("_latin")
