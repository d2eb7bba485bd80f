"""The statement that scores every unit of an office's places at once: a temporary table, one row a unit.

Each part stands alone: facts of one kind, by enterprise, only of the units asked for. What nobody has said stays NULL:
it gives no points and is no reason."""

from compliance.enums import Signal

TABLE = "target_scored"
DAYS_A_MONTH = 30.4375

# A line that somebody has decided about, added by hand or asked about stays as it is, whatever the numbers say.
ACTED = """(l.state <> 'proposed' OR l.decided_at IS NOT NULL OR l.chosen_by = 'hand'
    OR EXISTS (SELECT FROM compliance_unitquestion q WHERE q.line_id = l.id))"""

_UNIT = f"""
unit AS MATERIALIZED (
    SELECT e.id, e.state, e.commune_code, left(e.commune_code, 4) AS district, e.sector, e.declared_workers,
        e.opened_on, e.registered_on, e.phone, e.address
    FROM enterprises_enterprise e
    WHERE e.state IN ('known', 'registered', 'suspended') AND e.commune_code LIKE %(places)s
      AND NOT EXISTS (SELECT FROM compliance_casefile c WHERE c.enterprise_id = e.id AND c.state <> 'closed')
      AND NOT EXISTS (
        SELECT FROM compliance_targetline l JOIN compliance_targetlist t ON t.id = l.list_id
        WHERE l.enterprise_id = e.id AND t.month = %(month)s AND {ACTED})
)"""

# What registries say: whose number of workers is the largest, and who is believed first. The source's code travels
# behind what is compared (workers, then rank): one pass, where sorting each unit's records would take three times long.
_SAID = """
speaks AS MATERIALIZED (
    SELECT id, lpad((99999 - rank)::text, 5, '0') || code AS trust FROM enterprises_source WHERE way <> 'own'
),
said AS MATERIALIZED (
    SELECT r.enterprise_id AS id, max(r.declared_workers) AS workers, min(r.opened_on) AS opened_on,
        substr(max(lpad(r.declared_workers::text, 10, '0') || s.trust), 16) AS workers_by,
        substr(max(s.trust), 6) AS named_by
    FROM enterprises_registryrecord r JOIN unit u ON u.id = r.enterprise_id JOIN speaks s ON s.id = r.source_id
    WHERE r.withdrawn_at IS NULL AND r.closed_on IS NULL AND r.match_state <> 'possible'
    GROUP BY r.enterprise_id
)"""

_STAFF = """
staff AS MATERIALIZED (
    SELECT m.enterprise_id AS id, count(*) AS workers
    FROM registration_employment m JOIN unit u ON u.id = m.enterprise_id AND u.state <> 'known'
    WHERE m.ended_on IS NULL GROUP BY m.enterprise_id
)"""

# A registered enterprise has as many staff as are registered, a known one has none registered and some elsewhere.
_SIZED = """
sized AS MATERIALIZED (
    SELECT u.*, CASE WHEN u.state = 'known' THEN 0 ELSE coalesce(f.workers, 0) END AS have,
        greatest(s.workers, u.declared_workers) AS told,
        CASE WHEN s.workers >= coalesce(u.declared_workers, 0) THEN s.workers_by END AS told_by,
        s.named_by, least(s.opened_on, u.opened_on) AS since,
        CASE WHEN u.state = 'known' AND coalesce(s.workers, u.declared_workers) IS NULL THEN NULL
            ELSE greatest(s.workers, u.declared_workers, f.workers, 0) END AS workers
    FROM unit u LEFT JOIN said s ON s.id = u.id LEFT JOIN staff f ON f.id = u.id
)"""

