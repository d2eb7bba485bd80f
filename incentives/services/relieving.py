"""Relief that an employer asks for: an officer proposes it, a second person grants it through compliance."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance import perms
from compliance.declaring import months
from compliance.enums import AdjustmentKind, FineState
from compliance.models import Adjustment, Fine
from compliance.services import adjustments, telling
from compliance.services.refusing import Refused
from enterprises.models import Enterprise
from enterprises.perms import can_manage_enterprise
from incentives.enums import ReliefKind, ReliefState
from incentives.models import ReliefContract, ReliefDocument, ReliefReason, ReliefRequest
from incentives.workflow import RELIEF
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import acting
from nssf_portal.documents import services as documents
from nssf_portal.law.book import value_or
from nssf_portal.references import new_reference
from registration.models import Employment

ADJUSTS = {
    ReliefKind.PENALTY: AdjustmentKind.FINE_RELIEF,
    ReliefKind.LATENESS: AdjustmentKind.LATE_ACCEPTED,
    ReliefKind.INTEREST: AdjustmentKind.INTEREST_RELIEF,
    ReliefKind.CONTRACTS: AdjustmentKind.CONTRACTS,
}
OPEN = (ReliefState.ASKED, ReliefState.PROPOSED, ReliefState.GRANTED)
_WAITING = (ReliefState.ASKED, ReliefState.PROPOSED)
_BLOCK = 2_000


def in_force(on: date | None = None) -> "Iterable[ReliefReason]":
    """Reasons accepted on a day, in their order."""
    on = on or timezone.localdate()
    begun = ReliefReason.objects.filter(valid_from__lte=on)
    return begun.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def span(enterprise: Enterprise, kind: str, today: date | None = None) -> tuple[date, date] | None:
    """The first and the last month that can be asked for; only suspended contracts reach ahead."""
    first = months.first_due(enterprise)
    if first is None:
        return None
    now = months.first_of(today or timezone.localdate())
    back = months.after(now, -int(value_or("relief.months_back", 12)))
    ahead = int(value_or("relief.months_most", 12)) - 1 if kind == ReliefKind.CONTRACTS else 0
    return max(first, back), months.after(now, ahead)


def fines_to_ask(enterprise: Enterprise) -> "Iterable[Fine]":
    """Confirmed fines of the enterprise for which no request and no relief waits."""
    asked = ReliefRequest.objects.filter(fine__isnull=False, state__in=OPEN).values("fine")
    proposed = Adjustment.objects.filter(fine__isnull=False, state="proposed").values("fine")
    unpaid = Fine.objects.unpaid().filter(case__enterprise=enterprise)
    return unpaid.exclude(pk__in=asked).exclude(pk__in=proposed).order_by("due_on", "id")


@transaction.atomic
def ask(
    *,
    enterprise: Enterprise,
    kind: str,
    reason: ReliefReason,
    text: str,
    by: User,
    submission_id: uuid.UUID,
    fine: Fine | None = None,
    from_month: date | None = None,
    to_month: date | None = None,
    employments: Sequence[Employment] = (),
    files: Sequence[UploadedFile] = (),
) -> ReliefRequest:
    """What the employer asks for, with papers; the same submission is the same request. Nothing is relieved yet.

    Effects: the request, its papers, the contracts it names."""
    if not can_manage_enterprise(by, enterprise):
        raise PermissionDenied
    Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise.pk)  # a double click waits for the first
    if known := ReliefRequest.objects.filter(submission_id=submission_id, enterprise=enterprise).first():
        return known
    _reason_holds(enterprise, kind, reason, text, files)
    if kind == ReliefKind.PENALTY:
        from_month = to_month = None
        _fine_can_be_asked(enterprise, fine)
    else:
        fine = None
        _months_can_be_asked(enterprise, kind, from_month, to_month, employments)
    with acting(by=by, action="relief.ask"):
        made = ReliefRequest.objects.create(
            submission_id=submission_id,
            reference=new_reference("REL", letters=7),
            enterprise=enterprise,
            kind=kind,
            reason=reason,
            text=text.strip()[:1000],
            fine=fine,
            from_month=from_month,
            to_month=to_month,
            asked_by=by,
        )
        _attach(made, files, by)
    named = [ReliefContract(request=made, employment=one) for one in employments]
    ReliefContract.objects.bulk_create(named, batch_size=_BLOCK)
    return made


def _reason_holds(
    enterprise: Enterprise, kind: str, reason: ReliefReason, text: str, files: Sequence[UploadedFile]
) -> None:
    if reason.kind != kind or not in_force().filter(pk=reason.pk).exists():
        raise Refused(_("Choose a reason from the list."), enterprise, "ask")
    if not text.strip():
        raise Refused(_("Write what happened."), enterprise, "ask")
    if reason.needs_document and not files:
        raise Refused(_("This reason needs a paper or a photo that shows it."), enterprise, "ask")


def _fine_can_be_asked(enterprise: Enterprise, fine: Fine | None) -> None:
    if fine is None or not fines_to_ask(enterprise).filter(pk=fine.pk).exists():
        words = _("Choose a fine of this enterprise that is not paid, and for which no request waits.")
        raise Refused(words, enterprise, "ask")


def _months_can_be_asked(
    enterprise: Enterprise,
    kind: str,
    first: date | None,
    last: date | None,
    employments: Sequence[Employment],
) -> None:
    allowed = span(enterprise, kind)
    if allowed is None:
        raise Refused(_("Months can be asked for once the enterprise is registered."), enterprise, "ask")
    if first is None or last is None or last < first:
        raise Refused(_("The last month comes before the first."), enterprise, "ask")
    most = int(value_or("relief.months_most", 12))
    if first < allowed[0] or last > allowed[1] or months.after(first, most) <= last:
        raise Refused(_("At most %(most)s months can be asked for at once.") % {"most": most}, enterprise, "ask")
    if kind == ReliefKind.CONTRACTS:
        _contracts_can_be_asked(enterprise, first, last, employments)
    elif _waits(enterprise, kind, first, last):
        raise Refused(_("A request for one of these months waits for a decision already."), enterprise, "ask")


def _waits(enterprise: Enterprise, kind: str, first: date, last: date) -> bool:
    same = ReliefRequest.objects.filter(enterprise=enterprise, kind=kind, state__in=_WAITING)
    return same.filter(from_month__lte=last, to_month__gte=first).exists()


def _contracts_can_be_asked(enterprise: Enterprise, first: date, last: date, employments: Sequence[Employment]) -> None:
    if not employments:
        raise Refused(_("Say whose contracts are suspended."), enterprise, "ask")
    end = months.last_of(last)
    for one in employments:
        there = one.enterprise_id == enterprise.pk and one.started_on <= end
        if not there or (one.ended_on and one.ended_on < first):
            words = _("Choose only workers who are on your staff list in these months.")
            raise Refused(words, enterprise, "ask")
    if _contracts_wait(enterprise, first, last, employments):
        raise Refused(_("A request for one of these months waits for a decision already."), enterprise, "ask")


def _contracts_wait(enterprise: Enterprise, first: date, last: date, employments: Sequence[Employment]) -> bool:
    """For one of these people, in one of these months."""
    waiting = ReliefRequest.objects.filter(enterprise=enterprise, kind=ReliefKind.CONTRACTS, state__in=_WAITING)
    waiting = waiting.filter(from_month__lte=last, to_month__gte=first)
    named = ReliefContract.objects.filter(request__in=waiting).values_list("employment_id", flat=True)
    return not {one.pk for one in employments}.isdisjoint(named)


def _attach(request: ReliefRequest, files: Sequence[UploadedFile], by: User) -> None:
    for number, file in enumerate(files):
        upload = documents.take_in(
            file, kind="relief", by=by, submission_id=uuid.uuid5(request.submission_id, str(number))
        )
        ReliefDocument.objects.create(request=request, upload=upload, added_by=by)


@transaction.atomic
def withdraw(request: ReliefRequest, *, by: User) -> ReliefRequest:
    """The employer takes the request back, as long as no officer proposed it. Effects: state."""
    if not can_manage_enterprise(by, request.enterprise):
        raise PermissionDenied
    request = _lock(request)
    if not RELIEF.allows(request, "withdraw"):
        raise Refused(_("An officer works on this request, or it is decided: it cannot be withdrawn."), request)
    with acting(by=by, action="relief.withdraw"):
        return RELIEF.move(request, "withdraw")


def may_work(request: ReliefRequest, user: User) -> bool:
    """An officer of the place who is not tied to the enterprise: proposes, or refuses what was asked."""
    here = perms.serves(user, Permission.WORK_INCENTIVES, request.enterprise.commune_code)
    return here and not perms.is_tied(user, request.enterprise)


@transaction.atomic
def propose(
    request: ReliefRequest, *, by: User, legal_ground: str, reason: str, submission_id: uuid.UUID
) -> ReliefRequest:
    """Effects: compliance's adjustment, proposed; state. Nothing is relieved before a second person grants it."""
    request = _lock(request)
    if not may_work(request, by):
        raise PermissionDenied
    if request.adjustment and request.adjustment.submission_id == submission_id:
        return request
    if request.asked_by_id == by.pk:
        raise Refused(_("Another person does this: you asked for it."), request, "propose")
    if not RELIEF.allows(request, "propose"):
        raise Refused(_("This request is not waiting for an officer any more."), request, "propose")
    adjustment = adjustments.adjust(
        enterprise=request.enterprise,
        kind=ADJUSTS[ReliefKind(request.kind)],
        legal_ground=legal_ground,
        reason=reason,
        by=by,
        submission_id=submission_id,
        fine=request.fine,
        from_month=request.from_month,
        to_month=request.to_month,
        employments=list(Employment.objects.filter(pk__in=request.contracts.values("employment"))),
    )
    with acting(by=by, action="relief.propose"):
        given = {"adjustment": adjustment, "proposed_at": timezone.now(), "proposed_by": by}
        return RELIEF.move(request, "propose", **given)


