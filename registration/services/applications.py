"""An application from its first answer to the Fund's desk, or past it when every check passes."""

import uuid
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.documents import services as documents
from nssf_portal.law.book import value_or
from nssf_portal.references import new_reference
from nssf_portal.work import services as work
from nssf_portal.work.models import WorkItem
from registration.enums import ApplicationKind, ApplicationState, Channel
from registration.models import (
    Application,
    ApplicationDocument,
    ApplicationNumber,
    ApplicationStep,
    Consent,
)
from registration.services import application_deciding as deciding
from registration.workflow import APPLICATION

KIND = "application"


@transaction.atomic
def start(
    *,
    path: str,
    submission_id: uuid.UUID,
    language: str,
    kind: str = ApplicationKind.MEMBER,
    channel: str = Channel.WEB,
    by: User | None = None,
    helped_by: User | None = None,
    **values: Any,
) -> Application:
    """A draft; the same submission a second time is the first one's draft.

    `by` is the applicant's own sign-in, `helped_by` who fills it in for somebody else."""
    if known := Application.objects.filter(submission_id=submission_id).first():
        return known
    with acting(by=by or helped_by, action="application.start"):
        return Application.objects.create(
            reference=new_reference("APP", letters=6),
            submission_id=submission_id,
            kind=kind,
            path=path,
            channel=channel,
            language=language,
            user=by,
            helped_by=helped_by,
            **values,
        )


@transaction.atomic
def save(application: Application, *, step: str, fields_asked: int, by: User | None = None, **values: Any) -> None:
    """Keep the answers of one page; names get their search keys, the place its office.

    Raises NotPossible when the application was sent meanwhile (another device, another tab)."""
    locked = _editable(application)
    for name, value in values.items():
        setattr(locked, name, value)
    locked.set_keys()
    locked.place_code = _place(locked)
    with acting(by=by, action="application.save"):
        locked.save(update_fields=[*values, "key_km", "key_latin", "place_code"])
    ApplicationStep.objects.update_or_create(
        application=locked, name=step, defaults={"fields_asked": fields_asked, "answered_at": timezone.now()}
    )
    application.refresh_from_db()


@transaction.atomic
def give_number(application: Application, kind: str, value: str, *, by: User | None = None) -> None:
    """Keep one number, encrypted; an earlier one of its kind is replaced, an empty one is taken back."""
    locked = _editable(application)
    with acting(by=by, action="application.number"):
        locked.numbers.filter(kind=kind).delete()
        if value:
            ApplicationNumber.of(locked, kind, value).save()


def consent(application: Application, purpose: str, *, given: bool) -> Consent:
    """Write down one answer; the newest of a purpose counts."""
    return Consent.objects.create(
        application=application,
        purpose=purpose,
        version=str(value_or("consent.version", "unknown")),
        given=given,
        language=application.language,
        channel=application.channel,
    )


def has_consented(application: Application, purpose: str) -> bool:
    newest = application.consents.filter(purpose=purpose).order_by("-id").first()
    return bool(newest and newest.given)


@transaction.atomic
def add_document(
    application: Application, file: UploadedFile, *, kind: str, submission_id: uuid.UUID, by: User | None = None
) -> ApplicationDocument:
    """Raises UploadRefused when the file can't be taken; the same submission is the same document."""
    locked = _editable(application)
    if known := ApplicationDocument.objects.filter(application=locked, upload__submission_id=submission_id).first():
        return known
    upload = documents.take_in(file, kind="document", by=by, submission_id=submission_id)
    return ApplicationDocument.objects.create(application=locked, upload=upload, kind=kind)


def submit(application: Application, *, by: User | None = None) -> Application:
    """Sent: the checks run at once, then a rule approves, an answer is awaited, or an officer decides.

    Pressing twice sends once. Effects: state, checks, candidates, perhaps a confirmation, a member, or a work item."""
    with transaction.atomic():
        locked = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
        if not locked.can_be_edited:
            return locked
        was_returned = locked.state == ApplicationState.RETURNED
        with acting(by=by, action="application.submit"):
            APPLICATION.move(locked, "submit", submitted_at=timezone.now(), returned_fields=[], returned_why="")
        if was_returned and locked.work_item:
            work.answer(locked.work_item, by=by)
        deciding.route(locked, by=by)
    application.refresh_from_db()
    return application


@transaction.atomic
def withdraw(application: Application, *, by: User | None = None) -> Application:
    """The applicant does not want it any more; what waits about it is cancelled."""
    with acting(by=by, action="application.withdraw"):
        moved = APPLICATION.transition(application, "withdraw", waits_for="", waits_until=None)
        deciding.stop_waiting(moved, reason="withdrawn", by=by)
    return moved


def open_item(application: Application, *, by: User | None) -> WorkItem:
    """The application in the queue of the office of its place; the label names no person."""
    item = work.open_item(
        kind=KIND,
        subject_id=application.pk,
        label=application.reference,
        place_code=application.place_code,
        channel=application.channel,
        by=by,
    )
    if application.work_item_id != item.pk:
        application.work_item = item
        application.save(update_fields=["work_item"])
    return item


def _editable(application: Application) -> Application:
    locked = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if not locked.can_be_edited:
        raise deciding.AlreadySent(locked)
    return locked


def _place(application: Application) -> str:
    """Where the person lives decides who works on it; without an address, the employer's place."""
    enterprise = application.enterprise
    return application.commune_code or (enterprise.commune_code if enterprise else "") or application.place_code
