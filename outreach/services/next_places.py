"""Where to go next: ranked anew every night."""

from datetime import date

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from nssf_portal.law.book import value_or
from outreach.models import NextPlace
from outreach.next_sql import PLACES


@transaction.atomic
def refresh(today: date | None = None) -> int:
    """Ranks the communes; how many there are. Effects: the list of the night before goes, the new one comes."""
    day = today or timezone.localdate()
    months = int(value_or("outreach.quiet_months", 6))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('outreach.next_places'))")
        NextPlace.objects.all().delete()
        cursor.execute(PLACES, {"zone": settings.TIME_ZONE, "today": day, "months": months})
        return int(cursor.rowcount)
