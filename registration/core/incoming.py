"""What changed in the core system, taken over here: numbered pieces, each once and in order, resumable in blocks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.law.book import value_or
from registration.core import taking
from registration.core.enums import DeltaState, Direction
from registration.core.packing import digest_of
from registration.core.workflow import DELTA
from registration.models import CoreDelta, CoreDeltaProblem

COUNTS = ("created", "updated", "unchanged", "refused")


class DeltaRefused(Exception):
    """Nothing of this delta was taken; `code` is for programmes, `expected` the number that may come now."""

    def __init__(self, code: str, message: str, expected: int) -> None:
        self.code, self.expected = code, expected
        super().__init__(message)


@dataclass(slots=True)
class Taken:
    """What became of a delta. `already`: it was taken before, nothing was done now."""

    sequence: int
    already: bool
    rows: int
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    problems: list[dict[str, Any]] = field(default_factory=list)


def take_changes(rows: Sequence[Mapping[str, Any]], sequence: int, by: User | None = None) -> Taken:
    """Take over what the core system changed; a bad row is refused alone and named.

    Rows have `kind` (enterprise, member, employment, merge) and the columns of `load_register`, employments
    `ended_on` and `end_reason` besides. Each block of rows commits by itself, and a delta that was cut short goes on
    where it stopped when it comes again. Raises DeltaRefused: another delta must come first, or this number stood for
    other rows. Effects: both registers, one CoreDelta with its problems, work for a clerk where one person has two
    numbers."""
    delta, already = _opened(rows, sequence, by)
    if not already:
        while delta.rows_done < delta.rows:
            _next_block(delta, rows, by)
        _finish(delta, by)
    delta.refresh_from_db()
    return taken(delta, already=already)


def taken(delta: CoreDelta, *, already: bool) -> Taken:
    counts = {name: getattr(delta, name) for name in COUNTS}
    problems = [
        {"row": p.row, "kind": p.kind, "field": p.field, "code": p.code, "severity": p.severity}
        | {"message": taking.message(p.code)}
        for p in delta.problems.order_by("row", "id")
    ]
    return Taken(delta.sequence, already, delta.rows, **counts, problems=problems)


def expected_sequence() -> int:
    """The number of the delta that may come now."""
    incoming = CoreDelta.objects.filter(direction=Direction.IN, state=DeltaState.TAKEN)
    return (incoming.aggregate(last=Max("sequence"))["last"] or 0) + 1


@transaction.atomic
def _opened(rows: Sequence[Mapping[str, Any]], sequence: int, by: User | None) -> tuple[CoreDelta, bool]:
    with connection.cursor() as cursor:  # two senders at once: the second sees what the first made
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('core.take'))")
    digest, expected = digest_of(rows), expected_sequence()
    known = CoreDelta.objects.filter(direction=Direction.IN, sequence=sequence).first()
    if known:
        if known.digest != digest:
            message = _("Delta %(number)s came before with other rows. Number the new rows anew.")
            raise DeltaRefused("other_content", message % {"number": sequence}, expected)
        return known, known.state == DeltaState.TAKEN
    if sequence != expected:
        message = _("Delta %(expected)s must come first; this is %(number)s.")
        raise DeltaRefused("out_of_order", message % {"expected": expected, "number": sequence}, expected)
    if CoreDelta.objects.filter(direction=Direction.IN, state=DeltaState.TAKING).exists():
        raise DeltaRefused("earlier_unfinished", _("An earlier delta is not taken over to its end."), expected)
    with acting(by=by, action="core.take"):
        made = CoreDelta.objects.create(
            direction=Direction.IN,
            sequence=sequence,
            rows=len(rows),
            digest=digest,
            state=DeltaState.TAKING,
            made_by=by,
        )
    return made, False


@transaction.atomic
def _next_block(delta: CoreDelta, rows: Sequence[Mapping[str, Any]], by: User | None) -> None:
    locked = CoreDelta.objects.select_for_update(of=("self",)).get(pk=delta.pk)
    start = locked.rows_done
    block = rows[start : start + int(value_or("core.take_block", 1_000))]
    if block:
        with acting(by=by, action="core.take"):
            counts, problems = taking.take_block(block, start + 1, delta=locked)
            for name in COUNTS:
                setattr(locked, name, getattr(locked, name) + counts[name])
            locked.rows_done = start + len(block)
            locked.save(update_fields=[*COUNTS, "rows_done"])
        CoreDeltaProblem.objects.bulk_create(CoreDeltaProblem(delta=locked, **problem) for problem in problems)
    delta.rows_done = locked.rows_done


@transaction.atomic
def _finish(delta: CoreDelta, by: User | None) -> None:
    locked = CoreDelta.objects.select_for_update(of=("self",)).get(pk=delta.pk)
    if locked.state == DeltaState.TAKING:
        with acting(by=by, action="core.take"):
            DELTA.move(locked, "take", acknowledged_at=timezone.now(), acknowledged_by=by)
