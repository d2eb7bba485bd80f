"""What everybody may come to: announced activities and the stops of mobile units, in one calendar."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Self
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language

from nssf_portal.places.names import place_name, province_names
from outreach import ics
from outreach.enums import ActivityState, TargetGroup
from outreach.forms_activities import LANGUAGES
from outreach.models import Activity
from outreach.services.signing_up import taken_of
from outreach.venues import map_url
from registration.enums import StopState
from registration.models import UnitStop

EVENTS, STOPS = "events", "stops"
WEEK, MONTH, PAST = "week", "month", "past"
_SPANS = {WEEK: 7, MONTH: 30}
_MOST = 2_000  # of each kind in one answer: what lies further ahead is not announced yet
_KEPT = timedelta(days=60)  # a calendar programme may look this late for what was cancelled


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; what we don't know is not asked for."""

    province: str = ""
    kind: str = ""
    group: str = ""
    language: str = ""
    when: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Self:
        known = {
            "province": province_names(),
            "kind": (EVENTS, STOPS),
            "group": TargetGroup.values,
            "language": dict(LANGUAGES),
            "when": (WEEK, MONTH, PAST),
        }
        asked = {name: query.get(name, "") for name in known}
        return cls(**{name: value for name, value in asked.items() if value in known[name]})

    @property
    def given(self) -> dict[str, str]:
        """Only what was chosen, for an address."""
        return {name: value for name, value in vars(self).items() if value}


@dataclass(frozen=True)
class Entry:
    """One line of the calendar: an activity or a stop."""

    kind: str
    id: UUID
    title: str
    sort: str
    summary: str
    starts_at: datetime
    ends_at: datetime
    venue: str
    place_code: str
    is_cancelled: bool
    url: str
    map_url: str = ""
    group: str = ""
    languages: str = ""
    left: int | None = None
    takes_sign_ups: bool = False
    latitude: object = None
    longitude: object = None

    @property
    def day(self) -> date:
        return timezone.localdate(self.starts_at)

    @property
    def is_over(self) -> bool:
        return self.ends_at < timezone.now()

    @property
    def where(self) -> str:
        return ", ".join(part for part in (self.venue, place_name(self.place_code)) if part)


def activities() -> QuerySet[Activity]:
    """Public ones; of the cancelled only what had been announced."""
    gone = Q(is_public=True, state=ActivityState.CANCELLED, announced_at__isnull=False)
    return Activity.objects.filter(Q(pk__in=Activity.objects.public().values("pk")) | gone)


def stops() -> QuerySet[UnitStop]:
    """Announced and open ones, and the cancelled that had been announced."""
    gone = Q(is_public=True, state=StopState.CANCELLED, announced_at__isnull=False)
    return UnitStop.objects.filter(Q(pk__in=UnitStop.objects.public().values("pk")) | gone)


def keys(wanted: Wanted, now: datetime | None = None) -> list[tuple[datetime, str, UUID]]:
    """When, what and which, in order of time; the past newest first. The page fetches only what it shows."""
    moment = now or timezone.now()
    found: list[tuple[datetime, str, UUID]] = []
    if wanted.kind != STOPS:
        found += _keys(_chosen(wanted, moment), EVENTS)
    if wanted.kind != EVENTS and wanted.when != PAST and wanted.language in ("", "km"):
        found += _keys(_near(_in_time(stops(), wanted, moment), wanted.province, "commune_code"), STOPS)
    return sorted(found, reverse=wanted.when == PAST)


def _keys(rows: QuerySet[Any], kind: str) -> list[tuple[datetime, str, UUID]]:
    return [(at, kind, pk) for at, pk in rows.order_by("starts_at", "pk").values_list("starts_at", "pk")[:_MOST]]


def _chosen(wanted: Wanted, now: datetime) -> QuerySet[Activity]:
    rows = _near(_in_time(activities(), wanted, now), wanted.province, "place_code")
    if wanted.group:
        rows = rows.filter(target_group__in=(wanted.group, TargetGroup.PUBLIC))
    if wanted.language:
        rows = rows.filter(languages__contains=[wanted.language])
    return rows.exclude(state=ActivityState.CANCELLED) if wanted.when == PAST else rows


def _near(rows: QuerySet[Any], province: str, column: str) -> QuerySet[Any]:
    return rows.filter(**{f"{column}__startswith": province}) if province else rows


def _in_time(rows: QuerySet[Any], wanted: Wanted, now: datetime) -> QuerySet[Any]:
    if wanted.when == PAST:
        return rows.filter(ends_at__lt=now)
    coming = rows.filter(ends_at__gte=now)
    days = _SPANS.get(wanted.when)
    return coming.filter(starts_at__lt=now + timedelta(days=days)) if days else coming


