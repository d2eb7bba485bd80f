"""Whether this person may do this act today, and by which text. No text in force: no button, only a recommendation.

A power is in force while its own dates and its text's dates cover the day. `power.confirmed` says that somebody of the
Fund has read the article: a power that is not confirmed may be used, but every paper that rests on it is a DRAFT
(`is_draft=not power.confirmed or ...`), which nobody can serve or confirm. Where two texts give the same act, the
confirmed one is taken.
"""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from compliance.enums import Act, InspectorKind
from compliance.models import Power
from compliance.models.power import PowerQuerySet
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
    if not _is_theirs(user, act):
        return None
    return _in_force(user, on).filter(act=act).first()


def powers_of(user: User, on: date | None = None) -> dict[str, Power]:
    """All that this person may do, by act, in one query (for pages with many buttons)."""
    found: dict[str, Power] = {}
    for power in _in_force(user, on):
        if _is_theirs(user, power.act):
            found.setdefault(power.act, power)
    return found


def without_text(user: User, on: date | None = None) -> list[Act]:
    """Acts that no text in force gives to this kind of inspector: what may only be recommended."""
    given = {power.act for power in _in_force(user, on)}
    return [act for act in Act if act not in given]


def require(user: User, act: str, on: date | None = None) -> Power:
    """The power, or NoPower (a 403)."""
    power = power_for(user, act, on)
    if power is None:
        raise NoPower(act)
    return power


def _is_theirs(user: User, act: str) -> bool:
    return user.has_permission(_NEEDS.get(Act(act), Permission.WORK_CASES))


def _in_force(user: User, on: date | None) -> PowerQuerySet:
    standing = Power.objects.in_force(on or timezone.localdate()).filter(inspector_kind=inspector_kind(user))
    return standing.select_related("text").order_by("-confirmed", "-valid_from", "id")
