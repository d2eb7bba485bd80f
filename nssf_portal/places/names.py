"""Names of provinces, districts and communes from a small table kept in each process (1,900 rows, one query)."""

import time
from typing import NamedTuple

from django.utils import translation

from nssf_portal.places.enums import Level
from nssf_portal.places.models import Place

_TTL = 600.0  # a new release is loaded once a year; a process may show the old names for ten minutes
_table: dict[str, "Names"] = {}
_read_at = 0.0


class Names(NamedTuple):
    km: str
    latin: str


def forget() -> None:
    """Read the names anew at the next question (after a load, and in tests)."""
    global _read_at
    _read_at = 0.0


def names() -> dict[str, Names]:
    """Code -> names for the three upper levels; a code that only an older release knows is there too."""
    global _read_at
    if not _table or time.monotonic() - _read_at > _TTL:
        fresh = _read()
        if not fresh:
            return {}
        _table.clear()
        _table.update(fresh)
        _read_at = time.monotonic()
    return _table


def name_of(code: str, lang: str | None = None) -> str:
    """Name of a province, district or commune, or the code itself when nobody knows it."""
    found = names().get(code)
    if found is None:
        return code
    return found.latin if _english(lang) else found.km


def place_name(code: str, lang: str | None = None) -> str:
    """The whole path of a commune (or district), smallest first in English, largest first in Khmer."""
    if not code:
        return ""
    path = [name_of(code[:length], lang) for length in (2, 4, 6) if len(code) >= length]
    return ", ".join(reversed(path)) if _english(lang) else " ".join(path)


def province_names(lang: str | None = None) -> dict[str, str]:
    """Province code -> name, in the order of the codes."""
    english = _english(lang)
    return {code: n.latin if english else n.km for code, n in sorted(names().items()) if len(code) == 2}


def province_choices(lang: str | None = None) -> list[tuple[str, str]]:
    """For a filter or a select."""
    return list(province_names(lang).items())


def _english(lang: str | None) -> bool:
    return (lang or translation.get_language() or "km").startswith("en")


def _read() -> dict[str, Names]:
    rows = Place.objects.exclude(level=Level.VILLAGE).order_by("release")
    columns = ("code", "name_km", "name_latin", "shown_km", "shown_latin")
    return {
        code: Names(shown_km or km, shown_latin or latin)
        for code, km, latin, shown_km, shown_latin in rows.values_list(*columns)
    }
