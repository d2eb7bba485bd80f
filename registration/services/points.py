"""Where to go: offices, market desks and stops, with today's hours from data and what to bring."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from urllib.parse import urlencode

from django.db import transaction
from django.utils import timezone

from nssf_portal.accounts.models import Office
from nssf_portal.law.enums import Applicant, Counter, Procedure
from nssf_portal.law.models import ChecklistItem, OpeningHours
from nssf_portal.places.names import names, place_name
from registration.models import PointHours, ServicePoint
from registration.models.point import PointKind

_MAP = "https://www.openstreetmap.org/"
Times = list[tuple[time, time]]


@dataclass(frozen=True)
class Where:
    """One point as the finder shows it; `times` None: nobody wrote its hours down, [] it is closed that day."""

    point: ServicePoint
    times: Times | None
    is_open: bool
    next_date: date | None

    @property
    def place(self) -> str:
        return place_name(self.point.commune_code)

    @property
    def map_url(self) -> str:
        """The very spot where it is known, else a search for the place."""
        point = self.point
        if point.latitude is None:
            return f"{_MAP}search?{urlencode({'query': place_name(point.commune_code, 'en') + ', Cambodia'})}"
        spot = {"mlat": point.latitude, "mlon": point.longitude}
        return f"{_MAP}?{urlencode(spot)}#map=17/{point.latitude}/{point.longitude}"


def find(place: str, *, kind: str = "") -> list[Where]:
    """The points of a province or district, offices first; three queries for any number."""
    points = ServicePoint.objects.open_for_public().near(place).prefetch_related("hours")
    chosen = points.filter(kind=kind) if kind else points
    now = timezone.localtime()
    counters = _counter_hours(now.date())
    order = list(PointKind.values)
    found = [_where(point, now.date(), now.time(), counters) for point in chosen]
    return sorted(found, key=lambda w: (order.index(w.point.kind), w.point.commune_code, w.point.pk))


def _where(point: ServicePoint, today: date, clock: time, counters: dict[str, Times]) -> Where:
    own = list(point.hours.all())
    times = counters.get(point.counter, []) if point.counter else _own_times(own, today)
    coming = sorted(h.date for h in own if h.date and h.date > today and h.opens)
    is_open = any(opens <= clock < closes for opens, closes in times or [])
    return Where(point, times, is_open, coming[0] if coming else None)


def _own_times(hours: Iterable[PointHours], day: date) -> Times | None:
    """A date's own hours go before its weekday's; a date without hours is a closed day."""
    known = list(hours)
    dated = [h for h in known if h.date == day]
    if not known:
        return None
    fitting = dated or [h for h in known if h.weekday == day.weekday()]
    return [(h.opens, h.closes) for h in fitting if h.opens and h.closes]


def _counter_hours(today: date) -> dict[str, Times]:
    rows = OpeningHours.objects.in_force(today).filter(weekday=today.weekday()).order_by("opens")
    found: dict[str, Times] = {}
    for row in rows:
        found.setdefault(row.counter, []).append((row.opens, row.closes))
    return found


def what_to_bring(applicant: str = Applicant.WORKER) -> list[ChecklistItem]:
    """By the law book's list for this portal; nothing else may be asked for."""
    return list(ChecklistItem.objects.asked_for(Procedure.PORTAL, applicant, timezone.localdate()))


def districts_of(province: str) -> list[tuple[str, str]]:
    """For the finder's second select."""
    return [(code, place_name(code)) for code in sorted(names()) if len(code) == 4 and code[:2] == province]


@transaction.atomic
def seed_offices() -> int:
    """A point for each office of the Fund that has none; street and position are for an administrator to add."""
    known = set(ServicePoint.objects.filter(kind=PointKind.OFFICE).values_list("name_en", flat=True))
    fresh = [office for office in Office.objects.filter(tree=Office.Tree.NSSF) if office.name_en not in known]
    made = ServicePoint.objects.bulk_create(_office_point(office) for office in fresh)
    return len(made)


def _office_point(office: Office) -> ServicePoint:
    is_head = office.code == "HQ"
    return ServicePoint(
        kind=PointKind.OFFICE,
        name_km=office.name_km,
        name_en=office.name_en,
        commune_code="1208" if is_head else office.code,  # headquarters: Khan Sen Sok, Phnom Penh
        counter=Counter.HEADQUARTERS if is_head else Counter.OFFICE,
        valid_from=date(2024, 10, 30),
        source="Operational Plan 2024-2026 (hours); address to be supplied by NSSF",
    )
