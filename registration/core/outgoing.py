"""What changed in our registers since a cursor, as NSSF's core system takes it: the state now of what was touched."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection
from django.utils.translation import gettext as _

from enterprises.models import Enterprise
from nssf_portal.law.book import value_or
from registration.core.cursor import Cursor, CursorRefused, horizon
from registration.models import Employment, Member, MemberIdentifier, ReconciliationDifference

ENTERPRISE, MEMBER, NUMBERS, EMPLOYMENT, RETIRED = 1, 2, 3, 4, 5
"""The order in one transaction: what others point to comes first."""
_FROM_CORE = ("register.load", "enterprises.load", "core.take")
"""What the core system told us is not told back to it."""

_BRANCH = """
(SELECT e.pgh_txid AS txid, {rank} AS rank, e.pgh_id AS event, {subject} AS subject, e.pgh_label = 'insert' AS made
FROM {table} e
WHERE e.pgh_txid >= %(txid)s AND e.pgh_txid < %(horizon)s
  AND (e.pgh_txid, {rank}, e.pgh_id) > (%(txid)s, %(rank)s, %(event)s)
  AND coalesce(e.pgh_context->>'action', '') <> ALL(%(from_core)s) {only}
ORDER BY e.pgh_txid, e.pgh_id LIMIT %(limit)s)
"""
_BRANCHES = (
    (ENTERPRISE, "enterprises_enterpriseevent", "e.pgh_obj_id", "AND e.nssf_number IS NOT NULL"),
    (MEMBER, "registration_memberevent", "e.pgh_obj_id", ""),
    (NUMBERS, "registration_memberidentifierevent", "e.member_id", ""),
    (EMPLOYMENT, "registration_employmentevent", "e.pgh_obj_id", ""),
    (
        RETIRED,
        "registration_reconciliationdifferenceevent",
        "e.pgh_obj_id",
        "AND e.kind = 'two_numbers' AND e.state = 'settled'",
    ),
)
_WINDOW = (
    " UNION ALL ".join(
        _BRANCH.format(rank=rank, table=table, subject=subject, only=only) for rank, table, subject, only in _BRANCHES
    )
    + " ORDER BY txid, rank, event LIMIT %(limit)s"
)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing as it is now. `change`: created, changed, ended, merged (then the body names the survivor)."""

    kind: str
    change: str
    key: uuid.UUID
    body: Mapping[str, Any]

    def as_dict(self) -> dict[str, Any]:
        return {"kind": self.kind, "change": self.change, "key": str(self.key), **self.body}


@dataclass(frozen=True, slots=True)
class Changes:
    """A page of changes; go on with `next_cursor`, at once while there is `more`."""

    rows: tuple[Change, ...]
    next_cursor: str
    more: bool


class _Event(NamedTuple):
    txid: int
    rank: int
    event: int
    subject: uuid.UUID
    made: bool


def export_changes(since_cursor: str = "", limit: int | None = None) -> Changes:
    """What changed here after the cursor, without what the core system told us itself.

    A thing touched often stands once on a page, as it is now. Identity numbers are in clear: whoever calls this notes
    who takes them. Raises CursorRefused."""
    since, until = Cursor.read(since_cursor), horizon()
    if since.txid > until:
        message = _("This cursor lies after everything we know: it is of another database. Begin anew.")
        raise CursorRefused("cursor_ahead", message)
    most = min(limit or page_size(), page_size())
    events = _events(since, until, most + 1)
    more = len(events) > most
    page = events[:most]
    last = Cursor(*page[-1][:3]) if more else max(since, Cursor(until, 0, 0))
    return Changes(tuple(_changes(page)), str(last), more)


def page_size() -> int:
    return int(value_or("core.delta_rows", 20_000))