# Last night's standing where there is one; the facts themselves where not (StandingRow is of registered ones only).
_DECLARED = """
bare AS MATERIALIZED (
    SELECT u.id, u.registered_on FROM unit u LEFT JOIN compliance_standingrow r ON r.enterprise_id = u.id
    WHERE u.state = 'registered' AND r.enterprise_id IS NULL
),
filed AS MATERIALIZED (
    SELECT d.enterprise_id AS id, d.month, min(d.filed_at AT TIME ZONE %(zone)s)::date > max(d.due_on) AS late
    FROM compliance_declaration d JOIN bare b ON b.id = d.enterprise_id
    WHERE d.month <= %(declared_to)s GROUP BY d.enterprise_id, d.month
),
declaring AS MATERIALIZED (
    SELECT id, greatest(min(month), %(months_from)s) AS first,
        count(*) FILTER (WHERE month >= %(months_from)s) AS months,
        count(*) FILTER (WHERE late AND month >= %(months_from)s) AS late
    FROM filed GROUP BY id
),
declared AS MATERIALIZED (
    SELECT id, late, (extract(year FROM age(%(declared_to)s, first)) * 12
        + extract(month FROM age(%(declared_to)s, first)) + 1)::int - months AS missing
    FROM declaring
    UNION ALL
    SELECT u.id, r.late_declarations, r.missing_declarations
    FROM compliance_standingrow r JOIN unit u ON u.id = r.enterprise_id
    WHERE r.declarations <> 'unavailable' AND u.state = 'registered'
        AND (r.late_declarations > 0 OR r.missing_declarations > 0)
)"""

_PAID = """
paid AS MATERIALIZED (
    SELECT d.enterprise_id AS id, count(*) AS late
    FROM compliance_declaration d JOIN bare b ON b.id = d.enterprise_id
    WHERE d.superseded_at IS NULL AND d.month BETWEEN %(months_from)s AND %(paid_to)s
      AND EXISTS (SELECT FROM compliance_payment)
      AND d.occupational_risk + d.health_care + d.pension_employer + d.pension_worker > coalesce((
        SELECT sum(p.amount) FROM compliance_payment p
        WHERE p.enterprise_id = d.enterprise_id AND p.month = d.month
          AND p.paid_on < (d.month + interval '1 month')::date + %(pay_day)s), 0)
    GROUP BY d.enterprise_id
    UNION ALL
    SELECT u.id, r.late_payments FROM compliance_standingrow r JOIN unit u ON u.id = r.enterprise_id
    WHERE r.payments <> 'unavailable' AND u.state = 'registered' AND r.late_payments > 0
)"""

# What was taken over from the core system carries the day it was taken over, which says nothing.
_HIRED = """
hired AS MATERIALIZED (
    SELECT m.enterprise_id AS id, count(*) AS late
    FROM registration_employment m JOIN bare b ON b.id = m.enterprise_id
    WHERE m.entered_at >= %(months_from)s AND m.channel <> 'core'
      AND (m.end_reason IS NULL OR m.end_reason NOT IN ('mistake', 'never_started'))
      AND (m.entered_at AT TIME ZONE %(zone)s)::date > greatest(m.started_on, b.registered_on) + %(hire_days)s
    GROUP BY m.enterprise_id
    UNION ALL
    SELECT u.id, r.late_hires FROM compliance_standingrow r JOIN unit u ON u.id = r.enterprise_id
    WHERE r.staff <> 'unavailable' AND u.state = 'registered' AND r.late_hires > 0
)"""

_VISITED = """
visited AS MATERIALIZED (
    SELECT v.enterprise_id AS id, max((v.held_at AT TIME ZONE %(zone)s)::date) AS last
    FROM compliance_visit v JOIN unit u ON u.id = v.enterprise_id WHERE v.state = 'held' GROUP BY v.enterprise_id
),
gone AS MATERIALIZED (
    SELECT v.enterprise_id AS id, count(DISTINCT m.id) AS workers, max(v.planned_on) AS visit
    FROM compliance_visit v JOIN unit u ON u.id = v.enterprise_id
        JOIN registration_employment m ON m.enterprise_id = v.enterprise_id
            AND m.ended_on BETWEEN v.planned_on - %(ended_days)s AND v.planned_on
    WHERE v.state <> 'cancelled' AND v.planned_on >= %(months_from)s AND m.end_reason NOT IN ('died', 'retired')
    GROUP BY v.enterprise_id
)"""

