"""Filling the registers with invented people by COPY, as the owner of the tables, in one transaction.

The only place where rows reach a register without its triggers: history and tallies are put right at the end, set by
set, and one event says what was done. A demonstration only.
"""
# ruff: noqa: S608  (the statements are put together from our own table and column names only)

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from multiprocessing import get_context
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from enterprises.models import Enterprise
from enterprises.sources import CORE, source
from nssf_portal import tallies
from nssf_portal.audit.sealing import bulk_load
from nssf_portal.identifiers.keys import key_ring
from nssf_portal.places.models import Place
from registration.sample import enterprises, people, waiting
from registration.sample.enterprises import ENTERPRISE_COLUMNS, OFFICE_COLUMNS, Invented
from registration.sample.people import EMPLOYMENT_COLUMNS, IDENTIFIER_COLUMNS, MEMBER_COLUMNS, Lines, Task

MOST_MEMBERS, MOST_ENTERPRISES = 3_000_000, 100_000
BLOCK = 5_000
ALONE = 10_000  # fewer members are written by this process itself
REACHES_TO = date(2026, 10, 31)
"""The sample's last day: fixed, so that a seed always means the same people and dates."""
TABLES = (
    "enterprises_enterprise",
    "enterprises_establishment",
    "registration_member",
    "registration_memberidentifier",
    "registration_employment",
)


class SampleRefused(Exception):
    """The sample cannot be loaded here; `code` is for scripts."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


@dataclass(frozen=True)
class Wish:
    members: int
    enterprises: int
    seed: int
    work_items: int = 0


@transaction.atomic
def load(wish: Wish) -> None:
    """Enterprises, members, names, tallies, work items, one event; all or nothing. Adds to what is there."""
    _refuse(wish)
    key_ring()  # made before the processes that need it
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        with _unguarded(cursor, wish):
            invented = list(_enterprises(cursor, wish))
            _copy(cursor, "enterprises_enterprise", ENTERPRISE_COLUMNS, (row.enterprise_line for row in invented))
            _copy(cursor, "enterprises_establishment", OFFICE_COLUMNS, (row.office_line for row in invented))
            first = _next_serial(
                cursor, "registration_member", "member_number", people.FIRST_NUMBER, people.FIRST_NUMBER + MOST_MEMBERS
            )
            for lines in _written(_tasks(wish, invented, first)):
                _copy_members(cursor, lines)
        cursor.execute(_RECORDS, {"source": source(CORE).pk, "first": str(enterprises.FIRST_NUMBER)})
        cursor.execute(_NAMES, {"first": str(people.FIRST_NUMBER), "last": str(people.FIRST_NUMBER + MOST_MEMBERS)})
        waiting.open_items(cursor, wish.work_items, wish.seed)
        _note(wish, invented)
        bulk_load(f"load_sample, seed {wish.seed}", rows=_rows(wish))
        for tally in tallies.every():
            tallies.rebuild(tally)
    transaction.on_commit(_analyze)


def _refuse(wish: Wish) -> None:
    if not settings.DEMO:
        raise SampleRefused("not_a_demonstration", "Invented people are loaded into a demonstration only.")
    if not (0 <= wish.members <= MOST_MEMBERS and 0 <= wish.enterprises <= MOST_ENTERPRISES):
        raise SampleRefused("too_many", f"At most {MOST_MEMBERS:,} members and {MOST_ENTERPRISES:,} enterprises.")
    if wish.members and not wish.enterprises:
        raise SampleRefused("enterprises_missing", "Members need enterprises to work in.")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = 'registration_member'::regclass"
        )
        if not cursor.fetchone()[0]:
            raise SampleRefused("not_the_owner", "Load the sample as the role that owns the tables.")


def _next_serial(cursor: CursorWrapper, table: str, column: str, first: int, last: int) -> int:
    """Where the last sample ended: numbers and keys follow from serials, so samples never meet."""
    cursor.execute(
        f"SELECT max({column}) FROM {table} WHERE {column} >= %s AND {column} <= %s AND length({column}) = %s",
        [str(first), str(last), len(str(first))],
    )
    used = cursor.fetchone()[0]
    return int(used) - first + 1 if used else (1 if table == "registration_member" else 0)


def _enterprises(cursor: CursorWrapper, wish: Wish) -> Iterator[Invented]:
    room = enterprises.LAST_NUMBER - enterprises.FIRST_NUMBER + 1
    first = _next_serial(
        cursor, "enterprises_enterprise", "nssf_number", enterprises.FIRST_NUMBER, enterprises.LAST_NUMBER
    )
    if first + wish.enterprises > room:
        raise SampleRefused("numbers_used_up", f"Of the sample's {room:,} enterprise numbers {first:,} are used.")
    communes: dict[str, list[str]] = {}
    for code in Place.objects.communes().values_list("code", flat=True):
        communes.setdefault(code[:2], []).append(code)
    if not communes:
        raise SampleRefused("places_missing", "Load the places first (migrate does).")
    yield from enterprises.invent(str(wish.seed), first, wish.enterprises, communes, REACHES_TO.toordinal())


def _tasks(wish: Wish, invented: list[Invented], first: int) -> Iterator[Task]:
    """Blocks of enterprises with their staff: each gets its share of the members, rounded so that all are used."""
    if first + wish.members > MOST_MEMBERS + 1:
        raise SampleRefused(
            "numbers_used_up", f"Of the sample's {MOST_MEMBERS:,} member numbers {first - 1:,} are used."
        )
    total, passed, given = sum(row.weight for row in invented), 0.0, 0
    staff: list[Any] = []
    start = first
    for row in invented:
        passed += row.weight
        share = round(wish.members * passed / total) - given
        given += share
        staff.append((row.employer, share))
        if first + given - start >= BLOCK:
            yield Task(str(wish.seed), start, staff, REACHES_TO.toordinal())
            staff, start = [], first + given
    if staff and first + given > start:
        yield Task(str(wish.seed), start, staff, REACHES_TO.toordinal())


def _written(tasks: Iterable[Task]) -> Iterator[Lines]:
    """The tasks' lines, in order; at most a few blocks wait in memory."""
    tasks = deque(tasks)
    if sum(count for task in tasks for _employer, count in task.staff) < ALONE:
        yield from map(people.write, tasks)
        return
    workers = os.cpu_count() or 1
    with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
        under_way: deque[Future[Lines]] = deque()
        while tasks or under_way:
            while tasks and len(under_way) < workers + 2:
                under_way.append(pool.submit(people.write, tasks.popleft()))
            yield under_way.popleft().result()


