"""Stops of mobile units and registration days on site (plan 1.2): planned, announced, opened, closed."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import ceil
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from enterprises.models import Enterprise
from nssf_portal.accounts.models import RoleGrant, User
from nssf_portal.accounts.permissions import ROLES, Permission
from nssf_portal.audit.tracking import acting
from nssf_portal.law.book import value, value_or
from nssf_portal.references import new_reference
from nssf_portal.workflow import NotPossible
from registration.enums import BookingState, StopKind, StopState
from registration.models import MobileUnit, StopBooking, StopTeamMember, UnitStop
from registration.services import stop_telling
from registration.workflow import BOOKING, STOP

TAKEN_BACK = "the employer took it back"


class Refused(NotPossible):
    """A rule of stops stands in the way; the text says which one and what to do."""

    def __init__(self, text: str) -> None:
        Exception.__init__(self, text)


@dataclass(frozen=True)
class Slot:
    """A time of a stop with the people who come then and the places left."""

    at: datetime
    people: int
    room: int

    @property
    def clock(self) -> str:
        return f"{timezone.localtime(self.at):%H:%M}"


def slots_of(stop: UnitStop) -> list[Slot]:
    """Every time of the stop in order; who walked in takes a place too, so that nobody books it."""
    alive = StopBooking.objects.filter(stop=stop, state__in=(BookingState.BOOKED, BookingState.CAME)).order_by()
    taken = dict(alive.values_list("slot_at").annotate(Sum("people")))
    found, at = [], stop.starts_at
    while at < stop.ends_at:
        people = taken.get(at, 0)
        found.append(Slot(at, people, max(0, stop.slot_people - people)))
        at += timedelta(minutes=stop.slot_minutes)
    return found


def free_slots(stop: UnitStop) -> list[Slot]:
    """The times that can still be booked."""
    if not takes_bookings(stop):
        return []
    return [slot for slot in slots_of(stop) if slot.room and slot.at > timezone.now()]


def takes_bookings(stop: UnitStop) -> bool:
    """Announced or open, not over, and not further away than the law book's days."""
    soon = booking_begins(stop) <= timezone.localdate()
    return stop.state in (StopState.ANNOUNCED, StopState.OPEN) and stop.ends_at > timezone.now() and soon


def booking_begins(stop: UnitStop) -> date:
    """The first day on which a time can be booked, by the law book."""
    return timezone.localdate(stop.starts_at) - timedelta(days=int(value_or("stop.booking_days", 60)))


def first_day_to_ask() -> date:
    """The earliest day an employer can ask for: the team prepares."""
    return timezone.localdate() + timedelta(days=int(value_or("stop.notice_days", 7)))


def current_slot(stop: UnitStop) -> datetime:
    """The time that runs now; before the stop its first, after it its last."""
    begun = [slot.at for slot in slots_of(stop) if slot.at <= timezone.now()]
    return begun[-1] if begun else stop.starts_at


def may_plan(user: User, commune_code: str) -> bool:
    """Whether the place lies where the user plans stops."""
    return any(commune_code.startswith(prefix) for prefix in user.place_prefixes(Permission.PLAN_STOPS))


@transaction.atomic
def plan(
    *,
    kind: str,
    commune_code: str,
    venue: str,
    starts_at: datetime,
    ends_at: datetime,
    slot_minutes: int,
    slot_people: int,
    submission_id: uuid.UUID,
    by: User,
    unit: MobileUnit | None = None,
    enterprise: Enterprise | None = None,
    latitude: Decimal | None = None,
    longitude: Decimal | None = None,
    is_public: bool = True,
) -> UnitStop:
    """A stop of one's places; the same submission is the same stop. A unit stands at one place at a time."""
    if known := UnitStop.objects.filter(submission_id=submission_id, planned_by=by).first():
        return known
    if not may_plan(by, commune_code):
        raise PermissionDenied
    if starts_at <= timezone.now():
        raise Refused(_("This time is over. Choose a later day or hour."))
    if kind == StopKind.MOBILE:
        _must_be_free(unit, starts_at, ends_at)
    return _made(
        by,
        kind=kind,
        unit=unit if kind == StopKind.MOBILE else None,
        enterprise=enterprise if kind == StopKind.ON_SITE else None,
        commune_code=commune_code,
        venue=venue,
        latitude=latitude,
        longitude=longitude,
        starts_at=starts_at,
        ends_at=ends_at,
        slot_minutes=slot_minutes,
        slot_people=slot_people,
        is_public=is_public,
        submission_id=submission_id,
    )


def _must_be_free(unit: MobileUnit | None, starts_at: datetime, ends_at: datetime) -> None:
    """The unit's row is locked: two who plan at once don't send it to two places."""
    if unit is None:
        raise Refused(_("Choose the mobile unit that comes."))
    MobileUnit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    others = UnitStop.objects.filter(unit=unit, starts_at__lt=ends_at, ends_at__gt=starts_at)
    if other := others.exclude(state=StopState.CANCELLED).first():
        raise Refused(
            _("The unit stands at %(place)s at that time (%(stop)s).") % {"place": other.venue, "stop": other.reference}
        )


def _made(by: User, **fields: Any) -> UnitStop:
    with acting(by=by, action="stop.plan"):
        return UnitStop.objects.create(reference=new_reference("STP", letters=7), planned_by=by, **fields)


