"""Who came: by the own telephone at the door, on the list at the desk, or as heads counted. Rule: `counting`."""

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.services.refusing import Refused
from compliance.units import by_number
from enterprises.models import Claim, Enterprise
from nssf_portal.accounts.models import User
from nssf_portal.identifiers.crypto import blind_index, decrypt, encrypt
from nssf_portal.ids import uuid7
from nssf_portal.references import normalise
from outreach.door import digest_of, is_open, token_of
from outreach.enums import ActivityState, CountedHow, Gender
from outreach.models import Activity, Attendance, HeadCount, SignUp
from outreach.scope import require
from outreach.services import beginning
from outreach.services.activities import WORK, lock
from registration.models import Application

S = ActivityState
BEFORE = (S.PLANNED, S.ANNOUNCED)
COUNTS = (*BEFORE, S.HELD)
MOST_HEADS = 100_000  # a slip of the finger, not a rule


class DoorClosed(Refused):
    """The door of this activity takes nobody now."""


@dataclass(frozen=True)
class Person:
    """One line of the desk's list. Name and number only with consent."""

    gender: str = Gender.NOT_STATED
    group: str = ""
    name: str = ""
    phone: str = ""
    consent: bool = False
    access_needs: str = ""
    childcare: bool = False
    enterprise: Enterprise | None = None

    @property
    def is_named(self) -> bool:
        return bool(self.name or self.phone)


def why_not(activity: Activity) -> str:
    """Why nobody can be counted at this activity now; empty when people can be."""
    if activity.state in BEFORE and timezone.localdate() < timezone.localdate(activity.starts_at):
        return _("Its day has not come yet.")
    if activity.state in (S.REPORTED, S.VERIFIED):
        return _("It is reported: who came stays as it is. If it is sent back, you can go on here.")
    if activity.state not in COUNTS:
        return _("It does not take place: nobody is counted.")
    return ""


def _counting(activity: Activity, by: User) -> Activity:
    locked = lock(activity)
    require(by, WORK, locked.place_code)
    if why := why_not(locked):
        raise Refused(why, locked, "count")
    return locked


@transaction.atomic
def open_door(activity: Activity, *, by: User) -> Activity:
    """The code at the door works from now on, at its hours; the same code each time. Effects: its digest."""
    locked = lock(activity)
    require(by, WORK, locked.place_code)
    if locked.state not in COUNTS:
        raise Refused(_("It does not take place any more: there is no door."), locked, "door")
    locked.door_digest = digest_of(token_of(locked))
    locked.save(update_fields=["door_digest"])
    return locked


@transaction.atomic
def close_door(activity: Activity, *, by: User) -> Activity:
    """The code at the door does not work any more; who was counted stays. Effects: the digest goes."""
    locked = lock(activity)
    require(by, WORK, locked.place_code)
    locked.door_digest = ""
    locked.save(update_fields=["door_digest"])
    return locked


def at_door(activity: Activity, device: str) -> Attendance | None:
    """What this telephone was counted as."""
    return Attendance.objects.filter(activity=activity, device=device).first() if device else None


@transaction.atomic
def come_by_phone(
    activity: Activity, *, device: str, submission_id: uuid.UUID, gender: str = Gender.NOT_STATED, group: str = ""
) -> Attendance:
    """One more at the door; the same telephone, or the same press again, is the same person. Raises DoorClosed."""
    locked = lock(activity)
    if known := _known_at_door(locked, device, submission_id):
        return known
    if not locked.door_digest or not is_open(locked):
        raise DoorClosed(_("The door is closed."), locked, "count")
    given = {"gender": gender, "group": group, "device": device, "enterprise_id": locked.enterprise_id}
    return Attendance.objects.create(activity=locked, how=CountedHow.DOOR, submission_id=submission_id, **given)


def _known_at_door(activity: Activity, device: str, submission_id: uuid.UUID) -> Attendance | None:
    same = Q(submission_id=submission_id) | (Q(activity=activity, device=device) if device else Q(pk__in=[]))
    return Attendance.objects.filter(same).first()


@transaction.atomic
def write(activity: Activity, person: Person, *, submission_id: uuid.UUID, by: User) -> Attendance:
    """One line of the desk's list; the same submission is the same line. Effects: the line."""
    locked = _counting(activity, by)
    if known := Attendance.objects.filter(submission_id=submission_id).first():
        return known
    _may_be_named(locked, person)
    line = Attendance(activity=locked, how=CountedHow.DESK, submission_id=submission_id, written_by=by)
    line.gender, line.group, line.name = person.gender, person.group, person.name
    line.access_needs, line.childcare = person.access_needs, person.childcare
    line.enterprise_id = person.enterprise.pk if person.enterprise else locked.enterprise_id
    line.consented_at = timezone.now() if person.is_named else None
    if person.phone:
        _keep_phone(line, person.phone)
    line.save(force_insert=True)
    return line


