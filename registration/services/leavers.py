"""Who of the staff a list of "everyone" does not name. Proposed only: nobody ends without date and reason."""

from django.db import connection, transaction

from registration.enums import RosterMode
from registration.models import Roster

# A row that waits for a repair or an officer may be somebody who looks missing only until then: whoever has its
# number, staff number, member number, or its name and (if the row has one) birth date is not proposed yet.
# Each question is `IN (SELECT ...)` under OR (the last one's `OR false` too), which PostgreSQL answers from a hash
# whatever it believes about the sizes: joined, ten thousand rows just staged, which it takes for one, may be walked
# once for each of ten thousand people.
_STAFF = """
WITH waiting AS MATERIALIZED (
    SELECT identity_blind, staff_number, stated_member_number, key_km, key_latin, born_on
    FROM registration_rosterrow WHERE roster_id = %(roster)s AND state IN ('checked', 'repair', 'review')
), staff AS (
    SELECT e.id, e.member_id, e.staff_number, m.member_number, m.key_km, m.key_latin, m.born_on
    FROM registration_employment e JOIN registration_member m ON m.id = e.member_id
    WHERE e.enterprise_id = %(enterprise)s AND e.ended_on IS NULL
)
"""
_NAMED = """(
    s.member_id IN (
        SELECT coalesce(r.member_id, r.matched_member_id) FROM registration_rosterrow r
        WHERE r.roster_id = %(roster)s AND r.state <> 'dropped'
          AND coalesce(r.member_id, r.matched_member_id) IS NOT NULL)
    OR s.staff_number IN (SELECT staff_number FROM waiting WHERE staff_number <> '')
    OR s.member_number IN (SELECT stated_member_number FROM waiting WHERE stated_member_number <> '')
    OR (s.key_km, s.born_on) IN (SELECT key_km, born_on FROM waiting WHERE key_km <> '' AND born_on IS NOT NULL)
    OR s.key_km IN (SELECT key_km FROM waiting WHERE key_km <> '' AND born_on IS NULL)
    OR (s.key_latin, s.born_on) IN (
        SELECT key_latin, born_on FROM waiting WHERE key_latin <> '' AND born_on IS NOT NULL)
    OR s.key_latin IN (SELECT key_latin FROM waiting WHERE key_latin <> '' AND born_on IS NULL)
    OR EXISTS (
        SELECT FROM (SELECT blind_index FROM registration_memberidentifier
            WHERE member_id = s.member_id AND kind <> 'phone' AND superseded_at IS NULL OFFSET 0) i
        WHERE i.blind_index IN (SELECT identity_blind FROM waiting WHERE identity_blind IS NOT NULL) OR false)
)"""

_TAKE_BACK = f"""
{_STAFF}
DELETE FROM registration_leaver l USING staff s
WHERE l.roster_id = %(roster)s AND l.state = 'proposed' AND s.id = l.employment_id AND {_NAMED}
"""

_PROPOSE = f"""
{_STAFF}
INSERT INTO registration_leaver (roster_id, employment_id, state, end_reason, presence)
SELECT %(roster)s, s.id, 'proposed', '', '' FROM staff s WHERE NOT {_NAMED}
ON CONFLICT DO NOTHING
"""


@transaction.atomic
def propose(roster: Roster) -> None:
    """After the check and after each change of a row: propose who is missing, take back who is not. What was
    answered already stays answered."""
    if roster.mode != RosterMode.EVERYONE:
        return
    values = {"roster": roster.pk, "enterprise": roster.enterprise_id}
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_BACK, values)
        cursor.execute(_PROPOSE, values)
