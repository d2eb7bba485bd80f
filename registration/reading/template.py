"""Our own staff list to fill in: offered to employers who have none, never required."""

from io import BytesIO
from typing import Any, NamedTuple

import xlsxwriter
from django.utils.translation import gettext as _

NUMBER_TEXT_FORMAT = "@"  # text, so that a spreadsheet keeps the zero in front
ROWS_PREPARED = 2000
SEX_CHOICES = ["ស្រី", "ប្រុស", "F", "M"]
NATIONALITY_CHOICES = [
    "ខ្មែរ",
    "Cambodian",
    "Chinese",
    "Vietnamese",
    "Thai",
    "Korean",
    "Japanese",
    "Filipino",
    "Malaysian",
    "Bangladeshi",
    "Indian",
    "French",
]


class TemplateColumn(NamedTuple):
    """One column: its field, its heading in both languages at once, its width, whether it must be filled."""

    field: str
    khmer: str
    english: str
    width: int = 18
    required: bool = False

    @property
    def heading(self) -> str:
        return f"{self.khmer}\n{self.english}{' *' if self.required else ''}"


COLUMNS = (
    TemplateColumn("staff_number", "អត្តលេខនៅសហគ្រាស", "Staff number", 14),
    TemplateColumn("family_name_km", "គោត្តនាម", "Family name (Khmer)", 18, True),
    TemplateColumn("given_name_km", "នាម", "Given name (Khmer)", 18, True),
    TemplateColumn("family_name_latin", "គោត្តនាមឡាតាំង", "Family name (Latin)"),
    TemplateColumn("given_name_latin", "នាមឡាតាំង", "Given name (Latin)"),
    TemplateColumn("sex", "ភេទ", "Sex", 10, True),
    TemplateColumn("date_of_birth", "ថ្ងៃខែឆ្នាំកំណើត", "Date of birth", 16, True),
    TemplateColumn("nationality", "សញ្ជាតិ", "Nationality", 14),
    TemplateColumn("identity_number", "លេខអត្តសញ្ញាណ", "Identity number", 18, True),
    TemplateColumn("identity_kind", "ប្រភេទឯកសារអត្តសញ្ញាណ", "Kind of document", 20),
    TemplateColumn("hired_on", "កាលបរិច្ឆេទចូលធ្វើការ", "Date of hire", 18, True),
    TemplateColumn("wage", "ប្រាក់ឈ្នួលប្រចាំខែ", "Monthly wage", 16, True),
    TemplateColumn("wage_currency", "រូបិយប័ណ្ណ", "Currency", 10),
    TemplateColumn("phone", "លេខទូរស័ព្ទ", "Phone number", 16),
    TemplateColumn("position", "តួនាទី", "Position"),
    TemplateColumn("department", "ផ្នែក", "Department"),
    TemplateColumn("member_number", "លេខសមាជិក ប.ស.ស.", "NSSF member number", 20),
)
_KIND_CHOICES = ["Khmer ID", "KIDC", "Passport", "Work permit", "Birth certificate", "Family book", "Residence book"]
_CHOICES = {
    "sex": SEX_CHOICES,
    "nationality": NATIONALITY_CHOICES,
    "identity_kind": _KIND_CHOICES,
    "wage_currency": ["KHR", "USD"],
}
_DATES = ("date_of_birth", "hired_on")


def open_workbook(target: BytesIO) -> xlsxwriter.Workbook:
    """A workbook in which nothing written can become a live formula or link."""
    return xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )


def make_template() -> bytes:
    """The empty staff list: Khmer and English headings, drop-downs, notes, and a page of explanation."""
    target = BytesIO()
    with open_workbook(target) as book:
        sheet = book.add_worksheet("បញ្ជី Staff")
        write_headings(book, sheet)
        _prepare_cells(book, sheet)
        _write_notes(book)
    return target.getvalue()


def write_headings(book: xlsxwriter.Workbook, sheet: Any, extra: tuple[TemplateColumn, ...] = ()) -> None:
    """The header row, `extra` columns first."""
    style = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "font_name": "Khmer OS Battambang"}
    optional = book.add_format(style | {"bg_color": "#F4EEE3"})
    required = book.add_format(style | {"bg_color": "#E3F1EF"})
    sheet.set_row(0, 44)
    sheet.freeze_panes(1, 0)
    for at, column in enumerate((*extra, *COLUMNS)):
        sheet.set_column(at, at, column.width)
        sheet.write_string(0, at, column.heading, required if column.required else optional)


def _prepare_cells(book: xlsxwriter.Workbook, sheet: Any) -> None:
    text, day = book.add_format({"num_format": NUMBER_TEXT_FORMAT}), book.add_format({"num_format": "dd-mm-yyyy"})
    amount = book.add_format({"num_format": "#,##0"})
    for at, column in enumerate(COLUMNS):
        style = day if column.field in _DATES else amount if column.field == "wage" else text
        sheet.set_column(at, at, column.width, style)
        sheet.data_validation(1, at, ROWS_PREPARED, at, _validation(column))


def _validation(column: TemplateColumn) -> dict[str, Any]:
    """A drop-down or just a note; what is typed otherwise is allowed, the portal checks it kindly later."""
    options: dict[str, Any] = {"input_title": column.english[:32], "input_message": _note(column.field)[:255]}
    if choices := _CHOICES.get(column.field):
        return options | {"validate": "list", "source": choices, "error_type": "warning"}
    return options | {"validate": "any"}


def _note(field: str) -> str:
    notes = {
        "sex": _("Choose female or male."),
        "date_of_birth": _("Day, month and year, for example 25-03-1990."),
        "hired_on": _("Day, month and year, for example 25-03-1990."),
        "nationality": _("Leave it empty for Khmer."),
        "identity_number": _("A Khmer ID card has 9 digits, zeros in front included. Others: passport or work permit."),
        "identity_kind": _("Only when it is neither a Khmer ID card nor a passport."),
        "wage": _("The monthly wage in digits, in riel unless the currency says otherwise."),
        "phone": _("0 or +855, then 8 or 9 digits. May be empty."),
        "family_name_km": _("In Khmer or in Latin letters; both if you have them."),
        "given_name_km": _("In Khmer or in Latin letters; both if you have them."),
    }
    return notes.get(field, _("May be empty."))


def _write_notes(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("ពន្យល់ Notes")
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 44, wrap)
    sheet.set_column(1, 1, 80, wrap)
    sheet.write_string(0, 0, _("One line for each person. Your own list is welcome too: this form is not required."))
    for at, column in enumerate(COLUMNS, start=2):
        sheet.write_string(at, 0, f"{column.khmer} – {column.english}")
        sheet.write_string(at, 1, _note(column.field))
