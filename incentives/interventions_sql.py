"""The statements of emergency relief: the rule's choice, and what becomes of many lines at once."""

# Who the rule means: registered by its last month; what the rule leaves empty does not matter. The place is the
# enterprise's own, as in the register; staff are counted on the day of the choice.
_MATCHED = """
    SELECT e.id, COALESCE(staff.workers, 0) AS workers
    FROM enterprises_enterprise e
    LEFT JOIN LATERAL (
        SELECT count(*) AS workers FROM registration_employment m WHERE m.enterprise_id = e.id AND m.ended_on IS NULL
    ) staff ON true
    WHERE e.state IN ('registered', 'suspended') AND e.registered_on <= %(until)s
      AND (%(before)s::date IS NULL OR e.registered_on < %(before)s::date)
      AND (cardinality(%(sectors)s::text[]) = 0 OR e.sector = ANY(%(sectors)s::text[]))
      AND (cardinality(%(places)s::text[]) = 0 OR e.commune_code LIKE ANY(%(places)s::text[]))
      AND (%(activity)s::text = '' OR e.activity ILIKE %(activity)s::text)
      AND (cardinality(%(sizes)s::text[]) = 0 OR CASE
            WHEN staff.workers < %(micro)s THEN 'micro' WHEN staff.workers < %(small)s THEN 'small'
            WHEN staff.workers < %(medium)s THEN 'medium' ELSE 'large' END = ANY(%(sizes)s::text[]))
"""

# One statement: lines that the rule does not mean any more go, new ones come, staff of the others is counted anew.
# What a person took off the list stays off, and stays written.
SELECT = f"""
WITH matched AS MATERIALIZED ({_MATCHED}),
gone AS (
    DELETE FROM incentives_interventionline l
    WHERE l.intervention_id = %(intervention)s AND l.state = 'selected'
      AND NOT EXISTS (SELECT FROM matched WHERE matched.id = l.enterprise_id)
)
INSERT INTO incentives_interventionline (id, intervention_id, enterprise_id, state, workers, excluded_reason)
SELECT portal_uuid7(), %(intervention)s, id, 'selected', workers, '' FROM matched
ON CONFLICT (intervention_id, enterprise_id) DO UPDATE SET workers = EXCLUDED.workers
WHERE incentives_interventionline.state = 'selected' AND incentives_interventionline.workers <> EXCLUDED.workers
"""

MEANT = f"SELECT id FROM ({_MATCHED}) matched WHERE id = ANY(%(ids)s)"

APPLY = """
UPDATE incentives_interventionline l SET state = 'applied', adjustment_id = made.adjustment
FROM unnest(%(enterprises)s::uuid[], %(adjustments)s::uuid[]) AS made (enterprise, adjustment)
WHERE l.intervention_id = %(intervention)s AND l.enterprise_id = made.enterprise AND l.state = 'selected'
"""

SHORTEN = """
UPDATE incentives_interventionline l SET adjustment_id = made.new
FROM unnest(%(olds)s::uuid[], %(news)s::uuid[]) AS made (old, new)
WHERE l.intervention_id = %(intervention)s AND l.adjustment_id = made.old
"""
