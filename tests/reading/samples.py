"""Small helpers for the reading tests: rows in memory become a source, a source becomes checked people."""

import json
from datetime import date
from pathlib import Path

from nssf_portal.reading.sources import SheetSource, sheet_of
from registration.reading.checks import CheckedRow, Rules, mark_duplicates_in_file
from registration.reading.headers import read_layout
from registration.reading.rows import RosterReader

DATA = Path(__file__).resolve().parent.parent / "data"
TODAY = date(2026, 11, 22)
RULES = Rules(TODAY)
HEADER = ["Family name", "Given name", "Sex", "Date of birth", "ID number", "Date of hire", "Wage (KHR)"]
PERSON = ["SOK", "SOPHEA", "F", "1990-03-25", "012345678", "2020-01-15", 816000.0]


def source(*rows, name="Sheet1") -> SheetSource:
    return SheetSource("test", [sheet_of(name, [list(row) for row in rows])])


def read(opened: SheetSource, remembered=None) -> list[CheckedRow]:
    layout = read_layout(opened, remembered)
    return list(mark_duplicates_in_file(RosterReader(layout, RULES)))


def one(header, row) -> CheckedRow:
    (person,) = read(source(header, row))
    return person


def person_with(**changed) -> CheckedRow:
    """The ordinary person with some columns changed or added; the checked result."""
    header, row = list(HEADER), list(PERSON)
    for heading, value in changed.items():
        heading = heading.replace("_", " ")
        found = next((at for at, text in enumerate(header) if text.lower().startswith(heading.lower())), None)
        if found is None:
            header.append(heading)
            row.append(value)
        else:
            row[found] = value
    return one(header, row)


def codes(person: CheckedRow) -> list[tuple[str, str]]:
    return [(found.field, found.code) for found in person.problems]


def answers(name: str) -> dict:
    return json.loads((DATA / f"{name}.answers.json").read_text())
