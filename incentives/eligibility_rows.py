"""Rows of eligibility: made from what was measured, written a block at a time, summed up and compared in SQL."""
# ruff: noqa: S608  (put together from our own column names only)

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from compliance.enums import StandingItem
from incentives.enums import CriterionKind
from incentives.measuring import Measured, holds
from incentives.models import AwardCategory, AwardCriterion, AwardCycle, EligibilityRun
from nssf_portal.ids import uuid7_batch

_LAST_YEAR = 12  # months
_COLUMNS = {
    "enterprise_id": "uuid",
    "category_id": "uuid",
    "eligible": "boolean",
    "missed": "text",
    "unknown": "text",
    "points": "int",
    "size": "text",
    "sector": "text",
    "province_code": "text",
    "registered_on": "date",
    "workers": "int",
    "standing": "text",
    **{str(item): "text" for item in StandingItem},
    "late_hires": "int",
    "months_due": "int",
    "months_missing": "int",
    "months_late": "int",
    "months_paid_late": "int",
    "workers_said": "int",
}
NAMES = tuple(_COLUMNS)
_ITEMS = tuple((item, str(item)) for item in StandingItem)
_LISTS = ("missed", "unknown")
_TABLE = "incentives_eligibilityrow"
_WRITE = f"""
INSERT INTO {_TABLE} (id, run_id, {", ".join(NAMES)})
SELECT id, %(run)s, {", ".join(f"string_to_array({n}, ',')" if n in _LISTS else n for n in NAMES)}
FROM json_to_recordset(%(rows)s::json) AS given(id uuid, {", ".join(f"{n} {kind}" for n, kind in _COLUMNS.items())})
"""
_SAID = f"ROW({', '.join(f'r.{name}' for name in NAMES)})::text"
_SUMMED = f"""
SELECT count(*), count(*) FILTER (WHERE r.eligible),
    encode(sha256(convert_to(COALESCE(string_agg({_SAID}, E'\\n' ORDER BY r.enterprise_id), ''), 'UTF8')), 'hex')
FROM {_TABLE} r WHERE r.run_id = %(run)s
"""
_DIFFERING = f"""
SELECT COALESCE(a.enterprise_id, b.enterprise_id), a.said, b.said FROM
    (SELECT r.enterprise_id, {_SAID} AS all_of_it, to_jsonb(r) AS said FROM {_TABLE} r WHERE r.run_id = %(one)s) a
FULL JOIN
    (SELECT r.enterprise_id, {_SAID} AS all_of_it, to_jsonb(r) AS said FROM {_TABLE} r WHERE r.run_id = %(other)s) b
ON a.enterprise_id = b.enterprise_id
WHERE a.all_of_it IS DISTINCT FROM b.all_of_it ORDER BY 1 LIMIT %(limit)s
"""


@dataclass(frozen=True)
class Rule:
    """A cycle's computed criteria and categories, read once for everybody."""

    criteria: list[AwardCriterion]
    categories: list[AwardCategory]

    @classmethod
    def of(cls, cycle: AwardCycle) -> "Rule":
        return cls(list(cycle.criteria.filter(kind=CriterionKind.COMPUTED)), list(cycle.categories.all()))

    def row(self, measured: Measured) -> dict[str, Any]:
        """What is written of one enterprise."""
        missed, unknown, points = self.judged(measured)
        category = self.category(measured)
        return {
            "enterprise_id": measured.id,
            "category_id": category.pk if category else None,
            "eligible": category is not None and not missed and not unknown,
            "missed": ",".join(missed),
            "unknown": ",".join(unknown),
            "points": points,
            **_facts(measured),
        }

    def judged(self, measured: Measured) -> tuple[list[str], list[str], int]:
        """Required measures that do not hold, those not computed, and the points of all that hold."""
        missed: list[str] = []
        unknown: list[str] = []
        points = 0
        for criterion in self.criteria:
            found = holds(criterion.measure, measured, criterion.minimum)
            points += criterion.weight if found else 0
            if criterion.required and not found:
                (unknown if found is None else missed).append(criterion.measure)
        return missed, unknown, points

    def category(self, measured: Measured) -> AwardCategory | None:
        """The first that fits, in the order the officers gave them."""
        return next((one for one in self.categories if _fits(one, measured)), None)


def _fits(category: AwardCategory, measured: Measured) -> bool:
    return (
        category.size in ("", measured.size)
        and category.sector in ("", measured.sector)
        and measured.place.startswith(category.province_code)
        and not (category.first_year and measured.months_registered >= _LAST_YEAR)
    )


def _facts(measured: Measured) -> dict[str, Any]:
    """The figures of the day, so that a row can be read years later."""
    facts, months = measured.facts, measured.months
    return {
        "size": measured.size,
        "sector": facts.sector,
        "province_code": facts.commune_code[:2],
        "registered_on": facts.registered_on,
        "workers": facts.staff,
        "standing": measured.standing,
        **{name: measured.results[item] for item, name in _ITEMS},
        "late_hires": facts.late_hires,
        "months_due": months.due,
        "months_missing": months.missing,
        "months_late": months.late,
        "months_paid_late": months.paid_late,
        "workers_said": facts.said,
    }


def write(run: EligibilityRun, found: list[dict[str, Any]]) -> None:
    """One statement for a block."""
    if not found:
        return
    keys = uuid7_batch(len(found))
    rows = json.dumps([row | {"id": next(keys)} for row in found], default=str)
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, {"rows": rows, "run": run.pk})


def summed(run: EligibilityRun) -> tuple[int, int, str]:
    """How many rows, how many of them eligible, and the digest of everything they say, in order of enterprises."""
    with connection.cursor() as cursor:
        cursor.execute(_SUMMED, {"run": run.pk})
        return cursor.fetchone()


@dataclass(frozen=True)
class Difference:
    """One enterprise of which two runs say different things; None: the run does not have it."""

    enterprise_id: UUID
    one: dict[str, Any] | None
    other: dict[str, Any] | None

    @property
    def columns(self) -> list[tuple[str, Any, Any]]:
        """What differs, with both values."""
        mine, theirs = self.one or {}, self.other or {}
        return [(name, mine.get(name), theirs.get(name)) for name in NAMES[1:] if mine.get(name) != theirs.get(name)]


def differing(run: EligibilityRun, other: EligibilityRun, limit: int) -> list[Difference]:
    """Rows of the two runs that are not the same, both sides of each."""
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERING, {"one": run.pk, "other": other.pk, "limit": limit})
        return [Difference(pk, *map(_read, said)) for pk, *said in cursor.fetchall()]


def _read(said: str | None) -> dict[str, Any] | None:
    return json.loads(said) if said else None
