"""Complaints about the Fund's own work: taken from anybody, answered by people who are not complained of."""

import hmac
import uuid
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from nssf_portal.accounts.models import Office, User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import acting
from nssf_portal.identifiers.crypto import blind_index
from nssf_portal.khmer.digits import to_latin_digits
from nssf_portal.law import clock
from nssf_portal.references import new_reference, normalise
from registration.enums import Channel
from registration.models import Complaint
from registration.workflow_service import COMPLAINT

_SIGNS = 8


@transaction.atomic
def complain(
    *,
    about: str,
    text: str,
    submission_id: uuid.UUID,
    office: Office | None = None,
    person_typed: str = "",
    contact: str = "",
    language: str = "km",
    channel: str = Channel.WEB,
    taken_by: User | None = None,
) -> Complaint:
    """Keep a complaint; the same submission is the same complaint. Nobody need say who they are."""
    if known := Complaint.objects.filter(submission_id=submission_id).first():
        return known
    with acting(by=taken_by, action="complaint.take_in"):
        made = Complaint(
            reference=new_reference("CMP", letters=6),
            submission_id=submission_id,
            about=about,
            text=text,
            office=office,
            person_typed=person_typed,
            language=language,
            channel=channel,
            taken_by=taken_by,
            due_on=clock.deadline("sla.complaint_answer", timezone.localdate()),
        )
        made.code_digest = _digest(made, code_of(made))
        made.seal(contact)
        made.save(force_insert=True)
    return made


def code_of(complaint: Complaint) -> str:
    """Eight digits for whoever sent it, made from what was sent: shown again on a retry, kept nowhere in clear."""
    number = blind_index("complaint-code", str(complaint.submission_id)).int
    return f"{number % 10**_SIGNS:0{_SIGNS}d}"


def find(reference: str, code: str) -> Complaint | None:
    """The complaint for both together; which of them is wrong is not said. The caller counts the attempts."""
    found = Complaint.objects.filter(reference=normalise(reference)).first()
    typed = "".join(sign for sign in to_latin_digits(code) if sign.isdigit())
    if found is None:
        return None
    return found if hmac.compare_digest(found.code_digest.bytes, _digest(found, typed).bytes) else None


def look(complaint: Complaint, *, by: User) -> Complaint:
    _may_handle(complaint, by)
    with acting(by=by, action="complaint.look"):
        return COMPLAINT.transition(complaint, "look", handled_by=by)


@transaction.atomic
def concern(complaint: Complaint, *, office: Office | None, person: User | None, by: User) -> None:
    """Say whom it is about, once it is known: from then on it is out of their reach."""
    _may_handle(complaint, by)
    with acting(by=by, action="complaint.concern"):
        complaint.office, complaint.person = office, person
        complaint.save(update_fields=["office", "person"])


def answer(complaint: Complaint, *, text: str, by: User) -> Complaint:
    """What we found and did, in words that the person who complained reads."""
    _may_handle(complaint, by)
    with acting(by=by, action="complaint.answer"):
        said = {"answer": text[:2000], "answered_at": timezone.now(), "answered_by": by}
        return COMPLAINT.transition(complaint, "answer", handled_by=complaint.handled_by or by, **said)


def close(complaint: Complaint, *, by: User) -> Complaint:
    _may_handle(complaint, by)
    with acting(by=by, action="complaint.close"):
        return COMPLAINT.transition(complaint, "close", closed_at=timezone.now())


def counts(month: date, kind: str = "") -> dict[str, int]:
    """For reports: received in a month (any day of it), answered of them, and answered or still waiting too late."""
    first = month.replace(day=1)
    after = first.replace(year=first.year + 1, month=1) if first.month == 12 else first.replace(month=first.month + 1)
    of_month = Complaint.objects.filter(received_at__date__gte=first, received_at__date__lt=after)
    if kind:
        of_month = of_month.filter(about=kind)
    late = Q(answered_at__date__gt=F("due_on")) | Q(answered_at=None, due_on__lt=timezone.localdate())
    return of_month.aggregate(
        received=Count("id"), answered=Count("id", filter=Q(answered_at__isnull=False)), late=Count("id", filter=late)
    )


def _may_handle(complaint: Complaint, by: User) -> None:
    """Nobody who may not see it, however they came by its number."""
    if not by.has_permission(Permission.HANDLE_COMPLAINTS):
        raise PermissionDenied
    if not Complaint.objects.visible_to(by).filter(pk=complaint.pk).exists():
        raise PermissionDenied


def _digest(complaint: Complaint, code: str) -> uuid.UUID:
    return blind_index("complaint-check", f"{complaint.pk}:{code}")
