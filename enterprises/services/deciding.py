"""What officers do with a claim: approve, return with exact questions, or propose a refusal that a second decides."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from enterprises.models import Claim
from enterprises.services import claims, telling
from enterprises.workflow import CLAIM
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import acting
from nssf_portal.work import services as work
from nssf_portal.work.models import WorkItem
from nssf_portal.workflow import NotPossible

# What can be sent back for, by the name of the page that asks it.
RETURNABLE = ("person", "data", "document")


def _may_decide(claim: Claim, by: User, permission: str = Permission.DECIDE_WORK) -> None:
    """Nobody decides a claim of their own."""
    if not by.has_permission(permission) or claim.user_id == by.pk:
        raise PermissionDenied


def _item(claim: Claim) -> WorkItem:
    """Whatever was sent to the Fund has its item in the queue."""
    if claim.work_item is None:
        raise NotPossible(claim, "decide")
    return claim.work_item


@transaction.atomic
def approve(claim: Claim, *, by: User, reason: str = "") -> Claim:
    """Raises NotPossible when somebody was faster, BlockExhausted when there is no number left."""
    _may_decide(claim, by)
    with acting(by=by, action="claim.approve", claim=str(claim.pk), reason=reason):
        Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
        claim.refresh_from_db()
        decided = {"decided_at": timezone.now(), "decided_by": by, "decision_reason": reason[:500]}
        if CLAIM.allows(claim, "approve"):
            decided["enterprise"] = claims.take_up(claim, by=by, decided_by=by)
        CLAIM.transition(claim, "approve", **decided)
        work.finish(_item(claim), decision="approve", reason=reason, by=by)
    telling.tell_claimant(claim, "approved")
    return claim


@transaction.atomic
def send_back(claim: Claim, *, fields: Sequence[str], why: str, by: User) -> Claim:
    """The person answers exactly these pages; the clock stands still meanwhile."""
    _may_decide(claim, by)
    named = [name for name in fields if name in RETURNABLE]
    with acting(by=by, action="claim.return", claim=str(claim.pk), reason=why):
        CLAIM.transition(claim, "return", returned_fields=named, returned_why=why[:500])
        work.ask(_item(claim), reason=why, by=by)
    telling.tell_claimant(claim, "returned")
    return claim


@transaction.atomic
def propose_refusal(claim: Claim, *, reason: str, by: User) -> Claim:
    _may_decide(claim, by)
    with acting(by=by, action="claim.propose_refusal", claim=str(claim.pk), reason=reason):
        CLAIM.transition(claim, "propose_refusal")
        work.propose(_item(claim), decision="refuse", reason=reason, by=by)
    return claim


@transaction.atomic
def confirm_refusal(claim: Claim, *, by: User) -> Claim:
    """The second person; never the first (work.confirm and the database say so)."""
    _may_decide(claim, by, Permission.DECIDE_SECOND)
    item = _item(claim)
    with acting(by=by, action="claim.refuse", claim=str(claim.pk)):
        work.confirm(item, by=by)
        decided = {"decided_at": timezone.now(), "decided_by": by, "decision_reason": item.first_reason}
        CLAIM.transition(claim, "refuse", **decided)
    telling.tell_claimant(claim, "refused")
    return claim


@transaction.atomic
def reject_refusal(claim: Claim, *, reason: str, by: User) -> Claim:
    """The second person disagrees: back to the queue, the first decision is void."""
    _may_decide(claim, by, Permission.DECIDE_SECOND)
    if _item(claim).first_by_id == by.pk:
        raise PermissionDenied
    with acting(by=by, action="claim.reject_refusal", claim=str(claim.pk), reason=reason):
        CLAIM.transition(claim, "reject_refusal")
        work.send_back(_item(claim), reason=reason, by=by)
    return claim
