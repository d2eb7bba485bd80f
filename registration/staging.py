"""From checked people to rows of `registration_rosterrow`: encrypted, keyed, and copied in blocks.

COPY goes into staging tables only: the register is filled by INSERT ... SELECT, where triggers see who acts."""

import json
import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice

from django.db import connection

from nssf_portal.identifiers.crypto import encrypt
from nssf_portal.ids import uuid7_batch
from registration.enums import RowState
from registration.identity import identity_index, phone_index
from registration.reading.checks import ERROR, TOO_LONG, CheckedRow, Problem, age_on, has_error

NAME_LIMIT, TEXT_LIMIT = 80, 120
_PART = 125
_NAMES = ("family_name_km", "given_name_km", "family_name_latin", "given_name_latin")
ROW_COLUMNS = (
    "id roster_id row_no state cells digest family_name_km given_name_km family_name_latin given_name_latin "
    "key_km key_latin sex born_on born_precision nationality identity_kind identity_cipher identity_blind "
    "identity_last4 phone_cipher phone_blind phone_last4 hired_on wage wage_currency occupation department "
    "staff_number stated_member_number young"
).split()
PROBLEM_COLUMNS = ("row_id", "field", "code", "severity")
_COPY_ROWS = f"COPY registration_rosterrow ({', '.join(ROW_COLUMNS)}) FROM STDIN"
_COPY_PROBLEMS = f"COPY registration_rosterproblem ({', '.join(PROBLEM_COLUMNS)}) FROM STDIN"
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\x00": None})


def stage(roster_id: uuid.UUID, rows: Iterable[CheckedRow], columns: dict[int, str], today: date) -> int:
    """One block of people into the staging table, with their problems; the caller's transaction is the unit.

    Rows are taken one after another and sent in small parts: the server stores one part while the next is made."""
    problem_lines: list[str] = []
    staged = 0
    owner = str(roster_id)
    rows = iter(rows)
    with connection.cursor() as cursor:
        with cursor.copy(_COPY_ROWS) as copy:
            while part := list(islice(rows, _PART)):
                copy.write("".join(_lines(owner, part, columns, today, problem_lines)))
                staged += len(part)
        if problem_lines:
            with cursor.copy(_COPY_PROBLEMS) as copy:
                copy.write("".join(problem_lines))
    return staged


def _lines(
    owner: str, rows: Sequence[CheckedRow], columns: dict[int, str], today: date, problem_lines: list[str]
) -> Iterator[str]:
    for row_id, row in zip(uuid7_batch(len(rows)), rows, strict=True):
        problems = [*row.problems, *too_long(row)]
        problem_lines += [f"{row_id}\t{p.field}\t{p.code}\t{p.severity}\n" for p in problems]
        yield _line(row_id, owner, row, problems, columns, today)


def too_long(row: CheckedRow) -> list[Problem]:
    """Names that do not fit, by the field they are shown under: the register never cuts one silently."""
    long = [name.removesuffix("_km").removesuffix("_latin") for name in _NAMES if len(getattr(row, name)) > NAME_LIMIT]
    return [Problem(name, TOO_LONG, ERROR) for name in dict.fromkeys(long)]


def _line(
    row_id: uuid.UUID, owner: str, row: CheckedRow, problems: list[Problem], columns: dict[int, str], today: date
) -> str:
    aad = row_id.bytes
    values = [
        str(row_id),
        owner,
        str(row.row_no),
        RowState.REPAIR if any(p.severity == ERROR for p in problems) else RowState.ACCEPTED,
        _bytes(encrypt(cells_of(row.raw, columns), aad)),
        _bytes(row.digest),
        *(_text(getattr(row, name)[:NAME_LIMIT]) for name in _NAMES),
        row.key_km[:180],
        row.key_latin[:180],
        row.sex,
        _date(row.born_on),
        row.born_precision or "day",
        row.nationality or "KH",
        *identity_columns(row, problems, aad),
        *phone_columns(row, aad),
        _date(row.hired_on),
        "\\N" if row.wage is None else str(row.wage),
        row.wage_currency or "KHR",
        _text(row.position[:TEXT_LIMIT]),
        _text(row.department[:TEXT_LIMIT]),
        _text(row.staff_number[:40]),
        _text(row.member_number[:20]),
        "t" if is_young(row.born_on, today) else "f",
    ]
    return "\t".join(values) + "\n"


def cells_of(raw: list[str], columns: dict[int, str]) -> bytes:
    """The row's own words, by field, as JSON: what the repair page shows and the errors workbook quotes."""
    return json.dumps(
        {field: raw[index] for index, field in columns.items() if raw[index]}, ensure_ascii=False
    ).encode()


def identity_columns(row: CheckedRow, problems: list[Problem], aad: bytes) -> tuple[str, str, str, str]:
    """Kind, ciphertext, blind index, last four; all empty while the number is wrong."""
    if not row.id_number or has_error(problems, "identity_number"):
        return row.id_kind, "\\N", "\\N", ""
    index = identity_index(row.id_kind, row.id_number, row.nationality)
    return row.id_kind, _bytes(encrypt(row.id_number.encode(), aad)), str(index), row.id_number[-4:]


def phone_columns(row: CheckedRow, aad: bytes) -> tuple[str, str, str]:
    if not row.phone:
        return "\\N", "\\N", ""
    return _bytes(encrypt(row.phone.encode(), aad)), str(phone_index(row.phone)), row.phone[-4:]


def is_young(born_on: date | None, today: date) -> bool:
    """15 to 17: accepted and marked (Labour Law, article 177)."""
    return born_on is not None and 15 <= age_on(born_on, today) < 18


def _text(value: str) -> str:
    return value.translate(_ESCAPES)


def _bytes(value: bytes) -> str:
    return "\\\\x" + value.hex()


def _date(value: date | None) -> str:
    return "\\N" if value is None else value.isoformat()
