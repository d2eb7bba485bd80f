"""Who has read a member's record, as the member may know it: office, role, purpose and time; not the clerk's name."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nssf_portal.accounts.models import RoleGrant
from nssf_portal.accounts.permissions import ROLES
from nssf_portal.audit.models import ReadLog
from registration.models import Application, Member, OwnAccess

_PURPOSES: dict[str, Promise] = {
    "desk.member": _("looked at your record"),
    "desk.pair": _("compared your record with a staff list"),
    "desk.correction": _("looked at a correction of your record"),
    "desk.merge": _("compared two records"),
    "desk.application": _("worked on your application"),
    "employer.person": _("your employer opened your page on its staff list"),
    "hotline.caller": _("answered your call"),
}
_MOST = 100


@dataclass(frozen=True)
class Reading:
    at: datetime
    who: Any
    purpose: Any
    revealed: bool = False


def readings_of(member: Member) -> list[Reading]:
    """Newest first; the officers' readings and those of whoever opened it as the member."""
    kinds = {"member": [member.pk], "application": _applications(member)}
    found = [
        log
        for kind, ids in kinds.items()
        for log in ReadLog.objects.filter(subject_kind=kind, subject_id__in=ids)[:_MOST]
    ]
    officers = _offices([log.user_id for log in found])
    lines = [Reading(log.at, officers.get(log.user_id, _("An employer")), _purpose(log), log.revealed) for log in found]
    own = [
        Reading(use.at, _("You, or somebody with your facts"), f"{use.get_act_display()}, {use.get_way_display()}")
        for use in OwnAccess.objects.filter(member=member)[:_MOST]
    ]
    return sorted([*lines, *own], key=lambda reading: reading.at, reverse=True)[:_MOST]


def _applications(member: Member) -> list:
    about = Application.objects.filter(corrects=member).values_list("pk", flat=True)
    return [*about, *Application.objects.filter(member=member).values_list("pk", flat=True)]


def _offices(users: list) -> dict:
    """Office and role of each reader, newest grant first found; without one it was an employer's person."""
    grants = RoleGrant.objects.filter(user__in=users).select_related("office", "institution").order_by("pk")
    return {
        grant.user_id: f"{grant.office or grant.institution}, {ROLES[grant.role].name}"
        for grant in grants
        if grant.role in ROLES
    }


def _purpose(log: ReadLog) -> Any:
    """What for; an officer's own words are not shown, they may name somebody else."""
    return _PURPOSES.get(log.screen, _("looked at your data"))
