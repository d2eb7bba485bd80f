"""What a page about a work item's subject shows of the item: whose hands it is in, the clock, what happened."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nssf_portal.accounts.models import RoleGrant, User
from nssf_portal.accounts.permissions import ROLES, Permission
from nssf_portal.work import queue
from nssf_portal.work.enums import WorkState
from nssf_portal.work.models import Movement, WorkItem


@dataclass(frozen=True)
class Desk:
    """The item as this user may handle it."""

    item: WorkItem
    kind: str
    channel: str
    place: str
    clock: queue.Clock
    mine: bool
    held_by_other: bool
    may_decide: bool
    may_claim: bool
    may_confirm: bool
    colleagues: list[User]


def desk_of(item: WorkItem, user: User) -> Desk:
    """Everything the head of a subject's page needs, for the template `work/hands.html`."""
    mine = item.claimed_by_id == user.pk
    held = item.state == WorkState.CLAIMED and not mine
    decides = user.has_permission(Permission.DECIDE_WORK)
    return Desk(
        item=item,
        kind=queue.kind_name(item.kind),
        channel=queue.channel_name(item.channel),
        place=queue.place_of(item),
        clock=queue.clock_of(item),
        mine=mine,
        held_by_other=held,
        may_decide=decides and item.is_open and item.state != WorkState.PROPOSED and not held,
        may_claim=decides and item.state == WorkState.WAITING,
        may_confirm=may_confirm(item, user),
        colleagues=_colleagues(item, user),
    )


def may_confirm(item: WorkItem, user: User) -> bool:
    """The second decision: who may give one, and is not the first person."""
    proposed = item.state == WorkState.PROPOSED and item.first_by_id != user.pk
    return proposed and user.has_permission(Permission.DECIDE_SECOND)


def _colleagues(item: WorkItem, user: User) -> list[User]:
    open_to_all = item.state in (WorkState.WAITING, WorkState.CLAIMED)
    return people_for(item) if open_to_all and user.has_permission(Permission.ASSIGN_WORK) else []


def people_for(item: WorkItem) -> list[User]:
    """Who may be given an item: those who decide work in its place."""
    roles = [role.code for role in ROLES.values() if Permission.DECIDE_WORK in role.permissions]
    grants = RoleGrant.objects.active().filter(role__in=roles, user__is_active=True).select_related("user", "office")
    found = {grant.user_id: grant.user for grant in grants if item.place_code.startswith(grant.place_prefix)}
    return sorted(found.values(), key=str)


_ACTS: dict[str, Promise] = {
    "open": gettext_lazy("Came to the queue"),
    "claim": gettext_lazy("Taken"),
    "release": gettext_lazy("Put back"),
    "reassign": gettext_lazy("Given to a colleague"),
    "ask": gettext_lazy("Question sent, the clock pauses"),
    "answer": gettext_lazy("Answer came"),
    "finish": gettext_lazy("Decided"),
    "propose": gettext_lazy("First decision"),
    "confirm": gettext_lazy("Second person confirmed"),
    "send_back": gettext_lazy("First decision sent back"),
    "cancel": gettext_lazy("No longer needed"),
    "reopen": gettext_lazy("Opened again"),
}


def movements(item: WorkItem) -> list[dict[str, Any]]:
    """Events for the timeline, newest first; what waits now is gold."""
    found = list(Movement.objects.filter(item=item).select_related("by", "to_user").order_by("-id")[:50])
    return [_event(movement, is_now=item.is_open and movement is found[0]) for movement in found]


def _event(movement: Movement, *, is_now: bool) -> dict[str, Any]:
    title = str(_ACTS.get(movement.act, movement.act))
    if movement.act == "reassign" and movement.to_user:
        title = _("Given to %(name)s") % {"name": movement.to_user}
    state = "now" if is_now else "done"
    by = str(movement.by) if movement.by else ""
    return {"title": title, "at": movement.at, "by": by, "text": movement.reason, "state": state}
