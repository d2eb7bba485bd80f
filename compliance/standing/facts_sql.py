"""The statement behind `facts`: what was recorded about a set of enterprises by the end of a day, in one pass."""

from datetime import datetime

from compliance.models import Finding, Fine
from enterprises.models import Enterprise, RegistryRecord
from nssf_portal.audit.as_of import rows_sql
from registration.models import Employment

_THEIRS = "case_id IN (SELECT id FROM compliance_casefile WHERE enterprise_id = ANY(%(ids)s))"
_ONCE_LINKED = "SELECT pgh_obj_id FROM enterprises_registryrecordevent WHERE enterprise_id = ANY(%(ids)s)"

# A hire counts from the day the enterprise itself was registered: nobody can register staff before. Who was taken over
# from the core system was entered there on a day we do not know.
_FACTS = """
WITH unit AS MATERIALIZED {unit},
staff AS MATERIALIZED (
    SELECT s.*, GREATEST(s.started_on, u.registered_on) AS counts_from,
        (s.entered_at AT TIME ZONE 'Asia/Phnom_Penh')::date AS entered_on
    FROM {staff} AS s JOIN unit u ON u.id = s.enterprise_id
    WHERE s.entered_at < %(before)s AND s.started_on <= %(on)s
),
law AS (SELECT * FROM unnest(%(days)s::date[], %(lasts)s::date[]) AS law(day, last)),
hires AS (
    SELECT enterprise_id, count(*) AS hires, count(*) FILTER (WHERE entered_on > last) AS late,
        max(entered_on - last) AS worst, max(started_on) FILTER (WHERE entered_on > last) AS newest_late
    FROM staff JOIN law ON law.day = staff.counts_from
    WHERE started_on > %(since)s AND channel <> 'core'
    GROUP BY enterprise_id
),
now_there AS (
    SELECT enterprise_id, count(DISTINCT member_id) AS n FROM staff
    WHERE ended_on IS NULL OR ended_on >= %(on)s GROUP BY enterprise_id
),
said AS MATERIALIZED (
    SELECT r.id, r.enterprise_id, r.source_id, r.declared_workers AS workers,
        COALESCE(r.as_of, (r.received_at AT TIME ZONE 'Asia/Phnom_Penh')::date) AS day
    FROM {records} AS r JOIN enterprises_source s ON s.id = r.source_id AND s.way <> 'own'
    WHERE r.received_at < %(before)s AND (r.withdrawn_at IS NULL OR r.withdrawn_at >= %(before)s)
      AND r.match_state <> 'possible' AND r.declared_workers > 0 AND (r.closed_on IS NULL OR r.closed_on > %(on)s)
),
heard AS (
    SELECT DISTINCT ON (g.enterprise_id) g.* FROM (
        SELECT said.*, GREATEST(COALESCE(n.n, 0), (
            SELECT count(DISTINCT member_id) FROM staff WHERE staff.enterprise_id = said.enterprise_id
              AND staff.started_on <= said.day AND (staff.ended_on IS NULL OR staff.ended_on >= said.day)
        )) AS counted
        FROM said LEFT JOIN now_there n ON n.enterprise_id = said.enterprise_id
        WHERE said.day > %(heard_since)s AND said.day <= %(on)s
    ) AS g ORDER BY g.enterprise_id, g.workers - g.counted DESC, g.workers DESC, g.source_id, g.id
),
found AS (
    SELECT c.enterprise_id, count(*) AS n FROM {findings} AS f JOIN compliance_casefile c ON c.id = f.case_id
    WHERE f.recorded_at < %(before)s AND (f.cured_at IS NULL OR f.cured_at >= %(before)s)
      AND (f.withdrawn_at IS NULL OR f.withdrawn_at >= %(before)s)
    GROUP BY c.enterprise_id
),
fined AS (
    SELECT c.enterprise_id, count(*) AS n, sum(f.amount - paid.riel) AS owed
    FROM {fines} AS f JOIN compliance_casefile c ON c.id = f.case_id
    CROSS JOIN LATERAL (
        SELECT COALESCE(sum(p.amount), 0) AS riel FROM compliance_payment p
        WHERE p.fine_reference = f.number AND p.fine_reference <> '' AND p.received_at < %(before)s
    ) AS paid
    WHERE f.confirmed_at < %(before)s AND (f.relieved_at IS NULL OR f.relieved_at >= %(before)s)
      AND f.amount > paid.riel
    GROUP BY c.enterprise_id
)
SELECT u.id, u.state, u.opened_on, u.registered_on, u.closed_on,
    COALESCE(hires.hires, 0), COALESCE(hires.late, 0), COALESCE(hires.worst, 0), hires.newest_late,
    COALESCE(now_there.n, 0), heard.workers, heard.counted, heard.source_id, heard.day,
    COALESCE(found.n, 0), COALESCE(fined.n, 0), COALESCE(fined.owed, 0), u.sector, u.commune_code
FROM unit u
LEFT JOIN hires ON hires.enterprise_id = u.id
LEFT JOIN now_there ON now_there.enterprise_id = u.id
LEFT JOIN heard ON heard.enterprise_id = u.id
LEFT JOIN found ON found.enterprise_id = u.id
LEFT JOIN fined ON fined.enterprise_id = u.id
"""


def facts_sql(before: datetime) -> str:
    """Parameters: ids, before, on, since, heard_since, days and lasts (a day and the last day of its period)."""
    of_enterprise = "enterprise_id = ANY(%(ids)s)"
    return _FACTS.format(
        unit=rows_sql(
            Enterprise,
            ("id", "state", "opened_on", "registered_on", "closed_on", "sector", "commune_code"),
            before=before,
            where="id = ANY(%(ids)s)",
        ),
        staff=rows_sql(
            Employment,
            ("id", "member_id", "enterprise_id", "started_on", "ended_on", "entered_at", "channel"),
            before=before,
            where=of_enterprise,
        ),
        records=rows_sql(
            RegistryRecord,
            (
                "id",
                "enterprise_id",
                "source_id",
                "declared_workers",
                "as_of",
                "received_at",
                "withdrawn_at",
                "match_state",
                "closed_on",
            ),
            before=before,
            where=of_enterprise,
            also=_ONCE_LINKED,
        ),
        findings=rows_sql(
            Finding, ("id", "case_id", "recorded_at", "cured_at", "withdrawn_at"), before=before, where=_THEIRS
        ),
        fines=rows_sql(
            Fine, ("id", "case_id", "number", "amount", "confirmed_at", "relieved_at"), before=before, where=_THEIRS
        ),
    )
