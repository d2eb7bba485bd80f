"""Which registration is given to which activity, as statements over whole sets (docs/adr/attribution.md).

A strand of evidence ties one registration to one activity. One line of a list, and one person who came, bring one
registration at most: families share a telephone, so the earliest to register with it is meant. A record that was
merged into another speaks for the one that stays; who was known under either before the activity was not brought."""

# What took place, was verified by a second person, and is not settled yet.
_HELD = """
held AS MATERIALIZED (
    SELECT a.id, (a.starts_at AT TIME ZONE %(zone)s)::date AS day, a.enterprise_id, a.place_code, t.action
    FROM outreach_activity a JOIN outreach_activitytype t ON t.id = a.type_id
    WHERE a.state = 'verified' AND (a.starts_at AT TIME ZONE %(zone)s)::date BETWEEN %(settled)s AND %(today)s
)"""

_PEOPLE = """
line AS (
    SELECT l.id, l.phone_blind, l.application_id, h.id AS activity_id, h.day
    FROM outreach_listedperson l JOIN outreach_personlist p ON p.id = l.list_id JOIN held h ON h.id = p.activity_id
),
came AS (
    SELECT c.id, c.phone_blind, c.enterprise_id, h.id AS activity_id, h.day
    FROM outreach_attendance c JOIN held h ON h.id = c.activity_id WHERE c.struck_at IS NULL
),
took_part AS (
    SELECT COALESCE(u.merged_into_id, u.id) AS enterprise_id, p.activity_id, p.day
    FROM (
        SELECT enterprise_id, id AS activity_id, day FROM held
        UNION SELECT enterprise_id, activity_id, day FROM came
    ) p JOIN enterprises_enterprise u ON u.id = p.enterprise_id
),
stop AS (
    SELECT s.id, s.commune_code, s.enterprise_id, (s.starts_at AT TIME ZONE %(zone)s)::date AS day
    FROM registration_unitstop s WHERE s.state = 'closed' OR s.state = 'open'
),
strand AS (
    SELECT 1 AS strength, 'started_there' AS rule, a.member_id, h.id AS activity_id, h.day, s.application_id AS source
    FROM outreach_startedhere s JOIN held h ON h.id = s.activity_id
    JOIN registration_application a ON a.id = s.application_id AND a.state = 'approved' AND a.kind <> 'correction'
        AND (a.created_at AT TIME ZONE %(zone)s)::date >= h.day
    UNION ALL
    SELECT 2, 'stop', a.member_id, h.id, h.day, s.application_id
    FROM registration_stopapplication s JOIN stop ON stop.id = s.stop_id
    JOIN held h ON h.day = stop.day AND h.action = '1.2'
        AND (h.enterprise_id = stop.enterprise_id OR h.enterprise_id IS NULL AND h.place_code = stop.commune_code)
    JOIN registration_application a ON a.id = s.application_id AND a.state = 'approved' AND a.kind <> 'correction'
    UNION ALL
    SELECT 3, 'listed', a.member_id, l.activity_id, l.day, l.id
    FROM line l JOIN registration_application a
        ON a.id = l.application_id AND a.state = 'approved' AND a.kind <> 'correction'
    UNION ALL
    SELECT 3, 'listed', i.member_id, l.activity_id, l.day, l.id
    FROM line l JOIN registration_memberidentifier i ON i.kind = 'phone' AND i.blind_index = l.phone_blind
    UNION ALL
    SELECT 4, 'attended', i.member_id, c.activity_id, c.day, c.id
    FROM came c JOIN registration_memberidentifier i ON i.kind = 'phone' AND i.blind_index = c.phone_blind
    UNION ALL
    SELECT 5, 'of_enterprise', e.member_id, p.activity_id, p.day, e.member_id
    FROM took_part p JOIN registration_employment e ON e.enterprise_id = p.enterprise_id
    JOIN registration_member m ON m.id = e.member_id
    WHERE e.started_on <= m.registered_on AND (e.ended_on IS NULL OR e.ended_on >= m.registered_on)
),
tied AS (
    SELECT s.strength, s.rule, m.id AS member_id, s.activity_id, s.day, s.source,
        m.registered_on, m.registered_on - s.day AS days
    FROM strand s JOIN registration_member r ON r.id = s.member_id
    LEFT JOIN registration_member t ON t.id = r.merged_into_id
    JOIN registration_member m ON m.id = COALESCE(t.merged_into_id, r.merged_into_id, r.id)
    WHERE m.merged_into_id IS NULL AND m.registered_on - s.day BETWEEN 0 AND %(window)s
        AND m.registered_on <= %(today)s
        AND NOT EXISTS (
            SELECT FROM registration_member o WHERE o.merged_into_id = m.id AND o.registered_on < s.day)
),
first AS (
    SELECT DISTINCT ON (rule, activity_id, source) * FROM tied
    ORDER BY rule, activity_id, source, registered_on, member_id
)"""

