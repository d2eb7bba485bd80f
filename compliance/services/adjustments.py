"""Relief with its legal ground: proposed by one, granted by a second person; it deletes nothing it relieves."""

import uuid
from collections.abc import Sequence
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance import perms
from compliance.enums import AdjustmentKind, AdjustmentState, Entry, FineState
from compliance.models import Adjustment, Fine, SuspendedContract
from compliance.services import entries, fines, telling
from compliance.services.refusing import Refused
from compliance.workflow import ADJUSTMENT
from enterprises.models import Enterprise
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import acting
from nssf_portal.ui import slots
from registration.models import Employment

_BLOCK = 2_000
DECIDED = "adjustment.decided"  # the slot for apps above: `(adjustment, by) -> bool`, in the deciding transaction


@transaction.atomic
def adjust(
    *,
    enterprise: Enterprise,
    kind: str,
    legal_ground: str,
    reason: str,
    by: User,
    submission_id: uuid.UUID,
    fine: Fine | None = None,
    from_month: date | None = None,
    to_month: date | None = None,
    employments: Sequence[Employment] = (),
) -> Adjustment:
    """Propose relief of a fine, or of months; the same submission is the same proposal. Nothing is relieved yet.

    Who may propose is the caller's question; a second person decides (`grant`). Effects: the adjustment, and the
    suspended contracts it names."""
    if fine:
        Fine.objects.select_for_update(of=("self",)).get(pk=fine.pk)  # a double click waits, and finds the first
    if known := Adjustment.objects.filter(submission_id=submission_id, proposed_by=by).first():
        return known
    _checked(enterprise, kind, legal_ground, reason, fine, from_month, to_month)
    _contracts(enterprise, kind, employments)
    with acting(by=by, action="adjustment.propose"):
        made = Adjustment.objects.create(
            submission_id=submission_id,
            enterprise=enterprise,
            kind=kind,
            fine=fine,
            from_month=from_month and from_month.replace(day=1),
            to_month=to_month and to_month.replace(day=1),
            legal_ground=legal_ground.strip()[:300],
            reason=reason.strip()[:500],
            proposed_by=by,
        )
    named = [SuspendedContract(adjustment=made, employment=one) for one in employments]
    SuspendedContract.objects.bulk_create(named, batch_size=_BLOCK)
    return made


def _checked(
    enterprise: Enterprise,
    kind: str,
    legal_ground: str,
    reason: str,
    fine: Fine | None,
    from_month: date | None,
    to_month: date | None,
) -> None:
    if not legal_ground.strip() or not reason.strip():
        raise Refused(_("Relief needs its legal ground and a reason."), enterprise, "adjust")
    if kind == AdjustmentKind.FINE_RELIEF:
        _of_a_fine(enterprise, fine)
    elif fine is not None or from_month is None:
        raise Refused(_("Say from which month this counts."), enterprise, "adjust")
    if from_month and to_month and to_month < from_month:
        raise Refused(_("The last month comes before the first."), enterprise, "adjust")


def _contracts(enterprise: Enterprise, kind: str, employments: Sequence[Employment]) -> None:
    if (kind == AdjustmentKind.CONTRACTS) != bool(employments):
        raise Refused(_("Say whose contracts are suspended."), enterprise, "adjust")
    if any(one.enterprise_id != enterprise.pk for one in employments):
        raise Refused(_("One of these workers is not on the staff list of this enterprise."), enterprise, "adjust")


def _of_a_fine(enterprise: Enterprise, fine: Fine | None) -> None:
    if fine is None or fine.case.enterprise_id != enterprise.pk:
        raise Refused(_("Say which fine of this enterprise."), enterprise, "adjust")
    fine = Fine.objects.get(pk=fine.pk)  # locked by the caller
    if fine.state not in (FineState.CONFIRMED, FineState.PART_PAID):
        raise Refused(_("Only a confirmed fine that is not paid in full can be relieved."), fine, "relieve")
    if fine.adjustments.filter(state=AdjustmentState.PROPOSED).exists():
        raise Refused(_("Relief of this fine waits for a decision already."), fine, "relieve")


