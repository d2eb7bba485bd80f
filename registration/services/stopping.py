"""A voluntary member stops, takes it back while there is time, and can come back later."""

import uuid
from datetime import date

from django.db import transaction
from django.utils import timezone

from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.workflow import NotPossible
from registration.enums import MemberGroup, MemberState
from registration.models import Member, VoluntaryStop
from registration.workflow import MEMBER


def may_stop(member: Member) -> bool:
    """Only the voluntary may: an employee's membership is the employer's duty."""
    return member.group == MemberGroup.SELF_EMPLOYED and member.state in (MemberState.ACTIVE, MemberState.PENDING)


@transaction.atomic
def stop(*, member: Member, ends_on: date, reason: str, submission_id: uuid.UUID, by: User | None) -> VoluntaryStop:
    """From which day and why; one that lies in the future can be taken back. The same submission is the same stop."""
    locked = Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if known := VoluntaryStop.objects.filter(submission_id=submission_id).first():
        return known
    if known := waiting(member):
        return known
    if not may_stop(locked):
        raise NotPossible(locked, "end")
    with acting(by=by, action="member.stop"):
        said = VoluntaryStop.objects.create(
            member=member, ends_on=ends_on, reason=reason, submission_id=submission_id, said_by=by
        )
    if ends_on <= timezone.localdate():
        end_due()
        said.refresh_from_db()
    return said


@transaction.atomic
def take_back(*, member: Member, by: User | None) -> bool:
    """The last day has not come: the membership goes on."""
    said = VoluntaryStop.objects.select_for_update().filter(member=member, done_at=None, taken_back_at=None).first()
    if said is None:
        return False
    with acting(by=by, action="member.stop_taken_back"):
        said.taken_back_at = timezone.now()
        said.save(update_fields=["taken_back_at"])
    return True


def waiting(member: Member) -> VoluntaryStop | None:
    return VoluntaryStop.objects.filter(member=member, done_at=None, taken_back_at=None).first()


@transaction.atomic
def end_due(today: date | None = None) -> int:
    """End the memberships whose last day has come; one statement for each day."""
    today = today or timezone.localdate()
    due = VoluntaryStop.objects.filter(done_at=None, taken_back_at=None, ends_on__lte=today)
    days = dict(due.select_for_update().values_list("member_id", "ends_on"))
    with acting(by=None, action="member.stop_due"):
        for day in sorted(set(days.values())):
            people = [member for member, last in days.items() if last == day]
            MEMBER.transition_many(Member.objects.filter(pk__in=people), "end", ended_on=day)
        return VoluntaryStop.objects.filter(member__in=list(days), done_at=None, taken_back_at=None).update(
            done_at=timezone.now()
        )
