"""The demonstration's mobile unit and its stops; everything in it is invented."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from enterprises.models import Enterprise
from nssf_portal.accounts.models import Office, User
from nssf_portal.audit.tracking import acting
from outreach.sample.keys import key
from registration.enums import ApplicantPath, NoIdentity, StopKind
from registration.models import Card, CardHandover, MobileUnit, StopApplication, StopBooking, UnitStop
from registration.services import stop_bookings, stop_work, stops

_MARKET = {"venue": "ផ្សារដើមគរ (គំរូ)", "commune_code": "120401", "latitude": "11.55400", "longitude": "104.90300"}
_PAGODA = {"venue": "វត្តស្ទឹងមានជ័យ (គំរូ)", "commune_code": "120608"}
_GATE = {"venue": "ច្រកចូលរោងចក្រ (គំរូ)", "commune_code": "120916"}


def load(people: dict[str, User]) -> None:
    """A stop in each state, with people who booked, walked in, registered, got their card."""
    officer, clerk = people["outreach"], people["clerk.phnompenh"]
    unit = _unit(officer)
    _over(unit, officer, clerk)
    _today(unit, officer, clerk)
    coming = _announced("coming", unit, 3, officer, clerk, **_MARKET)
    _book(coming, "coming", 4)
    _announced("next", unit, 10, officer, clerk, **_PAGODA)
    _plan("planned", unit, 17, officer, **_GATE)
    cancelled = _announced("cancelled", unit, 6, officer, clerk, **_PAGODA)
    stops.cancel(cancelled, reason="ទឹកជំនន់ (គំរូ)", by=officer)
    _employer(people["employer"], people["outreach.chief"], coming)


def _unit(officer: User) -> MobileUnit:
    office = Office.objects.get(tree=Office.Tree.NSSF, code="12")
    names = {"name_km": "ឡានចល័តភ្នំពេញ (គំរូ)", "name_en": "Phnom Penh van (sample)"}
    with acting(by=officer, action="demo.unit"):
        given = {"office": office, "place_code": "12", "people_an_hour": 12}
        return MobileUnit.objects.get_or_create(code="demo-van-1", defaults=names | given)[0]


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def _plan(name: str, unit: MobileUnit, days: int, officer: User, **where: Any) -> UnitStop:
    day = timezone.localdate() + timedelta(days=days)
    return stops.plan(
        kind=StopKind.MOBILE,
        unit=unit,
        starts_at=_at(day, 8),
        ends_at=_at(day, 17),
        slot_minutes=30,
        slot_people=6,
        submission_id=key(f"stop:{name}"),
        by=officer,
        **where,
    )


def _announced(name: str, unit: MobileUnit, days: int, officer: User, clerk: User, **where: Any) -> UnitStop:
    made = _plan(name, unit, days, officer, **where)
    stops.join(made, [clerk])
    return stops.announce(made, by=officer)


def _book(stop: UnitStop, name: str, count: int) -> list[StopBooking]:
    """People who booked, each at a time of their own; telephones of nobody."""
    names = ("ម៉ៅ ចាន់ធូ", "", "ឡុង ដាលីន", "សៅ វិចិត្រ", "")
    free = stops.free_slots(stop)
    return [
        stop_bookings.book(
            stop=stop,
            slot_at=free[n].at,
            people=n % 2 + 1,
            name=names[n % len(names)],
            phone=f"+8551000080{n}",
            language="km",
            submission_id=key(f"booking:{name}:{n}"),
        )
        for n in range(count)
    ]


def _move(stop: UnitStop, days: int, officer: User) -> UnitStop:
    """To another day, with its bookings: what happened there is told through the same doors as on a real day."""
    shift = timedelta(days=days)
    StopBooking.objects.filter(stop=stop).update(slot_at=F("slot_at") + shift, booked_at=F("booked_at") + shift)
    with acting(by=officer, action="demo.days"):
        UnitStop.objects.filter(pk=stop.pk).update(starts_at=F("starts_at") + shift, ends_at=F("ends_at") + shift)
    stop.refresh_from_db()
    return stop


def _opened(name: str, unit: MobileUnit, officer: User, clerk: User, **where: Any) -> UnitStop:
    """Planned some weeks ahead, where the unit is free, then brought to today and opened; some came, some walked in."""
    days = {"over": 30, "today": 40}[name]
    made = _announced(name, unit, days, officer, clerk, **where)
    booked = _book(made, name, 5)
    opened = stops.open_stop(_move(made, -days, officer), by=clerk)
    for one in booked[:3]:
        one.refresh_from_db()
        one.stop = opened
        stop_bookings.came(one)
    stop_bookings.walk_in(opened, people=4, submission_id=key(f"walk-in:{name}"))
    return opened


def _today(unit: MobileUnit, officer: User, clerk: User) -> None:
    opened = _opened("today", unit, officer, clerk, **_GATE)
    _take_in(opened, clerk, 1, "ហ៊ុន", "សុភ័ក្រ", "HUN", "SOPHEAK", "F", 1994)
    _take_in(opened, clerk, 2, "ជួន", "រតនា", "CHUON", "RATANA", "M", 1987)


def _over(unit: MobileUnit, officer: User, clerk: User) -> None:
    """Six weeks ago; cards of members of the capital went into their hands."""
    opened = _opened("over", unit, officer, clerk, **_MARKET)
    _take_in(opened, clerk, 3, "អ៊ឹម", "ស្រីល័ក្ខ", "IM", "SREYLEAK", "F", 1999)
    _hand_over(opened, clerk)
    _as_it_was(_move(stops.close(opened, by=clerk), -42, officer), timedelta(days=-42), officer)


def _as_it_was(stop: UnitStop, shift: timedelta, officer: User) -> None:
    """The days of the story, not the day on which the sample was loaded."""
    names = ("planned_at", "announced_at", "opened_at", "closed_at")
    with acting(by=officer, action="demo.days"):
        UnitStop.objects.filter(pk=stop.pk).update(**{name: F(name) + shift for name in names})
    StopBooking.objects.filter(stop=stop).update(came_at=F("came_at") + shift)
    StopApplication.objects.filter(stop=stop).update(at=F("at") + shift)


def _hand_over(stop: UnitStop, clerk: User) -> None:
    today = timezone.localdate()
    held = Card.objects.valid(today).filter(member__commune_code__startswith="12", member__merged_into__isnull=True)
    then = timezone.now() - timedelta(days=42)  # a handover is only ever added: it is written with its day
    for card in held.order_by("issued_at", "id")[:3]:
        CardHandover.objects.get_or_create(card=card, defaults={"stop": stop, "handed_by": clerk, "handed_at": then})


def _take_in(
    stop: UnitStop, clerk: User, n: int, family_km: str, given_km: str, family: str, given: str, sex: str, year: int
) -> None:
    """Without a document: an officer decides; the stop is written down beside it."""
    stop_work.take_in_at(
        stop,
        by=clerk,
        path=ApplicantPath.OWNER,
        language="km",
        values={
            "family_name_km": family_km,
            "given_name_km": given_km,
            "family_name_latin": family,
            "given_name_latin": given,
            "sex": sex,
            "born_on": date(year, 1, 1),
            "born_precision": "year",
            "commune_code": stop.commune_code,
            "no_identity": NoIdentity.LOST,
            "occupation": "Market seller",
        },
        numbers={"phone": f"+8551000081{n}"},
        consents={},
        submission_id=key(f"stop-application:{n}"),
    )


def _employer(employer: User, chief: User, coming: UnitStop) -> None:
    """Staff at a stop, another stop in the enterprise's province, and a day at the factory that waits for an answer."""
    own = Enterprise.objects.represented_by(employer).exclude(commune_code="").order_by("nssf_number", "id")
    enterprise = own.first()
    if enterprise is None:
        return
    today = timezone.localdate()
    near = stops.plan(
        kind=StopKind.ON_SITE,
        commune_code=enterprise.commune_code,
        venue="សាលាឃុំ (គំរូ)",
        starts_at=_at(today + timedelta(days=8), 8),
        ends_at=_at(today + timedelta(days=8), 15),
        slot_minutes=30,
        slot_people=6,
        submission_id=key("stop:near"),
        by=chief,
    )
    stops.announce(near, by=chief)
    first = _at(timezone.localdate(coming.starts_at), 10)
    stop_bookings.book_staff(
        stop=coming, enterprise=enterprise, slot_at=first, people=8, submission_id=key("booking:staff")
    )
    stops.ask_day(
        enterprise=enterprise,
        venue="សាលប្រជុំ អគារ ខ (គំរូ)",
        starts_at=_at(today + timedelta(days=20), 8),
        people=40,
        submission_id=key("stop:asked"),
        by=employer,
    )
