"""Seals: every new row of history is digested into one signed chain, off the write path, by one runner at a time.

A row is sealed when its transaction is older than every transaction still open: no late commit slips behind a seal.
The chain also goes to `VAR_DIR/seals.log`, one line a seal, to be shipped off this machine: who cuts the end of the
chain in the database cannot cut it there."""

import hashlib
import hmac
import json
import logging
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction

from nssf_portal.audit.models import Seal
from nssf_portal.identifiers.keys import key_ring

log = logging.getLogger(__name__)
TXID_COLUMNS = ("pgh_txid", "txid")
BULK_LOAD = "bulk_load"
# The text of a row must not depend on who asks.
STABLE_TEXT = "SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'; SET LOCAL bytea_output = 'hex'"
ROW_DIGESTS = (
    "encode(sha256(coalesce(string_agg(sha256(convert_to(ROW({columns})::text, 'UTF8')), ''::bytea ORDER BY {key}),"
    " ''::bytea)), 'hex')"
)
_CONTENT = "SELECT count(*), " + ROW_DIGESTS + " FROM {table} WHERE {txid} >= %s AND {txid} < %s"  # noqa: S608  (quoted names)


@dataclass(frozen=True)
class Source:
    """A table whose rows are sealed: they are only ever added, and each knows its transaction."""

    table: str
    key: str
    txid: str
    columns: tuple[str, ...]

    def sql(self, template: str, columns: str = "") -> str:
        quote = connection.ops.quote_name
        names = columns.split(",") if columns else self.columns
        return template.format(
            table=quote(self.table), key=quote(self.key), txid=quote(self.txid), columns=", ".join(map(quote, names))
        )


def sources() -> list[Source]:
    """Every model that keeps a transaction id: a new event table joins by itself."""
    found = [_source(model) for model in apps.get_models() if not model._meta.proxy and model._meta.managed]
    return sorted((source for source in found if source), key=lambda source: source.table)


def _source(model: type[models.Model]) -> Source | None:
    columns = tuple(str(field.column) for field in model._meta.local_concrete_fields)
    txid = next((name for name in TXID_COLUMNS if name in columns), None)
    return Source(model._meta.db_table, str(model._meta.pk.column), txid, columns) if txid else None


def seal(until: int | None = None) -> int:
    """Seal what is finished; the number of seals made. `until` is a transaction id (the oldest open one if None)."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('audit.seal'))")
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(STABLE_TEXT)
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        horizon = until or cursor.fetchone()[0]
        made = sum(_seal_table(source, horizon) for source in sources())
    ship()
    return made


def bulk_load(note: str, rows: int = 0) -> Seal:
    """One signed line that says: rows were loaded past the history, this many, on purpose (the sample)."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('audit.seal')), pg_current_xact_id()::text::bigint")
        txid = cursor.fetchone()[1]
        made = _append(Seal(table=BULK_LOAD, from_txid=txid, to_txid=txid, rows=rows, note=note[:60]))
    transaction.on_commit(ship)
    return made


def _seal_table(source: Source, horizon: int) -> int:
    last = Seal.objects.filter(table=source.table).order_by("-id").values_list("to_txid", flat=True).first() or 0
    if horizon < last:
        log.error("%s is sealed up to transaction %s, but the server counts from %s", source.table, last, horizon)
    if horizon <= last:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(source.sql(_CONTENT), [last, horizon])
        rows, content = cursor.fetchone()
    if not rows:
        return 0
    columns = ",".join(source.columns)
    _append(
        Seal(table=source.table, from_txid=last, to_txid=horizon, rows=rows, content=content, columns=columns),
    )
    return 1


def _append(new: Seal) -> Seal:
    new.previous = Seal.objects.order_by("-id").values_list("digest", flat=True).first() or ""
    new.digest = chain_digest(new)
    new.signature = signature(new.digest)
    new.save(force_insert=True)
    return new


def chain_digest(row: Seal) -> str:
    """What this seal says, tied to the seal before it."""
    said = [row.previous, row.table, row.from_txid, row.to_txid, row.rows, row.columns, row.content, row.note]
    return hashlib.sha256(json.dumps([*said, row.sealed_at.astimezone(UTC).isoformat()]).encode()).hexdigest()


def signature(digest: str) -> str:
    """HMAC with a key that the database does not hold."""
    return hmac.digest(key_ring().seal, digest.encode(), "sha256").hex()


def log_path() -> Path:
    return Path(settings.VAR_DIR) / "seals.log"


def logged() -> list[dict]:
    """The lines shipped so far."""
    path = log_path()
    return [json.loads(line) for line in path.read_text().splitlines() if line] if path.exists() else []


def _last_logged() -> int:
    path = log_path()
    if not path.exists():
        return 0
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 4096))  # a line is a tenth of that
        lines = file.read().splitlines()
    return json.loads(lines[-1])["id"] if lines else 0


def ship() -> None:
    """Append to the file every seal it does not have yet (also those an earlier run could not write)."""
    fresh = Seal.objects.filter(pk__gt=_last_logged()).order_by("id")
    text = "".join(json.dumps(_line(row)) + "\n" for row in fresh.iterator())
    if text:
        log_path().parent.mkdir(parents=True, exist_ok=True)
        with log_path().open("a") as file:
            file.write(text)


def _line(row: Seal) -> dict:
    keys = ("id", "table", "from_txid", "to_txid", "rows", "digest", "signature")
    return {key: getattr(row, key) for key in keys}
