"""Deltas are told only up to the oldest transaction still open, in any database of the cluster."""

from django.db import connection

from registration.core.cursor import horizon
from tests.faults.harness import until


def over() -> None:
    """Until whatever was open anywhere in the cluster when we were called has ended: only then must it be told."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        newest = cursor.fetchone()[0]
    until(lambda: horizon() >= newest, 60, "transactions of other tests to end")
