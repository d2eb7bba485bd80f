"""Who is called to a cycle: to score, to vote in the committee, or both; never by oneself."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.services.refusing import Refused
from incentives.enums import AwardState, CycleState
from incentives.models import AwardCycle, AwardVote, Juror, JurorConflict
from incentives.services import awarding
from nssf_portal.accounts.models import RoleGrant, User
from nssf_portal.accounts.permissions import ROLES, Permission
from nssf_portal.audit.tracking import acting

_MAY_BE_CALLED = (Permission.JUDGE_AWARDS,)
_STATES = (CycleState.DRAFTED, CycleState.OPEN, CycleState.SCORED)


def callable_users(cycle: AwardCycle) -> QuerySet[User]:
    """Who holds the role of a juror and is not called yet."""
    roles = [code for code, role in ROLES.items() if role.permissions & set(_MAY_BE_CALLED)]
    holders = RoleGrant.objects.active().filter(role__in=roles).values("user")
    called = cycle.jurors.filter(ended_at__isnull=True).values("user")
    return User.objects.filter(pk__in=holders, is_active=True).exclude(pk__in=called).order_by("name", "id")


@transaction.atomic
def call(*, cycle: AwardCycle, user: User, scores: bool, votes: bool, by: User) -> Juror:
    """Called twice is called once. Effects: the juror; from now on the person sees the cycle's short lists."""
    cycle = awarding.lock_cycle(cycle)
    if known := cycle.jurors.filter(user=user, ended_at__isnull=True).first():
        return known
    awarding.require_state(cycle, *_STATES)
    awarding.require_national(by)
    if user.pk == by.pk:
        raise Refused(_("Nobody calls himself or herself: a colleague does this."), cycle)
    if not (scores or votes):
        raise Refused(_("Say whether the person scores, votes, or both."), cycle)
    with acting(by=by, action="award.call_juror"):
        made = Juror.objects.create(cycle=cycle, user=user, scores=scores, votes=votes, called_by=by)
        _keep_ties(made)
    return made


def _keep_ties(juror: Juror) -> None:
    """Who was called before and declared a tie is tied still: the new call does not wash it off."""
    earlier = JurorConflict.objects.filter(juror__cycle=juror.cycle_id, juror__user=juror.user_id)
    declared = {one.candidate_id: one for one in earlier.order_by("-declared_at")}
    JurorConflict.objects.bulk_create(
        JurorConflict(juror=juror, candidate_id=pk, reason=one.reason, declared_at=one.declared_at)
        for pk, one in declared.items()
    )


@transaction.atomic
def end(juror: Juror, *, by: User) -> Juror:
    """Effects: the call ends, and marks count no more while scoring is open. Nobody is sent away for an open vote."""
    cycle = awarding.lock_cycle(juror.cycle)
    awarding.require_state(cycle, *_STATES)
    awarding.require_national(by)
    locked = Juror.objects.select_for_update(of=("self",)).get(pk=juror.pk)
    if locked.ended_at:
        return locked
    if AwardVote.objects.filter(user=locked.user_id, award__cycle=cycle, award__state=AwardState.PROPOSED).exists():
        raise Refused(_("This person voted on an award that is still open. Close that vote first."), locked, "end")
    locked.ended_at, locked.ended_by = timezone.now(), by
    with acting(by=by, action="award.end_juror"):
        locked.save(update_fields=["ended_at", "ended_by"])
    return locked
