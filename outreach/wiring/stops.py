"""Where stops of mobile units show themselves: on the page of an activity on the same day in the same commune."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nssf_portal.accounts.permissions import Permission
from nssf_portal.ui import slots
from outreach.models import Activity
from outreach.sections import SLOT, Section
from registration.enums import StopState
from registration.models import UnitStop
from registration.presenting.stops import hours
from registration.services import stop_work

_ON_SITE = "1.2"  # the row of the action table that is about registering on the spot
_MOST = 5


def register() -> None:
    """Called when the app is ready."""
    slots.register(SLOT, section, order=55, permission=Permission.PLAN_STOPS)


def section(request: HttpRequest, activity: Activity) -> Section | None:
    """Who plans an activity sees where people are registered that day, and sends a team there."""
    day = timezone.localdate(activity.starts_at)
    seen = UnitStop.objects.visible_to(request.user).filter(starts_at__date=day).exclude(state=StopState.CANCELLED)
    found = list(seen.filter(commune_code=activity.place_code).order_by("starts_at", "id")[:_MOST])
    if not found and (activity.type.action != _ON_SITE or activity.starts_at <= timezone.now()):
        return None
    links = [(stop.reference, reverse("outreach_stops:stop", args=[stop.pk])) for stop in found]
    if activity.starts_at > timezone.now():
        links.append((_("Plan a stop"), f"{reverse('outreach_stops:new')}?commune={activity.place_code}"))
    return Section(_("Registering on the spot"), list(_lines(found)) or [_("No stop is planned here that day.")], links)


def _lines(found: list[UnitStop]) -> Iterator[str]:
    words = _("%(place)s, %(hours)s: applications %(sent)s, cards handed over %(cards)s")
    for stop in found:
        figures = stop_work.figures_of(stop)
        facts = {"place": stop.venue, "hours": hours(stop), "sent": figures["sent"], "cards": figures["cards"]}
        yield words % facts
