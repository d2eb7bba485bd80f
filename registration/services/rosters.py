"""A roster's way: taken in, columns named, checked (a job), confirmed, registered (a job), closed."""

import hashlib
import uuid
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from enterprises.models import Enterprise, Establishment
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.documents import services as documents
from nssf_portal.documents import types
from nssf_portal.jobs import services as jobs
from nssf_portal.jobs.models import Job
from nssf_portal.reading.headings import heading_key
from nssf_portal.references import new_reference
from registration.enums import Channel, RosterMode, RosterState, RowState
from registration.models import ColumnMapping, Roster, RosterColumn, RosterEdit, RosterRow
from registration.workflow import ROSTER

if TYPE_CHECKING:
    from collections.abc import Mapping

CHECK, REGISTER = "roster.check", "roster.register"
OPEN_ROWS = (RowState.CHECKED, RowState.REPAIR, RowState.REVIEW, RowState.ACCEPTED)


class SubmissionUsed(Exception):
    """The form's submission id belongs to what another enterprise sent: it is to be sent again, with a new one."""


@transaction.atomic
def take_in(
    *,
    enterprise: Enterprise,
    establishment: Establishment,
    mode: RosterMode,
    file: UploadedFile | ContentFile,
    submission_id: uuid.UUID,
    by: User | None,
    channel: str = Channel.ROSTER,
    replaces: Roster | None = None,
) -> tuple[Roster, bool]:
    """Keep the file and start its check. The same submission, or the same file again, is the same roster.

    Returns the roster and whether it is new. Raises UploadRefused, and SubmissionUsed."""
    Enterprise.objects.select_for_update().get(pk=enterprise.pk)
    digest = hashlib.sha256(file.read()).hexdigest()
    file.seek(0)
    if known := _known(enterprise, submission_id, digest, mode):
        return known, False
    refuse_used(submission_id)
    with acting(by=by, action="roster.take_in"):
        upload = documents.take_in(file, kind="roster", by=by, allowed=types.ROSTERS, submission_id=submission_id)
        roster = Roster.objects.create(
            reference=new_reference("ROS"),
            enterprise=enterprise,
            establishment=establishment,
            mode=mode,
            channel=channel,
            upload=upload,
            file_name=upload.original_name[:200],
            sha256=digest,
            submission_id=submission_id,
            replaces=replaces,
            received_by=by,
        )
        note(roster, "received", by=by)
        jobs.enqueue(kind=CHECK, subject_id=roster.pk, dedup_key=f"{CHECK}:{roster.pk}", by=by)
    return roster, True


def refuse_used(submission_id: uuid.UUID) -> None:
    """Raises SubmissionUsed; ask first whether this enterprise itself sent it."""
    if Roster.objects.filter(submission_id=submission_id).exists():
        raise SubmissionUsed


def _known(enterprise: Enterprise, submission_id: uuid.UUID, digest: str, mode: str) -> Roster | None:
    rosters = Roster.objects.filter(enterprise=enterprise)
    same = rosters.filter(submission_id=submission_id).first()
    return same or rosters.open().filter(sha256=digest, mode=mode).first()


@transaction.atomic
def name_columns(*, roster: Roster, chosen: "Mapping[int, str]", by: User) -> Job:
    """The employer says what the unknown columns mean: remembered for the enterprise, then the check goes on."""
    locked = Roster.objects.select_for_update().get(pk=roster.pk)
    for column in RosterColumn.objects.filter(roster=locked, position__in=chosen):
        ColumnMapping.objects.update_or_create(
            enterprise_id=locked.enterprise_id,
            heading_key=heading_key(column.heading)[:120],
            defaults={"field": chosen[column.position] or "ignore"},
        )
    note(locked, "columns_named", by=by)
    return jobs.enqueue(
        kind=CHECK, subject_id=locked.pk, dedup_key=f"{CHECK}:{locked.pk}:{locked.edits.count()}", by=by
    )