# Units under five staff that share an owner's identity number, an owner's name in one commune, an address or a phone.
# What very many share (an accountant's telephone, a market's address, a usual name) says nothing; an identity does.
_SPLIT = """
small AS MATERIALIZED (
    SELECT id, commune_code, phone, workers, regexp_replace(lower(address), '[[:space:][:punct:]]', '', 'g') AS address
    FROM sized WHERE workers < %(micro)s
),
owner AS MATERIALIZED (
    SELECT DISTINCT x.id, x.workers, x.commune_code, p.identity_blind,
        coalesce(nullif(p.key_km, ''), p.key_latin) AS name
    FROM small x JOIN enterprises_registryrecord r ON r.enterprise_id = x.id AND r.withdrawn_at IS NULL
            AND r.match_state <> 'possible'
        JOIN enterprises_registryperson p ON p.record_id = r.id AND p.role = 'owner'
),
mark AS (
    SELECT id, workers, 'i' || identity_blind AS mark FROM owner WHERE identity_blind IS NOT NULL
    UNION SELECT id, workers, 'n' || commune_code || name FROM owner WHERE length(name) >= 6
    UNION ALL SELECT id, workers, 'p' || phone FROM small WHERE phone <> ''
    UNION ALL SELECT id, workers, 'a' || commune_code || address FROM small
        WHERE length(address) >= 6 AND commune_code <> ''
),
alike AS (
    SELECT mark, count(*) AS units, sum(workers) AS workers FROM mark GROUP BY mark
    HAVING count(*) >= %(split_least)s AND sum(workers) >= %(micro)s
        AND (count(*) <= %(shared_most)s OR left(mark, 1) = 'i')
),
split AS MATERIALIZED (
    SELECT m.id, max(a.units) AS units, max(a.workers) AS workers FROM mark m JOIN alike a ON a.mark = m.mark
    GROUP BY m.id
)"""

# First the few numbers that many give (the index alone), then whose they are, one by one (OFFSET 0 fences them): the
# planner takes the few for many and would read every phone and every employment.
_PHONES = """
many AS MATERIALIZED (
    SELECT blind_index FROM registration_memberidentifier WHERE kind = 'phone'
    GROUP BY blind_index HAVING count(*) >= %(phone_least)s
),
phones AS MATERIALIZED (
    SELECT id, max(staff) AS staff FROM (
        SELECT m.enterprise_id AS id, count(DISTINCT i.member_id) AS staff
        FROM many
            CROSS JOIN LATERAL (
                SELECT member_id FROM registration_memberidentifier
                WHERE blind_index = many.blind_index AND kind = 'phone' AND superseded_at IS NULL OFFSET 0) i
            CROSS JOIN LATERAL (
                SELECT enterprise_id FROM registration_employment
                WHERE member_id = i.member_id AND ended_on IS NULL OFFSET 0) m
        GROUP BY m.enterprise_id, many.blind_index HAVING count(DISTINCT i.member_id) >= %(phone_least)s
    ) shared GROUP BY id
)"""

_GAP = "(z.told - z.have)"


def _share(number: str, full: str, more: str = "") -> str:
    """A number as a part of what gives all points; LEAST alone would take NULL for all of it."""
    return f"CASE WHEN {number} IS NOT NULL THEN least(1, ({number}{more}) / %({full})s::float8) END"


STRENGTHS: dict[str, str] = {
    Signal.UNREGISTERED: (
        "CASE WHEN z.state = 'known' AND z.named_by IS NOT NULL"
        " AND (z.since IS NULL OR z.since + %(register_days)s < %(on)s) THEN 1 END"
    ),
    Signal.HEADCOUNT_GAP: (
        f"CASE WHEN {_GAP} > z.told * %(tolerance)s::float8 THEN {_GAP}::float8 / z.told"
        f" * least(1, ln(1 + {_GAP}::float8) / ln(1 + %(gap_full)s::float8)) END"
    ),
    Signal.LATE_DECLARATIONS: _share("d.missing", "months_full", " + d.late / 2.0::float8"),
    Signal.LATE_PAYMENTS: _share("p.late", "months_full"),
    Signal.INFORMATION: "CASE WHEN z.id = ANY(%(informed)s::uuid[]) THEN 1 END",
    Signal.LATE_HIRES: _share("h.late", "hires_full"),
    Signal.ENDED_BEFORE_VISIT: _share("g.workers", "ended_full"),
    Signal.SPLIT_UNITS: _share("t.units", "split_full"),
    Signal.SHARED_PHONE: _share("o.staff", "phone_full"),
    Signal.SIZE: (
        "CASE WHEN z.workers > 0 THEN least(1, ln(1 + z.workers::float8) / ln(1 + %(size_full)s::float8)) END"
    ),
    Signal.SECTOR: "c.share",
    Signal.NEVER_VISITED: (
        f"CASE WHEN v.last IS NULL THEN 1 ELSE least(1, (%(on)s - v.last) / (%(visit_full)s::float8 * {DAYS_A_MONTH}))"
        " END"
    ),
    Signal.DISTANCE: "CASE WHEN z.district = ANY(%(near)s::text[]) THEN 1 END",
}
"""How strong each reason is, 0 to 1; NULL or 0: none. `hire_after_accident` waits for a source of accidents."""

