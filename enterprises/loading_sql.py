"""The statements behind `loading`: one block of rows at a time, as arrays; triggers see who acts."""
# ruff: noqa: S608  (the statements are put together from our own column names only)

from typing import Any

from django.db import connection
from django.utils import timezone

from nssf_portal.ids import uuid7_batch
from nssf_portal.references import new_reference

_TYPES = {"opened_on": "date", "registered_on": "date", "id": "uuid", "office_id": "uuid", "record_id": "uuid"}
_COLUMNS = (
    "nssf_number name_km name_latin key_km key_latin tin moc_number commune_code phone sector opened_on registered_on"
).split()
_EXTRA = ("id", "office_id", "record_id", "reference")
_ALL = (*_COLUMNS, *_EXTRA)

_GIVEN = (
    "unnest(" + ", ".join(f"%({name})s::{_TYPES.get(name, 'text')}[]" for name in _ALL) + f") AS g({', '.join(_ALL)})"
)

# A unit known from a registry that the core system now numbers is the same unit, when its TIN is nobody else's.
_ADOPT = f"""
UPDATE enterprises_enterprise e
SET nssf_number = g.nssf_number, registered_on = g.registered_on, state = 'registered', channel = 'core'
FROM {_GIVEN}
WHERE e.state = 'known' AND e.nssf_number IS NULL AND e.tin = g.tin AND g.tin <> ''
  AND (SELECT count(*) FROM enterprises_enterprise o WHERE o.tin = g.tin AND o.tin <> '') = 1
  AND NOT EXISTS (SELECT FROM enterprises_enterprise o WHERE o.nssf_number = g.nssf_number)
RETURNING e.nssf_number
"""

_CREATE = f"""
INSERT INTO enterprises_enterprise (id, reference, nssf_number, kind, state, name_km, name_latin, key_km, key_latin,
    tin, moc_number, certificate_kind, certificate_number, commune_code, address, phone, sector, activity, opened_on,
    registered_on, channel)
SELECT g.id, g.reference, g.nssf_number, 'company', 'registered', g.name_km, g.name_latin, g.key_km, g.key_latin,
    g.tin, g.moc_number, '', '', g.commune_code, '', g.phone, g.sector, '', g.opened_on, g.registered_on, 'core'
FROM {_GIVEN}
WHERE NOT EXISTS (SELECT FROM enterprises_enterprise e WHERE e.nssf_number = g.nssf_number)
RETURNING nssf_number
"""

_HEAD_OFFICES = f"""
INSERT INTO enterprises_establishment (id, enterprise_id, is_head_office, name_km, name_latin, key_km, key_latin,
    commune_code, address, phone, opened_on)
SELECT g.office_id, e.id, true, g.name_km, g.name_latin, g.key_km, g.key_latin, g.commune_code, '', g.phone, g.opened_on
FROM {_GIVEN} JOIN enterprises_enterprise e ON e.nssf_number = g.nssf_number
WHERE NOT EXISTS (SELECT FROM enterprises_establishment s WHERE s.enterprise_id = e.id AND s.is_head_office)
"""

_SHARED = "name_km name_latin key_km key_latin tin moc_number commune_code phone sector opened_on".split()


def _set(alias: str, names: list[str]) -> str:
    return ", ".join(f"{name} = {alias}.{name}" for name in names)


def _tuple(alias: str, names: list[str]) -> str:
    return "(" + ", ".join(f"{alias}.{name}" for name in names) + ")"


_RECORDS = f"""
INSERT INTO enterprises_registryrecord AS r (id, source_id, source_key, enterprise_id, {", ".join(_SHARED)},
    address, activity, received_at, verification, parent_key, match_state, matched_by, matched_at, match_reasons)
SELECT g.record_id, %(source)s, g.nssf_number, e.id, {_tuple("g", _SHARED)[1:-1]}, '', '', %(now)s, 'unverified',
    '', 'matched', 'rule', %(now)s, '{{{{}}}}'
FROM {_GIVEN} JOIN enterprises_enterprise e ON e.nssf_number = g.nssf_number
ON CONFLICT (source_id, source_key) DO UPDATE SET {_set("EXCLUDED", _SHARED)}, received_at = EXCLUDED.received_at
WHERE {_tuple("r", _SHARED)} IS DISTINCT FROM {_tuple("EXCLUDED", _SHARED)}
RETURNING r.source_key
"""

