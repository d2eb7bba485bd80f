"""Emptying what a test really wrote: only the tables with rows, row by row; truncating all of them costs far more."""

from django.db import connection, transaction

TABLES = (
    "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace "
    "WHERE nspname = 'public' AND relkind IN ('r', 'p') AND NOT relispartition"
)
# All but the reference tables, and of those whatever points, directly or not, to a table that is emptied.
_EMPTIED = f"""
WITH RECURSIVE emptied(oid) AS (
    SELECT oid FROM pg_class WHERE oid IN (SELECT relname::regclass FROM ({TABLES} AND relname <> ALL(%s)) t)
    UNION
    SELECT k.conrelid FROM pg_constraint k JOIN emptied e ON k.confrelid = e.oid WHERE k.contype = 'f'
)
SELECT c.relname FROM emptied e JOIN pg_class c USING (oid) WHERE NOT c.relispartition ORDER BY 1
"""
_LARGE = 4_000_000
"""Bytes; above, rows are not deleted one by one."""


class Emptier:
    """Knows the tables of one database once and for all."""

    def __init__(self, reference_tables: list[str]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_EMPTIED, [reference_tables])
            self.tables = [name for (name,) in cursor.fetchall()]
        self.filled = " UNION ALL ".join(f"(SELECT '{name}' FROM {name} LIMIT 1)" for name in self.tables)

    def empty(self) -> None:
        """As the owner, without the triggers that keep history and forbid deleting; foreign keys are still checked."""
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE nssf_owner")
            try:
                cursor.execute(self.filled)
                names = [name for (name,) in cursor.fetchall()]
                large = self._large(cursor, names)
                with transaction.atomic():
                    self._triggers(cursor, names, "DISABLE")
                    for name in names:
                        cursor.execute(f"TRUNCATE {name} CASCADE" if name in large else f"DELETE FROM {name}")
                self._triggers(cursor, names, "ENABLE")
            finally:
                cursor.execute("SET ROLE nssf_web")

    def enable(self) -> None:
        """A run that was killed while emptying left tables without their triggers."""
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE nssf_owner")
            self._triggers(cursor, self.tables, "ENABLE")
            cursor.execute("SET ROLE nssf_web")

    def _triggers(self, cursor, names: list[str], act: str) -> None:
        if names:
            cursor.execute("; ".join(f"ALTER TABLE {name} {act} TRIGGER USER" for name in names))

    def _large(self, cursor, names: list[str]) -> set[str]:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND relnamespace = 'public'::regnamespace "
            "AND pg_table_size(oid) > %s",
            [names, _LARGE],
        )
        return {name for (name,) in cursor.fetchall()}
