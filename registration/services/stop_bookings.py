"""Bookings at stops: by people with a phone, by employers with their staff; who came; what is forgotten when."""

import uuid
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from enterprises.models import Enterprise
from nssf_portal.accounts.models import User
from nssf_portal.identifiers.crypto import decrypt, encrypt
from nssf_portal.ids import uuid7
from nssf_portal.law.book import value_or
from nssf_portal.references import new_reference, normalise
from registration.enums import BookingState, StopState
from registration.models import StopBooking, UnitStop
from registration.services import stop_telling
from registration.services.stops import TAKEN_BACK, Refused, cancel, current_slot, slots_of, takes_bookings
from registration.workflow import BOOKING, STOP

_SPACE = uuid.UUID("b1c3ee58-1f0a-4b6a-8a5f-20d6f0a5d3c4")


def _locked(stop: UnitStop) -> UnitStop:
    """One at a time at each stop: nobody is booked above a slot."""
    return UnitStop.objects.select_for_update(of=("self",)).get(pk=stop.pk)


@transaction.atomic
def book(
    *, stop: UnitStop, slot_at: datetime, people: int, name: str, phone: str, language: str, submission_id: uuid.UUID
) -> StopBooking:
    """A time for somebody with a phone, no account; the same submission is the same booking.

    Effects: the booking with the phone encrypted, a message with its reference. Raises Refused."""
    locked = _locked(stop)
    if known := StopBooking.objects.filter(submission_id=submission_id, stop=stop).first():
        return known
    _must_have_room(locked, slot_at, people)
    made = StopBooking(
        id=uuid7(),
        stop=locked,
        slot_at=slot_at,
        people=people,
        name=name,
        language=language,
        submission_id=submission_id,
        reference=new_reference("BKG", letters=7),
    )
    made.phone = encrypt(phone.encode(), made.pk.bytes) if phone else None
    made.save(force_insert=True)
    stop_telling.to_people([made], "booked")
    return made


def _must_have_room(stop: UnitStop, slot_at: datetime, people: int) -> None:
    if not takes_bookings(stop):
        raise Refused(_("This stop takes no bookings any more."))
    slot = next((one for one in slots_of(stop) if one.at == slot_at), None)
    if slot is None or slot.at <= timezone.now():
        raise Refused(_("This time is over. Choose another one."))
    if people > slot.room:
        raise Refused(_("At this time there is no room left for so many. Choose another time."))


@transaction.atomic
def book_staff(
    *, stop: UnitStop, enterprise: Enterprise, slot_at: datetime, people: int, submission_id: uuid.UUID
) -> list[StopBooking]:
    """An employer's staff, from a time on: as many times in a row as they need. Raises Refused."""
    locked = _locked(stop)
    if known := list(StopBooking.objects.filter(submission_id=submission_id, enterprise=enterprise)):
        return known
    if not takes_bookings(locked):
        raise Refused(_("This stop takes no bookings any more."))
    return spread(locked, enterprise=enterprise, people=people, first=slot_at, submission_id=submission_id)


def spread(
    stop: UnitStop, *, enterprise: Enterprise, people: int, first: datetime, submission_id: uuid.UUID
) -> list[StopBooking]:
    """Fills times from the first on, none above its places; the caller holds the stop's lock."""
    parts, left = [], people
    for slot in slots_of(stop):
        if slot.at < first or slot.at <= timezone.now() or not left or not slot.room:
            continue
        parts.append((slot.at, min(left, slot.room)))
        left -= parts[-1][1]
    if left:
        few = _("From this time on there is room for %(n)s. Choose an earlier time, or ask for a day at your place.")
        raise Refused(few % {"n": people - left})
    return StopBooking.objects.bulk_create(
        StopBooking(
            stop=stop,
            slot_at=at,
            people=count,
            enterprise=enterprise,
            submission_id=submission_id if n == 0 else uuid.uuid5(_SPACE, f"{submission_id}:{n}"),
            reference=new_reference("BKG", letters=7),
        )
        for n, (at, count) in enumerate(parts)
    )


