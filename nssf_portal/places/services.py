"""Loading a release of the list of places: set-based, idempotent, every defect reported."""

import time
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from nssf_portal.places import names, source
from nssf_portal.places.enums import Level
from nssf_portal.places.models import place_key

RELEASE = 2025

_UPSERT = """
INSERT INTO places_place (release, is_current, level, code, ordinal, parent_id,
                          name_km, name_latin, shown_km, shown_latin, key_km, key_latin, made)
SELECT %(release)s, false, r.level, r.code, r.ordinal, parent.id,
       r.name_km, r.name_latin, r.shown_km, r.shown_latin, r.key_km, r.key_latin, r.made
FROM unnest(%(c0)s::text[], %(c1)s::text[], %(c2)s::smallint[], %(c3)s::text[], %(c4)s::text[], %(c5)s::text[],
            %(c6)s::text[], %(c7)s::text[], %(c8)s::text[], %(c9)s::text[], %(c10)s::boolean[])
     AS r(level, code, ordinal, parent_code, name_km, name_latin, shown_km, shown_latin, key_km, key_latin, made)
LEFT JOIN places_place parent
       ON parent.release = %(release)s AND parent.code = r.parent_code AND parent.ordinal = 0
ON CONFLICT (release, code, ordinal) DO UPDATE
   SET parent_id = EXCLUDED.parent_id, name_km = EXCLUDED.name_km, name_latin = EXCLUDED.name_latin,
       shown_km = EXCLUDED.shown_km, shown_latin = EXCLUDED.shown_latin,
       key_km = EXCLUDED.key_km, key_latin = EXCLUDED.key_latin
 WHERE NOT places_place.made  -- an administrator may have given a made place its real name
   AND (places_place.parent_id, places_place.name_km, places_place.name_latin, places_place.shown_km,
        places_place.shown_latin, places_place.key_km, places_place.key_latin)
       IS DISTINCT FROM
       (EXCLUDED.parent_id, EXCLUDED.name_km, EXCLUDED.name_latin, EXCLUDED.shown_km,
        EXCLUDED.shown_latin, EXCLUDED.key_km, EXCLUDED.key_latin)
RETURNING (xmax = 0)
"""

_CURRENT = """
UPDATE places_place SET is_current = NOT is_current
WHERE is_current = %s AND (release = (SELECT max(release) FROM places_place)) <> %s
"""

_ALIAS = """
INSERT INTO places_placealias (place_id, text, key)
SELECT p.id, a.text, a.key FROM unnest(%s::text[], %s::text[], %s::text[]) AS a(code, text, key)
JOIN places_place p ON p.code = a.code AND p.release = %s AND p.ordinal = 0
ON CONFLICT (place_id, text) DO NOTHING
"""


@dataclass
class Report:
    release: int
    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    seconds: float = 0.0
    levels: dict[str, int] = field(default_factory=dict)
    problems: list[dict[str, str]] = field(default_factory=list)


@transaction.atomic
def load_places(year: int = RELEASE) -> Report:
    """Bring the table to what that year's list says; a second run changes nothing."""
    started = time.monotonic()
    given = source.read(year)
    report = Report(release=year, problems=given.problems)
    with connection.cursor() as cursor:
        for level in Level:
            _load_level(cursor, report, level, given.rows[level])
        for was_current in (True, False):  # first take the mark off the old release, then set it on the new one
            cursor.execute(_CURRENT, [was_current, was_current])
        cursor.execute(_ALIAS, [*_alias_columns(), year])
    names.forget()
    report.unchanged = report.rows - report.created - report.updated
    report.seconds = round(time.monotonic() - started, 2)
    return report


def _load_level(cursor: Any, report: Report, level: Level, rows: list[source.Row]) -> None:
    columns = zip(*(row.values() for row in rows), strict=True)
    params = {f"c{i}": list(column) for i, column in enumerate(columns)}
    cursor.execute(_UPSERT, params | {"release": report.release})
    inserted = [new for (new,) in cursor.fetchall()]
    report.rows += len(rows)
    report.levels[str(level)] = len(rows)
    report.created += sum(inserted)
    report.updated += len(inserted) - sum(inserted)


def _alias_columns() -> list[list[str]]:
    pairs = [(code, text) for code, texts in source.ALIASES.items() for text in texts]
    return [[code for code, _ in pairs], [text for _, text in pairs], [place_key(text) for _, text in pairs]]
