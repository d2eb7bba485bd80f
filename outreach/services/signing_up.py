"""Somebody wants to come: a sign-up takes places under a lock, says what to prepare, and is cancelled by its reference.

Little is kept: a name and a number only if given, until the law book's days after the event (services.purging)."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance.services.refusing import Refused
from enterprises.models import Enterprise
from nssf_portal.accounts.models import User
from nssf_portal.identifiers.crypto import blind_index, decrypt, encrypt
from nssf_portal.references import new_reference, normalise
from outreach.enums import ActivityState
from outreach.models import Activity, SignUp

PREFIX = "EVT"
ADDRESS = "sign_up"  # the kind of recipient: a message finds the number by the sign-up's id when it is sent


@dataclass(frozen=True)
class Coming:
    """What somebody says who signs up; name and number may stay empty."""

    people: int = 1
    name: str = ""
    phone: str = ""
    access_needs: str = ""
    childcare: int = 0
    language: str = "km"
    enterprise: Enterprise | None = None
    user: User | None = None


def alive() -> QuerySet[SignUp]:
    """Sign-ups that were not cancelled."""
    return SignUp.objects.filter(cancelled_at__isnull=True)


def taken_of(activities: Collection[uuid.UUID]) -> Mapping[uuid.UUID, int]:
    """How many people signed up, by activity."""
    rows = alive().filter(activity__in=activities).order_by().values_list("activity")
    return dict(rows.annotate(n=Sum("people")))


def places_left(activity: Activity) -> int | None:
    """Places nobody has taken yet; None where there is no limit."""
    if activity.capacity is None:
        return None
    return max(activity.capacity - taken_of([activity.pk]).get(activity.pk, 0), 0)


def why_not(activity: Activity) -> str:
    """Why nobody signs up for this (any more); empty while people can."""
    if activity.state == ActivityState.CANCELLED:
        return _("This event does not take place.")
    if activity.state != ActivityState.ANNOUNCED or activity.starts_at <= timezone.now():
        return _("This event has begun or is over.")
    if not activity.takes_sign_ups:
        return _("Nobody needs to sign up. Simply come.")
    if places_left(activity) == 0:
        return _("All places are taken. If somebody cancels, a place is free here again.")
    return ""


@transaction.atomic
def sign_up(activity: Activity, *, submission_id: uuid.UUID, coming: Coming) -> SignUp:
    """Places for people who want to come; the same submission again is the same sign-up. Effects: one row.

    The activity's row is locked, so that two who ask at once never get the same last place."""
    locked = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if known := SignUp.objects.filter(submission_id=submission_id).first():
        return known
    if why := why_not(locked):
        raise Refused(why, locked, "sign_up")
    left = places_left(locked)
    if left is not None and coming.people > left:
        said = ngettext("Only %(n)d place is left.", "Only %(n)d places are left.", left) % {"n": left}
        raise Refused(said, locked, "sign_up")
    return keep(locked, submission_id=submission_id, coming=coming)


def keep(activity: Activity, *, submission_id: uuid.UUID, coming: Coming) -> SignUp:
    """Write a sign-up down as it is; whether it may be is asked before."""
    row = SignUp(activity=activity, submission_id=submission_id, reference=new_reference(PREFIX, letters=7))
    for name, value in vars(coming).items():
        if name != "phone":
            setattr(row, name, value)
    if coming.phone:
        row.phone = encrypt(coming.phone.encode(), row.pk.bytes)
        row.phone_blind = blind_index("phone", coming.phone)
    row.save(force_insert=True)
    return row


def find(reference: str) -> SignUp | None:
    """The sign-up of a typed reference; slips of typing are mended."""
    known = normalise(reference)
    return SignUp.objects.select_related("activity__type").filter(reference=known).first() if known else None


@transaction.atomic
def cancel(sign_up: SignUp) -> SignUp:
    """They don't come after all: the places are free again. Effects: when. Twice is once."""
    locked = SignUp.objects.select_for_update(of=("self",)).select_related("activity").get(pk=sign_up.pk)
    if locked.cancelled_at:
        return locked
    if locked.activity.ends_at < timezone.now():
        raise Refused(_("This event is over: there is nothing to cancel."), locked, "cancel")
    locked.cancelled_at = timezone.now()
    locked.save(update_fields=["cancelled_at"])
    return locked


def phone_of(sign_up: SignUp) -> str:
    """The number in clear, for sending only; empty when none was given or its time is over."""
    return decrypt(bytes(sign_up.phone), sign_up.pk.bytes).decode() if sign_up.phone else ""
