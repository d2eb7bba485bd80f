"""The nightly reading of data quality."""

import logging
from collections.abc import Iterator
from datetime import date, timedelta

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from nssf_portal.law.book import value_or
from reporting.models import QualityReading
from reporting.quality.measures import MEASURES, Measure

log = logging.getLogger(__name__)
_KEPT = 800
_THIN = """
DELETE FROM reporting_qualityreading r WHERE r.day < %(before)s AND r.day NOT IN (
    SELECT max(day) FROM reporting_qualityreading WHERE day < %(before)s GROUP BY date_trunc('month', day))
"""


def take(day: date | None = None) -> int:
    """Read every measure as of today and put it under the day, in place of an earlier reading; how many numbers.

    One that cannot be read does not keep the others from being read: it has no number that day."""
    day = day or timezone.localdate()
    taken = sum(_take(measure, day) for measure in MEASURES)
    _thin(day)
    return taken


def _take(measure: Measure, day: date) -> int:
    try:
        with transaction.atomic():
            rows = list(_rows(measure, day))
            QualityReading.objects.filter(day=day, code=measure.code).delete()
            QualityReading.objects.bulk_create(rows)
    except DatabaseError:
        log.exception("the measure %s of data quality could not be read", measure.code)
        return 0
    return len(rows)


def _rows(measure: Measure, day: date) -> Iterator[QualityReading]:
    for one in measure.read(day):
        yield QualityReading(
            day=day, code=measure.code, subject=one.subject, numerator=one.numerator, denominator=one.denominator
        )


def _thin(day: date) -> None:
    """Old days thin out: the last one read of each month stays."""
    before = day - timedelta(days=int(value_or("quality.kept_days", _KEPT)))
    with connection.cursor() as cursor:
        cursor.execute(_THIN, {"before": before})