@transaction.atomic
def refuse(request: ReliefRequest, *, by: User, reason: str) -> ReliefRequest:
    """What an officer did not propose yet. Effects: state with the reason; messages to the representatives."""
    request = _lock(request)
    if not may_work(request, by):
        raise PermissionDenied
    if request.asked_by_id == by.pk:
        raise Refused(_("Another person does this: you asked for it."), request, "refuse")
    if request.state != ReliefState.ASKED:
        raise Refused(_("This request is not waiting for an officer any more."), request, "refuse")
    if not reason.strip():
        raise Refused(_("Write why."), request, "refuse")
    with acting(by=by, action="relief.refuse"):
        given = {"refused_at": timezone.now(), "refused_by": by, "refused_reason": reason.strip()[:500]}
        RELIEF.move(request, "refuse", **given)
    _tell(request, "incentives.relief_refused")
    return request


def decide(request: ReliefRequest, act: str, *, by: User, reason: str = "") -> None:
    """The second person's grant or refusal, or a relief taken back; compliance does it, `follow` keeps us in step."""
    if request.adjustment is None:
        raise Refused(_("An officer proposes relief first."), request, act)
    acts = {"grant": adjustments.grant, "refuse": adjustments.refuse, "revoke": adjustments.revoke}
    acts[act](request.adjustment, by=by, reason=reason)


