"""Writing down what a source says of units: one block at a time, set-based; the newest word replaces the one before.

Nothing here touches an enterprise. The row history keeps every earlier word (and is what an undo goes back to).
"""
# ruff: noqa: S608  (the statements are put together from our own column names only)

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from enterprises.enums import Way
from enterprises.models import RegistryBatch, Source
from nssf_portal.ids import uuid7_batch
from nssf_portal.khmer.keys import search_key


@dataclass(slots=True)
class Line:
    """What a source says of one unit, in the form the register keeps; `source_key` is its name for the unit."""

    source_key: str
    name_km: str = ""
    name_latin: str = ""
    key_km: str = ""  # made from the name when not given
    key_latin: str = ""
    tin: str = ""
    moc_number: str = ""
    commune_code: str = ""
    address: str = ""
    phone: str = ""
    sector: str = ""
    activity: str = ""
    declared_workers: int | None = None
    opened_on: date | None = None
    closed_on: date | None = None
    parent_key: str = ""
    as_of: date | None = None

    def __post_init__(self) -> None:
        self.key_km = (self.key_km or search_key(self.name_km))[:250]
        self.key_latin = (self.key_latin or search_key(self.name_latin))[:250]


@dataclass(frozen=True, slots=True)
class Recorded:
    """How many records a block made, changed and left as they were; `changed_ids` are the made and changed ones.

    `dated` are those of the unchanged that were said again with a newer date."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    dated: int = 0
    changed_ids: list[UUID] = field(default_factory=list)


_LINE = [column.name for column in fields(Line)]
WORDS = [name for name in _LINE if name not in ("source_key", "as_of")]  # what makes a word another word
_TYPES = {"id": "uuid", "declared_workers": "integer", "opened_on": "date", "closed_on": "date", "as_of": "date"}
_GIVEN_COLUMNS = ["id", *_LINE]
_GIVEN = (
    "unnest("
    + ", ".join(f"%({name})s::{_TYPES.get(name, 'text')}[]" for name in _GIVEN_COLUMNS)
    + f") AS g({', '.join(_GIVEN_COLUMNS)})"
)


def _tuple(alias: str, names: Sequence[str] = WORDS) -> str:
    return "(" + ", ".join(f"{alias}.{name}" for name in names) + ")"


def _forget(name: str, value: str) -> str:
    """A changed word is compared anew, unless a person linked it or nobody ever compares this source."""
    return f"{name} = CASE WHEN r.matched_by = 'person' OR %(own)s THEN r.{name} ELSE {value} END"


FORGET = ", ".join(
    (
        _forget("match_state", "'waiting'"),
        _forget("matched_by", "''"),
        _forget("matched_at", "NULL"),
        _forget("match_score", "NULL"),
        _forget("match_reasons", "'{}'"),
    )
)

_NOT_OLDER = "(r.withdrawn_at IS NOT NULL OR r.as_of IS NULL OR {new}.as_of IS NULL OR {new}.as_of >= r.as_of)"

# Rows come sorted by key, so two deliveries of one source wait for each other instead of locking each other out.
_SAY = f"""
INSERT INTO enterprises_registryrecord AS r (id, source_id, {", ".join(_LINE)}, received_at, verification, batch_id,
    exchange_id, match_state, matched_by, match_reasons)
SELECT g.id, %(source)s, {_tuple("g", _LINE)[1:-1]}, %(now)s, 'unverified', %(batch)s, %(exchange)s, 'waiting', '',
    '{{}}'
FROM {_GIVEN}
ON CONFLICT (source_id, source_key) DO UPDATE SET
    {", ".join(f"{name} = EXCLUDED.{name}" for name in [*WORDS, "as_of", "received_at", "batch_id", "exchange_id"])},
    verification = 'unverified', withdrawn_at = NULL, {FORGET}
WHERE ({_tuple("r")} IS DISTINCT FROM {_tuple("EXCLUDED")} OR r.withdrawn_at IS NOT NULL)
  AND {_NOT_OLDER.format(new="EXCLUDED")}
RETURNING r.id, r.source_key
"""

# The same word with a newer date, or asked for again: only the dates and where it came from move on.
_SAY_AGAIN = f"""
UPDATE enterprises_registryrecord r
SET as_of = COALESCE(g.as_of, r.as_of), received_at = %(now)s, batch_id = %(batch)s, exchange_id = %(exchange)s
FROM {_GIVEN}
WHERE r.source_id = %(source)s AND r.source_key = g.source_key AND r.received_at < %(now)s
  AND r.withdrawn_at IS NULL AND {_tuple("r")} IS NOT DISTINCT FROM {_tuple("g")}
  AND {_NOT_OLDER.format(new="g")}
  AND (%(exchange)s::bigint IS NOT NULL OR r.as_of IS NULL AND g.as_of IS NOT NULL OR g.as_of > r.as_of)
"""

_STANDING = """
SELECT source_key FROM enterprises_registryrecord
WHERE source_id = %(source)s AND source_key = ANY(%(source_key)s) AND withdrawn_at IS NULL
"""


def record_words(
    lines: Sequence[Line], *, source: Source, batch: RegistryBatch | None = None, exchange_id: int | None = None
) -> Recorded:
    """Write one block by (source, key), inside the caller's transaction and `acting`; a key twice: the last counts.

    A changed record waits to be compared again, unless a person linked it or its source is our own; it keeps its
    enterprise until then. A withdrawn one that is said again stands again (and counts as made). A word older than
    the one we have changes nothing; the same word with a newer date moves only the date and is unchanged."""
    block = [line for _key, line in sorted({line.source_key: line for line in lines}.items())]
    if not block:
        return Recorded()
    values = _values(block, source, batch, exchange_id)
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, values)
        standing = {key for (key,) in cursor.fetchall()}
        cursor.execute(_SAY, values)
        said = cursor.fetchall()
        cursor.execute(_SAY_AGAIN, values)
        dated = cursor.rowcount
    updated = sum(key in standing for _id, key in said)
    return Recorded(len(said) - updated, updated, len(block) - len(said), dated, [pk for pk, _key in said])


def _values(block: list[Line], source: Source, batch: RegistryBatch | None, exchange_id: int | None) -> dict[str, Any]:
    columns: dict[str, Any] = {name: [getattr(line, name) for line in block] for name in _LINE}
    columns["id"] = list(uuid7_batch(len(block)))
    return columns | {
        "source": source.pk,
        "batch": batch.pk if batch else None,
        "exchange": exchange_id,
        "now": timezone.now(),
        "own": source.way == Way.OWN,
    }