# The columns of each unit that were settled by an officer, the enterprise or an inspector.
_HELD = """
held AS (
    SELECT n.nssf_number, e.id, array_agg(s.field::text) AS fields
    FROM unnest(%(nssf_number)s::text[]) AS n(nssf_number)
    JOIN enterprises_enterprise e ON e.nssf_number = n.nssf_number
    JOIN enterprises_settlement s ON s.enterprise_id = e.id AND s.superseded_at IS NULL
    GROUP BY 1, 2
)
"""
_SETTLED_WITH = {"key_km": "name_km", "key_latin": "name_latin"}  # a search key goes with its name


def _unless_held(name: str) -> str:
    field = _SETTLED_WITH.get(name, name)
    return f"CASE WHEN '{field}' = ANY(h.fields) THEN e.{name} ELSE g.{name} END"


_TAKEN = [_unless_held(name) for name in _SHARED]

# Only what the core system itself changed since its last word reaches the register: what the enterprise corrected in
# the portal meanwhile is not undone by the same old file; and what was settled stays, whatever the file says.
_UPDATE = f"""
WITH {_HELD}
UPDATE enterprises_enterprise e
SET {", ".join(f"{name} = {value}" for name, value in zip(_SHARED, _TAKEN, strict=True))},
    registered_on = g.registered_on
FROM {_GIVEN} LEFT JOIN held h ON h.nssf_number = g.nssf_number
WHERE e.nssf_number = g.nssf_number
  AND (g.nssf_number = ANY(%(changed)s) OR e.registered_on IS DISTINCT FROM g.registered_on)
  AND ({_tuple("e", _SHARED)[1:-1]}, e.registered_on) IS DISTINCT FROM ({", ".join(_TAKEN)}, g.registered_on)
RETURNING e.nssf_number
"""

_WORDS = [name for name in _SHARED if name not in _SETTLED_WITH]


def _kept_word(name: str) -> str:
    """What the file newly says of a settled column, when it is not what was settled."""
    return (
        f"('{name}', '{name}' = ANY(h.fields) AND r.{name} IS DISTINCT FROM g.{name} "
        f"AND e.{name} IS DISTINCT FROM g.{name})"
    )


# Asked before the core system's records take the new words.
_KEPT = f"""
WITH {_HELD}
SELECT g.nssf_number, word.field
FROM {_GIVEN} JOIN held h ON h.nssf_number = g.nssf_number JOIN enterprises_enterprise e ON e.id = h.id
LEFT JOIN enterprises_registryrecord r ON r.source_id = %(source)s AND r.source_key = g.nssf_number
CROSS JOIN LATERAL (VALUES {", ".join(map(_kept_word, _WORDS))}) AS word(field, kept)
WHERE word.kept
ORDER BY 1, 2
"""


def store(columns: dict[str, list[Any]], source_id: int) -> tuple[dict[str, int], list[tuple[str, str]]]:
    """One block into the register: how many were created, updated and left as they were; which settled values stayed
    (number and column) although the file now says something else."""
    count = len(columns["nssf_number"])
    values: dict[str, Any] = {**columns, **_new_keys(count), "source": source_id, "now": timezone.now()}
    with connection.cursor() as cursor:
        adopted = _numbers(cursor, _ADOPT, values)
        created = _numbers(cursor, _CREATE, values)
        cursor.execute(_HEAD_OFFICES, values)
        cursor.execute(_KEPT, values)
        kept = cursor.fetchall()
        told = _numbers(cursor, _RECORDS, values)
        changed = told - created
        updated = _numbers(cursor, _UPDATE, values | {"changed": list(changed)}) | adopted | changed
    counts = {"created": len(created), "updated": len(updated), "unchanged": count - len(created) - len(updated)}
    return counts, kept


def _numbers(cursor: Any, statement: str, values: dict[str, Any]) -> set[str]:
    cursor.execute(statement, values)
    return {number for (number,) in cursor.fetchall()}


def _new_keys(count: int) -> dict[str, list[Any]]:
    keys = list(uuid7_batch(3 * count))
    # Nine letters: a hundred thousand of them in one file must not meet (the NSSF number is what people use here).
    references = [new_reference("ENT", letters=9) for _row in range(count)]
    return {
        "id": keys[:count],
        "office_id": keys[count : 2 * count],
        "record_id": keys[2 * count :],
        "reference": references,
    }
