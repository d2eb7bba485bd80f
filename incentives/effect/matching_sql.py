"""The statement behind `matching`: who was reached and who was like them, with registered staff on three days."""

_THERE = """count(DISTINCT s.member_id) FILTER (
        WHERE s.started_on <= u.{day} AND (s.ended_on IS NULL OR s.ended_on >= u.{day})
          AND (s.channel = 'core' OR (s.entered_at AT TIME ZONE 'Asia/Phnom_Penh')::date <= u.{day})
    ) AS n_{day}"""

# Parameters: ids and months (each enterprise reached, and the month it was reached in), cohorts with the days earlier,
# before and after of each, others (ids never compared with), micro, small, medium, each (similar ones for one
# reached), seed. Staff count from the day they were entered; the core system's from the day they began, for nobody
# knows when they were entered there. Who is drawn among the similar ones is settled by a digest: always the same.
MATCH = f"""
WITH reached AS (SELECT * FROM unnest(%(ids)s::uuid[], %(months)s::date[]) AS reached(id, month)),
cohort AS (
    SELECT * FROM unnest(%(cohorts)s::date[], %(earlier)s::date[], %(before)s::date[], %(after)s::date[])
    AS cohort(month, earlier, before, after)
),
place AS (
    SELECT DISTINCT r.month, e.sector, e.province_code
    FROM reached r JOIN enterprises_enterprise e ON e.id = r.id
),
unit AS MATERIALIZED (
    SELECT e.id, e.sector, e.province_code, e.registered_on, c.*, r.id IS NOT NULL AS reached
    FROM place p JOIN cohort c ON c.month = p.month
    JOIN enterprises_enterprise e ON e.sector = p.sector AND e.province_code = p.province_code
    LEFT JOIN reached r ON r.id = e.id AND r.month = c.month
    WHERE e.registered_on <= c.before AND (e.closed_on IS NULL OR e.closed_on > c.before) AND e.state <> 'known'
      AND e.merged_into_id IS NULL
      AND (r.id IS NOT NULL OR NOT (e.id = ANY(%(others)s) OR e.id IN (SELECT id FROM reached)))
),
counted AS (
    SELECT u.id, u.month, {_THERE.format(day="earlier")},
    {_THERE.format(day="before")},
    {_THERE.format(day="after")}
    FROM unit u JOIN registration_employment s ON s.enterprise_id = u.id AND s.started_on <= u.after
    GROUP BY u.id, u.month
),
sized AS (
    SELECT u.*, COALESCE(n_earlier, 0) AS n_earlier, COALESCE(n_before, 0) AS n_before, COALESCE(n_after, 0) AS n_after,
        CASE WHEN COALESCE(n_before, 0) < %(micro)s THEN 'micro' WHEN n_before < %(small)s THEN 'small'
            WHEN n_before < %(medium)s THEN 'medium' ELSE 'large' END AS size
    FROM unit u LEFT JOIN counted n ON n.id = u.id AND n.month = u.month
),
drawn AS (
    SELECT *, count(*) FILTER (WHERE reached) OVER stratum AS wanted, row_number() OVER (
        PARTITION BY month, size, sector, province_code, reached ORDER BY md5(id::text || %(seed)s)
    ) AS turn
    FROM sized WINDOW stratum AS (PARTITION BY month, size, sector, province_code)
)
SELECT id, month, size, sector, province_code, reached,
    CASE WHEN registered_on <= earlier THEN n_earlier END, n_before, n_after
FROM drawn WHERE reached OR turn <= wanted * %(each)s
ORDER BY month, size, sector, province_code, reached DESC, turn
"""
