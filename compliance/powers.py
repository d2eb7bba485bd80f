"""Whether this person may do this act today, and by which text. No text in force: no button, only a recommendation."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from compliance.enums import Act, InspectorKind
from compliance.models import Power
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission

_NEEDS = {Act.CONFIRM_FINE: Permission.DECIDE_CASES, Act.REFER_TO_COURT: Permission.DECIDE_CASES}


class NoPower(PermissionDenied):
    """No legal text in force gives this kind of inspector this act."""

    def __init__(self, act: str) -> None:
        self.act = act
        super().__init__(act)


def inspector_kind(user: User) -> str:
    """Labour inspectors are MLVT's; everybody else here is the Fund's."""
    labour = user.has_permission(Permission.READ_SHARED_LABOUR) and not user.has_permission(Permission.WORK_CASES)
    return InspectorKind.LABOUR if labour else InspectorKind.SOCIAL_SECURITY


def power_for(user: User, act: str, on: date | None = None) -> Power | None:
    """The power this person may use, with its text; None when there is none."""
    if not user.has_permission(_NEEDS.get(Act(act), Permission.WORK_CASES)):
        return None
    standing = Power.objects.in_force(on or timezone.localdate()).filter(act=act, inspector_kind=inspector_kind(user))
    return standing.select_related("text").order_by("-valid_from", "id").first()


def require(user: User, act: str, on: date | None = None) -> Power:
    """The power, or NoPower (a 403)."""
    power = power_for(user, act, on)
    if power is None:
        raise NoPower(act)
    return power