FACTS: dict[str, tuple[str, str, str, str]] = {
    Signal.UNREGISTERED: ("told", "", "since", "named_by"),
    Signal.HEADCOUNT_GAP: ("told", "have", "", "told_by"),
    Signal.LATE_DECLARATIONS: ("missing_months", "late_months", "last_declared", ""),
    Signal.LATE_PAYMENTS: ("late_payments", "", "", ""),
    Signal.INFORMATION: ("", "", "", ""),  # never anything: who, what, when and how often stay with the tip
    Signal.LATE_HIRES: ("late_hires", "", "", ""),
    Signal.ENDED_BEFORE_VISIT: ("ended", "", "before_visit", ""),
    Signal.SPLIT_UNITS: ("split_units", "split_workers", "", ""),
    Signal.SHARED_PHONE: ("on_one_phone", "", "", ""),
    Signal.SIZE: ("workers", "", "", ""),
    Signal.SECTOR: ("", "", "", "sector"),
    Signal.NEVER_VISITED: ("", "", "last_visit", ""),
    Signal.DISTANCE: ("", "", "", ""),
}
"""Which columns the sentence of each reason is made of: number, against, since, source."""

_PARTS = (_UNIT, _SAID, _STAFF, _SIZED, _DECLARED, _PAID, _HIRED, _VISITED, _SPLIT, _PHONES)
_STRENGTH_COLUMNS = ",\n        ".join(f"{sql} AS s_{signal}" for signal, sql in STRENGTHS.items())
_TOTAL = " + ".join(f"coalesce(s_{signal}, 0) * %(w_{signal})s::float8" for signal in STRENGTHS)

SCORED = f"""
WITH {", ".join(_PARTS)},
weighed AS (
    SELECT z.id, z.state, z.district, z.commune_code, z.sector, z.have, z.told, z.told_by, z.named_by, z.since,
        z.workers, CASE WHEN z.told IS NOT NULL THEN greatest(z.told - z.have, 0) END AS missing,
        d.missing AS missing_months, d.late AS late_months,
        p.late AS late_payments, h.late AS late_hires, g.workers AS ended, g.visit AS before_visit,
        t.units AS split_units, t.workers AS split_workers, o.staff AS on_one_phone, v.last AS last_visit,
        {_STRENGTH_COLUMNS}
    FROM sized z
    LEFT JOIN declared d ON d.id = z.id LEFT JOIN paid p ON p.id = z.id LEFT JOIN hired h ON h.id = z.id
    LEFT JOIN visited v ON v.id = z.id LEFT JOIN gone g ON g.id = z.id LEFT JOIN split t ON t.id = z.id
    LEFT JOIN phones o ON o.id = z.id
    LEFT JOIN unnest(%(sectors)s::text[], %(shares)s::float8[]) AS c (letter, share) ON c.letter = z.sector
)
SELECT *, {_TOTAL} AS total FROM weighed
"""
"""Every unit with its facts, the strength of each reason and the weighted sum."""

ORDER = "total DESC, missing DESC NULLS LAST, id"

MAKE = f"DROP TABLE IF EXISTS pg_temp.{TABLE}; CREATE TEMPORARY TABLE {TABLE} ON COMMIT DROP AS {SCORED}"

COUNT = f"SELECT count(*) FROM {TABLE}"
BEST = f"SELECT id, district, total FROM {TABLE} ORDER BY {ORDER} LIMIT %(limit)s"
BEST_OF_DISTRICTS = f"""
SELECT id, district, total FROM (
    SELECT *, row_number() OVER (PARTITION BY district ORDER BY {ORDER}) AS place
    FROM {TABLE} WHERE length(district) = 4
) ranked WHERE place <= %(floor)s ORDER BY {ORDER}
"""
# The same lot whenever the same seed is drawn again: each unit's ticket is a digest of the seed and its key.
LOT = f"SELECT id, district, total FROM {TABLE} ORDER BY md5(%(seed)s || id::text), id LIMIT %(limit)s"
CHOSEN = f"""
SELECT s.*, (SELECT max(d.month) FROM compliance_declaration d
    WHERE d.enterprise_id = s.id AND d.superseded_at IS NULL) AS last_declared
FROM {TABLE} s WHERE s.id = ANY(%(ids)s::uuid[])
"""
