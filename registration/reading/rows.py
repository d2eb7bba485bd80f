"""From sheet rows to checked people: which lines are people, what each column gives, and what is wrong with it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from hashlib import blake2b
from operator import itemgetter
from typing import NamedTuple

from nssf_portal.khmer.keys import name_key
from nssf_portal.reading import cells
from nssf_portal.reading.cells import Cell, display
from nssf_portal.reading.headings import IGNORE, heading_key
from registration.reading.checks import REQUIRED_CODE, CheckedRow, Problem, Rules, check_birth, check_hire, problem
from registration.reading.headers import Layout
from registration.reading.nationalities import KHMER, nationality_code
from registration.reading.synonyms import COLUMN_FIELDS, IDENTITY_KINDS, NAME_FIELDS, field_of

_NOT_STATED = ("identity_number", "khmer_id")
_TOTAL_WORDS = frozenset(map(heading_key, "សរុប សរុបរួម total totals grandtotal subtotal sum somme".split()))
_TOTAL_FIELDS = 5  # a total line names few columns; a person called Total fills more
_NOTE_FIELDS = 2  # a line with no more than this, none of it a date, a wage or a number, is a signature or a note


class Columns(NamedTuple):
    """A layout ready for reading rows: the column, or columns in order of preference, of each field."""

    names: list[tuple[int, str, str]]  # index, part, script the heading states
    identities: list[tuple[int, str]]
    wages: list[tuple[int, str | None]]
    identity_kind: int | None
    wage_currency: int | None
    sex: int | None
    date_of_birth: int | None
    birth_order: str | None
    nationality: int | None
    hired_on: int | None
    hire_order: str | None
    phone: int | None
    position: int | None
    department: int | None
    staff_number: int | None
    member_number: int | None
    used: list[int]
    pick: Callable[[Sequence[str]], Sequence[str]]
    width: int


def plan_columns(layout: Layout) -> Columns:
    """Work out once what is read from which column."""
    columns = {index: name for index, name in layout.columns.items() if name != IGNORE}
    used = sorted(columns, key=lambda index: (columns[index], index))
    first = layout.first
    born, hired = first("date_of_birth"), first("hired_on")
    single = {name: first(name) for name in Columns._fields if name in COLUMN_FIELDS}
    return Columns(
        names=[(index, *_part_and_script(name)) for index, name in columns.items() if name in NAME_FIELDS],
        identities=_identity_columns(columns),
        wages=_wage_columns(columns, layout.currencies),
        birth_order=layout.date_orders.get(born) if born is not None else None,
        hire_order=layout.date_orders.get(hired) if hired is not None else None,
        used=used,
        pick=itemgetter(*used) if len(used) > 1 else lambda raw: [raw[index] for index in used],
        width=max(columns, default=-1) + 1,
        **single,
    )


def _part_and_script(name: str) -> tuple[str, str]:
    for script in ("km", "latin"):
        if name.endswith(f"_{script}"):
            return name.removesuffix(f"_{script}"), script
    return name, ""


def _identity_columns(columns: Mapping[int, str]) -> list[tuple[int, str]]:
    """Identity columns, a Khmer identity number before any other document."""
    found = [
        (index, "" if name in _NOT_STATED else name)
        for index, name in columns.items()
        if name == "identity_number" or name in IDENTITY_KINDS
    ]
    return sorted(found, key=lambda pair: (columns[pair[0]] != "khmer_id", pair[1] != "", pair[0]))


def _wage_columns(columns: Mapping[int, str], currencies: Mapping[int, str]) -> list[tuple[int, str | None]]:
    fixed = {"wage_khr": "KHR", "wage_usd": "USD"}
    order = ["wage", "wage_khr", "wage_usd"]
    found = [(order.index(name), index, name) for index, name in columns.items() if name in order]
    return [(index, fixed.get(name) or currencies.get(index, "KHR")) for _rank, index, name in sorted(found)]


class RosterReader:
    """Reads the people of one layout, remembering which lines it passed over and why."""

    def __init__(self, layout: Layout, rules: Rules) -> None:
        self.layout = layout
        self.rules = rules
        self.columns = plan_columns(layout)
        self.passed_over: list[tuple[int, str]] = []

    def __iter__(self) -> Iterator[CheckedRow]:
        for row_no, row in self.layout.sheet.numbered_rows(after=self.layout.header_row):
            raw = raw_texts(row, self.columns.width)
            if reason := self._not_a_person(raw):
                if reason != "blank":
                    self.passed_over.append((row_no, reason))
                continue
            if len(row) < self.columns.width:
                row = [*row, *[None] * (self.columns.width - len(row))]
            yield check_cells(row_no, row, raw, self.columns, self.rules)

    def _not_a_person(self, raw: list[str]) -> str:
        columns = self.columns
        if columns.sex is not None and cells.read_sex(raw[columns.sex]):
            return ""  # the quick way for an ordinary row: totals, notes and headers have no sex
        filled = sum(1 for index in columns.used if raw[index])
        if not filled:
            return "blank"
        if filled <= _TOTAL_FIELDS and any(heading_key(text) in _TOTAL_WORDS for text in raw if text):
            return "total"
        if self._repeats_header(raw):
            return "header"
        return "note" if filled <= _NOTE_FIELDS and not self._has_substance(raw) else ""

    def _repeats_header(self, raw: list[str]) -> bool:
        """A header printed again, in another language perhaps, or the line of column numbers under it."""
        if _is_column_numbers(raw):
            return True
        headings = sum(1 for index in self.columns.used if raw[index] and field_of(raw[index]))
        filled = sum(1 for index in self.columns.used if raw[index])
        return headings >= 3 and headings * 2 > filled

    def _has_substance(self, raw: list[str]) -> bool:
        """Whether a nearly empty line still belongs to a person: it is numbered, or gives a number or a date."""
        columns = self.columns
        numbered = [index for index, name in self.layout.columns.items() if name in (IGNORE, "staff_number")]
        if any(raw[index].isdecimal() for index in numbered if index < len(raw)):
            return True
        dated = [index for index in (columns.date_of_birth, columns.hired_on) if index is not None]
        telling = [index for index, _kind in [*columns.identities, *columns.wages]] + dated
        return any(raw[index][:1].isdigit() for index in telling)


def raw_texts(row: Sequence[Cell], width: int) -> list[str]:
    """The cells of a row as a person sees them, one for every column that is read."""
    shown = [
        # Most cells are as clean as they can be; asking here saves a call for each.
        cell if type(cell) is str and cell.isprintable() and " " not in cell and len(cell) < 100 else display(cell)
        for cell in row
    ]
    return shown + [""] * (width - len(shown)) if len(shown) < width else shown


def _is_column_numbers(raw: list[str]) -> bool:
    """The line of (1) (2) (3) … that official forms print under their header."""
    return raw[:3] in (["1", "2", "3"], ["(1)", "(2)", "(3)"], ["១", "២", "៣"])


def check_cells(
    row_no: int,
    row: Sequence[Cell],
    raw: list[str],
    columns: Columns,
    rules: Rules,
    *,
    one_part_name_confirmed: bool = False,
) -> CheckedRow:
    """One row, read and checked; findings come in the order of the fields."""
    problems: list[Problem] = []
    family_km, given_km, family_latin, given_latin = _names(row, columns)
    family, given = family_km or family_latin, given_km or given_latin
    if not (family and given) and not (one_part_name_confirmed and (family or given)):
        problems += [
            problem(name, REQUIRED_CODE)
            for name, value in (("family_name", family), ("given_name", given))
            if not value
        ]
    sex = _sex(raw, columns.sex, problems)
    born_on, precision, sound = _birth(row, raw, columns, rules, problems)
    nationality = KHMER if columns.nationality is None else nationality_code(raw[columns.nationality])
    id_kind, id_number = _identity(row, raw, columns, nationality, rules, problems)
    hired_on = _hire(row, raw, columns, born_on if sound else None, rules, problems)
    amount, currency = _wage(row, raw, columns, problems)
    phone = _phone(row, raw, columns.phone, problems)
    return CheckedRow(
        row_no,
        raw,
        digest_of(raw, columns),
        family_km,
        given_km,
        family_latin,
        given_latin,
        name_key(family_km, given_km) if family_km or given_km else "",
        name_key(family_latin, given_latin) if family_latin or given_latin else "",
        sex,
        born_on,
        precision,
        nationality,
        id_kind,
        id_number,
        hired_on,
        amount,
        currency,
        phone,
        raw[columns.position] if columns.position is not None else "",
        raw[columns.department] if columns.department is not None else "",
        raw[columns.staff_number] if columns.staff_number is not None else "",
        raw[columns.member_number] if columns.member_number is not None else "",
        problems,
    )


def digest_of(raw: list[str], columns: Columns) -> bytes:
    """Sixteen bytes that are equal when every column we read holds the same: how an unchanged row is recognised."""
    return blake2b("\x1f".join(columns.pick(raw)).encode(), digest_size=16).digest()


def _names(row: Sequence[Cell], columns: Columns) -> tuple[str, str, str, str]:
    """The four name parts; the letters in the cell decide the script, the heading only breaks ties."""
    found: dict[tuple[str, bool], str] = {}
    for index, part, script in columns.names:
        cell = row[index]
        name = cells.read_name(cell if type(cell) is str else display(cell))
        if not name.text:
            continue
        if part == "full_name":
            family, _space, given = name.text.partition(" ")
            found.setdefault(("family_name", name.khmer), family)
            if given:
                found.setdefault(("given_name", name.khmer), given)
        elif (part, name.khmer) not in found or name.khmer == (script == "km"):
            found[part, name.khmer] = name.text
    get = found.get
    return (
        get(("family_name", True), ""),
        get(("given_name", True), ""),
        get(("family_name", False), ""),
        get(("given_name", False), ""),
    )


def _sex(raw: list[str], index: int | None, problems: list[Problem]) -> str:
    text = raw[index] if index is not None else ""
    if not text:
        problems.append(problem("sex", REQUIRED_CODE))
        return ""
    sex = cells.read_sex(text)
    if sex is None:
        problems.append(problem("sex", cells.SEX_INVALID))
    return sex or ""


def _birth(
    row: Sequence[Cell], raw: list[str], columns: Columns, rules: Rules, problems: list[Problem]
) -> tuple[date | None, str, bool]:
    index = columns.date_of_birth
    if index is None or not raw[index]:
        problems.append(problem("date_of_birth", REQUIRED_CODE))
        return None, "day", False
    value, precision, _readings = cells.read_date(row[index], columns.birth_order)
    code = check_birth(value, rules) if value else cells.DATE_INVALID
    if code:
        problems.append(problem("date_of_birth", code))
    return value, precision, not code


def _hire(
    row: Sequence[Cell], raw: list[str], columns: Columns, born_on: date | None, rules: Rules, problems: list[Problem]
) -> date | None:
    index = columns.hired_on
    if index is None or not raw[index]:
        problems.append(problem("hired_on", REQUIRED_CODE))
        return None
    value = cells.read_date(row[index], columns.hire_order).value
    code = check_hire(value, born_on, rules) if value else cells.DATE_INVALID
    if code:
        problems.append(problem("hired_on", code))
    return value


def _identity(
    row: Sequence[Cell], raw: list[str], columns: Columns, nationality: str, rules: Rules, problems: list[Problem]
) -> tuple[str, str]:
    default = "khmer_id" if nationality == KHMER else "passport"
    for index, stated in columns.identities:
        if not raw[index]:
            continue
        kind = stated or _stated_kind(raw, columns) or default
        if kind == "khmer_id" and nationality != KHMER:
            kind = "passport"
        number, code = cells.read_identity(row[index], kind, rules.khmer_id_digits)
        if code:
            problems.append(problem("identity_number", code))
        return kind, number if code != cells.ID_INVALID else ""
    problems.append(problem("identity_number", REQUIRED_CODE))
    return default, ""


def _stated_kind(raw: list[str], columns: Columns) -> str | None:
    if columns.identity_kind is None or not raw[columns.identity_kind]:
        return None
    return cells.read_kind(raw[columns.identity_kind])


def _wage(row: Sequence[Cell], raw: list[str], columns: Columns, problems: list[Problem]) -> tuple:
    for index, currency in columns.wages:
        if not raw[index]:
            continue
        if columns.wage_currency is not None and raw[columns.wage_currency]:
            currency = cells.currency_of(raw[columns.wage_currency])[1] or currency
        wage = cells.read_wage(row[index], currency)
        if wage.amount is None:
            problems.append(problem("wage", cells.WAGE_INVALID))
        return wage
    problems.append(problem("wage", REQUIRED_CODE))
    return None, "KHR"


def _phone(row: Sequence[Cell], raw: list[str], index: int | None, problems: list[Problem]) -> str:
    if index is None or not raw[index]:
        return ""
    phone = cells.read_phone(row[index])
    if phone is None:
        problems.append(problem("phone", cells.PHONE_INVALID))
    return phone or ""
