"""What an institution says of one row in one quarter; another person, of the General Secretariat, approves it."""

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.services.refusing import Refused
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import acting
from nssf_portal.documents.models import Upload
from reporting.enums import EntryState
from reporting.models import EntryEvidence, ProgressEntry
from reporting.services import entry_messages
from reporting.workflow import ENTRY

S = EntryState
WRITABLE = (S.CALLED, S.DRAFTED, S.RETURNED)
TEXTS = ("strengths", "weaknesses", "challenges", "needs")


def writes(user: User, entry: ProgressEntry) -> bool:
    """Contacts of the institution itself."""
    return entry.institution_id in user.institutions(Permission.ENTER_PROGRESS)


def lock(entry: ProgressEntry) -> ProgressEntry:
    rows = ProgressEntry.objects.select_for_update(of=("self",))
    return rows.select_related("call", "measure", "institution").get(pk=entry.pk)


def locked_for(entry: ProgressEntry, by: User) -> ProgressEntry:
    """The locked row, for a contact of its institution while it can still be written."""
    locked = lock(entry)
    if not writes(by, locked):
        raise PermissionDenied
    if locked.state not in WRITABLE:
        raise Refused(_("It was sent: what was sent stays as it is. Take it back to change it."), locked, "draft")
    return locked


@transaction.atomic
def keep(entry: ProgressEntry, *, by: User, status: str = "", **texts: str) -> ProgressEntry:
    """A draft, as far as it is written. Effects: status, texts, state."""
    locked = locked_for(entry, by)
    with acting(by=by, action="progress.keep"):
        return _written(locked, status, texts)


def _written(locked: ProgressEntry, status: str, texts: dict[str, str]) -> ProgressEntry:
    given: dict[str, Any] = {"status": status} | {name: texts.get(name, "").strip() for name in TEXTS}
    if locked.state != S.DRAFTED:
        return ENTRY.move(locked, "draft", **given)
    for name, value in given.items():
        setattr(locked, name, value)
    locked.save(update_fields=list(given))
    return locked


@transaction.atomic
def send(entry: ProgressEntry, *, by: User, status: str, **texts: str) -> ProgressEntry:
    """To the General Secretariat. Effects: status, texts, state, by whom and when."""
    locked = locked_for(entry, by)
    if not status:
        raise Refused(_("Say how the row goes."), locked, "submit")
    if not any(texts.get(name, "").strip() for name in TEXTS):
        raise Refused(_("Write at least one of the four: a status alone says too little."), locked, "submit")
    given = {name: texts.get(name, "").strip() for name in TEXTS}
    with acting(by=by, action="progress.send"):
        sent = {"submitted_at": timezone.now(), "submitted_by": by}
        return ENTRY.move(locked, "submit", status=status, **given, **sent)


@transaction.atomic
def take_back(entry: ProgressEntry, *, by: User) -> ProgressEntry:
    """Sent too early: it can be written again until it is approved. Effects: state."""
    locked = lock(entry)
    if not writes(by, locked):
        raise PermissionDenied
    with acting(by=by, action="progress.take_back"):
        return ENTRY.move(locked, "take_back", submitted_at=None, submitted_by=None)


@transaction.atomic
def send_back(entry: ProgressEntry, *, by: User, why: str) -> ProgressEntry:
    """With comments; also one that was approved, when it proves wrong. Effects: state, comments, a message."""
    locked = _for_reviewer(entry, by)
    if not why.strip():
        raise Refused(_("Write what is to be mended."), locked, "return")
    with acting(by=by, action="progress.return"):
        none = {"approved_at": None, "approved_by": None}
        now = {"returned_at": timezone.now(), "returned_by": by, "returned_why": why.strip()[:2000]}
        ENTRY.move(locked, "return", **now, **none)
    entry_messages.answered(locked, entry_messages.RETURNED)
    return locked


@transaction.atomic
def approve(entry: ProgressEntry, *, by: User) -> ProgressEntry:
    """From now on it stands in reports. Effects: state, by whom and when, a message."""
    locked = _for_reviewer(entry, by)
    if locked.submitted_by_id == by.pk:
        raise Refused(_("You sent it: another person approves it."), locked, "approve")
    with acting(by=by, action="progress.approve"):
        ENTRY.move(locked, "approve", approved_at=timezone.now(), approved_by=by)
    entry_messages.answered(locked, entry_messages.APPROVED)
    return locked


def _for_reviewer(entry: ProgressEntry, by: User) -> ProgressEntry:
    if not by.has_permission(Permission.REVIEW_PROGRESS):
        raise PermissionDenied
    return lock(entry)


@transaction.atomic
def add_evidence(entry: ProgressEntry, *, by: User, upload: Upload, caption: str = "") -> EntryEvidence:
    """A file; the same upload again is the same evidence. Effects: the evidence."""
    locked = locked_for(entry, by)
    given = {"caption": caption.strip(), "added_by": by}
    return EntryEvidence.objects.get_or_create(entry=locked, upload=upload, defaults=given)[0]


@transaction.atomic
def strike_evidence(entry: ProgressEntry, evidence_id: uuid.UUID, *, by: User) -> bool:
    """Added by mistake: it stays in the history and is shown to nobody. False when it was struck before."""
    locked = locked_for(entry, by)
    standing = EntryEvidence.objects.filter(entry=locked, pk=evidence_id, struck_at__isnull=True)
    return bool(standing.update(struck_at=timezone.now(), struck_by=by))