def may_decide(adjustment: Adjustment, user: User) -> bool:
    """A second person of the place, not tied to the enterprise."""
    return adjustment.proposed_by_id != user.pk and decides_there(adjustment, user)


def decides_there(adjustment: Adjustment, user: User) -> bool:
    """Grants relief at the place and is not tied to the enterprise."""
    enterprise = adjustment.enterprise
    here = perms.serves(user, Permission.GRANT_RELIEF, enterprise.commune_code)
    return here and not perms.is_tied(user, enterprise)


def _require_second(adjustment: Adjustment, by: User) -> None:
    if not decides_there(adjustment, by):
        raise PermissionDenied
    if adjustment.proposed_by_id == by.pk:
        raise Refused(_("Another person decides: you proposed this relief."), adjustment, "grant")


@transaction.atomic
def grant(adjustment: Adjustment, *, by: User, reason: str = "") -> Adjustment:
    """Effects: state; the fine it names is relieved; an entry of the case; messages to the representatives."""
    adjustment = _lock(adjustment)
    _require_second(adjustment, by)
    decided = {"decided_at": timezone.now(), "decided_by": by, "decided_reason": reason.strip()[:500]}
    with acting(by=by, action="adjustment.grant"):
        ADJUSTMENT.move(adjustment, "grant", **decided)
        if fine := adjustment.fine:
            owed = fine.owed
            fines.relieve(fine)
            _note(adjustment, by=by, number=owed)
    if not _decided(adjustment, by):
        _tell(adjustment, "compliance.relief")
    return adjustment


@transaction.atomic
def refuse(adjustment: Adjustment, *, by: User, reason: str) -> Adjustment:
    """Effects: state with the reason; what was to be relieved stands; who asked for it goes on with the answer."""
    adjustment = _lock(adjustment)
    _require_second(adjustment, by)
    if not reason.strip():
        raise Refused(_("Write why."), adjustment, "refuse")
    decided = {"decided_at": timezone.now(), "decided_by": by, "decided_reason": reason.strip()[:500]}
    with acting(by=by, action="adjustment.refuse"):
        ADJUSTMENT.move(adjustment, "refuse", **decided)
    _decided(adjustment, by)
    return adjustment


@transaction.atomic
def revoke(adjustment: Adjustment, *, by: User, reason: str) -> Adjustment:
    """Effects: state with the reason; the fine stands again with what was paid of it; an entry; messages."""
    adjustment = _lock(adjustment)
    if not decides_there(adjustment, by):
        raise PermissionDenied
    if not reason.strip():
        raise Refused(_("Write why."), adjustment, "revoke")
    revoked = {"revoked_at": timezone.now(), "revoked_by": by, "revoked_reason": reason.strip()[:500]}
    with acting(by=by, action="adjustment.revoke"):
        ADJUSTMENT.move(adjustment, "revoke", **revoked)
        if fine := adjustment.fine:
            standing = fines.reinstate(fine)
            _note(adjustment, by=by, number=-standing.owed)
    if not _decided(adjustment, by):
        _tell(adjustment, "compliance.relief_revoked")
    return adjustment


def _decided(adjustment: Adjustment, by: User) -> bool:
    """Apps above in which somebody asked for this relief go on with it; True when one of them told the employer."""
    told = [follow(adjustment, by) for follow in slots.registered(DECIDED)]  # each of them, not only up to the first
    return any(told)


def _note(adjustment: Adjustment, *, by: User, number: int) -> None:
    fine = adjustment.fine
    if fine:
        entries.note(
            fine.case, Entry.RELIEVED, by=by, text=adjustment.legal_ground, number=number, reference=fine.number
        )


def _tell(adjustment: Adjustment, template: str) -> None:
    number = adjustment.fine.number if adjustment.fine else ""
    telling.representatives(
        adjustment.enterprise, template, event=f"adjustment:{adjustment.pk}:{adjustment.state}", number=number
    )


def _lock(adjustment: Adjustment) -> Adjustment:
    rows = Adjustment.objects.select_for_update(of=("self",)).select_related("enterprise", "fine__case")
    return rows.get(pk=adjustment.pk)
