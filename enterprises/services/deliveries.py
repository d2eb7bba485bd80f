"""A delivery's way: received, columns named, checked (a job), taken over (a job), and undone (a job) if it must be."""

import calendar
import hashlib
import uuid
from collections.abc import Mapping
from datetime import date

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from enterprises.enums import BatchChannel, BatchState
from enterprises.models import BatchColumn, RegistryBatch, Source, SourceColumn
from enterprises.workflow import BATCH
from nssf_portal.accounts.models import Institution, User
from nssf_portal.audit.tracking import acting
from nssf_portal.documents import services as documents
from nssf_portal.documents import types
from nssf_portal.jobs import services as jobs
from nssf_portal.jobs.models import Job
from nssf_portal.reading.headings import IGNORE, heading_key
from nssf_portal.references import new_reference
from nssf_portal.workflow import NotPossible

CHECK, LOAD, UNDO = "registry.check", "registry.load", "registry.undo"
MATCH = "registry.match"  # the comparison's own job
OPEN = (BatchState.RECEIVED, BatchState.MAPPING, BatchState.READY, BatchState.LOADING)
CHECKABLE = (BatchState.RECEIVED, BatchState.MAPPING, BatchState.READY)


class SubmissionUsed(Exception):
    """The form's submission id belongs to another delivery: it is to be sent again, with a new one."""


@transaction.atomic
def receive(
    *,
    source: Source,
    file: UploadedFile | ContentFile,
    period: str,
    by: User | None,
    institution: Institution | None,
    submission_id: uuid.UUID,
    channel: str = BatchChannel.FILE,
) -> RegistryBatch:
    """Keep the file, encrypted, and start its check. The same submission, or the same open file, is the same delivery.

    Raises UploadRefused, and SubmissionUsed. Effects: an upload, a delivery, a job."""
    # One receipt of a source at a time; lists being taken over meanwhile do not wait for it.
    Source.objects.select_for_update(no_key=True).get(pk=source.pk)
    digest = hashlib.sha256(file.read()).hexdigest()
    file.seek(0)
    if known := _known(source, submission_id, digest, period):
        return known
    with acting(by=by, action="registry.receive"):
        upload = documents.take_in(file, kind="registry", by=by, allowed=types.ROSTERS, submission_id=submission_id)
        batch = RegistryBatch.objects.create(
            reference=new_reference("REG"),
            source=source,
            institution=institution,
            period=period,
            as_of=as_of_period(period),
            channel=channel,
            upload=upload,
            file_name=upload.original_name[:200],
            sha256=digest,
            submission_id=submission_id,
            received_by=by,
        )
        _start(CHECK, batch, by)
    return batch


def as_of_period(period: str) -> date:
    """The day a list of this month speaks of when it does not say: the month's last, or today."""
    year, month = map(int, period.split("-"))
    return min(date(year, month, calendar.monthrange(year, month)[1]), timezone.localdate())


def _known(source: Source, submission_id: uuid.UUID, digest: str, period: str) -> RegistryBatch | None:
    if same := RegistryBatch.objects.filter(submission_id=submission_id).first():
        if same.source_id != source.pk:
            raise SubmissionUsed
        return same
    return RegistryBatch.objects.filter(source=source, sha256=digest, period=period, state__in=OPEN).first()


@transaction.atomic
def name_columns(*, batch: RegistryBatch, chosen: Mapping[int, str], by: User) -> Job:
    """What each column means (position -> field or "ignore"): remembered for the source, then checked again.

    Raises NotPossible once the delivery is being taken over."""
    with acting(by=by, action="registry.name_columns"):
        locked = _locked(batch)
        if locked.state not in CHECKABLE:
            raise NotPossible(locked, "check")
        for column in BatchColumn.objects.filter(batch=locked, position__in=chosen):
            SourceColumn.objects.update_or_create(
                source_id=locked.source_id,
                heading_key=heading_key(column.heading)[:120],
                defaults={"field": chosen[column.position] or IGNORE},
            )
        return _start(CHECK, locked, by)


@transaction.atomic
def load(*, batch: RegistryBatch, by: User | None) -> Job:
    """Take a checked delivery over; `by` None means by rule, or by command. Raises NotPossible."""
    with acting(by=by, action="registry.load"):
        locked = _locked(batch)
        if Job.objects.filter(kind=CHECK, subject_id=locked.pk, state=Job.State.QUEUED).exists():
            raise NotPossible(locked, "load")  # its columns were named anew: first see what that makes of it
        BATCH.transition(locked, "load", loaded_by=by)
        return _start(LOAD, locked, by)


@transaction.atomic
def cancel(*, batch: RegistryBatch, by: User) -> RegistryBatch:
    """Put a delivery aside before anything of it was taken over. Raises NotPossible."""
    with acting(by=by, action="registry.cancel"):
        return BATCH.transition(batch, "cancel")


@transaction.atomic
def undo(*, batch: RegistryBatch, by: User, why: str) -> Job:
    """Put every record back to what it said before this delivery. Raises NotPossible.

    Effects: a job; records of later deliveries stay as they are, and who a person linked stays linked."""
    with acting(by=by, action="registry.undo", reason=why):
        moved = BATCH.transition(batch, "undo", undone_why=why)
        return _start(UNDO, moved, by)


def match_again(batch: RegistryBatch) -> None:
    """After a delivery or its undoing, the comparison looks at what it changed; inside the caller's transaction."""
    jobs.enqueue(kind=MATCH, subject_id=batch.pk, dedup_key=f"{MATCH}:{batch.pk}:{batch.state}", by=None)


def _locked(batch: RegistryBatch) -> RegistryBatch:
    return RegistryBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)


def _start(kind: str, batch: RegistryBatch, by: User | None) -> Job:
    """The next job of this kind; one that still waits will do."""
    earlier = Job.objects.filter(kind=kind, subject_id=batch.pk)
    waiting = earlier.filter(state=Job.State.QUEUED).order_by("-id").first()
    return waiting or jobs.enqueue(
        kind=kind, subject_id=batch.pk, dedup_key=f"{kind}:{batch.pk}:{earlier.count()}", by=by
    )
