"""Recomputes every seal from the rows as they are now: an edit, a deletion, a reorder, a forged or cut chain shows."""

import hashlib
import hmac
import itertools
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

from django.db import ProgrammingError, connection, transaction

from nssf_portal.audit import sealing
from nssf_portal.audit.models import Seal
from nssf_portal.audit.sealing import Source

_SPANS = " FROM {table} WHERE {txid} >= %s AND {txid} < %s GROUP BY 1"
_BY_SEAL = "SELECT width_bucket({txid}, %s::bigint[]), count(*), " + sealing.ROW_DIGESTS + _SPANS
_NOTHING = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True)
class Broken:
    """One thing that is not as it was sealed."""

    what: str
    table: str
    seal: int | None = None
    detail: str = ""


@dataclass
class Verdict:
    rows: int = 0
    seals: int = 0
    unsealed: int = 0
    broken: list[Broken] = field(default_factory=list)

    def as_dict(self) -> dict:
        return asdict(self) | {"ok": not self.broken}


def verify() -> Verdict:
    """Everything, in one snapshot."""
    found = Verdict()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sealing.STABLE_TEXT)
        seals = list(Seal.objects.order_by("id"))
        found.seals = len(seals)
        found.broken += [*_chain(seals), *_against_log(seals)]
        known = {source.table: source for source in sealing.sources()}
        by_table = _by_table(seals)
        for name in sorted(set(by_table) - set(known) - {sealing.BULK_LOAD}):
            found.broken.append(Broken("table_gone", name))
        for source in known.values():
            _table(source, by_table.get(source.table, []), found)
    return found


def _by_table(seals: list[Seal]) -> dict[str, list[Seal]]:
    found: dict[str, list[Seal]] = {}
    for seal in seals:
        found.setdefault(seal.table, []).append(seal)
    return found


def _chain(seals: list[Seal]) -> Iterator[Broken]:
    previous = ""
    for seal in seals:
        if seal.previous != previous:
            yield Broken("seal_missing", seal.table, seal.pk, "the seal before it is not the one it names")
        if seal.digest != sealing.chain_digest(seal):
            yield Broken("seal_altered", seal.table, seal.pk)
        if not hmac.compare_digest(seal.signature, sealing.signature(seal.digest)):
            yield Broken("signature_wrong", seal.table, seal.pk)
        previous = seal.digest


def _against_log(seals: list[Seal]) -> Iterator[Broken]:
    here = {seal.pk: seal.digest for seal in seals}
    for line in sealing.logged():
        if here.get(line["id"]) != line["digest"]:
            yield Broken("seal_missing", line["table"], line["id"], "seals.log has it, the database has not")


def _table(source: Source, seals: list[Seal], found: Verdict) -> None:
    reached = 0
    for seal in seals:
        if seal.from_txid != reached:
            found.broken.append(Broken("seal_missing", source.table, seal.pk, "a span before it has no seal"))
        reached = seal.to_txid
    for columns, group in itertools.groupby(seals, key=lambda seal: seal.columns):
        _compare(source, columns, list(group), found)
    found.unsealed += _count_from(source, reached)


def _compare(source: Source, columns: str, seals: list[Seal], found: Verdict) -> None:
    try:
        now = _recompute(source, columns, seals)
    except ProgrammingError:
        found.broken.append(Broken("columns_gone", source.table, seals[0].pk))
        return
    for number, seal in enumerate(seals, start=1):
        rows, content = now.get(number, (0, _NOTHING))
        found.rows += rows
        if rows < seal.rows:
            found.broken.append(Broken("rows_missing", source.table, seal.pk, f"{rows} of {seal.rows}"))
        elif rows > seal.rows:
            found.broken.append(Broken("rows_added", source.table, seal.pk, f"{rows} instead of {seal.rows}"))
        elif content != seal.content:
            found.broken.append(Broken("rows_altered", source.table, seal.pk))


def _recompute(source: Source, columns: str, seals: list[Seal]) -> dict[int, tuple[int, str]]:
    """One pass over the table: each row falls into the span of its seal."""
    starts = sorted(seal.from_txid for seal in seals)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(source.sql(_BY_SEAL, columns), [starts, starts[0], max(seal.to_txid for seal in seals)])
        return {number: (rows, content) for number, rows, content in cursor.fetchall()}


def _count_from(source: Source, txid: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(source.sql("SELECT count(*) FROM {table} WHERE {txid} >= %s"), [txid])
        return cursor.fetchone()[0]
