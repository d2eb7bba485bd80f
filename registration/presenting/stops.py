"""Stops in words, tags and links; the same on every page."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from nssf_portal.places.names import place_name
from registration.enums import BookingState, StopState
from registration.models import StopBooking, UnitStop
from registration.services.stops import TAKEN_BACK

_MAP = "https://www.openstreetmap.org/"
_TAGS = {
    StopState.PLANNED: "waits",
    StopState.ANNOUNCED: "progress",
    StopState.OPEN: "ok",
    StopState.CLOSED: "none",
    StopState.CANCELLED: "wrong",
}
_BOOKING_TAGS = {
    BookingState.BOOKED: "waits",
    BookingState.CAME: "ok",
    BookingState.MISSED: "none",
    BookingState.CANCELLED: "wrong",
}


class Row(NamedTuple):
    """A stop of a list."""

    of: UnitStop
    place: str
    hours: str
    tag: tuple[str, str]
    map_url: str


def row(stop: UnitStop) -> Row:
    return Row(stop, place_name(stop.commune_code), hours(stop), tag_of(stop), map_url(stop))


def tag_of(stop: UnitStop) -> tuple[str, str]:
    return _TAGS[StopState(stop.state)], capfirst(stop.get_state_display())


def booking_tag(booking: StopBooking) -> tuple[str, str]:
    return _BOOKING_TAGS[BookingState(booking.state)], capfirst(booking.get_state_display())


def hours(stop: UnitStop) -> str:
    return f"{timezone.localtime(stop.starts_at):%H:%M}–{timezone.localtime(stop.ends_at):%H:%M}"


def map_url(stop: UnitStop) -> str:
    """The very spot where it is known, else a search for the place."""
    if stop.latitude is None:
        return f"{_MAP}search?{urlencode({'query': place_name(stop.commune_code, 'en') + ', Cambodia'})}"
    spot = {"mlat": stop.latitude, "mlon": stop.longitude}
    return f"{_MAP}?{urlencode(spot)}#map=17/{stop.latitude}/{stop.longitude}"


def asked_by_employer(stop: UnitStop) -> bool:
    """Planned with an enterprise and shown to nobody: it waits for our answer."""
    return stop.state == StopState.PLANNED and stop.enterprise_id is not None and not stop.is_public


def for_employer(stop: UnitStop, *, alive: bool = True, own_day: bool = True) -> str:
    """What became of what an employer asked for or booked; `alive`: some booking of it still stands."""
    if stop.cancelled_at:
        taken_back = stop.cancelled_reason == TAKEN_BACK
        return _("You took it back.") if taken_back else _("Cancelled: %(why)s") % {"why": stop.cancelled_reason}
    if not alive:
        return _("You took it back.")
    if asked_by_employer(stop):
        return _asked_words(stop)
    if stop.closed_at:
        return _("It is over. Your staff's applications are on your list of staff when they are approved.")
    return _("Agreed: the team comes to you.") if own_day else _("Booked. Each brings an identity document.")


def _asked_words(stop: UnitStop) -> str:
    if stop.ends_at <= timezone.now():
        return _("Nobody answered before that day. Ask for another day, or call us.")
    return _("An officer looks at it and answers. You are told.")


def next_step(stop: UnitStop) -> str:
    """What has to happen, or why nothing has."""
    over = stop.ends_at <= timezone.now()
    today = timezone.localdate(stop.starts_at) == timezone.localdate()
    if stop.state == StopState.PLANNED and over:
        return _("Its time is over and it was never announced. Cancel it.")
    if asked_by_employer(stop):
        return _("An employer asked for this day. Agree by announcing it, or cancel it with a reason.")
    if stop.state == StopState.PLANNED:
        return _("Choose the team, then announce it: people can book from then on.")
    if stop.state == StopState.ANNOUNCED and today:
        return _("It is today. The team opens it when it begins.")
    if stop.state == StopState.ANNOUNCED:
        return _("Nobody opened it on its day. Cancel it with the reason.") if over else _("People can book a time.")
    if stop.state == StopState.OPEN:
        return _("People are registered now. Close it when the last one has gone.")
    if stop.state == StopState.CLOSED:
        return _("It is over. What came of it stands below; names and phones of bookings are deleted by themselves.")
    return _("Cancelled. Whoever booked was told.")


def events(stop: UnitStop) -> list[dict[str, Any]]:
    """Newest first."""
    told = [
        (stop.cancelled_at, _("Cancelled"), stop.cancelled_by, stop.cancelled_reason),
        (stop.closed_at, _("Closed"), None, ""),
        (stop.opened_at, _("Opened"), None, ""),
        (stop.announced_at, _("Announced or agreed"), None, ""),
        (stop.planned_at, _("Planned"), stop.planned_by, ""),
    ]
    lines = [(at, title, by, text) for at, title, by, text in told if at]
    lines.sort(key=lambda line: line[0], reverse=True)
    return [{"title": t, "at": at, "by": by.name if by else "", "text": text} for at, t, by, text in lines]