def entries(shown: Iterable[tuple[datetime, str, UUID]]) -> list[Entry]:
    """The lines of these keys, in their order; a few queries for any number."""
    wanted = list(shown)
    rows = Activity.objects.filter(pk__in=[pk for _at, kind, pk in wanted if kind == EVENTS]).select_related("type")
    units = UnitStop.objects.filter(pk__in=[pk for _at, kind, pk in wanted if kind == STOPS]).select_related("unit")
    taken = taken_of([row.pk for row in rows])
    made = {row.pk: of_activity(row, taken.get(row.pk, 0)) for row in rows} | {row.pk: of_stop(row) for row in units}
    return [made[pk] for _at, _kind, pk in wanted if pk in made]


def coming(most: int) -> list[Entry]:
    """The next few that take place."""
    return [one for one in entries(keys(Wanted())[: most * 3]) if not one.is_cancelled][:most]


def of_activity(activity: Activity, taken: int) -> Entry:
    return Entry(
        kind=EVENTS,
        id=activity.pk,
        title=activity.name,
        sort=activity.type.name,
        summary=activity.summary or activity.summary_km or activity.summary_en,
        starts_at=activity.starts_at,
        ends_at=activity.ends_at,
        venue=activity.venue,
        place_code=activity.place_code,
        is_cancelled=activity.state == ActivityState.CANCELLED,
        url=reverse("events:event", args=[activity.pk]),
        map_url=map_url(activity),
        group=str(capfirst(activity.get_target_group_display())),
        languages=", ".join(str(name) for code, name in LANGUAGES if code in activity.languages),
        left=None if activity.capacity is None else max(activity.capacity - taken, 0),
        takes_sign_ups=activity.takes_sign_ups,
        latitude=activity.latitude,
        longitude=activity.longitude,
    )


def of_stop(stop: UnitStop) -> Entry:
    """A stop as the calendar shows it; booking a time is on its own page."""
    return Entry(
        kind=STOPS,
        id=stop.pk,
        title=str(capfirst(stop.get_kind_display())),
        sort=stop.unit.name if stop.unit else "",
        summary="",
        starts_at=stop.starts_at,
        ends_at=stop.ends_at,
        venue=stop.venue,
        place_code=stop.commune_code,
        is_cancelled=stop.state == StopState.CANCELLED,
        url=_stop_url(stop),
        group=str(capfirst(TargetGroup.PUBLIC.label)),
        latitude=stop.latitude,
        longitude=stop.longitude,
    )


def _stop_url(stop: UnitStop) -> str:
    """A cancelled stop has no page of its own: the list shows where else to go."""
    if stop.state == StopState.CANCELLED:
        return reverse("stops:public")
    return reverse("stops:stop", args=[stop.pk])


def calendar(wanted: Wanted, *, name: str) -> bytes:
    """What is ahead and what was lately, the cancelled among them, for calendar programmes."""
    since = timezone.now() - _KEPT
    return _calendar(entries(keys(wanted, since)), name=name)


def calendar_of(entry: Entry) -> bytes:
    """One event, to be put into one's own calendar."""
    return _calendar([entry], name=entry.title)


def _calendar(lines: list[Entry], *, name: str) -> bytes:
    said = _changes(Activity, lines) | _changes(UnitStop, lines)
    events = [_event(line, *said.get(line.id, (0, line.starts_at))) for line in lines]
    return ics.calendar(events, name=name, language=get_language() or "km")


def _changes(model: Any, lines: list[Entry]) -> dict[UUID, tuple[int, datetime]]:
    """How often each was changed and when last, from the tracked history: it only ever grows."""
    kept = model.pgh_event_model.objects.filter(pgh_obj_id__in=[line.id for line in lines]).order_by()
    rows = kept.values_list("pgh_obj_id").annotate(n=Count("pgh_id"), last=Max("pgh_created_at"))
    return {pk: (n - 1, last) for pk, n, last in rows}


def _event(line: Entry, sequence: int, changed_at: datetime) -> ics.Event:
    return ics.Event(
        uid=str(line.id),
        sequence=sequence,
        changed_at=changed_at,
        starts_at=line.starts_at,
        ends_at=line.ends_at,
        title=line.title,
        about="\n".join(part for part in (line.summary, line.sort, line.group, line.languages) if part),
        where=line.where,
        url=settings.PUBLIC_URL.rstrip("/") + line.url,
        latitude=line.latitude,
        longitude=line.longitude,
        is_cancelled=line.is_cancelled,
    )
