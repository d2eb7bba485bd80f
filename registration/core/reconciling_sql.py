"""The statements of the daily comparison: both registers whole, in one full join each."""

from registration.core.control import ENTERPRISE_FACTS, MEMBER_FACTS, Columns
from registration.core.enums import Subject

STAGE = """
CREATE TEMP TABLE core_control (
    row_no bigint, kind text, number text, state text, facts text, vals text[]
) ON COMMIT DROP;
CREATE TEMP TABLE core_found (
    subject text, number text, verdict text, in_core bool, fields text[], core_values text[], our_values text[],
    commune_code text, member_id uuid, enterprise_id uuid
) ON COMMIT DROP
"""
COPY = "COPY core_control (row_no, kind, number, state, facts, vals) FROM STDIN"

# A number that stands in the file more than once, or in no kind we know, says nothing that can be compared.
TIDY = """
INSERT INTO core_found (subject, number, verdict, in_core, fields, core_values, our_values, commune_code)
SELECT CASE WHEN kind = 'enterprise' THEN kind ELSE 'member' END, left(number, 20), 'not_comparable', true, '{}', '{}',
    '{}', ''
FROM (SELECT *, row_number() OVER (PARTITION BY kind, number ORDER BY row_no) AS again FROM core_control) c
WHERE again > 1 OR number = '' OR length(number) > 20 OR kind NOT IN ('member', 'enterprise');
DELETE FROM core_control c USING (
    SELECT row_no, row_number() OVER (PARTITION BY kind, number ORDER BY row_no) AS again FROM core_control
) d
WHERE d.row_no = c.row_no
  AND (again > 1 OR number = '' OR length(number) > 20 OR kind NOT IN ('member', 'enterprise'));
ANALYZE core_control
"""

_OURS = {
    Subject.MEMBER: {
        "family_name_km": "o.family_name_km",
        "given_name_km": "o.given_name_km",
        "family_name_latin": "o.family_name_latin",
        "given_name_latin": "o.given_name_latin",
        "date_of_birth": "to_char(o.born_on, 'YYYY-MM-DD')",
        "sex": "o.sex::text",
        "nationality": "o.nationality::text",
    },
    Subject.ENTERPRISE: {name: f"o.{name}::text" for name in ENTERPRISE_FACTS},
}
_TABLES = {
    Subject.MEMBER: ("registration_member", "member_number", "o.id, NULL::uuid", "true"),
    Subject.ENTERPRISE: ("enterprises_enterprise", "nssf_number", "NULL::uuid, o.id", "o.nssf_number IS NOT NULL"),
}
_STATES = {
    Subject.MEMBER: ("active", "suspended", "ended", "pending"),
    Subject.ENTERPRISE: ("registered", "suspended", "closed"),
}
# A member whose identity is still to be proved has a number in the core system all the same.
_STATE = {
    Subject.MEMBER: "CASE o.state WHEN 'pending' THEN 'active' ELSE o.state END",
    Subject.ENTERPRISE: "o.state",
}
_GONE = {Subject.MEMBER: "ended", Subject.ENTERPRISE: "closed"}
_NAMES = {
    Subject.MEMBER: "'date_of_birth' = ANY(fields) AND NOT (same_km OR same_latin)",
    Subject.ENTERPRISE: "'tin' = ANY(fields) AND NOT (same_km OR same_latin)",
}

_COMPARE = """
INSERT INTO core_found (subject, number, verdict, in_core, fields, core_values, our_values, commune_code, member_id,
    enterprise_id)
SELECT '{subject}', number, verdict, in_core, fields, core_values, our_values, commune_code, member_id, enterprise_id
FROM (
    SELECT *, CASE
        WHEN NOT in_core AND (merged OR our_state = '{gone}') THEN 'skip'
        WHEN NOT in_core AND registered_on > %(cut)s THEN 'not_comparable'
        WHEN NOT in_core THEN 'only_here'
        WHEN NOT here AND in_our_block THEN 'numbered_by_both'
        WHEN NOT here THEN 'only_core'
        WHEN NOT state_known THEN 'not_comparable'
        WHEN fields = '{{}}' THEN 'same'
        WHEN numbered_here AND {another} THEN 'numbered_by_both'
        ELSE 'differs'
    END AS verdict
    FROM (
        SELECT coalesce(c.number, o.number) AS number, c.number IS NOT NULL AS in_core, o.id IS NOT NULL AS here,
            o.merged, o.our_state, o.registered_on, c.state IN ({states}) AS state_known,
            o.channel <> 'core' AS numbered_here, coalesce(o.commune_code, '') AS commune_code,
            o.member_id, o.enterprise_id, d.*,
            {same_km} AS same_km, {same_latin} AS same_latin,
            o.id IS NULL AND EXISTS (
                SELECT FROM identifiers_numberblock b
                WHERE b.kind = '{subject}' AND CASE WHEN c.number ~ '^[0-9]{{1,18}}$'
                    THEN c.number::bigint BETWEEN b.first AND b.last ELSE false END
            ) AS in_our_block
        FROM (SELECT * FROM core_control WHERE kind = '{subject}') c
        FULL JOIN (
            SELECT o.id, o.{number} AS number, o.merged_into_id IS NOT NULL AS merged, {state} AS our_state,
                o.registered_on, o.channel, o.commune_code, {keys_named},
                ARRAY[{values}]::text[] AS vals, {digest} AS facts
            FROM {table} o WHERE {which}
        ) o ON o.number = c.number
        CROSS JOIN LATERAL (
            SELECT coalesce(array_agg(f ORDER BY n), '{{}}') AS fields,
                coalesce(array_agg(coalesce(theirs, '') ORDER BY n), '{{}}') AS core_values,
                coalesce(array_agg(coalesce(mine, '') ORDER BY n), '{{}}') AS our_values
            FROM unnest(
                ARRAY['state'{digest_name}{names}]::text[],
                ARRAY[CASE c.state WHEN 'pending' THEN 'active' ELSE c.state END{their_digest}]::text[] || c.vals,
                ARRAY[o.our_state{our_digest}]::text[] || o.vals
            ) WITH ORDINALITY AS u (f, theirs, mine, n)
            WHERE c.number IS NOT NULL AND o.id IS NOT NULL AND theirs IS DISTINCT FROM mine
        ) d
        -- Who is the same in both, nearly everybody, is left out before the fields are looked at one by one.
        WHERE NOT coalesce(c.vals = o.vals AND CASE c.state WHEN 'pending' THEN 'active' ELSE c.state END = o.our_state
            {same_digest}, false)
    ) both_sides
) judged
WHERE verdict NOT IN ('same', 'skip')
"""

