"""What people said at an activity, and what changed because of it. Without names."""

import uuid
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.services.refusing import Refused
from nssf_portal.accounts.models import Institution, User
from nssf_portal.audit.tracking import acting
from outreach.enums import ActivityState
from outreach.models import Activity, Consultation
from outreach.scope import require
from outreach.services.activities import WORK, lock

HEARD_IN = (ActivityState.ANNOUNCED, ActivityState.HELD, ActivityState.REPORTED, ActivityState.VERIFIED)


@transaction.atomic
def hear(
    activity: Activity, *, by: User, submission_id: uuid.UUID, heard: str, institution: Institution | None = None
) -> Consultation:
    """Write down what was said; the same submission again is the same record. Effects: the record."""
    locked = lock(activity)
    require(by, WORK, locked.place_code)
    if locked.state not in HEARD_IN:
        raise Refused(_("What people said is written down once it is announced or held."), locked, "hear")
    given = {"activity": locked, "heard": heard, "institution": institution, "entered_by": by}
    with acting(by=by, action="consultation.hear"):
        return Consultation.objects.get_or_create(submission_id=submission_id, defaults=given)[0]


@transaction.atomic
def changed(consultation: Consultation, *, by: User, changed: str, changed_on: date) -> Consultation:
    """What changed because of it, and since when. Effects: both."""
    locked = Consultation.objects.select_for_update(of=("self",)).select_related("activity").get(pk=consultation.pk)
    require(by, WORK, locked.activity.place_code)
    if changed_on > timezone.localdate():
        raise Refused(_("Write it down when it has changed: this day is still to come."), locked, "changed")
    locked.changed, locked.changed_on = changed, changed_on
    with acting(by=by, action="consultation.changed"):
        locked.save(update_fields=["changed", "changed_on"])
    return locked
