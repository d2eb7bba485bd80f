"""A report's figures as files for machines: what is hidden or missing says why, and nothing is a formula."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils import translation

from registration.exporting import plain
from reporting import computing, words
from reporting.enums import ChangeReason, Hidden, Missing
from reporting.models import EditionChange, Report, ReportFigure
from reporting.paper import facts
from reporting.periods import Period
from reporting.sections import BY_KEY

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
LICENCE = "CC BY 4.0"
_LANGUAGES = ("km", "en")
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_HOW_TO_READ = (
    "A figure that could not be computed says why and is never 0. Counts of one to four people are hidden, and others"
    " with them, so that they cannot be worked out."
)
_PLACES = ("value", "numerator", "denominator")


@dataclass(frozen=True)
class Line:
    """One figure as a reader may see it."""

    code: str
    cut: str
    where: dict[str, str]
    value: int | float | None
    numerator: int | None
    denominator: int | None
    missing: str
    hidden: str
    origin: str
    definition: dict[str, Any]

    @property
    def note(self) -> str:
        """Why there is no number; empty where there is one."""
        if self.hidden:
            return str(Hidden(self.hidden).label)
        return f"not computed, because {Missing(self.missing).label}" if self.missing else ""


def lines(report: Report) -> list[Line]:
    """Wholes first, in the order of the registry when the report was made."""
    told = computing.kept_meanings(report)
    order = {code: number for number, code in enumerate(told)}
    found = sorted(computing.figures_of(report), key=lambda one: (one.cut, order.get(one.indicator_code, 0)))
    return [_line(one, told.get(one.indicator_code, {})) for one in found]


def number(value: Decimal | None) -> int | float | None:
    """Whole numbers stay whole."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _line(one: ReportFigure, definition: dict[str, Any]) -> Line:
    kept_back = bool(one.hidden)
    return Line(
        one.indicator_code, one.cut, one.cell, None if kept_back else number(one.value),
        None if kept_back else one.numerator, None if kept_back else one.denominator, one.missing, one.hidden,
        one.origin, definition,
    )  # fmt: skip


def wholes(report: Report) -> dict[str, int | float | None]:
    """Each indicator's figure for the country; none where it is missing or not shown."""
    return {line.code: line.value for line in lines(report) if not line.cut}


# --- JSON -------------------------------------------------------------------------------------------------------


def json_of(report: Report) -> bytes:
    """Everything of the report, figures in one flat list."""
    document = {
        "report": _about(report),
        "licence": LICENCE,
        "definitions": computing.kept_meanings(report),
        "figures": [_as_json(line) for line in lines(report)],
        "targets": facts.of(report)["targets"],
        "rows_of_the_plan": [_row_of_plan(one) for one in facts.of(report)["entries"]],
        "sections": [
            {"key": one.key, "km": one.text_km, "en": one.text_en} for one in report.sections.order_by("order")
        ],
        "changes": [_change(one) for one in _changes(report)],
    }
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=False).encode()


def _about(report: Report) -> dict[str, Any]:
    period = Period.parse(report.period)
    return {
        "reference": report.reference, "plan": report.plan.code, "period": report.period, "kind": report.kind,
        "from": period.first.isoformat(), "to": period.last.isoformat(), "edition": report.edition,
        "draft": not computing.is_frozen(report),
        "corrects": report.corrects.reference if report.corrects else None,
        "why_corrected": {"km": report.correction_km, "en": report.correction_en},
        "figures_as_of": report.figures_at.isoformat() if report.figures_at else None, "digest": report.digest,
    }  # fmt: skip


def _row_of_plan(one: dict[str, Any]) -> dict[str, Any]:
    """How a row goes, as an institution says; its words stand in the report."""
    names = ("measure", "institution", "name_km", "name_en", "part", "state", "status", "late", "due_on", "sent_on")
    return {name: one[name] for name in names}


def _as_json(line: Line) -> dict[str, Any]:
    return {
        "indicator": line.code, "cut": line.cut, "where": line.where, "value": line.value,
        "numerator": line.numerator, "denominator": line.denominator, "missing": line.missing or None,
        "hidden": line.hidden or None, "origin": line.origin,
    }  # fmt: skip


def _changes(report: Report) -> Iterable[EditionChange]:
    return EditionChange.objects.filter(report=report).order_by("indicator_code", "cut", "id")