_UNITS = """
unit_strand AS (
    SELECT 1 AS strength, 'started_there' AS rule, s.enterprise_id, h.id AS activity_id, h.day
    FROM outreach_startedenterprise s JOIN held h ON h.id = s.activity_id
    UNION ALL
    SELECT 1, 'started_there', c.enterprise_id, h.id, h.day
    FROM outreach_startedclaim s JOIN held h ON h.id = s.activity_id
    JOIN enterprises_claim c ON c.id = s.claim_id AND c.state = 'approved' AND c.enterprise_id IS NOT NULL
        AND (c.created_at AT TIME ZONE %(zone)s)::date >= h.day
    UNION ALL
    SELECT DISTINCT 4, 'attended', c.enterprise_id, c.activity_id, c.day FROM came c WHERE c.enterprise_id IS NOT NULL
    UNION ALL
    SELECT 5, 'of_enterprise', enterprise_id, id, day FROM held WHERE enterprise_id IS NOT NULL
),
unit_tied AS (
    SELECT s.strength, s.rule, e.id AS enterprise_id, s.activity_id, s.day,
        e.registered_on, e.registered_on - s.day AS days
    FROM unit_strand s JOIN enterprises_enterprise u ON u.id = s.enterprise_id
    JOIN enterprises_enterprise e ON e.id = COALESCE(u.merged_into_id, u.id)
    WHERE e.merged_into_id IS NULL AND e.state <> 'known' AND e.registered_on - s.day BETWEEN 0 AND %(window)s
        AND e.registered_on <= %(today)s
        AND NOT EXISTS (SELECT FROM kept k WHERE k.enterprise_id = e.id)
)"""

# What was given for activities that are settled stays, also when digests of telephones are gone by the clock.
_KEPT = """
kept AS MATERIALIZED (
    SELECT x.id, x.member_id, x.enterprise_id
    FROM outreach_attribution x JOIN outreach_activity a ON a.id = x.activity_id
    LEFT JOIN registration_member m ON m.id = x.member_id LEFT JOIN enterprises_enterprise e ON e.id = x.enterprise_id
    WHERE (a.starts_at AT TIME ZONE %(zone)s)::date < %(settled)s
        AND m.merged_into_id IS NULL AND e.merged_into_id IS NULL
)"""

# The rule: the strongest strand; then the nearest activity before the registration; then the oldest activity.
_WANTED = """
wanted AS MATERIALIZED (
    (SELECT DISTINCT ON (member_id) 'member' AS subject, member_id, NULL::uuid AS enterprise_id, activity_id, rule,
        registered_on, days
    FROM first f WHERE NOT EXISTS (SELECT FROM kept k WHERE k.member_id = f.member_id)
    ORDER BY member_id, strength, days, activity_id)
    UNION ALL
    (SELECT DISTINCT ON (enterprise_id) 'enterprise', NULL::uuid, enterprise_id, activity_id, rule, registered_on, days
    FROM unit_tied ORDER BY enterprise_id, strength, days, activity_id)
)"""

_WITH = f"WITH {_KEPT}, {_HELD}, {_PEOPLE}, {_UNITS}, {_WANTED}"

_SAME = """
    w.member_id IS NOT DISTINCT FROM x.member_id AND w.enterprise_id IS NOT DISTINCT FROM x.enterprise_id
    AND w.activity_id = x.activity_id AND w.rule = x.rule AND w.registered_on = x.registered_on AND w.days = x.days
"""

DROP = f"""
{_WITH}
DELETE FROM outreach_attribution x
WHERE NOT EXISTS (SELECT FROM kept k WHERE k.id = x.id) AND NOT EXISTS (SELECT FROM wanted w WHERE {_SAME})
"""

# What another transaction changed since DROP may want somebody else's row: it waits for the next night, counted once.
ADD = f"""
{_WITH}
INSERT INTO outreach_attribution
    (id, subject, member_id, enterprise_id, activity_id, rule, registered_on, days, computed_at)
SELECT portal_uuid7(), w.subject, w.member_id, w.enterprise_id, w.activity_id, w.rule, w.registered_on, w.days, now()
FROM wanted w WHERE NOT EXISTS (SELECT FROM outreach_attribution x WHERE {_SAME})
ON CONFLICT DO NOTHING
"""