def find(reference: str) -> StopBooking | None:
    """By the whole reference, with its slips mended; of people only, an employer signs in."""
    known = normalise(reference)
    found = StopBooking.objects.select_related("stop").filter(reference=known, enterprise__isnull=True)
    return found.first() if known else None


def cancel_booking(booking: StopBooking) -> StopBooking:
    """The place is free again. Raises NotPossible when they came, or it was cancelled before."""
    return BOOKING.transition(booking, "cancel", cancelled_at=timezone.now())


@transaction.atomic
def cancel_staff(stop: UnitStop, enterprise: Enterprise, *, by: User) -> int:
    """Everything this employer booked here; a day at its own place is called off with it, and its planners are told.
    How many bookings."""
    locked = _locked(stop)
    mine = StopBooking.objects.filter(stop=locked, enterprise=enterprise, state=BookingState.BOOKED)
    count = mine.count()
    if locked.enterprise_id == enterprise.pk and STOP.allows(locked, "cancel"):
        cancel(locked, reason=TAKEN_BACK, by=by)
        stop_telling.to_planners(locked, "taken_back")
    else:
        BOOKING.transition_many(mine, "cancel", cancelled_at=timezone.now())
    return count


def came(booking: StopBooking) -> StopBooking:
    """They are here; only while the stop is open."""
    if booking.stop.state != StopState.OPEN:
        raise Refused(_("The stop is not open. Open it first."))
    return BOOKING.transition(booking, "come", came_at=timezone.now())


@transaction.atomic
def walk_in(stop: UnitStop, *, people: int, submission_id: uuid.UUID) -> StopBooking:
    """Whoever comes without a booking is welcome: no name is taken, and no full slot sends them away."""
    locked = _locked(stop)
    if known := StopBooking.objects.filter(submission_id=submission_id, stop=stop).first():
        return known
    if locked.state != StopState.OPEN:
        raise Refused(_("The stop is not open. Open it first."))
    return StopBooking.objects.create(
        stop=locked,
        slot_at=current_slot(locked),
        people=people,
        walk_in=True,
        state=BookingState.CAME,
        came_at=timezone.now(),
        submission_id=submission_id,
        reference=new_reference("BKG", letters=7),
    )


def phone_of(booking: StopBooking) -> str:
    """In clear, for the gateway alone."""
    return decrypt(booking.phone, booking.pk.bytes).decode() if booking.phone else ""


@transaction.atomic
def remind() -> int:
    """Once, the law book's days before, to whoever did not book on that very day; how many bookings."""
    now, today = timezone.now(), timezone.localdate()
    last = today + timedelta(days=int(value_or("stop.reminder_days", 1)))
    until = timezone.make_aware(datetime.combine(last, time.max))
    midnight = timezone.make_aware(datetime.combine(today, time.min))
    due = StopBooking.objects.select_for_update(of=("self",), skip_locked=True).filter(
        state=BookingState.BOOKED,
        reminded_at__isnull=True,
        slot_at__gt=now,
        slot_at__lte=until,
        booked_at__lt=midnight,
        stop__state__in=(StopState.ANNOUNCED, StopState.OPEN),
    )
    rows = list(due.select_related("stop"))
    StopBooking.objects.filter(pk__in=[row.pk for row in rows]).update(reminded_at=now)
    stop_telling.to_people([row for row in rows if row.phone], "reminder")
    stops = {row.stop_id: row.stop for row in rows if row.enterprise_id}
    for stop in stops.values():
        of = [row.enterprise_id for row in rows if row.enterprise_id and row.stop_id == stop.pk]
        stop_telling.to_employers(stop, "reminder", of)
    return len(rows)


def purge() -> int:
    """Names and phones go the law book's days after the stop; counts stay. How many bookings."""
    before = timezone.now() - timedelta(days=int(value_or("stop.purge_days", 7)))
    old = StopBooking.objects.filter(stop__ends_at__lt=before, purged_at__isnull=True)
    return old.update(name="", phone=None, purged_at=timezone.now())
