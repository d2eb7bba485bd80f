"""Gives registrations to activities: each person and enterprise once, every night anew (docs/adr/attribution.md)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from nssf_portal.law.book import value_or
from outreach.attribution_sql import ADD, DROP


@dataclass(frozen=True)
class Given:
    """What a run changed; nothing, when nothing happened since the last one."""

    added: int
    dropped: int


@transaction.atomic
def run(today: date | None = None) -> Given:
    """One run at a time; what was given and still holds keeps its row. Effects: attributions dropped and added."""
    known = params(today or timezone.localdate())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('outreach.attribution'))")
        cursor.execute(DROP, known)
        dropped = cursor.rowcount
        cursor.execute(ADD, known)
        return Given(added=cursor.rowcount, dropped=dropped)


def window() -> int:
    """Days after an activity in which a registration counts as brought by it."""
    return int(value_or("outreach.attribution_days", 60))


def params(today: date) -> dict[str, Any]:
    """Activities settle before the digests of telephones are forgotten: what was given must not vanish with them."""
    digests = int(value_or("outreach.digests_days", 400)) - 1
    settles = min(int(value_or("outreach.attribution_settles_days", 365)), digests)
    return {
        "zone": settings.TIME_ZONE,
        "today": today,
        "window": window(),
        "settled": today - timedelta(days=settles),
    }