def _events(since: Cursor, until: int, limit: int) -> list[_Event]:
    values = {"txid": since.txid, "rank": since.rank, "event": since.event, "horizon": until, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(_WINDOW, values | {"from_core": list(_FROM_CORE)})
        return [_Event(*row) for row in cursor.fetchall()]


def _changes(events: Iterable[_Event]) -> Iterable[Change]:
    touched: dict[int, dict[uuid.UUID, bool]] = {ENTERPRISE: {}, MEMBER: {}, EMPLOYMENT: {}, RETIRED: {}}
    for event in events:
        group = touched[MEMBER if event.rank == NUMBERS else event.rank]
        made = event.made and event.rank != NUMBERS
        group[event.subject] = group.get(event.subject, False) or made
    yield from _enterprises(touched[ENTERPRISE])
    yield from _members(touched[MEMBER])
    yield from _employments(touched[EMPLOYMENT])
    yield from _retired(touched[RETIRED])


def _text(value: object) -> str:
    return "" if value is None else str(value)


_ENTERPRISE_FIELDS = (
    "nssf_number name_km name_latin tin moc_number kind state commune_code address phone sector activity opened_on "
    "registered_on closed_on"
).split()


def _enterprises(touched: Mapping[uuid.UUID, bool]) -> Iterable[Change]:
    found = Enterprise.objects.filter(pk__in=touched).select_related("merged_into").order_by("pk")
    for one in found:
        body = {name if name != "kind" else "form": _text(getattr(one, name)) for name in _ENTERPRISE_FIELDS}
        body["merged_into"] = _text(one.merged_into.nssf_number) if one.merged_into else ""
        yield Change("enterprise", _what(touched[one.pk], one.merged_into_id, one.closed_on), one.pk, body)


_MEMBER_FIELDS = (
    "member_number state family_name_km given_name_km family_name_latin given_name_latin sex born_precision "
    "nationality group commune_code registered_on ended_on"
).split()


def _members(touched: Mapping[uuid.UUID, bool]) -> Iterable[Change]:
    numbers = _numbers_of(touched)
    for one in Member.objects.filter(pk__in=touched).select_related("merged_into").order_by("pk"):
        body: dict[str, Any] = {name: _text(getattr(one, name)) for name in _MEMBER_FIELDS}
        body["date_of_birth"] = _text(one.born_on)
        body["merged_into"] = one.merged_into.member_number if one.merged_into else ""
        body["numbers"] = numbers.get(one.pk, [])
        yield Change("member", _what(touched[one.pk], one.merged_into_id, one.ended_on), one.pk, body)


def _numbers_of(members: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[dict[str, Any]]]:
    found: dict[uuid.UUID, list[dict[str, Any]]] = {}
    held = MemberIdentifier.objects.filter(member_id__in=list(members), superseded_at__isnull=True)
    for number in held.order_by("member_id", "id"):
        said = {"kind": number.kind, "number": number.reveal(), "disputed": number.disputed}
        found.setdefault(number.member_id, []).append(said)
    return found


def _employments(touched: Mapping[uuid.UUID, bool]) -> Iterable[Change]:
    spells = Employment.objects.filter(pk__in=touched).select_related("member", "enterprise").order_by("pk")
    for one in spells:
        body = {
            "member_number": one.member.member_number,
            "nssf_number": _text(one.enterprise.nssf_number),
            "hired_on": _text(one.started_on),
            "position": one.occupation,
            "wage": _text(one.wage),
            "wage_currency": one.wage_currency,
            "presence": one.presence,
            "ended_on": _text(one.ended_on),
            "end_reason": _text(one.end_reason),
        }
        yield Change("employment", _what(touched[one.pk], None, one.ended_on), one.pk, body)


def _retired(touched: Mapping[uuid.UUID, bool]) -> Iterable[Change]:
    """A number of the core system that an officer found to be a second one of a person numbered here."""
    for one in ReconciliationDifference.objects.filter(pk__in=touched, state="settled").order_by("pk"):
        body = {"member_number": one.other_number, "merged_into": one.number, "state": "ended"}
        yield Change(str(one.subject), "merged", one.pk, body)


def _what(made: bool, merged: object, ended: object) -> str:
    if merged:
        return "merged"
    if made:
        return "created"
    return "ended" if ended else "changed"
