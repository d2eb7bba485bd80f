"""Courses of officials: what is taught, who takes part, who was there, and who passed; nobody assesses oneself."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.services.refusing import Refused
from nssf_portal.accounts.models import Institution, User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import acting
from nssf_portal.ids import uuid7
from outreach.enums import ActivityState, EnrolmentState
from outreach.models import Activity, Course, CourseSession, Enrolment
from outreach.scope import require
from outreach.services import certificates
from outreach.workflow import ENROLMENT

A, E = ActivityState, EnrolmentState
TEACH = Permission.TEACH
TAKES_PEOPLE = (A.PLANNED, A.ANNOUNCED, A.HELD)
OVER = (A.CANCELLED, A.DECLINED)
REPORTED = (A.REPORTED, A.VERIFIED)
FULL_MARK = 100


@dataclass(frozen=True)
class Participant:
    """A user of the portal, or the name of an official of an institution outside it."""

    user: User | None = None
    name: str = ""
    institution: Institution | None = None
    position: str = ""


@transaction.atomic
def keep_course(course: Course | None, *, by: User, **fields: Any) -> Course:
    """A new course, or the same with other facts. Effects: the course."""
    kept = Course.objects.select_for_update().get(pk=course.pk) if course else Course()
    for name, value in fields.items():
        setattr(kept, name, value)
    with acting(by=by, action="course.change" if course else "course.make"):
        kept.save()
    return kept


@transaction.atomic
def retire(course: Course, *, on: date | None, by: User) -> Course:
    """Not given any more from a day, or given again (None); who passed keeps the certificate. Effects: the day."""
    with acting(by=by, action="course.retire" if on else "course.give_again"):
        Course.objects.filter(pk=course.pk).update(retired_on=on)
    course.retired_on = on
    return course


@transaction.atomic
def give(activity: Activity, course: Course, *, by: User) -> CourseSession:
    """Says which course an activity gives; it changes until somebody takes part. Effects: the session."""
    locked = _locked(activity, by)
    if locked.state in OVER:
        raise Refused(_("It does not take place."), locked, "give")
    known = CourseSession.objects.filter(activity=locked).first()
    if known and known.course_id != course.pk and locked.enrolments.exists():
        raise Refused(_("People take part already: the course stays as it is."), locked, "give")
    if (known is None or known.course_id != course.pk) and course.retired_on and course.retired_on <= _day(locked):
        raise Refused(_("This course is not given any more on that day."), locked, "give")
    with acting(by=by, action="session.give"):
        return CourseSession.objects.update_or_create(activity=locked, defaults={"course": course})[0]


@transaction.atomic
def enrol(activity: Activity, who: Participant, *, by: User, submission_id: uuid.UUID) -> Enrolment:
    """Invites an official; the same person, or the same submission, is the same enrolment. Effects: the enrolment."""
    locked = _locked(activity, by)
    if known := _known(locked, who, submission_id):
        return known
    session = CourseSession.objects.filter(activity=locked).first()
    if session is None:
        raise Refused(_("Say first which course is given."), locked, "enrol")
    if locked.state not in TAKES_PEOPLE:
        raise Refused(_("It is reported or does not take place: nobody is added."), locked, "enrol")
    given = {"user": who.user, "name": "" if who.user else who.name}
    kept = {"institution": who.institution, "position": who.position, "enrolled_by": by}
    with acting(by=by, action="enrolment.invite"):
        return Enrolment.objects.create(id=_key(submission_id), activity=locked, course=session.course, **given, **kept)


def _known(activity: Activity, who: Participant, submission_id: uuid.UUID) -> Enrolment | None:
    rows = Enrolment.objects.filter(activity=activity)
    if who.user:
        return rows.filter(user=who.user).first()
    same = rows.filter(name__iexact=who.name, institution=who.institution, position=who.position)
    return rows.filter(pk=submission_id).first() or same.first()


def _key(submission_id: uuid.UUID) -> uuid.UUID:
    """The submission is the key, so that a retry finds its row; a number used elsewhere is nobody's again."""
    return uuid7() if Enrolment.objects.filter(pk=submission_id).exists() else submission_id


@transaction.atomic
def write_down(enrolments: list[Enrolment], *, came: bool, by: User) -> int:
    """Who was there and who was not, of one session; who is assessed stays. Gives how many changed."""
    if not enrolments:
        return 0
    locked = _locked(enrolments[0].activity, by)
    _has_begun(locked)
    move = "attend" if came else "miss"
    rows = Enrolment.objects.filter(activity=locked, pk__in=[one.pk for one in enrolments], assessed_at__isnull=True)
    with acting(by=by, action=f"enrolment.{move}"):
        return ENROLMENT.transition_many(rows, move)


@transaction.atomic
def assess(enrolment: Enrolment, *, mark: int | None, by: User) -> Enrolment:
    """The assessment, by somebody else than the one assessed. Effects: mark, by whom and when, the state; papers."""
    _locked(enrolment.activity, by)
    row = Enrolment.objects.select_for_update(of=("self",)).select_related("course").get(pk=enrolment.pk)
    if row.user_id == by.pk:
        raise Refused(_("Nobody assesses oneself: a colleague does it."), row, "assess")
    if row.state in (E.INVITED, E.ABSENT):
        raise Refused(_("Only who was there is assessed."), row, "assess")
    if row.state == E.PASSED:
        raise Refused(_("This person has passed already."), row, "assess")
    said = {"mark": _mark(row, mark), "assessed_at": timezone.now(), "assessed_by": by}
    with acting(by=by, action="enrolment.assess"):
        _judge(row, said)
    if row.state == E.PASSED:
        certificates.ask(row, by=by)
    return row


def _judge(row: Enrolment, said: dict[str, Any]) -> None:
    if passes(row.course, said["mark"]):
        ENROLMENT.move(row, "pass", **said)
    elif row.state == E.ATTENDED:
        ENROLMENT.move(row, "fail", **said)
    else:  # tried again and still below: the later mark stands
        for name, value in said.items():
            setattr(row, name, value)
        row.save(update_fields=list(said))


def passes(course: Course, mark: int | None) -> bool:
    """Without a test, having been there and being confirmed is passing."""
    return course.pass_mark is None or (mark is not None and mark >= course.pass_mark)


def _mark(row: Enrolment, mark: int | None) -> int | None:
    if row.course.pass_mark is None:
        return None
    if mark is None or not 0 <= mark <= FULL_MARK:
        raise Refused(_("Write the mark, from 0 to 100."), row, "assess")
    return mark


def why_nobody_yet(activity: Activity) -> str:
    """Why attendance cannot be written down now; empty when it can."""
    if activity.state in OVER or activity.state == A.PROPOSED:
        return _("It does not take place.") if activity.state in OVER else _("It is only proposed.")
    if activity.state in REPORTED:
        return _("It is reported: who came stays as it is. If it is sent back, you can go on here.")
    if timezone.localdate() < _day(activity):
        return _("Its day has not come yet.")
    return ""


def _has_begun(activity: Activity) -> None:
    if why := why_nobody_yet(activity):
        raise Refused(why, activity, "attend")


def _day(activity: Activity) -> date:
    return timezone.localdate(activity.starts_at)


def _locked(activity: Activity, by: User) -> Activity:
    locked = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    require(by, TEACH, locked.place_code)
    return locked