def _change(one: EditionChange) -> dict[str, Any]:
    return {
        "indicator": one.indicator_code, "cut": one.cut, "where": one.cell, "before": number(one.before),
        "after": number(one.after), "reason": one.reason or None,
    }  # fmt: skip


# --- CSV --------------------------------------------------------------------------------------------------------


def csv_of(report: Report) -> bytes:
    """One long table with a column for each dimension."""
    out, found = io.StringIO(), lines(report)
    dimensions = sorted({name for line in found for name in line.where})
    writer = csv.writer(out, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow([
        "period", "edition", "indicator", "name_km", "name_en", "unit", "table", *dimensions, *_PLACES, "missing",
        "hidden", "origin",
    ])  # fmt: skip
    for line in found:
        writer.writerow([plain(cell) for cell in _as_row(report, line, dimensions)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _as_row(report: Report, line: Line, dimensions: list[str]) -> list[object]:
    name = line.definition.get("name", {})
    values = ["" if (value := getattr(line, place)) is None else value for place in _PLACES]
    return [
        report.period, report.edition, line.code, name.get("km", ""), name.get("en", ""),
        line.definition.get("unit", ""), line.cut, *(line.where.get(one, "") for one in dimensions), *values,
        line.missing, line.hidden, line.origin,
    ]  # fmt: skip


# --- XLSX -------------------------------------------------------------------------------------------------------


def xlsx_of(report: Report) -> bytes:
    """Tables that sort and filter, in both languages, without a single formula; the same bytes each time."""
    out = io.BytesIO()
    with translation.override("en"), xlsxwriter.Workbook(out, _OPTIONS) as book:
        book.set_properties({"title": f"Progress report {report.period}", "created": _made(report)})
        _Book(book, report).fill()
    return out.getvalue()


def _made(report: Report) -> Any:
    """The workbook says when its figures were made, not when it was written: so it can be written again."""
    return (report.figures_at or report.requested_at).replace(tzinfo=None, microsecond=0)


class _Book:
    def __init__(self, book: Any, report: Report) -> None:
        self.book, self.report = book, report
        self.bold, self.whole = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0"})
        self.part, self.wrap = book.add_format({"num_format": "#,##0.00"}), book.add_format({"text_wrap": True})
        self.tellers: dict[tuple[str, str], Any] = {}

    def fill(self) -> None:
        found = lines(self.report)
        self._about()
        heads = ["Code", "Indicator (Khmer)", "Indicator (English)", "Unit", "Value", "Of which", "Of all", "Note"]
        self._table("Figures", heads, [self._whole(line) for line in found if not line.cut])
        for cut in dict.fromkeys(line.cut for line in found if line.cut):
            self._cut(cut, [line for line in found if line.cut == cut])
        self._beside()
        self._table("Definitions", ["Code", "Definition (Khmer)", "Definition (English)", "Source", "As of", "Method"],
                    list(self._meanings()))  # fmt: skip
        self._table("Texts", ["Section", "Khmer", "English"], [
            [str(BY_KEY[one.key].title) if one.key in BY_KEY else one.key, one.text_km, one.text_en]
            for one in self.report.sections.order_by("order")
        ])  # fmt: skip
        if self.report.corrects_id:
            heads = ["Code", "Table", "Cell", "Before", "After", "What moved it"]
            self._table("Changes", heads, [_change_row(one) for one in _changes(self.report)])

    def _beside(self) -> None:
        """Targets against what was reached, and the rows of the plan; late is late, not zero."""
        beside = facts.of(self.report)
        heads = ["Code", "Until", "Province (code)", "Target", "Reached", "Percent of it", "On track", "Source"]
        self._table("Targets", heads, [_target_row(one) for one in beside["targets"]])
        heads = [
            "Row",
            "Institution (Khmer)",
            "Institution (English)",
            "Part",
            "Entry",
            "Status",
            "Late",
            "Due",
            "Sent",
        ]
        self._table("Rows of the plan", heads, [_entry_row(one) for one in beside["entries"]])

    def _about(self) -> None:
        sheet = self.book.add_worksheet("Report")
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 80)
        for row, (name, value) in enumerate(_facts(self.report)):
            sheet.write_string(row, 0, name, self.bold)
            sheet.write_string(row, 1, str(plain(value)), self.wrap)

    def _whole(self, line: Line) -> list[object]:
        return [*self._names(line), self._unit(line), line.value, line.numerator, line.denominator, line.note]

    def _cut(self, cut: str, found: list[Line]) -> None:
        dimensions = cut.split("+")
        heads = ["Code", "Indicator (Khmer)", "Indicator (English)"]
        for name in dimensions:
            word = words.dimension(name)
            heads += [f"{word} (code)", f"{word} (Khmer)", f"{word} (English)"]
        rows = [
            [*self._names(line), *(cell for name in dimensions for cell in self._place(name, line.where.get(name, ""))),
             self._unit(line), line.value, line.numerator, line.denominator, line.note]
            for line in found
        ]  # fmt: skip
        self._table(f"By {cut.replace('+', ', ')}", [*heads, "Unit", "Value", "Of which", "Of all", "Note"], rows)

    def _names(self, line: Line) -> list[str]:
        name = line.definition.get("name", {})
        return [line.code, name.get("km", ""), name.get("en", "")]

    def _unit(self, line: Line) -> str:
        return line.definition.get("unit_words", {}).get("en", "")

    def _place(self, dimension: str, value: str) -> list[str]:
        return [value, *(self._teller(dimension, language)(value) for language in _LANGUAGES)]

    def _teller(self, dimension: str, language: str) -> Any:
        """Names of a dimension's values, read once for each language."""
        known = self.tellers.setdefault((dimension, language), {})

        def tell(value: str) -> str:
            if value not in known:
                with translation.override(language):
                    known[value] = str(words.word(dimension, value))
            return known[value]

        return tell

    def _meanings(self) -> Iterator[list[object]]:
        for code, one in computing.kept_meanings(self.report).items():
            said = one["definition"]
            yield [code, said["km"], said["en"], one["source"]["en"], one["as_of"]["en"], one["method"]]

    def _table(self, name: str, heads: list[str], rows: Sequence[Sequence[object]]) -> None:
        """A table of the spreadsheet program: striped, sorted and filtered by its reader."""
        sheet = self.book.add_worksheet(name[:31])
        for number_, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                self._write(sheet, number_, column, value)
        columns = [{"header": head} for head in _different(heads)]
        sheet.add_table(0, 0, max(len(rows), 1), len(heads) - 1, {"columns": columns, "style": "Table Style Light 9"})
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, len(heads) - 1, 20)

    def _write(self, sheet: Any, row: int, column: int, value: object) -> None:
        if isinstance(value, int | float) and not isinstance(value, bool):
            sheet.write_number(row, column, value, self.whole if isinstance(value, int) else self.part)
        elif value not in (None, ""):
            sheet.write_string(row, column, str(plain(str(value))))


def _different(heads: list[str]) -> list[str]:
    """Two dimensions may have one word; a table's heads must differ."""
    return [head if head not in heads[:at] else f"{head} {at}" for at, head in enumerate(heads)]


def _facts(report: Report) -> list[tuple[str, str]]:
    about = _about(report)
    draft = "draft, not for quotation" if about["draft"] else ""
    return [
        ("Report", report.reference), ("Plan", report.plan.name_en), ("Period", report.period),
        ("From", about["from"]), ("To", about["to"]), ("Edition", f"{report.edition} {draft}".strip()),
        ("Why a new edition (Khmer)", report.correction_km), ("Why a new edition (English)", report.correction_en),
        ("Figures as of", about["figures_as_of"] or ""), ("Digest of the figures", report.digest),
        ("Licence", LICENCE),
        ("How to read", _HOW_TO_READ),
    ]  # fmt: skip


def _target_row(one: dict[str, Any]) -> list[object]:
    track = {True: "yes", False: "no"}.get(one["on_track"], "not known")
    numbers = [None if one[name] is None else number(Decimal(one[name])) for name in ("target", "value", "share")]
    source = one["source"] if one["confirmed"] else f"{one['source']} (to be confirmed)"
    return [one["indicator"], one["ends_on"], one["province"], *numbers, track, source]


def _entry_row(one: dict[str, Any]) -> list[object]:
    words_of = [one[name] for name in ("measure", "name_km", "name_en", "part", "state", "status")]
    return [*words_of, "late" if one["late"] else "", one["due_on"], one["sent_on"]]


def _change_row(one: EditionChange) -> list[object]:
    place = ", ".join(f"{name}: {value}" for name, value in sorted(one.cell.items()))
    reason = str(ChangeReason(one.reason).label) if one.reason else "not known"
    return [one.indicator_code, one.cut, place, number(one.before), number(one.after), reason]
