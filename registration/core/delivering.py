"""Pieces of what changed here, kept as encrypted files until the core system has fetched and taken them."""

from django.db import connection, transaction
from django.utils import timezone

from nssf_portal.accounts.models import User
from nssf_portal.audit.reading import note_reading
from nssf_portal.audit.tracking import acting
from nssf_portal.documents import vault
from nssf_portal.ids import uuid7
from registration.core import packing
from registration.core.enums import DeltaState, Direction
from registration.core.outgoing import export_changes
from registration.core.workflow import DELTA
from registration.models import CoreDelta


def make_deltas(by: User | None = None) -> list[CoreDelta]:
    """Everything that changed since the last delta, in numbered files; a day without a change has an empty one.

    Each file commits by itself, so that a run that is cut short goes on where it stopped."""
    made, more = [], True
    while more:
        delta, more = _make_one(by)
        made.append(delta)
    return made


@transaction.atomic
def _make_one(by: User | None) -> tuple[CoreDelta, bool]:
    with connection.cursor() as cursor:  # one maker at a time: two would number the same changes twice
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('core.make'))")
    last = CoreDelta.objects.filter(direction=Direction.OUT).order_by("-sequence").first()
    since, sequence = (last.to_cursor, last.sequence + 1) if last else ("", 1)
    changes = export_changes(since)
    rows = [change.as_dict() for change in changes.rows]
    key = uuid7()
    content = packing.pack(rows, sequence=sequence, from_cursor=since, to_cursor=changes.next_cursor)
    stored = vault.put("core", key, content)
    with acting(by=by, action="core.make"):
        delta = CoreDelta.objects.create(
            id=key,
            direction=Direction.OUT,
            sequence=sequence,
            from_cursor=since,
            to_cursor=changes.next_cursor,
            rows=len(rows),
            digest=packing.digest_of(rows),
            stored=stored,
            state=DeltaState.MADE,
            made_by=by,
        )
    return delta, changes.more


@transaction.atomic
def deliver(*, delta: CoreDelta, reason: str, by: User) -> bytes:
    """The file in clear, for whoever carries it over; who took it and why is in the read log.

    Raises NotPossible when the delta was acknowledged already."""
    with acting(by=by, action="core.deliver", reason=reason):
        DELTA.transition(delta, "deliver", delivered_at=timezone.now(), delivered_to=by)
    note_reading(delta, by=by, screen="core.delta", reason=reason, revealed=True)
    return content_of(delta)


def content_of(delta: CoreDelta) -> bytes:
    """The file's bytes, for who asked `visible_to` and noted the reading."""
    return vault.get(delta.stored, delta.pk)


@transaction.atomic
def acknowledge(*, delta: CoreDelta, by: User | None) -> CoreDelta:
    """The core system says that it has taken this delta over. Raises NotPossible when it said so before."""
    with acting(by=by, action="core.acknowledge"):
        return DELTA.transition(delta, "acknowledge", acknowledged_at=timezone.now(), acknowledged_by=by)


def file_name(delta: CoreDelta) -> str:
    return f"core-delta-{delta.sequence:06d}.ndjson"
