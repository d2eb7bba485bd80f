"""What every act on an award asks first: is the person untied, does he or she serve the whole country, is it time."""

from django.utils.translation import gettext as _

from compliance.perms import is_tied
from compliance.services.refusing import Refused
from enterprises.models import Enterprise
from incentives.enums import CycleState
from incentives.models import AwardCycle, Candidate
from incentives.models.scope import nationwide
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission


def lock_cycle(cycle: AwardCycle) -> AwardCycle:
    """The cycle as it is now; lists and counts of one cycle change one after the other."""
    return AwardCycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)


def require_state(cycle: AwardCycle, *states: str) -> None:
    if cycle.state not in states:
        text = _("The award is not at this step: it is %(state)s.")
        raise Refused(text % {"state": CycleState(cycle.state).label}, cycle)


def require_untied(user: User, enterprise: Enterprise) -> None:
    if is_tied(user, enterprise):
        raise Refused(_("You represent this enterprise or declared a tie to it: a colleague does this."), enterprise)


def require_impartial(user: User, candidate: Candidate) -> None:
    """Neither tied to the enterprise nor the representative of one that competes with it."""
    require_untied(user, candidate.enterprise)
    own = Enterprise.objects.represented_by(user).values("pk")
    if Candidate.objects.standing().filter(category=candidate.category_id, enterprise__in=own).exists():
        words = _("You represent an enterprise that competes with this one: a colleague does this.")
        raise Refused(words, candidate)


def require_national(user: User, permission: Permission = Permission.WORK_AWARDS) -> None:
    """Lists, jury and announcement are the whole country's; an office of a province only nominates."""
    if not nationwide(user, permission):
        raise Refused(_("Only who serves the whole country does this."), None)


def require_reason(reason: str, text: str = "") -> str:
    if not reason.strip():
        raise Refused(text or _("Write why."), None)
    return reason.strip()
