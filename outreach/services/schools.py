"""Schools, visits with pupils counted by sex, and the curriculum; the ministry of education reports itself."""

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.services.refusing import Refused
from nssf_portal.accounts.models import Institution, User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import acting
from nssf_portal.references import new_reference
from outreach.enums import ActivityState, CurriculumState, PartnerRole, TargetGroup
from outreach.models import (
    Activity,
    ActivityPartner,
    ActivityType,
    CurriculumItem,
    CurriculumStep,
    HeadCount,
    School,
    SchoolVisit,
)
from outreach.scope import may, require
from outreach.services.activities import PREFIX, office_of
from outreach.workflow import CURRICULUM

A = ActivityState
WORK, REPORT = Permission.WORK_OUTREACH, Permission.REPORT_SCHOOLS
OVER = (A.CANCELLED, A.DECLINED)
_BEGINS, _LASTS = time(8), timedelta(minutes=90)  # where the ministry says only the day


def may_keep(user: User, commune_code: str) -> bool:
    """The ministry everywhere; officers of outreach in their places."""
    return user.has_permission(REPORT) or may(user, WORK, commune_code)


def may_propose(user: User) -> bool:
    return user.has_permission(REPORT) or user.has_permission(WORK)


@transaction.atomic
def keep(school: School | None, *, by: User, **fields: Any) -> School:
    """A new school, or the same with other facts; the same submission is the same school. Effects: the school."""
    places = {fields["commune_code"], school.commune_code if school else fields["commune_code"]}
    if not all(may_keep(by, place) for place in places):
        raise PermissionDenied
    if school is None:
        with acting(by=by, action="school.make"):
            return School.objects.get_or_create(submission_id=fields.pop("submission_id"), defaults=fields)[0]
    locked = School.objects.select_for_update(of=("self",)).get(pk=school.pk)
    for name, value in fields.items():
        setattr(locked, name, value)
    with acting(by=by, action="school.change"):
        locked.save()
    return locked


@transaction.atomic
def close(school: School, *, on: date | None, by: User) -> School:
    """Closed from a day, or open again; its visits stay. Effects: the day."""
    if not may_keep(by, school.commune_code):
        raise PermissionDenied
    with acting(by=by, action="school.close" if on else "school.open_again"):
        School.objects.filter(pk=school.pk).update(closed_on=on)
    school.closed_on = on
    return school


@transaction.atomic
def visit(activity: Activity, school: School, *, grade: str, by: User) -> SchoolVisit:
    """Says at which school an activity is held; it changes until it is reported. Effects: the visit."""
    locked = Activity.objects.select_for_update(of=("self",)).select_related("type").get(pk=activity.pk)
    require(by, WORK, locked.place_code)
    if not locked.type.at_school:
        raise Refused(_("This type of activity is not held at a school."), locked, "visit")
    if locked.state in (A.REPORTED, A.VERIFIED, *OVER):
        raise Refused(_("It is reported or does not take place: the school stays as it is."), locked, "visit")
    return SchoolVisit.objects.update_or_create(activity=locked, defaults={"school": school, "grade": grade})[0]


@transaction.atomic
def report_visit(school: School, *, by: User, submission_id: uuid.UUID, on: date, grade: str, **told: Any) -> Activity:
    """A visit that the ministry made: it waits for the Fund, and counts once a second person verified it.

    Effects: a proposed activity with the ministry as host, the visit, the heads counted by sex."""
    institution = institution_of(by)
    if known := Activity.objects.filter(submission_id=submission_id, proposed_for=institution).first():
        return known
    _checked_day(on, school)
    with acting(by=by, action="school.report_visit"):
        activity = Activity.objects.create(submission_id=submission_id, **_facts(school, on, by, institution, told))
        ActivityPartner.objects.create(activity=activity, institution=institution, role=PartnerRole.HOST)
    SchoolVisit.objects.create(activity=activity, school=school, grade=grade)
    heads = {name: told.get(name) or 0 for name in ("women", "men", "not_stated")}
    HeadCount.objects.create(
        activity=activity, group=TargetGroup.STUDENTS, submission_id=submission_id, counted_by=by, **heads
    )
    return activity


