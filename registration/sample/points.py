"""Where people can go in the demonstration: the offices, an invented market desk, and a stop in three days."""

from datetime import date, time, timedelta

from django.db import transaction
from django.utils import timezone

from registration.models import PointHours, ServicePoint
from registration.models.point import PointKind
from registration.services.points import seed_offices

_SOURCE = "demonstration"


@transaction.atomic
def load() -> None:
    """What is missing; a second run moves the stop to a day that is still to come."""
    seed_offices()
    desk, _made = ServicePoint.objects.get_or_create(
        kind=PointKind.MARKET_DESK,
        commune_code="120303",
        name_en="Desk in Orussey market",
        defaults={
            "name_km": "តុទទួលក្នុងផ្សារអូរឫស្សី",
            "address": "Ground floor, gate 3",
            "latitude": "11.56300",
            "longitude": "104.91400",
            "source": _SOURCE,
            "valid_from": date(2026, 1, 1),
        },
    )
    for weekday in range(7):
        PointHours.objects.get_or_create(
            point=desk, weekday=weekday, defaults={"opens": time(7, 30), "closes": time(16, 30)}
        )
    _stop()


def _stop() -> None:
    stop, _made = ServicePoint.objects.get_or_create(
        kind=PointKind.STOP,
        commune_code="120501",
        name_en="Mobile unit, Steung Meanchey pagoda",
        defaults={
            "name_km": "អង្គភាពចល័ត វត្តស្ទឹងមានជ័យ",
            "address": "",
            "source": _SOURCE,
            "valid_from": date(2026, 1, 1),
        },
    )
    today = timezone.localdate()
    if not stop.hours.filter(date__gte=today).exists():
        PointHours.objects.create(point=stop, date=today + timedelta(days=3), opens=time(8), closes=time(15))
