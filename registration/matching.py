"""The one place where rows meet the whole register, across offices: set-based, masked results only.

`compare` may run again at any time over all rows of a roster or a few: it first forgets what it said before."""

import uuid
from collections.abc import Sequence

from django.db import connection

# Rows under comparison; %(rows)s is NULL for the whole roster.
_SCOPE = (
    "r.roster_id = %(roster)s AND r.state IN ('checked', 'repair', 'review', 'accepted') "
    "AND (%(rows)s::uuid[] IS NULL OR r.id = ANY(%(rows)s::uuid[]))"
)
_SAME_NAME = (
    "CASE WHEN r.key_km <> '' AND m.key_km <> '' THEN r.key_km = m.key_km "
    "WHEN r.key_latin <> '' AND m.key_latin <> '' THEN r.key_latin = m.key_latin ELSE true END"
)
_SAME_BIRTH = (
    "CASE WHEN r.born_precision = 'year' OR m.born_precision = 'year' "
    "THEN date_part('year', r.born_on) = date_part('year', m.born_on) ELSE r.born_on = m.born_on END"
)
# A check that reads another field runs only if that field has no error.
_SOUND = (
    "(SELECT count(*) FROM registration_rosterproblem p WHERE p.row_id = r.id AND p.severity = 'error' "
    "AND p.field IN ('family_name', 'given_name', 'date_of_birth', 'identity_number'{also})) = 0"
)
_COMPLETE = "r.identity_blind IS NOT NULL AND r.born_on IS NOT NULL AND " + _SOUND.format(also="")
_COMPLETE_WITH_SEX = "r.identity_blind IS NOT NULL AND r.born_on IS NOT NULL AND " + _SOUND.format(also=", 'sex'")

_FORGET = f"""
WITH gone AS (
    DELETE FROM registration_rosterproblem p USING registration_rosterrow r
    WHERE p.row_id = r.id AND p.code IN ('duplicate_in_file', 'possible_duplicate', 'id_conflict',
        'employment_overlap', 'birth_altered', 'document_required', 'officer_asks') AND {_SCOPE})
UPDATE registration_rosterrow r SET match = '', matched_member_id = NULL, employment_id = NULL, changes = '{{}}'
WHERE r.match <> '' AND {_SCOPE}
"""

# No statement joins the staging table with itself or with its problems: with wrong statistics that is a loop over both.
# OFFSET 0 fences a member's few employments: the staff of the whole enterprise must never be read once for every row.
_BY_IDENTITY = f"""
UPDATE registration_rosterrow r
SET matched_member_id = m.id, employment_id = e.id,
    match = CASE WHEN NOT (({_SAME_NAME}) AND ({_SAME_BIRTH})) THEN 'conflict'
        WHEN e.id IS NOT NULL THEN 'already' ELSE 'same' END
FROM registration_memberidentifier i
JOIN registration_member m ON m.id = i.member_id
LEFT JOIN LATERAL (
    SELECT e.id FROM (SELECT * FROM registration_employment WHERE member_id = m.id OFFSET 0) e
    WHERE e.enterprise_id = %(enterprise)s AND e.ended_on IS NULL
    ORDER BY (e.establishment_id = %(establishment)s) DESC LIMIT 1
) e ON true
WHERE i.blind_index = r.identity_blind AND i.kind <> 'phone' AND i.superseded_at IS NULL AND NOT i.disputed
  AND {_COMPLETE} AND {_SCOPE}
"""

# Same name, birth date and sex, other ID. Khmer keys decide if both have them, else Latin ones. One index probe a row,
# whatever the planner believes about the register.
_NAMESAKE = """
    SELECT m.id FROM registration_member m
    WHERE r.key_km <> '' AND m.key_km = r.key_km AND m.born_on = r.born_on AND m.sex = r.sex
      AND m.merged_into_id IS NULL AND m.registered_at < %(before)s LIMIT 1
), (
    SELECT m.id FROM registration_member m
    WHERE r.key_latin <> '' AND m.key_latin = r.key_latin AND m.born_on = r.born_on AND m.sex = r.sex
      AND (r.key_km = '' OR m.key_km = '')
      AND m.merged_into_id IS NULL AND m.registered_at < %(before)s LIMIT 1
"""
_BY_NAME = f"""
UPDATE registration_rosterrow r SET matched_member_id = coalesce(({_NAMESAKE})), match = 'possible'
WHERE r.match = '' AND NOT r.namesake_cleared AND {_COMPLETE_WITH_SEX} AND {_SCOPE}
  AND coalesce(({_NAMESAKE})) IS NOT NULL
"""

