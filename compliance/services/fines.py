"""A fine from its proposal to its payment: proposed by one person, confirmed by another, never deleted."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance import perms, powers
from compliance.basis import Basis
from compliance.enums import Act, CaseState, Entry, FindingState, FineState, NoticeKind, NoticeState
from compliance.models import CaseFile, Finding, Fine, Notice, Payment
from compliance.services import entries, issuing, locking, telling
from compliance.services.refusing import Refused
from compliance.workflow import FINE
from nssf_portal import law
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.law import clock
from nssf_portal.references import new_reference

BASE, LEAST, MOST = "fine.base_daily_wage", "fine.multiplier.minimum", "fine.multiplier.maximum"
WARNINGS, PAYMENT = "inspection.warnings_before_fine", "fine.payment"


@dataclass(frozen=True)
class Formula:
    """Base daily wage x multiplier x workers concerned, with every input's source."""

    on: date
    base_daily_wage: int
    minimum: int
    maximum: int
    multiplier: int
    workers: int
    basis: Basis

    @property
    def amount(self) -> int:
        return self.base_daily_wage * self.multiplier * self.workers

    @property
    def least(self) -> int:
        return self.base_daily_wage * self.minimum * self.workers

    @property
    def most(self) -> int:
        return self.base_daily_wage * self.maximum * self.workers


def formula(finding: Finding, on: date | None = None, multiplier: int | None = None, workers: int = 0) -> Formula:
    """The fine for a finding by the law of that day (Prakas 168/22); Refused where the day had no such law."""
    basis = Basis(on or law_day(finding))
    wage, least, most = basis.law(BASE), basis.law(LEAST), basis.law(MOST)
    return Formula(basis.on, wage, least, most, multiplier or least, workers or finding.workers, basis)


def law_day(finding: Finding) -> date:
    """The day the violation was found: the visit's, or the day it was written down."""
    held = finding.visit.held_at if finding.visit_id and finding.visit else None
    return timezone.localdate(held or finding.recorded_at)


def rests_on(finding: Finding, on: date, by: User) -> Basis:
    """Everything the fine needs from the law book, the days to pay and the power included."""
    basis = formula(finding, on).basis
    basis.violation(finding.violation)
    if power := powers.power_for(by, Act.PROPOSE_FINE):
        basis.power(power)
    now = Basis(timezone.localdate())
    now.law(WARNINGS), now.law(PAYMENT)
    basis.parts += now.parts
    return basis


@dataclass(frozen=True)
class Warnings:
    """How many warnings were served whose time is over or that were answered, and how many the rule wants."""

    given: int
    wanted: int

    @property
    def enough(self) -> bool:
        return self.given >= self.wanted


def warnings(case: CaseFile) -> Warnings:
    """Of this case and the one it follows."""
    over = Q(state__in=(NoticeState.ANSWERED, NoticeState.EXPIRED)) | Q(
        state=NoticeState.SERVED, due_on__lt=timezone.localdate()
    )
    served = Notice.objects.filter(over, kind=NoticeKind.WARNING, case__in=[case.pk, case.follows_id])
    return Warnings(served.count(), int(law.value(WARNINGS).value))


def why_not(finding: Finding) -> str:
    """The rule that stands in the way of a fine, in words; '' when none does."""
    case = finding.case
    if case.state == CaseState.CLOSED:
        return _("This case is closed.")
    if not finding.violation.fine:
        return _("No text found says that this violation may be fined.")
    if finding.state != FindingState.OPEN:
        return _("This finding was put right or withdrawn.")
    if not finding.workers:
        return _("The finding names no workers concerned: a fine counts them.")
    if not case.minuted_at:
        return _("A fine rests on minutes: make the minutes first.")
    return _too_few_warnings(case)


def _too_few_warnings(case: CaseFile) -> str:
    count = warnings(case)
    if count.enough:
        return ""
    text = _(
        "A fine comes after %(wanted)s warnings that were answered or whose time is over; so far: %(given)s. "
        "Serve a warning first."
    )
    return text % {"wanted": count.wanted, "given": count.given}


