"""Tallies: counts kept by statement triggers inside the writing transaction, recounted and compared every night.

Differences are appended, so that no writer waits for another; `fold` adds them up. A difference from the recount is
an alarm: nothing here repairs a tally unless somebody asks for it (`rebuild`)."""
# ruff: noqa: S608  (statements are put together from our own column names only)

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pgtrigger
from django.db import connection, transaction

_OPERATIONS = {"insert": pgtrigger.Insert, "update": pgtrigger.Update, "delete": pgtrigger.Delete}


@dataclass(frozen=True)
class Part:
    """Which rows of the register count, and in which cell: SQL expressions over the register's own columns."""

    cells: Mapping[str, str]
    counted: str


@dataclass(frozen=True)
class Tally:
    """`source` is the register's table, `table` the tally's; `sums` are added up, `people: "1"` counts rows."""

    name: str
    table: str
    source: str
    sums: Mapping[str, str]
    parts: tuple[Part, ...]

    @property
    def cells(self) -> str:
        return ", ".join(f'"{name}"' for name in self.parts[0].cells)

    @property
    def columns(self) -> str:
        return ", ".join([self.cells, *(f'"{name}"' for name in self.sums)])

    @property
    def _added(self) -> str:
        return ", ".join(f'sum("{name}") AS "{name}"' for name in self.sums)

    @property
    def _group(self) -> str:
        return ", ".join(str(number + 1) for number in range(len(self.parts[0].cells)))

    def _rows(self, table: str, sign: str = "") -> str:
        return " UNION ALL ".join(
            "SELECT "
            + ", ".join(f'{expression} AS "{name}"' for name, expression in part.cells.items())
            + ", "
            + ", ".join(f'{sign}({expression}) AS "{name}"' for name, expression in self.sums.items())
            + f" FROM {table} WHERE {part.counted}"
            for part in self.parts
        )

    def _summed(self, rows: str) -> str:
        none = " OR ".join(f'sum("{name}") <> 0' for name in self.sums)
        return f"SELECT {self.cells}, {self._added} FROM ({rows}) d GROUP BY {self._group} HAVING {none}"

    def counted(self) -> str:
        """A recount of the register, cell by cell."""
        return self._summed(self._rows(self.source))

    def kept(self) -> str:
        """What the triggers kept, cell by cell."""
        return self._summed(f"SELECT {self.columns} FROM {self.table}")

    def triggers(self) -> list[pgtrigger.Trigger]:
        """For the register's model: insert, update, delete."""
        new, old = self._rows("new_rows"), self._rows("old_rows", "-")
        return [
            self._trigger("insert", new, new="new_rows"),
            self._trigger("update", f"{new} UNION ALL {old}", new="new_rows", old="old_rows"),
            self._trigger("delete", old, old="old_rows"),
        ]

    def _trigger(self, operation: str, rows: str, **tables: str) -> pgtrigger.Trigger:
        return pgtrigger.Trigger(
            name=f"{self.name}_tally_{operation}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=_OPERATIONS[operation],
            referencing=pgtrigger.Referencing(**tables),
            func=f"INSERT INTO {self.table} ({self.columns}) {self._summed(rows)}; RETURN NULL;",
        )


@dataclass(frozen=True)
class Difference:
    """A cell whose kept sums are not what the register says."""

    cell: dict[str, str]
    kept: dict[str, int]
    counted: dict[str, int]


@dataclass(frozen=True)
class Rebuilt:
    cells: int
    differences: list[Difference]


_tallies: dict[str, Tally] = {}


def register(tally: Tally) -> None:
    """Called from `AppConfig.ready()`: the nightly comparison and the alarms know it."""
    _tallies[tally.name] = tally


def every() -> list[Tally]:
    return list(_tallies.values())


def get(name: str) -> Tally:
    return _tallies[name]


def differences(tally: Tally) -> list[Difference]:
    """Where the tally and the register disagree; nothing, while the triggers do their work."""
    names, sums = list(tally.parts[0].cells), list(tally.sums)
    kept = ", ".join(f'coalesce(k."{name}", 0)' for name in sums)
    counted = ", ".join(f'coalesce(c."{name}", 0)' for name in sums)
    join = " AND ".join(f'k."{name}" IS NOT DISTINCT FROM c."{name}"' for name in names)
    cells = ", ".join(f'coalesce(k."{name}", c."{name}")' for name in names)
    with connection.cursor() as cursor:
        cursor.execute(f"""
            WITH k AS MATERIALIZED ({tally.kept()}), c AS MATERIALIZED ({tally.counted()})
            SELECT {cells}, {kept}, {counted} FROM k FULL JOIN c ON {_hashable(names)} AND {join}
            WHERE ({kept}) IS DISTINCT FROM ({counted}) ORDER BY {tally._group}
        """)
        return [_difference(names, sums, row) for row in cursor.fetchall()]


def _hashable(names: list[str]) -> str:
    """A full join needs an equality to hash on: of the cells' text, empty ones too."""

    def text(alias: str) -> str:
        return "ROW(" + ", ".join(f'{alias}."{name}"' for name in names) + ")::text"

    return f"{text('k')} = {text('c')}"


def _difference(names: list[str], sums: list[str], row: tuple[Any, ...]) -> Difference:
    cells, numbers = row[: len(names)], [int(value) for value in row[len(names) :]]
    half = len(sums)
    return Difference(
        {name: str(value) for name, value in zip(names, cells, strict=True)},
        dict(zip(sums, numbers[:half], strict=True)),
        dict(zip(sums, numbers[half:], strict=True)),
    )


@transaction.atomic
def rebuild(tally: Tally) -> Rebuilt:
    """Recount everything, one row a cell. Writers wait for as long as it takes, so that none is counted twice."""
    with connection.cursor() as cursor:
        # The lock on the register comes first, as every writer takes it first; then nobody adds a difference.
        cursor.execute(f"LOCK TABLE {tally.source}, {tally.table} IN SHARE ROW EXCLUSIVE MODE")
        found = differences(tally)
        cursor.execute(f"DELETE FROM {tally.table}")
        cursor.execute(f"INSERT INTO {tally.table} ({tally.columns}) {tally.counted()}")
        cursor.execute(f"SELECT count(*) FROM {tally.table}")
        return Rebuilt(cursor.fetchone()[0], found)


@transaction.atomic
def fold(tally: Tally) -> int:
    """Add up the appended differences, one row a cell, without stopping writers; returns the rows saved.

    What is appended meanwhile is not seen by the statement, so it stays for the next time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"tally.{tally.name}"])
        cursor.execute(f"""
            WITH gone AS (DELETE FROM {tally.table} RETURNING {tally.columns}),
            kept AS (
                INSERT INTO {tally.table} ({tally.columns})
                {tally._summed(f"SELECT {tally.columns} FROM gone")} RETURNING 1
            )
            SELECT (SELECT count(*) FROM gone) - (SELECT count(*) FROM kept)
        """)
        return cursor.fetchone()[0]
