"""Figures of units and sources, counted once a night and after a run; a page only reads them.

What is counted:
* registered: enterprises that are registered with the Fund or suspended;
* matched: of these, the ones that a registry's live record stands with (our own registers are no registry here);
* possible: live records that may be an enterprise we know, for a person to look at;
* missing: units in state *known* with a live record: a registry names them and the Fund has not registered them.
  Closed units, and those that turned out to be another, are neither.
Under one source, `registered` equals `matched`: a source says nothing about units it does not name."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max, Q, QuerySet, Sum
from django.db.models.functions import Left
from django.utils import timezone

from enterprises import figures_sql as sql
from enterprises.models import Source, SourceFigure, UnitFigure
from enterprises.verification_sql import conflicts_by_source
from nssf_portal.jobs.services import Running
from nssf_portal.law.book import value_or

JOB = "registry.figures"
SIZES = ("micro", "small", "medium", "large")
_BANDS = {
    "micro": ("enterprise.micro_staff_below", 5),
    "small": ("enterprise.small_staff_below", 50),
    "medium": ("enterprise.medium_staff_below", 200),
}
_DIMENSIONS = {"day": "day", "district": "place_code", "sector": "sector", "size": "size", "source": "source__code"}


NOT_SAID = "none"
"""In an address: units of which nobody has said the sector or the size."""
EVERY_SOURCE = "*"
"""Each unit once for each source that names it."""


class Units(NamedTuple):
    """What is known of a set of units."""

    registered: int = 0
    matched: int = 0
    possible: int = 0
    missing: int = 0

    def plus(self, other: "Units") -> "Units":
        return Units(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


def bands(on: date | None = None) -> dict[str, int]:
    """The number of workers below which a unit is micro, small or medium (law book of the day; today)."""
    return {name: int(value_or(code, default, on=on)) for name, (code, default) in _BANDS.items()}


def refresh(day: date | None = None) -> int:
    """Count today's state under this day (today), in place of an earlier count of the day; how many cells.

    One counter at a time: a second one waits for the first, and counts what came since."""
    day = day or timezone.localdate()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('registry.figures'))")
        UnitFigure.objects.filter(day=day).delete()
        SourceFigure.objects.filter(day=day).delete()
        cursor.execute(sql.UNITS, {"day": day, **bands()})
        cells = cursor.rowcount
        SourceFigure.objects.bulk_create(_of_sources(cursor, day))
        _thin(cursor, day)
    return cells


def refresh_job(_running: Running) -> None:
    """The job `registry.figures`: asked for after a delivery or a comparison; counting twice does no harm."""
    refresh()


def _of_sources(cursor: Any, day: date) -> list[SourceFigure]:
    cursor.execute(sql.SOURCES, {"day": day, "zone": settings.TIME_ZONE})
    rows = cursor.fetchall()
    said = [figure for row in rows for figure in _of_source(day, row)]
    said += _conflicts(day, {row[0] for row in rows})
    silent = Source.objects.exclude(pk__in=[row[0] for row in rows]).exclude(way="own")
    return said + [SourceFigure(day=day, source=one, measure="records", value=0) for one in silent]


def _of_source(day: date, row: Sequence[Any]) -> list[SourceFigure]:
    source_id, records, age, matched, possible, missing, last, *filled = row
    plain = {
        "records": records,
        "age_days": age,
        "matched": matched,
        "possible": possible,
        "missing": missing,
        "last_day": last.toordinal(),
    }
    cells = [(measure, "", value) for measure, value in plain.items()]
    cells += [("filled", field, n) for field, n in zip(sql.FIELDS, filled, strict=True)]
    return [SourceFigure(day=day, source_id=source_id, measure=m, field=f, value=v) for m, f, v in cells]


def _conflicts(day: date, sources: set[int]) -> list[SourceFigure]:
    """How often a source contradicts what is in force. Nothing to compare with is not the same as no conflict."""
    return [
        SourceFigure(day=day, source_id=found.source_id, measure=measure, field=found.field, value=value)
        for found in conflicts_by_source()
        if found.source_id in sources
        for measure, value in (("compared", found.said), ("conflicting", found.conflicting if found.said else None))
    ]


def _thin(cursor: Any, day: date) -> None:
    before = day - timedelta(days=int(value_or("figures.days_kept", 62)))
    for model in (UnitFigure, SourceFigure):
        cursor.execute(sql.THIN.format(table=model._meta.db_table), {"before": before})


def last_day() -> date | None:
    """The newest day that was counted; None: nothing was."""
    return SourceFigure.objects.aggregate(day=Max("day"))["day"]


def in_prefixes(prefixes: Iterable[str]) -> Q:
    """Cells of these places; the empty prefix is the whole country with the units that name no place."""
    given = list(prefixes)
    if "" in given:
        return Q(pk__isnull=False)
    return reduce(or_, (Q(place_code__startswith=prefix) for prefix in given), Q(pk__in=[]))


def cells(
    *,
    day: date | None = None,
    source: str = "",
    place: str = "",
    sector: str = "",
    size: str = "",
    prefixes: Iterable[str] = ("",),
) -> QuerySet[UnitFigure]:
    """The counted cells that answer to all of these; without a day those of every day; no source: each unit once."""
    wanted = in_prefixes(prefixes) & _of(source)
    if day:
        wanted &= Q(day=day)
    if place:
        wanted &= Q(place_code__startswith=place)
    wanted &= Q(sector="" if sector == NOT_SAID else sector) if sector else Q()
    wanted &= Q(size="" if size == NOT_SAID else size) if size else Q()
    return UnitFigure.objects.filter(wanted).order_by()


def _of(source: str) -> Q:
    if source == EVERY_SOURCE:
        return Q(source__isnull=False)
    return Q(source__code=source) if source else Q(source=None)


def sums(found: QuerySet[UnitFigure], *dimensions: str) -> dict[tuple, Units]:
    """Units by the values of these dimensions: day, province, district, sector, size, source."""
    found = found.annotate(province=Left("place_code", 2))
    names = [_DIMENSIONS.get(name, name) for name in dimensions]
    counted = [f"{name}_in_all" for name in Units._fields]
    totals = {f"{name}_in_all": Sum(name) for name in Units._fields}
    rows = found.values(*names).annotate(**totals) if names else [found.aggregate(**totals)]
    return {
        tuple(row[name] for name in names): Units(*(row[name] or 0 for name in counted))
        for row in rows
    }  # fmt: skip


def units_by(*dimensions: str, day: date | None = None, **filters: Any) -> dict[tuple, Units] | None:
    """What was counted, by these dimensions, on the day (the newest); None: nothing was counted on it.

    `filters` are those of `cells`; by source, each unit counts once for each source that names it."""
    day = day or last_day()
    if day is None or not SourceFigure.objects.filter(day=day).exists():
        return None
    if "source" in dimensions:
        filters.setdefault("source", EVERY_SOURCE)
    return sums(cells(day=day, **filters), *dimensions)


def counted_days() -> list[date]:
    """Every day that has figures, oldest first."""
    return sorted(SourceFigure.objects.order_by().values_list("day", flat=True).distinct())
