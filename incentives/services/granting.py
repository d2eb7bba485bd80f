"""A request goes to the institution, or not: decided by a second person; what is shown is frozen that day."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance import perms
from compliance.services.refusing import Refused
from incentives.entitlement import State, entitlement_to
from incentives.enums import RequestState
from incentives.models import IncentiveRequest
from incentives.services import request_messages as telling
from incentives.sharing import stand_of
from incentives.workflow import REQUEST
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import acting
from nssf_portal.law.book import value_or
from nssf_portal.law.clock import add_days

ANSWER_DAYS = "incentive.answer_days"


def works_there(request: IncentiveRequest, user: User, permission: Permission) -> bool:
    """Holds the permission at the enterprise's place and is not tied to the enterprise."""
    enterprise = request.enterprise
    return perms.serves(user, permission, enterprise.commune_code) and not perms.is_tied(user, enterprise)


def is_second(request: IncentiveRequest, user: User) -> bool:
    """May send it or take it back: a decider of the place who did not ask for it."""
    decides = works_there(request, user, Permission.DECIDE_INCENTIVES)
    return decides and request.proposed_by_id != user.pk


def consent_holds(request: IncentiveRequest) -> bool:
    return request.consent_ended_at is None and request.consent_until >= timezone.localdate()


@transaction.atomic
def send(request: IncentiveRequest, *, by: User) -> IncentiveRequest:
    """Effects: state; standing, its day and the size band frozen as of today; messages to both sides."""
    request = _lock(request)
    _require(request, by, Permission.DECIDE_INCENTIVES)
    if request.proposed_by_id == by.pk:
        raise Refused(_("Another person sends it: you asked for it."), request, "grant")
    if not consent_holds(request):
        raise Refused(_("The enterprise's consent is over, so nothing may be sent."), request, "grant")
    today = timezone.localdate()
    told = entitlement_to(request.programme, request.enterprise, today)
    if told.state == State.MISSING:
        text = _("A condition is not met today: %(missing)s")
        raise Refused(text % {"missing": told.next_step}, request, "grant")
    stand = stand_of(request.enterprise, today)
    shown = {"shared_standing": stand.standing, "shared_on": stand.on, "shared_size": stand.size}
    granted = {"granted_at": timezone.now(), "granted_by": by}
    answer_by = min(add_days(today, int(value_or(ANSWER_DAYS, 30)), working=False), request.consent_until)
    with acting(by=by, action="incentive.send"):
        REQUEST.move(request, "grant", answer_by=answer_by, **shown, **granted)
    telling.tell_employer(request, telling.SENT)
    telling.tell_institution(request, telling.ASKED)
    return request


@transaction.atomic
def refuse(request: IncentiveRequest, *, by: User, reason: str) -> IncentiveRequest:
    """It is not sent, and why. Effects: state with the reason; a message to the enterprise."""
    request = _lock(request)
    _require(request, by, Permission.WORK_INCENTIVES)
    if request.proposed_by_id == by.pk:
        raise Refused(_("Another person decides: you asked for it."), request, "refuse")
    decided = {"refused_at": timezone.now(), "refused_by": by, "refused_reason": _reason(request, reason, "refuse")}
    with acting(by=by, action="incentive.refuse"):
        REQUEST.move(request, "refuse", **decided)
    telling.tell_employer(request, telling.REFUSED)
    return request


@transaction.atomic
def revoke(request: IncentiveRequest, *, by: User, reason: str) -> IncentiveRequest:
    """Taken back from the institution at once, and why. Effects: state with the reason; messages to both sides."""
    request = _lock(request)
    _require(request, by, Permission.DECIDE_INCENTIVES)
    if request.proposed_by_id == by.pk:
        raise Refused(_("Another person decides: you asked for it."), request, "revoke")
    revoked = {"revoked_at": timezone.now(), "revoked_by": by, "revoked_reason": _reason(request, reason, "revoke")}
    with acting(by=by, action="incentive.revoke"):
        REQUEST.move(request, "revoke", **revoked)
    telling.tell_employer(request, telling.REVOKED)
    telling.tell_institution_of_end(request)
    return request


def acts(request: IncentiveRequest, user: User) -> list[str]:
    """What this person may do now."""
    other = request.proposed_by_id != user.pk
    works = other and works_there(request, user, Permission.WORK_INCENTIVES)
    second = is_second(request, user)
    may = {"send": second and consent_holds(request), "refuse": works, "revoke": second}
    moves = {"send": "grant", "refuse": "refuse", "revoke": "revoke"}
    return [act for act, allowed in may.items() if allowed and REQUEST.allows(request, moves[act])]


def who_is_next(request: IncentiveRequest, user: User) -> str:
    """Whose turn it is, when it is not this person's; empty when nobody's or one's own."""
    if request.state == RequestState.PROPOSED:
        if not consent_holds(request):
            return _(
                "The consent is over. Nothing may be sent; refuse it with this reason, so that they can ask again."
            )
        if request.proposed_by_id == user.pk:
            return _("You asked for this. Another person sends it or refuses it.")
        if not is_second(request, user):
            return _("A chief of incentives for this place sends it. You may refuse it with a reason.")
    return ""


def _require(request: IncentiveRequest, by: User, permission: Permission) -> None:
    if not works_there(request, by, permission):
        raise PermissionDenied


def _reason(request: IncentiveRequest, text: str, move: str) -> str:
    if not text.strip():
        raise Refused(_("Write why."), request, move)
    return text.strip()[:500]


def _lock(request: IncentiveRequest) -> IncentiveRequest:
    rows = IncentiveRequest.objects.select_for_update(of=("self",))
    return rows.select_related("enterprise", "programme", "institution").get(pk=request.pk)
