"""Quiet hours: what rings in a pocket leaves in the daytime, codes whenever they are asked for."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q

from nssf_portal.law.book import value_or
from nssf_portal.notifications.models import QUIET_CHANNELS, Message, MessageState
from nssf_portal.notifications.templates import urgent_codes

PHNOM_PENH = ZoneInfo("Asia/Phnom_Penh")


def opening_after(now: datetime) -> datetime | None:
    """When sending may begin again, or None while it may go on (from 8 to before 20 o'clock, the law book says)."""
    if not settings.QUIET_HOURS:
        return None
    here = now.astimezone(PHNOM_PENH)
    opens, closes = hours()
    if opens <= here.hour < closes:
        return None
    day = here + timedelta(days=1) if here.hour >= closes else here
    return day.replace(hour=opens, minute=0, second=0, microsecond=0)


def hours() -> tuple[int, int]:
    """From and until which hour of the day messages leave."""
    return int(value_or("message.hours.open", 8)), int(value_or("message.hours.close", 20))


def must_wait() -> Q:
    """Messages that keep the quiet hours."""
    return Q(channel__in=QUIET_CHANNELS) & ~Q(template__in=urgent_codes())


def move_to_morning(now: datetime) -> int:
    """In quiet hours everything due that must wait is put to the opening, by one statement."""
    opening = opening_after(now)
    if opening is None:
        return 0
    due = Message.objects.filter(must_wait(), state=MessageState.PENDING, not_before__lte=now)
    return due.update(not_before=opening)
