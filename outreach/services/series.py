"""Activities that come back: each is an activity of its own, made up to a horizon of days (law book)."""

import calendar
import uuid
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.services.refusing import Refused
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.law.book import value_or
from nssf_portal.references import new_reference
from outreach.enums import ActivityState, Rhythm
from outreach.models import Activity, ActivityType, Series
from outreach.scope import require
from outreach.services import telling
from outreach.services.activities import PREFIX, WORK, office_of

TEMPLATE = (
    "type_id", "office_id", "place_code", "name_km", "name_en", "summary_km", "summary_en", "languages", "target_group",
    "venue", "latitude", "longitude", "capacity", "is_public", "takes_sign_ups", "contact_phone", "enterprise_id",
)  # fmt: skip
MONTHS = {Rhythm.MONTHLY: 1, Rhythm.YEARLY: 12}


def horizon() -> int:
    """How many days ahead the next ones of a series are made (law book)."""
    return int(value_or("outreach.series_horizon_days", 60))


def days_of(series: Series, until: date) -> Iterator[date]:
    """Its days up to one; the 31st falls on the last day of shorter months, counted from the first each time."""
    number = 0
    while (day := _day(series, number)) <= min(until, series.last_on):
        yield day
        number += 1


def _day(series: Series, number: int) -> date:
    steps, first = number * series.every, series.first_on
    if series.rhythm == Rhythm.WEEKLY:
        return first + timedelta(weeks=steps)
    years, month = divmod(first.month - 1 + steps * MONTHS[Rhythm(series.rhythm)], 12)
    year = first.year + years
    return date(year, month + 1, min(first.day, calendar.monthrange(year, month + 1)[1]))


def moments(day: date, starts: time, ends: time) -> tuple[datetime, datetime]:
    """Begin and end in the time of the country."""
    return timezone.make_aware(datetime.combine(day, starts)), timezone.make_aware(datetime.combine(day, ends))


@transaction.atomic
def start(
    *,
    by: User,
    submission_id: uuid.UUID,
    type: ActivityType,  # noqa: A002
    rhythm: Rhythm,
    every: int,
    first_on: date,
    last_on: date,
    starts: time,
    ends: time,
    today: date | None = None,
    **fields: Any,
) -> Series:
    """A series, with its activities up to the horizon, the first at least; the same submission is the same series.

    Effects: the series, its next activities (planned)."""
    require(by, WORK, fields.get("place_code", ""))
    if known := Series.objects.filter(submission_id=submission_id).first():
        return known
    if last_on < first_on or ends <= starts:
        raise Refused(_("The end comes before the beginning."), None, "series")
    fields.setdefault("office", office_of(by, fields.get("place_code", "")))
    own = {"place_code": fields.get("place_code", ""), "name_km": fields["name_km"], "name_en": fields["name_en"]}
    when = {"rhythm": rhythm, "every": every, "first_on": first_on, "last_on": last_on, "starts": starts, "ends": ends}
    with acting(by=by, action="series.start"):
        made = Series.objects.create(
            submission_id=submission_id, created_by=by, type=type, office=fields["office"], **own, **when
        )
        _add(made, next(days_of(made, last_on)), {"type_id": type.pk, **fields})
    make_next(made, today)
    return made


def make_next(series: Series, today: date | None = None) -> int:
    """The missing ones up to the horizon, as the latest one stands; how many."""
    if series.ended_at:
        return 0
    until = (today or timezone.localdate()) + timedelta(days=horizon())
    there = set(series.activities.values_list("series_on", flat=True))
    begun = min((day for day in there if day), default=date.min)
    wanted = [day for day in days_of(series, until) if day not in there and day > begun]
    like = _latest(series)
    if like is None:
        return 0
    fields = {name: getattr(like, name) for name in TEMPLATE}
    with acting(by=series.created_by, action="series.next"):
        return sum(_add(series, day, fields) for day in wanted)


def _latest(series: Series) -> Activity | None:
    """The one the next are copied from: the last on the calendar that was not cancelled, else the last."""
    rows = series.activities.order_by("-series_on")
    return rows.exclude(state=ActivityState.CANCELLED).first() or rows.first()


def _add(series: Series, day: date, fields: dict[str, Any]) -> bool:
    begin, end = moments(day, series.starts, series.ends)
    given = {"submission_id": uuid.uuid5(series.pk, day.isoformat()), "reference": new_reference(PREFIX, letters=7)}
    given |= {"starts_at": begin, "ends_at": end, "created_by": series.created_by, **fields}
    return Activity.objects.get_or_create(series=series, series_on=day, defaults=given)[1]


def make_due(today: date | None = None) -> int:
    """Every day: the next ones of all series that go on; how many."""
    day = today or timezone.localdate()
    rows = Series.objects.filter(ended_at__isnull=True, last_on__gte=day).select_related("created_by")
    made = 0
    for series in rows.order_by("pk"):
        with transaction.atomic():
            locked = Series.objects.select_for_update(of=("self",)).select_related("created_by").get(pk=series.pk)
            made += make_next(locked, day)
    return made


def to_come(series: Series) -> QuerySet[Activity]:
    """Its activities that are still ahead and can be changed."""
    ahead = series.activities.filter(starts_at__gt=timezone.now())
    return ahead.filter(state__in=(ActivityState.PLANNED, ActivityState.ANNOUNCED))


@transaction.atomic
def change_to_come(activity: Activity, *, by: User, starts: time, ends: time, **fields: Any) -> int:
    """This one and all later ones of its series, keeping each day; who signed up is told. How many.

    Effects: those activities, the series' times and names."""
    series = Series.objects.select_for_update(of=("self",)).get(pk=activity.series_id)
    require(by, WORK, series.place_code)
    require(by, WORK, fields.get("place_code", series.place_code))
    if ends <= starts:
        raise Refused(_("It ends before it begins."), activity, "change")
    rows = list(to_come(series).filter(series_on__gte=activity.series_on).select_for_update(of=("self",)))
    for place in {row.place_code for row in rows}:  # one of them may have been moved to another office's place
        require(by, WORK, place)
    with acting(by=by, action="series.change"):
        for row in rows:
            _change_one(row, starts, ends, fields)
        _change_series(series, starts, ends, fields)
    return len(rows)


def _change_one(row: Activity, starts: time, ends: time, fields: dict[str, Any]) -> None:
    day = timezone.localdate(row.starts_at)
    before = (row.starts_at, row.place_code, row.venue)
    row.starts_at, row.ends_at = moments(day, starts, ends)
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=["starts_at", "ends_at", *fields])
    if row.state == ActivityState.ANNOUNCED and before != (row.starts_at, row.place_code, row.venue):
        telling.changed(row)


def _change_series(series: Series, starts: time, ends: time, fields: dict[str, Any]) -> None:
    series.starts, series.ends = starts, ends
    for name in ("name_km", "name_en", "place_code", "office"):
        if name in fields:
            setattr(series, name, fields[name])
    series.save(update_fields=["starts", "ends", "name_km", "name_en", "place_code", "office"])


@transaction.atomic
def end(series: Series, *, by: User) -> Series:
    """No further ones are made; those on the plan stay until somebody cancels them. Effects: by whom and when."""
    locked = Series.objects.select_for_update(of=("self",)).get(pk=series.pk)
    require(by, WORK, locked.place_code)
    if locked.ended_at:
        raise Refused(_("This series is ended already."), locked, "end")
    locked.ended_at, locked.ended_by = timezone.now(), by
    with acting(by=by, action="series.end"):
        locked.save(update_fields=["ended_at", "ended_by"])
    return locked
