"""Accepted rows become members and employments: set-based SQL, one transaction, the same statements for any size."""

import uuid

from django.db import connection

from registration.models import Roster

# Somebody else may have registered or hired a person since the roster was checked; the row then becomes a second
# employment, or goes back to be compared. The register's own unique indexes are the last word.
_CAUGHT_UP = """
SELECT EXISTS (
    SELECT FROM registration_rosterrow r
    JOIN registration_memberidentifier i ON i.blind_index = r.identity_blind AND i.kind <> 'phone'
        AND i.superseded_at IS NULL AND NOT i.disputed
    WHERE r.roster_id = %(roster)s AND r.state = 'accepted' AND r.match = ''
        AND (%(rows)s::uuid[] IS NULL OR r.id = ANY(%(rows)s::uuid[]))
) OR EXISTS (
    SELECT FROM registration_rosterrow r
    CROSS JOIN LATERAL (SELECT * FROM registration_employment WHERE member_id = r.matched_member_id OFFSET 0) e
    WHERE (e.enterprise_id = %(enterprise)s AND e.ended_on IS NULL
            OR e.establishment_id = %(establishment)s AND e.ended_on >= r.hired_on)
        AND r.roster_id = %(roster)s AND r.state = 'accepted' AND r.match = 'same'
        AND (%(rows)s::uuid[] IS NULL OR r.id = ANY(%(rows)s::uuid[]))
)
"""

_ROWS_IN_HAND = "(%(rows)s::uuid[] IS NULL OR r.id = ANY(%(rows)s::uuid[]))"
_NEW = f"r.roster_id = %(roster)s AND r.state = 'accepted' AND r.match = '' AND {_ROWS_IN_HAND}"
_ALL = f"r.roster_id = %(roster)s AND r.state = 'accepted' AND r.match IN ('', 'same') AND {_ROWS_IN_HAND}"

_COUNT_NEW = f"SELECT count(*) FROM registration_rosterrow r WHERE {_NEW}"

_MEMBERS = f"""
INSERT INTO registration_member (id, member_number, family_name_km, given_name_km, family_name_latin, given_name_latin,
    key_km, key_latin, sex, born_on, born_precision, nationality, "group", plan_group, state, commune_code,
    registered_on, registered_at, channel)
SELECT r.id, lpad((%(first_number)s + row_number() OVER (ORDER BY r.row_no) - 1)::text, 10, '0'),
    r.family_name_km, r.given_name_km, r.family_name_latin, r.given_name_latin, r.key_km, r.key_latin,
    r.sex, r.born_on, r.born_precision, r.nationality, 'employee', %(plan_group)s,
    CASE WHEN r.identity_blind IS NULL THEN 'pending' ELSE 'active' END, %(commune)s,
    %(today)s, %(now)s, %(channel)s
FROM registration_rosterrow r WHERE {_NEW}
"""

_NAMES = f"""
INSERT INTO registration_membername (key)
SELECT key FROM (
    SELECT r.key_km AS key FROM registration_rosterrow r WHERE {_NEW}
    UNION SELECT r.key_latin FROM registration_rosterrow r WHERE {_NEW}
) k WHERE key <> '' AND NOT EXISTS (SELECT FROM registration_membername n WHERE n.key = k.key)
ORDER BY key
ON CONFLICT DO NOTHING
"""

_IDENTIFIERS = f"""
INSERT INTO registration_memberidentifier
    (member_id, kind, ciphertext, blind_index, last_four, key_id, disputed, added_at)
SELECT r.id, v.kind, v.ciphertext, v.blind_index, v.last_four,
    get_byte(v.ciphertext, 1) * 256 + get_byte(v.ciphertext, 2), false, %(now)s
FROM registration_rosterrow r
CROSS JOIN LATERAL (VALUES
    (r.identity_kind, r.identity_cipher, r.identity_blind, r.identity_last4),
    ('phone', r.phone_cipher, r.phone_blind, r.phone_last4)) AS v (kind, ciphertext, blind_index, last_four)
WHERE v.ciphertext IS NOT NULL AND {_NEW}
"""

_EMPLOYMENTS = f"""
INSERT INTO registration_employment (id, member_id, enterprise_id, establishment_id, commune_code, staff_number,
    occupation, department, wage, wage_currency, started_on, presence, channel, entered_at, entered_by_id)
SELECT portal_uuid7(), coalesce(r.matched_member_id, r.id), %(enterprise)s, %(establishment)s, %(commune)s,
    r.staff_number, r.occupation, r.department, r.wage, r.wage_currency, r.hired_on, 'working', %(channel)s,
    %(now)s, %(by)s
FROM registration_rosterrow r WHERE {_ALL}
"""

# A person is told of the hire; who they are and where to reach them stays in the register. No amount, no name.
_MESSAGES = f"""
INSERT INTO notifications_message (id, event, template, channel, recipient_member, dedup_key, not_before)
SELECT portal_uuid7(), 'hire', CASE WHEN r.match = '' THEN 'member.invitation' ELSE 'member.hired' END, 'sms',
    coalesce(r.matched_member_id, r.id), 'hire:' || r.id, %(now)s
FROM registration_rosterrow r
WHERE (r.phone_blind IS NOT NULL OR r.match = 'same') AND {_ALL}
ON CONFLICT (dedup_key) DO NOTHING
"""

_ROWS = f"""
UPDATE registration_rosterrow r
SET state = 'registered', member_id = coalesce(r.matched_member_id, r.id), registered_at = %(now)s
WHERE {_ALL}
"""


def caught_up(roster: Roster, rows: list[uuid.UUID] | None = None) -> bool:
    """Whether the register holds by now the ID of a row to be new, or the employment of a row to be hired."""
    values = {
        "roster": roster.pk,
        "rows": rows,
        "enterprise": roster.enterprise_id,
        "establishment": roster.establishment_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CAUGHT_UP, values)
        return cursor.fetchone()[0]


def count_new(roster_id: uuid.UUID, rows: list[uuid.UUID] | None = None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_NEW, {"roster": roster_id, "rows": rows})
        return cursor.fetchone()[0]


def register_accepted(**values: object) -> int:
    """Members, identifiers, names, employments, messages, rows: returns how many rows were registered.

    Values: roster, rows (None = all accepted), enterprise, establishment, commune, plan_group, first_number, today,
    now, channel, by. The caller holds the enterprise's row lock and the block of numbers."""
    with connection.cursor() as cursor:
        for statement in (_MEMBERS, _NAMES, _IDENTIFIERS, _EMPLOYMENTS, _MESSAGES, _ROWS):
            cursor.execute(statement, values)
        return cursor.rowcount
