"""The statements behind undoing a delivery: the row history knows what each record said before."""
# ruff: noqa: S608  (the statements are put together from our own column names only)

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from enterprises.services.recording import FORGET, WORDS

_BACK = [*WORDS, "as_of", "received_at", "verification", "batch_id", "exchange_id", "withdrawn_at"]

# The records this delivery spoke last of, in key order, each with its first event of the delivery, whether anything
# stood before, and the newest word before: what other undone deliveries said is not said any more.
_CHOOSE = """
SELECT r.id, r.source_key, mine.pgh_label = 'insert' OR before.pgh_id IS NOT NULL, earlier.pgh_id
FROM enterprises_registryrecord r
LEFT JOIN LATERAL (
    SELECT e.pgh_id, e.pgh_label FROM enterprises_registryrecordevent e
    WHERE e.pgh_obj_id = r.id AND e.batch_id = %(batch)s ORDER BY e.pgh_id LIMIT 1
) mine ON true
LEFT JOIN LATERAL (
    SELECT e.pgh_id FROM enterprises_registryrecordevent e
    WHERE e.pgh_obj_id = r.id AND e.pgh_id < mine.pgh_id LIMIT 1
) before ON true
LEFT JOIN LATERAL (
    SELECT e.pgh_id FROM enterprises_registryrecordevent e
    WHERE e.pgh_obj_id = r.id AND e.pgh_id < mine.pgh_id AND NOT EXISTS (
        SELECT FROM enterprises_registrybatch b WHERE b.id = e.batch_id AND b.state IN ('undoing', 'undone'))
    ORDER BY e.pgh_id DESC LIMIT 1
) earlier ON true
WHERE r.batch_id = %(batch)s AND r.withdrawn_at IS NULL AND r.source_key > %(after)s
ORDER BY r.source_key LIMIT %(most)s
FOR UPDATE OF r
"""

_RESTORE = f"""
UPDATE enterprises_registryrecord r
SET {", ".join(f"{name} = e.{name}" for name in _BACK)}, {FORGET}
FROM unnest(%(ids)s::uuid[], %(events)s::bigint[]) AS g(id, event_id)
JOIN enterprises_registryrecordevent e ON e.pgh_obj_id = g.id AND e.pgh_id = g.event_id
WHERE r.id = g.id
"""

_WITHDRAW = f"""
UPDATE enterprises_registryrecord r SET withdrawn_at = %(now)s, {FORGET} WHERE r.id = ANY(%(made)s)
"""

_TOUCHED = """
SELECT count(DISTINCT pgh_obj_id) FROM enterprises_registryrecordevent
WHERE batch_id = %(batch)s AND pgh_created_at >= %(since)s
"""


def put_back(batch_id: UUID, *, after: str, most: int) -> tuple[int, str | None]:
    """The next records after a key: how many went back, and the last key; None when there are no more.

    Inside the caller's transaction. A record older than its history stays as it is: nobody knows what it said."""
    with connection.cursor() as cursor:
        cursor.execute(_CHOOSE, {"batch": batch_id, "after": after, "most": most})
        chosen = cursor.fetchall()
        restored = [(pk, event) for pk, _key, _known, event in chosen if event is not None]
        made = [pk for pk, _key, known, event in chosen if event is None and known]
        values: dict[str, Any] = {
            "ids": [pk for pk, _event in restored],
            "events": [event for _pk, event in restored],
            "made": made,
            "now": timezone.now(),
            "own": False,
        }
        cursor.execute(_RESTORE, values)
        cursor.execute(_WITHDRAW, values)
    return len(restored) + len(made), chosen[-1][1] if len(chosen) == most else None


def touched(batch_id: UUID, *, since: datetime) -> int:
    """How many records this delivery made, changed or confirmed, whoever spoke of them later.

    `since` only spares the months before: an event bears the time at which its transaction began."""
    with connection.cursor() as cursor:
        cursor.execute(_TOUCHED, {"batch": batch_id, "since": since - timedelta(days=1)})
        return cursor.fetchone()[0]
