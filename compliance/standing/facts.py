"""What was recorded about enterprises by the end of a day; the same statement serves one and a hundred thousand."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from compliance.standing.facts_sql import facts_sql
from compliance.standing.rules import Rules
from enterprises.enums import EnterpriseState
from nssf_portal.audit.as_of import end_of


class Facts(NamedTuple):
    """One enterprise as it was known; counts of hires within the period that is looked back at."""

    id: UUID
    state: str
    opened_on: date | None
    registered_on: date | None
    closed_on: date | None
    hires: int
    late_hires: int
    worst_days: int
    newest_late: date | None
    staff: int
    said: int | None
    counted: int | None  # registered staff on the day the others spoke of, or now, whichever is more
    source_id: int | None
    said_on: date | None
    findings: int
    fines: int
    fines_owed: int
    sector: str = ""
    commune_code: str = ""

    def is_registered(self, on: date) -> bool:
        holds = self.state in (EnterpriseState.REGISTERED, EnterpriseState.SUSPENDED)
        return holds and self.registered_on is not None and self.registered_on <= on


def gather(ids: Iterable[UUID], rules: Rules) -> dict[UUID, Facts]:
    """Facts of each enterprise that the register knows."""
    before = end_of(rules.on)
    values = {
        "ids": list(ids),
        "before": before,
        "on": rules.on,
        "since": rules.since,
        "heard_since": rules.heard_since,
        "days": list(rules.hire_days),
        "lasts": list(rules.hire_days.values()),
    }
    with connection.cursor() as cursor:
        cursor.execute(facts_sql(before), values)
        return {row[0]: Facts(*row) for row in cursor.fetchall()}
