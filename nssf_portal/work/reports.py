"""How long people waited for a decision, read from the movements; for the reports."""

import datetime
from dataclasses import dataclass

from django.db import connection

_WAITED = """
WITH spells AS (
    SELECT m.item_id, m.state, lead(m.at) OVER (PARTITION BY m.item_id ORDER BY m.id) - m.at AS lasted
    FROM work_movement m
    WHERE m.item_id IN (
        SELECT id FROM work_workitem WHERE state = 'done' AND closed_at >= %(since)s AND closed_at < %(until)s
    )
), waited AS (
    SELECT item_id, sum(extract(epoch FROM lasted)) / 86400 AS days
    FROM spells WHERE state IN ('waiting', 'claimed', 'proposed') GROUP BY item_id
)
SELECT w.kind, coalesce(o.code, ''), count(*),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY waited.days),
    percentile_cont(0.9) WITHIN GROUP (ORDER BY waited.days)
FROM waited
JOIN work_workitem w ON w.id = waited.item_id
LEFT JOIN accounts_office o ON o.id = w.office_id
WHERE (%(kind)s = '' OR w.kind = %(kind)s) AND (%(office)s = '' OR o.code = %(office)s)
GROUP BY w.kind, o.code ORDER BY w.kind, o.code
"""


@dataclass(frozen=True)
class Waited:
    """Days from coming to the queue to the decision, without those in which the applicant owed an answer."""

    kind: str
    office: str
    items: int
    median_days: float
    ninth_tenth_days: float


def waiting_times(
    since: datetime.datetime, until: datetime.datetime, *, kind: str = "", office: str = ""
) -> list[Waited]:
    """For each kind and office, of what was decided from `since` to just before `until`; none or one may be chosen."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITED, {"since": since, "until": until, "kind": kind, "office": office})
        return [Waited(k, o, n, float(half), float(most)) for k, o, n, half, most in cursor.fetchall()]