def slots_for(people: int) -> tuple[int, int, int]:
    """For a registration day of so many: minutes of a slot, people in it, and how many slots it takes."""
    minutes, an_hour = 30, int(value_or("stop.people_an_hour", 12))
    in_slot = max(1, an_hour * minutes // 60)
    return minutes, in_slot, ceil(people / in_slot)


def most_of_a_day() -> int:
    """How many people one registration day can take."""
    return int(value_or("stop.people_an_hour", 12)) * int(value_or("stop.hours_a_day", 8))


def day_is_confirmed() -> bool:
    """Whether NSSF has confirmed what a registration day can take."""
    return all(value(code).confirmed for code in ("stop.people_an_hour", "stop.hours_a_day"))


@transaction.atomic
def ask_day(
    *, enterprise: Enterprise, venue: str, starts_at: datetime, people: int, submission_id: uuid.UUID, by: User
) -> UnitStop:
    """An employer asks for a registration day at its place: a planned stop that waits for an officer's answer.

    Effects: the stop, shown to nobody else, with as many times as its staff need, the bookings of these, and a
    message to whoever plans stops of the place."""
    from registration.services import stop_bookings

    if known := UnitStop.objects.filter(submission_id=submission_id, enterprise=enterprise).first():
        return known
    if not enterprise.commune_code:
        raise Refused(_("We do not know the commune of your enterprise. Correct your address first."))
    minutes, in_slot, slots = slots_for(people)
    made = _made(
        by,
        kind=StopKind.ON_SITE,
        enterprise=enterprise,
        commune_code=enterprise.commune_code,
        venue=venue,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes * slots),
        slot_minutes=minutes,
        slot_people=in_slot,
        is_public=False,
        submission_id=submission_id,
    )
    stop_bookings.spread(made, enterprise=enterprise, people=people, first=starts_at, submission_id=submission_id)
    stop_telling.to_planners(made, "asked")
    return made


def announce(stop: UnitStop, *, by: User) -> UnitStop:
    """Shown to everybody, or said to the employer who asked for it."""
    if stop.ends_at <= timezone.now():
        raise Refused(_("This stop's time is over. Cancel it, and plan another."))
    with transaction.atomic(), acting(by=by, action="stop.announce"):
        moved = STOP.transition(stop, "announce", announced_at=timezone.now())
        stop_telling.to_employers(moved, "announced")
    return moved


def open_stop(stop: UnitStop, *, by: User) -> UnitStop:
    """On its day the team begins."""
    _must_be_its_day(stop)
    with transaction.atomic(), acting(by=by, action="stop.open"):
        return STOP.transition(stop, "open", opened_at=timezone.now())


def close(stop: UnitStop, *, by: User | None) -> UnitStop:
    """Over: who booked and did not come is marked so."""
    with transaction.atomic(), acting(by=by, action="stop.close"):
        moved = STOP.transition(stop, "close", closed_at=timezone.now())
        BOOKING.transition_many(StopBooking.objects.filter(stop=moved), "miss")
    return moved


def reopen(stop: UnitStop, *, by: User) -> UnitStop:
    """Somebody came late: on the same day only."""
    _must_be_its_day(stop)
    with transaction.atomic(), acting(by=by, action="stop.reopen"):
        return STOP.transition(stop, "reopen", opened_at=timezone.now())


def _must_be_its_day(stop: UnitStop) -> None:
    if timezone.localdate(stop.starts_at) != timezone.localdate():
        raise Refused(_("A stop is opened on its own day."))


def cancel(stop: UnitStop, *, reason: str, by: User) -> UnitStop:
    """With a reason; whoever booked is told.

    Effects: the stop, its open bookings, a message to each of them."""
    now = timezone.now()
    with transaction.atomic(), acting(by=by, action="stop.cancel", reason=reason):
        moved = STOP.transition(stop, "cancel", cancelled_at=now, cancelled_by=by, cancelled_reason=reason[:300])
        booked = list(StopBooking.objects.filter(stop=moved, state=BookingState.BOOKED))
        BOOKING.transition_many(StopBooking.objects.filter(pk__in=[b.pk for b in booked]), "cancel", cancelled_at=now)
        stop_telling.to_people(booked, "cancelled")
        stop_telling.to_employers(moved, "cancelled", [b.enterprise_id for b in booked if b.enterprise_id])
    return moved


def close_forgotten() -> int:
    """Stops that nobody closed on their day; how many."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    left = list(UnitStop.objects.filter(state=StopState.OPEN, ends_at__lt=midnight))
    for stop in left:
        close(stop, by=None)
    return len(left)


def may_join(stop: UnitStop) -> list[User]:
    """Whose office covers the place and whose role registers people or works at stops; by name."""
    roles = [code for code, role in ROLES.items() if Permission.WORK_STOPS in role.permissions]
    grants = RoleGrant.objects.active().filter(role__in=roles, user__is_active=True)
    fitting = [g for g in grants.select_related("user", "office") if stop.commune_code.startswith(g.place_prefix)]
    already = set(team_of(stop).values_list("user_id", flat=True))
    found = {g.user_id: g.user for g in fitting if g.user_id not in already}
    return sorted(found.values(), key=lambda user: (user.name, str(user.pk)))


def team_of(stop: UnitStop) -> Any:
    """Who works there, in the order they joined."""
    return StopTeamMember.objects.filter(stop=stop, left_at__isnull=True).select_related("user")


@transaction.atomic
def join(stop: UnitStop, users: Sequence[User]) -> None:
    """Twice is once."""
    UnitStop.objects.select_for_update(of=("self",)).get(pk=stop.pk)
    known = set(team_of(stop).values_list("user_id", flat=True))
    StopTeamMember.objects.bulk_create(StopTeamMember(stop=stop, user=one) for one in users if one.pk not in known)


def leave(stop: UnitStop, user_id: Any) -> None:
    """They see the stop no more; that they were there stays."""
    team_of(stop).filter(user_id=user_id).update(left_at=timezone.now())
