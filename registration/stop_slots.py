"""Where stops of mobile units show themselves: the team's menu, the employer's home."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from enterprises.models import Enterprise
from nssf_portal.accounts.permissions import Permission
from nssf_portal.ui import slots
from nssf_portal.ui.slots import NavItem, Panel
from registration.models import UnitStop
from registration.presenting import stops as presenting
from registration.services import stop_telling

_MOST = 3


def stops_item(request: HttpRequest, _obj: Any) -> NavItem | None:
    """For whoever registers people; planners come from outreach's first page."""
    if request.user.has_permission(Permission.PLAN_STOPS):
        return None
    match = request.resolver_match
    active = bool(match and match.app_name == "outreach_stops")
    return NavItem(_("My stops"), reverse("outreach_stops:list"), active=active)


def side_panel(_request: HttpRequest, enterprise: Enterprise) -> Panel:
    """The days it asked for, and what became of each."""
    days = UnitStop.objects.filter(enterprise=enterprise, is_public=False, ends_at__gt=timezone.now())
    mine = [(one, presenting.for_employer(one)) for one in days.order_by("starts_at", "id")[:_MOST]]
    return Panel("registration/stops/employer_panel.html", {"enterprise": enterprise, "mine": mine})


def register() -> None:
    """Called when the app is ready; a second call changes nothing."""
    stop_telling.register()
    slots.register("nav", stops_item, order=16, permission=Permission.WORK_STOPS)
    slots.register("employer.home.side", side_panel, order=50)
