"""Applications that wait: for a certificate that comes later, for a silent employer; and drafts left behind."""

import datetime
import uuid
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.documents import vault
from nssf_portal.exchange.identity.informal import CertificateAnswer, find_certificate
from nssf_portal.identifiers.models import Identifier
from nssf_portal.law.book import value_or
from nssf_portal.workflow import NotPossible
from registration.checks.identity import has_consented
from registration.enums import ApplicationState, ConsentPurpose, WaitsFor
from registration.models import Application, ApplicationNumber, Interest
from registration.services import application_deciding as deciding

_CERTIFICATE = Identifier.Kind.INFORMAL_CERTIFICATE
FOUND, UNKNOWN, LATER = "found", "unknown", "later"


def give_certificate(application: Application, number: str, *, by: User | None = None) -> str:
    """The number that a sent application waited for. `found`: checked again at once; `later`: the platform does not
    answer now, it is asked every day; `unknown`: not kept, for it is mistyped or not issued yet.

    Raises NotPossible when the application does not wait for a certificate any more."""
    answer = find_certificate(number, by=by) if _may_ask(application) else None
    if answer and not answer.found and not answer.unavailable:
        return UNKNOWN
    with transaction.atomic():
        locked = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
        if locked.waits_for != WaitsFor.CERTIFICATE:
            raise NotPossible(locked, "give_certificate")
        with acting(by=by, action="application.certificate"):
            locked.numbers.filter(kind=_CERTIFICATE).delete()
            ApplicationNumber.of(locked, _CERTIFICATE, number).save()
    return _resume(application, answer, by)


def _may_ask(application: Application) -> bool:
    """Who did not consent is not asked about; an officer looks at the number."""
    return has_consented(application, ConsentPurpose.INFORMAL_PLATFORM)


def _resume(application: Application, answer: CertificateAnswer | None, by: User | None) -> str:
    if answer and answer.unavailable:
        return LATER
    deciding.resume(application, by=by)
    return FOUND


def resume_waiting() -> dict[str, int]:
    """Once a day: ask again about certificates, and hand to an officer whatever waited too long."""
    today = timezone.localdate()
    resumed = [_recheck(application) for application in _certificates_waiting(today)]
    overdue = list(_waited_too_long(today))
    for application in overdue:
        deciding.give_up_waiting(application)
    return {"resumed": sum(resumed), "given_up": len(overdue)}


def delete_old_drafts() -> int:
    """A draft nobody goes on with is nobody's record: it goes with its numbers, pages, consents, wishes and files."""
    days = int(value_or("application.draft_kept", 90))
    before = timezone.now() - datetime.timedelta(days=days)
    old = Application.objects.filter(state=ApplicationState.DRAFT, created_at__lt=before)
    found = list(old.exclude(steps__answered_at__gte=before).values_list("pk", flat=True))
    return sum(_delete_draft(key) for key in found)


@transaction.atomic
def _delete_draft(key: uuid.UUID) -> bool:
    """False when it was sent since it was found."""
    locked = Application.objects.select_for_update(of=("self",)).filter(pk=key, state=ApplicationState.DRAFT)
    application = locked.first()
    if application is None:
        return False
    with acting(by=None, action="application.draft_deleted"):
        uploads = [document.upload for document in application.documents.select_related("upload")]
        application.documents.all().delete()
        application.consents.all().delete()
        Interest.objects.filter(application=application).update(application=None)
        application.delete()
    for upload in uploads:
        transaction.on_commit(partial(vault.drop, upload.stored))
        upload.delete()
    return True


def _recheck(application: Application) -> bool:
    number = application.number_of(_CERTIFICATE)
    if number is None or not _may_ask(application) or find_certificate(number.reveal()).unavailable:
        return False
    deciding.resume(application)
    return True


def _certificates_waiting(today: datetime.date) -> QuerySet[Application]:
    waiting = Application.objects.filter(waits_for=WaitsFor.CERTIFICATE, waits_until__gte=today)
    return waiting.filter(numbers__kind=_CERTIFICATE).prefetch_related("numbers")


def _waited_too_long(today: datetime.date) -> QuerySet[Application]:
    return Application.objects.exclude(waits_for="").filter(waits_until__lt=today)
