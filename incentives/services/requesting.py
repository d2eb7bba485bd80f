"""An enterprise asks for a programme, agrees to what is shared and how long, and can take both back."""

import uuid
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.services import telling
from compliance.services.refusing import Refused
from enterprises.models import Enterprise
from enterprises.perms import can_manage_enterprise
from incentives.entitlement import State, entitlement_to
from incentives.enums import RequestState
from incentives.models import IncentiveRequest, Programme
from incentives.services import request_messages
from incentives.services.programmes import is_in_force
from incentives.workflow import REQUEST
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.law.book import value_or
from nssf_portal.references import new_reference
from nssf_portal.ui.templatetags.ui import long_date

OPEN = (RequestState.PROPOSED, RequestState.GRANTED)
ASKED, ENDED = "benefit.asked", "benefit.consent_ended"


def first_consent_day() -> date:
    """What the form proposes."""
    return timezone.localdate() + timedelta(days=int(value_or("incentive.consent_days", 90)))


def last_consent_day() -> date:
    """The law book's longest consent, counted from today."""
    return timezone.localdate() + timedelta(days=int(value_or("incentive.consent_days_most", 180)))


def open_request(enterprise: Enterprise, code: str) -> IncentiveRequest | None:
    """The one request for this programme, in whatever version, that is not finished."""
    rows = IncentiveRequest.objects.filter(enterprise=enterprise, programme__code=code, state__in=OPEN)
    return rows.select_related("programme", "institution").first()


def purpose_of(programme: Programme) -> str:
    """What the enterprise agrees to, in its own language."""
    named = {"programme": programme.name, "institution": programme.institution.name if programme.institution else ""}
    return (_("So that %(institution)s can decide on: %(programme)s") % named)[:300]


@transaction.atomic
def ask(
    *,
    enterprise: Enterprise,
    programme: Programme,
    by: User,
    submission_id: uuid.UUID,
    amount: int | None = None,
    note: str = "",
    consent_until: date,
    contact_name: str = "",
    contact_phone: str = "",
) -> IncentiveRequest:
    """Effects: the request, waiting for an officer, with consent; messages to who acts for the enterprise.

    The same submission is the same request. Nothing is shared before a second person of the Fund sends it."""
    if not can_manage_enterprise(by, enterprise):
        raise PermissionDenied
    Enterprise.objects.select_for_update(of=("self",), no_key=True).get(pk=enterprise.pk)  # a double click waits here
    if known := IncentiveRequest.objects.filter(submission_id=submission_id, proposed_by=by).first():
        return known
    _checked(enterprise, programme, amount, consent_until)
    with acting(by=by, action="incentive.ask"):
        made = IncentiveRequest.objects.create(
            submission_id=submission_id,
            reference=new_reference("INC", letters=7),
            programme=programme,
            institution=programme.institution,
            enterprise=enterprise,
            amount=amount,
            note=note.strip()[:500],
            contact_name=contact_name.strip()[:120],
            contact_phone=contact_phone,
            proposed_by=by,
            consent_purpose=purpose_of(programme),
            consent_until=consent_until,
        )
    telling.representatives(enterprise, ASKED, event=f"incentive:{made.pk}:asked", number=made.reference)
    return made


def _checked(enterprise: Enterprise, programme: Programme, amount: int | None, consent_until: date) -> None:
    if not programme.takes_requests or programme.institution is None:
        raise Refused(_("This programme is information only. The institution is asked directly."), programme, "ask")
    if not is_in_force(programme):
        raise Refused(_("This programme is not in force today."), programme, "ask")
    if there := open_request(enterprise, programme.code):
        text = _("You asked for this already: %(number)s. Follow that request.")
        raise Refused(text % {"number": there.reference}, there, "ask")
    if amount is not None and amount <= 0:
        raise Refused(_("The amount must be more than zero."), programme, "ask")
    check_consent(consent_until)
    told = entitlement_to(programme, enterprise, timezone.localdate())
    if told.state == State.MISSING:
        raise Refused(told.next_step, programme, "ask")


def check_consent(until: date) -> None:
    """A consent has an end that is near enough to be remembered."""
    if until <= timezone.localdate():
        raise Refused(_("Choose a day to come."))
    if until > (last := last_consent_day()):
        raise Refused(_("Consent lasts until %(day)s at the longest.") % {"day": long_date(last)})


@transaction.atomic
def withdraw(request: IncentiveRequest, *, by: User) -> IncentiveRequest:
    """Effects: state; the consent ends too, so that the institution sees nothing more."""
    locked = _locked(request, by)
    with acting(by=by, action="incentive.withdraw"):
        REQUEST.move(locked, "withdraw", **_ended(locked, by))
    request_messages.tell_institution_of_end(locked)
    return locked


@transaction.atomic
def end_consent(request: IncentiveRequest, *, by: User) -> IncentiveRequest:
    """Effects: the institution sees nothing more from now on. A request still open cannot go on: it is withdrawn."""
    locked = _locked(request, by)
    if not holds(locked):
        raise Refused(_("The consent has ended already."), locked, "end_consent")
    if locked.state in OPEN:
        return withdraw(locked, by=by)
    with acting(by=by, action="incentive.end_consent"):
        for name, value in _ended(locked, by).items():
            setattr(locked, name, value)
        locked.save(update_fields=["consent_ended_at", "consent_ended_by"])
    telling.representatives(locked.enterprise, ENDED, event=f"incentive:{locked.pk}:ended", number=locked.reference)
    request_messages.tell_institution_of_end(locked)
    return locked


def holds(request: IncentiveRequest) -> bool:
    """The consent was neither taken back nor has its day passed."""
    return request.consent_ended_at is None and request.consent_until >= timezone.localdate()


def _ended(request: IncentiveRequest, by: User) -> dict:
    if request.consent_ended_at:
        return {}
    return {"consent_ended_at": timezone.now(), "consent_ended_by": by}


def _locked(request: IncentiveRequest, by: User) -> IncentiveRequest:
    rows = IncentiveRequest.objects.select_for_update(of=("self",)).select_related("enterprise")
    locked = rows.get(pk=request.pk)
    if not can_manage_enterprise(by, locked.enterprise):
        raise PermissionDenied
    return locked