def follow(adjustment: Adjustment, by: User) -> bool:
    """Slot "adjustment.decided": the request follows what became of its adjustment, wherever it was decided.

    Effects: state; messages to the representatives. False when nobody asked for this adjustment here."""
    related = ReliefRequest.objects.select_for_update(of=("self",)).select_related("enterprise")
    request = related.filter(adjustment=adjustment).first()
    if request is None:
        return False
    move, given = _followed(adjustment)
    if move == "grant" and request.asked_by_id == by.pk:  # a representative of then, an officer of now
        raise Refused(_("Another person decides: you asked for this relief."), adjustment, "grant")
    with acting(by=by, action=f"relief.{move}"):
        RELIEF.move(request, move, **given)
    _tell(request, f"incentives.relief_{request.state}")
    return True


def _followed(adjustment: Adjustment) -> tuple[str, dict]:
    if adjustment.state == "granted":
        return "grant", {"granted_at": adjustment.decided_at, "granted_by": adjustment.decided_by}
    if adjustment.state == "refused":
        given = {"refused_at": adjustment.decided_at, "refused_by": adjustment.decided_by}
        return "refuse", given | {"refused_reason": adjustment.decided_reason}
    given = {"revoked_at": adjustment.revoked_at, "revoked_by": adjustment.revoked_by}
    return "revoke", given | {"revoked_reason": adjustment.revoked_reason}


def may_relieve(fine: Fine) -> bool:
    """Only a confirmed fine that is not paid in full."""
    return fine.state in (FineState.CONFIRMED, FineState.PART_PAID)


def _tell(request: ReliefRequest, template: str) -> None:
    event = f"relief:{request.pk}:{request.state}"
    telling.representatives(request.enterprise, template, event=event, number=request.reference)


def _lock(request: ReliefRequest) -> ReliefRequest:
    rows = ReliefRequest.objects.select_for_update(of=("self",)).select_related("enterprise", "fine", "adjustment")
    return rows.get(pk=request.pk)
