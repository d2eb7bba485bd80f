"""Writing what a run decided: a block of records at a time, each in its own short transaction.

A record that somebody changed since the run read it is left alone: the next run sees it. The same block twice changes
nothing, so a killed run is simply run again."""
# ruff: noqa: S608  (the statements are put together from our own column names only)

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from pghistory.models import Event

from enterprises.enums import EnterpriseState, MatchState, Verdict
from enterprises.matching.grouping import Group
from enterprises.matching.planning import IN_USE, Wanted
from enterprises.models import (
    Enterprise,
    Establishment,
    MatchCandidate,
    MatchDecision,
    RegistryRecord,
    Settlement,
)
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.ids import uuid7_batch
from nssf_portal.references import new_reference

BLOCK = 500  # well under two seconds of locks, on a busy machine too
CHANNEL = "registry"
_OWN_POINTERS = (RegistryRecord, MatchCandidate, MatchDecision, Settlement, Establishment, Enterprise)

WORDS = (
    "name_km name_latin key_km key_latin tin moc_number commune_code address phone sector activity "
    "declared_workers opened_on"
).split()
_TEXTS = [name for name in WORDS if name not in ("declared_workers", "opened_on")]
_TYPES = {"declared_workers": "integer", "opened_on": "date", "closed_on": "date", "id": "uuid"}

_UPDATE = """
UPDATE enterprises_registryrecord r
SET enterprise_id = g.enterprise, match_state = g.state, matched_by = g.by, matched_at = %(now)s,
    match_score = g.score, match_reasons = COALESCE(string_to_array(NULLIF(g.reasons, ''), ' '), ARRAY[]::varchar[])
FROM unnest(%(id)s::uuid[], %(enterprise)s::uuid[], %(state)s::text[], %(by)s::text[], %(score)s::numeric[],
    %(reasons)s::text[]) AS g(id, enterprise, state, by, score, reasons)
WHERE r.id = g.id
"""

_MADE = ("id", "reference", "closed_on", *WORDS)
_CREATE = f"""
INSERT INTO enterprises_enterprise (id, reference, closed_on, {", ".join(WORDS)}, state, kind, certificate_kind,
    certificate_number, channel)
SELECT g.*, CASE WHEN g.closed_on IS NULL THEN 'known' ELSE 'closed' END, 'company', '', '', '{CHANNEL}'
FROM unnest({", ".join(f"%({name})s::{_TYPES.get(name, 'text')}[]" for name in _MADE)}) AS g({", ".join(_MADE)})
"""


def _best(name: str) -> str:
    """Of several words on one unit the best source's counts; of one source's, the newest."""
    said = f"r.{name} <> ''" if name in _TEXTS else f"r.{name} IS NOT NULL"
    order = "s.rank, r.as_of DESC NULLS LAST, r.id"
    return f"(array_agg(r.{name} ORDER BY {order}) FILTER (WHERE {said}))[1] AS {name}"


def _unless_settled(name: str) -> str:
    """What was settled stays; a name is one value with its key."""
    field = {"key_km": "name_km", "key_latin": "name_latin"}.get(name, name)
    said = f"COALESCE(b.{name}, '')" if name in _TEXTS else f"b.{name}"
    return f"CASE WHEN '{field}' = ANY(t.fields) THEN e.{name} ELSE {said} END AS {name}"


def _row(alias: str) -> str:
    return "(" + ", ".join(f"{alias}.{name}" for name in WORDS) + ")"


