"""Names, numbers and needs go by the clock; that somebody came stays, without saying who.

The digest of a number is kept longer for who came, to tie a registration to the activity; who only signed up is tied
to nothing, so there it goes with the number, and whose account it was too."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from nssf_portal.law.book import value_or
from outreach.models import Attendance, SignUp

_EMPTY = {"name": "", "phone": None, "access_needs": ""}


@dataclass(frozen=True)
class Purged:
    """How many lines lost their names, and how many the keyed digest of their number."""

    attendances: int = 0
    sign_ups: int = 0
    digests: int = 0


def names_go_at(ends_at: datetime) -> datetime:
    """When names and numbers of an activity that ended then are removed."""
    return ends_at + timedelta(days=value_or("outreach.names_days", 90))


def run(now: datetime | None = None) -> Purged:
    """What the law book's days are over for; run again, it finds nothing. Effects: fields emptied, when."""
    moment = now or timezone.now()
    names = moment - timedelta(days=value_or("outreach.names_days", 90))
    digests = moment - timedelta(days=value_or("outreach.digests_days", 400))
    came = Attendance.objects.filter(purged_at__isnull=True, activity__ends_at__lte=names)
    wanted = SignUp.objects.filter(purged_at__isnull=True, activity__ends_at__lte=names)
    return Purged(
        came.update(**_EMPTY, device="", purged_at=moment),
        wanted.update(**_EMPTY, phone_blind=None, user=None, purged_at=moment),
        _forget_digests(digests),
    )


def _forget_digests(before: datetime) -> int:
    """The digest outlives the number as long as registrations may still be tied to the activity."""
    held = Attendance.objects.filter(phone_blind__isnull=False, activity__ends_at__lte=before)
    return held.update(phone_blind=None)