def _may_be_named(activity: Activity, person: Person) -> None:
    if person.is_named and not person.consent:
        raise Refused(_("Without the person's consent no name and no number is kept."), activity, "consent")
    if person.is_named and not activity.type.asks_names:
        raise Refused(_("No names are taken at this kind of activity."), activity, "names")
    if person.phone and _stands(activity, blind_index("phone", person.phone)):
        raise Refused(_("This number is on the list already: each person is counted once."), activity, "twice")


def _stands(activity: Activity, blind: uuid.UUID | None) -> bool:
    lines = Attendance.objects.filter(activity=activity, phone_blind=blind, struck_at__isnull=True)
    return blind is not None and lines.exists()


def _keep_phone(line: Attendance, phone: str) -> None:
    line.phone = encrypt(phone.encode(), aad=line.pk.bytes)
    line.phone_blind = blind_index("phone", phone)


def came_key(sign_up: SignUp) -> uuid.UUID:
    """The submission id of the line of somebody who had signed up: ticked twice is ticked once."""
    return uuid.uuid5(sign_up.pk, "came")


@transaction.atomic
def arrive(sign_up: SignUp, *, gender: str, by: User) -> Attendance:
    """Somebody who had signed up is here: name and number come from the sign-up, with the consent given there.

    Who cancelled and came all the same took that consent back: one person, without a name."""
    of = sign_up.activity
    if sign_up.cancelled_at:
        return write(of, Person(gender=gender), submission_id=came_key(sign_up), by=by)
    phone = phone_of(sign_up)
    named = of.type.asks_names and bool(sign_up.name or phone)
    person = Person(
        gender=gender,
        name=sign_up.name if named else "",
        phone=phone if named else "",
        consent=named,
        access_needs=sign_up.access_needs,
        childcare=sign_up.childcare > 0,
        enterprise=sign_up.enterprise,
    )
    return write(of, person, submission_id=came_key(sign_up), by=by)


def phone_of(row: SignUp | Attendance) -> str:
    """The whole number, for the one act that needs it; lists show the last four."""
    return decrypt(row.phone, aad=row.pk.bytes).decode() if row.phone else ""


@transaction.atomic
def strike(line: Attendance, *, by: User) -> Attendance:
    """A line written by mistake counts no more; it stays, struck. Who had signed up can be ticked again.

    Effects: by whom and when; of who had signed up, the key that says "here"."""
    _counting(line.activity, by)
    locked = Attendance.objects.select_for_update(of=("self",)).get(pk=line.pk)
    if locked.struck_at is None:
        locked.struck_at, locked.struck_by = timezone.now(), by
        if any(came_key(one) == locked.submission_id for one in SignUp.objects.filter(activity=locked.activity_id)):
            locked.submission_id = uuid7()
        locked.save(update_fields=["struck_at", "struck_by", "submission_id"])
    return locked


@transaction.atomic
def count_heads(
    activity: Activity, *, group: str, women: int, men: int, not_stated: int, submission_id: uuid.UUID, by: User
) -> HeadCount:
    """All heads of a group; a later count of the same group takes the place of the one before."""
    locked = _counting(activity, by)
    if known := HeadCount.objects.filter(submission_id=submission_id).first():
        return known
    HeadCount.objects.filter(activity=locked, group=group, replaced_at__isnull=True).update(replaced_at=timezone.now())
    heads = {"women": women, "men": men, "not_stated": not_stated}
    return HeadCount.objects.create(activity=locked, group=group, submission_id=submission_id, counted_by=by, **heads)


@transaction.atomic
def drop_heads(heads: HeadCount, *, by: User) -> HeadCount:
    """A count made by mistake counts no more; it stays as one that was replaced."""
    _counting(heads.activity, by)
    if heads.replaced_at is None:
        heads.replaced_at = timezone.now()
        heads.save(update_fields=["replaced_at"])
    return heads


@transaction.atomic
def note_begun(activity: Activity, *, number: str, by: User) -> None:
    """A registration begun at the desk on another device or on paper: its reference, or the enterprise's number."""
    locked = _counting(activity, by)
    known = normalise(number)
    application = Application.objects.filter(reference=known).first() if known else None
    claim = Claim.objects.filter(reference=known).first() if known and not application else None
    begun = application or claim
    enterprise = None if begun else by_number(number)
    if begun is None and enterprise is None:
        why = _("We know no application and no enterprise with this number. Check it once more.")
        raise Refused(why, locked, "begun")
    if begun and timezone.localdate(begun.created_at) < timezone.localdate(locked.starts_at):
        raise Refused(_("It was begun before this activity: it did not begin here."), locked, "begun")
    if not beginning.start_here(locked, application=application, enterprise=enterprise, claim=claim):
        raise Refused(_("It is noted already, here or at another activity: the first one stays."), locked, "begun")