_REFRESH = f"""
WITH best AS (
    SELECT r.enterprise_id, {", ".join(map(_best, WORDS))},
        CASE WHEN bool_and(r.closed_on IS NOT NULL) THEN max(r.closed_on) END AS closed_on
    FROM enterprises_registryrecord r JOIN enterprises_source s ON s.id = r.source_id
    WHERE r.enterprise_id = ANY(%(ids)s) AND r.withdrawn_at IS NULL AND r.parent_key = '' AND s.way <> 'own'
    GROUP BY r.enterprise_id
), settled AS (
    SELECT enterprise_id, array_agg(field) AS fields FROM enterprises_settlement
    WHERE superseded_at IS NULL AND enterprise_id = ANY(%(ids)s) GROUP BY enterprise_id
), new AS (
    SELECT b.enterprise_id, b.closed_on, {", ".join(map(_unless_settled, WORDS))}
    FROM best b JOIN enterprises_enterprise e ON e.id = b.enterprise_id
    LEFT JOIN settled t ON t.enterprise_id = b.enterprise_id
    WHERE e.state = 'known' AND e.nssf_number IS NULL AND e.channel = '{CHANNEL}'
)
UPDATE enterprises_enterprise e SET {", ".join(f"{name} = n.{name}" for name in WORDS)},
    state = CASE WHEN n.closed_on IS NULL THEN 'known' ELSE 'closed' END, closed_on = n.closed_on
FROM new n
WHERE e.id = n.enterprise_id AND (n.name_km <> '' OR n.name_latin <> '')
  AND NOT EXISTS (SELECT FROM enterprises_representative p WHERE p.enterprise_id = e.id)
  AND (n.closed_on IS NOT NULL OR {_row("e")} IS DISTINCT FROM {_row("n")})
"""


def write(changes: Sequence[Wanted], *, by: User | None, action: str = "registry.match") -> int:
    """One block in one transaction; says how many records changed. What stands behind a record is decided before."""
    with transaction.atomic(), acting(by=by, action=action):
        fresh = _still_as_read(changes)
        fresh = _leave_used_units(fresh)
        if not fresh:
            return 0
        _make_units(fresh)
        left = {item.row.enterprise_id: item.target for item in fresh if _leaves(item)}
        _update(fresh)
        write_candidates(fresh)
        units = {item.target for item in fresh if item.group and item.target}
        refresh_known(units | {pk for pk in left if pk})
        left_behind({old: new for old, new in left.items() if old})
    return len(fresh)


def _leaves(item: Wanted) -> bool:
    return item.row.enterprise_id is not None and item.row.enterprise_id != item.target


def _still_as_read(changes: Sequence[Wanted]) -> list[Wanted]:
    """Locked in the order of their keys, so that two writers wait for each other instead of locking each other out."""
    rows = RegistryRecord.objects.live().filter(pk__in=[item.row.unit.id for item in changes])
    state = "pk enterprise_id match_state matched_by received_at".split()
    now = {row[0]: row[1:] for row in rows.select_for_update(of=("self",)).order_by("pk").values_list(*state)}
    same = [
        item
        for item in changes
        if now.get(item.row.unit.id)
        == (item.row.enterprise_id, item.row.match_state, item.row.matched_by, item.row.received_at)
    ]
    return _not_refused(same)


def _not_refused(changes: list[Wanted]) -> list[Wanted]:
    """Asked once more with the records locked: a person may have parted a pair since the run began."""
    keys = [item.row.unit.id for item in changes]
    said = MatchDecision.objects.standing().filter(record__in=keys, verdict=Verdict.NOT_SAME)
    refused = set(said.values_list("record_id", "enterprise_id"))
    return [item for item in changes if (item.row.unit.id, item.target) not in refused]


def _leave_used_units(changes: list[Wanted]) -> list[Wanted]:
    """A unit that a claim or anything else points to is not emptied by a rule: a person has to say it."""
    old = {item.row.enterprise_id for item in changes if _leaves(item) and item.state == MatchState.MATCHED}
    used = pointed_at({pk for pk in old if pk})
    for item in changes:
        if item.row.enterprise_id in used and _leaves(item) and item.by == "rule" and item.candidates:
            item.state, item.enterprise = MatchState.POSSIBLE, None
            item.reasons = [*item.reasons, IN_USE]
    return [item for item in changes if item.differs]


def pointed_at(enterprises: set[UUID]) -> set[UUID]:
    """Those of them that anything outside registries and matching points to, in whatever app."""
    known = set(Enterprise.objects.filter(pk__in=enterprises, nssf_number=None).order_by().values_list("pk", flat=True))
    used: set[UUID] = set()
    for model in apps.get_models():
        if not known or model in _OWN_POINTERS or issubclass(model, Event):
            continue
        for field in model._meta.concrete_fields:
            if field.related_model is Enterprise:
                rows = model._base_manager.filter(**{f"{field.attname}__in": known}).order_by()
                used.update(rows.values_list(field.attname, flat=True))
    return used


