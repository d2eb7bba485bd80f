"""The counts of new members: recounted from the register, compared with what the triggers kept, and folded."""
# ruff: noqa: S608  (the statements are put together from our own column names only)

from dataclasses import dataclass

from django.db import connection, transaction

_COLUMNS = 'month, province_code, sex, "group", channel'
_COUNTED = """
SELECT date_trunc('month', registered_on)::date AS month, province_code, sex, "group", channel, count(*) AS people
FROM registration_member WHERE merged_into_id IS NULL AND state <> 'pending'
GROUP BY 1, 2, 3, 4, 5
"""
_KEPT = f"SELECT {_COLUMNS}, sum(people) AS people FROM registration_membertally GROUP BY 1, 2, 3, 4, 5"
_DIFFERENCES = f"""
SELECT {_COLUMNS}, coalesce(k.people, 0), coalesce(c.people, 0)
FROM ({_KEPT}) k FULL JOIN ({_COUNTED}) c USING ({_COLUMNS})
WHERE coalesce(k.people, 0) <> coalesce(c.people, 0)
ORDER BY 1, 2, 3, 4, 5
"""


@dataclass(frozen=True)
class Difference:
    """A cell whose kept sum is not what the register says."""

    month: str
    province_code: str
    sex: str
    group: str
    channel: str
    kept: int
    counted: int


@dataclass(frozen=True)
class Rebuilt:
    cells: int
    people: int
    differences: list[Difference]


def differences() -> list[Difference]:
    """Where the tally and the register disagree; nothing, while the triggers do their work."""
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERENCES)
        return [Difference(row[0].isoformat(), *row[1:5], int(row[5]), int(row[6])) for row in cursor.fetchall()]


@transaction.atomic
def rebuild() -> Rebuilt:
    """Recount everything, one row a cell. Writers wait for as long as it takes, so that none is counted twice."""
    with connection.cursor() as cursor:
        # The lock on the register comes first, as every writer takes it first; then nobody adds a difference.
        cursor.execute("LOCK TABLE registration_member, registration_membertally IN SHARE ROW EXCLUSIVE MODE")
        found = differences()
        cursor.execute("DELETE FROM registration_membertally")
        cursor.execute(f"INSERT INTO registration_membertally ({_COLUMNS}, people) {_COUNTED}")
        cursor.execute("SELECT count(*), coalesce(sum(people), 0) FROM registration_membertally")
        cells, people = cursor.fetchone()
    return Rebuilt(cells, int(people), found)


@transaction.atomic
def fold() -> int:
    """Add up the appended differences, one row a cell, without stopping writers; returns the rows saved.

    What is appended meanwhile is not seen by the statement, so it stays for the next time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('registration.tally'))")
        cursor.execute(f"""
            WITH gone AS (DELETE FROM registration_membertally RETURNING {_COLUMNS}, people),
            kept AS (
                INSERT INTO registration_membertally ({_COLUMNS}, people)
                SELECT {_COLUMNS}, sum(people) FROM gone GROUP BY 1, 2, 3, 4, 5 HAVING sum(people) <> 0
                RETURNING 1
            )
            SELECT (SELECT count(*) FROM gone) - (SELECT count(*) FROM kept)
        """)
        return cursor.fetchone()[0]
