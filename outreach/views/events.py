"""Public events: the list, one event, and both as files for calendar programmes. Nobody signs in for this."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nssf_portal.places.names import province_choices
from outreach import ics, public_calendar
from outreach.enums import ActivityState, TargetGroup
from outreach.forms_activities import LANGUAGES
from outreach.models import Activity
from outreach.public_calendar import EVENTS, MONTH, PAST, STOPS, WEEK, Wanted
from outreach.services import signing_up

FOLDER = "outreach/events"
PAGE = 20
FILE_MINUTES = 15  # calendar programmes ask often; nothing changes from minute to minute


def found(activity_id: UUID) -> Activity:
    """A public event; one that was never announced is not there."""
    return get_object_or_404(public_calendar.activities().select_related("type"), pk=activity_id)


@login_not_required
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """What is ahead, by day; the choice stands in the address and in the address of the file."""
    wanted = Wanted.of(request.GET)
    page = Paginator(public_calendar.keys(wanted), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "entries": public_calendar.entries(page.object_list),
        "wanted": wanted,
        "filters": _filters(wanted),
        "query": wanted.given,
        "feed_query": _feed_query(wanted),
    }
    return render(request, f"{FOLDER}/list.html", context)


def _feed_query(wanted: Wanted) -> str:
    """A calendar programme wants what is ahead, whenever it asks."""
    chosen = {name: value for name, value in wanted.given.items() if name != "when"}
    return f"?{urlencode(chosen)}" if chosen else ""


def _filters(wanted: Wanted) -> list[dict[str, Any]]:
    groups = [(value, capfirst(label)) for value, label in TargetGroup.choices if value != TargetGroup.PUBLIC]
    return [
        _filter("province", _("Where?"), _("The whole country"), province_choices(), wanted.province),
        _filter("when", _("When?"), _("All that is ahead"), _times(), wanted.when),
        _filter("kind", _("What?"), _("Events and registration stops"), _kinds(), wanted.kind),
        _filter("group", _("For whom?"), _("For everybody and for any group"), groups, wanted.group),
        _filter("language", _("In which language?"), _("Any language"), list(LANGUAGES), wanted.language),
    ]


def _filter(name: str, label: str, every: str, options: list[Any], chosen: str) -> dict[str, Any]:
    return {"name": name, "label": label, "options": [("", every), *options], "chosen": chosen}


def _times() -> list[tuple[str, str]]:
    return [(WEEK, _("The next 7 days")), (MONTH, _("The next 30 days")), (PAST, _("What is over"))]


def _kinds() -> list[tuple[str, str]]:
    return [(EVENTS, _("Events")), (STOPS, _("Registration stops"))]


@login_not_required
@require_safe
def event(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """One event: when, where, for whom, who speaks, and how to come."""
    activity = found(activity_id)
    taken = signing_up.taken_of([activity.pk]).get(activity.pk, 0)
    context = {
        "activity": activity,
        "entry": public_calendar.of_activity(activity, taken),
        "why_not": signing_up.why_not(activity),
        "is_announced": activity.state == ActivityState.ANNOUNCED,
        "speakers": activity.speakers.filter(agreed=True),
        "partners": _partners(activity),
    }
    return render(request, f"{FOLDER}/event.html", context)


def _partners(activity: Activity) -> list[str]:
    """Institutions by name, each once, whatever its roles."""
    rows = activity.partners.select_related("institution").order_by("pk")
    return list(dict.fromkeys(row.institution.name for row in rows))


@login_not_required
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The whole calendar at an address that stays, or the part that was chosen."""
    wanted = Wanted.of(request.GET)
    return _file(public_calendar.calendar(wanted, name=_("Events of the National Social Security Fund")), "nssf-events")


@login_not_required
@require_safe
def event_file(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    activity = found(activity_id)
    return _file(public_calendar.calendar_of(public_calendar.of_activity(activity, 0)), activity.reference)


def _file(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.ics"'}
    answer = HttpResponse(content, content_type=ics.CONTENT_TYPE, headers=headers)
    answer["Cache-Control"] = f"public, max-age={FILE_MINUTES * 60}"
    return answer
