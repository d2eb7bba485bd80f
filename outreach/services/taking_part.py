"""Institutions with a role in an activity, and who speaks."""

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.services.refusing import Refused
from nssf_portal.accounts.models import Institution, User
from outreach.enums import ActivityState, PartnerRole
from outreach.models import Activity, ActivityPartner, Speaker
from outreach.scope import require
from outreach.services.activities import WORK, lock

S = ActivityState
SETTLED = (S.REPORTED, S.VERIFIED, S.CANCELLED, S.DECLINED)


def _open(activity: Activity, by: User) -> Activity:
    locked = lock(activity)
    require(by, WORK, locked.place_code)
    if locked.state in SETTLED:
        raise Refused(_("It is reported or over: who took part stays as it is."), locked, "part")
    return locked


@transaction.atomic
def add_partner(activity: Activity, *, by: User, institution: Institution, role: PartnerRole) -> ActivityPartner:
    """An institution takes part in a role; its people see this activity. The same again is the same."""
    locked = _open(activity, by)
    return ActivityPartner.objects.get_or_create(activity=locked, institution=institution, role=role)[0]


@transaction.atomic
def drop_partner(partner: ActivityPartner, *, by: User) -> None:
    """It takes no part after all; not when it brought a list of people already."""
    locked = _open(partner.activity, by)
    if locked.lists.filter(institution=partner.institution_id).exists():
        raise Refused(_("It brought a list of people: it stays a partner of this activity."), locked, "part")
    ActivityPartner.objects.filter(pk=partner.pk).delete()


@transaction.atomic
def add_speaker(activity: Activity, *, by: User, name: str, organisation: str = "", agreed: bool = False) -> Speaker:
    """Who speaks; named in public only when the speaker agreed. The same name again is the same speaker."""
    locked = _open(activity, by)
    given = {"organisation": organisation, "agreed": agreed}
    return Speaker.objects.get_or_create(activity=locked, name=name, defaults=given)[0]


@transaction.atomic
def drop_speaker(speaker: Speaker, *, by: User) -> None:
    """Does not speak after all: the name goes."""
    _open(speaker.activity, by)
    Speaker.objects.filter(pk=speaker.pk).delete()