def institution_of(user: User) -> Institution:
    """The ministry for which this person reports."""
    found = Institution.objects.filter(pk__in=user.institutions(REPORT)).order_by("code").first()
    if found is None:
        raise PermissionDenied
    return found


def _checked_day(on: date, school: School) -> None:
    if on > timezone.localdate():
        raise Refused(_("Its day has not come yet."), school, "report_visit")
    if school.closed_on and on >= school.closed_on:
        raise Refused(_("The school was closed on that day."), school, "report_visit")


def _facts(school: School, on: date, by: User, institution: Institution, told: dict[str, Any]) -> dict[str, Any]:
    of = ActivityType.objects.filter(at_school=True, valid_to__isnull=True).order_by("order", "code").first()
    if of is None:
        raise Refused(_("No type of activity at schools is in use."), school, "report_visit")
    starts = timezone.make_aware(datetime.combine(on, _BEGINS))
    return {
        "reference": new_reference(PREFIX, letters=7),
        "type": of,
        "office": office_of(by, school.commune_code),
        "place_code": school.commune_code,
        "proposed_for": institution,
        "state": A.PROPOSED,
        "name_km": f"{of.name_km}៖ {school.name_km}"[:200],
        "name_en": f"{of.name_en}: {school.name_en}"[:200],
        "summary_km": told.get("about", ""),
        "languages": ["km"],
        "target_group": TargetGroup.STUDENTS,
        "venue": school.name_km,
        "starts_at": starts,
        "ends_at": starts + _LASTS,
        "is_public": False,
        "takes_sign_ups": False,
        "created_by": by,
    }


@transaction.atomic
def propose_item(*, by: User, submission_id: uuid.UUID, **fields: Any) -> CurriculumItem:
    """A piece of social security for a textbook; the same submission is the same piece. Effects: item, first step."""
    if not may_propose(by):
        raise PermissionDenied
    if known := CurriculumItem.objects.filter(submission_id=submission_id).first():
        return known
    with acting(by=by, action="curriculum.propose"):
        made = CurriculumItem.objects.create(submission_id=submission_id, proposed_by=by, **fields)
    CurriculumStep.objects.create(item=made, became=CurriculumState.PROPOSED, by=by)
    return made


@transaction.atomic
def change_item(item: CurriculumItem, *, by: User, **fields: Any) -> CurriculumItem:
    """Where it stands and its text, until it is approved. Effects: those fields."""
    if not may_propose(by):
        raise PermissionDenied
    locked = _locked(item)
    if locked.state not in (CurriculumState.PROPOSED, CurriculumState.DRAFTED):
        raise Refused(_("It is approved or over: take the text up again first."), locked, "change")
    for name, value in fields.items():
        setattr(locked, name, value)
    with acting(by=by, action="curriculum.change"):
        locked.save()
    return locked


@transaction.atomic
def step(
    item: CurriculumItem, move: str, *, by: User, note: str = "", taught_from: date | None = None
) -> CurriculumItem:
    """One step on: the ministry says it, or an officer with the letter that says so. Effects: state, the step."""
    if not may_propose(by):
        raise PermissionDenied
    locked = _locked(item)
    if not by.has_permission(REPORT) and not note.strip():
        raise Refused(_("Write which letter or decision of the ministry says so."), locked, move)
    if move == "draft" and not locked.text.strip() and not locked.upload_id:
        raise Refused(_("Write the text of the lesson first."), locked, move)
    if move == "teach" and taught_from is None:
        raise Refused(_("Write the day from which it is taught."), locked, move)
    more = {"taught_from": taught_from} if move == "teach" else {}
    with acting(by=by, action=f"curriculum.{move}"):
        CURRICULUM.move(locked, move, **more)
    CurriculumStep.objects.create(item=locked, became=locked.state, by=by, note=note.strip()[:500])
    return locked


def _locked(item: CurriculumItem) -> CurriculumItem:
    return CurriculumItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
