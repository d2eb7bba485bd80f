"""Data quality in the demonstration: today is read from its registers, the weeks before are invented; two alarms."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from django.utils import timezone

from enterprises import figures
from enterprises.models import UnitFigure
from nssf_portal.accounts.models import User
from reporting.enums import Direction
from reporting.models import QualityReading, TallyAlarm
from reporting.quality.measures import BY_CODE
from reporting.services import quality

_WEEKS = 12
_A_WEEK = 0.03  # data got better by so much each week, work got later
_WORSE = ("work_late",)
_WHY = "ការបញ្ចូលទិន្នន័យម្ដងត្រូវបានផ្អាកកណ្ដាលទី។ អ្នកគ្រប់គ្រងបានរាប់ឡើងវិញ ហើយលេខត្រូវគ្នា។"


def load(people: Mapping[str, User]) -> None:
    """Once: readings of weeks before today are there or not."""
    today = timezone.localdate()
    if QualityReading.objects.filter(day__lt=today).exists():
        return
    if not UnitFigure.objects.exists():  # by night the clock counts units before quality is read
        figures.refresh(today)
    quality.take(today)
    now = list(QualityReading.objects.filter(day=today))
    past = [row for week in range(1, _WEEKS + 1) for row in _week(now, week)]
    QualityReading.objects.bulk_create(past, ignore_conflicts=True)
    _alarms(people["analyst"], timezone.now())


def _week(now: list[QualityReading], week: int) -> Iterator[QualityReading]:
    for row in now:
        measure = BY_CODE[row.code]
        rises = (measure.direction == Direction.UP) != (row.code in _WORSE)
        yield QualityReading(
            day=row.day - timedelta(days=7 * week),
            code=row.code,
            subject=row.subject,
            numerator=_before(row, -_A_WEEK * week if rises else _A_WEEK * week),
            denominator=row.denominator,
        )


def _before(row: QualityReading, change: float) -> int | None:
    if row.numerator is None:
        return None
    value = max(round(row.numerator * (1 + change)), 0)
    return value if row.denominator is None else min(value, row.denominator)


def _alarms(analyst: User, now: datetime) -> None:
    if TallyAlarm.objects.exists():
        return
    TallyAlarm.objects.create(
        tally="enterprises", found_at=now - timedelta(days=40), cells=2, example="12 C: 31 / 33",
        settled_at=now - timedelta(days=39), settled_by=analyst, explanation=_WHY,
    )  # fmt: skip
    TallyAlarm.objects.create(tally="declarations", found_at=now - timedelta(hours=7), cells=1, example="20: 14 / 15")
