"""The code at the door of an activity: one address for its poster, the same however often the poster is printed.

It is made from the activity and the portal's secret, so nobody finds it by counting; the row keeps its digest only,
as long as the door is open."""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac

from nssf_portal.law.book import value_or
from outreach.enums import ActivityState
from outreach.models import Activity

COOKIE = "door"  # a random value, so that a telephone counts once
_LENGTH = 10  # bytes: 16 letters, short enough for a QR code that an old telephone reads
# What is planned may have its poster printed; the page says when it opens.
WITH_DOOR = (ActivityState.PLANNED, ActivityState.ANNOUNCED, ActivityState.HELD)


def token_of(activity: Activity) -> str:
    """The code in the address of this activity's door."""
    mac = salted_hmac("outreach.door", str(activity.pk), algorithm="sha256").digest()[:_LENGTH]
    return base64.b32encode(mac).decode().lower()


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def activity_at(token: str) -> Activity | None:
    """The activity behind an open door."""
    found = Activity.objects.select_related("type").filter(door_digest=digest_of(token.lower())).first()
    return found if found and hmac.compare_digest(token_of(found), token.lower()) else None


def address(activity: Activity, language: str = "km") -> str:
    """What the QR code of the poster says: the whole address."""
    with translation.override(language):
        return settings.PUBLIC_URL.rstrip("/") + reverse("door:door", args=[token_of(activity)])


def open_from(activity: Activity) -> datetime:
    return activity.starts_at - timedelta(minutes=value_or("outreach.door_minutes_before", 60))


def open_until(activity: Activity) -> datetime:
    return activity.ends_at + timedelta(minutes=value_or("outreach.door_minutes_after", 120))


def is_open(activity: Activity, now: datetime | None = None) -> bool:
    """Telephones count from a while before the beginning until a while after the end, while it waits for a report."""
    moment = now or timezone.now()
    return activity.state in WITH_DOOR and open_from(activity) <= moment <= open_until(activity)


def device_of(secret: str, activity: Activity) -> str:
    """What is kept of the random cookie: another value at each activity, so that nobody is followed around."""
    return digest_of(f"{secret}:{activity.pk}") if secret else ""
