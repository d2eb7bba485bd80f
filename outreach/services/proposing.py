"""A partner proposes an activity; the Fund's officers take it up or say why not (`activities.take_up`, `decline`)."""

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.services.refusing import Refused
from nssf_portal.accounts.models import Institution, User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.accounts.scope import in_places
from nssf_portal.audit.tracking import acting
from nssf_portal.references import new_reference
from outreach.enums import ActivityState, PartnerRole
from outreach.models import Activity, ActivityPartner, ActivityType
from outreach.models.activity import ActivityQuerySet
from outreach.scope import may
from outreach.services.activities import PREFIX, office_of


@transaction.atomic
def propose(
    *,
    by: User,
    institution: Institution,
    submission_id: uuid.UUID,
    type: ActivityType,  # noqa: A002
    role: PartnerRole | str,
    **fields: Any,
) -> Activity:
    """The same submission again is the same proposal. Effects: the activity, the institution's part in it."""
    if institution.pk not in by.institutions(Permission.JOIN_OUTREACH):
        raise PermissionDenied
    if known := Activity.objects.filter(submission_id=submission_id, proposed_for=institution).first():
        return known
    _checked(fields)
    given = {
        "reference": new_reference(PREFIX, letters=7),
        "type": type,
        "office": office_of(by, fields.get("place_code", "")),
        "state": ActivityState.PROPOSED,
        "proposed_for": institution,
        "created_by": by,
    }
    with acting(by=by, action="activity.propose"):
        made = Activity.objects.create(submission_id=submission_id, **given, **fields)
    ActivityPartner.objects.get_or_create(activity=made, institution=institution, role=role)
    return made


def _checked(fields: dict[str, Any]) -> None:
    if fields["ends_at"] <= fields["starts_at"]:
        raise Refused(_("It ends before it begins."), None, "propose")
    if fields["starts_at"] <= timezone.now():
        raise Refused(_("Its day is over: propose a day that is still to come."), None, "propose")


def waiting(user: User) -> ActivityQuerySet:
    """Proposals on which this officer may decide, the nearest day first."""
    here = in_places(user, Permission.WORK_OUTREACH, "place_code")
    return Activity.objects.filter(here, state=ActivityState.PROPOSED).order_by("starts_at", "pk")


def may_decide(user: User, activity: Activity) -> bool:
    """It waits, and this officer works where it would be held."""
    return activity.state == ActivityState.PROPOSED and may(user, Permission.WORK_OUTREACH, activity.place_code)
