"""Communes where many workers are missing and nobody went for long, ranked in one statement."""

# Missing: a unit in state "known" that a registry's live record names, as in enterprises.figures. Its workers: what
# the Fund holds, else the largest number a registry says; communes where nobody said any come last.
PLACES = """
INSERT INTO outreach_nextplace
    (commune_code, rank, missing_units, missing_workers, last_activity_on, computed_at)
WITH spoken AS MATERIALIZED (
    SELECT r.enterprise_id, max(r.declared_workers) AS workers
    FROM enterprises_registryrecord r JOIN enterprises_source s ON s.id = r.source_id AND s.way <> 'own'
    WHERE r.withdrawn_at IS NULL AND r.match_state <> 'possible' AND r.enterprise_id IS NOT NULL
    GROUP BY r.enterprise_id
),
missing AS (
    SELECT e.commune_code, count(*) AS units, sum(COALESCE(e.declared_workers, p.workers)) AS workers
    FROM enterprises_enterprise e JOIN spoken p ON p.enterprise_id = e.id
    WHERE e.state = 'known' AND length(e.commune_code) = 6 GROUP BY e.commune_code
),
went AS (
    SELECT place_code, max(day) AS day FROM (
        SELECT place_code, (starts_at AT TIME ZONE %(zone)s)::date AS day FROM outreach_activity
        WHERE state IN ('held', 'reported', 'verified')
        UNION ALL
        SELECT commune_code, (starts_at AT TIME ZONE %(zone)s)::date FROM registration_unitstop
        WHERE state IN ('open', 'closed')
    ) gone GROUP BY place_code
)
SELECT m.commune_code,
    row_number() OVER (ORDER BY m.workers DESC NULLS LAST, m.units DESC, w.day NULLS FIRST, m.commune_code),
    m.units, m.workers, w.day, now()
FROM missing m LEFT JOIN went w ON w.place_code = m.commune_code
WHERE w.day IS NULL OR w.day < %(today)s::date - make_interval(months => %(months)s)
"""
