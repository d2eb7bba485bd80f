"""The enterprise answers a request: its data are confirmed as of today, or the letter was wrong, and why."""

import hmac
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from enterprises.enums import RequestState, SettledBy
from enterprises.models import ConfirmationRequest
from enterprises.services.rounds import digest, tidy_code
from enterprises.workflow import CONFIRMATION_REQUEST
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.ids import uuid7
from nssf_portal.references import normalise
from nssf_portal.work import services as work

WORK_KIND = "reregistration"


def find(reference: str, code: str) -> ConfirmationRequest | None:
    """The request whose letter carries this code; None for all that is wrong, whichever it is."""
    tidy = normalise(reference)
    found = ConfirmationRequest.objects.filter(reference=tidy).first() if tidy else None
    right = hmac.compare_digest(digest(found.pk if found else uuid7(), tidy_code(code)), _expected(found))
    return found if found and right else None


def _expected(found: ConfirmationRequest | None) -> str:
    return found.code_digest if found else "-" * 32


@transaction.atomic
def opened(request: ConfirmationRequest, *, by: User | None) -> ConfirmationRequest:
    """Somebody holds the letter: it has arrived, whether or not the officer said that it was posted."""
    with acting(by=by, action="confirmation.open", request=str(request.pk)):
        locked = _locked(request)
        now = timezone.now()
        if locked.state == RequestState.READY:
            CONFIRMATION_REQUEST.move(locked, "send", sent_at=now)
        if locked.state == RequestState.SENT:
            CONFIRMATION_REQUEST.move(locked, "open", opened_at=now)
    return locked


@transaction.atomic
def confirm(request: ConfirmationRequest, *, values: Mapping[str, Any], by: User | None) -> ConfirmationRequest:
    """Every value holds from now on as the enterprise's own word; a second answer changes nothing.

    Effects: settlements, the enterprise and its own word, the request's state. Raises NotPossible when it is over."""
    from enterprises.services.settling import settle_many

    with acting(by=by, action="confirmation.confirm", request=str(request.pk)):
        locked = _locked(request)
        if locked.state == RequestState.CONFIRMED:
            return locked
        CONFIRMATION_REQUEST.move(locked, "confirm", answered_at=timezone.now(), answered_by=by)
        enterprise = locked.enterprise
        said = {name: value for name, value in values.items() if _is_said(value) or _is_said(getattr(enterprise, name))}
        settle_many(enterprise=enterprise, values=said, kind=SettledBy.ENTERPRISE, by=by)
    return locked


def _is_said(value: Any) -> bool:
    return value not in ("", None)


@transaction.atomic
def say_wrong(request: ConfirmationRequest, *, why: str, by: User | None) -> ConfirmationRequest:
    """Not this enterprise, closed, or somewhere else: an officer of the place looks into it."""
    with acting(by=by, action="confirmation.wrong", request=str(request.pk)):
        locked = _locked(request)
        if locked.state == RequestState.WRONG:
            return locked
        now = timezone.now()
        CONFIRMATION_REQUEST.move(locked, "say_wrong", answered_at=now, answered_by=by, wrong_why=why[:300])
        work.open_item(
            kind=WORK_KIND,
            subject_id=locked.pk,
            label=f"{locked.reference} {locked.enterprise.name}",
            place_code=locked.enterprise.commune_code,
            by=by,
        )
    return locked


def _locked(request: ConfirmationRequest) -> ConfirmationRequest:
    rows = ConfirmationRequest.objects.select_for_update(of=("self",)).select_related("enterprise", "round")
    return rows.get(pk=request.pk)