def _copy_members(cursor: CursorWrapper, lines: Lines) -> None:
    for table, columns, block in (
        ("registration_member", MEMBER_COLUMNS, lines.members),
        ("registration_memberidentifier", IDENTIFIER_COLUMNS, lines.identifiers),
        ("registration_employment", EMPLOYMENT_COLUMNS, lines.employments),
    ):
        _copy(cursor, table, columns, [block])


def _copy(cursor: CursorWrapper, table: str, columns: str, blocks: Iterable[str | bytes]) -> None:
    with cursor.copy(f"COPY {table} ({', '.join(columns.split())}) FROM STDIN") as copy:
        for block in blocks:
            copy.write(block)


@contextmanager
def _unguarded(cursor: CursorWrapper, wish: Wish) -> Iterator[None]:
    """Triggers off; for a load larger than the register, indexes and foreign keys too, made again afterwards.

    DDL is transactional: whatever goes wrong, everything is as it was."""
    cursor.execute("SELECT coalesce(max(reltuples), 0) FROM pg_class WHERE oid = 'registration_member'::regclass")
    whole = wish.members > max(ALONE, cursor.fetchone()[0])
    again = _drop_slow_parts(cursor) if whole else []
    cursor.execute(";".join(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in TABLES))
    yield
    for statement in again:
        cursor.execute(statement)
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute(";".join(f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in TABLES))


def _drop_slow_parts(cursor: CursorWrapper) -> list[str]:
    """Drops what would be kept up row by row, and returns the statements that make it again."""
    cursor.execute(_FOREIGN_KEYS, {"tables": list(TABLES)})
    keys = cursor.fetchall()
    cursor.execute(_INDEXES, {"tables": list(TABLES)})
    indexes = cursor.fetchall()
    for _made, drop in [*keys, *indexes]:
        cursor.execute(drop)
    return [made for made, _drop in [*indexes, *keys]]


_FOREIGN_KEYS = """
SELECT format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid)),
    format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname)
FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY(%(tables)s::regclass[]) ORDER BY conname
"""
_INDEXES = """
SELECT pg_get_indexdef(i.indexrelid), format('DROP INDEX %%s', i.indexrelid::regclass)
FROM pg_index i WHERE i.indrelid = ANY(%(tables)s::regclass[]) AND NOT i.indisprimary
  AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid) ORDER BY 1
"""
_RECORDS = """
INSERT INTO enterprises_registryrecord (id, source_id, source_key, enterprise_id, name_km, name_latin, key_km,
    key_latin, tin, moc_number, commune_code, phone, sector, opened_on, address, activity, received_at, verification,
    parent_key, match_state, matched_by, matched_at, match_reasons)
SELECT portal_uuid7(), %(source)s, e.nssf_number, e.id, e.name_km, e.name_latin, e.key_km, e.key_latin, e.tin,
    e.moc_number, e.commune_code, e.phone, e.sector, e.opened_on, '', '', now(), 'unverified',
    '', 'matched', 'rule', now(), '{}'
FROM enterprises_enterprise e
WHERE e.nssf_number >= %(first)s AND e.channel = 'core' AND length(e.nssf_number) = length(%(first)s)
ON CONFLICT (source_id, source_key) DO NOTHING
"""
_NAMES = """
INSERT INTO registration_membername (key)
SELECT DISTINCT k.key FROM registration_member m CROSS JOIN LATERAL (VALUES (m.key_km), (m.key_latin)) AS k (key)
WHERE m.member_number >= %(first)s AND m.member_number <= %(last)s AND k.key <> ''
ORDER BY 1 ON CONFLICT DO NOTHING
"""


def _rows(wish: Wish) -> int:
    """Rows that came past the history: a member has an employment, an enterprise its head office."""
    return 2 * (wish.members + wish.enterprises)


def _note(wish: Wish, invented: list[Invented]) -> None:
    """One event stands for the whole load, in the history of the first enterprise; the sealer seals it as any other."""
    if not invented:
        return
    first = Enterprise.objects.get(pk=invented[0].employer.id)
    event = apps.get_model("enterprises", "EnterpriseEvent")
    kept = {f.attname for f in event._meta.concrete_fields} & {f.attname for f in first._meta.concrete_fields}
    event.objects.create(
        pgh_created_at=timezone.now(),
        pgh_label="bulk_load",
        pgh_obj=first,
        pgh_context={"user": None, "action": "bulk_load", "reason": "load_sample", **asdict(wish)},
        **{name: getattr(first, name) for name in kept},
    )


def _analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE " + ", ".join([*TABLES, "registration_membername", "work_workitem"]))
