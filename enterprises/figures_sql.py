"""The statements behind `figures`: each counts a whole register in one pass. Sizes come as parameters."""
# ruff: noqa: S608  (put together from our own words only)

_SIZE = """CASE WHEN {workers} IS NULL THEN '' WHEN {workers} < %(micro)s THEN 'micro'
    WHEN {workers} < %(small)s THEN 'small' WHEN {workers} < %(medium)s THEN 'medium' ELSE 'large' END"""

# A unit's size is what the Fund holds, else the largest number a registry says: as in `units.sized`.
_SPOKEN = """
spoken AS MATERIALIZED (
    SELECT r.enterprise_id, r.source_id, max(r.declared_workers) AS workers
    FROM enterprises_registryrecord r JOIN enterprises_source s ON s.id = r.source_id AND s.way <> 'own'
    WHERE r.withdrawn_at IS NULL AND r.match_state <> 'possible' AND r.enterprise_id IS NOT NULL
    GROUP BY r.enterprise_id, r.source_id
),
heard AS MATERIALIZED (SELECT enterprise_id, max(workers) AS workers FROM spoken GROUP BY enterprise_id),
unit AS MATERIALIZED (
    SELECT e.id, left(e.commune_code, 4) AS place_code, e.sector, e.state IN ('registered', 'suspended') AS registered,
        e.state = 'known' AS known, h.enterprise_id IS NOT NULL AS heard, {size} AS size
    FROM enterprises_enterprise e LEFT JOIN heard h ON h.enterprise_id = e.id
    WHERE e.state <> 'closed'
),
waiting AS MATERIALIZED (
    SELECT r.source_id, left(r.commune_code, 4) AS place_code, r.sector, {waiting_size} AS size
    FROM enterprises_registryrecord r JOIN enterprises_source s ON s.id = r.source_id AND s.way <> 'own'
    WHERE r.withdrawn_at IS NULL AND r.match_state = 'possible'
)
""".format(
    size=_SIZE.format(workers="COALESCE(e.declared_workers, h.workers)"),
    waiting_size=_SIZE.format(workers="r.declared_workers"),
)

UNITS = f"""
WITH {_SPOKEN},
cell AS (
    SELECT NULL::bigint AS source_id, place_code, sector, size, registered::int AS registered,
        (registered AND heard)::int AS matched, 0 AS possible, (known AND heard)::int AS missing
    FROM unit WHERE registered OR heard
    UNION ALL
    SELECT p.source_id, place_code, sector, size, registered::int, registered::int, 0, known::int
    FROM unit JOIN spoken p ON p.enterprise_id = unit.id
    UNION ALL
    SELECT source_id, place_code, sector, size, 0, 0, 1, 0 FROM waiting
    UNION ALL
    SELECT NULL, place_code, sector, size, 0, 0, 1, 0 FROM waiting
)
INSERT INTO enterprises_unitfigure (day, place_code, sector, size, source_id, registered, matched, possible, missing)
SELECT %(day)s, place_code, sector, size, source_id, sum(registered), sum(matched), sum(possible), sum(missing)
FROM cell GROUP BY place_code, sector, size, source_id
"""

FIELDS = (
    "name_km", "name_latin", "tin", "moc_number", "commune_code", "address", "phone", "sector", "activity",
    "declared_workers", "opened_on",
)  # fmt: skip
"""What a complete record says: the columns whose filling is counted."""


def _filled(field: str) -> str:
    empty = "IS NOT NULL" if field in ("declared_workers", "opened_on") else "<> ''"
    return f"count(*) FILTER (WHERE r.{field} {empty})"


_REGISTERED = "e.state IN ('registered', 'suspended')"

# One row for each source that speaks of others' units and has said something.
SOURCES = f"""
SELECT r.source_id, count(*),
    (percentile_cont(0.5) WITHIN GROUP (ORDER BY %(day)s::date - r.as_of))::int,
    count(*) FILTER (WHERE {_REGISTERED}),
    count(*) FILTER (WHERE r.match_state = 'possible'),
    count(*) FILTER (WHERE e.state = 'known'),
    max((r.received_at AT TIME ZONE %(zone)s)::date),
    {", ".join(_filled(field) for field in FIELDS)}
FROM enterprises_registryrecord r JOIN enterprises_source s ON s.id = r.source_id AND s.way <> 'own'
LEFT JOIN enterprises_enterprise e ON e.id = r.enterprise_id
WHERE r.withdrawn_at IS NULL
GROUP BY r.source_id
"""

# Old days thin out: the last counted day of each month stays.
THIN = """
DELETE FROM {table} f WHERE f.day < %(before)s AND f.day NOT IN (
    SELECT max(day) FROM {table} WHERE day < %(before)s GROUP BY date_trunc('month', day))
"""
