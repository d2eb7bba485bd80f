"""An award taken back when standing later proves false: proposed by one, decided by another person."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.services.refusing import Refused
from incentives.enums import AwardState, CycleState
from incentives.models import Award
from incentives.services import announcing, award_papers, awarding
from incentives.workflow import AWARD
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import acting

WITHDRAWN_MESSAGE = "incentives.award_withdrawn"


@transaction.atomic
def propose(award: Award, *, by: User, reason: str) -> Award:
    """Effects: state with the reason; papers stay valid until a second person decided."""
    award = _lock(award)
    _require(award, by, Permission.WORK_AWARDS)
    reason = awarding.require_reason(reason)
    fields = {"withdrawal_proposed_at": timezone.now(), "withdrawal_proposed_by": by, "withdrawal_reason": reason[:500]}
    with acting(by=by, action="award.propose_withdrawal"):
        return AWARD.move(award, "propose_withdrawal", **fields)


def why_not_decide(award: Award, user: User) -> str:
    """Why this person does not decide the withdrawal; empty: decides."""
    if award.state != AwardState.WITHDRAWAL_PROPOSED:
        return _("No withdrawal waits here.")
    if award.withdrawal_proposed_by_id == user.pk:
        return _("You proposed this withdrawal: another person decides.")
    return ""


@transaction.atomic
def confirm(award: Award, *, by: User) -> Award:
    """Effects: state; certificates and letters revoked; the name leaves the roll; a message to the enterprise."""
    award = _second(award, by)
    with acting(by=by, action="award.withdraw"):
        AWARD.move(award, "withdraw", withdrawn_at=timezone.now(), withdrawn_by=by)
        award_papers.revoke(award, by=by, reason="the award was withdrawn")
    if award.given_at:
        announcing.tell(award, WITHDRAWN_MESSAGE)
    return award


@transaction.atomic
def keep(award: Award, *, by: User) -> Award:
    """The second person leaves the award as it was. Effects: state; the proposal stays in the history only."""
    award = _second(award, by)
    move = "keep" if award.given_at else "keep_decided"
    gone = {"withdrawal_proposed_at": None, "withdrawal_proposed_by": None, "withdrawal_reason": ""}
    with acting(by=by, action="award.keep"):
        return AWARD.move(award, move, **gone)


def _second(award: Award, by: User) -> Award:
    award = _lock(award)
    _require(award, by, Permission.DECIDE_INCENTIVES)
    if why := why_not_decide(award, by):
        raise Refused(why, award, "withdraw")
    return award


def _require(award: Award, by: User, permission: Permission) -> None:
    awarding.require_state(award.cycle, CycleState.SCORED, *_LATER)
    awarding.require_national(by, permission)
    awarding.require_untied(by, award.enterprise)


_LATER = (CycleState.DELIBERATED, CycleState.ANNOUNCED, CycleState.ARCHIVED)


def _lock(award: Award) -> Award:
    rows = Award.objects.select_for_update(of=("self",)).select_related("cycle", "category", "enterprise")
    return rows.get(pk=award.pk)
