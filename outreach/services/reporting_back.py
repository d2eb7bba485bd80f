"""What was held is reported with evidence and its sheet, and verified by a second person: only then it counts."""

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.services.refusing import Refused
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import acting
from nssf_portal.documents.models import Upload
from outreach.enums import ActivityState, EvidenceKind, FieldKind
from outreach.models import Activity, ActivityEvidence, SheetAnswer, TypeField
from outreach.scope import may, require
from outreach.services.activities import WORK, lock
from outreach.workflow import ACTIVITY

S = ActivityState
ANSWER = {FieldKind.NUMBER: "number", FieldKind.YES_NO: "yes"}
TAKES_EVIDENCE = (S.ANNOUNCED, S.HELD)


def fields_of(activity: Activity) -> list[TypeField]:
    """The questions of the sheet that are asked today, or were answered."""
    rows = TypeField.objects.filter(type=activity.type_id)
    answered = set(activity.answers.values_list("field_id", flat=True))
    today = timezone.localdate()
    return [row for row in rows if row.ended_on is None or row.ended_on > today or row.pk in answered]


def answers_of(activity: Activity) -> dict[uuid.UUID, Any]:
    """What the sheet says, by question."""
    rows = activity.answers.select_related("field")
    return {row.field_id: getattr(row, ANSWER.get(row.field.kind, "text")) for row in rows}


@transaction.atomic
def report(activity: Activity, *, by: User, report: str, answers: dict[uuid.UUID, Any]) -> Activity:
    """What happened, with the sheet; evidence must be there. Effects: answers, report, state, by whom and when."""
    locked = lock(activity)
    require(by, WORK, locked.place_code)
    if locked.state == S.HELD:
        _complete(locked, report, answers)
    with acting(by=by, action="activity.report"):
        reported = {"report": report.strip(), "reported_at": timezone.now(), "reported_by": by, "sent_back_reason": ""}
        ACTIVITY.move(locked, "report", **reported)
        _keep(locked, answers)
    return locked


def _complete(locked: Activity, report: str, answers: dict[uuid.UUID, Any]) -> None:
    if not report.strip():
        raise Refused(_("Write what happened."), locked, "report")
    if not has_evidence(locked):
        raise Refused(_("Add a photo or the sign-in sheet first: the second person needs to see it."), locked, "report")
    lacking = [f for f in fields_of(locked) if f.required and answers.get(f.pk) in (None, "")]
    if lacking:
        said = _("Answer this question of the sheet: %(question)s") % {"question": lacking[0].label}
        raise Refused(said, locked, "report")


def _keep(locked: Activity, answers: dict[uuid.UUID, Any]) -> None:
    for field in fields_of(locked):
        if field.pk not in answers:
            continue
        value, column = answers[field.pk], ANSWER.get(field.kind, "text")
        none: dict[str, Any] = {"text": "", "number": None, "yes": None}
        given = none if value is None else none | {column: value}
        SheetAnswer.objects.update_or_create(activity=locked, field=field, defaults=given)


def has_evidence(activity: Activity) -> bool:
    return activity.evidence.filter(struck_at__isnull=True).exists()


def why_not_verify(activity: Activity, user: User) -> str:
    """Why this person does not verify it; empty when nothing stands in the way."""
    if not may(user, Permission.VERIFY_OUTREACH, activity.place_code):
        return _("A chief of outreach verifies it.")
    if activity.reported_by_id == user.pk:
        return _("You reported it: another person verifies it.")
    if not has_evidence(activity):
        return _("No photo or sign-in sheet is left: send it back.")
    return ""


@transaction.atomic
def verify(activity: Activity, *, by: User) -> Activity:
    """The second person looked at report and evidence: it counts from now on. Effects: state, by whom and when."""
    locked = _to_second(activity, by)
    if locked.state == S.REPORTED and (why := why_not_verify(locked, by)):
        raise Refused(why, locked, "verify")
    with acting(by=by, action="activity.verify"):
        return ACTIVITY.move(locked, "verify", verified_at=timezone.now(), verified_by=by)


@transaction.atomic
def send_back(activity: Activity, *, by: User, reason: str) -> Activity:
    """Not yet: the reporter reads why and reports again. Effects: state, reason; the report's text stays."""
    locked = _to_second(activity, by)
    if locked.reported_by_id == by.pk:
        raise Refused(_("You reported it: another person verifies it."), locked, "send_back")
    if not reason.strip():
        raise Refused(_("Write why."), locked, "send_back")
    with acting(by=by, action="activity.send_back"):
        back = {"reported_at": None, "reported_by": None, "sent_back_reason": reason.strip()[:500]}
        return ACTIVITY.move(locked, "send_back", **back)


def _to_second(activity: Activity, by: User) -> Activity:
    locked = lock(activity)
    require(by, Permission.VERIFY_OUTREACH, locked.place_code)
    return locked


@transaction.atomic
def add_evidence(
    activity: Activity, *, by: User, kind: EvidenceKind, upload: Upload, note: str = ""
) -> ActivityEvidence:
    """A photo or a sheet; the same upload again is the same evidence. Effects: the evidence."""
    locked = lock(activity)
    require(by, WORK, locked.place_code)
    if locked.state not in TAKES_EVIDENCE:
        raise Refused(_("Evidence is added when it was held and before it is reported."), locked, "evidence")
    given = {"kind": kind, "note": note, "added_by": by}
    return ActivityEvidence.objects.get_or_create(activity=locked, upload=upload, defaults=given)[0]


@transaction.atomic
def strike_evidence(evidence: ActivityEvidence, *, by: User) -> None:
    """Added by mistake: it stays in the history and is shown to nobody. Effects: by whom and when."""
    locked = lock(evidence.activity)
    require(by, WORK, locked.place_code)
    if locked.state not in TAKES_EVIDENCE:
        raise Refused(_("It is reported: what was reported stays as it is."), locked, "evidence")
    ActivityEvidence.objects.filter(pk=evidence.pk, struck_at__isnull=True).update(
        struck_at=timezone.now(), struck_by=by
    )
