"""Taking over the register of enterprises that the core system holds: set-based; a second run changes nothing."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.utils import timezone

from enterprises import loading_sql
from enterprises.delivering import words
from enterprises.delivering.values import WARNING, Problem, Row, commune_of, day_of, phone_of, sector_of, tin_of
from enterprises.delivering.words import as_dict
from enterprises.sources import CORE, source
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.exchange.registries import clean_number
from nssf_portal.khmer.keys import search_key
from nssf_portal.law.book import value_or
from nssf_portal.places.models import Place

BLOCK = 5000
FIRST_ROW = 2  # row 1 of the sheet holds the headings
_NUMBER = re.compile(r"[0-9A-Z-]{4,20}\Z")


@dataclass(slots=True)
class Line:
    """One readable row, in the form the register keeps; numbers are text."""

    nssf_number: str
    name_km: str
    name_latin: str
    key_km: str
    key_latin: str
    tin: str
    moc_number: str
    commune_code: str
    phone: str
    sector: str
    opened_on: date | None
    registered_on: date | None


def load_enterprises(rows: Iterable[Mapping[str, Any]], by: User | None = None) -> dict[str, Any]:
    """Bring the register to what the core system says; a bad row is refused alone and named.

    `rows` are mappings by column name (`csv.DictReader`). Effects: enterprises with their head office and the core
    system's record of each. Inside the caller's transaction."""
    result: Counter[str] = Counter()
    problems: list[dict[str, Any]] = []
    seen: set[str] = set()
    known, today = _known_communes(), timezone.localdate()
    pattern = re.compile(str(value_or("identifier.tin.pattern", r".*")))
    block: dict[int, Line] = {}
    with acting(by=by, action="enterprises.load"):
        for number, cells in enumerate(rows, start=FIRST_ROW):
            row = Row(number, _cells(cells), today)
            line = _read(row, known, pattern, seen)
            result["rows"] += 1
            result["refused"] += row.refused
            problems += map(as_dict, row.problems)
            block |= {} if row.refused else {number: line}
            if len(block) == BLOCK:
                result.update(_store(block, problems))
                block = {}
        result.update(_store(block, problems))
    counts = {name: result[name] for name in ("rows", "created", "updated", "unchanged", "refused")}
    return counts | {"problems": problems}


def _cells(cells: Mapping[str, Any]) -> dict[str, str]:
    return {str(name).lstrip("\ufeff").strip(): str(text or "") for name, text in cells.items() if name}


def _known_communes() -> frozenset[str]:
    return frozenset(Place.objects.filter(level="commune").values_list("code", flat=True))


def _read(row: Row, known: frozenset[str], tin_pattern: re.Pattern[str], seen: set[str]) -> Line:
    name_km, name_latin = row.text("name_km"), row.text("name_latin")
    if not (name_km or name_latin):
        row.wrong("name_latin", "required")
    return Line(
        nssf_number=_nssf_number(row, seen),
        name_km=name_km,
        name_latin=name_latin,
        key_km=search_key(name_km),
        key_latin=search_key(name_latin),
        tin=tin_of(row, tin_pattern),
        moc_number=clean_number(row.text("moc_number")),
        commune_code=commune_of(row, known),
        phone=phone_of(row),
        sector=sector_of(row),
        opened_on=day_of(row, "opened_on"),
        registered_on=day_of(row, "registered_on", required=True),
    )


def _nssf_number(row: Row, seen: set[str]) -> str:
    number = clean_number(row.text("nssf_number"))
    if not number:
        row.wrong("nssf_number", "required")
    elif not _NUMBER.match(number):
        row.wrong("nssf_number", "nssf_number_invalid")
    elif number in seen:
        row.wrong("nssf_number", "duplicate_in_file")
    seen.add(number)
    return number


_COLUMNS = [field.name for field in fields(Line)]


def _store(block: dict[int, Line], problems: list[dict[str, Any]]) -> dict[str, int]:
    """Write one block (lines by row number); settled values that stayed are told as warnings."""
    if not block:
        return {}
    columns = {name: [getattr(line, name) for line in block.values()] for name in _COLUMNS}
    counts, kept = loading_sql.store(columns, source(CORE).pk)
    rows = {line.nssf_number: number for number, line in block.items()} if kept else {}
    for number, field in kept:
        problems.append(as_dict(Problem(rows[number], field, "settled_value_kept", WARNING)))
    return counts


def message(code: str) -> str:
    """What a problem's code means, for people; the code itself when it is none of ours."""
    return words.message(code, "nssf_number")
