"""The statement behind `matching`: who was reached and who was like them, with registered staff on three days."""

# On the register on a day: counted from the day somebody was entered; who came from the core system from the day the
# work began, for nobody knows when they were entered there.
_THERE = """s.started_on <= {day} AND (s.ended_on IS NULL OR s.ended_on >= {day})
          AND (s.channel = 'core' OR (s.entered_at AT TIME ZONE 'Asia/Phnom_Penh')::date <= {day})"""


def _there(day: str) -> str:
    return _THERE.format(day=day)


# Parameters: ids and months (each enterprise reached, and the month it was reached in), cohorts with the days earlier,
# before and after of each, others (ids never compared with), micro, small, medium, each (similar ones for one
# reached), seed. Everybody in question is counted on one day, which gives the size; only who is drawn on the other
# two. Who is drawn is settled by a digest: always the same.
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
    SELECT u.id, u.month, count(DISTINCT s.member_id) AS n
    FROM unit u JOIN registration_employment s ON s.enterprise_id = u.id
    WHERE {_there("u.before")}
    GROUP BY u.id, u.month
),
sized AS (
    SELECT u.*, COALESCE(n, 0) AS n_before,
        CASE WHEN COALESCE(n, 0) < %(micro)s THEN 'micro' WHEN n < %(small)s THEN 'small'
            WHEN n < %(medium)s THEN 'medium' ELSE 'large' END AS size
    FROM unit u LEFT JOIN counted ON counted.id = u.id AND counted.month = u.month
),
drawn AS (
    SELECT *, count(*) FILTER (WHERE reached) OVER stratum AS wanted, row_number() OVER (
        PARTITION BY month, size, sector, province_code, reached ORDER BY md5(id::text || %(seed)s)
    ) AS turn
    FROM sized WINDOW stratum AS (PARTITION BY month, size, sector, province_code)
)
SELECT d.id, d.month, d.size, d.sector, d.province_code, d.reached,
    CASE WHEN d.registered_on <= d.earlier THEN staff.earlier END, d.n_before, staff.after
FROM drawn d CROSS JOIN LATERAL (
    SELECT count(DISTINCT s.member_id) FILTER (WHERE {_there("d.earlier")}) AS earlier,
        count(DISTINCT s.member_id) FILTER (WHERE {_there("d.after")}) AS after
    FROM registration_employment s WHERE s.enterprise_id = d.id
) AS staff
WHERE d.reached OR d.turn <= d.wanted * %(each)s
ORDER BY d.month, d.size, d.sector, d.province_code, d.reached DESC, d.turn
"""