DIGESTED = {Subject.MEMBER: MEMBER_FACTS, Subject.ENTERPRISE: ENTERPRISE_FACTS}


def compare(subject: Subject, columns: Columns) -> str:
    """The statement for one kind and the columns its file has."""
    named, ours = columns.of(subject), _OURS[subject]
    table, number, keys, which = _TABLES[subject]
    facts = ", ".join(ours[name] for name in DIGESTED[subject])
    digest = f"encode(sha256(convert_to(concat_ws('|', {facts}), 'UTF8')), 'hex')"
    member, enterprise = keys.split(", ")
    return _COMPARE.format(
        subject=subject.value,
        gone=_GONE[subject],
        another=_NAMES[subject],
        states=", ".join(f"'{state}'" for state in _STATES[subject]),
        same_km=_same_name(subject, named, "km"),
        same_latin=_same_name(subject, named, "latin"),
        number=number,
        state=_STATE[subject],
        keys_named=f"{member} AS member_id, {enterprise} AS enterprise_id",
        values=", ".join(ours[name] for name in named),
        digest=digest if columns.has_digest else "NULL::text",
        table=table,
        which=which,
        digest_name=", 'facts'" if columns.has_digest else "",
        their_digest=", nullif(c.facts, '')" if columns.has_digest else "",
        our_digest=", CASE WHEN c.facts = '' THEN NULL ELSE o.facts END" if columns.has_digest else "",
        same_digest="AND (c.facts = '' OR c.facts = o.facts)" if columns.has_digest else "",
        names="".join(f", '{name}'" for name in named),
    )


def _same_name(subject: Subject, named: list[str], script: str) -> str:
    """Whether the name in a script is there on both sides and the same; what the file does not have proves nothing."""
    parts = [f"family_name_{script}", f"given_name_{script}"] if subject == Subject.MEMBER else [f"name_{script}"]
    places = [named.index(part) + 1 for part in parts if part in named]
    if len(places) != len(parts):
        return "false"
    theirs = " || ".join(f"c.vals[{place}]" for place in places)
    mine = " || ".join(f"o.vals[{place}]" for place in places)
    return f"({theirs} = {mine} AND {mine} <> '')"


# What was explained yesterday and is word for word the same today stays explained.
KEEP = """
INSERT INTO registration_reconciliationdifference (id, reconciliation_id, subject, kind, number, other_number, fields,
    core_values, our_values, commune_code, member_id, enterprise_id, state, found_at, why, decided_at, decided_by_id)
SELECT portal_uuid7(), %(reconciliation)s, f.subject, f.verdict, f.number, '', f.fields, f.core_values, f.our_values,
    f.commune_code, f.member_id, f.enterprise_id, coalesce(b.state, 'open'), %(at)s, coalesce(b.why, ''), b.decided_at,
    b.decided_by_id
FROM core_found f
LEFT JOIN registration_reconciliationdifference b
    ON b.reconciliation_id = %(before)s AND b.state = 'explained' AND b.subject = f.subject AND b.number = f.number
    AND b.kind = f.verdict AND b.fields::text[] = f.fields AND b.core_values = f.core_values
    AND b.our_values = f.our_values
WHERE f.verdict <> 'not_comparable'
"""
COUNT = """
SELECT count(*) FILTER (WHERE in_core), count(*) FILTER (WHERE verdict = 'only_core'),
    count(*) FILTER (WHERE verdict = 'only_here'), count(*) FILTER (WHERE verdict = 'differs'),
    count(*) FILTER (WHERE verdict = 'numbered_by_both'), count(*) FILTER (WHERE verdict = 'not_comparable')
FROM core_found
"""
HERE = """
SELECT (SELECT count(*) FROM registration_member WHERE merged_into_id IS NULL)
    + (SELECT count(*) FROM enterprises_enterprise WHERE nssf_number IS NOT NULL AND merged_into_id IS NULL)
"""
