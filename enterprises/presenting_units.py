"""From counted units to what the pages draw: rows with bars, lines over days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from enterprises.enums import Sector
from enterprises.figures import NOT_SAID, Units
from enterprises.forms_units import SIZE_WORDS
from enterprises.models import Source
from nssf_portal.places.names import name_of

_NEWEST = 14
_MONTHS = 24
_WIDE, _HIGH = 1000, 100


@dataclass(frozen=True)
class UnitRow:
    """A line of the table; `query` narrows the page to it."""

    word: str
    units: Units
    query: str = ""

    @property
    def bar(self) -> list[tuple[int, str]]:
        units = self.units
        return [(units.registered, "teal"), (units.possible, "indigo"), (units.missing, "gold")]


@dataclass(frozen=True)
class Point:
    day: date
    x: float
    units: Units


@dataclass(frozen=True)
class Line:
    """A line of the chart in the drawing's own units: what `points` of a polyline takes."""

    word: str
    colour: str
    points: str


def word_of(dimension: str, value: str, sources: dict[str, str]) -> str:
    """What a value of a dimension is called."""
    if dimension == "sector":
        return str(Sector(value).label) if value in Sector.values else _("not said")
    if dimension == "size":
        return str(SIZE_WORDS.get(value, value))
    if dimension == "source":
        return sources.get(value, value)
    return name_of(value) if value else _("place not known")


def source_names() -> dict[str, str]:
    return {source.code: source.name for source in Source.objects.all()}


def rows_of(cells: dict[tuple, Units], dimension: str, place: str) -> list[UnitRow]:
    """Places by code, sizes and sectors by their order, sources by their name; cells of nothing are left out."""
    sources = source_names() if dimension == "source" else {}
    found = [
        UnitRow(word_of(dimension, value, sources), units, _narrowed(dimension, value, place))
        for (value,), units in sorted(cells.items(), key=lambda item: _order(dimension, item[0][0], sources))
        if any(units)
    ]
    return found


def _order(dimension: str, value: str, sources: dict[str, str]) -> tuple:
    if dimension == "size":
        return (list(SIZE_WORDS).index(value),)
    return (value == "", sources.get(value, value))


def _narrowed(dimension: str, value: str, place: str) -> str:
    """The part of an address that chooses this row; a place not known can't be chosen."""
    if dimension == "place":
        level = "district" if place else "province"
        return f"{level}={value}" if value and len(place) < len(value) else ""
    return f"{dimension}={value or NOT_SAID}" if dimension != "source" else f"source={value}"


def trend_days(days: list[date]) -> list[date]:
    """The last counted day of each month, and the newest days one by one."""
    last = {(day.year, day.month): day for day in days}
    return sorted({*list(last.values())[-_MONTHS:], *days[-_NEWEST:]})


def points_of(cells: dict[tuple, Units], days: list[date]) -> list[Point]:
    """Each day at its place in time; a day on which nothing answers to the filters is a day of none."""
    first, span = days[0], max((days[-1] - days[0]) / timedelta(days=1), 1)
    return [Point(day, round((day - first).days / span * _WIDE, 1), cells.get((day,), Units())) for day in days]


def lines_of(points: list[Point], measures: Iterable[tuple[str, str, str]]) -> list[Line]:
    """`measures`: name, word and colour."""
    most = max((max(p.units) for p in points), default=0) or 1
    return [
        Line(word, colour, " ".join(f"{p.x},{_high(getattr(p.units, name), most)}" for p in points))
        for name, word, colour in measures
    ]


def line_through(values: list[tuple[date, int | None]]) -> str:
    """One line for a source's figure over days; days without a figure are passed over."""
    known = [(day, value) for day, value in values if value is not None]
    if len(known) < 2:
        return ""
    first, span = known[0][0], max((known[-1][0] - known[0][0]).days, 1)
    most = max(value for _day, value in known) or 1
    return " ".join(f"{round((day - first).days / span * _WIDE, 1)},{_high(value, most)}" for day, value in known)


def _high(value: int, most: int) -> float:
    return round(_HIGH - 2 - value / most * (_HIGH - 4), 1)