@transaction.atomic
def propose(
    *,
    finding: Finding,
    multiplier: int,
    reason: str,
    by: User,
    submission_id: uuid.UUID,
    workers: int | None = None,
    law_on: date | None = None,
) -> Fine:
    """A proposal; the same submission is the same proposal. Needs the power, the rule's warnings and a reason.

    Effects: the fine, an entry of the case."""
    finding.case = locking.lock(finding.case)
    if known := Fine.objects.filter(submission_id=submission_id, proposed_by=by).first():
        return known
    perms.require_work(by, finding.case)
    powers.require(by, Act.PROPOSE_FINE)
    locked = Finding.objects.select_for_update(of=("self",), no_key=True)
    finding = locked.select_related("case", "violation").get(pk=finding.pk)
    worked = _checked(finding, law_on, multiplier, reason, finding.workers if workers is None else workers)
    basis = rests_on(finding, worked.on, by)
    with acting(by=by, action="fine.propose"):
        fine = Fine.objects.create(
            submission_id=submission_id,
            number=new_reference("FINE", letters=6),
            case=finding.case,
            finding=finding,
            law_on=worked.on,
            base_daily_wage=worked.base_daily_wage,
            multiplier=worked.multiplier,
            multiplier_reason=reason.strip()[:500],
            workers=worked.workers,
            amount=worked.amount,
            legal_source=basis.source[:600],
            is_draft=basis.is_draft,
            proposed_by=by,
        )
        entries.note(finding.case, Entry.FINE_PROPOSED, by=by, number=fine.amount, reference=fine.number)
    return fine


def _checked(finding: Finding, law_on: date | None, multiplier: int, reason: str, workers: int) -> Formula:
    if why := why_not(finding):
        raise Refused(why, finding)
    if Fine.objects.filter(finding=finding).exclude(state=FineState.DECLINED).exists():
        raise Refused(_("There is a fine for this finding already."), finding)
    if law_on and (law_on > timezone.localdate() or (finding.since and law_on < finding.since)):
        raise Refused(_("The day of the law lies between the start of the violation and today."), finding)
    if not 0 < workers <= finding.workers:
        raise Refused(_("The finding names %(count)s workers.") % {"count": finding.workers}, finding)
    worked = formula(finding, law_on, multiplier, workers)
    if not worked.minimum <= multiplier <= worked.maximum:
        bounds = {"least": worked.minimum, "most": worked.maximum}
        raise Refused(_("The multiplier lies between %(least)s and %(most)s.") % bounds, finding)
    if not reason.strip():
        raise Refused(_("Write why this multiplier."), finding)
    return worked


def may_decide(fine: Fine, user: User) -> bool:
    """A second person, of the place, with the power."""
    second = fine.proposed_by_id != user.pk
    return second and perms.may_decide(user, fine.case) and powers.power_for(user, Act.CONFIRM_FINE) is not None


def _require_second(fine: Fine, by: User) -> None:
    perms.require_decide(by, fine.case)
    powers.require(by, Act.CONFIRM_FINE)
    if fine.proposed_by_id == by.pk:
        raise Refused(_("Another person confirms: you proposed this fine."), fine, "confirm")


@transaction.atomic
def confirm(fine: Fine, *, by: User) -> Fine:
    """By a second person; a draft is refused with what is missing.

    Effects: state, the day to pay by, the papers in both languages, an entry, messages to the representatives."""
    fine = _lock(fine)
    _require_second(fine, by)
    if fine.state != FineState.PROPOSED:
        FINE.move(fine, "confirm")  # refuses
    _still_stands(fine)
    _rests_on_confirmed(fine, by)
    due_on = clock.deadline(PAYMENT, timezone.localdate())
    with acting(by=by, action="fine.confirm"):
        FINE.move(fine, "confirm", confirmed_at=timezone.now(), confirmed_by=by, due_on=due_on)
        issuing.fine_papers(fine, by=by)
        entries.note(fine.case, Entry.FINE_CONFIRMED, by=by, number=fine.amount, reference=fine.number)
        _settle(fine)
    telling.representatives(fine.case.enterprise, "compliance.fine", event=f"fine:{fine.pk}", number=fine.number)
    return fine


def _still_stands(fine: Fine) -> None:
    """What was put right since the proposal is not fined, nor what draft minutes say."""
    finding = Finding.objects.select_for_update(of=("self",), no_key=True).get(pk=fine.finding_id)
    if finding.state != FindingState.OPEN:
        raise Refused(_("This finding was put right or withdrawn."), fine, "confirm")
    drafts = list(fine.case.minutes.values_list("is_draft", flat=True))
    if drafts and all(drafts):
        text = _("The minutes of this case are a draft: make them again once the power to make minutes is confirmed.")
        raise Refused(text, fine, "confirm")


def _rests_on_confirmed(fine: Fine, by: User) -> None:
    """What was to be confirmed when the fine was proposed may be confirmed by now, and the other way round."""
    basis = rests_on(fine.finding, fine.law_on, by)
    if power := powers.power_for(by, Act.CONFIRM_FINE):
        basis.power(power)
    basis.require_confirmed()
    if basis.law(BASE) != fine.base_daily_wage or not basis.law(LEAST) <= fine.multiplier <= basis.law(MOST):
        raise Refused(_("The law book changed since this was proposed: send it back and propose it anew."), fine)
    if fine.is_draft:
        fine.is_draft = False
        fine.save(update_fields=["is_draft"])


