"""Who of the staff a list of "everyone" does not name. Proposed only: nobody ends without date and reason."""

from django.db import connection, transaction

from registration.enums import RosterMode
from registration.models import Roster

# A row that waits for a repair or an officer may be somebody who looks missing only until then: whoever has its
# number, staff number, member number, or its name and (if the row has one) birth date is not proposed yet.
_NAMED = """
WITH waiting AS (
    SELECT * FROM registration_rosterrow WHERE roster_id = %(roster)s AND state IN ('checked', 'repair', 'review')
), staff AS (
    SELECT e.id, e.member_id, e.staff_number, m.member_number, m.key_km, m.key_latin, m.born_on
    FROM registration_employment e JOIN registration_member m ON m.id = e.member_id
    WHERE e.enterprise_id = %(enterprise)s AND e.ended_on IS NULL
), named AS (
    SELECT coalesce(r.member_id, r.matched_member_id) AS member_id FROM registration_rosterrow r
    WHERE r.roster_id = %(roster)s AND r.state <> 'dropped'
    UNION SELECT i.member_id FROM waiting w JOIN registration_memberidentifier i ON i.blind_index = w.identity_blind
        AND i.kind <> 'phone' AND i.superseded_at IS NULL
    UNION SELECT s.member_id FROM waiting w JOIN staff s ON s.staff_number = w.staff_number AND w.staff_number <> ''
    UNION SELECT s.member_id FROM waiting w JOIN staff s ON s.member_number = w.stated_member_number
    UNION SELECT s.member_id FROM waiting w JOIN staff s ON s.key_km = w.key_km AND w.key_km <> ''
        AND (w.born_on IS NULL OR w.born_on = s.born_on)
    UNION SELECT s.member_id FROM waiting w JOIN staff s ON s.key_latin = w.key_latin AND w.key_latin <> ''
        AND (w.born_on IS NULL OR w.born_on = s.born_on)
)
"""

_TAKE_BACK = f"""
{_NAMED}
DELETE FROM registration_leaver l USING staff s
WHERE l.roster_id = %(roster)s AND l.state = 'proposed' AND s.id = l.employment_id
  AND s.member_id IN (SELECT member_id FROM named WHERE member_id IS NOT NULL)
"""

_PROPOSE = f"""
{_NAMED}
INSERT INTO registration_leaver (roster_id, employment_id, state, end_reason, presence)
SELECT %(roster)s, s.id, 'proposed', '', '' FROM staff s
WHERE s.member_id NOT IN (SELECT member_id FROM named WHERE member_id IS NOT NULL)
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