# The second and later rows with one number; a window over the roster, because a self-join would be quadratic.
_IN_FILE = """
INSERT INTO registration_rosterproblem (row_id, field, code, severity)
SELECT w.id, 'identity_number', 'duplicate_in_file', 'error'
FROM (
    SELECT r.id, r.state, row_number() OVER (PARTITION BY r.identity_blind ORDER BY r.row_no) AS turn
    FROM registration_rosterrow r
    WHERE r.roster_id = %(roster)s AND r.identity_blind IS NOT NULL AND r.state <> 'dropped'
) w
WHERE w.turn > 1 AND w.state IN ('checked', 'repair', 'review', 'accepted')
  AND (%(rows)s::uuid[] IS NULL OR w.id = ANY(%(rows)s::uuid[]))
"""

_FINDINGS = f"""
INSERT INTO registration_rosterproblem (row_id, field, code, severity)
SELECT r.id, 'identity_number', CASE r.match WHEN 'conflict' THEN 'id_conflict' ELSE 'possible_duplicate' END, 'review'
FROM registration_rosterrow r WHERE r.match IN ('conflict', 'possible') AND {_SCOPE}
UNION ALL
SELECT r.id, 'date_of_birth', CASE WHEN r.evidence_id IS NULL THEN 'document_required' ELSE 'birth_altered' END,
    CASE WHEN r.evidence_id IS NULL THEN 'error' ELSE 'review' END
FROM registration_rosterrow r WHERE r.birth_altered AND NOT r.namesake_cleared AND r.born_on IS NOT NULL AND {_SCOPE}
UNION ALL
SELECT r.id, 'hired_on', 'employment_overlap', 'error'
FROM registration_rosterrow r WHERE r.match = 'same' AND r.hired_on IS NOT NULL AND {_SCOPE} AND EXISTS (
    SELECT FROM (SELECT * FROM registration_employment WHERE member_id = r.matched_member_id OFFSET 0) e
    WHERE e.establishment_id = %(establishment)s AND e.ended_on >= r.hired_on)
"""

_CHANGED = """array_remove(ARRAY[
        CASE WHEN r.wage IS NOT NULL AND (r.wage, r.wage_currency) <> (e.wage, e.wage_currency) THEN 'wage' END,
        CASE WHEN r.occupation <> '' AND r.occupation <> e.occupation THEN 'occupation' END,
        CASE WHEN r.phone_blind IS NOT NULL AND NOT EXISTS (
            SELECT FROM registration_memberidentifier i WHERE i.member_id = r.matched_member_id AND i.kind = 'phone'
              AND i.superseded_at IS NULL AND i.blind_index = r.phone_blind) THEN 'phone' END
    ], NULL)"""
_CHANGES = f"""
UPDATE registration_rosterrow r SET changes = {_CHANGED}
FROM registration_employment e
WHERE e.id = r.employment_id AND r.match = 'already' AND {_SCOPE} AND {_CHANGED} <> '{{}}'
"""

_VERDICT = """CASE (SELECT min(CASE p.severity WHEN 'error' THEN 1 WHEN 'review' THEN 2 END)
        FROM registration_rosterproblem p WHERE p.row_id = r.id)
    WHEN 1 THEN 'repair' WHEN 2 THEN 'review'
    ELSE CASE r.match WHEN 'already' THEN 'already' ELSE 'accepted' END END"""
_STATES = f"UPDATE registration_rosterrow r SET state = {_VERDICT} WHERE {_SCOPE} AND r.state <> {_VERDICT}"

STEPS = (_FORGET, _BY_IDENTITY, _BY_NAME, _IN_FILE, _FINDINGS, _CHANGES, _STATES)


def compare(
    *,
    roster_id: uuid.UUID,
    enterprise_id: uuid.UUID,
    establishment_id: uuid.UUID,
    before: object,
    rows: Sequence[uuid.UUID] | None = None,
) -> None:
    """Find for each row: equal IDs in the file, the member with its ID, a member of its name; set its state.

    `before`: only members registered before the roster's first check count as namesakes."""
    values = {
        "roster": roster_id,
        "enterprise": enterprise_id,
        "establishment": establishment_id,
        "before": before,
        "rows": list(rows) if rows is not None else None,
    }
    with connection.cursor() as cursor:
        for step in STEPS:
            cursor.execute(step, values)
