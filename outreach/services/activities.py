"""An activity on its way: planned, changed, announced, held or cancelled. Reporting and verifying: `reporting_back`."""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.services.refusing import Refused
from nssf_portal.accounts.models import Office, User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import acting
from nssf_portal.references import new_reference
from outreach.enums import ActivityState
from outreach.models import Activity, ActivityType
from outreach.scope import require
from outreach.services import telling
from outreach.workflow import ACTIVITY

S = ActivityState
WORK = Permission.WORK_OUTREACH
OPEN = (S.PLANNED, S.ANNOUNCED)
PREFIX = "ACT"
TOLD = ("starts_at", "place_code", "venue")  # a change of these is told to who signed up


@transaction.atomic
def plan(*, by: User, submission_id: uuid.UUID, type: ActivityType, **fields: Any) -> Activity:  # noqa: A002
    """Put an activity on the plan; the same submission again is the same activity. Effects: the activity."""
    require(by, WORK, fields.get("place_code", ""))
    if known := Activity.objects.filter(submission_id=submission_id).first():
        return known
    _checked_times(fields["starts_at"], fields["ends_at"])
    fields.setdefault("office", office_of(by, fields.get("place_code", "")))
    given = {"reference": new_reference(PREFIX, letters=7), "created_by": by, "type": type, **fields}
    with acting(by=by, action="activity.plan"):
        return Activity.objects.get_or_create(submission_id=submission_id, defaults=given)[0]


def office_of(user: User, place_code: str) -> Office:
    """The Fund's office nearest to a place: the district's, the province's, else the head office."""
    codes = [place_code[:length] for length in (6, 4, 2) if len(place_code) >= length]
    offices = {o.code: o for o in Office.objects.filter(tree=Office.Tree.NSSF, code__in=[*codes, "HQ"])}
    found = next((offices[code] for code in (*codes, "HQ") if code in offices), None)
    if found is None:
        found = Office.objects.filter(pk__in=[g.office_id for g in user.active_grants if g.office_id]).first()
    if found is None:
        raise Refused(_("No office serves this place."), None, "plan")
    return found


def _checked_times(starts: datetime, ends: datetime) -> None:
    if ends <= starts:
        raise Refused(_("It ends before it begins."), None, "plan")


@transaction.atomic
def change(activity: Activity, *, by: User, **fields: Any) -> Activity:
    """Other facts, until it is held; who signed up is told when time or place change. Effects: those fields."""
    locked = lock(activity)
    require(by, WORK, locked.place_code)
    require(by, WORK, fields.get("place_code", locked.place_code))
    if locked.state not in OPEN:
        raise Refused(_("It took place or is over: it cannot be changed any more."), locked, "change")
    _checked_times(fields.get("starts_at", locked.starts_at), fields.get("ends_at", locked.ends_at))
    moved = any(name in fields and fields[name] != getattr(locked, name) for name in TOLD)
    for name, value in fields.items():
        setattr(locked, name, value)
    with acting(by=by, action="activity.change"):
        locked.save(update_fields=list(fields))
    if moved and locked.state == S.ANNOUNCED:
        telling.changed(locked)
    return locked


def lock(activity: Activity) -> Activity:
    """The row of an activity, held until the transaction ends."""
    return Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)


@transaction.atomic
def take_up(activity: Activity, *, by: User) -> Activity:
    """A partner's proposal goes on the plan. Effects: state, by whom and when; who proposed it gets a message."""
    locked = _to_work(activity, by)
    with acting(by=by, action="activity.take_up"):
        ACTIVITY.move(locked, "take_up", decided_at=timezone.now(), decided_by=by)
    telling.decided(locked)
    return locked


@transaction.atomic
def decline(activity: Activity, *, by: User, reason: str) -> Activity:
    """A partner's proposal is not taken up; the partner reads why. Effects: state, reason; a message."""
    locked = _to_work(activity, by)
    why = _why(locked, reason)
    with acting(by=by, action="activity.decline"):
        ACTIVITY.move(locked, "decline", decided_at=timezone.now(), decided_by=by, decided_reason=why)
    telling.decided(locked)
    return locked


def missing_to_announce(activity: Activity) -> list[str]:
    """What people would miss if this were announced now, in words; empty when nothing."""
    lacks = []
    if not activity.place_code:
        lacks.append(_("the commune where it is held"))
    if not activity.venue:
        lacks.append(_("the venue"))
    if not activity.languages:
        lacks.append(_("the language"))
    return lacks


@transaction.atomic
def announce(activity: Activity, *, by: User) -> Activity:
    """Shown to everybody, when it is a public one, and open to sign-ups. Effects: state, by whom and when."""
    locked = _to_work(activity, by)
    if lacks := missing_to_announce(locked):
        said = _("Before it is announced, write down: %(what)s.") % {"what": ", ".join(lacks)}
        raise Refused(said, locked, "announce")
    if locked.state == S.PLANNED and locked.ends_at < timezone.now():
        raise Refused(_("Its day is over: change the day, or say that it was held."), locked, "announce")
    with acting(by=by, action="activity.announce"):
        return ACTIVITY.move(locked, "announce", announced_at=timezone.now(), announced_by=by)


@transaction.atomic
def hold(activity: Activity, *, by: User) -> Activity:
    """It took place. Effects: state, by whom and when."""
    locked = _to_work(activity, by)
    if locked.state in OPEN and timezone.localdate() < timezone.localdate(locked.starts_at):
        raise Refused(_("Its day has not come yet."), locked, "hold")
    with acting(by=by, action="activity.hold"):
        return ACTIVITY.move(locked, "hold", held_at=timezone.now(), held_by=by)


@transaction.atomic
def cancel(activity: Activity, *, by: User, reason: str) -> Activity:
    """It is not held. Effects: state with the reason; who signed up gets a message."""
    locked = _to_work(activity, by)
    why = _why(locked, reason)
    with acting(by=by, action="activity.cancel"):
        gone = {"cancelled_at": timezone.now(), "cancelled_by": by, "cancelled_reason": why}
        ACTIVITY.move(locked, "cancel", **gone)
    telling.cancelled(locked)
    return locked


def _to_work(activity: Activity, by: User) -> Activity:
    locked = lock(activity)
    require(by, WORK, locked.place_code)
    return locked


def _why(activity: Activity, reason: str) -> str:
    if not reason.strip():
        raise Refused(_("Write why."), activity, "reason")
    return reason.strip()[:500]
