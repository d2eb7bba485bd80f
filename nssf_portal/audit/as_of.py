"""Rows as they stood at a past moment, read from the row history of tables that change in place."""
# ruff: noqa: S608  (put together from our own table and column names only)

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import models
from django.utils import timezone

# What stood last before the moment; a row whose history begins later is told by its first event (it was taken over or
# its recorder dated it back), and one without any history by itself.
_THEN = """(
SELECT {columns} FROM (SELECT id AS chosen FROM {table} WHERE {where} {also}) AS wanted
CROSS JOIN LATERAL (
    SELECT {columns} FROM (
        SELECT {columns}, pgh_id, pgh_created_at FROM {events} WHERE pgh_obj_id = wanted.chosen
        UNION ALL
        SELECT {columns}, NULL, NULL FROM {table} WHERE id = wanted.chosen
    ) AS told
    ORDER BY pgh_id IS NULL, pgh_created_at >= %(before)s,
        CASE WHEN pgh_created_at < %(before)s THEN -pgh_id ELSE pgh_id END
    LIMIT 1
) AS stood WHERE {where})"""


def end_of(day: date) -> datetime:
    """The first moment after a day in Phnom Penh: what was recorded before it was recorded by the end of the day."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), datetime.min.time()))


def rows_sql(model: type[models.Model], columns: Sequence[str], *, before: datetime, where: str, also: str = "") -> str:
    """A relation for FROM: the rows of a tracked model as they stood just before the parameter `%(before)s`.

    `where` holds for the row as it stood; `also` selects ids of rows that are not so any more. Rows are never deleted
    from these tables, so that today's row leads to each past one. A moment still to come reads the table itself."""
    table, named = model._meta.db_table, ", ".join(columns)
    if before > timezone.now():
        return f"(SELECT {named} FROM {table} WHERE {where})"
    more = f"UNION {also}" if also else ""
    return _THEN.format(columns=named, table=table, events=f"{table}event", where=where, also=more)
