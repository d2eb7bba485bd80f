"""Beside similar places: communes where an activity was held, and the communes of the same district without any.

For each verified activity whose days are over: registrations of people in its commune in so many days after, less
those in as many days before; and the same for each commune of the district where nothing was held from the first of
these days to the last. The difference of the two changes is shown. It is a description: nobody drew lots for where
to go, and whoever goes where people wait would see registrations there without going."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from nssf_portal.law.book import value_or
from outreach.enums import ActivityState
from outreach.models import Activity
from outreach.services.attributing import window

_COMPARED = """
WITH seen AS MATERIALIZED (
    SELECT a.id, a.place_code, left(a.place_code, 4) AS district, (a.starts_at AT TIME ZONE %(zone)s)::date AS day
    FROM outreach_activity a
    WHERE a.id = ANY(%(ids)s) AND length(a.place_code) = 6
        AND (a.starts_at AT TIME ZONE %(zone)s)::date + %(window)s < %(today)s
),
held AS MATERIALIZED (
    SELECT place_code, (starts_at AT TIME ZONE %(zone)s)::date AS day
    FROM outreach_activity WHERE state IN ('held', 'reported', 'verified')
),
commune AS MATERIALIZED (
    SELECT DISTINCT p.code, left(p.code, 4) AS district FROM places_place p
    WHERE p.is_current AND p.level = 'commune' AND left(p.code, 4) IN (SELECT district FROM seen)
),
counted AS MATERIALIZED (
    SELECT m.commune_code, m.registered_on, count(*) AS n FROM registration_member m
    WHERE m.commune_code IN (SELECT code FROM commune) AND m.merged_into_id IS NULL
        AND m.registered_on >= (SELECT min(day) FROM seen) - %(window)s
        AND m.registered_on < (SELECT max(day) FROM seen) + %(window)s
    GROUP BY m.commune_code, m.registered_on
),
side AS (
    SELECT s.id, s.day, c.code, c.code = s.place_code AS went
    FROM seen s JOIN commune c ON c.district = s.district
    WHERE c.code = s.place_code OR NOT EXISTS (
        SELECT FROM held h WHERE c.code LIKE h.place_code || '%%'
            AND h.day BETWEEN s.day - %(window)s AND s.day + %(window)s AND length(h.place_code) > 2)
),
change AS (
    SELECT side.id, side.went, side.code,
        COALESCE(sum(n.n) FILTER (WHERE n.registered_on < side.day), 0) AS before,
        COALESCE(sum(n.n) FILTER (WHERE n.registered_on >= side.day), 0) AS after
    FROM side LEFT JOIN counted n ON n.commune_code = side.code
        AND n.registered_on >= side.day - %(window)s AND n.registered_on < side.day + %(window)s
    GROUP BY side.id, side.went, side.code
)
SELECT id, sum(before) FILTER (WHERE went), sum(after) FILTER (WHERE went), count(*) FILTER (WHERE NOT went),
    avg(before) FILTER (WHERE NOT went), avg(after) FILTER (WHERE NOT went)
FROM change GROUP BY id ORDER BY id
"""


@dataclass(frozen=True)
class Line:
    """One activity: registrations in its commune before and after, and the mean of similar communes."""

    activity: Any
    before: int
    after: int
    similar: int
    similar_before: float
    similar_after: float

    @property
    def change(self) -> int:
        return self.after - self.before

    @property
    def similar_change(self) -> float:
        return self.similar_after - self.similar_before

    @property
    def difference(self) -> float:
        return self.change - self.similar_change


@dataclass(frozen=True)
class Comparison:
    """All lines that have somebody to be compared with, and how many activities could not be."""

    lines: list[Line]
    left_out: int
    least: int

    @property
    def says(self) -> bool:
        return len(self.lines) >= self.least

    def mean(self, name: str) -> float:
        return sum(getattr(line, name) for line in self.lines) / len(self.lines)

    @property
    def means(self) -> dict[str, float]:
        names = ("before", "after", "change", "similar_before", "similar_after", "similar_change", "difference")
        return {name: self.mean(name) for name in names} if self.says else {}


def compare(activities: QuerySet[Activity], today: date | None = None) -> Comparison:
    """The verified ones of these activities, newest first."""
    found = list(activities.filter(state=ActivityState.VERIFIED).order_by("-starts_at", "pk"))
    rows = {row[0]: row[1:] for row in _rows([one.pk for one in found], today or timezone.localdate())}
    lines = [_line(one, rows[one.pk]) for one in found if one.pk in rows and rows[one.pk][2]]
    return Comparison(lines, len(found) - len(lines), int(value_or("outreach.compare_least", 5)))


def _line(activity: Activity, row: tuple[Any, ...]) -> Line:
    before, after, similar, similar_before, similar_after = row
    return Line(activity, int(before), int(after), similar, float(similar_before), float(similar_after))


def _rows(ids: list[Any], today: date) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_COMPARED, {"ids": ids, "zone": settings.TIME_ZONE, "window": window(), "today": today})
        return cursor.fetchall()
