"""Monthly partitions, made ahead. Rows never wait for one (the default takes them), and none is moved out of it."""

import logging
from datetime import date

from django.db import OperationalError, connection, transaction
from django.utils import timezone

log = logging.getLogger(__name__)
_TABLES = """
SELECT c.relname, d.relname, a.attname FROM pg_partitioned_table p
JOIN pg_class c ON c.oid = p.partrelid JOIN pg_class d ON d.oid = p.partdefid
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = p.partattrs[0]
WHERE p.partstrat = 'r' AND c.relnamespace = 'public'::regnamespace AND pg_has_role(c.relowner, 'MEMBER') ORDER BY 1
"""
_NAMES = """
SELECT c.relname FROM pg_partitioned_table p JOIN pg_class c ON c.oid = p.partrelid
WHERE p.partstrat = 'r' AND c.relnamespace = 'public'::regnamespace
AND to_regclass(quote_ident(c.relname || %s)) IS NULL ORDER BY 1
"""
_TAKEN = """
SELECT to_regclass(%s) IS NOT NULL OR EXISTS (SELECT FROM {d} WHERE {by} >= %s AND {by} < %s)
"""


def make_ahead(months: int = 3) -> list[str]:
    """This month's (while its rows are not in the default already) and those of the coming months; names made."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        tables = cursor.fetchall()
    today = timezone.localdate()
    months_wanted = [_month(today, ahead) for ahead in range(months + 1)]
    wanted = [(*table, month) for table in tables for month in months_wanted]
    return [name for table, default, by, month in wanted if (name := _make(table, default, by, month))]


def without_next_month() -> list[str]:
    """Tables whose next month is not made yet; asked by any role, made by the owner only."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMES, [f"_y{_month(timezone.localdate(), 1):%Ym%m}"])
        return [name for (name,) in cursor.fetchall()]


def _month(day: date, ahead: int) -> date:
    months = day.year * 12 + day.month - 1 + ahead
    return date(months // 12, months % 12 + 1, 1)


def _make(table: str, default: str, by: str, month: date) -> str:
    name = f"{table}_y{month:%Y}m{month:%m}"
    start, end = f"{month} 00:00+07", f"{_month(month, 1)} 00:00+07"  # Cambodia has no summer time
    quoted = {"t": table, "d": default, "by": by, "n": name}
    sql = {key: connection.ops.quote_name(value) for key, value in quoted.items()}
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '5s'")
            cursor.execute(_TAKEN.format(**sql), [sql["n"], start, end])
            if cursor.fetchone()[0]:
                return ""
            cursor.execute("CREATE TABLE {n} PARTITION OF {t} FOR VALUES FROM (%s) TO (%s)".format(**sql), [start, end])
            cursor.execute("REVOKE ALL ON {n} FROM nssf_web".format(**sql))  # reached through its parent only
    except OperationalError:
        log.warning("%s is busy; its partition of %s is left to the next time", table, month)
        return ""
    return name
