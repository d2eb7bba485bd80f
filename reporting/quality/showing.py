"""The page of data quality: the newest readings beside those of some time ago, worst first, and one line of days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Max, Min
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from enterprises.models import Source
from nssf_portal.accounts.models import Institution
from nssf_portal.law.book import value_or
from nssf_portal.places.names import province_names
from reporting.enums import Direction
from reporting.models import QualityReading
from reporting.quality.measures import MEASURES, MEMBER_FIELDS, THEMES, UNIT_FIELDS, WHOLE, Measure

_SHOWN = 6
_WIDE, _HIGH = 1000, 100


@dataclass(frozen=True)
class Line:
    """One subject of a measure, now and then."""

    subject: str
    word: str
    now: QualityReading
    then: QualityReading | None
    direction: Direction

    @property
    def level(self) -> float | None:
        return level_of(self.now)

    @property
    def percent(self) -> str:
        return percent_of(self.now)

    @property
    def percent_then(self) -> str:
        return percent_of(self.then) if self.then else ""

    @property
    def trend(self) -> str:
        """better, worse, same, or nothing to compare with."""
        before = level_of(self.then) if self.then else None
        if before is None or self.level is None:
            return ""
        if abs(self.level - before) < 1e-9:
            return "same"
        return "better" if (self.level > before) == (self.direction == Direction.UP) else "worse"

    @property
    def meaning(self) -> str:
        return {"better": "ok", "worse": "wrong", "same": "none", "": "none"}[self.trend]

    @property
    def trend_word(self) -> str:
        return {"better": _("Better"), "worse": _("Worse"), "same": _("Same"), "": "–"}[self.trend]

    @property
    def badness(self) -> tuple[bool, float, int]:
        """What has no number is worst; of equal shares the one of more."""
        if self.level is None:
            return (False, 0.0, 0)
        sign = 1 if self.direction == Direction.UP else -1
        return (True, sign * self.level, sign * (self.now.numerator or 0))


@dataclass(frozen=True)
class Shown:
    """A measure with its lines: the whole first, then the worst."""

    measure: Measure
    lines: list[Line]
    more: int = 0


@dataclass(frozen=True)
class Theme:
    code: str
    name: Any
    measures: list[Shown]


@dataclass(frozen=True)
class Days:
    """When was read, and with which day it is compared."""

    now: date
    then: date | None


def days() -> Days | None:
    """The newest reading and the one of a month ago, else the first; None while nothing was read."""
    span = QualityReading.objects.aggregate(first=Min("day"), last=Max("day"))
    if span["last"] is None:
        return None
    limit = span["last"] - timedelta(days=int(value_or("quality.trend_days", 30)))
    then = QualityReading.objects.filter(day__lte=limit).aggregate(day=Max("day"))["day"]
    first = span["first"] if span["first"] < span["last"] else None
    return Days(span["last"], then or first)


def themes(when: Days) -> list[Theme]:
    """Everything for the page: two days of readings, one query, and the names of subjects."""
    rows = _readings(when, [measure.code for measure in MEASURES])
    names = _Names()
    shown = [_shown(measure, rows, when, names, _SHOWN) for measure in MEASURES]
    return [Theme(code, name, [one for one in shown if one.measure.theme == code]) for code, name in THEMES.items()]


def of_measure(measure: Measure, when: Days) -> Shown:
    """Every subject of one measure."""
    return _shown(measure, _readings(when, [measure.code]), when, _Names(), None)


def history(measure: Measure, subject: str) -> list[QualityReading]:
    """The days of one subject, the oldest first."""
    return list(QualityReading.objects.filter(code=measure.code, subject=subject).order_by("day"))


def line_of(readings: list[QualityReading]) -> str:
    """A drawing's points; empty with fewer than two numbers."""
    known = [(one.day, level) for one in readings if (level := level_of(one)) is not None]
    if len(known) < 2:
        return ""
    first, wide = known[0][0], max((known[-1][0] - known[0][0]).days, 1)
    most = max(level for _day, level in known) or 1
    return " ".join(
        f"{_WIDE * (day - first).days / wide:.1f},{_HIGH - _HIGH * level / most:.1f}" for day, level in known
    )  # fmt: skip


def level_of(reading: QualityReading) -> float | None:
    """What is compared: the share where there is one, else the number."""
    if reading.numerator is None:
        return None
    if reading.denominator is None:
        return float(reading.numerator)
    return reading.numerator / reading.denominator if reading.denominator else None


def percent_of(reading: QualityReading) -> str:
    if reading.numerator is None or not reading.denominator:
        return ""
    return f"{number_format(round(100 * reading.numerator / reading.denominator, 1), 1)}%"


def _readings(when: Days, codes: Iterable[str]) -> list[QualityReading]:
    wanted = [day for day in (when.now, when.then) if day]
    return list(QualityReading.objects.filter(day__in=wanted, code__in=codes))


def _shown(measure: Measure, rows: list[QualityReading], when: Days, names: "_Names", most: int | None) -> Shown:
    mine = [row for row in rows if row.code == measure.code]
    then = {row.subject: row for row in mine if row.day == when.then}
    lines = [
        Line(row.subject, names.of(measure, row.subject), row, then.get(row.subject), measure.direction)
        for row in mine
        if row.day == when.now
    ]
    whole = [line for line in lines if line.subject == WHOLE]
    rest = sorted((line for line in lines if line.subject != WHOLE), key=lambda line: line.badness)
    kept = rest if most is None else rest[:most]
    return Shown(measure, whole + kept, len(rest) - len(kept))


class _Names:
    """Words of subjects, each table read once and only when it is asked for."""

    def __init__(self) -> None:
        self._sources: dict[str, str] | None = None
        self._institutions: dict[str, str] | None = None

    def of(self, measure: Measure, subject: str) -> str:
        if subject == WHOLE:
            return _("All together")
        found = self._table(measure.subject).get(subject)
        return str(found) if found else (_("Province not known") if measure.subject == "province" else subject)

    def _table(self, kind: str) -> dict[str, Any]:
        if kind == "source":
            if self._sources is None:
                self._sources = {one.code: one.name for one in Source.objects.all()}
            return self._sources
        if kind == "institution":
            if self._institutions is None:
                self._institutions = {one.code: one.name for one in Institution.objects.all()}
            return self._institutions
        if kind == "province":
            return dict(province_names())
        return {"member_field": MEMBER_FIELDS, "unit_field": UNIT_FIELDS}.get(kind, {})