@transaction.atomic
def decline(fine: Fine, *, reason: str, by: User) -> Fine:
    """Sent back with a reason, by a second person. Effects: state, an entry."""
    fine = _lock(fine)
    _require_second(fine, by)
    if not reason.strip():
        raise Refused(_("Write why it is sent back."), fine, "decline")
    given = {"declined_at": timezone.now(), "declined_by": by, "declined_reason": reason.strip()[:500]}
    with acting(by=by, action="fine.decline"):
        FINE.move(fine, "decline", **given)
        entries.note(fine.case, Entry.FINE_DECLINED, by=by, text=given["declined_reason"], reference=fine.number)
    return fine


@transaction.atomic
def refer(fine: Fine, *, court: str, by: User) -> Fine:
    """An overdue fine goes to the court. Effects: state, the referral in both languages, an entry, messages."""
    fine = _lock(fine)
    perms.require_decide(by, fine.case)
    power = powers.require(by, Act.REFER_TO_COURT)
    if not is_overdue(fine):
        raise Refused(_("Only a fine whose day to pay has passed is referred to court."), fine, "refer")
    if not court.strip():
        raise Refused(_("Write which court."), fine, "refer")
    basis = Basis(timezone.localdate())
    basis.power(power)
    basis.require_confirmed()
    with acting(by=by, action="fine.refer"):
        FINE.move(fine, "refer", referred_at=timezone.now(), referred_by=by, referred_to=court.strip()[:200])
        issuing.court_papers(fine, by=by)
        entries.note(fine.case, Entry.REFERRED, by=by, number=fine.owed, reference=fine.number)
    telling.representatives(fine.case.enterprise, "compliance.court", event=f"court:{fine.pk}", number=fine.number)
    return fine


def is_overdue(fine: Fine) -> bool:
    unpaid = fine.state in (FineState.CONFIRMED, FineState.PART_PAID)
    return unpaid and fine.due_on is not None and fine.due_on < timezone.localdate()


@transaction.atomic
def apply_payments(payments: Iterable[Payment]) -> list[Fine]:
    """Put payments to the fines they name; asked twice, nothing changes. A negative amount takes back.

    The sum is counted anew from all payments with the fine's number. Effects: paid, state, entries."""
    numbers = sorted({payment.fine_reference for payment in payments if payment.fine_reference})
    fines = Fine.objects.select_for_update(of=("self",)).filter(number__in=numbers).order_by("pk")
    return [_settle(fine) for fine in fines]


def _settle(fine: Fine) -> Fine:
    """What was paid under the fine's number, and the state that follows from it: one UPDATE."""
    total = Payment.objects.filter(fine_reference=fine.number).aggregate(sum=Sum("amount"))["sum"] or 0
    came, fine.paid = total - fine.paid, total
    move = _payment_move(fine)
    with acting(by=None, action="fine.payments"):
        if move:
            FINE.move(fine, move, paid=total, paid_at=timezone.now() if move == "pay" else None)
        elif came:
            fine.save(update_fields=["paid"])
        if came:
            noted = {"number": came, "reference": fine.number, "text": _extra(fine)}
            entries.note(fine.case, Entry.PAID, by=None, **noted)
    return fine


def _payment_move(fine: Fine) -> str:
    """Which move the sum asks for; '' when the state says it already, or no longer counts payments."""
    if fine.state not in (FineState.CONFIRMED, FineState.PART_PAID, FineState.PAID, FineState.REFERRED):
        return ""
    if fine.paid >= fine.amount:
        return "" if fine.state == FineState.PAID else "pay"
    if fine.state == FineState.REFERRED:
        return ""  # the court has it until all is paid
    if fine.paid > 0:
        return "" if fine.state == FineState.PART_PAID else "pay_part"
    return "" if fine.state == FineState.CONFIRMED else "unpay"


def _extra(fine: Fine) -> str:
    over = overpaid(fine)
    return f"+{over}" if over else ""


def overpaid(fine: Fine) -> int:
    """Riel more than was owed: everything, when the fine was relieved before it was paid."""
    if fine.state == FineState.RELIEVED:
        return max(fine.paid, 0)
    return max(fine.paid - fine.amount, 0)


def _lock(fine: Fine) -> Fine:
    locked = Fine.objects.select_for_update(of=("self",)).select_related(
        "case__enterprise", "finding__violation", "finding__visit"
    )
    return locked.get(pk=fine.pk)


@transaction.atomic
def relieve(fine: Fine) -> Fine:
    """For adjustments only: the fine rests; it stays on the books."""
    return FINE.transition(fine, "relieve", relieved_at=timezone.now())


@transaction.atomic
def reinstate(fine: Fine) -> Fine:
    """For adjustments only: the relief was revoked, the fine stands again with what was paid of it."""
    return _settle(FINE.transition(fine, "reinstate", relieved_at=None))
