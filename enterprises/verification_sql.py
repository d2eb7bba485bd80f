"""The same rules as `verification`, for all linked records at once: how often a source contradicts what is in force."""
# ruff: noqa: S608  (the statement is put together from our own column names only)

from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from enterprises.sources import OWN_WORD
from enterprises.verification import AGEING, COMPARED, OWN_FIELDS, limits


@dataclass(frozen=True)
class Conflicts:
    """Of a source's words on one field that stand beside a value in force: how many, and how many contradict it.

    The field '' is the whole record: how many have any such word, and how many contradict in one of them at least."""

    source_id: int
    field: str
    said: int
    conflicting: int


_KEYS = {"name_km": "key_km", "name_latin": "key_latin"}


def _filled(alias: str, field: str) -> str:
    return f"{alias}.opened_on IS NOT NULL" if field == "opened_on" else f"{alias}.{_KEYS.get(field, field)} <> ''"


def _same(one: str, other: str, field: str) -> str:
    column = _KEYS.get(field, field)
    if field == "commune_code":  # a district contains its communes
        return f"(starts_with({one}.{column}, {other}.{column}) OR starts_with({other}.{column}, {one}.{column}))"
    return f"{one}.{column} = {other}.{column}"


def _on(alias: str) -> str:
    return f"COALESCE({alias}.as_of, ({alias}.received_at AT TIME ZONE %(zone)s)::date)"


def _stale(alias: str, field: str) -> str:
    limit = "greatest(%(record)s, %(address)s)" if field in AGEING else "%(record)s"
    return f"{_on(alias)} < {limit}"


def _answered(field: str) -> str:
    """The enterprise said the value in force itself, later than this word."""
    if field not in OWN_FIELDS:
        return "false"
    return f"COALESCE({_filled('w', field)} AND {_same('w', 'e', field)} AND {_on('r')} <= {_on('w')}, false)"


def _history(field: str) -> str:
    """An old word where a fresh one stands for the value in force."""
    return f"""({_stale("r", field)} AND EXISTS (
        SELECT FROM enterprises_registryrecord o JOIN enterprises_source os ON os.id = o.source_id
        WHERE o.enterprise_id = e.id AND o.withdrawn_at IS NULL AND {_filled("o", field)} AND {_same("o", "e", field)}
          AND NOT {_stale("o", field)} AND (os.code <> '{OWN_WORD}' OR {str(field in OWN_FIELDS).lower()})))"""


def _settled_at(field: str) -> str:
    return (
        "(SELECT s.at FROM enterprises_settlement s "
        f"WHERE s.enterprise_id = e.id AND s.field = '{field}' AND s.superseded_at IS NULL)"
    )


def _news(field: str) -> str:
    """It came after the settlement, and the record did not say so before."""
    settled = _settled_at(field)
    return f"""(r.received_at > {settled} AND r.{field} IS DISTINCT FROM (
        SELECT v.{field} FROM enterprises_registryrecordevent v
        WHERE v.pgh_obj_id = r.id AND v.received_at <= {settled} ORDER BY v.pgh_id DESC LIMIT 1))"""


def _both(field: str) -> str:
    return f"({_filled('r', field)} AND {_filled('e', field)})"


def _against(field: str) -> str:
    return (
        f"{_both(field)} AND NOT {_same('r', 'e', field)} AND CASE WHEN {_settled_at(field)} IS NOT NULL "
        f"THEN {_news(field)} ELSE NOT {_answered(field)} AND NOT {_history(field)} END"
    )


def _counted(said: str, against: str) -> str:
    return f"count(*) FILTER (WHERE {said}), count(*) FILTER (WHERE {against})"


_ANY = _counted(" OR ".join(map(_both, COMPARED)), " OR ".join(f"({_against(field)})" for field in COMPARED))
_COUNTS = ", ".join([_ANY, *(_counted(_both(field), _against(field)) for field in COMPARED)])

_CONFLICTS = f"""
SELECT r.source_id, {_COUNTS}
FROM enterprises_registryrecord r
JOIN enterprises_source source ON source.id = r.source_id AND source.code <> '{OWN_WORD}'
JOIN enterprises_enterprise e ON e.id = r.enterprise_id
LEFT JOIN enterprises_registryrecord w
    ON w.source_id = (SELECT id FROM enterprises_source WHERE code = '{OWN_WORD}') AND w.source_key = e.reference
    AND w.enterprise_id = e.id AND w.withdrawn_at IS NULL
WHERE r.withdrawn_at IS NULL AND e.state IN ('registered', 'suspended')
GROUP BY r.source_id ORDER BY r.source_id
"""


def conflicts_by_source() -> list[Conflicts]:
    """Over all live records of registered units, one statement: for each source and compared field.

    What is in force for a unit only known comes from its records themselves: nothing to compare with."""
    days = limits()
    values = {
        "zone": timezone.get_current_timezone_name(),
        "record": days.record_before,
        "address": days.address_before,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CONFLICTS, values)
        rows = cursor.fetchall()
    return [
        Conflicts(source_id, field, said=counts[2 * n], conflicting=counts[2 * n + 1])
        for source_id, *counts in rows
        for n, field in enumerate(("", *COMPARED))
    ]