def _make_units(changes: Iterable[Wanted]) -> None:
    groups = {id(item.group): item.group for item in changes if item.group and item.group.id is None}
    rows = RegistryRecord.objects.in_bulk([group.unit.id for group in groups.values()])
    create_known([(group, rows[group.unit.id]) for group in groups.values()])


def create_known(units: Sequence[tuple[Group, RegistryRecord]]) -> None:
    """Enterprises known from a registry only, each from its first record; the groups get their keys."""
    if not units:
        return
    values: dict[str, list[Any]] = {name: [getattr(record, name) for _g, record in units] for name in WORDS}
    values["id"] = list(uuid7_batch(len(units)))
    values["reference"] = [new_reference("ENT", letters=9) for _unit in units]
    values["closed_on"] = [record.closed_on for _g, record in units]
    with connection.cursor() as cursor:
        cursor.execute(_CREATE, values)
    for (group, _record), key in zip(units, values["id"], strict=True):
        group.id = key


def _update(changes: Sequence[Wanted]) -> None:
    values = {
        "id": [item.row.unit.id for item in changes],
        "enterprise": [item.target if item.state != MatchState.POSSIBLE else None for item in changes],
        "state": [str(item.state) for item in changes],
        "by": ["" if item.state == MatchState.POSSIBLE else str(item.by) for item in changes],
        "score": [f"{min(1.0, item.score):.3f}" for item in changes],
        "reasons": [" ".join(dict.fromkeys(item.reasons)) for item in changes],
        "now": timezone.now(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE, values)


def write_candidates(changes: Iterable[Wanted]) -> None:
    """What an officer is shown for a possible record; the rest needs none."""
    changes = list(changes)
    MatchCandidate.objects.filter(record__in=[item.row.unit.id for item in changes]).delete()
    MatchCandidate.objects.bulk_create(
        MatchCandidate(
            record_id=item.row.unit.id,
            enterprise_id=candidate.unit.id,
            rank=rank,
            score=f"{candidate.likelihood:.3f}",
            reasons=list(dict.fromkeys(candidate.reasons)),
        )
        for item in changes
        if item.state == MatchState.POSSIBLE
        for rank, candidate in enumerate(item.candidates, start=1)
    )


def refresh_known(enterprises: Iterable[UUID]) -> int:
    """A unit known from registries shows their newest words, but for what was settled or is somebody's own."""
    ids = sorted(set(enterprises))
    # Locked before they are read: who registers or settles one at this moment is not written over.
    held = Enterprise.objects.filter(pk__in=ids).select_for_update(of=("self",)).order_by("pk")
    if not list(held.values_list("pk", flat=True)):
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_REFRESH, {"ids": ids})
        return cursor.rowcount


def left_behind(moved: dict[UUID, UUID | None]) -> None:
    """A unit whose last record went to another is closed and points there; what others point to stays."""
    if not moved:
        return
    empty = list(_empty(Q(pk__in=moved)).select_for_update(of=("self",)).order_by("pk"))
    used = pointed_at({unit.pk for unit in empty})
    for unit in empty:
        if unit.pk in used:
            continue
        target = moved[unit.pk]
        unit.merged_into_id = target if target != unit.pk else None
        unit.state, unit.closed_on = EnterpriseState.CLOSED, timezone.localdate()
        unit.save(update_fields=["merged_into", "state", "closed_on"])
        if target:
            Enterprise.objects.filter(merged_into=unit.pk).update(merged_into=target)


def _empty(condition: Q) -> Any:
    made = Enterprise.objects.filter(condition, state=EnterpriseState.KNOWN, nssf_number=None, channel=CHANNEL)
    return made.exclude(Exists(RegistryRecord.objects.live().filter(enterprise=OuterRef("pk"))))


def close_deserted(*, by: User | None, on: date | None = None) -> int:
    """Units whose records were all withdrawn with their delivery are no targets any more; what is in use stays."""
    closed, further = 0, Q()
    with acting(by=by, action="registry.match"):
        while ids := list(_empty(further).order_by("pk").values_list("pk", flat=True)[:BLOCK]):
            with transaction.atomic():
                rows = Enterprise.objects.filter(pk__in=set(ids) - pointed_at(set(ids)), state=EnterpriseState.KNOWN)
                closed += rows.update(state=EnterpriseState.CLOSED, closed_on=on or timezone.localdate())
            further = Q(pk__gt=ids[-1])
    return closed
