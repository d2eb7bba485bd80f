"""The statements behind the live tables: registered enterprises and their registered workers, counted today."""

# Parameters: on, and the number of workers below which an enterprise is micro, small, medium.
_HELD = """
WITH staff AS (
    SELECT enterprise_id, count(DISTINCT member_id) AS n FROM registration_employment
    WHERE started_on <= %(on)s AND (ended_on IS NULL OR ended_on >= %(on)s) GROUP BY enterprise_id
),
held AS (
    SELECT e.id, e.sector, e.province_code, COALESCE(r.state, 'unknown') AS standing, COALESCE(staff.n, 0) AS workers,
        CASE WHEN COALESCE(staff.n, 0) < %(micro)s THEN 'micro' WHEN staff.n < %(small)s THEN 'small'
            WHEN staff.n < %(medium)s THEN 'medium' ELSE 'large' END AS size
    FROM enterprises_enterprise e
    LEFT JOIN staff ON staff.enterprise_id = e.id
    LEFT JOIN compliance_standingrow r ON r.enterprise_id = e.id
    WHERE e.state IN ('registered', 'suspended')
)
"""


def by(column: str) -> str:
    """Enterprises and workers by one column of ours: size, standing, sector, province_code."""
    return f"{_HELD} SELECT {column}, count(*), sum(workers) FROM held GROUP BY 1"


PRIORITY = """
SELECT COALESCE(g.number::text, ''), NULL, count(DISTINCT m.id)
FROM registration_member m
LEFT JOIN LATERAL (
    SELECT a.priority_group_id FROM registration_application a
    WHERE a.member_id = m.id AND a.state = 'approved' AND a.priority_group_id IS NOT NULL
    ORDER BY a.id DESC LIMIT 1
) said ON true
LEFT JOIN registration_prioritygroup g ON g.id = said.priority_group_id
WHERE m."group" = 'self_employed' AND m.state IN ('active', 'suspended') AND m.merged_into_id IS NULL
GROUP BY 1
"""

# Whom a scheme would reach, and the wages of their workers: one line for each wage, so that each is worked out once.
# Parameters as above, and sizes, sectors (empty: all), province ('' all), only_good.
_REACHED = (
    _HELD
    + """,
reached AS (
    SELECT * FROM held
    WHERE (cardinality(%(sizes)s::text[]) = 0 OR size = ANY(%(sizes)s))
      AND (cardinality(%(sectors)s::text[]) = 0 OR sector = ANY(%(sectors)s))
      AND (%(province)s = '' OR province_code = %(province)s) AND (NOT %(only_good)s OR standing = 'good')
)
"""
)
REACH = _REACHED + "SELECT count(*), COALESCE(sum(workers), 0) FROM reached"
# At one place the newest spell tells the wage; the wages of several places add up (as in a declaration).
WAGES = (
    _REACHED
    + """,
spell AS (
    SELECT DISTINCT ON (s.enterprise_id, s.member_id, s.establishment_id)
        s.enterprise_id, s.member_id, s.wage, s.wage_currency
    FROM registration_employment s JOIN reached ON reached.id = s.enterprise_id
    WHERE s.started_on <= %(on)s AND (s.ended_on IS NULL OR s.ended_on >= %(on)s)
    ORDER BY s.enterprise_id, s.member_id, s.establishment_id, s.started_on DESC, s.id DESC
),
person AS (
    SELECT COALESCE(sum(wage) FILTER (WHERE wage_currency = 'KHR'), 0) AS khr,
        COALESCE(sum(wage) FILTER (WHERE wage_currency = 'USD'), 0) AS usd
    FROM spell GROUP BY enterprise_id, member_id
)
SELECT khr, usd, count(*) FROM person GROUP BY khr, usd
"""
)