@transaction.atomic
def confirm(*, roster: Roster, by: User | None) -> Job | None:
    """The employer says: register those who are ready. None when nobody is, or it is under way already."""
    with acting(by=by, action="roster.confirm"):
        locked = Roster.objects.select_for_update().get(pk=roster.pk)
        if locked.state != RosterState.READY or not locked.accepted:
            return None
        ROSTER.transition(locked, "register", confirmed_at=timezone.now(), confirmed_by=by, problem="")
        note(locked, "confirmed", by=by, text=str(locked.accepted))
        key = f"{REGISTER}:{locked.pk}:{locked.edits.count()}"
        return jobs.enqueue(kind=REGISTER, subject_id=locked.pk, dedup_key=key, by=by)


@transaction.atomic
def cancel(*, roster: Roster, by: User) -> Roster:
    """Throw the open rows of a list away; who was registered stays registered."""
    from registration.services import opening

    with acting(by=by, action="roster.cancel"):
        moved = ROSTER.transition(roster, "cancel", done_at=timezone.now())
        opening.void_open(roster=moved, by=by)
        note(moved, "cancelled", by=by)
    return moved


def refresh_counts(roster: Roster) -> Roster:
    """Count the rows by state, and close or reopen the roster accordingly; inside the caller's transaction.

    The roster is locked first: counted before another's commit and written after it, the numbers would be old."""
    roster.state = Roster.objects.select_for_update(of=("self",)).only("state").get(pk=roster.pk).state
    return count_rows(roster)


COUNTS = ("accepted", "repair", "review", "already", "registered", "dropped")


def count_rows(roster: Roster, *, just_registered: bool = False) -> Roster:
    """The same for a roster that the caller has locked; counts and state change in one UPDATE."""
    by_state = RosterRow.objects.filter(roster=roster).order_by().values_list("state").annotate(n=Count("pk"))
    found = dict(by_state.values_list("state", "n"))
    counts = {name: found.get(name, 0) for name in COUNTS}
    move = _next_move(roster, sum(found.get(state, 0) for state in OPEN_ROWS), just_registered)
    if move == "close":
        return ROSTER.move(roster, move, done_at=timezone.now(), **counts)
    if move:
        return ROSTER.move(roster, move, done_at=None, **counts)
    for name, number in counts.items():
        setattr(roster, name, number)
    roster.save(update_fields=list(counts))
    return roster


def _next_move(roster: Roster, open_rows: int, just_registered: bool) -> str:
    """What the rows' states make of the roster: done when nothing waits for anybody, open again when something does."""
    if roster.state in (RosterState.READY, RosterState.REGISTERING):
        waiting = open_rows or roster.leavers.filter(state="proposed").exists() or _changes_wait(roster)
        if not waiting:
            return "close"
    if just_registered:
        return "registered"
    return "reopen" if open_rows and roster.state == RosterState.DONE else ""


def _changes_wait(roster: Roster) -> bool:
    return (
        RosterRow.objects.filter(roster=roster, state=RowState.ALREADY, changes_applied_at__isnull=True)
        .exclude(changes=[])
        .exists()
    )


def note(
    roster: Roster,
    act: str,
    *,
    by: User | None,
    row_no: int | None = None,
    fields: list[str] | None = None,
    text: str = "",
) -> None:
    """One line of the roster's history: who did what to which fields, never the values."""
    RosterEdit.objects.create(roster=roster, row_no=row_no, act=act, fields=fields or [], note=text[:200], by=by)


def notes(roster: Roster, act: str, rows: "Mapping[int, list[str]]", *, by: User | None) -> None:
    """The same for many rows, in one statement: row number -> fields touched."""
    RosterEdit.objects.bulk_create(
        RosterEdit(roster=roster, row_no=number, act=act, fields=fields, by=by) for number, fields in rows.items()
    )
